import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../../src/session/entry.ts';
import { OTHER_PIXEL, PIXEL, pairsOf, pixelHit, serverEvent, vendorHit } from './session.ts';

const HOUR = 3_600_000;
const FBP = 'fb.1.1795219200000.1234567890';
const person = { user_data: { fbp: FBP } };

/** Meta, "Handling Duplicate Pixel and Conversions API Events"; the tie: "Server Event Parameters". */
const META_SAYS = {
  key: 'Same pixel, same event name (case matters), same event id.',
  window: 'The 48 hours count from the receipt of the first event with that id.',
  first: 'The copy that is received first is kept, whichever side sent it.',
  tie: "Within 5 minutes of each other the browser's copy is favoured.",
  fallback:
    'Without ids, the event name with fbp or external_id: the browser first, then the server.',
  'one-source': 'The fallback needs both sources; the ids do not.',
} as const;

interface Case {
  what: string;
  /** The rule of Meta's that decides it. */
  rule: keyof typeof META_SAYS;
  entries: Entry[];
  /** Verdict, browser ids, server ids, kept. */
  rows: [verdict: string, browser: string[], server: string[], kept?: string][];
}

const CASES: Case[] = [
  {
    what: 'browser first',
    rule: 'key',
    entries: [pixelHit('b', { eventId: 'x' }), serverEvent('s', { eventId: 'x', at: 60_000 })],
    rows: [['paired', ['b'], ['s'], 'b']],
  },
  {
    what: 'server first, within 5 minutes',
    rule: 'tie',
    entries: [pixelHit('b', { eventId: 'x', at: 300_000 }), serverEvent('s', { eventId: 'x' })],
    rows: [['paired', ['b'], ['s'], 'b']],
  },
  {
    what: 'server first, a millisecond beyond 5 minutes',
    rule: 'first',
    entries: [pixelHit('b', { eventId: 'x', at: 300_001 }), serverEvent('s', { eventId: 'x' })],
    rows: [['paired', ['b'], ['s'], 's']],
  },
  {
    what: 'exactly 48 hours',
    rule: 'window',
    entries: [pixelHit('b', { eventId: 'x' }), serverEvent('s', { eventId: 'x', at: 48 * HOUR })],
    rows: [['paired', ['b'], ['s'], 'b']],
  },
  {
    what: 'a millisecond beyond 48 hours',
    rule: 'window',
    entries: [
      pixelHit('b', { eventId: 'x' }),
      serverEvent('s', { eventId: 'x', at: 48 * HOUR + 1 }),
    ],
    rows: [['outside-window', ['b'], ['s']]],
  },
  {
    what: 'beyond 48 hours, server first',
    rule: 'window',
    entries: [
      pixelHit('b', { eventId: 'x', at: 48 * HOUR + 1 }),
      serverEvent('s', { eventId: 'x' }),
    ],
    rows: [['outside-window', ['b'], ['s']]],
  },
  {
    what: 'the window counts from the first, not from the one before',
    rule: 'window',
    entries: [
      pixelHit('b1', { eventId: 'x' }),
      pixelHit('b2', { eventId: 'x', at: 30 * HOUR }),
      serverEvent('s', { eventId: 'x', at: 60 * HOUR }),
    ],
    rows: [['outside-window', ['b1', 'b2'], ['s']]],
  },
  {
    what: 'after the window a new first begins a new one',
    rule: 'window',
    entries: [
      pixelHit('b1', { eventId: 'x' }),
      serverEvent('s1', { eventId: 'x', at: HOUR }),
      pixelHit('b2', { eventId: 'x', at: 50 * HOUR }),
      serverEvent('s2', { eventId: 'x', at: 51 * HOUR }),
    ],
    rows: [
      ['paired', ['b1'], ['s1'], 'b1'],
      ['paired', ['b2'], ['s2'], 'b2'],
    ],
  },
  {
    what: 'the id again, long after its pair',
    rule: 'window',
    entries: [
      pixelHit('b', { eventId: 'x' }),
      serverEvent('s1', { eventId: 'x', at: HOUR }),
      serverEvent('s2', { eventId: 'x', at: 60 * HOUR }),
    ],
    rows: [
      ['paired', ['b'], ['s1'], 'b'],
      ['outside-window', [], ['s2']],
    ],
  },
  {
    what: 'another pixel',
    rule: 'key',
    entries: [
      pixelHit('b', { eventId: 'x' }),
      serverEvent('s', { eventId: 'x', pixel: OTHER_PIXEL, at: 1 }),
    ],
    rows: [['pixel-mismatch', ['b'], ['s']]],
  },
  {
    what: 'a second pixel in the browser that the server does not send to',
    rule: 'key',
    entries: [
      pixelHit('b1', { eventId: 'x' }),
      pixelHit('b2', { eventId: 'x', pixel: OTHER_PIXEL, at: 1 }),
      serverEvent('s', { eventId: 'x', at: 2 }),
    ],
    rows: [
      ['paired', ['b1'], ['s'], 'b1'],
      ['browser-only', ['b2'], []],
    ],
  },
  {
    what: 'names differ by case',
    rule: 'key',
    entries: [
      pixelHit('b', { eventId: 'x' }),
      serverEvent('s', { eventId: 'x', name: 'purchase', at: 1 }),
    ],
    rows: [['name-mismatch', ['b'], ['s']]],
  },
  {
    what: 'ids differ by case',
    rule: 'key',
    entries: [pixelHit('b', { eventId: 'x' }), serverEvent('s', { eventId: 'X', at: 1 })],
    rows: [
      ['browser-only', ['b'], []],
      ['server-only', [], ['s']],
    ],
  },
  {
    what: 'server and server: the first is kept',
    rule: 'first',
    entries: [serverEvent('s1', { eventId: 'x' }), serverEvent('s2', { eventId: 'x', at: HOUR })],
    rows: [['server-only', [], ['s1', 's2']]],
  },
  {
    what: 'browser and browser: the first is kept',
    rule: 'first',
    entries: [pixelHit('b1', { eventId: 'x' }), pixelHit('b2', { eventId: 'x', at: HOUR })],
    rows: [['browser-only', ['b1', 'b2'], []]],
  },
  {
    what: 'fallback: browser, then server, no ids, one fbp',
    rule: 'fallback',
    entries: [pixelHit('b', {}, { fbp: FBP }), serverEvent('s', { at: HOUR }, person)],
    rows: [['paired', ['b'], ['s'], 'b']],
  },
  {
    what: 'fallback: one external_id',
    rule: 'fallback',
    entries: [
      pixelHit('b', {}, { 'ud[external_id]': 'u1' }),
      serverEvent('s', { at: HOUR }, { user_data: { external_id: ['u1'] } }),
    ],
    rows: [['paired', ['b'], ['s'], 'b']],
  },
  {
    what: 'fallback: server first is counted twice',
    rule: 'fallback',
    entries: [pixelHit('b', { at: HOUR }, { fbp: FBP }), serverEvent('s', {}, person)],
    rows: [['id-missing', ['b'], ['s']]],
  },
  {
    what: 'fallback: beyond 48 hours',
    rule: 'fallback',
    entries: [pixelHit('b', {}, { fbp: FBP }), serverEvent('s', { at: 49 * HOUR }, person)],
    rows: [['id-missing', ['b'], ['s']]],
  },
  {
    what: 'fallback: another person',
    rule: 'fallback',
    entries: [pixelHit('b', {}, { fbp: 'fb.1.1.2' }), serverEvent('s', { at: HOUR }, person)],
    rows: [
      ['id-missing', ['b'], []],
      ['id-missing', [], ['s']],
    ],
  },
  {
    what: 'fallback: another name',
    rule: 'fallback',
    entries: [
      pixelHit('b', { name: 'Lead' }, { fbp: FBP }),
      serverEvent('s', { at: HOUR }, person),
    ],
    rows: [
      ['id-missing', ['b'], []],
      ['id-missing', [], ['s']],
    ],
  },
  {
    what: 'fallback: not within one source',
    rule: 'one-source',
    entries: [pixelHit('b1', {}, { fbp: FBP }), pixelHit('b2', { at: 1 }, { fbp: FBP })],
    rows: [
      ['id-missing', ['b1'], []],
      ['id-missing', ['b2'], []],
    ],
  },
  {
    what: 'a gateway is a server',
    rule: 'key',
    entries: [
      pixelHit('b', { eventId: 'x' }),
      vendorHit('g', 'meta-gateway', { pixel: PIXEL, name: 'Purchase', eventId: 'x', at: 5 }),
    ],
    rows: [['paired', ['b'], ['g'], 'b']],
  },
];

describe.each(CASES)('$what', ({ rule, entries, rows }) => {
  test(META_SAYS[rule], () => {
    expect(
      pairsOf(entries).map(({ verdict, browser, server, kept }) =>
        kept === undefined ? [verdict, browser, server] : [verdict, browser, server, kept],
      ),
    ).toEqual(rows);
  });
});

test('the delay is the server behind the browser', () => {
  const delay = (server: number, browser: number) =>
    pairsOf([
      pixelHit('b', { eventId: 'x', at: browser }),
      serverEvent('s', { eventId: 'x', at: server }),
    ])[0]?.delay;
  expect(delay(2_000, 500)).toBe(1_500);
  expect(delay(500, 2_000)).toBe(-1_500);
});

describe('a receipt that is not known', () => {
  test.each([
    ['an import without a time pairs', 'import', 0, 'paired'],
    ['an event_time before the browser pairs', 'event', -100 * HOUR, 'paired'],
    ['an event_time within 48 hours pairs', 'event', 47 * HOUR, 'paired'],
    ['an event_time beyond does not: receipt is later still', 'event', 49 * HOUR, 'outside-window'],
  ] as const)('%s', (_name, timeOf, at, verdict) => {
    const [pair, ...others] = pairsOf([
      pixelHit('b', { eventId: 'x' }),
      serverEvent('s', { eventId: 'x', at }, {}, { timeOf, origin: 'import' }),
    ]);
    expect(others).toEqual([]);
    expect(pair?.verdict).toBe(verdict);
    expect(pair).not.toHaveProperty('kept');
    expect(pair).not.toHaveProperty('delay');
    expect(pair?.why).toContain('dedup/receipt-unknown');
  });
});

describe('copies that Meta never got', () => {
  test.each(['blocked', 'failed'] as const)('a %s hit is no copy', (outcome) => {
    const entries = [
      pixelHit('b', { eventId: 'x' }, {}, { outcome }),
      serverEvent('s', { eventId: 'x', at: 1 }),
    ];
    expect(pairsOf(entries)).toMatchObject([
      { verdict: 'server-only', browser: [], server: ['s'] },
    ]);
    expect(pairsOf(entries)[0]?.why).toEqual(['dedup/browser-copy-lost']);
  });

  test('a refused server event is no copy', () => {
    const [pair] = pairsOf([
      pixelHit('b', { eventId: 'x' }),
      serverEvent('s', { eventId: 'x', at: 1 }, {}, { answer: { status: 400 } }),
    ]);
    expect(pair).toMatchObject({ verdict: 'browser-only', why: ['dedup/server-copy-refused'] });
  });

  test('a hit that nobody answered yet counts', () => {
    const hit = pixelHit('b', { eventId: 'x' }, {}, { outcome: 'pending', status: 0 });
    expect(pairsOf([hit, serverEvent('s', { eventId: 'x' })])[0]?.verdict).toBe('paired');
  });
});

describe('an unknown pixel', () => {
  test('is taken for any, and it is said', () => {
    const pairs = pairsOf([
      pixelHit('b1', { eventId: 'x' }),
      pixelHit('b2', { eventId: 'x', pixel: OTHER_PIXEL }),
      serverEvent('s', { eventId: 'x', pixel: '', at: 1 }, {}, { origin: 'header' }),
    ]);
    expect(pairs.map(({ pixelId, verdict, server }) => [pixelId, verdict, server])).toEqual([
      [PIXEL, 'paired', ['s']],
      [OTHER_PIXEL, 'paired', ['s']],
    ]);
    expect(pairs[0]?.why).toContain('dedup/pixel-unknown');
  });
});
