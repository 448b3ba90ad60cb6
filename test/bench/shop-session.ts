import type { CallEntry, Entry, HitEntry, PageEntry } from '../../src/session/entry.ts';
import type { PageValue } from '../../src/session/value.ts';
import { decodeRequest } from '../../src/vendors/decode.ts';
import type { ObservedRequest } from '../../src/vendors/request.ts';

const PIXEL = '123456789012345';
const SHOP = 'https://shop.example';
const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const STACK = [
  `    at sendEvent (${SHOP}/assets/tracking-4f2a9c.js:12:3381)`,
  `    at HTMLButtonElement.<anonymous> (${SHOP}/assets/shop-77b01e.js:4:20119)`,
  `    at gtm.js:221:16`,
].join('\n');

const CUSTOMER = {
  email: 'ada@shop.example',
  firstname: 'Ada',
  lastname: 'Example',
  city: 'Münster',
  zipcode: '48143',
  country: 'DE',
};

/** What a visitor does on each page of a visit: the shop's events in their order. */
const VISIT = [
  ['/', []],
  ['/coffee?sort=price', ['view_item_list']],
  ['/coffee/house-250', ['view_item', 'add_to_cart', 'add_to_cart']],
  ['/tea/sencha-100', ['view_item', 'add_to_cart']],
  ['/checkout', ['begin_checkout', 'add_payment_info']],
  ['/thanks', ['purchase']],
] as const;

const META_NAMES: Readonly<Record<string, string>> = {
  view_item: 'ViewContent',
  add_to_cart: 'AddToCart',
  begin_checkout: 'InitiateCheckout',
  add_payment_info: 'AddPaymentInfo',
  purchase: 'Purchase',
};

/**
 * A session of many visits to a shop, as it is recorded: pages with their consent tool, the data
 * layer's pushes, Commanders Act's triggers and pixel calls, the hits of both as their requests
 * decode, and the server's copies. One visit in ten has faults: a value that is no number, an event
 * without an id.
 */
export function* shopSession(count: number): Generator<Entry> {
  let left = count;
  for (let visit = 0; left > 0; visit += 1)
    for (const entry of visitOf(visit)) {
      if (left === 0) return;
      left -= 1;
      yield entry;
    }
}

function* visitOf(visit: number): Generator<Entry> {
  let at = 1_790_000_000_000 + visit * 60_000;
  const isFaulty = visit % 10 === 0;
  for (const [p, [path, events]] of VISIT.entries()) {
    const key = `v${visit.toString(36).padStart(7, '0')}p${p}aaaa`;
    const page = `${key}:0`;
    const url = SHOP + path;
    const referrer = p === 0 ? '' : SHOP + (VISIT[p - 1]?.[0] ?? '');
    let number = 0;
    let hitNumber = 0;
    const base = () => {
      at += 7.3;
      return { id: `${key}:${number++}`, at, page };
    };
    const call = (source: CallEntry['source'], args: PageValue[]): CallEntry => ({
      ...base(),
      kind: 'call',
      source,
      method: source === 'dataLayer' ? 'push' : String(args[0]),
      args,
      phase: 'live',
      stack: STACK,
    });
    const hit = (request: ObservedRequest, transport: string): HitEntry => {
      at += 11.9;
      const decoded = decodeRequest(request, []);
      return {
        kind: 'hit',
        id: `hits${visit % 50}:${visit * 100 + p * 16 + hitNumber++}`,
        at,
        page,
        vendor: decoded?.vendor ?? 'meta',
        method: request.method,
        url: request.url,
        transport,
        events: decoded?.events ?? [],
        ...(request.body && { body: request.body }),
        outcome: 'done',
        initiator: SHOP,
        status: 200,
        endAt: at + 38.5,
      };
    };
    const script = (address: string, role: HitEntry['role'] & string): HitEntry => ({
      ...hit({ url: address, method: 'GET', type: 'script' }, 'script'),
      vendor: 'meta',
      events: [],
      role,
    });
    let sent = 0;
    const pixelHit = (name: string, data: Record<string, string>, eventId?: string): HitEntry => {
      const query = new URLSearchParams({
        id: PIXEL,
        ev: name,
        dl: url,
        rl: referrer,
        if: 'false',
        ts: String(Math.round(at)),
        ...data,
        sw: '1280',
        sh: '720',
        v: '2.9.325',
        r: 'stable',
        ec: String(sent++),
        o: '28',
        fbp: `fb.1.1789990000000.${100_000_000 + visit}`,
        it: String(Math.round(at) - 400),
        coo: 'false',
        ...(eventId !== undefined && { eid: eventId }),
        rqm: 'GET',
      });
      const address = `https://www.facebook.com/tr/?${query}`;
      return hit({ url: address, method: 'GET', type: 'image' }, 'image');
    };

    const start: PageEntry = {
      ...base(),
      kind: 'page',
      event: 'start',
      url,
      top: true,
      tabId: visit % 50,
      title: 'Bean & Leaf',
    };
    yield start;
    yield call('dataLayer', [{ 'gtm.start': Math.round(at), event: 'gtm.js' }]);
    yield {
      ...base(),
      kind: 'consent',
      source: 'cookiebot',
      event: 'load',
      value: {
        hasResponse: true,
        declined: false,
        consent: { preferences: true, statistics: true, marketing: true, method: 'explicit' },
      },
    };
    yield call('fbq', ['init', PIXEL]);
    yield call('fbq', ['track', 'PageView']);
    yield script('https://connect.facebook.net/en_US/fbevents.js', 'library');
    yield script(`https://connect.facebook.net/signals/config/${PIXEL}?v=2.9.325`, 'config');
    yield pixelHit('PageView', {});
    yield call('dataLayer', [{ event: 'gtm.dom' }]);
    yield call('dataLayer', [{ event: 'gtm.load' }]);
    for (const [n, name] of events.entries()) {
      at += 900;
      const eventId = `${name}.${visit}.${p}.${n}`;
      const value = 10 + ((visit * 7 + n) % 90) + 0.5;
      const item = { id: `sku-${(visit + n) % 200}`, quantity: 1 + (n % 2) };
      const items = [
        { item_id: item.id, item_name: 'House Blend', price: value, quantity: item.quantity },
      ];
      yield call('dataLayer', [{ event: name, ecommerce: { currency: 'EUR', value, items } }]);
      const properties = {
        currency: 'EUR',
        revenue: value,
        items: [{ ...item, product: { id: item.id, name: 'House Blend', price: value } }],
        user: { ...CUSTOMER, id: `customer-${visit % 500}` },
      };
      yield call('cact', ['trigger', name, properties, { eventId }]);
      const metaName = META_NAMES[name];
      const hasId = !(isFaulty && name === 'begin_checkout');
      const data = {
        value: isFaulty && name === 'add_to_cart' ? '9,99' : value,
        currency: 'EUR',
        contents: [item],
        content_type: 'product',
      };
      if (metaName !== undefined) {
        yield call('fbq', ['track', metaName, data, ...(hasId ? [{ eventID: eventId }] : [])]);
        yield pixelHit(
          metaName,
          {
            'cd[value]': String(data.value),
            'cd[currency]': 'EUR',
            'cd[contents]': JSON.stringify(data.contents),
            'cd[content_type]': 'product',
          },
          hasId ? eventId : undefined,
        );
      }
      const body = {
        event: name,
        properties: {
          ...properties,
          user: { ...properties.user, consent_categories: ['1', '2'], rejected_vendors: [] },
          integrations: { facebook: { event_id: eventId } },
        },
        page: { url, title: 'Bean & Leaf', referrer },
        device: { user_agent: AGENT, lang: 'en-US' },
        eventId,
        version: 1,
        generatorVersion: '2.0',
        containerVersion: '82.0',
      };
      yield hit(
        {
          url: 'https://collect.commander1.com/events?tc_s=3311&token=demo',
          method: 'POST',
          type: 'ping',
          body: { kind: 'text', text: JSON.stringify(body) },
        },
        'beacon',
      );
      if (metaName === undefined) continue;
      at += 50;
      yield {
        kind: 'server',
        id: `server:${visit * 100 + p * 16 + n}`,
        at,
        page: `server:${visit * 100 + p * 16 + n}`,
        origin: 'import',
        timeOf: 'event',
        pixelId: PIXEL,
        event: {
          event_name: metaName,
          event_id: eventId,
          event_time: Math.floor(at / 1000),
          action_source: 'website',
          event_source_url: url,
          user_data: {
            client_user_agent: AGENT,
            client_ip_address: '203.0.113.7',
            fbp: `fb.1.1789990000000.${100_000_000 + visit}`,
          },
          custom_data: { ...data, value },
        },
        where: `events.json, event ${visit * 100 + n}`,
      };
    }
    at += 4_000;
  }
}
