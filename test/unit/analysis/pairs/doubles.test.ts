import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import { copy, LOADED, OTHER_PIXEL, PIXEL, READY, sent } from '../../../session/fragments.ts';
import { session } from '../../../session/session.ts';

/** An event that leaves more than once, or one id for several: what is told, and what is not. */

const CHAIR = '{value: 759, currency: USD, content_ids: ["11752"], content_type: product}';
const TABLE = '{value: 759, currency: USD, content_ids: ["11753"], content_type: product}';
const order = (id: string, value = 17.94) =>
  `{value: ${value}, currency: EUR, content_ids: ["52462"], content_type: product, order_id: ${id}}`;
const PAID = '{value: 59, currency: EUR, content_ids: [S-3], content_type: product}';
const THANKS = 'https://shop.example/thanks';
const page = (key: string, address = THANKS) => `page ${key} ${address}\n${LOADED}`;
/** From a script of its own. */
const from = (script: string, name: string, data: string, id?: string) =>
  `fbq track ${name} ${data}${id === undefined ? '' : ` {eventID: ${id}}`} with {stack: "Error\\n    at f (https://${script}:1:1)"}
  > hit ${PIXEL} ${name} cd=${data}${id === undefined ? '' : ` eid=${id}`}`;

const RULES = ['dedup/sent-twice', 'dedup/id-repeated', 'dedup/ids-unrelated'];

/** `rule severity`, what of its data decides. */
function toldOf(text: string) {
  const { entries } = session(text);
  const analysis = createAnalysis();
  analysis.add(entries);
  return analysis.findings().filter(({ rule }) => RULES.includes(rule));
}

const saidOf = (text: string) =>
  toldOf(text).map(({ rule, severity, data }) => {
    const { by, count, side } = data as { by?: string; count: number; side?: string };
    return [rule.slice(6), severity, by, side, count]
      .filter((word) => word !== undefined)
      .join(' ');
  });

const twice = (text: string) => `${text}\n+2s ${text}`;

describe('one event under ids by which Meta cannot tell it', () => {
  test.each<[what: string, text: string, ...said: string[]]>([
    [
      'an order whose page is loaded again',
      `${page('a')}\n${sent('Purchase', order('W-1'), 'ev-1')}\n+3s ${page('b')}\n${sent('Purchase', order('W-1'), 'ev-2')}`,
      'sent-twice error order browser 2',
    ],
    [
      'a form, and the page that thanks for it',
      `${page('a', 'https://shop.example/form')}\n+9s ${sent('Lead')} dl=https://shop.example/form\n+800ms ${page('b')}\n${sent('Lead')} dl=${THANKS}`,
      'sent-twice warning next browser 2',
    ],
    [
      'the same, with content and an id for each',
      `${page('a', 'https://shop.example/form')}\n+9s ${sent('Lead', '{content_name: News}', 'l-1')} dl=https://shop.example/form\n+800ms ${page('b')}\n${sent('Lead', '{content_name: News}', 'l-2')} dl=${THANKS}`,
      'sent-twice warning next browser 2',
    ],
    [
      'a button, and the checkout',
      `${page('a', 'https://shop.example/cart')}\n+4s ${sent('InitiateCheckout', PAID)} dl=https://shop.example/cart\n+800ms ${page('b', 'https://shop.example/checkout')}\n${sent('InitiateCheckout', PAID)} dl=https://shop.example/checkout`,
      'sent-twice warning next browser 2',
    ],
    [
      'the same of a router',
      `${page('a', 'https://shop.example/form')}\n+9s ${sent('Lead')} dl=https://shop.example/form\nroute ${THANKS}\n+400ms ${sent('Lead')} dl=${THANKS}`,
      'sent-twice warning next browser 2',
    ],
    [
      'three loads, told once',
      `${page('a')}\n${sent('Purchase', order('W-1'), 'ev-1')}\n+3s ${page('b')}\n${sent('Purchase', order('W-1'), 'ev-2')}\n+3s ${page('c')}\n${sent('Purchase', order('W-1'))}`,
      'sent-twice error order browser 3',
    ],
    [
      'an order page loaded again, without an order id',
      `${page('a')}\n${sent('Purchase', PAID, 'ev-1')}\n+3s ${page('b')}\n${sent('Purchase', PAID, 'ev-2')}`,
      'sent-twice warning load browser 2',
    ],
    [
      'a plug-in with tax and a tag without',
      `${page('a')}\n${sent('Purchase', PAID, 'wc-1')}\n+1s fbq trackSingle ${PIXEL} Purchase {value: 49.58, currency: EUR, content_ids: [S-3]} {eventID: g-1}\n  > hit ${PIXEL} Purchase cd={value: 49.58, currency: EUR, content_ids: [S-3]} eid=g-1 tm=1`,
      'sent-twice warning senders browser 2',
    ],
    [
      'a base code and a tag both send PageView',
      `${page('a')}\n${sent('PageView', '{}', 'p-1')}\nfbq trackSingle ${PIXEL} PageView {} {eventID: p-2}\n  > hit ${PIXEL} PageView eid=p-2 tm=1`,
      'sent-twice warning senders browser 2',
    ],
    [
      'a picture outside of noscript',
      `${page('a')}\n${sent('PageView')}\nrequest GET https://www.facebook.com/tr?id=${PIXEL}&ev=PageView&noscript=1 image`,
      'sent-twice warning senders browser 2',
    ],
    [
      'a router that sends what the library has sent as the address changed',
      `${page('a')}\n${sent('PageView', '{}', 'p-1')}\nroute https://shop.example/two\nhit ${PIXEL} PageView dl=https://shop.example/two\nfbq track PageView {} {eventID: p-2}\n  > hit ${PIXEL} PageView eid=p-2 dl=https://shop.example/two`,
      'sent-twice warning route browser 2',
    ],
    [
      'a thank-you page loaded again, with nothing in the event',
      `${page('a')}\n${sent('Lead', '{}', 'l-1')}\n+3s ${page('b')}\n${sent('Lead', '{}', 'l-2')}`,
      'sent-twice warning load browser 2',
    ],
    [
      'an order page that is opened again later',
      `${page('a')}\n${sent('Purchase', PAID, 'ev-1')}\n+3s ${page('h', 'https://shop.example/')}\n+9s ${page('b')}\n${sent('Purchase', PAID, 'ev-2')}`,
      'sent-twice warning visit browser 2',
    ],
    [
      'a plug-in with an id and a tag without one',
      `${READY}\n${sent('Purchase', PAID, 'order-9001')}\n+250ms ${sent('Purchase', '{value: 59, currency: EUR, contents: [{id: S-3, quantity: 2}], content_type: product}')}`,
      'sent-twice warning senders browser 2',
    ],
    [
      'two scripts, each with an id of its own',
      `${READY}\n${from('shop.example/plugin.js', 'AddToCart', CHAIR, 'p-1')}\n+400ms ${from('www.googletagmanager.com/gtm.js', 'AddToCart', CHAIR, 'g-1')}`,
      'sent-twice warning senders browser 2',
    ],
    [
      'a theme, and the sandboxed frame of an app',
      `${page('a')}\n${sent('Purchase', PAID, 'theme-1')}\n+5s frame f https://shop.example/sandbox\n${LOADED}\n${sent('Purchase', PAID, 'app-1')}`,
      'sent-twice warning senders browser 2',
    ],
    [
      'a page that came back, and a frame in it',
      `${page('a')}\n+9s page b https://shop.example/two\n+9s in a\nreturn\n${LOADED}\n${sent('Purchase', PAID, 'theme-1')}\n+5s frame f https://shop.example/sandbox\n${LOADED}\n${sent('Purchase', PAID, 'app-1')}`,
      'sent-twice warning senders browser 2',
    ],
    [
      'a page and its frame that know nothing but the amount, at once',
      `${page('a')}\n${sent('Purchase', '{value: 59, currency: EUR}', 'theme-1')}\n+1s frame f https://shop.example/sandbox\n${LOADED}\n${sent('Purchase', '{value: 59, currency: EUR}', 'app-1')}`,
      'sent-twice warning senders browser 2',
    ],
    [
      'two frames of one page',
      `${page('a')}\nframe f https://shop.example/one\n${LOADED}\n${sent('Purchase', PAID)}\nframe g https://shop.example/two\n${LOADED}\n${sent('Purchase', '{value: 59, currency: EUR}', 'app-1')}`,
      'sent-twice warning senders browser 2',
    ],
    [
      'a tag that knows less of the product than the plug-in',
      `${READY}\n${sent('ViewContent', '{content_ids: ["11752"], content_type: product}')}\n+800ms ${sent('ViewContent', CHAIR, 'v-1')}`,
      'sent-twice warning senders browser 2',
    ],
    [
      'the page’s id and one that Meta’s code made',
      `${READY}\n${sent('Purchase', PAID, 'o-1')}\n+100ms ${sent('Purchase', PAID, `ob3_plugin-set_${'0a'.repeat(32)}`)}`,
      'sent-twice warning senders browser 2',
    ],
    [
      'an effect that runs twice',
      `${READY}\n${sent('ViewContent', CHAIR, 'v-1')}\n${sent('ViewContent', CHAIR, 'v-2')}`,
      'sent-twice warning moment browser 2',
    ],
    [
      'a listener that is registered twice, without ids',
      `${READY}\n${sent('AddToCart', CHAIR)}\n${sent('AddToCart', CHAIR)}`,
      'sent-twice warning moment browser 2',
    ],
    [
      'a server that sends an order again under another id',
      `${READY}\n${copy('Purchase', order('W-1'), 's-1')}\n+60s ${copy('Purchase', order('W-1'), 's-2')}`,
      'sent-twice error order server 2',
    ],
    [
      'one order, gross and net',
      `${READY}\n${sent('Purchase', order('W-1', 20), 'a')}\n+1s ${sent('Purchase', order('W-1', 17), 'b')}`,
      'sent-twice error order browser 2',
    ],
  ])('%s', (_what, text, ...said) => {
    expect(saidOf(text)).toEqual(said);
  });

  it('names ids and order, and both hits and calls', () => {
    const { idOf, entries } = session(
      `${READY}\n#c1 fbq track Purchase ${order('W-1')} {eventID: e1}\n  > #h1 hit ${PIXEL} Purchase cd=${order('W-1')} eid=e1\n+9s #c2 fbq track Purchase ${order('W-1')}\n  > #h2 hit ${PIXEL} Purchase cd=${order('W-1')}`,
    );
    const analysis = createAnalysis();
    analysis.add(entries);
    const found = analysis.findings().find(({ rule }) => rule === 'dedup/sent-twice');
    expect(found?.entries).toEqual(['h1', 'h2', 'c1', 'c2'].map(idOf));
    expect(found?.message).toMatch(
      /twice for the order “W-1”, once with the id “e1” and once without/,
    );
    expect(analysis.pairs.all().map(({ why }) => why)).toEqual([
      ['dedup/sent-twice'],
      ['dedup/sent-twice'],
    ]);
  });

  it('a server copy that one of them lacks is not asked for', () => {
    const text = `${READY}\n${sent('Purchase', order('W-1'), 'e1')}\n${copy('Purchase', order('W-1'), 'e1')}\n+9s ${sent('Purchase', order('W-1'), 'e2')}`;
    const analysis = createAnalysis();
    analysis.add(session(text).entries);
    expect(analysis.findings().filter(({ rule }) => rule === 'dedup/missing-server-copy')).toEqual(
      [],
    );
  });
});

describe('events that only look alike', () => {
  test.each([
    [
      'a lead of each page, as it loads',
      `${page('a', 'https://shop.example/one')}\n${sent('Lead')} dl=https://shop.example/one\n+1s ${page('b', 'https://shop.example/two')}\n${sent('Lead')} dl=https://shop.example/two`,
    ],
    [
      'two forms with names of their own',
      `${page('a', 'https://shop.example/form')}\n+9s ${sent('Lead', '{content_name: News}')} dl=https://shop.example/form\n+1s ${page('b')}\n${sent('Lead', '{content_name: Call}')} dl=${THANKS}`,
    ],
    [
      'a form, and another one a while later',
      `${page('a', 'https://shop.example/form')}\n+9s ${sent('Lead')} dl=https://shop.example/form\n+1s ${page('b')}\n+9s ${sent('Lead')} dl=${THANKS}`,
    ],
    [
      'two orders',
      `${READY}\n${sent('Purchase', order('W-1'), 'a')}\n+9s ${sent('Purchase', order('W-2'), 'b')}`,
    ],
    [
      'two orders, each with its page',
      `${page('a', `${THANKS}?order=1`)}\n${sent('Purchase', PAID, 'a')}\n+9s ${page('b', `${THANKS}?order=2`)}\n${sent('Purchase', PAID, 'b')}`,
    ],
    [
      'a second order of the same, with shopping between',
      `${page('a')}\n${sent('Purchase', PAID, 'a')}\n+9s ${page('h', 'https://shop.example/')}\n${sent('AddToCart', PAID, 'c')}\n+9s ${page('b')}\n${sent('Purchase', PAID, 'b')}`,
    ],
    [
      'a page loaded again with the same id',
      `${page('a')}\n${sent('Purchase', order('W-1'), 'W-1')}\n+3s ${page('b')}\n${sent('Purchase', order('W-1'), 'W-1')}`,
    ],
    [
      'two orders of one product at two prices, from one sender',
      `${READY}\n${sent('Purchase', PAID, 'a')}\n+1s ${sent('Purchase', '{value: 49, currency: EUR, content_ids: [S-3], content_type: product}', 'b')}`,
    ],
    [
      'a PageView for each route, the library’s own switched off',
      `${page('a')}\nfbq trackSingle ${PIXEL} PageView\n  > hit ${PIXEL} PageView tm=1\nroute https://shop.example/two\nfbq trackSingle ${PIXEL} PageView\n  > hit ${PIXEL} PageView tm=1 dl=https://shop.example/two`,
    ],
    [
      'a router that replaces the address as it starts',
      `${page('a')}\n${sent('PageView')}\nroute https://shop.example/thanks\nhit ${PIXEL} PageView`,
    ],
    [
      'something more in one order',
      `${READY}\n${sent('Purchase', order('W-1'), 'a')}\n+60s ${sent('Purchase', '{value: 5, currency: EUR, content_ids: [gift], content_type: product, order_id: W-1}', 'b')}`,
    ],
    [
      'a page and its frame that share the id',
      `${page('a')}\n${sent('Purchase', PAID, 'o-1')}\n+1s frame f https://shop.example/sandbox\n${LOADED}\n${sent('Purchase', PAID, 'o-1')}`,
    ],
    [
      'two orders, of a page and of its frame',
      `${page('a')}\n${sent('Purchase', order('W-1'), 'o-1')}\n+1s frame f https://shop.example/sandbox\n${LOADED}\n${sent('Purchase', order('W-2'), 'o-2')}`,
    ],
    [
      'a donation in a frame, and another one a minute later',
      `${page('a')}\nframe f https://give.example/form\n${LOADED}\n${sent('Donate', '{value: 10, currency: EUR}', 'd-1')}\n+60s frame g https://give.example/form?again\n${LOADED}\n${sent('Donate', '{value: 10, currency: EUR}', 'd-2')}`,
    ],
    [
      'a donation in a frame, and the same amount once more, soon after',
      `${page('a')}\nframe f https://give.example/form\n${LOADED}\n${sent('Donate', '{value: 10, currency: EUR}', 'd-1')}\n+20s frame g https://give.example/form?again\n${LOADED}\n${sent('Donate', '{value: 10, currency: EUR}', 'd-2')}`,
    ],
    [
      'an order, and another product of its price bought with one click in a frame',
      `${page('a')}\n${sent('Purchase', '{value: 59, currency: EUR, content_ids: [a]}', 'o-1')}\n+25s frame f https://shop.example/upsell\n${LOADED}\n${sent('Purchase', '{value: 59, currency: EUR, content_ids: [b]}', 'o-2')}`,
    ],
    [
      'an order, and one of the same amount in a frame that knows its id',
      `${page('a')}\n${sent('Purchase', '{value: 59, currency: EUR}', 'o-1')}\n+25s frame f https://shop.example/upsell\n${LOADED}\n${sent('Purchase', '{value: 59, currency: EUR, order_id: x-2}', 'o-2')}`,
    ],
    [
      'orders of a page, and of a frame of the page before',
      `page a https://shop.example/one\nframe f https://shop.example/sandbox\n${LOADED}\n${sent('Purchase', PAID, 'o-1')}\n+9s page b https://shop.example/two\n${LOADED}\n${sent('Purchase', PAID, 'o-2')}`,
    ],
    [
      'a page and its frame, each with its lead',
      `${page('a')}\n${sent('Lead', '{}', 'l-1')}\n+1s frame f https://shop.example/form\n${LOADED}\n${sent('Lead', '{}', 'l-2')}`,
    ],
    [
      'two products of one price',
      `${READY}\n${sent('AddToCart', CHAIR, 'a')}\n${sent('AddToCart', TABLE, 'b')}`,
    ],
    [
      'two clicks on one product',
      `${READY}\n${sent('AddToCart', CHAIR, 'a')}\n+900ms ${sent('AddToCart', CHAIR, 'b')}`,
    ],
    [
      'two scripts that send the same, each when it is clicked',
      `${READY}\n${from('shop.example/list.js', 'AddToCart', CHAIR, 'a')}\n+20s ${from('shop.example/detail.js', 'AddToCart', CHAIR, 'b')}`,
    ],
    [
      'two scripts that share the id',
      `${READY}\n${from('shop.example/plugin.js', 'Purchase', PAID, 'o-1')}\n+2s ${from('www.googletagmanager.com/gtm.js', 'Purchase', PAID, 'o-1')}`,
    ],
    [
      'one event for two pixels',
      `${READY}\nfbq init ${OTHER_PIXEL}\nconfig ${OTHER_PIXEL}\nfbq track Purchase ${PAID} {eventID: o-1}\nhit ${PIXEL} Purchase cd=${PAID} eid=o-1\nhit ${OTHER_PIXEL} Purchase cd=${PAID} eid=o-1`,
    ],
    [
      'the form sent twice from the page before',
      `${page('f', 'https://shop.example/form')}\n+3s ${page('a')}\n${sent('Lead', '{}', 'l-1')}\n+3s ${page('g', 'https://shop.example/form')}\n+3s ${page('b')}\n${sent('Lead', '{}', 'l-2')}`,
    ],
    [
      'the checkout loaded again',
      `${page('a')}\n${sent('InitiateCheckout', order('cart-1'), 'a')}\n+9s ${page('b')}\n${sent('InitiateCheckout', order('cart-1'), 'b')}`,
    ],
    [
      'two taps on a link',
      `${READY}\n${sent('Contact', '{}', 'a')}\n${sent('Contact', '{}', 'b')}`,
    ],
    [
      'steps of one order under a name of the page’s own',
      `${READY}\nfbq trackCustom Step {order_id: W-1, step: 1}\n  > hit ${PIXEL} Step cd={order_id: W-1, step: 1}\n+2s fbq trackCustom Step {order_id: W-1, step: 2}\n  > hit ${PIXEL} Step cd={order_id: W-1, step: 2}`,
    ],
    [
      'an id of one order for each of nine',
      `${READY}\n${Array.from({ length: 9 }, (_, i) => `+60s ${sent('Purchase', `{value: ${i + 1}, currency: EUR, order_id: test}`, `e${i}`)}`).join('\n')}`,
    ],
    [
      'a hit that was blocked, and the second try',
      `${READY}\nfbq track Purchase ${PAID} {eventID: a}\n  > hit ${PIXEL} Purchase cd=${PAID} eid=a blocked\n+2s ${sent('Purchase', PAID, 'b')}`,
    ],
  ])('%s', (_what, text) => {
    expect(saidOf(text)).toEqual([]);
  });
});

describe('one id for several actions of one page', () => {
  const put = sent('AddToCart', CHAIR, 'cached');
  test.each<[what: string, text: string, ...said: string[]]>([
    ['three clicks', `${READY}\n${put}\n+2s ${put}\n+2s ${put}`, 'id-repeated warning 3'],
    [
      'a contact button',
      `${READY}\n${twice(sent('Contact', '{}', 'c-1'))}`,
      'id-repeated warning 2',
    ],
    [
      'an event of the page’s own, with data that Meta does not know',
      `${READY}\nfbq trackCustom Video {percent: 25} {eventID: v}\n  > hit ${PIXEL} Video cd={percent: 25} eid=v\n+9s fbq trackCustom Video {percent: 50} {eventID: v}\n  > hit ${PIXEL} Video cd={percent: 50} eid=v`,
      'id-repeated warning 2',
    ],
    [
      'with the server’s copies, each under an id of its own',
      `${READY}\n${put}\n${copy('AddToCart', CHAIR, 'cached')}\n+2s ${put}\n${copy('AddToCart', CHAIR, 's-2')}`,
      'id-repeated warning 2',
    ],
    [
      'a view that is sent again',
      `${READY}\n${twice(sent('ViewContent', CHAIR, 'v'))}`,
      'id-repeated info 2',
    ],
    ['a purchase that is sent again', `${READY}\n${twice(sent('Purchase', PAID, 'o-1'))}`],
    ['one click that two listeners hear', `${READY}\n${put}\n${put}`],
    ['a page that is loaded again', `${page('a')}\n${put}\n+3s ${page('b')}\n${put}`],
    [
      'two scripts that share it',
      `${READY}\n${from('shop.example/plugin.js', 'AddToCart', CHAIR, 'a')}\n+2s ${from('www.googletagmanager.com/gtm.js', 'AddToCart', CHAIR, 'a')}`,
    ],
  ])('%s', (_what, text, ...said) => {
    expect(saidOf(text)).toEqual(said);
  });
});

describe('ids of browser and server', () => {
  const both = (name: string, browser: string, server: string, data = '{}') =>
    `${sent(name, data, browser)}\n${copy(name, data, server)}`;
  test.each<[what: string, text: string, words: RegExp]>([
    [
      'random numbers, one for each side',
      `${both('Lead', '1384771020', '992133218')}\n${both('Contact', '778120034', '313370009')}`,
      /Lead and Contact.* never match.* a random number of its own/,
    ],
    [
      'random ids, one for each side, of one purchase',
      both(
        'Purchase',
        'cd5a9bd0-0000-4000-8000-000000000001',
        'af0c2f5e-0000-4000-8000-000000000002',
        PAID,
      ),
      /Purchase.* a random UUID of its own/,
    ],
    [
      'the time on each side',
      both('Purchase', '1795251600100', '1795251600350', PAID),
      /each side seems to create a time of its own/,
    ],
    [
      'a prefix on one side',
      both('Purchase', 'order-9001', '9001', PAID),
      /one contains the other/,
    ],
    [
      'a prefix on one side, where another event has one id',
      `${both('Lead', 'l-1', 'l-1')}\n${both('Purchase', '9001', 'order_9001', PAID)}`,
      /Purchase .*one contains the other/,
    ],
    [
      'capitals on one side',
      both('Purchase', 'AB-9f01', 'ab-9F01', PAID),
      /only differ in upper and lower case/,
    ],
    [
      'a space behind it on one side',
      both('Lead', '"lead-778"', '"lead-778 "'),
      /only differ in spaces before or after/,
    ],
    [
      'a UUID without its hyphens on one side',
      both('Lead', '"3f2a9c1e-77aa-4b60-9c1b-0e5b2f1a0c11"', '"3f2a9c1e77aa4b609c1b0e5b2f1a0c11"'),
      /the same letters and digits, but not the same spaces, hyphens/,
    ],
    [
      'capitals and a space on one side',
      both('Lead', '"Lead-778"', '"lead-778 "'),
      /only differ in upper and lower case, and in spaces/,
    ],
    [
      'of two events, capitals on one, a space behind the other',
      `${both('Lead', '"Lead-778"', '"lead-778"')}\n${both('Contact', '"con-779"', '"con-779 "')}`,
      /only differ in upper and lower case, and in spaces/,
    ],
    [
      'an id as it stands in an address, on one side',
      both('Lead', '"form%2F77"', '"form/77"'),
      /the same letters and digits/,
    ],
    ['a short number behind a word', both('Purchase', 'order-77', '77', PAID), /one contains/],
    [
      'capitals, and nothing else in common',
      both('Lead', 'ABC-1f', 'abc-1f'),
      /only differ in upper and lower case/,
    ],
    [
      'the name of the event behind the id, and nothing else in common',
      both('Lead', 'gtm-1795219.17', 'gtm-1795219.17_lead'),
      /one contains the other/,
    ],
  ])('%s', (_what, text, words) => {
    const [found, ...others] = toldOf(`start 2026-11-21T09:00:00Z\n${READY}\n${text}`);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ rule: 'dedup/ids-unrelated', severity: 'warning' });
    expect(found?.message).toMatch(words);
  });

  it('are told once, in place of each copy that is missing', () => {
    const analysis = createAnalysis();
    const { entries } = session(
      `${READY}\n${both('Lead', 'a', 'b')}\n${both('Contact', 'c', 'd')}`,
    );
    analysis.add(entries);
    const rules = analysis.findings().map(({ rule }) => rule);
    expect(rules.filter((rule) => rule.startsWith('dedup/'))).toEqual(['dedup/ids-unrelated']);
    expect(analysis.pairs.all().flatMap(({ why }) => why)).toEqual([
      'dedup/ids-unrelated',
      'dedup/ids-unrelated',
    ]);
  });

  test.each([
    [
      'an import that lacks one of several',
      `${both('Lead', 'a', 'a')}\n${sent('Contact', '{}', 'b')}\n${copy('Contact', '{}', 'other')}`,
    ],
    [
      'another event of the server’s, much later',
      `${sent('Purchase', PAID, 'a')}\n+2h ${copy('Purchase', PAID, 'b')}`,
    ],
    [
      'another amount',
      both('Purchase', 'a', 'b').replace('{}', PAID).replace(/\{\}$/, '{value: 7, currency: EUR}'),
    ],
    [
      'the server’s copies of other visitors',
      `hit ${PIXEL} Lead eid=a fbp=fb.1.1795219200000.1\nserver ${PIXEL} Lead id=b user_data={fbp: "fb.1.1795219200000.2"}\nhit ${PIXEL} Contact eid=c fbp=fb.1.1795219200000.1\nserver ${PIXEL} Contact id=d user_data={fbp: "fb.1.1795219200000.2"}`,
    ],
    [
      'a busy server',
      `${sent('Purchase', PAID, 'a')}\n${copy('Purchase', PAID, 'b')}\n${copy('Purchase', PAID, 'c')}\n${copy('Purchase', PAID, 'd')}`,
    ],
  ])('%s', (_what, text) => {
    expect(saidOf(`${READY}\n${text}`)).toEqual([]);
  });
});

test('the same in any order and in batches of any size', () => {
  const { entries } = session(
    `${page('a')}\n${sent('Lead', '{}', 'l-1')}\n${sent('Purchase', order('W-1'), 'e1')}\n${copy('Purchase', order('W-1'), 's')}\n+1s ${page('b')}\n${sent('Lead', '{}', 'l-2')}\n${sent('Purchase', order('W-1'), 'e2')}\n+2s ${sent('AddToCart', CHAIR, 'x')}\n+2s ${sent('AddToCart', CHAIR, 'x')}\n${sent('AddToCart', CHAIR)}`,
  );
  const readingOf = (batches: readonly (typeof entries)[]) => {
    const analysis = createAnalysis();
    for (const batch of batches) {
      analysis.add(batch);
      analysis.troubles();
    }
    return {
      findings: analysis.findings(),
      pairs: analysis.pairs.all(),
      troubles: analysis.troubles(),
    };
  };
  const whole = readingOf([entries]);
  expect(whole.findings.filter(({ rule }) => RULES.includes(rule)).length).toBeGreaterThan(2);
  fc.assert(
    fc.property(
      fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
      fc.integer({ min: 1, max: 5 }),
      (shuffled, size) => {
        const batches = Array.from({ length: Math.ceil(shuffled.length / size) }, (_, i) =>
          shuffled.slice(i * size, (i + 1) * size),
        );
        expect(readingOf(batches)).toEqual(whole);
      },
    ),
    { numRuns: 60 },
  );
});
