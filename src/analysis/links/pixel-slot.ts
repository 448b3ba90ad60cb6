import type { CallEntry, HitEntry, HitEvent } from '../../session/entry.ts';
import { numberOf } from '../../session/entry.ts';
import { isAutomaticEventId } from '../../vendors/meta/automatic.ts';
import { cannotBeSent, serialiseCustomData } from '../../vendors/meta/custom-data.ts';
import { eventIdOf, isTrack, type PixelCall, validPixelId } from '../../vendors/meta/pixel-call.ts';

/** A track call, as far as it is needed to join it. */
export interface Slot {
  readonly id: string;
  readonly number: number;
  readonly at: number;
  readonly command: string;
  readonly name: string;
  /** Only this pixel (trackSingle); absent: every pixel initialised before it. */
  readonly single: { id: string | undefined; text: string } | undefined;
  /** The document's address when it was called, without its hash. */
  readonly address: string;
  /** The developer's event id; '' where there is none. */
  readonly eventId: string;
  /** What it carries, as the SDK writes it; undefined where the copy does not say it all. */
  readonly content: string | undefined;
  /** The names of what it carries. */
  readonly keys: string;
  /** `threw` or arguments that cannot be sent. */
  readonly broken: 'threw' | 'bad-arguments' | undefined;
  /** Hits that are its own, by pixel: id of the hit's entry. */
  readonly hits: Map<string, string>;
}

/** An event of a hit to Meta, as far as it is needed to join it. */
export interface PixelHit {
  readonly id: string;
  readonly pixelId: string;
  readonly name: string;
  readonly eventId: string;
  readonly content: string;
  readonly keys: string;
  /** The page's own time of sending where the hit carries it (`ts`), else when it was seen. */
  readonly at: number;
  /** The pixel's own count of its hits (`ec`); -1 where it is not there. */
  readonly count: number;
}

/** A list of ids is an id of its own kind: nobody documents which of them counts. */
const LIST = '\u0001list';

/** Reads a track call; undefined for other commands. */
export function slotOf(entry: CallEntry, call: PixelCall, url: string): Slot | undefined {
  if (!isTrack(call)) return undefined;
  const data = serialiseCustomData(call.data);
  const name = call.eventName ?? '';
  return {
    id: entry.id,
    number: numberOf(entry.id),
    at: entry.at,
    command: call.command,
    name,
    single:
      call.command.startsWith('trackSingle') || call.command === 'trackShopify'
        ? { id: validPixelId(call), text: call.pixelId ?? '' }
        : undefined,
    address: withoutHash(url),
    eventId: eventIdOf(call) ?? LIST,
    content: data && contentOf(data, { name, url, kind: KINDS[call.command] ?? '' }),
    keys: data ? keysOf(data.keys()) : '',
    broken: entry.threw ? 'threw' : cannotBeSent(call.data) ? 'bad-arguments' : undefined,
    hits: new Map(),
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
    keys: keysOf(data.keys()),
    // Another clock than the recorder's would rule out what is right.
    at: Math.abs(sentAt - entry.at) < 60_000 ? sentAt : entry.at,
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

function keysOf(keys: Iterable<string>): string {
  return [...keys].sort().join('\n');
}

function withoutHash(url: string): string {
  const hash = url.indexOf('#');
  return hash === -1 ? url : url.slice(0, hash);
}

/** The order in which the pixel sent them. */
export function inSendingOrder(hits: readonly PixelHit[]): PixelHit[] {
  const counted = hits.every(({ count }) => count >= 0);
  return [...hits].sort(
    (a, b) => (counted ? a.count - b.count : 0) || a.at - b.at || (a.id < b.id ? -1 : 1),
  );
}
