import type { Site } from './correct-sites.ts';
import { SITE_PIXEL, SiteSession } from './site-session.ts';

const ITEM = { id: 'house-250', quantity: 2, item_price: 17.15 };
const PURCHASE = {
  value: 34.3,
  currency: 'EUR',
  contents: [ITEM],
  content_type: 'product',
  order_id: 'order-77',
};
const GA_ITEMS = [{ item_id: 'house-250', item_name: 'House', price: 17.15, quantity: 2 }];
const OTHER = '987654321098765';

/**
 * A checkout that every system takes part in: data layer, trigger, pixel, server. Without anything
 * of this it is right in everything; each of these makes it wrong in one way.
 */
interface Parts {
  name?: string;
  data?: Record<string, unknown>;
  eventId?: string | undefined;
  serverId?: string | undefined;
  serverName?: string;
  serverData?: Record<string, unknown>;
  outcome?: 'blocked' | 'failed';
  nested?: boolean;
  noCall?: boolean;
  noServer?: boolean;
  withAct?: boolean;
  actId?: string;
  serverPixel?: string;
  track?: string;
  options?: Record<string, unknown>;
  noPush?: boolean;
  serverMore?: Record<string, unknown>;
  hitName?: string;
  preload?: string;
}
function checkout(p: Parts): Site {
  const s = new SiteSession().page('a', 'https://shop.test/checkout');
  s.consent('cookiebot', 'load', {
    consented: true,
    declined: false,
    hasResponse: true,
    consent: { necessary: true, preferences: true, statistics: true, marketing: true },
  });
  s.at += 300;
  s.fbq('init', SITE_PIXEL);
  s.fbq('track', 'PageView', {}, { eventID: 'pv' });
  s.loaded();
  s.tr('PageView', { eventId: 'pv' });
  if (!p.noServer) s.server('PageView', { event_id: 'pv' });
  const name = p.name ?? 'Purchase';
  const data = (p.data ?? PURCHASE) as never;
  const eventId = 'eventId' in p ? p.eventId : 'order-77';
  if (p.withAct) {
    const actId = p.actId ?? eventId;
    const items = [
      { id: 'house-250', quantity: 2, product: { id: 'house-250', name: 'House', price: 17.15 } },
    ];
    const user = {
      id: 'c-17',
      email: 'ada@shop.example',
      firstname: 'Ada',
      lastname: 'Example',
      city: 'Munster',
      zipcode: '48143',
      country: 'DE',
    };
    const props = { id: 'order-77', currency: 'EUR', revenue: 34.3, value: 34.3, items };
    s.call('cact', ['trigger', 'purchase', { ...props, user }]);
    s.request(
      'POST',
      'https://collect.commander1.com/events?tc_s=3311&token=key',
      'ping',
      JSON.stringify({
        event: 'purchase',
        properties: {
          ...props,
          user: { ...user, consent_categories: ['1', '2'], rejected_vendors: [] },
          integrations: { facebook: { event_id: actId, fbp: 'fb.1.1795251600000.123456789' } },
        },
        page: { url: 'https://shop.test/cart', title: 'x' },
        device: { user_agent: 'Mozilla/5.0' },
        eventId: actId,
        version: 1,
        generatorVersion: '1',
        containerVersion: '82.0',
      }),
    );
  }
  const cause = p.noPush
    ? undefined
    : s.push({
        event: 'purchase',
        ecommerce: { transaction_id: 'order-77', currency: 'EUR', value: 34.3, items: GA_ITEMS },
      });
  if (!p.noCall) {
    const options = p.options ?? (eventId === undefined ? undefined : { eventID: eventId });
    s.call(
      'fbq',
      [p.track ?? 'track', name, data, ...(options ? [options as never] : [])],
      p.nested === false || cause === undefined ? {} : { cause },
    );
    s.tr(p.hitName ?? name, {
      data,
      ...(eventId === undefined ? {} : { eventId }),
      ...(p.outcome
        ? {
            outcome: p.outcome,
            error:
              p.outcome === 'blocked' ? 'net::ERR_BLOCKED_BY_CLIENT' : 'net::ERR_CONNECTION_RESET',
          }
        : {}),
    });
  }
  if (!p.noServer)
    s.server(
      p.serverName ?? 'Purchase',
      {
        ...('serverId' in p
          ? p.serverId === undefined
            ? {}
            : { event_id: p.serverId }
          : { event_id: 'order-77' }),
        custom_data: p.serverData ?? PURCHASE,
        ...p.serverMore,
      },
      p.serverPixel ? { pixelId: p.serverPixel } : {},
    );
  s.at += 8000;
  s.track('Lead', undefined, 'lead-1');
  return { entries: s.entries, profile: { consent: { categories: { trust: '2' } } } };
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
  serverPixel: { serverPixel: OTHER },
  blocked: { outcome: 'blocked' },
  blockedNoServer: { outcome: 'blocked', noServer: true },
  failed: { outcome: 'failed' },
  blockedAct: { outcome: 'blocked', withAct: true, noServer: true },
  noCall: { noCall: true },
  noCallNoServer: { noCall: true, noServer: true },
  noCallAct: { noCall: true, noServer: true, withAct: true },
  serverBadTime: { serverMore: { event_time: 1795251600 - 9 * 86400 } },
  serverNoActionSource: { serverMore: { action_source: undefined } },
  trackPurchaseCustom: { track: 'trackCustom' },
};

const pages: Record<string, () => Site> = {};
pages.beforeInit = () => {
  const s = new SiteSession().page('a', 'https://shop.test/');
  s.fbq('track', 'PageView', {}, { eventID: 'p1' });
  s.fbq('init', SITE_PIXEL);
  s.loaded();
  s.track('Lead', undefined, 'lead-1');
  return { entries: s.entries };
};
pages.beforeInitPurchasePush = () => {
  const s = new SiteSession().page('a', 'https://shop.test/');
  const cause = s.push({
    event: 'purchase',
    ecommerce: { value: 34.3, currency: 'EUR', items: GA_ITEMS },
  });
  s.call('fbq', ['track', 'Purchase', PURCHASE, { eventID: 'order-77' }], { cause });
  s.fbq('init', SITE_PIXEL);
  s.loaded();
  s.track('Lead', undefined, 'lead-1');
  s.server('Purchase', { event_id: 'order-77', custom_data: PURCHASE });
  return { entries: s.entries };
};
pages.libraryBlocked = () => {
  const s = new SiteSession().page('a', 'https://shop.test/');
  s.fbq('init', SITE_PIXEL);
  s.fbq('track', 'PageView', {}, { eventID: 'p1' });
  s.entries.push({
    kind: 'hit',
    id: 'net:x',
    at: s.at + 3,
    page: 'a:0',
    vendor: 'meta',
    method: 'GET',
    url: 'https://connect.facebook.net/en_US/fbevents.js',
    transport: 'script',
    events: [],
    role: 'library',
    outcome: 'blocked',
    error: 'net::ERR_BLOCKED_BY_CLIENT',
  });
  const cause = s.push({
    event: 'purchase',
    ecommerce: { value: 34.3, currency: 'EUR', items: GA_ITEMS },
  });
  s.call('fbq', ['track', 'Purchase', PURCHASE, { eventID: 'order-77' }], { cause });
  s.server('PageView', { event_id: 'p1' });
  s.server('Purchase', { event_id: 'order-77', custom_data: PURCHASE });
  return { entries: s.entries };
};
pages.deadlock = () => {
  const s = new SiteSession().page('a', 'https://shop.test/');
  s.consent('cookiebot', 'load', {
    consented: true,
    declined: false,
    hasResponse: true,
    consent: { necessary: true, preferences: true, statistics: true, marketing: true },
  });
  s.fbq('consent', 'revoke');
  s.fbq('init', SITE_PIXEL);
  s.fbq('track', 'PageView');
  s.fbq('consent', 'grant');
  s.loaded();
  s.at += 9000;
  s.push({ event: 'x' });
  return { entries: s.entries };
};
pages.sentDenied = () => {
  const s = new SiteSession().page('a', 'https://shop.test/');
  s.consent('cookiebot', 'load', {
    consented: false,
    declined: true,
    hasResponse: true,
    consent: { necessary: true, preferences: false, statistics: false, marketing: false },
  });
  s.at += 500;
  s.fbq('init', SITE_PIXEL);
  s.fbq('track', 'PageView');
  s.loaded();
  s.tr('PageView');
  s.track('Lead', undefined, 'lead-1');
  return { entries: s.entries };
};
pages.sentEarly = () => {
  const s = new SiteSession().page('a', 'https://shop.test/');
  s.consent('cookiebot', 'load', {
    consented: false,
    declined: false,
    hasResponse: false,
    consent: { necessary: true, preferences: false, statistics: false, marketing: false },
  });
  s.at += 500;
  s.fbq('init', SITE_PIXEL);
  s.fbq('track', 'PageView');
  s.loaded();
  s.tr('PageView');
  s.track('Lead', undefined, 'lead-1');
  return { entries: s.entries };
};
pages.doubleFire = () => {
  const s = new SiteSession().page('a', 'https://shop.test/');
  s.fbq('init', SITE_PIXEL);
  s.loaded();
  s.track('Purchase', PURCHASE, 'order-77');
  s.track('Purchase', PURCHASE, 'order-77');
  return { entries: s.entries };
};
pages.sameIdEveryTime = () => {
  const s = new SiteSession().page('a', 'https://shop.test/');
  s.fbq('init', SITE_PIXEL);
  s.loaded();
  s.track(
    'AddToCart',
    { value: 1, currency: 'EUR', content_ids: ['a'], content_type: 'product' },
    'x',
  );
  s.track(
    'AddToCart',
    { value: 2, currency: 'EUR', content_ids: ['b'], content_type: 'product' },
    'x',
  );
  s.track('Purchase', PURCHASE, 'x');
  return { entries: s.entries };
};
pages.previousTrigger = () => {
  const s = new SiteSession().page('a', 'https://shop.test/cart');
  s.fbq('init', SITE_PIXEL);
  s.loaded();
  const user = {
    id: 'c-17',
    email: 'ada@shop.example',
    firstname: 'Ada',
    lastname: 'Example',
    city: 'Munster',
    zipcode: '48143',
    country: 'DE',
  };
  const trigger = (n: number, name: string, props: Record<string, unknown>) => {
    const eventId = `95200000000${n}000000000000`;
    s.call('cact', ['trigger', name, { ...props, user } as never]);
    s.request(
      'POST',
      'https://collect.commander1.com/events?tc_s=3311&token=key',
      'ping',
      JSON.stringify({
        event: name,
        properties: {
          ...props,
          user: { ...user, consent_categories: ['1', '2'], rejected_vendors: [] },
          integrations: { facebook: { event_id: eventId } },
        },
        page: { url: 'https://shop.test/cart', title: 'x' },
        device: { user_agent: 'Mozilla/5.0' },
        eventId,
        version: 1,
        generatorVersion: '1',
        containerVersion: '82.0',
      }),
    );
    return eventId;
  };
  const id = trigger(1, 'page_view', {});
  const items = [
    { id: 'house-250', quantity: 2, product: { id: 'house-250', name: 'House', price: 17.15 } },
  ];
  s.track('Purchase', PURCHASE, id);
  trigger(2, 'purchase', { id: 'order-77', currency: 'EUR', revenue: 34.3, value: 34.3, items });
  return { entries: s.entries, profile: { consent: { commandersAct: 'managed' } } };
};

/** By what is wrong. */
export const broken: Readonly<Record<string, () => Site>> = {
  ...Object.fromEntries(
    Object.entries(cases).map(([name, parts]) => [name, () => checkout(parts)]),
  ),
  ...pages,
};
