import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import type { MappingRule } from '../../../../src/session/profile.ts';
import { PIXEL, READY, sent } from '../../../session/fragments.ts';
import { session } from '../../../session/session.ts';

/** Names that differ from a known one in capitals, separators, plural or a slip of the pen. */

function nearMisses(text: string, rules: MappingRule[] = []) {
  const analysis = createAnalysis({ mapping: { rules } });
  analysis.add(session(`${READY}\n${text}`).entries);
  return analysis
    .findings()
    .filter(({ rule }) => rule === 'mapping/near-name')
    .map(({ severity, data }) => {
      const { name, meant, by } = data as { name: string; meant: string; by: string };
      return [severity, name, meant, by];
    });
}

const inside = (text: string) => text.replaceAll(/^/gm, '  ');

describe('a name that is almost a known one', () => {
  it.each([
    ['cact trigger Add_To_Cart {}', ['warning', 'Add_To_Cart', 'add_to_cart', 'spelling']],
    ['cact trigger view-items {}', ['warning', 'view-items', 'view_item', 'plural']],
    ['cact trigger begin_chekout {}', ['warning', 'begin_chekout', 'begin_checkout', 'slip']],
    ['cact trigger "generate lead" {}', ['warning', 'generate lead', 'generate_lead', 'spelling']],
    [
      `analytics track "order completed" {}\n${inside(sent('order completed'))}`,
      ['warning', 'order completed', 'Order Completed', 'spelling'],
    ],
    ['analytics track "Products Added" {}', ['info', 'Products Added', 'Product Added', 'plural']],
    ['dataLayer {event: add-to-cart}', ['info', 'add-to-cart', 'add_to_cart', 'spelling']],
    ['gtag event purchse {value: 1}', ['info', 'purchse', 'purchase', 'slip']],
  ])('%s', (text, found) => {
    expect(nearMisses(text)).toEqual([found]);
  });

  it.each([
    // Passed through, it is Meta's own name.
    'cact trigger Purchase {}',
    'cact trigger purchase {}',
    'cact trigger unsubscribe {}',
    'cact trigger tea_tasted {}',
    'dataLayer {event: pageview}',
    'dataLayer {event: scroll}',
    // Segment's own library takes any spelling.
    `analytics track "product added" {}\n${inside(sent('AddToCart'))}`,
    // Known by what it carries.
    'dataLayer {event: addToCart, ecommerce: {add: {products: [{id: a, quantity: 1}]}}}',
    `dataLayer {event: addToCart}\n${inside(sent('AddToCart'))}`,
  ])('is not %s', (text) => {
    expect(nearMisses(text)).toEqual([]);
  });

  it.each(['loyjoy', 'dataLayer', 'cact', 'analytics'] as const)(
    'is told of a rule of the profile about %s',
    (source) => {
      const rules: MappingRule[] = [{ from: { source, name: 'tea_tasted' }, to: 'Lead' }];
      const event = {
        loyjoy: (name: string) => `loyjoy ${name} {}`,
        dataLayer: (name: string) => `dataLayer {event: "${name}"}`,
        cact: (name: string) => `cact trigger "${name}" {}`,
        analytics: (name: string) => `analytics track "${name}" {}`,
      }[source];
      for (const [name, by] of [
        ['Tea-Tasted', 'spelling'],
        ['teas_tasted', 'plural'],
        ['tea_tsated', 'slip'],
      ])
        expect(nearMisses(event(name ?? ''), rules)).toEqual([['warning', name, 'tea_tasted', by]]);
      expect(nearMisses(event('tea_tasted'), rules)).toEqual([]);
      const both: MappingRule[] = [...rules, { from: { source, name: 'teas_tasted' }, to: null }];
      expect(nearMisses(event('teas_tasted'), both)).toEqual([]);
    },
  );
});

describe('the number of an old conversion pixel', () => {
  it('is told to stand for the event that it came of', () => {
    const analysis = createAnalysis();
    const data = '{value: "9.90", currency: EUR}';
    analysis.add(
      session(
        `${READY}\nanalytics track "Order Completed" {revenue: 9.9, currency: EUR}\n  fbq track "6012345678901" ${data}\n    > hit ${PIXEL} "6012345678901" cd=${data}`,
      ).entries,
    );
    const [match] = analysis.matches.all();
    expect(match).toMatchObject({ verdict: 'misnamed', nearest: 'Purchase' });
    expect(analysis.findings().map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['pixel/legacy-conversion-id', 'mapping/misnamed']),
    );
  });

  it('is told once where nobody knows what it stands for', () => {
    const analysis = createAnalysis();
    analysis.add(
      session(
        `${READY}\nanalytics track Bought {}\n  fbq track "6012345678901" {}\n    > hit ${PIXEL} "6012345678901"`,
      ).entries,
    );
    const rules = analysis.findings().map(({ rule }) => rule);
    expect(rules).toContain('pixel/legacy-conversion-id');
    expect(rules).not.toContain('mapping/misnamed');
  });
});
