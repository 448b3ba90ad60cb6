import type { HitEntry } from '../../session/entry.ts';
import { describeMark } from '../../vendors/marks.ts';

/** How a chip or a mark is coloured. */
export type Tone = 'ok' | 'warn' | 'bad' | 'mute';

/** A few words with the longer ones that explain them. */
export interface ShortWords {
  label: string;
  tone: Tone;
  title: string;
}

/** Who receives a hit, as short as a row needs it. */
const VENDOR_LABELS: Readonly<Record<string, string>> = {
  meta: 'Meta',
  'meta-gateway': 'Gateway',
  'commanders-act': 'Cmd. Act',
  segment: 'Segment',
};

/** Who receives a hit; a vendor of a newer session file goes by its own name. */
export function vendorLabel(vendor: string): string {
  return (Object.hasOwn(VENDOR_LABELS, vendor) ? VENDOR_LABELS[vendor] : undefined) ?? vendor;
}

/** A hit that carries an event, as opposed to the library or the pixel's configuration. */
export function roleLabel(hit: HitEntry): string | undefined {
  if (hit.role === 'library') return 'library';
  return hit.role === 'config' ? 'configuration' : undefined;
}

/** A body that the browser sent and did not show. */
export function hasUnreadableBody(hit: HitEntry): boolean {
  return hit.body?.kind === 'unreadable' || (hit.marks?.includes('body-unreadable') ?? false);
}

/** What became of a request, in a word or a status, and in a sentence. Undefined where nobody knows. */
export function outcomeWords(hit: HitEntry): ShortWords | undefined {
  const { outcome, status, error } = hit;
  const why = error === undefined ? '' : ` The browser says ${error}.`;
  switch (outcome) {
    case 'pending':
      return {
        label: 'pending',
        tone: 'mute',
        title: 'It has left the browser; nothing has come back yet.',
      };
    case 'blocked':
      return {
        label: 'blocked',
        tone: 'bad',
        title: `Something in the browser, such as an ad blocker, stopped it.${why}`,
      };
    case 'failed':
      return { label: 'failed', tone: 'bad', title: `The network did not carry it.${why}` };
    case 'cancelled':
      return {
        label: 'cancelled',
        tone: 'warn',
        title: `The page went away or gave up. It may have reached the server.${why}`,
      };
    case 'redirected':
      return {
        label: status === undefined ? 'redirected' : `${status} redirected`,
        tone: 'warn',
        title: `The answer sent the browser elsewhere${hit.redirect === undefined ? '' : `: ${hit.redirect.slice(0, 300)}`}.`,
      };
    default:
      return status === undefined ? undefined : answered(status);
  }
}

function answered(status: number): ShortWords {
  const label = String(status);
  if (status >= 500) return { label, tone: 'bad', title: `The server failed: status ${label}.` };
  if (status >= 400)
    return { label, tone: 'bad', title: `The server refused it: status ${label}.` };
  if (status >= 300) return { label, tone: 'warn', title: `Redirected: status ${label}.` };
  return { label, tone: 'mute', title: `The server answered with status ${label}.` };
}

/** Every mark of a hit, those of its events included, each once. */
export function marksOf(hit: HitEntry): string[] {
  const marks = new Set(hit.marks);
  for (const event of hit.events) for (const mark of event.marks ?? []) marks.add(mark);
  return [...marks];
}

/** Marks that say where a hit comes from; the others say that something is wrong or missing. */
const HARMLESS = new Set(['automatic', 'automatic-event-id', 'noscript', 'by-shape']);

/** The marks of a hit for one chip, the telling ones first; undefined where there is none. */
export function markWords(hit: HitEntry): ShortWords | undefined {
  const marks = marksOf(hit).sort((a, b) => Number(HARMLESS.has(a)) - Number(HARMLESS.has(b)));
  const [first] = marks;
  if (first === undefined) return undefined;
  return {
    label: marks.length > 1 ? `${first} +${marks.length - 1}` : first,
    tone: HARMLESS.has(first) ? 'mute' : 'warn',
    title: marks.map((mark) => `${mark}: ${describeMark(mark)}`).join('\n'),
  };
}
