import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** Meta's host, which tap stands in for. */
export const GRAPH_HOST = 'graph.facebook.com';

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

/**
 * Whether the Host header is one of our own names.
 * @param host the address that tap listens on besides loopback: then its addresses and the name that
 *   containers have for this machine are ours too. Addresses, since a name may be made to lead here.
 */
export function hasOwnHost(request: IncomingMessage, host: string | undefined): boolean {
  const { host: given = '' } = request.headers;
  if (LOOPBACK_HOST.test(given)) return true;
  if (host === undefined) return false;
  const name = nameOf(given);
  return isIP(name) !== 0 || name === CONTAINERS_HOST;
}

/** Whether a request came over TLS for Meta's host: by CONNECT, or by a line in the hosts file. */
export function isForGraph(request: IncomingMessage): boolean {
  const isSecure = (request.socket as TLSSocket).encrypted === true;
  return isSecure && nameOf(request.headers.host ?? '') === GRAPH_HOST;
}

/** What containers call the machine that they run on. */
const CONTAINERS_HOST = 'host.docker.internal';

/** A Host header without its port, and without the brackets of IPv6. */
function nameOf(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}

/** Compares in constant time, whatever the lengths. */
export function isSameToken(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
