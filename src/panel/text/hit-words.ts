import type { HitEntry } from '../../session/entry.ts';
import { t } from './language.ts';

/** How a chip or a mark is coloured. */
export type Tone = 'ok' | 'warn' | 'bad' | 'mute';

/** A few words with the longer ones that explain them. */
export interface ShortWords {
  label: string;
  tone: Tone;
  title: string;
  /** Milliseconds that were waited for it. */
  wait?: number;
}

/** Who receives a hit; a vendor of a newer session file goes by its own name. */
export function vendorLabel(vendor: string): string {
  const labels: Readonly<Record<string, string>> = t().entry.vendor;
  return (Object.hasOwn(labels, vendor) ? labels[vendor] : undefined) ?? vendor;
}

/** A hit that carries no event: the library or the pixel's configuration. */
export function roleLabel({ role }: HitEntry): string | undefined {
  if (role !== 'library' && role !== 'config') return undefined;
  return t().entry.role[role];
}

/** A body that the browser sent and did not show. */
export function hasUnreadableBody(hit: HitEntry): boolean {
  return hit.body?.kind === 'unreadable' || (hit.marks?.includes('body-unreadable') ?? false);
}

/** What became of a request, in a word or a status, and in a sentence. Undefined where nobody knows. */
export function outcomeWords(hit: HitEntry): ShortWords | undefined {
  const { outcome, status, error, redirect } = hit;
  const words = t().hit;
  const why = error === undefined ? '' : ` ${words.browserSays(error)}`;
  switch (outcome) {
    case 'pending':
      return { ...words.pending, tone: 'mute' };
    case 'blocked':
    case 'failed':
      return { label: words[outcome].label, tone: 'bad', title: words[outcome].title + why };
    case 'cancelled':
      return { label: words.cancelled.label, tone: 'warn', title: words.cancelled.title + why };
    case 'redirected': {
      const { label, title, to } = words.redirected;
      return {
        label: status === undefined ? label : `${status} ${label}`,
        tone: 'warn',
        title: redirect === undefined ? title : to(redirect.slice(0, 300)),
      };
    }
    default:
      return status === undefined ? undefined : answered(status);
  }
}

function answered(status: number): ShortWords {
  const words = t().hit;
  const label = String(status);
  if (status >= 500) return { label, tone: 'bad', title: words.serverFailed(label) };
  if (status >= 400) return { label, tone: 'bad', title: words.refused(label) };
  if (status >= 300) return { label, tone: 'warn', title: words.redirect(label) };
  return { label, tone: 'mute', title: words.answered(label) };
}

/** What a mark says; the name itself where it is not one of ours (a newer session file). */
export function describeMark(mark: string): string {
  const words: Readonly<Record<string, string>> = t().hit.mark;
  return (Object.hasOwn(words, mark) ? words[mark] : undefined) ?? mark;
}

/** A mark in a word or two; its name where it is not one of ours. */
export function markLabel(mark: string): string {
  const words: Readonly<Record<string, string>> = t().hit.markLabel;
  return (Object.hasOwn(words, mark) ? words[mark] : undefined) ?? mark;
}

/** Every mark of a hit, those of its events included, each once. */
export function marksOf(hit: HitEntry): string[] {
  const marks = new Set(hit.marks);
  for (const event of hit.events) for (const mark of event.marks ?? []) marks.add(mark);
  return [...marks];
}

/** Marks that say where a hit comes from; the others say that something is wrong or missing. */
const HARMLESS: ReadonlySet<string> = new Set([
  'automatic',
  'automatic-event-id',
  'noscript',
  'by-shape',
  'signals-gateway',
]);

/** Whether a mark says where a hit comes from, and no more. */
export function isHarmless(mark: string): boolean {
  return HARMLESS.has(mark);
}

/** The marks of a hit for one chip, the telling ones first; undefined where there is none. */
export function markWords(hit: HitEntry): ShortWords | undefined {
  const marks = marksOf(hit).sort((a, b) => Number(HARMLESS.has(a)) - Number(HARMLESS.has(b)));
  const [first] = marks;
  if (first === undefined) return undefined;
  return {
    label: marks.length > 1 ? `${markLabel(first)} +${marks.length - 1}` : markLabel(first),
    tone: HARMLESS.has(first) ? 'mute' : 'warn',
    title: marks.map(describeMark).join('\n'),
  };
}
