import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Names under which a program of this machine finds us. Any other name in Host is somebody's trick (DNS rebinding). */
const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i;

const EXTENSION_ORIGIN = /^(?:chrome|moz)-extension:\/\/[\w-]+$/;

/** Where a request wants to go, as its first line says it. */
export interface Target {
  /** The host of `POST http://graph.facebook.com/…`, which a client sends that takes us for its proxy. */
  proxied: URL | undefined;
  /** Path with query. */
  path: string;
}

/** Reads the request's first line. Undefined where it names nothing that can be served. */
export function targetOf(request: IncomingMessage): Target | undefined {
  const text = request.url ?? '';
  if (text.startsWith('/')) return { proxied: undefined, path: text };
  const url = /^https?:/i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  return url && { proxied: url, path: url.pathname + url.search };
}

/** Who asks, by what browsers cannot be made to leave out. */
export type Sender =
  /** A program: no browser says that a page sent it. */
  | 'program'
  /** A page of the Event Loupe extension, or of another. */
  | 'extension'
  /** A page of some site. */
  | 'page';

/** Tells a browser's page from a program. A page cannot leave out Origin on a POST, nor Sec-Fetch-Site. */
export function senderOf(request: IncomingMessage): Sender {
  const { origin } = request.headers;
  if (origin !== undefined) return EXTENSION_ORIGIN.test(origin) ? 'extension' : 'page';
  const site = request.headers['sec-fetch-site'];
  // Seen in Chromium 156 and Firefox 153: an extension with host permission sends no Origin, and
  // `none` in the one, `same-origin` in the other. No page has our origin: we serve none.
  if (site === 'same-origin') return 'extension';
  return site === undefined || site === 'none' ? 'program' : 'page';
}

/** Whether the Host header is one of our own names. */
export function hasLoopbackHost(request: IncomingMessage): boolean {
  return LOOPBACK_HOST.test(request.headers.host ?? '');
}

/** Compares in constant time, whatever the lengths. */
export function isSameToken(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
