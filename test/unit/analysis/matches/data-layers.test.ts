import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import type { MappingRule } from '../../../../src/session/profile.ts';
import { PIXEL, READY, sent } from '../../../session/fragments.ts';
import { entries, session } from '../../../session/session.ts';

/** Events of data layers as shops write them: enhanced e-commerce, Shopify, gtag. */

const PRODUCTS =
  '[{id: "12345", name: Tee, price: "15.25", quantity: 1}, {id: "67", name: Cap, price: "10.09", quantity: 2}]';
const ENHANCED = `ecommerce: {currencyCode: EUR, purchase: {actionField: {id: T12, revenue: "40.43", shipping: "5.00"}, products: ${PRODUCTS}}}`;

/** A source event with the pixel's call inside it, judged. */
function matchOf(source: string, pixelData: string, to = 'Purchase', rules?: MappingRule[]) {
  const analysis = createAnalysis(rules === undefined ? {} : { mapping: { rules } });
  const { entries } = session(
    `${READY}\n${source}\n  fbq track ${to} ${pixelData} {eventID: T12}\n    > hit ${PIXEL} ${to} cd=${pixelData} eid=T12`,
  );
  analysis.add(entries);
  const [match, ...others] = analysis.matches
    .all()
    .filter(({ source: system }) => system === 'dataLayer');
  expect(others).toEqual([]);
  return match;
}

const verdicts = (match: ReturnType<typeof matchOf>) =>
  Object.fromEntries((match?.parameters ?? []).map(({ to, verdict }) => [to, verdict]));

const SENT =
  '{value: 40.43, currency: EUR, contents: [{id: "12345", quantity: 1}, {id: "67", quantity: 2}], content_type: product}';

describe('enhanced e-commerce', () => {
  it.each([
    ['under a name of its own', `dataLayer {event: orderPlaced, ${ENHANCED}}`],
    ['under a name of GA4', `dataLayer {event: purchase, ${ENHANCED}}`],
    ['without an event, as the documents have it', `dataLayer {${ENHANCED}}`],
  ])('is a Purchase %s', (_how, source) => {
    const match = matchOf(source, SENT);
    expect(match?.verdict).toBe('matched');
    expect(match?.rule).toBe('data-layer/ecommerce.purchase');
    expect(verdicts(match)).toMatchObject({ value: 'equal', currency: 'equal', contents: 'equal' });
  });

  it('takes the sum of the products for the value, as the template of Meta does', () => {
    const summed = SENT.replace('40.43', '35.43');
    expect(verdicts(matchOf(`dataLayer {event: order, ${ENHANCED}}`, summed)).value).toBe('equal');
    const other = SENT.replace('40.43', '12');
    expect(verdicts(matchOf(`dataLayer {event: order, ${ENHANCED}}`, other)).value).toBe(
      'different',
    );
  });

  it.each([
    ['detail', 'ViewContent'],
    ['add', 'AddToCart'],
    ['checkout', 'InitiateCheckout'],
  ])('knows the step %s', (step, to) => {
    const source = `dataLayer {event: anyName, ecommerce: {currencyCode: EUR, ${step}: {products: ${PRODUCTS}}}}`;
    const match = matchOf(source, SENT, to);
    expect(match).toMatchObject({ verdict: 'matched', rule: `data-layer/ecommerce.${step}` });
  });

  it.each([
    ['1', 'matched'],
    ['"1"', 'matched'],
    ['2', 'unmapped'],
    ['"3"', 'unmapped'],
  ])('a checkout is begun with its first step: %s', (step, verdict) => {
    const analysis = createAnalysis();
    const push = `dataLayer {event: checkout, ecommerce: {checkout: {actionField: {step: ${step}}, products: ${PRODUCTS}}}}`;
    const first = push.replace(`step: ${step}`, 'step: 1');
    const tail = step.includes('1') ? '' : `\n${push}`;
    analysis.add(session(`${READY}\n${first}\n${sent('InitiateCheckout')}${tail}`).entries);
    expect(analysis.matches.all().at(-1)?.verdict).toBe(verdict);
    expect(analysis.findings().filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  it.each(['remove', 'refund', 'impressions', 'promoView'])('has no event for %s', (step) => {
    const analysis = createAnalysis();
    analysis.add(
      session(`${READY}\ndataLayer {event: step, ecommerce: {${step}: {products: ${PRODUCTS}}}}`)
        .entries,
    );
    expect(analysis.matches.all().map(({ verdict }) => verdict)).toEqual(['unmapped']);
  });

  it('knows the classic transaction', () => {
    const source = `dataLayer {transactionId: T12, transactionTotal: 40.43, transactionProducts: [{sku: "12345", price: 15.25, quantity: 1}, {sku: "67", price: 10.09, quantity: 2}]}`;
    const match = matchOf(source, SENT);
    expect(match).toMatchObject({ verdict: 'matched', rule: 'data-layer/transactionTotal' });
    expect(verdicts(match)).toMatchObject({ value: 'equal', contents: 'equal' });
  });
});

describe("Shopify's events in the data layer of its sandbox", () => {
  it.each([
    ['the fields beside the name', 'total: 1, value: 40.43, currency: EUR'],
    [
      'the whole event',
      'data: {checkout: {currencyCode: EUR, totalPrice: {amount: 40.43, currencyCode: EUR}}}',
    ],
  ])('checkout_completed with %s', (_how, fields) => {
    const match = matchOf(`dataLayer {event: checkout_completed, ${fields}}`, SENT);
    expect(match?.verdict).toBe('matched');
    expect(verdicts(match)).toMatchObject({ value: 'equal', currency: 'equal' });
  });
});

describe('products that do not reach Meta', () => {
  it.each([
    ['begin_checkout', 'InitiateCheckout', 'info'],
    ['add_to_cart', 'AddToCart', 'warning'],
  ])('of %s are as grave as Meta has them for %s: %s', (from, to, severity) => {
    const analysis = createAnalysis();
    const push = `dataLayer {event: ${from}, ecommerce: {value: 5, currency: EUR, items: [{item_id: a, quantity: 1}]}}`;
    const call = sent(to, '{value: 5, currency: EUR}', 'a1').replaceAll(/^/gm, '  ');
    analysis.add(entries(`${READY}\n${push}\n${call}`));
    const [found] = analysis.findings().filter(({ rule }) => rule === 'mapping/parameter-lost');
    expect(found?.severity).toBe(severity);
  });
});

describe('events that gtag sends', () => {
  it('are source events', () => {
    const match = matchOf(
      'gtag event purchase {value: 40.43, currency: EUR, items: [{item_id: "12345", quantity: 1}, {item_id: "67", quantity: 2}]}',
      SENT,
    );
    expect(match).toMatchObject({ verdict: 'matched', rule: 'data-layer/purchase' });
    expect(verdicts(match)).toMatchObject({ value: 'equal', currency: 'equal', contents: 'equal' });
  });
});

describe('a rule of the profile that maps a list of products', () => {
  const rule = (from: string, to: string): MappingRule[] => [
    { from: { source: 'dataLayer', name: 'order' }, to: 'Purchase', parameters: [{ from, to }] },
  ];
  const order = `dataLayer {event: order, ${ENHANCED}, lines: [{item_id: "67", qty: 2}, {item_id: "12345"}]}`;
  const wrong = SENT.replace('"67", quantity: 2', '"67", quantity: 3');

  it.each([
    ['ecommerce.purchase.products', 'contents', SENT, 'equal'],
    ['lines', 'contents', SENT, 'equal'],
    ['ecommerce.purchase.products', 'contents', wrong, 'different'],
    ['ecommerce.purchase.products[].id', 'content_ids', '{content_ids: ["67", "12345"]}', 'equal'],
    ['ecommerce.purchase.products', 'content_ids', '{content_ids: [12345, 67]}', 'equal'],
    ['ecommerce.purchase.products', 'content_ids', '{content_ids: ["12345"]}', 'different'],
    ['ecommerce.purchase.products[].id', 'content_ids', SENT, 'equal'],
    ['ecommerce.purchase.products', 'num_items', '{num_items: 2}', 'equal'],
    ['ecommerce.purchase.products', 'num_items', '{num_items: 3}', 'equal'],
    ['ecommerce.purchase.products', 'num_items', '{num_items: 4}', 'different'],
  ])('%s as %s, sent %s: %s', (from, to, sent, verdict) => {
    const match = matchOf(order, sent, 'Purchase', rule(from, to));
    expect(match?.parameters.find((one) => one.to === to)?.verdict).toBe(verdict);
  });

  it('takes the parameters of enhanced e-commerce where it names none', () => {
    const match = matchOf(order, SENT, 'Purchase', [
      { from: { source: 'dataLayer', name: 'order' }, to: 'Purchase' },
    ]);
    expect(verdicts(match)).toMatchObject({ value: 'equal', currency: 'equal', contents: 'equal' });
  });
});
