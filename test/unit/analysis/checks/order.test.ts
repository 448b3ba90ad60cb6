import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallEntry, Entry } from '../../../../src/session/entry.ts';
import type { PageValue } from '../../../../src/session/value.ts';

import {
  analyse,
  analyseWithLinks,
  call,
  fbq,
  gap,
  hit,
  type Joins,
  listener,
  PIXEL,
  page,
  pixelEvent,
  push,
} from './sessions.ts';

describe('the order of arrival', () => {
  const anEntry = fc.oneof(
    fc
      .constantFrom<PageValue[]>(
        ['init', PIXEL],
        ['init', 'abc'],
        ['init', '987'],
        ['init', PIXEL, { em: 'a' }],
        ['track', 'Lead'],
        ['track', 'lead'],
        ['track', 'Purchase', { value: 1 }],
        ['trackSingle', '987', 'Lead', {}, { eventID: ['a'] }],
      )
      .map(
        (args) =>
          (n: number): Entry =>
            fbq(n, ...args),
      ),
    fc.constantFrom('open', 'signin').map(
      (name) =>
        (n: number): Entry =>
          listener(n, name),
    ),
    fc.nat(20).map(
      (cause) =>
        (n: number): Entry =>
          push(n, { evt: 'open' }, { cause: `d:${cause}` }),
    ),
    fc.constant((n: number): Entry => gap(n, n)),
    fc.tuple(fc.constantFrom('Lead', 'Purchase', 'lead'), fc.constantFrom(PIXEL, '987', '555')).map(
      ([name, pixelId]) =>
        (n: number): Entry =>
          hit(`h${n}`, [{ ...pixelEvent(name), pixelId }]),
    ),
  );

  it('and the size of batches change nothing', () => {
    const session = fc
      .array(anEntry, { maxLength: 14 })
      .map((make) => [page(), ...make.map((one, i) => one(i + 1))]);
    const shuffled = session.chain((entries) =>
      fc.tuple(
        fc.constant(entries),
        fc.shuffledSubarray(entries, { minLength: entries.length }),
        fc.array(fc.nat(entries.length), { maxLength: 6 }),
        fc.array(fc.tuple(fc.nat(14), fc.nat(14)), { maxLength: 3 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([entries, other, cuts, pairs]) => {
        const joins: Joins = Object.fromEntries(pairs.map(([a, b]) => [`d:${a}`, `d:h${b}`]));
        const ends = [...cuts, other.length].sort((a, b) => a - b);
        const batches = ends.map((end, i) => other.slice(i === 0 ? 0 : ends[i - 1], end));
        expect(analyse(batches, joins)).toEqual(analyse([entries], joins));
      }),
      { numRuns: 1_000 },
    );
  });

  it('changes nothing either with the links and states of the analysis', () => {
    const session = fc
      .array(anEntry, { maxLength: 10 })
      .map((make) => [page(), ...make.map((one, i) => one(i + 1))]);
    const shuffled = session.chain((entries) =>
      fc.tuple(
        fc.constant(entries),
        fc.shuffledSubarray(entries, { minLength: entries.length }),
        fc.nat(entries.length),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([entries, other, cut]) => {
        const batches = [other.slice(0, cut), other.slice(cut)];
        expect(analyseWithLinks(batches)).toEqual(analyseWithLinks([entries]));
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
  const entry = fc
    .tuple(
      fc.constantFrom<CallEntry['source']>('fbq', 'dataLayer', 'loyjoy'),
      fc.array(value, { maxLength: 5 }),
      fc.boolean(),
    )
    .map(
      ([source, args, threw]) =>
        (n: number): CallEntry => ({
          ...call(n, source, args as PageValue[]),
          ...(source === 'loyjoy' && n % 2 === 0 ? { method: 'listener', name: 'signin' } : {}),
          ...(threw ? { threw: true } : {}),
        }),
    );

  it('and no finding comes without words and a fix', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), (made) => {
        const calls = made.map((one, i) => one(i + 1));
        for (const found of analyse([[page(), ...calls]])) {
          expect(found.rule).toMatch(/^(?:pixel|datalayer|loyjoy)\/[a-z]+(?:-[a-z]+)*$/);
          for (const text of [found.message, found.fix]) expect(text).not.toBe('');
          expect(found.message.length + (found.fix?.length ?? 0)).toBeLessThan(10_000);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
