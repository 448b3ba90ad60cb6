import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import type { Entry, HitEntry, PageEntry } from '../../../../src/session/entry.ts';
import type { PageValue } from '../../../../src/session/value.ts';
import { collectionHit, fbq, inside, listener, PIXEL, pixelHit, push, trigger } from './session.ts';

/** The demo shop's pages as sessions, through the whole analysis: links, states, matches. */

const page: PageEntry = {
  kind: 'page',
  id: 'd:0',
  at: 1_000,
  page: 'd:0',
  event: 'start',
  url: 'https://shop.test/cart.html',
};
const init = fbq(1, ['init', PIXEL]);
const ID = '952285840000000000000001';
const ITEMS = [{ id: 'l', quantity: 2, product: { id: 'house-250', price: 9.9 } }];
const CONTENTS = [{ id: 'house-250', quantity: 2 }];

const sentPixel = (id: string, name: string, data: Record<string, PageValue>, eventId?: string) => {
  const parameters: Record<string, string> = { id: PIXEL, ev: name };
  for (const [key, value] of Object.entries(data))
    parameters[`cd[${key}]`] = typeof value === 'string' ? value : JSON.stringify(value);
  const hit = pixelHit(id, name, parameters);
  const [event] = hit.events;
  if (event !== undefined && eventId !== undefined) event.eventId = eventId;
  return hit;
};

const sentToServer = (id: string, name: string): HitEntry =>
  collectionHit(id, name, {
    'integrations.facebook.event_id': ID,
    revenue: '19.8',
    amount: '19.8',
    currency: 'EUR',
    items: JSON.stringify(ITEMS),
  });

/** Adding to the cart, as cart.html does it; `change` makes the mistake. */
function cart(change: { name?: string; data?: Record<string, PageValue> } = {}): Entry[] {
  const name = change.name ?? 'AddToCart';
  const data = change.data ?? { value: 19.8, currency: 'EUR', contents: CONTENTS };
  return [
    page,
    init,
    trigger(2, 'add_to_cart', { currency: 'EUR', revenue: 19.8, items: ITEMS }),
    fbq(3, ['track', name, data, { eventID: ID }]),
    push(4, {
      event: 'add_to_cart',
      ecommerce: { currency: 'EUR', value: 19.8, items: [{ item_id: 'house-250', quantity: 2 }] },
    }),
    sentToServer('h1', 'add_to_cart'),
    sentPixel('h2', name, data, ID),
  ];
}

function mappingOf(entries: Entry[]) {
  const analysis = createAnalysis();
  analysis.add(entries);
  return {
    matches: analysis.matches().map(({ source, name, verdict }) => `${source} ${name} ${verdict}`),
    findings: analysis
      .findings()
      // What the connector needs to send an event is another part's, and this shop knows nobody.
      .filter(({ rule }) => rule.startsWith('mapping/') && !rule.startsWith('mapping/connector'))
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
    const { findings } = mappingOf(cart({ data: { value: 19.8, contents: CONTENTS } }));
    expect(findings).toEqual([]);
  });

  it('with a lost item is found', () => {
    const { findings } = mappingOf(cart({ data: { value: 19.8, currency: 'EUR', contents: [] } }));
    expect(findings).toMatchObject([{ rule: 'mapping/parameter-different' }]);
    expect(findings[0]?.message).toContain('lost: house-250');
  });

  it('under a name of another case leaves the push without its event', () => {
    const { matches, findings } = mappingOf(cart({ name: 'addToCart' }));
    expect(matches).toContain('dataLayer add_to_cart unsent');
    expect(findings).toMatchObject([{ rule: 'mapping/unsent', severity: 'info' }]);
  });
});

describe('a tag that the push runs', () => {
  const ecommerce = { currency: 'EUR', value: 19.8 };
  const run = (name: string, data: PageValue) =>
    mappingOf([
      page,
      init,
      push(2, { event: 'purchase', ecommerce }),
      fbq(3, ['track', name, data], inside(2)),
    ]);

  it('with the right name and values has no finding', () => {
    expect(run('Purchase', { value: '19.80', currency: 'EUR' })).toEqual({
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
    expect(run('Purchase', { value: 19, currency: 'EUR' }).findings).toMatchObject([
      { rule: 'mapping/parameter-different', severity: 'warning' },
    ]);
  });
});

describe('an event before init', () => {
  it('is unsent, with the reason of its state', () => {
    const analysis = createAnalysis();
    analysis.add([
      page,
      listener(1, 'product_tester'),
      fbq(2, ['track', 'product_tester'], inside(1)),
      fbq(3, ['init', PIXEL]),
      fbq(4, ['track', 'PageView']),
      sentPixel('h1', 'PageView', {}),
    ]);
    expect(analysis.matchesOf('d:2')).toMatchObject([
      { entry: 'd:1', verdict: 'unsent', reason: 'before-init' },
    ]);
  });
});
