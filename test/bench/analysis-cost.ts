import { createLog } from '../../src/analysis/log.ts';
import { createAnalysis } from '../../src/rules/create-analysis.ts';
import type { CallEntry, Entry, HitEntry } from '../../src/session/entry.ts';
import { decodeRequest } from '../../src/vendors/decode.ts';
import { median } from './report.ts';

const PIXEL = '123456789012345';

/** A session of calls alone, in one document: what a page's burst is. */
function createBurst(count: number): Entry[] {
  return Array.from({ length: count }, (_, n) => ({
    kind: 'call',
    id: `d:${n + 1}`,
    at: 1_000 + n,
    page: 'd:0',
    source: n % 3 === 0 ? 'loyjoy' : 'fbq',
    method: n % 3 === 0 ? 'listener' : 'track',
    args: ['track', 'Purchase', { value: n, currency: 'EUR' }],
    phase: 'live',
    ...(n % 3 === 0 ? {} : { cause: `d:${n - (n % 3) + 1}` }),
  }));
}

/**
 * A session as it is: pages of 100 entries; on each an init, then chat events that push, trigger
 * and track, with the hits of both, each hit told at its start and at its end.
 */
function createSession(count: number): Entry[] {
  const entries: Entry[] = [];
  for (let p = 0; entries.length < count; p += 1) {
    const page = `p${p}:0`;
    const startAt = 1_000_000 + p * 60_000;
    let number = 0;
    const base = () => ({ id: `p${p}:${number}`, at: startAt + number++ * 10, page });
    const call = (source: CallEntry['source'], args: CallEntry['args'], cause?: string): string => {
      const entry: CallEntry = {
        ...base(),
        kind: 'call',
        source,
        method: String(args[0]),
        args,
        phase: 'live',
      };
      entries.push(cause === undefined ? entry : { ...entry, cause });
      return entry.id;
    };
    const hit = (n: number, vendor: string, event: HitEntry['events'][number]) => {
      const pending: HitEntry = {
        id: `n${p}:${n}`,
        at: startAt + number * 10,
        page,
        kind: 'hit',
        vendor,
        method: 'GET',
        url: 'https://www.facebook.com/tr/',
        transport: 'image',
        outcome: 'pending',
        events: [event],
      };
      entries.push(pending, { ...pending, outcome: 'done', status: 200 });
    };
    entries.push({ ...base(), kind: 'page', event: 'start', url: 'https://shop.test/', top: true });
    call('fbq', ['init', PIXEL]);
    for (let n = 0; n < 12; n += 1) {
      const eventId = `${p}-${n}`;
      const listener = call('loyjoy', ['listener', 'product_viewed']);
      call('dataLayer', [{ event: 'product_viewed', value: n }], listener);
      call('cact', ['trigger', 'purchase', { value: n, currency: 'EUR', id: eventId }], listener);
      call(
        'fbq',
        ['track', 'Purchase', { value: n, currency: 'EUR' }, { eventID: eventId }],
        listener,
      );
      const parameters = {
        id: PIXEL,
        ev: 'Purchase',
        dl: 'https://shop.test/',
        'cd[value]': String(n),
        'cd[currency]': 'EUR',
        eid: eventId,
      };
      hit(n * 2, 'meta', { pixelId: PIXEL, eventName: 'Purchase', eventId, parameters });
      hit(n * 2 + 1, 'commanders-act', {
        eventName: 'purchase',
        parameters: { value: String(n), id: eventId, 'integrations.facebook.event_id': eventId },
      });
    }
  }
  return entries.slice(0, count);
}

/** A session whose calls have no hit, each in a document of its own with two others, and a server's copy of each. */
function createCopies(count: number): Entry[] {
  const entries: Entry[] = [];
  for (let p = 0; entries.length < count; p += 1) {
    const page = `p${p}:0`;
    const startAt = 1_700_000_000_000 + p * 1_000;
    entries.push({
      kind: 'page',
      id: page,
      at: startAt,
      page,
      event: 'start',
      url: 'https://shop.test/',
      top: true,
    });
    for (let n = 1; n <= 3; n += 1) {
      const eventId = `${p}-${n}`;
      const data = { value: n, currency: 'EUR' };
      entries.push({
        kind: 'call',
        id: `p${p}:${n}`,
        at: startAt + n,
        page,
        source: 'fbq',
        method: 'track',
        args: ['track', 'Purchase', data, { eventID: eventId }],
        phase: 'live',
      });
      entries.push({
        kind: 'server',
        id: `s${p}:${n}`,
        at: startAt + 100 + n,
        page,
        origin: 'import',
        timeOf: 'event',
        pixelId: PIXEL,
        event: {
          event_name: 'Purchase',
          event_id: eventId,
          event_time: (startAt + 100) / 1_000,
          action_source: 'website',
          custom_data: data,
        },
      });
    }
  }
  return entries.slice(0, count);
}

/** Nanoseconds an entry for log and analysis, in batches of 500, each read as the panel does. */
function measure(entries: readonly Entry[]): number {
  const times: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const log = createLog();
    const analysis = createAnalysis();
    const startedAt = performance.now();
    for (let i = 0; i < entries.length; i += 500) {
      const batch = entries.slice(i, i + 500);
      log.add(batch);
      analysis.add(batch);
      analysis.summary();
    }
    times.push(((performance.now() - startedAt) / entries.length) * 1e6);
    const { calls, hits } = analysis.summary();
    if (calls + hits === 0) throw new Error('entries are missing');
  }
  return median(times);
}

/** Nanoseconds an entry: calls alone. */
export const measureAnalysis = (count: number) => measure(createBurst(count));

/** Nanoseconds an entry: calls, hits and their ends, joined into chains. */
export const measureJoining = (count: number) => measure(createSession(count));

/** Nanoseconds an entry: calls and their server copies, over many documents. */
export const measureCopies = (count: number) => measure(createCopies(count));

/** Hits decoded in a second: the pixel's usual GET, and a Commanders Act body. */
export function measureDecoding(): { pixel: number; collection: number } {
  const query =
    'id=123456789012345&ev=Purchase&dl=https%3A%2F%2Fshop.test%2Fcheckout%3Fstep%3D4&rl=https%3A%2F%2Fshop.test%2Fcart&if=false&ts=1795227930324&cd%5Bvalue%5D=101.5&cd%5Bcurrency%5D=EUR&cd%5Bcontents%5D=%5B%7B%22id%22%3A%22sku-1%22%2C%22quantity%22%3A2%7D%5D&cd%5Bcontent_type%5D=product&sw=1280&sh=720&v=2.9.325&r=stable&ec=3&o=28&fbp=fb.1.1795227930000.123456789&it=1795227929562&coo=false&eid=order-1001&rqm=GET';
  const body = JSON.stringify({
    event_name: 'purchase',
    id: '1001',
    value: 101.5,
    currency: 'EUR',
    items: [{ quantity: 2, product: { id: 'sku-1', name: 'Serum', price: 50.75 } }],
    user: { id: 'u1', consent_categories: ['1', '3'] },
    integrations: { facebook: { event_id: 'order-1001', fbp: 'fb.1.1795227930000.123456789' } },
    context: { version: 2, event_id: 'c-1', page: { url: 'https://shop.test/checkout' } },
  });
  return {
    pixel: perSecond(() =>
      decodeRequest(
        { url: `https://www.facebook.com/tr/?${query}`, method: 'GET', type: 'image' },
        [],
      ),
    ),
    collection: perSecond(() =>
      decodeRequest(
        {
          url: 'https://collect.commander1.com/events?tc_s=1234&token=abc',
          method: 'POST',
          type: 'ping',
          body: { kind: 'text', text: body },
        },
        [],
      ),
    ),
  };
}

function perSecond(decode: () => unknown): number {
  const rates: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const startedAt = performance.now();
    for (let n = 0; n < 20_000; n += 1) if (decode() === undefined) throw new Error('it is no hit');
    rates.push(20_000 / ((performance.now() - startedAt) / 1_000));
  }
  return median(rates);
}
