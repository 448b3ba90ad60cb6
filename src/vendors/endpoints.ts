import type { CallEntry, Entry } from '../session/entry.ts';
import { argumentsOf, propertyOf, textOf } from '../session/value/read.ts';
import type { PageValue } from '../session/value.ts';
import type { Endpoint } from '../session/wire.ts';
import type { Vendor } from './hit.ts';
import { pixelCommandOf, readPixelCall } from './meta/call.ts';
import { type Address, splitAddress } from './request.ts';

function known(vendor: Vendor, host: string, path: string): Endpoint {
  return { vendor, host, path, source: 'known' };
}

/**
 * Endpoints that are the same for everybody (domain facts 3.1, 5.2, 6). The hosts without `www` are
 * not in the facts: they forward to it, so a request to them is the same hit [unverified].
 */
const KNOWN_ENDPOINTS: readonly Endpoint[] = [
  known('meta', 'www.facebook.com', '/tr'),
  known('meta', 'www.instagram.com', '/tr'),
  known('meta', 'facebook.com', '/tr'),
  known('meta', 'instagram.com', '/tr'),
  known('commanders-act', 'collect.commander1.com', '/events'),
  known('commanders-act', 'collect.commander1.com', '/cdp/events'),
  known('segment', 'api.segment.io', '/v1/*'),
  known('segment', 'api.astronomer.io', '/v1/*'),
];

/** KNOWN_ENDPOINTS by host, since every request of a page is looked up. */
const KNOWN_BY_HOST: ReadonlyMap<string, readonly Endpoint[]> = new Map(
  KNOWN_ENDPOINTS.map(({ host }) => [host, KNOWN_ENDPOINTS.filter((other) => other.host === host)]),
);

/**
 * The endpoint that an address belongs to. The user's own come first, so that a profile can mute
 * what is known; then learned ones, then the built-in ones.
 */
export function findEndpoint(
  address: Address,
  endpoints: readonly Endpoint[],
): Endpoint | undefined {
  let learned: Endpoint | undefined;
  for (const endpoint of endpoints) {
    if (!matches(endpoint, address)) continue;
    if (endpoint.source === 'profile') return endpoint;
    learned ??= endpoint;
  }
  return (
    learned ??
    KNOWN_BY_HOST.get(address.host)?.find((endpoint) => matchesPath(endpoint.path, address.path))
  );
}

function matches(endpoint: Endpoint, address: Address): boolean {
  const { host } = endpoint;
  const isHost =
    host === address.host || (host.startsWith('*.') && address.host.endsWith(host.slice(1)));
  return isHost && matchesPath(endpoint.path, address.path);
}

function matchesPath(pattern: string | undefined, path: string): boolean {
  if (pattern === undefined) return true;
  if (pattern.endsWith('*')) return path.startsWith(pattern.slice(0, -1));
  return pattern === path || withoutSlash(pattern) === withoutSlash(path);
}

function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

/**
 * Reads an endpoint as a person writes it in a profile: a host (`*.shop.example`), or a host with a
 * path (`shop.example/collect/*`), with or without `https://`. Undefined where that is not one.
 */
export function parseEndpoint(
  vendor: Vendor,
  text: string,
  source: 'learned' | 'profile' = 'profile',
): Endpoint | undefined {
  const trimmed = text.trim();
  const address = splitAddress(/^https?:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
  if (address === undefined || !/^(?:\*\.)?[^\s*]+$/.test(address.host)) return undefined;
  const endpoint: Endpoint = { vendor, host: address.host, source };
  if (address.path !== '/') endpoint.path = address.path;
  return endpoint;
}

/**
 * Whether an address is what a person wrote in a profile: a host (`*.shop.example`), or a host with a
 * path that may end in `*`.
 */
export function matchesAddress(pattern: string, url: string): boolean {
  const wanted = parseEndpoint('meta', pattern);
  const address = splitAddress(url);
  return wanted !== undefined && address !== undefined && matches(wanted, address);
}

/**
 * The endpoints that a configuration call of the page names: fbq's `set endpoint` and
 * `set openbridge`, analytics.load's integrations, cact's collectionDomain (of `config`, and of the
 * settings of a single `trigger`). Empty for every other call; never throws, whatever the page
 * passed.
 */
export function learnEndpoints(call: CallEntry): Endpoint[] {
  switch (call.source) {
    case 'fbq':
      return learnFromPixel(call.args);
    case 'analytics':
      return call.method === 'load' ? learnFromAnalytics(withoutCommand(call)) : [];
    case 'cact':
      return learnFromCommandersAct(argumentsOf(call.args));
    default:
      return [];
  }
}

/** analytics.push(['load', key, …]) of the stub says the method once more. */
function withoutCommand(call: CallEntry): readonly PageValue[] {
  const args =
    call.args.length === 1 && Array.isArray(call.args[0]) ? call.args[0] : argumentsOf(call.args);
  return args[0] === call.method && typeof args[1] === 'string' ? args.slice(1) : args;
}

/**
 * fbq('set','endpoint',url) and fbq('set','openbridge',pixel,endpoint) (domain facts 2.2, 3.1). The
 * real ones send to the address as it is; a gateway named by its host alone gets `/events`.
 */
function learnFromPixel(args: readonly PageValue[]): Endpoint[] {
  if (pixelCommandOf(args) !== 'set') return [];
  const [key, first, second] = readPixelCall(args).rest;
  if (key === 'endpoint') return learned('meta', first);
  if (key !== 'openbridge') return [];
  const [gateway] = learned('meta-gateway', second);
  if (gateway === undefined) return [];
  const events: Endpoint = { ...gateway, path: '/events' };
  return gateway.path === undefined || withoutSlash(gateway.path) === '/events'
    ? [events]
    : [gateway, events];
}

/** A number is no address: the libraries pass it over in silence. */
function learned(vendor: Vendor, value: PageValue | undefined): Endpoint[] {
  const text = typeof value === 'number' ? undefined : textOf(value);
  const endpoint = text === undefined ? undefined : parseEndpoint(vendor, text, 'learned');
  return endpoint === undefined ? [] : [endpoint];
}

/** analytics.load(writeKey, {integrations: {'Segment.io': {apiHost, protocol}}}): api host with path. */
function learnFromAnalytics(args: readonly PageValue[]): Endpoint[] {
  const integration = propertyOf(propertyOf(args[1], 'integrations'), 'Segment.io');
  const [base] = learned('segment', propertyOf(integration, 'apiHost'));
  if (base === undefined) return [];
  return [{ ...base, path: `${withoutSlash(base.path ?? '')}/*` }];
}

/** Places of the settings in cact('config', settings) and cact('trigger', name, options, settings). */
const SETTINGS_AT: Readonly<Record<string, number>> = { config: 1, trigger: 3 };

/**
 * collectionDomain (documentation of the JavaScript SDK). Which of the two paths a first-party
 * domain serves is not documented: `/cdp/events` was read in containers, `/events` is the default
 * host's.
 */
function learnFromCommandersAct(args: readonly PageValue[]): Endpoint[] {
  const [command] = args;
  if (typeof command !== 'string' || !Object.hasOwn(SETTINGS_AT, command)) return [];
  const settings = args[SETTINGS_AT[command] ?? -1];
  const [base] = learned('commanders-act', propertyOf(settings, 'collectionDomain'));
  if (base === undefined || base.host === 'collect.commander1.com') return [];
  const root = withoutSlash(base.path ?? '');
  return [
    { ...base, path: `${root}/cdp/events` },
    { ...base, path: `${root}/events` },
  ];
}

/** True where both stand for the same addresses of one vendor, so that one of them is enough. */
export function isSameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return (
    a.vendor === b.vendor &&
    a.host === b.host &&
    withoutSlash(a.path ?? '/*') === withoutSlash(b.path ?? '/*')
  );
}

/** The endpoints that a page's calls have named so far. */
export interface LearnedEndpoints {
  readonly all: readonly Endpoint[];
  /** Takes what calls name. @returns whether that was new */
  learn(entries: readonly Entry[]): boolean;
}

/** No endpoints. */
export function createLearnedEndpoints(): LearnedEndpoints {
  const all: Endpoint[] = [];
  return {
    all,
    learn(entries) {
      const before = all.length;
      for (const entry of entries)
        if (entry.kind === 'call')
          for (const endpoint of learnEndpoints(entry))
            if (!all.some((one) => isSameEndpoint(one, endpoint))) all.push(endpoint);
      return all.length > before;
    },
  };
}
