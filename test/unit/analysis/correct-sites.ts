import type { Entry } from '../../../src/session/entry.ts';
import type { Profile } from '../../../src/session/profile.ts';
import { SITE_PIXEL, SiteSession } from './site-session.ts';

/** Sites that do everything right, one of each kind. None of them may meet a warning. */

export interface Site {
  entries: Entry[];
  profile?: Profile;
}

const ITEM = { id: 'house-250', quantity: 2 };
const PURCHASE = {
  value: 34.3,
  currency: 'EUR',
  contents: [{ ...ITEM, item_price: 17.15 }],
  content_type: 'product',
  order_id: 'order-77',
};
const GA_ITEMS = [{ item_id: 'house-250', item_name: 'House', price: 17.15, quantity: 2 }];
const OTHER = '987654321098765';

export const sites: Record<string, () => Site> = {
  plain() {
    const s = new SiteSession().page('a', 'https://shop.test/');
    s.fbq('init', SITE_PIXEL);
    s.fbq('track', 'PageView');
    s.loaded();
    s.tr('PageView');
    s.track(
      'ViewContent',
      { content_ids: ['house-250'], content_type: 'product', value: 17.15, currency: 'EUR' },
      'vc-1',
    );
    s.track(
      'AddToCart',
      { value: 34.3, currency: 'EUR', contents: [ITEM], content_type: 'product' },
      'atc-1',
    );
    s.page('b', 'https://shop.test/checkout');
    s.fbq('init', SITE_PIXEL, { em: 'ada@shop.example' });
    s.fbq('track', 'PageView');
    s.loaded();
    s.tr('PageView');
    s.track('InitiateCheckout', { value: 34.3, currency: 'EUR', num_items: 2 }, 'ic-1');
    s.track('Purchase', PURCHASE, 'order-77');
    s.at += 20_000;
    s.track('Lead', undefined, 'lead-1');
    return { entries: s.entries };
  },
  plainWithServer() {
    const s = new SiteSession().page('a', 'https://shop.test/checkout');
    s.fbq('init', SITE_PIXEL);
    s.fbq('track', 'PageView', {}, { eventID: 'pv-1' });
    s.loaded();
    s.tr('PageView', { eventId: 'pv-1' });
    s.server('PageView', { event_id: 'pv-1' });
    s.track(
      'AddToCart',
      { value: 34.3, currency: 'EUR', contents: [ITEM], content_type: 'product' },
      'atc-1',
    );
    s.server('AddToCart', {
      event_id: 'atc-1',
      custom_data: { value: 34.3, currency: 'EUR', contents: [ITEM], content_type: 'product' },
    });
    s.track('Purchase', PURCHASE, 'order-77');
    s.server('Purchase', { event_id: 'order-77', custom_data: PURCHASE });
    s.track('Purchase', { ...PURCHASE, order_id: 'order-78' }, 'order-78');
    s.server('Purchase', {
      event_id: 'order-78',
      custom_data: { ...PURCHASE, order_id: 'order-78' },
    });
    return { entries: s.entries };
  },
  gtm() {
    const s = new SiteSession().page('a', 'https://shop.test/');
    s.push({ 'gtm.start': 1, event: 'gtm.js' });
    const dom = s.push({ event: 'gtm.dom' });
    s.call('fbq', ['init', SITE_PIXEL], { cause: dom });
    s.call('fbq', ['set', 'agent', 'tmgoogletagmanager', SITE_PIXEL], { cause: dom });
    s.call('fbq', ['track', 'PageView'], { cause: dom });
    s.loaded();
    s.tr('PageView', { more: { a: 'tmgoogletagmanager' } });
    s.push({ event: 'gtm.load' });
    const view = s.push({
      event: 'view_item',
      ecommerce: { currency: 'EUR', value: 17.15, items: [{ ...GA_ITEMS[0], quantity: 1 }] },
    });
    const data = {
      content_ids: ['house-250'],
      content_type: 'product',
      value: 17.15,
      currency: 'EUR',
    };
    s.call('fbq', ['track', 'ViewContent', data, { eventID: '1795.1' }], { cause: view });
    s.tr('ViewContent', { data, eventId: '1795.1', more: { a: 'tmgoogletagmanager' } });
    const buy = s.push({
      event: 'purchase',
      ecommerce: { transaction_id: 'order-77', currency: 'EUR', value: 34.3, items: GA_ITEMS },
    });
    s.call('fbq', ['track', 'Purchase', PURCHASE, { eventID: 'order-77' }], { cause: buy });
    s.tr('Purchase', { data: PURCHASE, eventId: 'order-77', more: { a: 'tmgoogletagmanager' } });
    s.push({ ecommerce: null });
    s.push({ event: 'scroll', percent: 50 });
    s.gtag('event', 'select_content', { content_type: 'x' });
    return { entries: s.entries };
  },
  /** The container's tags run later (asynchronously), so that nothing nests. */
  gtmAsync() {
    const s = new SiteSession().page('a', 'https://shop.test/');
    s.push({ 'gtm.start': 1, event: 'gtm.js' });
    s.loaded();
    s.tr('PageView', { more: { a: 'tmgoogletagmanager' } });
    s.push({
      event: 'view_item',
      ecommerce: { currency: 'EUR', value: 17.15, items: [{ ...GA_ITEMS[0], quantity: 1 }] },
    });
    s.tr('ViewContent', {
      data: { content_ids: ['house-250'], content_type: 'product', value: 17.15, currency: 'EUR' },
      eventId: 'v.1',
      more: { a: 'tmgoogletagmanager' },
    });
    s.push({
      event: 'purchase',
      ecommerce: { transaction_id: 'order-77', currency: 'EUR', value: 34.3, items: GA_ITEMS },
    });
    s.tr('Purchase', { data: PURCHASE, eventId: 'order-77', more: { a: 'tmgoogletagmanager' } });
    return { entries: s.entries };
  },
  segment() {
    const s = new SiteSession().page('a', 'https://shop.test/');
    const api = (path: string, body: Record<string, unknown>) =>
      s.request(
        'POST',
        `https://api.segment.io/v1/${path}`,
        'xmlhttprequest',
        JSON.stringify({
          ...body,
          anonymousId: 'anon-1',
          writeKey: 'k',
          timestamp: '2026-11-21T09:00:00.000Z',
          sentAt: '2026-11-21T09:00:00.000Z',
          context: {},
          integrations: {},
        }),
      );
    const mid = (n: number) => `ajs-next-179525160000${n}-5b0e5a7e-0000-4000-8000-00000000000${n}`;
    const segmentTrack = (
      n: number,
      event: string,
      properties: Record<string, unknown>,
      meta: string,
      data: Record<string, never> | Record<string, unknown>,
    ) => {
      const cause = s.call('analytics', [event, properties as never], {
        method: 'track',
        messageId: mid(n),
        returned: 'promise',
      });
      s.call('fbq', ['trackSingle', SITE_PIXEL, meta, data as never, { eventID: mid(n) }], {
        cause,
      });
      api('t', { type: 'track', event, properties, messageId: mid(n) });
      s.tr(meta, {
        data: data as never,
        eventId: mid(n),
        more: { tm: '1', a: 'seg', dpo: 'LDU', dpoco: '0', dpost: '0' },
      });
    };
    const page = s.call('analytics', [], {
      method: 'page',
      messageId: mid(1),
      returned: 'promise',
    });
    s.fbq('dataProcessingOptions', ['LDU'], 0, 0);
    s.fbq('init', SITE_PIXEL, {}, { agent: 'seg' });
    s.call('fbq', ['track', 'PageView', {}, { eventID: mid(1) }], { cause: page });
    s.loaded();
    api('p', { type: 'page', properties: { path: '/' }, messageId: mid(1) });
    s.tr('PageView', { eventId: mid(1), more: { a: 'seg', dpo: 'LDU', dpoco: '0', dpost: '0' } });
    segmentTrack(
      2,
      'Product Viewed',
      { product_id: 'house-250', name: 'House', price: 17.15, currency: 'EUR' },
      'ViewContent',
      {
        content_ids: ['house-250'],
        content_type: ['product'],
        content_name: 'House',
        content_category: '',
        currency: 'EUR',
        value: '17.15',
        contents: [{ id: 'house-250', quantity: 1, item_price: 17.15 }],
      },
    );
    segmentTrack(
      3,
      'Order Completed',
      {
        order_id: 'order-77',
        revenue: 34.3,
        currency: 'EUR',
        products: [{ product_id: 'house-250', price: 17.15, quantity: 2 }],
      },
      'Purchase',
      {
        content_ids: ['house-250'],
        content_type: ['product'],
        currency: 'EUR',
        value: '34.30',
        contents: [{ id: 'house-250', quantity: 2, item_price: 17.15 }],
        num_items: 1,
      },
    );
    const own = s.call('analytics', ['Newsletter Opened', { a: 1 }], {
      method: 'track',
      messageId: mid(4),
      returned: 'promise',
    });
    s.call(
      'fbq',
      ['trackSingleCustom', SITE_PIXEL, 'Newsletter Opened', { a: 1 }, { eventID: mid(4) }],
      { cause: own },
    );
    api('t', {
      type: 'track',
      event: 'Newsletter Opened',
      properties: { a: 1 },
      messageId: mid(4),
    });
    s.tr('Newsletter Opened', { data: { a: 1 }, eventId: mid(4), more: { tm: '2', a: 'seg' } });
    return { entries: s.entries };
  },
  commandersAct() {
    const s = new SiteSession().page('a', 'https://shop.test/cart');
    s.call('cact', [
      'consent.update',
      { categories: { 1: { status: 'on' }, 2: { status: 'on' } } },
    ]);
    s.fbq('init', SITE_PIXEL);
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
            ...(props.revenue ? { amount: props.revenue } : {}),
            user: { ...user, consent_categories: ['1', '2'], rejected_vendors: [] },
            integrations: { facebook: { event_id: eventId, fbp: 'fb.1.1795251600000.123456789' } },
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
    const id = trigger(1, 'page_view', { page_name: 'cart' });
    s.fbq('track', 'PageView', {}, { eventID: id });
    s.loaded();
    s.tr('PageView', { eventId: id });
    const items = [
      { id: 'house-250', quantity: 2, product: { id: 'house-250', name: 'House', price: 17.15 } },
    ];
    const cart = trigger(2, 'add_to_cart', { currency: 'EUR', revenue: 34.3, items });
    s.track(
      'AddToCart',
      {
        value: 34.3,
        currency: 'EUR',
        contents: [{ ...ITEM, item_price: 17.15 }],
        content_type: 'product',
      },
      cart,
    );
    const buy = trigger(3, 'purchase', {
      id: 'order-77',
      currency: 'EUR',
      revenue: 34.3,
      value: 34.3,
      items,
    });
    s.track('Purchase', PURCHASE, buy);
    return { entries: s.entries, profile: { consent: { categories: { trust: '2' } } } };
  },
  commandersActAnonymous() {
    const s = new SiteSession().page('a', 'https://shop.test/cart');
    for (let n = 1; n <= 4; n++) {
      const eventId = `95200000000${n}000000000000`;
      const name = n === 1 ? 'page_view' : 'view_item';
      s.call('cact', ['trigger', name, {}]);
      s.request(
        'POST',
        'https://collect.commander1.com/events?tc_s=3311&token=key',
        'ping',
        JSON.stringify({
          event: name,
          properties: {
            user: { consent_categories: ['1', '2'], rejected_vendors: [] },
            integrations: { facebook: { event_id: eventId, fbp: 'fb.1.1795251600000.123456789' } },
          },
          page: { url: 'https://shop.test/cart', title: 'x' },
          device: { user_agent: 'Mozilla/5.0' },
          eventId,
          version: 1,
          generatorVersion: '1',
          containerVersion: '82.0',
        }),
      );
    }
    return { entries: s.entries, profile: { consent: { commandersAct: 'managed' } } };
  },
  loyjoy() {
    const s = new SiteSession().page('a', 'https://shop.test/chat');
    s.fbq('init', SITE_PIXEL);
    s.fbq('track', 'PageView');
    s.loaded();
    s.tr('PageView');
    s.call('loyjoy', [
      'boot',
      { process: 'p-1', eventListeners: [{ $type: 'function', value: 'f' }] },
    ]);
    const listen = (type: string) => {
      const id = s.call('loyjoy', [type, { process_id: 'p-1', process_name: 'Tea' }], {
        method: 'listener',
        name: type,
      });
      s.call('dataLayer', [{ event: 'loyjoy', gaEventLabel: type, process_id: 'p-1' }], {
        cause: id,
      });
      return id;
    };
    for (const type of ['load', 'show', 'open', 'start']) listen(type);
    const lead = listen('newsletter_single_opt_in');
    s.call('fbq', ['track', 'Lead', {}, { eventID: 'lead-1' }], { cause: lead });
    s.tr('Lead', { eventId: 'lead-1' });
    const tester = listen('product_tester');
    s.call('fbq', ['trackCustom', 'product_tester', {}, { eventID: 'pt-1' }], { cause: tester });
    s.tr('product_tester', { eventId: 'pt-1' });
    return { entries: s.entries };
  },
  spa() {
    const s = new SiteSession().page('a', 'https://shop.test/');
    s.fbq('init', SITE_PIXEL);
    s.fbq('track', 'PageView');
    s.loaded();
    s.tr('PageView');
    for (const path of ['/teas', '/teas/sencha', '/teas']) {
      s.route(`https://shop.test${path}`);
      s.push({ event: 'page_view', page_path: path });
      s.tr('PageView');
    }
    s.track('ViewContent', { content_ids: ['sencha'], content_type: 'product' }, 'vc-1');
    return { entries: s.entries };
  },
  /** The page calls PageView itself on each route, and the pixel's own is off. */
  spaManual() {
    const s = new SiteSession().page('a', 'https://shop.test/');
    s.fbq('init', SITE_PIXEL);
    s.fbq('track', 'PageView', {}, { eventID: 'pv-0' });
    s.loaded();
    s.tr('PageView', { eventId: 'pv-0' });
    for (const [i, path] of ['/teas', '/teas/sencha'].entries()) {
      s.route(`https://shop.test${path}`);
      s.fbq('trackSingle', SITE_PIXEL, 'PageView', {}, { eventID: `pv-${i + 1}` });
      s.tr('PageView', { eventId: `pv-${i + 1}`, more: { tm: '1' } });
    }
    return { entries: s.entries };
  },
  twoPixels() {
    const s = new SiteSession().page('a', 'https://shop.test/');
    s.fbq('init', SITE_PIXEL);
    s.fbq('init', OTHER);
    s.fbq('track', 'PageView');
    s.loaded(SITE_PIXEL, OTHER);
    s.tr('PageView');
    s.tr('PageView', { pixel: OTHER });
    s.fbq('track', 'Purchase', PURCHASE, { eventID: 'order-77' });
    s.tr('Purchase', { data: PURCHASE, eventId: 'order-77' });
    s.tr('Purchase', { pixel: OTHER, data: PURCHASE, eventId: 'order-77' });
    s.server('Purchase', { event_id: 'order-77', custom_data: PURCHASE });
    s.server('Purchase', { event_id: 'order-77', custom_data: PURCHASE }, { pixelId: OTHER });
    s.fbq('trackSingle', OTHER, 'Lead', {}, { eventID: 'lead-1' });
    s.tr('Lead', { pixel: OTHER, eventId: 'lead-1', more: { tm: '1' } });
    return { entries: s.entries };
  },
  /** Two pixels, the server knows one of them only: the other is the agency's. */
  twoPixelsOneServer() {
    const { entries } = (sites.twoPixels as () => Site)();
    const last = entries.findLastIndex(({ kind }) => kind === 'server');
    return { entries: entries.filter((_, i) => i !== last) };
  },
  gateway() {
    const s = new SiteSession().page('a', 'https://shop.test/');
    s.fbq('init', SITE_PIXEL);
    s.fbq('track', 'PageView');
    s.loaded();
    const gw = (name: string, id: string, data: Record<string, unknown>) =>
      s.request(
        'POST',
        'https://capi.shop.test/events?cee=no',
        'xmlhttprequest',
        JSON.stringify({
          event_name: name,
          event_id: id,
          'fb.pixel_id': SITE_PIXEL,
          'fb.fbp': 'fb.1.1795251600000.123456789',
          'fb.advanced_matching': {},
          custom_data: data,
          website_context: { location: 'https://shop.test/', referrer: '', isInIFrame: false },
        }),
      );
    const auto = `ob3_plugin-set_${'a1'.repeat(32)}`;
    s.tr('PageView', { eventId: auto });
    gw('PageView', auto, {});
    s.track('Purchase', PURCHASE, 'order-77');
    gw('Purchase', 'order-77', PURCHASE);
    return { entries: s.entries };
  },
  oneTrust() {
    const s = new SiteSession().page('a', 'https://shop.test/');
    const ot = (event: string, groups: string, closed: boolean) =>
      s.consent('onetrust', event, {
        groups,
        stored: { $type: 'undefined' },
        closed: closed ? '2026-11-21T10:00:00.000Z' : { $type: 'undefined' },
      });
    ot('load', ',C0001,', false);
    s.push({ event: 'OneTrustLoaded', OnetrustActiveGroups: ',C0001,' });
    ot('OneTrustGroupsUpdated', ',C0001,C0002,C0004,', true);
    s.push({ event: 'OneTrustGroupsUpdated', OnetrustActiveGroups: ',C0001,C0002,C0004,' });
    s.at += 200;
    s.fbq('init', SITE_PIXEL);
    s.fbq('track', 'PageView');
    s.loaded();
    s.tr('PageView');
    s.track('Lead', undefined, 'lead-1');
    return { entries: s.entries };
  },
  cookiebotRevokeGrant() {
    const s = new SiteSession().page('a', 'https://shop.test/');
    s.consent('cookiebot', 'load', {
      consented: false,
      declined: false,
      hasResponse: false,
      consent: { necessary: true, preferences: false, statistics: false, marketing: false },
    });
    s.fbq('consent', 'revoke');
    s.fbq('init', SITE_PIXEL);
    s.fbq('track', 'PageView');
    s.loaded();
    s.at += 3000;
    s.consent('cookiebot', 'CookiebotOnAccept', {
      consented: true,
      declined: false,
      hasResponse: true,
      consent: { necessary: true, preferences: true, statistics: true, marketing: true },
    });
    s.fbq('consent', 'grant');
    s.at += 150;
    s.tr('PageView');
    s.track('Lead', undefined, 'lead-1');
    return { entries: s.entries };
  },
  consentMode() {
    const s = new SiteSession().page('a', 'https://shop.test/');
    s.gtag('consent', 'default', {
      ad_storage: 'denied',
      ad_user_data: 'denied',
      ad_personalization: 'denied',
      analytics_storage: 'denied',
      wait_for_update: 500,
    });
    s.push({ 'gtm.start': 1, event: 'gtm.js' });
    s.at += 2000;
    s.gtag('consent', 'update', {
      ad_storage: 'granted',
      ad_user_data: 'granted',
      ad_personalization: 'granted',
      analytics_storage: 'granted',
    });
    const done = s.push({ event: 'consent_updated' });
    s.call('fbq', ['init', SITE_PIXEL], { cause: done });
    s.call('fbq', ['track', 'PageView'], { cause: done });
    s.loaded();
    s.at += 150;
    s.tr('PageView');
    s.track('Lead', undefined, 'lead-1');
    return { entries: s.entries };
  },
  noscript() {
    const s = new SiteSession().page('a', 'https://shop.test/');
    s.request(
      'GET',
      `https://www.facebook.com/tr?id=${SITE_PIXEL}&ev=PageView&noscript=1`,
      'image',
    );
    return { entries: s.entries };
  },
  frames() {
    const s = new SiteSession().page('a', 'https://shop.test/');
    s.fbq('init', SITE_PIXEL);
    s.fbq('track', 'PageView');
    s.loaded();
    s.tr('PageView');
    s.page('f', 'https://shop.test/frame', false);
    s.fbq('init', SITE_PIXEL);
    s.fbq('track', 'PageView');
    s.loaded();
    s.tr('PageView', { more: { if: 'true' } });
    s.track('Lead', undefined, 'lead-f', { if: 'true' });
    return { entries: s.entries };
  },
  /** The visitor says no, and the site sends nothing. */
  refused() {
    const s = new SiteSession().page('a', 'https://shop.test/');
    s.consent('cookiebot', 'load', {
      consented: false,
      declined: true,
      hasResponse: true,
      consent: { necessary: true, preferences: false, statistics: false, marketing: false },
    });
    s.fbq('consent', 'revoke');
    s.fbq('init', SITE_PIXEL);
    s.fbq('track', 'PageView');
    s.loaded();
    s.at += 9000;
    s.push({
      event: 'purchase',
      ecommerce: { transaction_id: 'order-77', currency: 'EUR', value: 34.3, items: GA_ITEMS },
    });
    s.fbq('track', 'Purchase', PURCHASE, { eventID: 'order-77' });
    s.at += 9000;
    s.page('b', 'https://shop.test/next');
    s.consent('cookiebot', 'load', {
      consented: false,
      declined: true,
      hasResponse: true,
      consent: { necessary: true, preferences: false, statistics: false, marketing: false },
    });
    return { entries: s.entries };
  },
  /** OneTrust drives Consent Mode, and the pixel waits for both. */
  oneTrustWithConsentMode() {
    const s = new SiteSession().page('a', 'https://shop.test/');
    const groups = (event: string, active: string, closed: boolean) =>
      s.consent('onetrust', event, {
        groups: active,
        stored: { $type: 'undefined' },
        closed: closed ? '2026-11-21T10:00:00.000Z' : { $type: 'undefined' },
      });
    const all = { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' };
    s.gtag('consent', 'default', {
      ad_storage: 'denied',
      ad_user_data: 'denied',
      wait_for_update: 500,
    });
    groups('load', ',C0001,', false);
    s.at += 4000;
    groups('OneTrustGroupsUpdated', ',C0001,C0002,C0004,', true);
    s.gtag('consent', 'update', all);
    const updated = s.push({ event: 'OneTrustGroupsUpdated' });
    s.call('fbq', ['init', SITE_PIXEL], { cause: updated });
    s.call('fbq', ['track', 'PageView'], { cause: updated });
    s.loaded();
    s.tr('PageView');
    // The next page: the tool remembers.
    s.page('b', 'https://shop.test/next');
    s.gtag('consent', 'default', {
      ad_storage: 'denied',
      ad_user_data: 'denied',
      wait_for_update: 500,
    });
    groups('load', ',C0001,C0002,C0004,', true);
    s.gtag('consent', 'update', all);
    s.fbq('init', SITE_PIXEL);
    s.fbq('track', 'PageView');
    s.loaded();
    s.tr('PageView');
    s.track('Lead', undefined, 'lead-1');
    return { entries: s.entries };
  },
  /** A repeated purchase page: the same order is sent again under its own id, as it should be. */
  reloadedThanks() {
    const s = new SiteSession();
    for (const key of ['a', 'b']) {
      s.page(key, 'https://shop.test/thanks?order=77');
      s.fbq('init', SITE_PIXEL);
      s.loaded();
      s.track('Purchase', PURCHASE, 'order-77');
    }
    s.server('Purchase', { event_id: 'order-77', custom_data: PURCHASE });
    return { entries: s.entries };
  },
  /** The click's event leaves while the page goes away; the hit is cancelled, as beacons are. */
  leaving() {
    const s = new SiteSession().page('a', 'https://shop.test/');
    s.fbq('init', SITE_PIXEL);
    s.loaded();
    s.fbq('track', 'InitiateCheckout', { value: 34.3, currency: 'EUR' }, { eventID: 'ic-1' });
    s.tr('InitiateCheckout', {
      data: { value: 34.3, currency: 'EUR' },
      eventId: 'ic-1',
      outcome: 'cancelled',
    });
    s.page('b', 'https://shop.test/checkout');
    s.server('InitiateCheckout', {
      event_id: 'ic-1',
      custom_data: { value: 34.3, currency: 'EUR' },
    });
    return { entries: s.entries };
  },
};
