import type { HitEntry } from '../../session/entry.ts';
import type { Endpoint, ListedMessage, ListedRequest } from '../../session/wire.ts';
import { withoutHash } from '../../session/without-hash.ts';
import { decodeRequest } from '../../vendors/decode.ts';
import type { NetworkRequest } from './enrichment.ts';

/**
 * What the pages on screen had sent as the panel opened, as the browser's own lists have it, and of
 * what was still under way, DevTools: a second count of hits of the time before, which does not die
 * with a background.
 */
export interface ListedHits {
  /** Nobody has asked yet what is missing. */
  readonly isCounting: boolean;
  /** What a document lists; it may be asked more than once. */
  onList(message: ListedMessage): void;
  /** A request has ended that DevTools saw. */
  onRequest(request: NetworkRequest): void;
  /** A hit is in the log. */
  onHit(hit: HitEntry): void;
  /** The background had no room for so many lines of a stream, older than all that it told. */
  onDropped(stream: string, lines: number): void;
  /**
   * When the hits began that are listed, began before a time and were recorded by nobody; oldest
   * first. To be asked once: nothing is remembered from then on.
   */
  takeMissing(before: number): number[];
}

/** A page's clock and the one of the browser's network are that far apart, in milliseconds. */
const APART_MS = 500;

/**
 * No lists, no hits.
 * @param mutedEndpoints what goes there is recorded by nobody, as the profile has it
 */
export function createListedHits(mutedEndpoints: () => readonly Endpoint[]): ListedHits {
  /** Document → its requests, alike ones together. Both may have the same one. */
  const listed = new Map<string, Map<string, ListedRequest[]>>();
  let seen: ListedRequest[] = [];
  /** Hit id → its address and time. */
  let hits: Map<string, { url: string; at: number }> | undefined = new Map();
  /** Stream → how many of its lines were dropped. */
  const dropped = new Map<string, number>();

  /** Of built-in endpoints alone, otherwise: a background without a panel has learned of no others. */
  const isHit = ({ url, isImage }: ListedRequest) =>
    decodeRequest({ url, method: isImage ? 'GET' : 'POST', type: 'other' }, mutedEndpoints()) !==
    undefined;

  /** Address → when those began that nobody recorded. */
  const missingOf = (requests: ListedRequest[], before: number) => {
    const times = new Map<string, number[]>();
    for (const { url, at } of hits?.values() ?? []) {
      const recorded = times.get(url);
      if (recorded) recorded.push(at);
      else times.set(url, [at]);
    }
    for (const list of times.values()) list.sort((a, b) => a - b);
    const missing = new Map<string, number[]>();
    for (const { url, from, to, isImage } of requests.sort((a, b) => a.from - b.from)) {
      const address = addressOf(url);
      const recorded = times.get(address);
      const found = recorded?.findIndex((at) => at >= from - APART_MS && at <= to + APART_MS) ?? -1;
      if (found !== -1) recorded?.splice(found, 1);
      else if (from < before && !(isImage && recorded))
        missing.set(address, [...(missing.get(address) ?? []), from]);
    }
    return missing;
  };

  return {
    get isCounting() {
      return hits !== undefined;
    },
    onList({ document, requests }) {
      if (!hits) return;
      const alike = new Map<string, ListedRequest[]>();
      for (const one of requests.filter(isHit)) {
        const key = `${one.from} ${one.url}`;
        alike.set(key, [...(alike.get(key) ?? []), one]);
      }
      // Another panel may have asked for fewer.
      for (const [key, known] of listed.get(document) ?? [])
        if (known.length > (alike.get(key)?.length ?? 0)) alike.set(key, known);
      listed.set(document, alike);
    },
    onRequest({ url, method, startedAt }) {
      const one = { url, from: startedAt, to: startedAt, isImage: method === 'GET' };
      if (hits && method !== 'OPTIONS' && isHit(one)) seen.push(one);
    },
    onHit({ id, url, at }) {
      hits?.set(id, { url: addressOf(url), at });
    },
    onDropped(stream, lines) {
      dropped.set(stream, lines);
    },
    takeMissing(before) {
      const missing = missingOf(
        [...listed.values()].flatMap((alike) => [...alike.values()].flat()),
        before,
      );
      for (const [address, times] of missingOf(seen, before))
        if (times.length > (missing.get(address)?.length ?? 0)) missing.set(address, times);
      const all = [...missing.values()].flat().sort((a, b) => a - b);
      // Of what is older than all that came so many may have been recorded: they are told as dropped.
      const oldest = Math.min(...[...(hits?.values() ?? [])].map(({ at }) => at));
      const older = all.filter((at) => at <= oldest).length;
      const lines = [...dropped.values()].reduce((sum, one) => sum + one, 0);
      listed.clear();
      seen = [];
      hits = undefined;
      return all.slice(Math.min(lines, older));
    },
  };
}

/** As both tell it: a browser goes on by https where the page said http. */
function addressOf(url: string): string {
  return withoutHash(url).replace(/^http:/, 'https:');
}
