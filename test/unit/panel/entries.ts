import type {
  CallEntry,
  Entry,
  GapEntry,
  HitEntry,
  PageEntry,
} from '../../../src/session/entry.ts';

/** A call of document `d`, with number and time `n` unless told otherwise. */
export function makeCall(n: number, more: Partial<CallEntry> = {}): CallEntry {
  return {
    kind: 'call',
    id: `d:${n}`,
    at: n,
    page: 'd:0',
    source: 'fbq',
    method: 'track',
    args: ['track', `Event${n}`],
    phase: 'live',
    ...more,
  };
}

/** A hit of document `d` that is still under way, at time `n` under id `h:n`. */
export function makePendingHit(n: number, more: Partial<HitEntry> = {}): HitEntry {
  return {
    kind: 'hit',
    id: `h:${n}`,
    at: n,
    page: 'd:0',
    vendor: 'meta',
    method: 'GET',
    url: 'https://www.facebook.com/tr/',
    transport: 'image',
    events: [],
    outcome: 'pending',
    ...more,
  };
}

/** The start of a document, at time `n` under id `d:n`. */
export function makePage(n: number, more: Partial<PageEntry> = {}): PageEntry {
  return {
    kind: 'page',
    id: `d:${n}`,
    at: n,
    page: `d:${n}`,
    event: 'start',
    url: 'https://shop.example/cart',
    ...more,
  };
}

export function makeGap(n: number, more: Partial<GapEntry> = {}): GapEntry {
  return {
    kind: 'gap',
    id: `d:gap${n}`,
    at: n,
    page: 'd:0',
    from: n,
    to: n + 4,
    reason: 'limit',
    ...more,
  };
}

/** A pixel's hit of document `d`, with time `n`. */
export function makeHit(n: number, more: Partial<HitEntry> = {}): HitEntry {
  return {
    kind: 'hit',
    id: `d:h${n}`,
    at: n,
    page: 'd:0',
    vendor: 'meta',
    method: 'GET',
    url: 'https://www.facebook.com/tr/?id=1234&ev=Purchase',
    transport: 'image',
    events: [
      { pixelId: '1234', eventName: 'Purchase', parameters: { id: '1234', ev: 'Purchase' } },
    ],
    outcome: 'done',
    status: 200,
    ...more,
  };
}

/** Ids of entries. */
export function idsOf(entries: readonly Entry[]): string[] {
  return entries.map((entry) => entry.id);
}
