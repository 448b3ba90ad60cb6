import type { CallEntry, Entry, HitEntry, ServerEntry } from '../../../src/session/entry.ts';
import { decodeRequest } from '../../../src/vendors/decode.ts';
import { type ObservedRequest, transportOf } from '../../../src/vendors/request.ts';

/** Two pixels of the session below. */
export const PIXEL = '468742119653388';
export const OTHER_PIXEL = '28569583012647858';

const START = Date.UTC(2026, 10, 21, 9, 42, 7, 114);

/** Builds a session entry by entry; times are seconds since its start. */
class Builder {
  readonly entries: Entry[] = [];
  private document = '';
  private number = 0;
  private hits = 0;
  private pageAt = 0;

  page(at: number, document: string, url: string): void {
    this.document = document;
    this.number = 0;
    this.pageAt = at;
    const id = this.next();
    this.entries.push({ kind: 'page', id, at: START + at * 1000, page: id, event: 'start', url });
  }

  route(at: number, url: string): void {
    this.entries.push({ ...this.base(at), kind: 'page', event: 'route', url });
  }

  private next(): string {
    const id = `${this.document}:${this.number}`;
    this.number += 1;
    return id;
  }

  private base(at: number) {
    return {
      id: this.next(),
      at: START + (this.pageAt + at) * 1000,
      page: `${this.document}:0`,
    };
  }

  call(
    at: number,
    source: CallEntry['source'],
    method: string,
    args: CallEntry['args'],
    more: Partial<CallEntry> = {},
  ): string {
    const entry: CallEntry = {
      ...this.base(at),
      kind: 'call',
      source,
      method,
      args,
      phase: 'live',
      ...more,
    };
    this.entries.push(entry);
    return entry.id;
  }

  hit(at: number, request: ObservedRequest, more: Partial<HitEntry> = {}): string {
    this.hits += 1;
    const sentAt = Math.round(START + (this.pageAt + at) * 1000 - 2);
    request.url = request.url.replace(`ts=${START}`, `ts=${sentAt}`);
    const decoded = decodeRequest(request, []);
    const entry: HitEntry = {
      kind: 'hit',
      id: `${this.document}:h${this.hits}`,
      at: START + (this.pageAt + at) * 1000,
      page: `${this.document}:0`,
      vendor: decoded?.vendor ?? 'meta',
      method: request.method,
      url: request.url,
      transport: transportOf(request),
      events: decoded?.events ?? [],
      outcome: 'done',
      status: 200,
      endAt: START + (this.pageAt + at) * 1000 + 48,
      frameId: 0,
      initiator: 'https://shop.example',
      ...(decoded && decoded.marks.length > 0 ? { marks: decoded.marks } : {}),
      ...(request.contentType === undefined ? {} : { contentType: request.contentType }),
      ...(request.body === undefined ? {} : { body: request.body }),
      ...more,
    };
    this.entries.push(entry);
    return entry.id;
  }

  server(at: number, event: ServerEntry['event'], more: Partial<ServerEntry> = {}): string {
    const entry: ServerEntry = {
      ...this.base(at),
      kind: 'server',
      origin: 'tap',
      event,
      pixelId: PIXEL,
      timeOf: 'receipt',
      where: 'POST /v25.0/468742119653388/events',
      answer: { status: 200, message: 'events_received: 1' },
      ...more,
    };
    this.entries.push(entry);
    return entry.id;
  }
}

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

const STACK = [
  'Error',
  '    at track (https://shop.example/assets/checkout.js:120:14)',
  '    at HTMLButtonElement.onclick (https://shop.example/checkout:44:9)',
].join('\n');

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
  const b = new Builder();
  b.page(0, 'checkout', 'https://shop.example/checkout?step=2');
  b.call(0.008, 'dataLayer', 'push', [{ 'gtm.start': START, event: 'gtm.js' }]);
  b.entries.push({
    kind: 'consent',
    id: 'checkout:c1',
    at: START + 11,
    page: 'checkout:0',
    source: 'onetrust',
    event: 'load',
    value: { groups: ',C0001,' },
  });
  b.call(0.012, 'fbq', 'init', ['init', PIXEL], { stack: STACK });
  b.call(0.0125, 'fbq', 'track', ['track', 'PageView']);
  b.hit(
    0.09,
    { url: 'https://connect.facebook.net/en_US/fbevents.js', method: 'GET', type: 'script' },
    { role: 'library', vendor: 'meta' },
  );
  b.hit(
    0.22,
    {
      url: `https://connect.facebook.net/signals/config/${PIXEL}?v=2.9.325&r=stable&domain=shop.example`,
      method: 'GET',
      type: 'script',
    },
    { role: 'config', vendor: 'meta' },
  );
  b.hit(0.391, { url: pixelUrl(PIXEL, 'PageView'), method: 'GET', type: 'image' });
  const chat = b.call(
    2.204,
    'loyjoy',
    'listener',
    ['newsletter_single_opt_in', { process_name: 'Spring quiz', process_id: 'p-77' }],
    { name: 'newsletter_single_opt_in' },
  );
  b.call(2.2045, 'dataLayer', 'push', [{ evt: 'newsletter_single_opt_in', bot_id: 'b1' }], {
    cause: chat,
  });
  b.call(
    2.205,
    'fbq',
    'track',
    ['track', 'Lead', { value: 0, currency: 'EUR' }, { eventID: 'lj-77f1' }],
    { cause: chat, stack: STACK },
  );
  b.hit(2.233, {
    url: pixelUrl(PIXEL, 'Lead', {
      'cd[value]': '0',
      'cd[currency]': 'EUR',
      eid: 'lj-77f1',
      'ud[em]': '62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f',
      ec: '1',
    }),
    method: 'GET',
    type: 'image',
  });
  b.server(2.61, {
    event_name: 'Lead',
    event_id: 'lj-77f1',
    event_time: Math.floor(START / 1000) + 2,
    action_source: 'website',
    user_data: { em: ['62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f'] },
  });
  b.entries.push({
    kind: 'consent',
    id: 'checkout:c2',
    at: START + 3_100,
    page: 'checkout:0',
    source: 'onetrust',
    event: 'OneTrustGroupsUpdated',
    value: { groups: ',C0001,C0002,C0004,' },
  });
  b.call(
    5.871,
    'fbq',
    'track',
    [
      'track',
      'Purchase',
      { value: 101, currency: 'EUR', contents: [{ id: 'house-250', quantity: 2 }] },
      { eventID: '952280112345678901234502' },
    ],
    { stack: STACK },
  );
  b.hit(
    5.902,
    {
      url: pixelUrl(PIXEL, 'Purchase', {
        'cd[value]': '101',
        'cd[currency]': 'EUR',
        'cd[contents]': '[{"id":"house-250","quantity":2}]',
        eid: '952280112345678901234502',
        ec: '2',
      }),
      method: 'GET',
      type: 'image',
    },
    { status: 204 },
  );
  b.call(5.874, 'cact', 'trigger', [
    'trigger',
    'purchase',
    { amount: 101, currency: 'EUR', items: [{ id: 'house-250' }, { id: 'filter' }] },
  ]);
  b.hit(5.93, {
    url: 'https://collect.commander1.com/events?tc_s=4711&token=a1b2c3',
    method: 'POST',
    type: 'ping',
    contentType: 'text/plain;charset=UTF-8',
    body: {
      kind: 'text',
      text: JSON.stringify({
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
      }),
    },
  });
  const order = b.call(
    6.41,
    'analytics',
    'track',
    ['Order Completed', { revenue: 101, currency: 'EUR' }],
    { messageId: 'ajs-next-1795227935000-7f3c' },
  );
  b.call(
    6.412,
    'fbq',
    'trackSingle',
    [
      'trackSingle',
      OTHER_PIXEL,
      'Purchase',
      { value: '101.00' },
      { eventID: 'ajs-next-1795227935000-7f3c' },
    ],
    { cause: order },
  );
  b.hit(
    6.455,
    {
      url: 'https://api.segment.io/v1/t',
      method: 'POST',
      type: 'xmlhttprequest',
      contentType: 'text/plain',
      body: {
        kind: 'text',
        text: JSON.stringify({
          type: 'track',
          event: 'Order Completed',
          messageId: 'ajs-next-1795227935000-7f3c',
          anonymousId: 'a-1',
          writeKey: 'wk',
          properties: { revenue: 101, currency: 'EUR' },
          context: {
            page: { url: 'https://shop.example/checkout' },
            library: { name: 'analytics.js' },
          },
        }),
      },
    },
    { status: 500 },
  );
  addOutcomes(b);
  addMalformed(b);
  b.entries.push({
    kind: 'gap',
    id: 'checkout:gap90',
    at: START + 10_300,
    page: 'checkout:0',
    from: 90,
    to: 96,
    reason: 'limit',
  });
  for (let i = 0; i < burst; i += 1)
    b.call(11 + i * 0.0005, 'dataLayer', 'push', [{ event: 'scroll', depth: i }]);
  b.route(12.3, 'https://shop.example/thanks');
  b.call(12.31, 'fbq', 'track', ['track', 'PageView']);
  for (const i of [0, 1])
    b.call(12.5 + i / 10, 'fbq', 'track', ['track', 'Search', { search_string: 'x' }]);
  b.hit(12.7, {
    url: pixelUrl(PIXEL, 'Search', { 'cd[search_string]': 'x', 'cd[other]': 'y', ec: '9' }),
    method: 'GET',
    type: 'image',
  });
  b.hit(12.75, {
    url: pixelUrl(PIXEL, 'Search', { 'cd[search_string]': 'x', ec: '10' }),
    method: 'GET',
    type: 'image',
  });
  b.page(14, 'account', 'https://shop.example/account');
  b.call(0.004, 'fbq', 'track', ['track', 'AddToWishlist']);
  b.call(0.01, 'fbq', 'init', ['init', OTHER_PIXEL]);
  b.call(0.011, 'fbq', 'consent', ['consent', 'revoke']);
  b.call(0.6, 'fbq', 'trackCustom', ['trackCustom', 'product_tester', { step: 1 }]);
  b.call(0.9, 'dataLayer', 'push', [{ event: 'view_account' }]);
  return b.entries.sort((a, c) => a.at - c.at);
}

/** One hit per outcome that a request can have. */
function addOutcomes(b: Builder): void {
  const url = (event: string) => pixelUrl(PIXEL, event);
  const image = { method: 'GET', type: 'image' };
  b.hit(
    8,
    { url: url('ViewContent'), ...image },
    { outcome: 'blocked', status: undefined, error: 'net::ERR_BLOCKED_BY_CLIENT' },
  );
  b.hit(
    8.4,
    { url: url('AddToCart'), ...image },
    { outcome: 'failed', status: undefined, error: 'net::ERR_NAME_NOT_RESOLVED' },
  );
  b.hit(
    8.8,
    { url: url('Search'), method: 'POST', type: 'ping' },
    { outcome: 'cancelled', status: undefined, error: 'net::ERR_ABORTED' },
  );
  b.hit(
    9.1,
    { url: url('Contact'), ...image },
    {
      outcome: 'redirected',
      status: 302,
      redirect: 'https://www.facebook.com/tr/?id=1&redirected',
    },
  );
  b.hit(
    9.4,
    { url: url('Schedule'), ...image },
    { outcome: 'pending', status: undefined, endAt: undefined },
  );
  b.hit(
    9.5,
    { url: url('Subscribe'), method: 'POST', type: 'xmlhttprequest' },
    { joinedBy: 'origin', frameId: undefined },
  );
}

/** Hits that cannot be decoded whole. */
function addMalformed(b: Builder): void {
  b.hit(9.7, {
    url: `https://www.facebook.com/tr/?id=${PIXEL}&ev=%E0%A4%A&cd[note]=%ZZ&id=1&id=2`,
    method: 'GET',
    type: 'image',
  });
  b.hit(9.8, {
    url: 'https://www.facebook.com/tr/',
    method: 'POST',
    type: 'ping',
    contentType: 'multipart/form-data; boundary=x',
    body: {
      kind: 'text',
      text: `--x\r\nContent-Disposition: form-data; name="id"\r\n\r\n${PIXEL}\r\n--x\r\nContent-Dis`,
    },
  });
  b.hit(9.9, {
    url: 'https://www.facebook.com/tr/',
    method: 'POST',
    type: 'ping',
    body: { kind: 'unreadable', reason: 'a Blob beacon; Chromium does not show its body' },
  });
  b.hit(10, {
    url: `https://www.facebook.com/tr/?id=${PIXEL}&ev=Search&cd[q]=${'<img src=x onerror=alert(1)>'.repeat(36_000)}`,
    method: 'GET',
    type: 'image',
  });
  b.hit(10.1, {
    url: 'https://www.facebook.com/tr/',
    method: 'POST',
    type: 'sub_frame',
    contentType: 'application/x-www-form-urlencoded',
    body: {
      kind: 'form',
      fields: {
        id: [PIXEL],
        ev: ['SubmitApplication'],
        'cd[a]': ['1', '2'],
        dl: ['https://shop.example/'],
      },
    },
  });
}

/** Entries as the lines of a session file. */
export function toLines(entries: readonly Entry[]): string {
  return entries.map((entry) => JSON.stringify(entry)).join('\n');
}
