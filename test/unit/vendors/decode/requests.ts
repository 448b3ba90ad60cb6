import type { HitEvent } from '../../../../src/session/entry.ts';
import type { Endpoint } from '../../../../src/session/wire.ts';
import { decodeRequest } from '../../../../src/vendors/decode.ts';
import type { DecodedHit } from '../../../../src/vendors/hit.ts';
import type { ObservedRequest } from '../../../../src/vendors/request.ts';

/** A GET by an image. */
export function imageOf(url: string): ObservedRequest {
  return { url, method: 'GET', type: 'image' };
}

/** A POST of text by fetch or beacon. */
export function postOf(url: string, text: string, contentType?: string): ObservedRequest {
  const request: ObservedRequest = {
    url,
    method: 'POST',
    type: 'xmlhttprequest',
    body: { kind: 'text', text },
  };
  return contentType === undefined ? request : { ...request, contentType };
}

/** The hit that a request is; fails the test where it is none. */
export function hitOf(request: ObservedRequest, endpoints: readonly Endpoint[] = []): DecodedHit {
  const hit = decodeRequest(request, endpoints);
  if (hit === undefined) throw new Error(`not a hit: ${request.url.slice(0, 200)}`);
  return hit;
}

/** The one event of the hit that a request is. */
export function eventOf(request: ObservedRequest, endpoints: readonly Endpoint[] = []): HitEvent {
  const { events } = hitOf(request, endpoints);
  const [event] = events;
  if (event === undefined || events.length !== 1) throw new Error(`${events.length} events`);
  return event;
}

/** Parameters as an address's query, each percent-encoded as encodeURIComponent does. */
export function queryOf(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
}

/** Parameters as a browser writes multipart/form-data. */
export function multipartOf(fields: Readonly<Record<string, string>>, boundary: string): string {
  const parts = Object.entries(fields).map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name.replaceAll('"', '%22')}"\r\n\r\n${value}\r\n`,
  );
  return `${parts.join('')}--${boundary}--\r\n`;
}

/** What the real pixel sends with every hit (test/site/observations.json). */
export const PIXEL_FIELDS: Readonly<Record<string, string>> = {
  id: '123456789012345',
  ev: 'Purchase',
  dl: 'http://shop.example/?a=1&b=ü',
  rl: '',
  if: 'false',
  ts: '1795227930324',
  'cd[value]': '9.99',
  'cd[currency]': 'EUR',
  'cd[contents]': '[{"id":"a b","quantity":1}]',
  sw: '1280',
  sh: '720',
  v: '2.9.325',
  r: 'stable',
  ec: '0',
  o: '28',
  fbp: 'fb.1.1795227929999.123456789',
  it: '1795227929562',
  coo: 'false',
  eid: 'order-1',
  rqm: 'GET',
};
