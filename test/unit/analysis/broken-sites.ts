import type { PageValue } from '../../../src/session/value.ts';
import { OTHER_PIXEL, PIXEL, sent } from '../../session/fragments.ts';
import { writeValue } from '../../session/value-text.ts';
import { ACT_ITEMS, BUY, GA_ITEMS, type Site, site, USER } from './correct-sites.ts';

const PURCHASE = {
  value: 34.3,
  currency: 'EUR',
  contents: [{ id: 'house-250', quantity: 2, item_price: 17.15 }],
  content_type: 'product',
  order_id: 'order-77',
};
const ACT_ORDER = `id: order-77, currency: EUR, revenue: 34.3, value: 34.3, items: ${ACT_ITEMS}, user: {${USER}`;

/**
 * A checkout that every system takes part in: data layer, trigger, pixel, server. Without anything
 * of this it is right in everything; each of these makes it wrong in one way.
 */
interface Parts {
  name?: string;
  data?: PageValue;
  eventId?: string | undefined;
  serverId?: string | undefined;
  serverName?: string;
  serverData?: PageValue;
  outcome?: 'blocked' | 'failed';
  nested?: boolean;
  noCall?: boolean;
  noServer?: boolean;
  withAct?: boolean;
  actId?: string;
  serverPixel?: string;
  track?: string;
  options?: PageValue;
  /** More words of the server's line. */
  serverMore?: string;
}
function checkout(p: Parts): () => Site {
  const name = p.name ?? 'Purchase';
  const data = p.data ?? PURCHASE;
  const eventId = 'eventId' in p ? p.eventId : 'order-77';
  const serverId = 'serverId' in p ? p.serverId : 'order-77';
  const actId = p.actId ?? eventId;
  const options = p.options ?? (eventId === undefined ? undefined : { eventID: eventId });
  const act = p.withAct
    ? `cact trigger purchase {${ACT_ORDER}}}
cact-hit purchase {${ACT_ORDER}, consent_categories: ["1", "2"], rejected_vendors: []}, integrations: {facebook: {event_id: "${actId}"}}} eventId=${actId}`
    : '';
  const push = `dataLayer {event: purchase, ecommerce: {transaction_id: order-77, currency: EUR, value: 34.3, items: ${GA_ITEMS}}}`;
  const given = options === undefined ? '' : writeValue(options);
  const isInside = p.nested !== false;
  const call = p.noCall
    ? ''
    : `${isInside ? '  ' : ''}fbq ${p.track ?? 'track'} ${name} ${writeValue(data)} ${given}
hit ${PIXEL} ${name} cd=${writeValue(data)}${eventId === undefined ? '' : ` eid=${eventId}`} ${p.outcome ?? ''}`;
  const server = (event: string, words: string, pixel = PIXEL) =>
    p.noServer ? '' : `server.import ${pixel} ${event} ${words}`;
  const copied = `${serverId === undefined ? '' : `id=${serverId}`} ${p.serverMore ?? ''} ${writeValue(p.serverData ?? PURCHASE)}`;
  return site({ consent: { categories: { trust: '2' } } })`
    page a https://shop.test/checkout
    consent cookiebot load {consented: true, declined: false, hasResponse: true, consent: {necessary: true, preferences: true, statistics: true, marketing: true}}
    +300 fbq init ${PIXEL}
    fbq track PageView {} {eventID: pv}
    library
    config ${PIXEL}
    hit ${PIXEL} PageView eid=pv
    ${server('PageView', 'id=pv')}
    ${act}
    ${push}
    ${call}
    ${server(p.serverName ?? 'Purchase', copied, p.serverPixel)}
    +8s
    ${sent('Lead', '{}', 'lead-1')}
  `;
}

const { currency: _c, ...noCurrency } = PURCHASE;
const { value: _v, ...noValue } = PURCHASE;
const { order_id: _o, ...noOrder } = PURCHASE;

const cases: Record<string, Parts> = {
  right: {},
  rightAct: { withAct: true },
  wrongCase: { name: 'purchase' },
  wrongCaseNoServer: { name: 'purchase', noServer: true },
  wrongCaseAct: { name: 'purchase', withAct: true, noServer: true },
  wrongCaseAsync: { name: 'purchase', nested: false },
  renamed: { name: 'OrderPlaced', track: 'trackCustom' },
  renamedNoServer: { name: 'OrderPlaced', track: 'trackCustom', noServer: true },
  renamedAct: { name: 'OrderPlaced', track: 'trackCustom', noServer: true, withAct: true },
  otherStandard: { name: 'Lead' },
  missingCurrency: { data: noCurrency },
  missingCurrencyNoServer: { data: noCurrency, noServer: true },
  missingCurrencyAct: { data: noCurrency, noServer: true, withAct: true },
  missingValue: { data: noValue },
  badValue: { data: { ...PURCHASE, value: '34,30' } },
  badValueNoServer: { data: { ...PURCHASE, value: '34,30' }, noServer: true },
  badCurrency: { data: { ...PURCHASE, currency: 'EURO' } },
  otherValue: { data: { ...PURCHASE, value: 30 } },
  otherCurrency: { data: { ...PURCHASE, currency: 'USD' } },
  serverOtherValue: { serverData: { ...PURCHASE, value: 30 } },
  noEventId: { eventId: undefined },
  noEventIdAct: {
    eventId: undefined,
    withAct: true,
    actId: '952000000003000000000000',
    noServer: true,
  },
  serverNoId: { serverId: undefined },
  mistypedOption: { eventId: undefined, options: { eventId: 'order-77' } },
  idInData: { eventId: undefined, data: { ...PURCHASE, eventID: 'order-77' } },
  idMismatch: { serverId: 'srv-1' },
  idMismatchNoOrder: { serverId: 'srv-1', data: noOrder, serverData: noOrder },
  serverName: { serverName: 'purchase' },
  serverPixel: { serverPixel: OTHER_PIXEL },
  blocked: { outcome: 'blocked' },
  blockedNoServer: { outcome: 'blocked', noServer: true },
  failed: { outcome: 'failed' },
  blockedAct: { outcome: 'blocked', withAct: true, noServer: true },
  noCall: { noCall: true },
  noCallNoServer: { noCall: true, noServer: true },
  noCallAct: { noCall: true, noServer: true, withAct: true },
  serverBadTime: { serverMore: 'event_time=(1794441600)' },
  serverNoActionSource: { serverMore: 'action_source=(undefined)' },
  trackPurchaseCustom: { track: 'trackCustom' },
};

const pages: Record<string, () => Site> = {
  trackPurchaseCustom: site({ consent: { categories: { trust: '2' } } })`
    page a https://shop.test/checkout
    consent cookiebot load {consented: true, declined: false, hasResponse: true, consent: {necessary: true, preferences: true, statistics: true, marketing: true}}
    +305 fbq init ${PIXEL}
    fbq track PageView {} {eventID: pv}
    library
    config ${PIXEL}
    hit ${PIXEL} PageView eid=pv
    server.import ${PIXEL} PageView id=pv
    dataLayer {event: purchase, ecommerce: {transaction_id: order-77, currency: EUR, value: 34.3, items: ${GA_ITEMS}}}
      fbq trackCustom Purchase ${BUY} {eventID: order-77}
    hit ${PIXEL} Purchase cd=${BUY} eid=order-77
    server.import ${PIXEL} Purchase id=order-77 ${BUY}
    +8005 fbq track Lead {} {eventID: lead-1}
    hit ${PIXEL} Lead eid=lead-1
  `,
  beforeInit: site()`
    page a https://shop.test/
    fbq track PageView {} {eventID: p1}
    fbq init ${PIXEL}
    library
    config ${PIXEL}
    ${sent('Lead', '{}', 'lead-1')}
  `,
  beforeInitPurchasePush: site()`
    page a https://shop.test/
    dataLayer {event: purchase, ecommerce: {value: 34.3, currency: EUR, items: ${GA_ITEMS}}}
      fbq track Purchase ${BUY} {eventID: order-77}
    fbq init ${PIXEL}
    library
    config ${PIXEL}
    ${sent('Lead', '{}', 'lead-1')}
    server.import ${PIXEL} Purchase id=order-77 ${BUY}
  `,
  libraryBlocked: site()`
    page a https://shop.test/
    fbq init ${PIXEL}
    fbq track PageView {} {eventID: p1}
    library blocked
    dataLayer {event: purchase, ecommerce: {value: 34.3, currency: EUR, items: ${GA_ITEMS}}}
      fbq track Purchase ${BUY} {eventID: order-77}
    server.import ${PIXEL} PageView id=p1
    server.import ${PIXEL} Purchase id=order-77 ${BUY}
  `,
  deadlock: site()`
    page a https://shop.test/
    consent cookiebot load {consented: true, declined: false, hasResponse: true, consent: {necessary: true, preferences: true, statistics: true, marketing: true}}
    fbq consent revoke
    fbq init ${PIXEL}
    fbq track PageView
    fbq consent grant
    library
    config ${PIXEL}
    +9015 dataLayer {event: x}
  `,
  sentDenied: site()`
    page a https://shop.test/
    consent cookiebot load {consented: false, declined: true, hasResponse: true, consent: {necessary: true, preferences: false, statistics: false, marketing: false}}
    +505 fbq init ${PIXEL}
    fbq track PageView
    library
    config ${PIXEL}
    hit ${PIXEL} PageView
    ${sent('Lead', '{}', 'lead-1')}
  `,
  sentEarly: site()`
    page a https://shop.test/
    consent cookiebot load {consented: false, declined: false, hasResponse: false, consent: {necessary: true, preferences: false, statistics: false, marketing: false}}
    +505 fbq init ${PIXEL}
    fbq track PageView
    library
    config ${PIXEL}
    hit ${PIXEL} PageView
    ${sent('Lead', '{}', 'lead-1')}
  `,
  doubleFire: site()`
    page a https://shop.test/
    fbq init ${PIXEL}
    library
    config ${PIXEL}
    ${sent('Purchase', BUY, 'order-77')}
    ${sent('Purchase', BUY, 'order-77')}
  `,
  sameIdEveryTime: site()`
    page a https://shop.test/
    fbq init ${PIXEL}
    library
    config ${PIXEL}
    ${sent('AddToCart', '{value: 1, currency: EUR, content_ids: [a], content_type: product}', 'x')}
    ${sent('AddToCart', '{value: 2, currency: EUR, content_ids: [b], content_type: product}', 'x')}
    ${sent('Purchase', BUY, 'x')}
  `,
  previousTrigger: site({ consent: { commandersAct: 'managed' } })`
    page a https://shop.test/cart
    fbq init ${PIXEL}
    library
    config ${PIXEL}
    cact trigger page_view {user: {${USER}}}
    cact-hit page_view {user: {${USER}, consent_categories: ["1", "2"], rejected_vendors: []}, integrations: {facebook: {event_id: "952000000001000000000000"}}} eventId=952000000001000000000000
    fbq track Purchase ${BUY} {eventID: "952000000001000000000000"}
    hit ${PIXEL} Purchase cd=${BUY} eid=952000000001000000000000
    cact trigger purchase {id: order-77, currency: EUR, revenue: 34.3, value: 34.3, items: ${ACT_ITEMS}, user: {${USER}}}
    cact-hit purchase {id: order-77, currency: EUR, revenue: 34.3, value: 34.3, items: ${ACT_ITEMS}, user: {${USER}, consent_categories: ["1", "2"], rejected_vendors: []}, integrations: {facebook: {event_id: "952000000002000000000000"}}} eventId=952000000002000000000000
  `,
};

/** By what is wrong. */
export const broken: Readonly<Record<string, () => Site>> = {
  ...Object.fromEntries(Object.entries(cases).map(([name, parts]) => [name, checkout(parts)])),
  ...pages,
};
