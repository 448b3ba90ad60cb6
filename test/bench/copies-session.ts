import type { Entry } from '../../src/session/entry.ts';

const PIXEL = '123456789012345';

/** What is done in each document, in its order. */
const EVENTS = ['ViewContent', 'AddToCart', 'Purchase'];

/**
 * A session of many documents with little in each: three pixel calls, the hit of each and its
 * server copy. One document in ten has a fault: the server's value of its purchase is another.
 */
export function* copiesSession(count: number): Generator<Entry> {
  let left = count;
  for (let document = 0; left > 0; document += 1)
    for (const entry of documentOf(document)) {
      if (left === 0) return;
      left -= 1;
      yield entry;
    }
}

function* documentOf(document: number): Generator<Entry> {
  const key = `d${document.toString(36).padStart(9, '0')}`;
  const page = `${key}:0`;
  const url = `https://shop.example/products/${document % 1_000}`;
  const startAt = 1_790_000_000_000 + document * 2_000;
  yield { kind: 'page', id: page, at: startAt, page, event: 'start', url, top: true, tabId: 1 };
  yield {
    kind: 'call',
    id: `${key}:1`,
    at: startAt + 1,
    page,
    source: 'fbq',
    method: 'init',
    args: ['init', PIXEL],
    phase: 'live',
  };
  for (const [n, name] of EVENTS.entries()) {
    const at = startAt + 100 + n * 300;
    const eventId = `${name}-${document}`;
    const data = { value: 10 + (document % 90), currency: 'EUR' };
    const value = document % 10 === 0 && name === 'Purchase' ? data.value + 1 : data.value;
    const parameters = {
      id: PIXEL,
      ev: name,
      dl: url,
      'cd[value]': String(data.value),
      'cd[currency]': data.currency,
      eid: eventId,
    };
    yield {
      kind: 'call',
      id: `${key}:${n + 2}`,
      at,
      page,
      source: 'fbq',
      method: 'track',
      args: ['track', name, data, { eventID: eventId }],
      phase: 'live',
    };
    yield {
      kind: 'hit',
      id: `hits:${document * 3 + n}`,
      at: at + 20,
      page,
      vendor: 'meta',
      method: 'GET',
      url: `https://www.facebook.com/tr/?${new URLSearchParams(parameters)}`,
      transport: 'image',
      outcome: 'done',
      status: 200,
      events: [{ pixelId: PIXEL, eventName: name, eventId, parameters }],
    };
    const server = `server:${document * 3 + n}`;
    yield {
      kind: 'server',
      id: server,
      at: at + 100,
      page: server,
      origin: 'import',
      timeOf: 'event',
      pixelId: PIXEL,
      event: {
        event_name: name,
        event_id: eventId,
        event_time: Math.floor((at + 100) / 1_000),
        action_source: 'website',
        event_source_url: url,
        user_data: {
          client_user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0',
          client_ip_address: '203.0.113.7',
          fbp: `fb.1.1789990000000.${100_000_000 + document}`,
        },
        custom_data: { ...data, value },
      },
    };
  }
}
