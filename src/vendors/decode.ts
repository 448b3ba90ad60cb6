import type { Endpoint } from '../session/wire.ts';
import {
  decodeCollectionHit,
  hasSiteId,
  isCollectionHit,
} from './commanders-act/collection-hit.ts';
import { findEndpoint } from './endpoints.ts';
import type { DecodedHit, Vendor } from './hit.ts';
import { decodeGatewayHit, isGatewayHit } from './meta/gateway-hit.ts';
import { decodePixelHit, isPixelHit, isPixelId } from './meta/pixel-hit.ts';
import { Reading } from './reading.ts';
import { type ObservedRequest, splitAddress } from './request.ts';
import { callOfPath, decodeApiHit, isApiHit } from './segment/api-hit.ts';

interface Decoder {
  decode(reading: Reading): DecodedHit;
  /** By payload alone (for Segment: path and payload), whatever the host. */
  recognise(reading: Reading): boolean;
  /** Whether a request to an endpoint of the vendor is an event: its path may serve other things. */
  accept(reading: Reading, source: Endpoint['source']): boolean;
}

const DECODERS: Readonly<Record<Vendor, Decoder>> = {
  meta: { decode: decodePixelHit, recognise: isPixelHit, accept: acceptPixel },
  'meta-gateway': { decode: decodeGatewayHit, recognise: isGatewayHit, accept: acceptGateway },
  'commanders-act': {
    decode: decodeCollectionHit,
    recognise: isCollectionHit,
    accept: acceptCollection,
  },
  segment: { decode: decodeApiHit, recognise: isApiHit, accept: acceptApi },
};

/** The order of recognition: the strictest shape first. */
const BY_SHAPE: readonly Decoder[] = [
  DECODERS.meta,
  DECODERS['meta-gateway'],
  DECODERS['commanders-act'],
  DECODERS.segment,
];

/**
 * Says whether a request is a vendor's hit, and what it carries. Never throws: what is malformed
 * is kept as it is and marked. Preflights and other methods than GET and POST are no hits, nor are
 * Meta's privacy sandbox endpoints, nor anything that a muted endpoint matches.
 *
 * Cost is linear in the request's length.
 * @param endpoints learned ones and the profile's; the built-in ones are always there.
 */
export function decodeRequest(
  request: ObservedRequest,
  endpoints: readonly Endpoint[],
): DecodedHit | undefined {
  const { method } = request;
  if (method !== 'GET' && method !== 'POST' && !/^(?:get|post)$/i.test(method)) return undefined;
  const address = splitAddress(request.url);
  if (address === undefined || isPrivacySandbox(address.path)) return undefined;
  const reading = new Reading(request, address);
  const endpoint = findEndpoint(address, endpoints);
  if (endpoint === undefined) return decodeByShape(request, reading);
  if (endpoint.muted) return undefined;
  const decoder = DECODERS[endpoint.vendor];
  return decoder.accept(reading, endpoint.source) ? decoder.decode(reading) : undefined;
}

/**
 * Two endpoints of the browser's ad features (domain facts 3.1). They carry a pixel's id alone and
 * can stand on any host that fbq('set','endpoint') names.
 */
function isPrivacySandbox(path: string): boolean {
  return path.startsWith('/privacy_sandbox/');
}

function decodeByShape(request: ObservedRequest, reading: Reading): DecodedHit | undefined {
  const decoder = BY_SHAPE.find((candidate) => candidate.recognise(reading));
  if (decoder === undefined) return undefined;
  // A fresh reading: what recognition marked on its way is not a property of the hit.
  const fresh = new Reading(request, reading.address);
  fresh.mark('by-shape');
  return decoder.decode(fresh);
}

/** A learned endpoint can be a path of the site itself: an id is the least that a hit carries. */
function acceptPixel(reading: Reading, source: Endpoint['source']): boolean {
  if (source !== 'learned' || reading.unreadable) return true;
  return isPixelId(new Reading(reading.request, reading.address).form().values.id);
}

function acceptGateway(reading: Reading, source: Endpoint['source']): boolean {
  if (reading.unreadable) return true;
  if (reading.request.body === undefined) return false;
  return source !== 'learned' || isGatewayHit(reading);
}

function acceptCollection(reading: Reading, source: Endpoint['source']): boolean {
  return (
    source !== 'learned' || reading.unreadable || hasSiteId(reading) || isCollectionHit(reading)
  );
}

/** The API's host has other paths: settings, metrics of the library itself. */
function acceptApi(reading: Reading, source: Endpoint['source']): boolean {
  if (callOfPath(reading.address.path) === undefined) return false;
  if (reading.unreadable) return true;
  if (reading.request.body === undefined) return false;
  return source !== 'learned' || isApiHit(reading);
}
