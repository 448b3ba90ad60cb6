import {
  type Entry,
  type GapEntry,
  type HitEntry,
  type PageEntry,
  SOURCES,
  type Source,
  sizeOf,
} from '../../session/entry.ts';
import type { PageValue } from '../../session/value.ts';
import { describeCall, SOURCE_LABELS } from '../../vendors/call-summary.ts';
import { formatArguments, formatValue } from '../../vendors/format-value.ts';
import { VENDORS } from '../../vendors/hit.ts';
import { splitAddress } from '../../vendors/request.ts';
import { roleLabel, vendorLabel } from './hit-words.ts';
import { t } from './language.ts';

/** The colour of an entry, and what the toggles of the filter bar tell apart. */
export type Facet = Source | 'hit' | 'server' | 'consent' | 'console' | 'page' | 'gap';

/** A toggle of the filter bar: a facet, or the hits of one vendor. */
export type Toggle = Facet | `hit:${string}`;

/** The toggles there can be, in order; those besides the sources only when there are any. */
export const TOGGLES: readonly Toggle[] = [
  ...SOURCES,
  'hit',
  ...VENDORS.map((vendor) => `hit:${vendor}` as const),
  'server',
  'consent',
  'console',
];

/** What stands on a toggle. */
export function toggleLabel(toggle: Toggle): string {
  if (isVendorToggle(toggle)) return vendorLabel(toggle.slice(4));
  if (toggle === 'hit') return t().entry.hits;
  return Object.hasOwn(SOURCE_LABELS, toggle)
    ? SOURCE_LABELS[toggle as Source]
    : t().entry[toggle as Exclude<Facet, Source | 'hit'>];
}

/** The colour of a toggle: hits have one, whoever they are for. */
export function toggleTone(toggle: Toggle): Facet {
  return isVendorToggle(toggle) ? 'hit' : toggle;
}

/** Whether a toggle is for the hits of one vendor. */
export function isVendorToggle(toggle: Toggle): toggle is `hit:${string}` {
  return toggle.startsWith('hit:');
}

/** The toggle that an entry has besides its facet's: that of its vendor. */
export function vendorToggleOf(entry: Entry): Toggle | undefined {
  return entry.kind === 'hit' ? `hit:${entry.vendor}` : undefined;
}

/** The source behind a global's name, for `read` entries. */
const SOURCE_OF_GLOBAL: Readonly<Record<string, Source>> = {
  LoyJoy: 'loyjoy',
  dataLayer: 'dataLayer',
  cact: 'cact',
  caReady: 'cact',
  tC: 'cact',
  fbq: 'fbq',
  _fbq: 'fbq',
  cbq: 'cbq',
  _cbq: 'cbq',
  analytics: 'analytics',
};

/** The facet that an entry belongs to. */
export function facetOf(entry: Entry): Facet {
  if (entry.kind === 'call') return entry.source;
  if (entry.kind === 'page' && entry.event === 'read' && entry.name !== undefined)
    return Object.hasOwn(SOURCE_OF_GLOBAL, entry.name)
      ? (SOURCE_OF_GLOBAL[entry.name] ?? 'page')
      : 'page';
  return entry.kind;
}

/** Page dividers: what happened to a top document. Frames' starts are ordinary, dim rows. */
export function isDivider(entry: Entry): entry is PageEntry {
  if (entry.kind !== 'page' || entry.top === false) return false;
  return entry.event !== 'read' && entry.event !== 'answer';
}

/** An entry in words. */
export interface EntryDescription {
  /** What stands in the source column. */
  label: string;
  /** The plain verb before the name. */
  command: string;
  /** The event's name, shown strong. */
  name: string | undefined;
  /** The rest on one line, in JavaScript's notation. */
  summary: string;
}

/** How much of the arguments a row shows; more does not fit on the widest screen. */
const ROW_UNITS = 240;

/**
 * Describes any entry for a row, a chain step or a title.
 * @param limit UTF-16 units of the summary.
 */
export function describeEntry(entry: Entry, limit = ROW_UNITS): EntryDescription {
  switch (entry.kind) {
    case 'call': {
      const { command, name, rest } = describeCall(entry);
      return {
        label: SOURCE_LABELS[entry.source],
        command,
        name,
        summary: formatArguments(rest, limit),
      };
    }
    case 'hit':
      return describeHit(entry, limit);
    case 'server': {
      const { event_name: name, event_id: id, ...rest } = entry.event;
      // The id is what the copies are told by, so it stands before what may be cut off.
      const event = id === undefined ? rest : { event_id: id, ...rest };
      const { status = 0, message } = entry.answer ?? {};
      return {
        label: t().entry.server,
        command: status >= 400 ? `${entry.origin} ${status}` : entry.origin,
        name: typeof name === 'string' ? name : undefined,
        summary:
          message === undefined
            ? formatValue(event as PageValue, limit)
            : shorten(`${message} ${formatValue(event as PageValue, limit)}`, limit),
      };
    }
    case 'consent':
      return {
        label: t().entry.consent,
        command: entry.source,
        name: entry.event,
        summary: formatValue(entry.value, limit),
      };
    case 'console':
      return {
        label: t().entry.console,
        command: t().entry.level[entry.level],
        name: undefined,
        summary: shorten(entry.text, limit),
      };
    case 'gap':
      return { label: t().entry.gap, command: '', name: describeGap(entry), summary: '' };
    case 'page':
      return {
        label: t().entry.page,
        command: t().entry.did[entry.event],
        name: entry.event === 'read' ? entry.name : entry.status?.toString(),
        summary:
          entry.event === 'read'
            ? describeRead(entry.name, entry.access)
            : shorten(entry.url, limit),
      };
  }
}

/** Names and ids of the first so many events stand in a row. */
const NAMED_EVENTS = 8;

/** `PageView GET /tr/ id lj-77f1`; several events of one request one after the other. */
function describeHit(hit: HitEntry, limit: number): EntryDescription {
  const words = t().entry;
  const shown = hit.events.slice(0, NAMED_EVENTS);
  const more = hit.events.length - shown.length;
  const names = shown.map((event) => event.eventName ?? words.noName);
  if (more > 0) names.push(words.more(more));
  const ids = shown.flatMap((event) => event.eventId ?? []);
  const pixels = new Set(shown.flatMap((event) => event.pixelId ?? []));
  const parts = [hit.method, hit.transport === '' ? '' : `(${hit.transport})`, pathOf(hit.url)];
  if (pixels.size > 0) parts.push(words.pixels([...pixels].join(', ')));
  if (ids.length > 0) parts.push(words.ids(ids.join(', ')));
  return {
    label: words.hit(vendorLabel(hit.vendor)),
    command: roleLabel(hit) ?? '',
    name: names.length > 0 ? names.join(', ') : undefined,
    summary: shorten(parts.filter((part) => part !== '').join(' '), limit),
  };
}

/** How many entries were lost, or that some may be, and why. */
export function describeGap(gap: GapEntry): string {
  const words = t();
  const why = words.gap[gap.reason];
  if (gap.to !== undefined) return words.entry.lost(sizeOf(gap), why);
  if (gap.reason === 'background-gone') return words.entry.mayBeUnheard(why);
  if (gap.reason === 'frame-gone') return words.entry.frameMissed(why);
  return words.entry.mayBeLost(why);
}

/** What a read before the definition means for the page without us. */
export function describeRead(
  name: string = t().entry.aName,
  access: 'bare' | 'unknown' | undefined,
): string {
  const { readBare, readUnknown } = t().entry;
  return access === 'bare' ? readBare(name) : readUnknown(name);
}

/** Whole numbers with the language's separators. */
export function formatCount(count: number): string {
  return t().say.number(count);
}

/** Host and path of an address, without scheme, query and fragment; other addresses as they are. */
export function hostAndPath(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || parsed.host === '') return url;
  return `${parsed.host}${parsed.pathname === '/' ? '' : parsed.pathname}`;
}

/** Query and fragment of an address: what tells the parts of an application of one page apart. */
export function queryOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed && parsed.host !== '' ? shorten(`${parsed.search}${parsed.hash}`, ROW_UNITS) : '';
}

/**
 * A page for a label beside others: its path and query where it has the host of the one before,
 * else its host and path.
 */
export function pageLabel(url: string, before: string | undefined): string {
  const [own, other] = [url, before ?? ''].map((each) =>
    URL.canParse(each) ? new URL(each) : undefined,
  );
  if (own === undefined || own.host === '' || own.host !== other?.host) return hostAndPath(url);
  return shorten(`${own.pathname}${own.search}${own.hash}`, ROW_UNITS);
}

/** By hand: an address may have a megabyte of query, and rows are drawn often. */
function pathOf(url: string): string {
  return splitAddress(url)?.path ?? url;
}

function shorten(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}
