/** What was seen of a request's body. */
export type ObservedBody =
  /** The body as text, whatever its content type. */
  | { kind: 'text'; text: string }
  /** A form that the browser had parsed already (`requestBody.formData`): values by field name. */
  | { kind: 'form'; fields: Record<string, string[]> }
  /** There was a body, but the browser did not show it (Blob beacons in Chromium). */
  | { kind: 'unreadable'; reason: string };

/** A request as a recorder saw it, before anyone asked whether it is a hit. */
export interface ObservedRequest {
  url: string;
  /** HTTP method; case does not matter. */
  method: string;
  /**
   * webRequest's resource type (`image`, `ping`, `beacon`, `xmlhttprequest`, `sub_frame` …); the
   * names of `devtools.network` and of Playwright (`fetch`, `xhr`, `document`) are understood too.
   */
  type: string;
  body?: ObservedBody;
  /** The request's own Content-Type header, where it was seen. */
  contentType?: string;
}

/** How a request left the page, in plain words. */
export type Transport =
  | 'image'
  | 'beacon'
  | 'fetch or xhr'
  | 'fetch'
  | 'xhr'
  | 'form'
  | 'frame'
  | 'navigation'
  | 'script'
  | 'other';

/** webRequest has one type for fetch() and XMLHttpRequest: they cannot be told apart there. */
const TRANSPORTS: Readonly<Record<string, Transport>> = {
  image: 'image',
  imageset: 'image',
  // sendBeacon is `ping` in Chromium and `beacon` in Firefox (facts/platform.md, Network).
  ping: 'beacon',
  beacon: 'beacon',
  xmlhttprequest: 'fetch or xhr',
  fetch: 'fetch',
  xhr: 'xhr',
  sub_frame: 'frame',
  main_frame: 'navigation',
  document: 'navigation',
  script: 'script',
};

/** Names the way a request left the page. A POST that loads a document is a submitted form. */
export function transportOf(request: ObservedRequest): Transport {
  const type = request.type.toLowerCase();
  const transport = Object.hasOwn(TRANSPORTS, type) ? TRANSPORTS[type] : undefined;
  if (transport === undefined) return 'other';
  const loadsDocument = transport === 'frame' || transport === 'navigation';
  return loadsDocument && request.method.toUpperCase() === 'POST' ? 'form' : transport;
}

/** The parts of a web address that tell who receives it. */
export interface Address {
  /** Lower case, without user name; the port only where it is not the scheme's own. */
  host: string;
  /** From the first slash, `/` where there is none; as written, not decoded. */
  path: string;
  /** Without the question mark; empty where there is none; as written, not decoded. */
  query: string;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: ':80', https: ':443' };

/**
 * Splits an http(s) address; undefined for anything else. Done by hand because `new URL` throws,
 * and because with its searchParams it costs as much as decoding a whole hit does here.
 */
export function splitAddress(url: string): Address | undefined {
  const schemeEnd = url.indexOf(':');
  if (schemeEnd !== 4 && schemeEnd !== 5) return undefined;
  const defaultPort = DEFAULT_PORTS[url.slice(0, schemeEnd).toLowerCase()];
  if (defaultPort === undefined || !url.startsWith('//', schemeEnd + 1)) return undefined;
  const start = schemeEnd + 3;
  let pathStart = start;
  while (pathStart < url.length && !isAuthorityEnd(url.charCodeAt(pathStart))) pathStart += 1;
  const host = hostOf(url.slice(start, pathStart), defaultPort);
  if (host === '') return undefined;

  const hash = url.indexOf('#', pathStart);
  const end = hash === -1 ? url.length : hash;
  const mark = url.indexOf('?', pathStart);
  const pathEnd = mark === -1 || mark > end ? end : mark;
  return {
    host,
    path: url.slice(pathStart, pathEnd) || '/',
    query: pathEnd === end ? '' : url.slice(pathEnd + 1, end),
  };
}

const SLASH = 0x2f;
const QUESTION_MARK = 0x3f;
const HASH = 0x23;

function isAuthorityEnd(code: number): boolean {
  return code === SLASH || code === QUESTION_MARK || code === HASH;
}

function hostOf(authority: string, defaultPort: string): string {
  const host = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
  return host.endsWith(defaultPort) ? host.slice(0, -defaultPort.length) : host;
}
