import { OFF, ON, OTHER_PIXEL, oneTrust, PIXEL, sent, triggered } from '../../session/fragments.ts';
import { session } from '../../session/session.ts';
import type { Site } from './correct-sites.ts';

/**
 * Visits as people make them, some of them over before anything could have come: what is right of
 * them, and what is wrong.
 */

const PAGE = 'page https://shop.example/ with {tabId: 1}';
const LOADS = `fbq init ${PIXEL}\nlibrary\nconfig ${PIXEL}`;
const VIEW = `fbq track PageView\n  > hit ${PIXEL} PageView`;

const RIGHT: Readonly<Record<string, string>> = {
  'next.js: pageview on route, disablePushState': `${PAGE}\n${LOADS}\n${VIEW}\n+2s route https://shop.example/a\nfbq track PageView\nhit ${PIXEL} PageView dl=https://shop.example/a`,
  'gtm meta tag: init with user data, event per tag': `${PAGE}\ndataLayer {gtm.start: 1, event: gtm.js}\nfbq init ${PIXEL} {em: ""}\nfbq set agent tmgoogletagmanager ${PIXEL}\nlibrary\nconfig ${PIXEL}\nfbq trackSingle ${PIXEL} PageView {} {eventID: "1.2"}\n  > hit ${PIXEL} PageView tm=1 eid=1.2`,
  'short visit: consent banner open, stub only': `${PAGE}\n${oneTrust(OFF, false)}\nfbq init ${PIXEL}\nfbq track PageView`,
  'short visit: pixel loaded after yes, then end': `${PAGE}\n${oneTrust(ON)}\n${LOADS}\n${VIEW}`,
  'click closes the recording: contact hit came': `${PAGE}\n${LOADS}\n${VIEW}\n+3s fbq track Contact\n  > hit ${PIXEL} Contact`,
  'revoked and refused': `${PAGE}\n${oneTrust(OFF)}\nfbq consent revoke\n${LOADS}\nfbq track PageView`,
  'signals gateway beside the pixel': `${PAGE}\n${LOADS}\nfbq track PageView {} {eventID: p1}\n  > hit ${PIXEL} PageView eid=p1\n  > gateway-hit 2471263269676949709 PageView id=p1 {}`,
  'two pixels one call each': `${PAGE}\nfbq init ${PIXEL}\nfbq init ${OTHER_PIXEL}\nlibrary\nconfig ${PIXEL}\nconfig ${OTHER_PIXEL}\nfbq track PageView\n  > hit ${PIXEL} PageView\n  > hit ${OTHER_PIXEL} PageView`,
  'checkout with three EE steps': `${PAGE}\n${LOADS}\n${VIEW}\ndataLayer {event: checkout, ecommerce: {checkout: {actionField: {step: 1}, products: [{id: a, price: "9", quantity: 1}]}}}\n${sent('InitiateCheckout')}\n+5s dataLayer {event: checkout, ecommerce: {checkout: {actionField: {step: 2}, products: [{id: a, price: "9", quantity: 1}]}}}\n+5s dataLayer {event: checkoutOption, ecommerce: {checkout_option: {actionField: {step: 2, option: Visa}}}}\n+5s ${sent('AddPaymentInfo')}`,
  'form lead then thank-you pageview': `${PAGE}\n${LOADS}\n${VIEW}\n+9s ${sent('Lead', '{content_name: News}', 'l1')}\n+1s page e https://shop.example/thanks with {tabId: 1}\n${LOADS}\n${VIEW}`,
  'lead ajax, stays on page, second form': `${PAGE}\n${LOADS}\n${VIEW}\n+9s ${sent('Lead', '{content_name: News}', 'l1')}\n+9s ${sent('Lead', '{content_name: Call}', 'l2')}`,
  'contact clicks on two pages': `${PAGE}\n${LOADS}\n${VIEW}\n+9s ${sent('Contact')}\n+9s page e https://shop.example/two with {tabId: 1}\n${LOADS}\n${VIEW}\n+9s ${sent('Contact')}`,
  'cact and pixel, last trigger is sent': `${PAGE}\n${triggered('page_view', 'a: 1', 'a1')}\n+2s ${triggered('purchase', 'value: 34.3, currency: EUR, id: "77", items: [{id: a, quantity: 1, product: {id: a, price: 34.3}}]', 'b1')}`,
  'cact only with emit': `${PAGE}\ncact emit page_view {}\n+8s cact emit purchase {}`,
  'two tabs': `${PAGE}\n${LOADS}\n${VIEW}\npage e https://shop.example/two with {tabId: 2}\n${LOADS}\n${VIEW}`,
  'the visitor refused, and nothing is loaded': `${PAGE}\n${oneTrust(OFF)}\nfbq init ${PIXEL}\nfbq track PageView\n+9s fbq track Lead`,
  'an event just before the next page': `${PAGE}\n${LOADS}\n${VIEW}\n+2s fbq track Lead {} {eventID: l1}\n  > hit ${PIXEL} Lead eid=l1\npage e https://shop.example/next with {tabId: 1}\n${LOADS}\n${VIEW}`,
  'woo: AddToCart click, cart page': `${PAGE}\n${LOADS}\n${VIEW}\n+5s ${sent('AddToCart', '{content_ids: [a], content_type: product, value: 9, currency: EUR}', 'c1')}\n+1s page e https://shop.example/cart with {tabId: 1}\n${LOADS}\n${VIEW}`,
  'InitiateCheckout on load of the checkout only': `${PAGE}\n${LOADS}\n${VIEW}\n+5s page e https://shop.example/checkout with {tabId: 1}\n${LOADS}\n${VIEW}\n${sent('InitiateCheckout', '{value: 9, currency: EUR}')}\n+2s page f https://shop.example/checkout/pay with {tabId: 1}\n${LOADS}\n${VIEW}\n${sent('AddPaymentInfo', '{value: 9, currency: EUR}')}`,
  'init waits for an event of a widget (short)': `${PAGE}\n${LOADS}`,
  'gtag purchase and pixel': `${PAGE}\n${LOADS}\n${VIEW}\ngtag event purchase {transaction_id: t1, value: 9.5, currency: EUR, items: [{item_id: a, quantity: 1, price: 9.5}]}\n${sent('Purchase', '{value: 9.5, currency: EUR, contents: [{id: a, quantity: 1}], content_type: product}', 't1')}`,
  'search typed braces': `${PAGE}\n${LOADS}\n${VIEW}\n${sent('Search', '{search_string: "{{x}}"}')}`,
  'shopify web pixel in a sandbox frame': `${PAGE}\nframe s https://shop.example/wpm/sandbox with {tabId: 1}\n${LOADS}\nfbq track PageView {} {eventID: sh-1}\n  > hit ${PIXEL} PageView eid=sh-1`,
  'cookiebot prior: revoke then grant by event': `${PAGE}\nconsent cookiebot load {consented: false, declined: false, hasResponse: false, consent: {necessary: true, preferences: false, statistics: false, marketing: false}}\nfbq consent revoke\n${LOADS}\nfbq track PageView\n+3s consent cookiebot CookiebotOnAccept {consented: true, declined: false, hasResponse: true, consent: {necessary: true, preferences: true, statistics: true, marketing: true}}\nfbq consent grant\nhit ${PIXEL} PageView`,
  'visit ends right after the yes': `${PAGE}\n${oneTrust(OFF, false)}\nfbq consent revoke\n${LOADS}\nfbq track PageView\n+3s ${oneTrust(ON)}`,
  'library slow, end of recording': `${PAGE}\nfbq init ${PIXEL}\nfbq track PageView\nlibrary pending`,
  'iframe widget with no pixel': `${PAGE}\n${LOADS}\n${VIEW}\nframe w https://widget.example/ with {tabId: 1}`,
  'custom event on every click': `${PAGE}\n${LOADS}\n${VIEW}\n+1s fbq trackCustom Click {n: 1}\n  > hit ${PIXEL} Click cd={n: 1}\n+200ms fbq trackCustom Click {n: 2}\n  > hit ${PIXEL} Click cd={n: 2}`,
  'subscribe after lead': `${PAGE}\n${LOADS}\n${VIEW}\n+9s ${sent('Lead', '{value: 5, currency: EUR}')} dl=https://shop.example/\n+1s page e https://shop.example/thanks with {tabId: 1}\n${LOADS}\n${VIEW}\n${sent('Subscribe', '{value: 5, currency: EUR}')} dl=https://shop.example/thanks`,
  'ViewContent on two product pages of a router': `${PAGE}\n${LOADS}\n${VIEW}\n${sent('ViewContent', '{content_ids: [a], content_type: product}')} dl=https://shop.example/a\n+1s route https://shop.example/b\n${sent('ViewContent', '{content_ids: [b], content_type: product}')} dl=https://shop.example/b`,
  'limited data use': `${PAGE}\nfbq dataProcessingOptions ["LDU"] (0) (0)\n${LOADS}\n${VIEW}`,
  'add to cart twice by the user': `${PAGE}\n${LOADS}\n${VIEW}\n+5s ${sent('AddToCart', '{content_ids: [a], content_type: product, value: 9, currency: EUR}', 'c1')}\n+4s ${sent('AddToCart', '{content_ids: [a], content_type: product, value: 9, currency: EUR}', 'c2')}`,
  'checkout button again after going back': `${PAGE}\n${LOADS}\n${VIEW}\n+5s ${sent('InitiateCheckout', '{value: 9, currency: EUR}', 'i1')} dl=https://shop.example/\n+1s page e https://shop.example/checkout with {tabId: 1}\n${LOADS}\n${VIEW}\n+9s page f https://shop.example/ with {tabId: 1}\n${LOADS}\n${VIEW}\n+9s ${sent('InitiateCheckout', '{value: 9, currency: EUR}', 'i2')} dl=https://shop.example/`,
  'a trigger just before the end': `${PAGE}\ncact trigger page_view {}`,
  'pixel waits for load-on-scroll, stub absent': `${PAGE}\ndataLayer {event: gtm.js, gtm.start: 1}\n+9s dataLayer {event: gtm.scrollDepth}`,
  'two checkouts steps without numbers': `${PAGE}\n${LOADS}\n${VIEW}\ndataLayer {event: checkout, ecommerce: {checkout: {products: [{id: a, price: "9", quantity: 1}]}}}\n${sent('InitiateCheckout')}`,
  'a word for nothing in a name': `${PAGE}\n${LOADS}\n${VIEW}\n${sent('ViewContent', '{content_name: "Null problemo", content_ids: [a], content_type: product}')}`,
  'a product id that begins like a word': `${PAGE}\n${LOADS}\n${VIEW}\n${sent('ViewContent', '{content_ids: ["nullarbor-1"], content_type: product}')}`,
};

/** Visits that are right as they stand. */
export const rightVisits: Record<string, () => Site> = Object.fromEntries(
  Object.entries(RIGHT).map(([name, text]) => [name, () => ({ entries: session(text).entries })]),
);

/** Visits with one fault: name, session, and the loud findings, each with its severity. */
export const wrongVisits: readonly [string, string, ...string[]][] = [
  [
    'ads blocker: library blocked',
    `${PAGE}\nfbq init ${PIXEL}\nfbq track PageView\nlibrary blocked`,
    'pixel/library-blocked warning',
  ],
  [
    'purchase after redirect lost, short',
    `${PAGE}\n${LOADS}\n${VIEW}\n+2s fbq track Purchase {value: 1, currency: EUR}\n+1500ms dataLayer {event: done}`,
    'pixel/no-hit warning',
  ],
  [
    'traffic permission, short',
    `${PAGE}\n${LOADS}\nfbq track PageView\n+2s dataLayer {event: x}`,
    'pixel/no-hit warning',
  ],
  [
    'granted but locked',
    `${PAGE}\nfbq consent revoke\n${LOADS}\n${oneTrust(ON)}\nfbq track PageView\n+2s dataLayer {event: x}`,
    'pixel/grant-missing warning',
  ],
  ['init only', `${PAGE}\n${LOADS}\n+3s dataLayer {event: x}`, 'pixel/init-without-event warning'],
  [
    'config hangs',
    `${PAGE}\nfbq init ${PIXEL}\nfbq track PageView\nlibrary\nconfig ${PIXEL} pending\n+9s dataLayer {event: x}`,
    'pixel/no-hit warning',
  ],
  [
    'last trigger lost',
    `${PAGE}\n${triggered('page_view', 'a: 1', 'a1')}\n+2s cact trigger purchase {id: "7"}\n+4s dataLayer {event: x}`,
    'connector/never-left warning',
  ],
  [
    'IC on button and on checkout',
    `${PAGE}\n${LOADS}\n${VIEW}\n+4s ${sent('InitiateCheckout', '{value: 9, currency: EUR}', 'i1')} dl=https://shop.example/\n+1s page e https://shop.example/checkout with {tabId: 1}\n${LOADS}\n${VIEW}\n${sent('InitiateCheckout', '{value: 9, currency: EUR}', 'i2')} dl=https://shop.example/checkout`,
    'dedup/sent-twice warning',
  ],
  [
    'registration submit and welcome',
    `${PAGE}\n${LOADS}\n${VIEW}\n+4s ${sent('CompleteRegistration')} dl=https://shop.example/\n+1s page e https://shop.example/welcome with {tabId: 1}\n${LOADS}\n${VIEW}\n${sent('CompleteRegistration')} dl=https://shop.example/welcome`,
    'dedup/sent-twice warning',
  ],
  [
    'placeholder in trackSingle',
    `${PAGE}\n${LOADS}\nfbq trackSingle "{{Pixel ID}}" Lead {content_name: "{{Form}}"}`,
    'pixel/pixel-id-missing error',
  ],
];
