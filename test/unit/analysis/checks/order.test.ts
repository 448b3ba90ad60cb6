import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallEntry } from '../../../../src/session/entry.ts';
import type { PageValue } from '../../../../src/session/value.ts';
import { PIXEL } from '../../../session/fragments.ts';
import { entries, entry, type Joint } from '../../../session/session.ts';
import { analyse, analyseWithLinks } from './judged.ts';

/** A page, then a line each, numbered from 1. */
const sessionOf = (lines: readonly ((n: number) => string)[]) =>
  entries(['page https://shop.test/', ...lines.map((line, i) => line(i + 1))].join('\n'));

describe('the order of arrival', () => {
  const aLine = fc.oneof(
    fc
      .constantFrom(
        `init ${PIXEL}`,
        'init abc',
        'init 987',
        `init ${PIXEL} {em: a}`,
        'track Lead',
        'track lead',
        'track Purchase {value: 1}',
        'trackSingle 987 Lead {} {eventID: [a]}',
        'init 522344231566343',
        'init 522344231566344',
        'trackSingle 522344231566344 Lead',
      )
      .map((args) => (n: number) => `#${n} fbq ${args}`),
    fc
      .constantFrom('open', 'signin')
      .map((name) => (n: number) => `#${n} loyjoy ${name} {process_id: p}`),
    fc
      .nat(20)
      .map((cause) => (n: number) => `#${n} dataLayer {evt: open} with {cause: "d:${cause}"}`),
    fc.constant((n: number) => `gap ${n}`),
    fc
      .constantFrom(
        "Required parameter 'currency' is missing for event 'Purchase'.",
        'Pixel 987 is unavailable.',
      )
      .map((words) => () => `console warning "[Meta Pixel] - ${words}"`),
    fc.tuple(fc.constantFrom('Lead', 'Purchase', 'lead'), fc.constantFrom(PIXEL, '987', '555')).map(
      ([name, pixelId]) =>
        (n: number) =>
          `#d:h${n} hit ${pixelId} ${name}`,
    ),
  );

  it('and the size of batches change nothing', () => {
    const shuffled = fc
      .array(aLine, { maxLength: 14 })
      .map(sessionOf)
      .chain((made) =>
        fc.tuple(
          fc.constant(made),
          fc.shuffledSubarray(made, { minLength: made.length }),
          fc.array(fc.nat(made.length), { maxLength: 6 }),
          fc.array(fc.tuple(fc.nat(14), fc.nat(14)), { maxLength: 3 }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([made, other, cuts, pairs]) => {
        const links = pairs.map(([a, b]): Joint => [`d:${a}`, `d:h${b}`]);
        const ends = [...cuts, other.length].sort((a, b) => a - b);
        const batches = ends.map((end, i) => other.slice(i === 0 ? 0 : ends[i - 1], end));
        expect(analyse(batches, { links })).toEqual(analyse([made], { links }));
      }),
      { numRuns: 1_000 },
    );
  });

  it('changes nothing either with the links and states of the analysis', () => {
    const shuffled = fc
      .array(aLine, { maxLength: 10 })
      .map(sessionOf)
      .chain((made) =>
        fc.tuple(
          fc.constant(made),
          fc.shuffledSubarray(made, { minLength: made.length }),
          fc.nat(made.length),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([made, other, cut]) => {
        const batches = [other.slice(0, cut), other.slice(cut)];
        expect(analyseWithLinks(batches)).toEqual(analyseWithLinks([made]));
      }),
      { numRuns: 500 },
    );
  });
});

describe('an imported file can say anything', () => {
  const COMMANDS = [
    'track',
    'trackCustom',
    'trackSingle',
    'init',
    'consent',
    'set',
    'boot',
    'open',
  ];
  const TYPES = ['undefined', 'number', 'entries', 'array', 'instance', 'cut', 'arguments', 'x'];
  const value = fc.oneof(
    fc.constantFrom(...COMMANDS, 'Purchase', 'purchase', '', '__proto__', PIXEL),
    fc.jsonValue(),
    fc.record({ $type: fc.constantFrom(...TYPES), value: fc.jsonValue(), values: fc.jsonValue() }),
    fc.dictionary(
      fc.constantFrom(
        'value',
        'currency',
        'contents',
        'content_ids',
        'event',
        'evt',
        'eventID',
        '__proto__',
        'eventListeners',
      ),
      fc.jsonValue(),
    ),
  );
  const aCall = fc
    .tuple(
      fc.constantFrom<CallEntry['source']>('fbq', 'dataLayer', 'loyjoy'),
      fc.array(value, { maxLength: 5 }),
      fc.boolean(),
    )
    .map(
      ([source, args, threw]) =>
        (n: number): CallEntry => ({
          ...entry('call', `#${n} ${source} x`),
          method: typeof args[0] === 'string' ? args[0] : 'call',
          args: args as PageValue[],
          ...(source === 'loyjoy' && n % 2 === 0 ? { method: 'listener', name: 'signin' } : {}),
          ...(threw ? { threw: true } : {}),
        }),
    );

  it('and no finding comes without words and a fix', () => {
    fc.assert(
      fc.property(fc.array(aCall, { maxLength: 6 }), (made) => {
        const calls = made.map((one, i) => one(i + 1));
        for (const found of analyse([[entry('page', 'page https://shop.test/'), ...calls]])) {
          expect(found.rule).toMatch(/^(?:pixel|datalayer|loyjoy)\/[a-z]+(?:-[a-z]+)*$/);
          for (const text of [found.message, found.fix]) expect(text).not.toBe('');
          expect(found.message.length + (found.fix?.length ?? 0)).toBeLessThan(10_000);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
