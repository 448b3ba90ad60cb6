import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../src/analysis/log.ts';
import type { CallEntry, Entry, HitEntry, ServerEntry } from '../../../src/session/entry.ts';

const call = (n: number, at = n): CallEntry => ({
  kind: 'call',
  id: `d:${n}`,
  at,
  page: 'd:0',
  source: 'fbq',
  method: 'track',
  args: ['track', `E${n}`],
  phase: 'live',
});
const hit = (n: number, at: number, outcome: HitEntry['outcome'], form = 0): HitEntry => ({
  kind: 'hit',
  id: `h:${n}`,
  at,
  page: 'd:0',
  vendor: 'meta',
  method: 'GET',
  url: `https://www.facebook.com/tr/?form=${form}`,
  transport: 'image',
  events: [],
  ...(outcome && { outcome }),
});

describe('log', () => {
  it('keeps entries in order of time, ties in order of arrival, and each id once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.record({ n: fc.nat(40), at: fc.nat(20) }), { maxLength: 8 }), {
          maxLength: 8,
        }),
        (batches) => {
          const log = createLog();
          const ids = new Set<string>();
          for (const batch of batches) {
            const { fresh, revised } = log.add(batch.map(({ n, at }) => call(n, at)));
            expect(revised).toEqual([]);
            for (const { id } of fresh) {
              expect(ids.has(id)).toBe(false);
              ids.add(id);
            }
          }
          expect(log.entries.map(({ id }) => id).sort()).toEqual([...ids].sort());
          for (let i = 1; i < log.entries.length; i += 1)
            expect(log.entries[i]?.at).toBeGreaterThanOrEqual(log.entries[i - 1]?.at ?? 0);
        },
      ),
    );
  });

  it('puts the later form of a hit where the earlier one stood, and tells both', () => {
    const log = createLog();
    const before = hit(1, 5, 'pending');
    log.add([call(1), before, call(5), call(9)]);
    const after = hit(1, 5, 'done');
    expect(log.add([after, call(7)])).toEqual({ fresh: [call(7)], revised: [{ before, after }] });
    expect(log.entries.map(({ id }) => id)).toEqual(['d:1', 'h:1', 'd:5', 'd:7', 'd:9']);
    expect(log.get('h:1')).toBe(after);
    expect(log.entries[1]).toBe(after);
  });

  it('never goes back from an end that is known, and leaves calls as they were', () => {
    const log = createLog();
    const end = hit(1, 5, 'failed');
    log.add([end, call(2)]);
    expect(log.add([hit(1, 5, 'pending'), call(2, 8)])).toEqual({ fresh: [], revised: [] });
    expect(log.entries).toEqual([call(2), end]);
  });

  it('takes the form of a call that says under which id it was sent, whichever comes first', () => {
    const before: CallEntry = { ...call(2), source: 'analytics' };
    const after: CallEntry = { ...before, messageId: 'm1' };
    const log = createLog();
    log.add([before]);
    expect(log.add([after])).toEqual({ fresh: [], revised: [{ before, after }] });
    expect(log.add([before, { ...before, messageId: 'm2' }])).toEqual({ fresh: [], revised: [] });
    expect(log.entries).toEqual([after]);
    const other = createLog();
    expect(other.add([after, before]).fresh).toEqual([after]);
  });

  it('takes the page of what an answer announced, and of no other server event', () => {
    const announced = (page: string, origin: ServerEntry['origin'] = 'header'): ServerEntry => ({
      kind: 'server',
      id: 'h:3',
      at: 3,
      page,
      origin,
      event: { event_name: 'Lead', event_id: 'lead-1' },
      timeOf: 'receipt',
    });
    const [before, after] = [announced('A1:0'), announced('d:0')];
    const log = createLog();
    log.add([before]);
    expect(log.add([after])).toEqual({ fresh: [], revised: [{ before, after }] });
    expect(log.add([announced('d:0')])).toEqual({ fresh: [], revised: [] });
    expect(log.entries).toEqual([after]);
    const other = createLog();
    other.add([announced('A1:0', 'tap')]);
    expect(other.add([announced('d:0', 'tap')])).toEqual({ fresh: [], revised: [] });
  });

  it('holds the last form of every hit, however the forms come in batches', () => {
    const entry = fc.oneof(
      fc.record({ n: fc.nat(10), at: fc.constant(0), isCall: fc.constant(true) }),
      fc.record({ n: fc.nat(6), at: fc.nat(4), isCall: fc.constant(false) }),
    );
    fc.assert(
      fc.property(fc.array(fc.array(entry, { maxLength: 6 }), { maxLength: 8 }), (batches) => {
        const log = createLog();
        const latest = new Map<string, Entry>();
        let form = 0;
        for (const batch of batches) {
          const entries = batch.map(({ n, at, isCall }) => {
            form += 1;
            return isCall ? call(n) : hit(n, at, 'done', form);
          });
          const known = new Map(latest);
          for (const one of entries)
            if (one.kind === 'hit' || !latest.has(one.id)) latest.set(one.id, one);
          const { fresh, revised } = log.add(entries);
          for (const one of fresh)
            expect([known.has(one.id), latest.get(one.id)]).toEqual([false, one]);
          for (const { before, after } of revised)
            expect([known.get(before.id), latest.get(after.id)]).toEqual([before, after]);
        }
        const expected = [...latest.values()].map(({ id }) => id).sort();
        expect(log.entries.map(({ id }) => id).sort()).toEqual(expected);
        for (const one of log.entries) expect(latest.get(one.id)).toBe(one);
        for (let i = 1; i < log.entries.length; i += 1)
          expect(log.entries[i]?.at).toBeGreaterThanOrEqual(log.entries[i - 1]?.at ?? 0);
      }),
    );
  });
});
