import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../../../src/analysis/log.ts';
import { createBook } from '../../../../../src/panel/model/store/book.ts';
import { createVisibleEntries } from '../../../../../src/panel/model/store/visible-entries.ts';
import { isDivider } from '../../../../../src/panel/text/describe-entry.ts';
import { createAnalysis } from '../../../../../src/rules/create-analysis.ts';
import type { Entry } from '../../../../../src/session/entry.ts';
import { idsOf, makeCall, makePage } from '../../../../session/numbered.ts';
import { createTestSchedule } from '../../schedule.ts';

type Filter = ((entry: Entry) => boolean) | undefined;

/** What the list must hold, said in the simplest way. */
function filterAtOnce(entries: readonly Entry[], filter: Filter): string[] {
  if (!filter) return idsOf(entries);
  const result: Entry[] = [];
  let heading: Entry | undefined;
  for (const entry of entries) {
    if (filter(entry)) {
      if (heading) result.push(heading);
      heading = undefined;
      result.push(entry);
    } else if (isDivider(entry)) heading = entry;
  }
  return idsOf(result);
}

const filters: Filter[] = [
  undefined,
  (entry) => entry.kind === 'call' && entry.source === 'fbq',
  (entry) => entry.kind === 'page',
  (entry) => entry.at % 3 === 0,
  () => false,
];

/** Entries whose times collide and run backwards, pages among them. */
const someEntries = fc
  .array(fc.record({ at: fc.integer({ min: 0, max: 40 }), what: fc.integer({ min: 0, max: 5 }) }), {
    maxLength: 200,
  })
  .map((list) =>
    list.map(
      ({ at, what }, i): Entry =>
        what === 0
          ? makePage(i, { at })
          : makeCall(i, { at, source: what % 2 ? 'fbq' : 'dataLayer' }),
    ),
  );

describe('the visible entries', () => {
  it('are what filtering all at once gives, however the entries came', async () => {
    await fc.assert(
      fc.asyncProperty(
        someEntries,
        fc.array(fc.nat(40), { maxLength: 12 }),
        fc.array(
          fc.record({
            after: fc.nat(12),
            filter: fc.nat(filters.length - 1),
            isNarrower: fc.boolean(),
          }),
          { maxLength: 6 },
        ),
        fc.constantFrom(0, 3, 9),
        async (entries, cuts, changes, stepMs) => {
          const schedule = createTestSchedule(stepMs);
          const book = createBook(createAnalysis);
          let filter: Filter = filters[1];
          const visible = createVisibleEntries({
            entries: () => book.log.entries,
            filter: () => filter,
            schedule,
            onChange: () => {},
          });
          let rest = entries;
          for (const [i, size] of [...cuts, entries.length].entries()) {
            const place = book.add(rest.slice(0, size));
            rest = rest.slice(size);
            if (place) visible.changed(place.index, place.at);
            for (const change of changes)
              if (change.after === i) {
                const [before, next] = [filter, filters[change.filter]];
                const { isNarrower } = change;
                filter = isNarrower
                  ? (entry) => (before?.(entry) ?? true) && (next?.(entry) ?? true)
                  : next;
                visible.restart({ showParts: i % 2 === 0, isNarrower });
              }
            visible.advance();
            if (i % 3 === 0) await schedule.settle();
          }
          await schedule.settle();
          expect(visible.busy).toBe(false);
          expect(idsOf(visible.entries)).toEqual(filterAtOnce(book.log.entries, filter));
          expect(visible.matched).toBe(
            filter ? book.log.entries.filter(filter).length : book.log.entries.length,
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('looks at appended entries only, in the same array', () => {
    const log = createLog();
    let looks = 0;
    const visible = createVisibleEntries({
      entries: () => log.entries,
      filter: () => () => {
        looks += 1;
        return true;
      },
      schedule: createTestSchedule(),
      onChange: () => {},
    });
    log.add(Array.from({ length: 1000 }, (_, i) => makeCall(i)));
    visible.advance();
    const before = visible.entries;
    looks = 0;
    log.add([makeCall(1000), makeCall(1001)]);
    visible.changed(1000, 1000);
    visible.advance();
    expect(looks).toBe(2);
    expect(visible.entries).toBe(before);
    expect(visible.entries).toHaveLength(1002);
  });

  it('looks, for a narrower filter, only at what passed the one before', async () => {
    const schedule = createTestSchedule(3);
    const log = createLog();
    let looks = 0;
    let least = 0;
    const visible = createVisibleEntries({
      entries: () => log.entries,
      filter: () => (entry) => {
        looks += 1;
        return entry.at >= least;
      },
      schedule,
      onChange: () => {},
    });
    log.add(Array.from({ length: 1000 }, (_, i) => makeCall(i)));
    for (const [from, isNarrower, expected] of [
      [900, false, 1000],
      [990, true, 100],
      [995, true, 10],
      [0, false, 1000],
    ] as const) {
      looks = 0;
      least = from;
      visible.restart({ showParts: true, isNarrower });
      visible.advance();
      await schedule.settle();
      expect(looks).toBe(expected);
      expect(visible.entries).toHaveLength(1000 - from);
    }
  });

  it('keeps the old list on screen while a late entry makes it anew', async () => {
    const schedule = createTestSchedule(3);
    const log = createLog();
    const lengths: number[] = [];
    const visible = createVisibleEntries({
      entries: () => log.entries,
      filter: () => (entry) => entry.kind === 'call',
      schedule,
      onChange: () => lengths.push(visible.entries.length),
    });
    log.add(Array.from({ length: 5000 }, (_, i) => makeCall(i + 10)));
    visible.restart({ showParts: false });
    visible.advance();
    await schedule.settle();
    lengths.length = 0;
    log.add([makeCall(1)]);
    visible.changed(0, 1);
    visible.advance();
    expect(visible.busy).toBe(true);
    await schedule.settle();
    expect(new Set(lengths)).toEqual(new Set([5000, 5001]));
  });
});
