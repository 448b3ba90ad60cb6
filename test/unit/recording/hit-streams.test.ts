import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHitStreams, type SessionStorage } from '../../../src/recording/hit-streams.ts';
import { CLOSED_TAB_MS } from '../../../src/session/limits.ts';
import type { Batch } from '../../../src/session/wire.ts';

/** `storage.session` as the browsers have it: JSON, outliving whoever writes into it. */
function createStorage() {
  const items = new Map<string, string>();
  const storage: SessionStorage = {
    get: async () => Object.fromEntries([...items].map(([key, text]) => [key, JSON.parse(text)])),
    set: async (added) => {
      for (const [key, value] of Object.entries(added)) items.set(key, JSON.stringify(value));
    },
    remove: async (keys) => {
      for (const key of keys) items.delete(key);
    },
  };
  return { storage, items };
}

let keys = 0;
function start(storage: SessionStorage, limits?: { lines: number; bytes: number }) {
  const told: Batch[] = [];
  const streams = createHitStreams({
    storage,
    makeKey: () => `stream${keys++}`,
    onLine: (_, batch) => told.push(batch),
    ...(limits && { limits }),
  });
  return { streams, told };
}

const TAB = { tabId: 7 };
const linesOf = (batches: Batch[]) =>
  batches.flatMap(({ text }) => text.split('\n').map((line) => JSON.parse(line)));

describe('streams of hits', () => {
  it('after a restart of the worker still drops the oldest lines first, whichever tab they are of', async () => {
    const { storage } = createStorage();
    const before = start(storage).streams;
    const old = before.open(TAB);
    for (let at = 0; at < 10; at += 1) before.add(old, { at });
    const recent = before.open({ tabId: 8 });
    before.add(recent, { at: 100 });
    const { streams } = start(storage, { lines: 11, bytes: 10_000 });
    await streams.restore(0);
    streams.add(streams.open({ tabId: 8 }), { at: 101 });
    streams.add(streams.open({ tabId: 8 }), { at: 102 });
    const kept = (tabId: number) =>
      linesOf(streams.from(streams.open({ tabId }), 0)).map(({ at }) => at);
    expect([kept(7), kept(8)]).toEqual([
      [2, 3, 4, 5, 6, 7, 8, 9],
      [100, 101, 102],
    ]);
  });

  it('numbers the lines of each owner, tells each as it comes, and gives them again', () => {
    const { streams, told } = start(createStorage().storage);
    const tab = streams.open(TAB);
    const origin = streams.open({ origin: 'https://shop.test' });
    expect([
      streams.add(tab, { a: 1 }),
      streams.add(origin, { b: 1 }),
      streams.add(tab, { a: 2 }),
    ]).toEqual([0, 0, 1]);
    expect(streams.open(TAB)).toBe(tab);
    expect(linesOf(told)).toEqual([
      { a: 1, id: 0 },
      { b: 1, id: 0 },
      { a: 2, id: 1 },
    ]);
    expect(streams.from(tab, 1)).toEqual([{ from: 1, count: 1, text: '{"a":2,"id":1}' }]);
    expect(streams.find({ origin: 'https://other.test' })).toBeUndefined();
  });

  it('keeps of a replaced line no more than that it was replaced', () => {
    const { streams } = start(createStorage().storage);
    const tab = streams.open(TAB);
    streams.add(tab, { long: 'x'.repeat(1000) });
    streams.add(tab, { revises: 0 }, 0);
    expect(linesOf(streams.from(tab, 0))).toEqual([
      { id: 0, replaced: true },
      { id: 1, revises: 0 },
    ]);
  });

  it('drops the oldest lines of all beyond its limits, from storage too, and never the newest', async () => {
    const { storage, items } = createStorage();
    const { streams } = start(storage, { lines: 3, bytes: 400 });
    const [tab, other] = [streams.open(TAB), streams.open({ tabId: 8 })];
    for (let n = 0; n < 3; n += 1) streams.add(tab, { n });
    streams.add(other, { n: 3 });
    expect([tab.first, tab.next, other.first]).toEqual([1, 3, 0]);
    streams.add(other, { text: 'é'.repeat(150) }); // 300 bytes
    expect([tab.first, other.first]).toEqual([2, 0]);
    streams.add(other, { text: 'x'.repeat(1_000) });
    expect([tab.first, other.first, other.next]).toEqual([3, 2, 3]);
    expect([...items.keys()].filter((name) => name.startsWith('hits/line/'))).toEqual([
      `hits/line/${other.key}/2`,
    ]);
  });

  it('never gives a number twice where a panel has lines that storage has lost', () => {
    const { streams } = start(createStorage().storage);
    const tab = streams.open(TAB);
    streams.add(tab, {});
    streams.skipTo(tab, 5);
    expect(streams.add(tab, {})).toBe(5);
    expect(streams.from(tab, 0).map(({ from, count }) => [from, count])).toEqual([
      [0, 1],
      [5, 1],
    ]);
  });

  it('forgets a closed tab some time later, not at once', async () => {
    const { storage, items } = createStorage();
    const { streams } = start(storage);
    const tab = streams.open(TAB);
    streams.add(tab, {});
    streams.close(TAB, 1_000);
    streams.add(tab, {}); // a beacon of its end
    expect(streams.from(tab, 0)).toHaveLength(1);
    const next = start(storage).streams;
    await next.restore(1_000 + CLOSED_TAB_MS);
    expect(next.find(TAB)?.next).toBe(2);
    next.close({ tabId: 99 }, 1_001 + CLOSED_TAB_MS);
    expect(next.find(TAB)).toBeUndefined();
    expect(items.size).toBe(0);
  });

  it('loses nothing however often the worker ends', async () => {
    const step = fc.oneof(
      fc.constant('end' as const),
      fc.record({ tab: fc.nat(2), replaces: fc.boolean(), pending: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { storage } = createStorage();
        let { streams } = start(storage);
        await streams.restore(0);
        /** What each tab's lines must be. */
        const truth = [0, 1, 2].map(() => [] as Record<string, unknown>[]);
        let n = 0;
        for (const one of steps) {
          if (one === 'end') {
            streams = start(storage).streams;
            const pending = await streams.restore(0);
            const expected = truth
              .flat()
              .filter(({ outcome }) => outcome === 'pending')
              .map(({ n }) => n)
              .sort();
            expect(pending.map(({ line }) => line.n).sort()).toEqual(expected);
            continue;
          }
          const stream = streams.open({ tabId: one.tab });
          const lines = truth[one.tab] ?? [];
          n += 1;
          const line = { n, outcome: one.pending ? 'pending' : 'done' };
          const last = one.replaces && lines.length > 0 ? lines.length - 1 : undefined;
          expect(streams.add(stream, line, last)).toBe(lines.length);
          if (last !== undefined) lines[last] = { id: last, replaced: true };
          lines.push({ ...line, id: lines.length });
        }
        for (const [tabId, lines] of truth.entries()) {
          const stream = streams.find({ tabId });
          expect(stream ? linesOf(streams.from(stream, 0)) : []).toEqual(lines);
        }
      }),
    );
  });
});
