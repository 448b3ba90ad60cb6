import type { TapState } from '../intake/server-events.ts';
import { usePanel } from '../model/context.ts';

const WORDS: Readonly<Record<TapState['status'], string>> = {
  off: 'not connected',
  connecting: 'connecting…',
  connected: 'connected',
  reconnecting: 'reconnecting…',
  refused: 'refused',
};

/** What the connection to tap is doing, in words. */
export function describeTap({ status, problem }: TapState): string {
  return problem === undefined ? WORDS[status] : `${WORDS[status]} (${problem})`;
}

/** In the status bar: whether tap is listened to. Nothing while no tap is followed. */
export function TapStatus() {
  const { serverEvents } = usePanel();
  const { status, problem } = serverEvents.tap.value;
  if (status === 'off') return null;
  return (
    <span data-testid="tap-status" data-tap={status} title={problem}>
      tap {WORDS[status]}
    </span>
  );
}
