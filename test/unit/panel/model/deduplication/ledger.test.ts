import { describe, expect, it, test } from 'vitest';
import type { Pair, PairVerdict } from '../../../../../src/analysis/analysis.ts';
import { ENGLISH } from '../../../../../src/language/languages.ts';
import {
  COLUMNS,
  type Column,
  countVerdicts,
  filterPairs,
  findPair,
  orderPairs,
  pairKey,
  readLedger,
} from '../../../../../src/panel/model/deduplication/ledger-rows.ts';
import { createLedgerState } from '../../../../../src/panel/model/deduplication/ledger-state.ts';
import {
  comparedOf,
  copiesOfPair,
  linesOf,
} from '../../../../../src/panel/model/deduplication/pair-copies.ts';
import { findingsOfPair } from '../../../../../src/panel/model/deduplication/pair-findings.ts';
import { createAnalysis } from '../../../../../src/rules/create-analysis.ts';
import type { Entry } from '../../../../../src/session/entry.ts';
import { pixelHit, serverEvent } from '../../../analysis/pairs/session.ts';

const pair = (more: Partial<Pair>): Pair => ({
  pixelId: '1',
  eventName: 'Lead',
  eventId: 'x',
  verdict: 'browser-only',
  browser: ['b'],
  server: [],
  why: [],
  ...more,
});

const ROWS = [
  pair({ eventName: 'Purchase', eventId: 'c', delay: 20, why: ['dedup/other-pixel'] }),
  pair({ eventName: 'Lead', eventId: '', verdict: 'id-missing', browser: ['b', 'b2'] }),
  pair({ eventName: 'AddToCart', eventId: 'a', delay: -5, verdict: 'paired', server: ['s'] }),
  pair({ eventName: 'Lead', eventId: 'b', pixelId: '', delay: 0, verdict: 'paired' }),
];
const places = (rows: readonly Pair[]) => rows.map((row) => ROWS.indexOf(row)).join('');

describe('a row that is looked at', () => {
  const before = { ...pair({ browser: ['d:1'], verdict: 'browser-only' }) };
  it('stays so when its other copy arrives, from whichever side', () => {
    const after = { ...before, server: ['s:1'], verdict: 'paired' as const };
    expect(findPair([after], pairKey(before))).toBe(after);
    const server = { ...before, browser: [], server: ['s:1'] };
    expect(findPair([after], pairKey(server))).toBe(after);
    expect(findPair([{ ...after, browser: ['d:9'], server: [] }], pairKey(before))).toBeUndefined();
  });
});

describe('what if', () => {
  it('leaves a row that the assumption does not touch as it is, with its reasons', () => {
    const untouched = pair({ browser: ['d:1'], why: ['dedup/no-event-id'] });
    const touched = pair({ browser: ['d:2'], eventName: 'purchase' });
    const ledger = {
      all: () => [untouched, touched],
      under: () => [
        { ...untouched, why: [] },
        { ...touched, eventName: 'Purchase' },
      ],
    };
    expect(readLedger(ledger, undefined).pairs).toEqual([untouched, touched]);
    const { pairs, assumed } = readLedger(ledger, {});
    expect(pairs[0]).toBe(untouched);
    expect([...assumed].map(({ eventName, browser }) => [eventName, browser])).toEqual([
      ['Purchase', ['d:2']],
    ]);
  });
});

describe('the order of the rows', () => {
  it('is that of the analysis where none is chosen', () => {
    expect(orderPairs(ROWS, undefined)).toBe(ROWS);
  });

  test.each<[Column, string, string]>([
    ['pixel', '0123', '0123'],
    ['event', '2130', '0132'],
    ['id', '2301', '0321'],
    ['browser', '0231', '1023'],
    ['server', '0132', '2013'],
    ['delay', '2301', '0321'],
    ['verdict', '1023', '2301'],
    ['why', '0123', '0123'],
  ])('by %s; equal rows and those without a value keep their places', (column, up, down) => {
    expect(places(orderPairs(ROWS, { column, isDescending: false }))).toBe(up);
    expect(places(orderPairs(ROWS, { column, isDescending: true }))).toBe(down);
  });

  it('is chosen, turned round and given up by one button', () => {
    const state = createLedgerState();
    const chosen = [0, 1, 2, 3].map(() => {
      state.orderBy('delay');
      return state.order.value;
    });
    const up = { column: 'delay', isDescending: false };
    expect(chosen).toEqual([up, { ...up, isDescending: true }, undefined, up]);
    for (const column of COLUMNS) {
      state.orderBy(column);
      expect(state.order.value?.column).toBe(column);
    }
  });
});

describe('the filter', () => {
  const NONE: ReadonlySet<PairVerdict> = new Set();

  test.each([
    ['', NONE, '0123'],
    ['lead', NONE, '13'],
    ['LEAD id-missing', NONE, '1'],
    ['other-pixel', NONE, '0'],
    ['.', NONE, ''],
    ['', new Set<PairVerdict>(['paired']), '23'],
    ['lead', new Set<PairVerdict>(['paired', 'id-missing']), '13'],
  ])('%j with %o', (text, verdicts, expected) => {
    expect(places(filterPairs(ROWS, text, verdicts))).toBe(expected);
  });

  it('is lifted by showing a row from elsewhere', () => {
    const state = createLedgerState();
    state.text.value = 'nothing';
    state.toggleVerdict('paired');
    state.overrides.value = { eventName: { from: 'a', to: 'b' } };
    const [row] = ROWS as [Pair];
    state.show(row);
    expect([state.text.value, state.verdicts.value.size, state.overrides.value]).toEqual([
      '',
      0,
      undefined,
    ]);
    expect([state.selected.value, state.isOpen.value]).toEqual([pairKey(row), true]);
  });

  it('counts verdicts in one order, and only those that there are', () => {
    expect([...countVerdicts(ROWS)]).toEqual([
      ['id-missing', 1],
      ['browser-only', 1],
      ['paired', 2],
    ]);
  });
});

describe('the copies of a row', () => {
  const analyse = (entries: Entry[]) => {
    const analysis = createAnalysis();
    analysis.add(entries);
    const get = (id: string) => entries.find((entry) => entry.id === id);
    return { analysis, get, pairs: analysis.pairs.all() };
  };

  it('are one of each side at first, with the kept one marked', () => {
    const { get, pairs } = analyse([
      pixelHit('d:1', { eventId: 'x' }, { 'cd[value]': '1' }),
      pixelHit('d:2', { eventId: 'x', at: 10 }, { 'cd[value]': '1' }),
      serverEvent('s:1', { eventId: 'x', at: 20 }, { custom_data: { value: 2 } }),
    ]);
    const copies = copiesOfPair(pairs[0] as Pair, get);
    expect(copies.map(({ side, number, isKept }) => [side, number, isKept])).toEqual([
      ['browser', 1, true],
      ['browser', 2, false],
      ['server', 1, false],
    ]);
    const [first, second] = comparedOf(copies);
    expect([first?.place.entry.id, second?.place.entry.id]).toEqual(['d:1', 's:1']);
    if (!first) throw new Error('no copy');
    expect(linesOf(first, second, {})).toContainEqual({
      ...{ name: 'value', first: '1', second: '2', verdict: 'different' },
    });
  });

  it('are those of the event, not of another one in the same hit', () => {
    const hit = pixelHit('d:1', { eventId: 'x' }, { 'cd[value]': '1' });
    const other = pixelHit('d:1', { eventId: 'y', name: 'Lead' }, { 'cd[value]': '7' });
    const { get, pairs } = analyse([{ ...hit, events: [...hit.events, ...other.events] }]);
    const values = pairs.map((each) => {
      const [copy] = copiesOfPair(each, get);
      return copy && linesOf(copy, undefined, {}).find(({ name }) => name === 'value')?.first;
    });
    expect(pairs.map(({ eventName }) => eventName)).toEqual(['Purchase', 'Lead']);
    expect(values).toEqual(['1', '7']);
  });

  it('come with a finding for each reason, of the call, the row, its name or the session', () => {
    const { analysis, pairs } = analyse([
      pixelHit('d:1', { eventId: 'a' }, { 'cd[order_id]': '1' }),
      pixelHit('d:2', { eventId: 'b', at: 10 }, { 'cd[order_id]': '2' }),
      pixelHit('d:3', { eventId: 'c', at: 20 }, { 'cd[order_id]': '3' }),
      serverEvent('s:1', { eventId: 'c', at: 15 }),
      pixelHit('d:4', { eventId: 'd', at: 30, name: 'Lead' }),
      serverEvent('s:2', { eventId: 'd', at: 25, name: 'Lead' }),
    ]);
    const told = pairs.map((each) =>
      findingsOfPair(each, analysis, ENGLISH).map(({ rule }) => rule),
    );
    expect(told).toEqual(pairs.map(({ why }) => why));
    expect(told.flat()).toEqual([
      'dedup/missing-server-copy',
      'dedup/missing-server-copy',
      'dedup/server-first',
      'dedup/server-first',
    ]);
  });
});
