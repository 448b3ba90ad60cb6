import type { CallEntry, HitEntry, HitEvent } from '../../session/entry.ts';
import { numberOf } from '../../session/entry.ts';
import type { PageValue } from '../../session/value.ts';
import { withoutHash } from '../../session/without-hash.ts';
import { isAutomaticEventId } from '../../vendors/meta/automatic.ts';
import {
  eventIdOf,
  hitNameOf,
  namedPixelId,
  type PixelCall,
  pixelIdText,
} from '../../vendors/meta/call.ts';
import { cannotBeSent, serialiseCustomData } from '../../vendors/meta/custom-data.ts';
import type { TrackCall } from '../states/track-call.ts';

/** A track call, as far as it is needed to join it. */
export interface Slot extends TrackCall {
  /** The developer's event id; '' where there is none. */
  readonly eventId: string;
  /** What it carries, as the hook copied it. */
  readonly data: PageValue | undefined;
  hits: readonly PixelHit[];
  /** The names of what it carries, once they were asked for; null where they are not known. */
  keys: string | null | undefined;
}

/** An event of a hit to Meta, as far as it is needed to join it. */
export interface PixelHit {
  readonly id: string;
  readonly pixelId: string;
  readonly name: string;
  readonly eventId: string;
  readonly content: string;
  /** What the event says, as it was decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The page's own time of sending where the hit carries it (`ts`), else when it was seen. */
  readonly at: number;
  /** The pixel's own count of its hits (`ec`); -1 where it is not there. */
  readonly count: number;
  /** The call that made it, where it is known. */
  slot: Slot | undefined;
}

export const NO_HITS: readonly PixelHit[] = [];

/** A list of ids is an id of its own kind: nobody documents which of them counts. */
const LIST = '\u0001list';

/** Reads a track call; undefined for other commands. */
export function slotOf(entry: CallEntry, call: PixelCall, url: string): Slot | undefined {
  if (!call.isEvent) return undefined;
  const name = hitNameOf(call);
  return {
    id: entry.id,
    number: numberOf(entry.id),
    at: entry.at,
    command: call.command ?? '',
    name,
    single: call.isForOnePixel
      ? { id: namedPixelId(call), text: pixelIdText(call.pixel) ?? '' }
      : undefined,
    address: withoutHash(url),
    eventId: eventIdOf(call) ?? LIST,
    data: call.data,
    broken: entry.threw ? 'threw' : cannotBeSent(call.data) ? 'bad-arguments' : undefined,
    hits: NO_HITS,
    keys: undefined,
    trouble: undefined,
  };
}

/** Reads an event of a hit; undefined where the page did not ask for it. */
export function pixelHitOf(entry: HitEntry, event: HitEvent): PixelHit | undefined {
  const { parameters, pixelId } = event;
  if (pixelId === undefined || parameters.noscript !== undefined) return undefined;
  if (parameters.es === 'automatic' || parameters.tm === '3') return undefined;
  const data = new Map<string, string>();
  for (const name of Object.keys(parameters))
    if (name.startsWith('cd[') && name.endsWith(']'))
      data.set(name.slice(3, -1), parameters[name] ?? '');
  const name = event.eventName ?? '';
  const { eventId } = event;
  const sentAt = Number(parameters.ts);
  return {
    id: entry.id,
    pixelId,
    name,
    eventId: Object.hasOwn(parameters, 'eid[0]')
      ? LIST
      : eventId === undefined || isAutomaticEventId(eventId)
        ? ''
        : eventId,
    content: contentOf(data, { name, url: parameters.dl ?? '', kind: parameters.tm ?? '' }),
    parameters,
    // Another clock than the recorder's would rule out what is right.
    at: Math.abs(sentAt - entry.at) < 60_000 ? sentAt : entry.at,
    slot: undefined,
    count: /^\d{1,9}$/.test(parameters.ec ?? '') ? Number(parameters.ec) : -1,
  };
}

/** `tm` of a hit, by the command that made it; plain track has none, or 0 (domain facts 3.1). */
const KINDS: Readonly<Record<string, string>> = { trackSingle: '1', trackSingleCustom: '2' };

/** PageViews carry nothing: the address tells them apart. */
function contentOf(
  data: ReadonlyMap<string, string>,
  { name, url, kind }: { name: string; url: string; kind: string },
): string {
  const parts: string[] = [kind === '0' ? '' : kind];
  if (name === 'PageView') parts.push(withoutHash(url));
  const fields: string[] = [];
  for (const [key, value] of data) fields.push(`${key}=${value}`);
  return parts.concat(fields.sort()).join('\n');
}

/** The content of a PageView that carries nothing and has this address. */
export function contentOfView(url: string): string {
  return contentOf(new Map(), { name: 'PageView', url, kind: '' });
}

/** What a call carries, as the SDK writes it; undefined where its copy does not say it all. */
export function contentOfCall({ data, name, address, command }: Slot): string | undefined {
  const fields = serialiseCustomData(data);
  return fields && contentOf(fields, { name, url: address, kind: KINDS[command] ?? '' });
}

/** The names of what a call carries; undefined where its copy does not say it all. */
export function keysOfCall(slot: Slot): string | undefined {
  if (slot.keys === undefined) {
    const data = serialiseCustomData(slot.data);
    slot.keys = data ? [...data.keys()].sort().join('\n') : null;
  }
  return slot.keys ?? undefined;
}

/** The names of what a hit carries. */
export function keysOfHit(hit: PixelHit): string {
  return Object.keys(hit.parameters).flatMap(customName).sort().join('\n');
}

function customName(name: string): string[] {
  return name.startsWith('cd[') && name.endsWith(']') ? [name.slice(3, -1)] : [];
}

/** Two forms of one hit that are joined alike. */
export function isSameHit(a: PixelHit, b: PixelHit): boolean {
  return (
    a.pixelId === b.pixelId &&
    a.name === b.name &&
    a.eventId === b.eventId &&
    a.content === b.content &&
    a.at === b.at &&
    a.count === b.count
  );
}

/** The order in which the pixel sent them. */
export function inSendingOrder(hits: readonly PixelHit[]): PixelHit[] {
  const counted = hits.every(({ count }) => count >= 0);
  return [...hits].sort(
    (a, b) => (counted ? a.count - b.count : 0) || a.at - b.at || (a.id < b.id ? -1 : 1),
  );
}
