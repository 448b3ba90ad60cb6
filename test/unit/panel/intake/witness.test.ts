import { expect, it } from 'vitest';
import { connect } from '../../../../src/panel/intake/connection.ts';
import type { NetworkRequest } from '../../../../src/panel/intake/enrichment.ts';
import { createWitness } from '../../../../src/panel/intake/witness.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import { makeHit } from '../../../session/numbered.ts';

const tr = (eid: string) => `https://www.facebook.com/tr/?id=1234567890&ev=Purchase&eid=${eid}`;
const request = (eid: string, startedAt: number): NetworkRequest => ({
  url: tr(eid),
  method: 'GET',
  startedAt,
});

it('counts the hits that DevTools saw begin and nobody recorded', () => {
  const witness = createWitness(() => []);
  for (const [eid, at] of [
    ['before', 100],
    ['recorded', 1_000],
    ['lost', 1_010],
    ['lost', 1_020],
    ['after', 9_000],
  ] as const)
    witness.onRequest(request(eid, at));
  witness.onRequest({ url: 'https://shop.test/logo.png', method: 'GET', startedAt: 1_000 });
  witness.onHit({ ...makeHit(1, { url: tr('recorded') }), at: 1_003 });
  expect(witness.missing(900, 2_000)).toBe(2);
  // The later form of a hit is the same hit.
  witness.onHit({ ...makeHit(2, { url: tr('lost') }), at: 1_012 });
  witness.onHit({ ...makeHit(2, { url: tr('lost') }), at: 1_012 });
  expect(witness.missing(900, 2_000)).toBe(1);
});

it('hits of the moment in which the background died are a gap', () => {
  let end = (): void => undefined;
  let answer = (_message: unknown): void => undefined;
  let observe = (_request: NetworkRequest): void => undefined;
  const timers: (() => void)[] = [];
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
        after: (_ms, run) => timers.push(run),
        now: Date.now,
      },
    },
  );
  observe(request('told', Date.now() - 60_000));
  const diedAt = Date.now();
  end();
  observe(request('lost', Date.now()));
  observe(request('lost too', Date.now()));
  answer({ type: 'attached', reached: true });
  for (const run of timers) run();
  expect(told).toMatchObject([{ kind: 'gap', from: 0, to: 1, reason: 'background-gone' }]);
  // A page that came meanwhile is the one on screen: what is before it is left out.
  expect(told[0]?.at).toBeGreaterThanOrEqual(diedAt);
});

it('hits that a page lists of before its panel, and no background recorded, are a gap', () => {
  let answer = (_message: unknown): void => undefined;
  const timers: (() => void)[] = [];
  const told: Entry[] = [];
  const port = { postMessage: () => undefined, disconnect: () => undefined };
  connect(
    1,
    { onEntries: (entries) => void told.push(...entries), onStatus: () => undefined },
    {
      layers: [],
      transport: {
        open: () => ({
          ...port,
          onMessage: {
            addListener: (listener) => {
              answer = listener;
            },
          },
          onDisconnect: { addListener: () => undefined },
        }),
        watchNetwork: () => undefined,
        after: (_ms, run) => timers.push(run),
        now: Date.now,
      },
    },
  );
  const now = Date.now();
  const listed = (eid: string, from: number) => ({ url: tr(eid), from, to: from, isImage: true });
  answer({ type: 'frames', frames: [], since: now - 1_000 });
  answer({ type: 'document', document: 'd1', first: 0, next: 1, top: true, late: false });
  answer({
    type: 'listed',
    document: 'd1',
    requests: [listed('lost', now - 2_000), listed('heard', now - 500)],
  });
  for (const run of timers) run();
  expect(told).toMatchObject([
    { kind: 'gap', from: 0, to: 0, at: now - 2_000, reason: 'background-gone' },
  ]);
});
