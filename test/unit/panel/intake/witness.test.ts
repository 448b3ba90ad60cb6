import { expect, it } from 'vitest';
import type { NetworkRequest } from '../../../../src/panel/intake/enrichment.ts';
import { createWitness } from '../../../../src/panel/intake/witness.ts';
import { makeHit } from '../../../session/numbered.ts';
import { connectPanel } from './connect-panel.ts';

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
  const timers: (() => void)[] = [];
  const { told, answer, end, observe } = connectPanel({
    after: (_ms, run) => timers.push(run),
    now: Date.now,
  });
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
  const timers: (() => void)[] = [];
  const { told, answer } = connectPanel({
    after: (_ms, run) => timers.push(run),
    now: Date.now,
  });
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
