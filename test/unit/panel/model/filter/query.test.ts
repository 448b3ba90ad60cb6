import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isNarrower,
  meetsQuery,
  parseQuery,
  type QueryContext,
} from '../../../../../src/panel/model/filter/query.ts';
import { createSearchTexts } from '../../../../../src/panel/model/filter/search-text.ts';
import type { Entry } from '../../../../../src/session/entry.ts';
import type { PageValue } from '../../../../../src/session/value.ts';
import { makeCall, makeGap, makeHit, makePage } from '../../../../session/numbered.ts';
import { makeAnswers } from '../../answers.ts';

const texts = createSearchTexts();
const context: QueryContext = {
  searchText: texts.of,
  lowerText: texts.lowerOf,
  pageUrl: () => 'https://shop.example/cart?step=2',
  isInFrame: (entry) => entry.page === 'f:0',
  isInChain: (entry) => entry.id === 'd:1',
  hasFinding: (entry, level = 'warning') => entry.id === 'd:1' && level === 'warning',
  rulesOf: (entry) => (entry.id === 'd:1' ? ['dedup/no-event-id'] : []),
  startAt: () => 1,
  remarkOf: (entry) =>
    entry.id === 'd:1' ? { note: 'ask legal', highlight: 'red', pinned: true } : undefined,
  verdicts: makeAnswers(),
};

const purchase = makeCall(1, {
  args: ['track', 'Purchase', { value: 101, currency: 'EUR', note: 'two words' }],
});
const push = makeCall(2, {
  source: 'dataLayer',
  method: 'push',
  layer: 'dataLayer2',
  args: [{ event: 'add_to_cart', url: 'https://shop.example/p/1' }],
  phase: 'queued',
  cause: 'd:1',
});
const chat = makeCall(3, {
  source: 'loyjoy',
  method: 'listener',
  name: 'product_tester',
  args: ['product_tester', { label: 'a' }],
  threw: true,
  stack: 'Error\n    at f (https://shop.example/js/shop.js?v=2:7:1)',
});

function passes(text: string, entry: Entry): boolean {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return meetsQuery(parsed.query, entry, context);
}

describe('a search', () => {
  it.each([
    ['', true, true, true],
    ['purchase', true, false, false],
    ['PURCHASE eur', true, false, false],
    ['purchase cart', false, false, false],
    ['-purchase', false, true, true],
    ['"two words"', true, false, false],
    ['"words two"', false, false, false],
    ['-"two words"', false, true, true],
    ['value: 101', true, false, false],
    ['/value: \\d{3}\\b/', true, false, false],
    ['/VALUE/', false, false, false],
    ['/VALUE/i', true, false, false],
    ['/value/g', true, false, false],
    ['-/value/', false, true, true],
    ['/a b|two words/', true, false, false],
    ['/[/]p[/]1/', false, true, false],
    ['https://shop.example/p/1', false, true, false],
    ['/p/1', false, true, false],
    // The session began at 1: these are at 0, 1 and 2 thousandths of a second.
    ['time:0.001-0.002', false, true, true],
    ['time:0.001-', false, true, true],
    ['time:-0,001', true, true, false],
    ['-time:0.002', true, true, false],
    ['source:fbq', true, false, false],
    ['source:f', true, false, false],
    ['source:fbq,loyjoy', true, false, true],
    ['-source:dataLayer', true, false, true],
    ['source:fbq name:Purchase', true, false, false],
    ['source:dataLayer name:Purchase', false, false, false],
    ['name:add_to', false, true, false],
    ['name:/^product/', false, false, true],
    ['name:', true, true, true],
    ['method:push', false, true, false],
    ['layer:dataLayer2', false, true, false],
    ['initiator:SHOP.js', false, false, true],
    ['-initiator:/^shop\\.js:7$/', true, true, false],
    ['page:cart', true, true, true],
    ['page:checkout', false, false, false],
    ['kind:call', true, true, true],
    ['kind:gap', false, false, false],
    ['is:threw', false, false, true],
    ['is:queued', false, true, false],
    ['is:nested', false, true, false],
    ['is:noted', true, false, false],
    ['note:legal -is:pinned', false, false, false],
    ['highlight:red', true, false, false],
    ['is:chain', true, false, false],
    ['is:warning', true, false, false],
    ['is:error', false, false, false],
    ['is:frame', false, false, false],
  ])('%j', (text, ...expected) => {
    expect([purchase, push, chat].map((entry) => passes(text, entry))).toEqual(expected);
  });

  it.each<[string, PageValue[], string, boolean]>([
    ['the option', ['track', 'Lead', {}, { eventID: 'a1' }], 'id:a1', true],
    ['the option in the other spelling', ['track', 'Lead', {}, { event_id: 'a1' }], 'id:a1', true],
    ['a number', ['track', 'Lead', {}, { eventID: 71 }], 'id:71', true],
    ['behind a pixel', ['trackSingle', '123', 'Lead', {}, { eventID: 'a1' }], 'id:a1', true],
    ['the old form', [['track', 'Lead', {}, { eventID: 'a1' }]], 'id:a1', true],
    ['custom data', ['track', 'Lead', { eventID: 'a1' }], 'id:a1', false],
    [
      'custom data behind a pixel',
      ['trackSingle', '123', 'Lead', { eventID: 'a1' }],
      'id:a1',
      false,
    ],
    ['an argument too many', ['track', 'Lead', {}, {}, { eventID: 'a1' }], 'id:a1', false],
    ['of trackSingle', ['trackSingle', '123', 'Lead'], 'pixel:123', true],
    ['of init as a number', ['init', 123], 'pixel:123', true],
    ['of the old form', [['trackSingle', '123', 'Lead']], 'pixel:123', true],
    ['of set', ['set', 'agent', 'x', '123'], 'pixel:123', true],
  ])('reads the event id and the pixel of a call as the SDK does: %s', (_, args, text, found) => {
    const method = typeof args[0] === 'string' ? args[0] : 'call';
    expect(passes(text, makeCall(9, { method, args }))).toBe(found);
  });

  it('shows gaps whatever is searched for, since what is lost could have matched', () => {
    const gap = makeGap(4);
    expect(passes('purchase', gap)).toBe(true);
    expect(passes('-lost', gap)).toBe(true);
    expect(passes('kind:call', gap)).toBe(false);
    expect(passes('is:lost', gap)).toBe(true);
  });

  it('finds names that were read before they were defined under their source', () => {
    const read = makePage(5, { event: 'read', name: 'caReady' });
    expect(passes('source:cact', read)).toBe(true);
    expect(passes('name:caReady', read)).toBe(true);
  });

  describe('that goes on from another', () => {
    const queryOf = (text: string) => {
      const parsed = parseQuery(text);
      if (!parsed.ok) throw new Error(parsed.error);
      return parsed.query;
    };
    it.each([
      ['', 'purch', true],
      ['purch', 'Purchase', true],
      ['purch', 'purch eur', true],
      ['eur purch', 'purchase eur', true],
      ['source:fbq', 'source:fbq purch', true],
      ['purch', 'purc', false],
      ['-a', '-ab', false],
      ['source:f', 'source:fbq', false],
      ['/a/', '/ab/', false],
      ['purch', 'purch is:sent', false],
      ['is:sent', 'is:sent purch', false],
      ['name:purch', 'purch', false],
    ])('%s → %s: narrower is %s', (before, after, expected) => {
      expect(isNarrower(queryOf(after), queryOf(before))).toBe(expected);
    });
    it('finds nothing that was not found before, if it is said to be narrower', () => {
      const word = fc.constantFrom('p', 'pur', 'purchase', '-p', '-pur', '1', '10', 'source:fbq');
      const words = fc.array(word, { maxLength: 3 }).map((list) => list.join(' '));
      fc.assert(
        fc.property(words, words, (before, after) => {
          fc.pre(isNarrower(queryOf(after), queryOf(before)));
          for (const entry of [purchase, push, chat, makeGap(4)])
            expect(passes(after, entry) && !passes(before, entry)).toBe(false);
        }),
      );
    });
  });

  describe('of hits and verdicts', () => {
    const done = makeHit(10, {
      status: 204,
      events: [
        {
          pixelId: '468742119653388',
          eventName: 'Purchase',
          eventId: 'lj-77f1',
          parameters: { 'cd[value]': '101' },
        },
      ],
    });
    const failed = makeHit(11, {
      vendor: 'commanders-act',
      status: 500,
      events: [{ eventName: 'purchase_two', parameters: {}, marks: ['two-event-ids'] }],
    });
    const blocked = makeHit(12, {
      outcome: 'blocked',
      status: undefined,
      events: [],
      body: { kind: 'unreadable', reason: 'a Blob' },
      error: 'net::ERR_BLOCKED_BY_CLIENT',
    });
    const call = makeCall(13, {
      method: 'trackSingle',
      args: ['trackSingle', '28569583012647858', 'Lead', {}, { eventID: 'e-1' }],
    });
    const plain = makeCall(14);
    const answers = makeAnswers({
      states: {
        of: (id) =>
          id === plain.id
            ? [
                {
                  entry: id,
                  pixelId: '999',
                  state: 'not-sent',
                  reason: 'before-init',
                  hits: [],
                  proof: [],
                },
              ]
            : id === call.id
              ? [{ entry: id, pixelId: '28569583012647858', state: 'held', hits: [], proof: [] }]
              : [],
      },
      pairs: {
        of: (id) =>
          id === done.id
            ? [
                {
                  pixelId: '1',
                  eventName: 'Purchase',
                  eventId: 'lj-77f1',
                  verdict: 'id-mismatch',
                  browser: [id],
                  server: [],
                  why: [],
                },
              ]
            : [],
        isUnpaired: (id) => id === done.id,
      },
      consent: {
        isMissing: (id) => id === failed.id,
        of: (id) =>
          id === failed.id ? [{ entry: id, atCall: 'denied', verdict: 'denied', sources: {} }] : [],
      },
    });
    const asked = { ...context, verdicts: answers };
    it.each([
      ['status:500', false, true, false, false, false],
      ['status:5xx', false, true, false, false, false],
      ['status:2', true, false, false, false, false],
      ['status:/^20[0-4]$/', true, false, false, false, false],
      ['event:Purchase', true, false, false, false, false],
      // Meta tells the cases apart, and so does the word for it.
      ['event:purchase', false, false, false, false, false],
      ['event:/^P/', true, false, false, false, false],
      ['event:Lead', false, false, false, true, false],
      ['name:purchase', true, true, false, false, false],
      ['pixel:4687', true, false, false, false, false],
      ['pixel:2856', false, false, false, true, false],
      ['pixel:999', false, false, false, false, true],
      ['id:lj-', true, false, false, false, false],
      ['id:e-1', false, false, false, true, false],
      ['vendor:meta', true, false, true, false, false],
      ['vendor:"Cmd. Act"', false, true, false, false, false],
      ['is:blocked', false, false, true, false, false],
      ['is:pending', false, false, false, false, false],
      ['is:unreadable', false, false, true, false, false],
      ['is:marked', false, true, false, false, false],
      ['is:held', false, false, false, true, false],
      ['is:unsent', false, false, false, true, true],
      ['is:broken-pair', true, false, false, false, false],
      // What it was called before: saved filters have it.
      ['is:unpaired', true, false, false, false, false],
      ['-is:Unpaired', false, true, true, true, true],
      ['is:without-consent', false, true, false, false, false],
      ['verdict:id-mismatch', true, false, false, false, false],
      ['verdict:denied', false, true, false, false, false],
      ['verdict:/^(held|not-sent)$/', false, false, false, true, true],
      ['source:hit', true, true, true, false, false],
      ['"cd[value]: 101"', true, false, false, false, false],
      ['BLOCKED_BY_CLIENT', false, false, true, false, false],
    ])('%j', (text, ...expected) => {
      const parsed = parseQuery(text);
      if (!parsed.ok) throw new Error(parsed.error);
      expect(
        [done, failed, blocked, call, plain].map((entry) => meetsQuery(parsed.query, entry, asked)),
      ).toEqual(expected);
    });
  });

  it('gives the same answer however often it is asked', () => {
    const parsed = parseQuery('/value/gy');
    if (!parsed.ok) throw new Error(parsed.error);
    for (let i = 0; i < 3; i += 1) {
      const again = parseQuery('/value/g');
      expect(again.ok && meetsQuery(again.query, purchase, context)).toBe(true);
    }
  });

  it.each(['/(/', '/[/ x', '/a/ug /+/', 'name:/(/', 'is:nothing'])(
    'says what is wrong with %j',
    (text) => {
      const parsed = parseQuery(text);
      expect(parsed.ok).toBe(false);
      if (!parsed.ok) expect(parsed.error).toMatch(/\S/);
    },
  );

  it.each([
    ['purchase', false],
    ['is:nested', false],
    ['a is:chain', true],
    ['-is:error', true],
    ['is:warning', true],
    ['is:unsent', true],
    ['-is:broken-pair', true],
    ['is:unpaired', true],
    ['pixel:1', true],
    ['verdict:paired', true],
    ['status:500', false],
    ['is:blocked', false],
  ])('knows that %j depends on the analysis: %s', (text, depends) => {
    const parsed = parseQuery(text);
    expect(parsed.ok && parsed.query.dependsOnAnalysis).toBe(depends);
  });
});

it('finds the entries that a rule found something about, by its id or its area', () => {
  const passes = (text: string) => {
    const parsed = parseQuery(text);
    if (!parsed.ok) throw new Error(parsed.error);
    return [purchase, push].map((entry) => meetsQuery(parsed.query, entry, context));
  };
  expect(passes('rule:dedup/no-event-id')).toEqual([true, false]);
  expect(passes('rule:dedup')).toEqual([true, false]);
  expect(passes('-rule:dedup')).toEqual([false, true]);
});
