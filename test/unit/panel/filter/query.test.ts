import { describe, expect, it } from 'vitest';
import { meetsQuery, parseQuery, type QueryContext } from '../../../../src/panel/filter/query.ts';
import { createSearchTexts } from '../../../../src/panel/filter/search-text.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import { makeCall, makeGap, makePage } from '../entries.ts';

const texts = createSearchTexts();
const context: QueryContext = {
  searchText: texts.of,
  pageUrl: () => 'https://shop.example/cart?step=2',
  isInFrame: (entry) => entry.page === 'f:0',
  isInChain: (entry) => entry.id === 'd:1',
  severityOf: (entry) => (entry.id === 'd:1' ? 'warning' : undefined),
  verdicts: { statesOf: () => [], matchesOf: () => [], pairsOf: () => [], consentOf: () => [] },
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
    ['page:cart', true, true, true],
    ['page:checkout', false, false, false],
    ['kind:call', true, true, true],
    ['kind:gap', false, false, false],
    ['is:threw', false, false, true],
    ['is:queued', false, true, false],
    ['is:nested', false, true, false],
    ['is:chain', true, false, false],
    ['is:warning', true, false, false],
    ['is:error', false, false, false],
    ['is:frame', false, false, false],
  ])('%j', (text, ...expected) => {
    expect([purchase, push, chat].map((entry) => passes(text, entry))).toEqual(expected);
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
  ])('knows that %j depends on the analysis: %s', (text, depends) => {
    const parsed = parseQuery(text);
    expect(parsed.ok && parsed.query.dependsOnAnalysis).toBe(depends);
  });
});
