import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import type { Entry, PageEntry } from '../../../../src/session/entry.ts';
import type { PageValue } from '../../../../src/session/value.ts';
import {
  actCall,
  fbqCall,
  listenerCall,
  PIXEL,
  pixelHit,
  START_AT,
  serverEvent,
  vendorHit,
} from './session.ts';

const page: PageEntry = {
  kind: 'page',
  id: 'd:0',
  at: START_AT,
  page: 'd:0',
  event: 'start',
  url: 'https://shop.test/',
};
const init = fbqCall('d:1', ['init', PIXEL], 1);
const track = (id: string, name: string, options: PageValue, at: number, cause?: string) => ({
  ...fbqCall(id, ['track', name, {}, options], at),
  ...(cause === undefined ? {} : { cause }),
});

/** A listener that calls fbq with the id of the trigger before, and then cact. */
const PREVIOUS: Entry[] = [
  page,
  init,
  { ...actCall('d:2', 10), args: ['trigger', 'add_to_cart', {}] },
  vendorHit('d:3', 'commanders-act', { name: 'add_to_cart', eventId: '111', at: 11 }),
  listenerCall('d:4', 20),
  track('d:5', 'AddToCart', { eventID: '111' }, 21, 'd:4'),
  { ...actCall('d:6', 22), args: ['trigger', 'add_to_cart', {}], cause: 'd:4' },
  pixelHit('d:7', { name: 'AddToCart', eventId: '111', at: 30 }),
  vendorHit('d:8', 'commanders-act', { name: 'add_to_cart', eventId: '222', at: 31 }),
];

/** Two events of one listener whose ids were made apart; a misspelt key; an ordinary pair. */
const MIXED: Entry[] = [
  page,
  init,
  listenerCall('d:2', 10),
  track('d:3', 'Purchase', { eventID: 'mine' }, 11, 'd:2'),
  { ...actCall('d:4', 12), args: ['trigger', 'purchase', {}], cause: 'd:2' },
  pixelHit('d:5', { eventId: 'mine', at: 20 }),
  vendorHit('d:6', 'commanders-act', { name: 'purchase', eventId: '333', at: 21 }),
  track('d:7', 'Lead', { eventId: 'lost' }, 30),
  pixelHit('d:8', { name: 'Lead', at: 31 }),
  track('d:9', 'Contact', { eventID: 'c' }, 40),
  pixelHit('d:10', { name: 'Contact', eventId: 'c', at: 41 }),
  serverEvent('s:1', { name: 'Contact', eventId: 'c', at: 50 }),
];

/** The same by hand, in a click: nothing runs around both calls, and the first event was right. */
const REPEATED: Entry[] = [
  page,
  init,
  { ...actCall('d:2', 10), args: ['trigger', 'add_to_cart', {}] },
  track('d:3', 'AddToCart', { eventID: '111' }, 11),
  vendorHit('d:4', 'commanders-act', { name: 'add_to_cart', eventId: '111', at: 12 }),
  pixelHit('d:5', { name: 'AddToCart', eventId: '111', at: 13 }),
  track('d:6', 'AddToCart', { eventID: '111' }, 21),
  { ...actCall('d:7', 22), args: ['trigger', 'add_to_cart', {}] },
  pixelHit('d:8', { name: 'AddToCart', eventId: '111', at: 30 }),
  vendorHit('d:9', 'commanders-act', { name: 'add_to_cart', eventId: '222', at: 31 }),
];

/** A pixel call made twice, and a next event that has its own copy. */
const TWICE: Entry[] = [
  ...REPEATED,
  track('d:10', 'AddToCart', { eventID: '222' }, 40),
  pixelHit('d:11', { name: 'AddToCart', eventId: '222', at: 41 }),
];

const readingOf = (batches: readonly (readonly Entry[])[]) => {
  const analysis = createAnalysis();
  for (const batch of batches) {
    analysis.add(batch);
    analysis.troubles();
  }
  const findings = analysis
    .findings()
    .filter(({ rule }) => rule.startsWith('dedup/') || rule.includes('event-id'));
  return { pairs: analysis.pairs.all(), findings, troubles: analysis.troubles() };
};

describe.each([
  [
    'the id of the previous trigger, of one name',
    PREVIOUS,
    ['would-pair', 'server-only'],
    { 'dedup/previous-trigger-id': ['d:7', 'd:8'] },
  ],
  [
    'the id of the previous trigger, repeated',
    REPEATED,
    ['would-pair', 'server-only'],
    { 'dedup/previous-trigger-id': ['d:8', 'd:9'] },
  ],
  ['a call made twice', TWICE, ['would-pair', 'would-pair'], {}],
  [
    'several faults',
    MIXED,
    ['id-mismatch', 'id-missing', 'paired'],
    { 'dedup/different-ids': ['d:5', 'd:6'], 'pixel/misspelt-event-id': ['d:7'] },
  ],
])('with the real links: %s', (_name, session, verdicts, faults) => {
  test('is found', () => {
    const { pairs, findings } = readingOf([session]);
    expect(pairs.map(({ verdict }) => verdict)).toEqual(verdicts);
    const grave = findings.filter(({ severity }) => severity !== 'info');
    expect(Object.fromEntries(grave.map(({ rule, entries }) => [rule, entries]))).toEqual(faults);
  });

  test('in any order and in batches of any size', () => {
    const whole = readingOf([session]);
    const batches = fc
      .shuffledSubarray(session, { minLength: session.length, maxLength: session.length })
      .chain((shuffled) =>
        fc
          .integer({ min: 1, max: 4 })
          .map((size) =>
            shuffled.flatMap((_, i) => (i % size === 0 ? [shuffled.slice(i, i + size)] : [])),
          ),
      );
    fc.assert(
      fc.property(batches, (parts) => {
        expect(readingOf(parts)).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });
});

describe('one finding per fault of an event id', () => {
  const session = (data: PageValue, options: PageValue, hit: Record<string, string>): Entry[] => [
    page,
    init,
    { ...fbqCall('d:2', ['track', 'Purchase', data, options], 10) },
    pixelHit(
      'd:3',
      { at: 20, ...(hit.eid ? { eventId: hit.eid } : {}) },
      { 'cd[value]': '1', 'cd[currency]': 'EUR', ...hit },
    ),
    serverEvent('s:1', { eventId: hit.eid || 'x', at: 30 }),
  ];
  const ORDER = { value: 1, currency: 'EUR' };

  test.each<[string, PageValue, PageValue, Record<string, string>, string]>([
    [
      'in the custom data',
      { ...ORDER, eventID: 'x' },
      {},
      { 'cd[eventID]': 'x' },
      'pixel/event-id-in-custom-data',
    ],
    ['misspelt', ORDER, { eventId: 'x' }, {}, 'pixel/misspelt-event-id'],
    ['empty', ORDER, { eventID: '' }, { eid: '' }, 'pixel/empty-event-id'],
    [
      'a list',
      ORDER,
      { eventID: ['a', 'b'] },
      { 'eid[0]': 'a', 'eid[1]': 'b' },
      'pixel/event-id-list',
    ],
    ['undefined', ORDER, { eventID: { $type: 'undefined' } }, {}, 'pixel/undefined-event-id'],
    ['a text in the place of the object', ORDER, 'x', {}, 'pixel/event-id-without-object'],
    ['a number', ORDER, { eventID: 12345 }, { eid: '12345' }, 'pixel/numeric-event-id'],
  ])('%s', (_, data, options, hit, rule) => {
    const analysis = createAnalysis();
    analysis.add(session(data, options, hit));
    const rules = analysis.findings().map((finding) => finding.rule);
    expect(rules.filter((each) => /event-id/.test(each))).toEqual([rule]);
    // The row that the fault is in names the finding, and the finding names the call with the line.
    expect(analysis.pairs.of('d:3').flatMap(({ why }) => why)).toEqual([rule]);
    expect(analysis.findings().find((finding) => finding.rule === rule)?.entries).toEqual(['d:2']);
    expect(analysis.pairs.isUnpaired('d:3')).toBe(rule !== 'pixel/numeric-event-id');
  });

  test('without the call the ledger tells it', () => {
    const analysis = createAnalysis();
    analysis.add([page, pixelHit('d:3', { at: 20 }, { 'cd[eventID]': 'x' })]);
    const rules = analysis.findings().map(({ rule }) => rule);
    expect(rules.filter((rule) => rule.includes('event-id'))).toEqual([
      'dedup/event-id-in-custom-data',
    ]);
    expect(analysis.pairs.of('d:3')[0]?.why).toEqual(['dedup/event-id-in-custom-data']);
  });
});
