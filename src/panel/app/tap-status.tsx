import type { TapState } from '../intake/server-events.ts';
import { usePanel } from '../model/context.ts';
import { t } from '../text/language.ts';

/** What the connection to tap is doing, in words. */
export function describeTap({ status, problem }: TapState): string {
  const state = t().serverEvents.state[status];
  return problem === undefined ? state : `${state} (${problem})`;
}

/** In the status bar: whether tap is listened to. Nothing while no tap is followed. */
export function TapStatus() {
  const { serverEvents } = usePanel();
  const { status, problem } = serverEvents.tap.value;
  if (status === 'off') return null;
  return (
    <span data-testid="tap-status" data-tap={status} title={problem}>
      {t().serverEvents.tap(t().serverEvents.state[status])}
    </span>
  );
}
