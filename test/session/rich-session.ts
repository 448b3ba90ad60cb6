import type { Entry } from '../../src/session/entry.ts';
import { entries } from './session.ts';

/** Two pixels of the session below. */
export const PIXEL = '468742119653388';
export const OTHER_PIXEL = '28569583012647858';

const START = Date.UTC(2026, 10, 21, 9, 42, 7, 114);
const HASH = '62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f';
const ORDER_ID = '952280112345678901234502';
const MESSAGE_ID = 'ajs-next-1795227935000-7f3c';

/** The address of a pixel's hit as the SDK writes it (domain facts 3.1). */
export function pixelUrl(pixel: string, event: string, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    id: pixel,
    ev: event,
    dl: 'https://shop.example/checkout?step=2',
    rl: 'https://shop.example/cart',
    if: 'false',
    ts: String(START),
    sw: '1920',
    sh: '1080',
    v: '2.9.325',
    r: 'stable',
    ec: '0',
    o: '4126',
    fbp: 'fb.1.1795227929562.1234567890',
    it: String(START - 400),
    coo: 'false',
    rqm: 'GET',
    ...more,
  });
  return `https://www.facebook.com/tr/?${query}`;
}

/** A call with a stack. */
const STACK = `with {stack: "Error\\n    at track (https://shop.example/assets/checkout.js:120:14)\\n    at HTMLButtonElement.onclick (https://shop.example/checkout:44:9)"}`;

/** What the recorder saw of a request that left `at` ms after the start, besides its end. */
const seen = (at: number, more = '') => `with {endAt: ${START + at + 48}, frameId: 0${more}}`;

/** The pixel's image, or another request to the same address. */
const sent = (at: number, event: string, more: Record<string, string> = {}, how = 'GET') => {
  const url = pixelUrl(PIXEL, event, { ts: String(START + at - 2), ...more });
  return `request ${how} ${url} ${how === 'GET' ? 'image' : ''}`;
};

const json = (value: unknown) => JSON.stringify(JSON.stringify(value));

const COLLECTED = json({
  event_name: 'purchase',
  amount: 101,
  currency: 'EUR',
  user: { email: "o'neil@example.com", consent_categories: ['1', '3'] },
  integrations: { facebook: { event_id: '952280112345678901234540', fbp: 'fb.1.1.2' } },
  context: {
    event_id: '952280112345678901234540',
    page: { url: 'https://shop.example/checkout' },
    device: { timezone: 'Europe/Berlin' },
  },
});

const TRACKED = json({
  type: 'track',
  event: 'Order Completed',
  messageId: MESSAGE_ID,
  anonymousId: 'a-1',
  writeKey: 'wk',
  properties: { revenue: 101, currency: 'EUR' },
  context: {
    page: { url: 'https://shop.example/checkout' },
    library: { name: 'analytics.js' },
  },
});

const CHECKOUT = `
start ${new Date(START).toISOString()}
page checkout https://shop.example/checkout?step=2
@8 dataLayer {gtm.start: ${START}, event: gtm.js}
@11 #checkout:c1 consent onetrust load {groups: ",C0001,"}
@12 fbq init ${PIXEL} ${STACK}
@12.5 fbq track PageView
@90 #checkout:h1 library ${seen(90)}
@220 #checkout:h2 config ${PIXEL} ${seen(220, `, url: "https://connect.facebook.net/signals/config/${PIXEL}?v=2.9.325&r=stable&domain=shop.example"`)}
@391 #checkout:h3 ${sent(391, 'PageView')} ${seen(391)}
@2204 loyjoy newsletter_single_opt_in {process_name: "Spring quiz", process_id: p-77}
  @2204.5 dataLayer {evt: newsletter_single_opt_in, bot_id: b1}
  @2205 fbq track Lead {value: 0, currency: EUR} {eventID: lj-77f1} ${STACK}
@2233 #checkout:h4 ${sent(2233, 'Lead', { 'cd[value]': '0', 'cd[currency]': 'EUR', eid: 'lj-77f1', 'ud[em]': HASH, ec: '1' })} ${seen(2233)}
@2610 #7 server ${PIXEL} Lead id=lj-77f1 user_data={em: ["${HASH}"]} event_source_url=(undefined) with {where: "POST /v25.0/${PIXEL}/events", answer: {status: 200, message: "events_received: 1"}}
@3100 #checkout:c2 consent onetrust OneTrustGroupsUpdated {groups: ",C0001,C0002,C0004,"}
@5871 fbq track Purchase {value: 101, currency: EUR, contents: [{id: house-250, quantity: 2}]} {eventID: "${ORDER_ID}"} ${STACK}
@5874 cact trigger purchase {amount: 101, currency: EUR, items: [{id: house-250}, {id: filter}]}
@5902 #checkout:h5 ${sent(5902, 'Purchase', { 'cd[value]': '101', 'cd[currency]': 'EUR', 'cd[contents]': '[{"id":"house-250","quantity":2}]', eid: ORDER_ID, ec: '2' })} 204 ${seen(5902)}
@5930 #checkout:h6 request POST https://collect.commander1.com/events?tc_s=4711&token=a1b2c3 ping ${COLLECTED} contentType=text/plain;charset=UTF-8 ${seen(5930)}
@6410 analytics track "Order Completed" {revenue: 101, currency: EUR} with {messageId: "${MESSAGE_ID}"}
  @6412 fbq trackSingle ${OTHER_PIXEL} Purchase {value: "101.00"} {eventID: "${MESSAGE_ID}"}
@6455 #checkout:h7 request POST https://api.segment.io/v1/t xmlhttprequest ${TRACKED} contentType=text/plain 500 ${seen(6455)}`;

/** One hit per outcome that a request can have. */
const OUTCOMES = `
@8000 #checkout:h8 ${sent(8000, 'ViewContent')} blocked ${seen(8000)}
@8400 #checkout:h9 ${sent(8400, 'AddToCart')} failed ${seen(8400, ', error: "net::ERR_NAME_NOT_RESOLVED"')}
@8800 #checkout:h10 ${sent(8800, 'Search', {}, 'POST')} ping cancelled ${seen(8800)}
@9100 #checkout:h11 ${sent(9100, 'Contact')} redirected ${seen(9100, ', redirect: "https://www.facebook.com/tr/?id=1&redirected"')}
@9400 #checkout:h12 ${sent(9400, 'Schedule')} pending with {frameId: 0}
@9500 #checkout:h13 ${sent(9500, 'Subscribe', {}, 'POST')} xmlhttprequest with {endAt: ${START + 9548}, joinedBy: origin}`;

/** Hits that cannot be decoded whole. */
const MALFORMED = `
@9700 #checkout:h14 request GET https://www.facebook.com/tr/?id=${PIXEL}&ev=%E0%A4%A&cd[note]=%ZZ&id=1&id=2 image ${seen(9700)}
@9800 #checkout:h15 request POST https://www.facebook.com/tr/ ping "--x\\r\\nContent-Disposition: form-data; name=\\"id\\"\\r\\n\\r\\n${PIXEL}\\r\\n--x\\r\\nContent-Dis" contentType="multipart/form-data; boundary=x" ${seen(9800)}
@9900 #checkout:h16 request POST https://www.facebook.com/tr/ ping ${seen(9900, ', marks: [body-unreadable], body: {kind: unreadable, reason: "a Blob beacon; Chromium does not show its body"}')}
@10000 #checkout:h17 request GET "https://www.facebook.com/tr/?id=${PIXEL}&ev=Search&cd[q]=${'<img src=x onerror=alert(1)>'.repeat(36_000)}" image ${seen(10000)}
@10100 #checkout:h18 request POST https://www.facebook.com/tr/ sub_frame contentType=application/x-www-form-urlencoded ${seen(10100, `, marks: [duplicate-key], events: [{pixelId: "${PIXEL}", eventName: SubmitApplication, parameters: {id: "${PIXEL}", ev: SubmitApplication, "cd[a]": "1", "cd[a] (2)": "2", dl: "https://shop.example/"}}], body: {kind: form, fields: {id: ["${PIXEL}"], ev: [SubmitApplication], "cd[a]": ["1", "2"], dl: ["https://shop.example/"]}}`)}
@10300 gap 90-96`;

const AFTER = `
@12300 route https://shop.example/thanks
@12310 fbq track PageView
@12500 fbq track Search {search_string: x}
@12600 fbq track Search {search_string: x}
@12700 #checkout:h19 ${sent(12_700, 'Search', { 'cd[search_string]': 'x', 'cd[other]': 'y', ec: '9' })} ${seen(12_700)}
@12750 #checkout:h20 ${sent(12_750, 'Search', { 'cd[search_string]': 'x', ec: '10' })} ${seen(12_750)}
@14000 page account https://shop.example/account
@14004 fbq track AddToWishlist
@14010 fbq init ${OTHER_PIXEL}
@14011 fbq consent revoke
@14600 fbq trackCustom product_tester {step: 1}
@14900 dataLayer {event: view_account}`;

/** Options of the session: how many more calls a burst makes. */
export interface RichOptions {
  burst?: number;
}

/**
 * A session with one of everything that the panel shows: each kind of entry, each outcome of a hit,
 * malformed hits, chains over every source, consent. Made by hand after the facts, with the real
 * decoders; its times and ids are fixed.
 */
export function richSession({ burst = 0 }: RichOptions = {}): Entry[] {
  const scrolled = Array.from(
    { length: burst },
    (_, i) => `@${11_000 + i / 2} dataLayer {event: scroll, depth: ${i}}`,
  );
  // Numbers go on behind the server's event: those of the gap are another matter.
  const later = `#12 ${[...scrolled, AFTER].join('\n').trim()}`;
  const text = [CHECKOUT, OUTCOMES, MALFORMED, later].join('\n');
  return entries(text).sort((a, b) => a.at - b.at);
}

/** Entries as the lines of a session file. */
export function toLines(entries: readonly Entry[]): string {
  return entries.map((entry) => JSON.stringify(entry)).join('\n');
}
