import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import { PIXEL } from '../../../session/fragments.ts';
import { entries } from '../../../session/session.ts';

/** The demo shop's pages as sessions, through the whole analysis: links, states, matches. */

const PAGE = `page https://shop.test/cart.html
fbq init ${PIXEL}`;
const ID = '952285840000000000000001';
const ITEMS = '[{id: l, quantity: 2, product: {id: house-250, price: 9.9}}]';
const CONTENTS = '[{id: house-250, quantity: 2}]';

/** Adding to the cart, as cart.html does it; `name` and `data` make the mistake. */
const cart = (name = 'AddToCart', data = `{value: 19.8, currency: EUR, contents: ${CONTENTS}}`) =>
  `
  ${PAGE}
  cact trigger add_to_cart {currency: EUR, revenue: 19.8, items: ${ITEMS}}
  fbq track ${name} ${data} {eventID: "${ID}"}
  dataLayer {event: add_to_cart, ecommerce: {currency: EUR, value: 19.8, items: [{item_id: house-250, quantity: 2}]}}
  cact-hit add_to_cart {revenue: 19.8, amount: 19.8, currency: EUR, items: ${ITEMS}, integrations: {facebook: {event_id: "${ID}"}}}
  hit ${PIXEL} ${name} cd=${data} eid=${ID}
`.replaceAll(/^\s+/gm, '');

function mappingOf(text: string) {
  const analysis = createAnalysis();
  analysis.add(entries(text));
  return {
    matches: analysis.matches
      .all()
      .map(({ source, name, verdict }) => `${source} ${name} ${verdict}`),
    findings: analysis
      .findings()
      // What the connector needs to send an event is another part's, and this shop knows nobody.
      .filter(({ rule }) => rule.startsWith('mapping/'))
      .map(({ rule, severity, message }) => ({ rule, severity, message })),
  };
}

describe('adding to the cart', () => {
  it('is matched in both systems, with no finding', () => {
    expect(mappingOf(cart())).toEqual({
      matches: ['cact add_to_cart matched', 'dataLayer add_to_cart matched'],
      findings: [],
    });
  });

  it('with a lost currency is told of the call alone', () => {
    const { findings } = mappingOf(cart('AddToCart', `{value: 19.8, contents: ${CONTENTS}}`));
    expect(findings).toEqual([]);
  });

  it('with a lost item is found', () => {
    const { findings } = mappingOf(cart('AddToCart', '{value: 19.8, currency: EUR, contents: []}'));
    expect(findings).toMatchObject([{ rule: 'mapping/parameter-different' }]);
    expect(findings[0]?.message).toContain('lost: house-250');
  });

  it('under a name of another case leaves the push without its event', () => {
    const { matches, findings } = mappingOf(cart('addToCart'));
    expect(matches).toContain('dataLayer add_to_cart unsent');
    expect(findings).toMatchObject([{ rule: 'mapping/unsent', severity: 'info' }]);
  });
});

describe('a tag that the push runs', () => {
  const ecommerce = '{currency: EUR, value: 19.8}';
  const run = (name: string, data: string) =>
    mappingOf(`${PAGE}
dataLayer {event: purchase, ecommerce: ${ecommerce}}
  fbq track ${name} ${data}
hit ${PIXEL} ${name} cd=${data}`);

  it('with the right name and values has no finding', () => {
    expect(run('Purchase', '{value: "19.80", currency: EUR}')).toEqual({
      matches: ['dataLayer purchase matched'],
      findings: [],
    });
  });

  it('with another case is misnamed', () => {
    expect(run('purchase', ecommerce)).toMatchObject({
      matches: ['dataLayer purchase misnamed'],
      findings: [],
    });
  });

  it('with another value is told', () => {
    expect(run('Purchase', '{value: 19, currency: EUR}').findings).toMatchObject([
      { rule: 'mapping/parameter-different', severity: 'warning' },
    ]);
  });
});

describe('an event before init', () => {
  it('is unsent, with the reason of its state', () => {
    const analysis = createAnalysis();
    analysis.add(entries`
      page https://shop.test/cart.html
      loyjoy product_tester
        fbq track product_tester
      fbq init ${PIXEL}
      fbq track PageView
      hit ${PIXEL} PageView
    `);
    expect(analysis.matches.of('d:2')).toMatchObject([
      { entry: 'd:1', verdict: 'unsent', reason: 'before-init' },
    ]);
  });
});
