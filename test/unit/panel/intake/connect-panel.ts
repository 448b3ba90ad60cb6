import { connect } from '../../../../src/panel/intake/connection.ts';
import type { NetworkRequest } from '../../../../src/panel/intake/enrichment.ts';
import type { Transport } from '../../../../src/panel/intake/transport.ts';
import type { Entry } from '../../../../src/session/entry.ts';

/** A panel of one tab on a connection that the test speaks for: the background, and DevTools. */
export function connectPanel({ after, now }: Pick<Transport, 'after' | 'now'>) {
  let answer = (_message: unknown): void => undefined;
  let end = (): void => undefined;
  let observe = (_request: NetworkRequest): void => undefined;
  const told: Entry[] = [];
  connect(
    1,
    { onEntries: (entries) => void told.push(...entries), onStatus: () => undefined },
    {
      layers: [],
      transport: {
        open: () => ({
          postMessage: () => undefined,
          disconnect: () => undefined,
          onMessage: {
            addListener: (listener) => {
              answer = listener;
            },
          },
          onDisconnect: {
            addListener: (listener) => {
              end = listener;
            },
          },
        }),
        watchNetwork: (listener) => {
          observe = listener;
        },
        after,
        now,
      },
    },
  );
  return {
    /** What it has been told. */
    told,
    /** The background says something. */
    answer: (message: unknown) => answer(message),
    /** The background has died. */
    end: () => end(),
    /** DevTools saw a request end. */
    observe: (request: NetworkRequest) => observe(request),
  };
}
