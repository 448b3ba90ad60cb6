import type { CallEntry, Entry, HitEntry, ServerEntry } from '../../../src/session/entry.ts';
import type { PageValue } from '../../../src/session/value.ts';
import { decodeRequest } from '../../../src/vendors/decode.ts';

/** Sessions of whole sites, built as the browser would record them: hits are decoded requests. */

export const SITE_START = 1_795_251_600_000;
export const SITE_PIXEL = '522344231566343';

type Data = Record<string, PageValue>;

/** What a pixel sends of one call. */
interface Sent {
  pixel?: string;
  data?: Data;
  eventId?: string;
  more?: Record<string, string>;
  /** Instead of `done`. */
  outcome?: HitEntry['outcome'];
  error?: string;
  after?: number;
}

/** Builds the entries of one session, document by document. Times are in order of building. */
export class SiteSession {
  readonly entries: Entry[] = [];
  at = SITE_START;
  #page = '';
  #url = '';
  #number = 0;
  #hits = 0;
  #counts = new Map<string, number>();

  page(key: string, url: string, top = true): this {
    this.#page = `${key}:0`;
    this.#url = url;
    this.#number = 1;
    this.#counts.clear();
    this.at += 50;
    const { at } = this;
    this.entries.push({
      kind: 'page',
      id: `${key}:0`,
      at,
      page: `${key}:0`,
      event: 'start',
      url,
      top,
      tabId: 1,
    });
    return this;
  }

  route(url: string): string {
    this.#url = url;
    const base = this.#next(20);
    this.entries.push({ ...base, kind: 'page', event: 'route', url });
    return base.id;
  }

  #next(pause: number) {
    this.at += pause;
    const id = `${this.#page.slice(0, -1)}${this.#number++}`;
    return { id, at: this.at, page: this.#page };
  }

  call(source: CallEntry['source'], args: PageValue[], more: Partial<CallEntry> = {}): string {
    const first = args[0];
    const method = source === 'dataLayer' || typeof first !== 'string' ? 'push' : first;
    const base = this.#next(5);
    this.entries.push({ ...base, kind: 'call', source, method, args, phase: 'live', ...more });
    return base.id;
  }

  fbq(...args: PageValue[]): string {
    return this.call('fbq', args);
  }

  push(event: Data, more: Partial<CallEntry> = {}): string {
    return this.call('dataLayer', [event], more);
  }

  gtag(...values: PageValue[]): string {
    return this.push({ $type: 'arguments', values });
  }

  consent(source: string, event: string, value: PageValue): string {
    const base = this.#next(5);
    this.entries.push({ ...base, kind: 'consent', source, event, value });
    return base.id;
  }

  /** The library and the configuration of each pixel arrive. */
  loaded(...pixels: string[]): void {
    const base = {
      kind: 'hit',
      page: this.#page,
      vendor: 'meta',
      method: 'GET',
    } as const;
    const done = { transport: 'script', outcome: 'done', status: 200 } as const;
    const add = (url: string, role: 'library' | 'config') => {
      this.at += 10;
      const { at } = this;
      this.entries.push({
        ...base,
        ...done,
        events: [],
        id: `net:${this.#hits++}`,
        at,
        endAt: at + 4,
        url,
        role,
      });
    };
    add('https://connect.facebook.net/en_US/fbevents.js', 'library');
    for (const pixel of pixels.length > 0 ? pixels : [SITE_PIXEL])
      add(`https://connect.facebook.net/signals/config/${pixel}?v=2.9.325&r=stable`, 'config');
    this.at += 10;
  }

  request(method: string, url: string, type: string, body?: string, more: Partial<HitEntry> = {}) {
    this.at += 7;
    const { at } = this;
    const decoded = decodeRequest(
      { url, method, type, ...(body === undefined ? {} : { body: { kind: 'text', text: body } }) },
      [],
    );
    if (decoded === undefined) throw new Error(`No hit: ${url}`);
    const { vendor, events, marks } = decoded;
    const id = `net:${this.#hits++}`;
    const hit: HitEntry = {
      kind: 'hit',
      id,
      at,
      page: this.#page,
      vendor,
      method,
      url,
      transport: type,
      events,
      outcome: 'done',
      status: 200,
      endAt: at + 5,
      initiator: new URL(this.#url).origin,
      ...(marks.length > 0 ? { marks } : {}),
      ...(body === undefined ? {} : { body: { kind: 'text', text: body } }),
      ...more,
    };
    this.entries.push(hit);
    return id;
  }

  /** The pixel's hit, as the SDK writes it. */
  tr(name: string, sent: Sent = {}): string {
    const { pixel = SITE_PIXEL, data = {}, eventId, more = {}, outcome, error } = sent;
    const count = this.#counts.get(pixel) ?? 0;
    this.#counts.set(pixel, count + 1);
    const query = new URLSearchParams({
      id: pixel,
      ev: name,
      dl: this.#url,
      rl: '',
      if: 'false',
      ts: String(Math.floor(this.at + 3)),
    });
    for (const [key, value] of Object.entries(data))
      query.set(`cd[${key}]`, typeof value === 'object' ? JSON.stringify(value) : String(value));
    query.set('v', '2.9.325');
    query.set('ec', String(count));
    query.set('fbp', 'fb.1.1795251600000.123456789');
    if (eventId !== undefined) query.set('eid', eventId);
    for (const [key, value] of Object.entries(more)) query.set(key, value);
    return this.request('GET', `https://www.facebook.com/tr/?${query}`, 'image', undefined, {
      ...(outcome ? { outcome } : {}),
      ...(error ? { error } : {}),
    });
  }

  /** A call of the pixel and its hit. */
  track(name: string, data?: Data, eventId?: string, more: Record<string, string> = {}): string {
    const args: PageValue[] = ['track', name];
    if (data || eventId !== undefined) args.push(data ?? {});
    if (eventId !== undefined) args.push({ eventID: eventId });
    const id = this.fbq(...args);
    this.tr(name, {
      ...(data ? { data } : {}),
      ...(eventId === undefined ? {} : { eventId }),
      more,
    });
    return id;
  }

  /** A Conversions API event, imported. */
  server(name: string, event: Record<string, unknown>, more: Partial<ServerEntry> = {}): string {
    const id = `srv:${this.#hits++}`;
    const eventTime = Math.floor(this.at / 1000);
    this.entries.push({
      kind: 'server',
      id,
      at: eventTime * 1000,
      page: this.#page,
      origin: 'import',
      timeOf: 'event',
      pixelId: SITE_PIXEL,
      event: {
        event_name: name,
        event_time: eventTime,
        action_source: 'website',
        event_source_url: this.#url,
        user_data: {
          client_user_agent: 'Mozilla/5.0',
          client_ip_address: '192.0.2.1',
          fbp: 'fb.1.1795251600000.123456789',
        },
        ...event,
      },
      ...more,
    });
    return id;
  }
}
