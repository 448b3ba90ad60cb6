import type { DedupData, MadeId } from '../facts/dedup-data.ts';

const DAY = 86_400_000;

/** What an event id looks like. @param at when the event was sent, milliseconds since the epoch */
export function idShape(id: string, at: number): MadeId['shape'] {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return 'uuid';
  if (/^\d{10}$|^\d{13}$/.test(id)) {
    const time = Number(id) * (id.length === 10 ? 1_000 : 1);
    if (Math.abs(time - at) < DAY) return 'time';
  }
  if (/^\d{1,40}(?:\.\d{1,40})?$/.test(id)) return 'number';
  return /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i.test(id) ? 'hash' : 'text';
}

/** Ids shorter than this stand inside others by chance. */
const PART_UNITS = 4;
/** The same for one that stands at an end of the other, set off by a sign: `77` in `order-77`. */
const END_UNITS = 2;

type Likeness = DedupData['dedup/ids-unrelated']['likeness'];

/** How the ids of two copies of one event are alike. */
export function idLikeness(a: string, b: string): Likeness {
  if (a.trim() === b.trim()) return 'spaces';
  if (a.toLowerCase() === b.toLowerCase()) return 'case';
  const [one, other] = [a.trim().toLowerCase(), b.trim().toLowerCase()];
  if (lettersOf(one) === lettersOf(other) && lettersOf(one) !== '')
    return lettersOf(a) === lettersOf(b) ? 'signs' : 'case-and-signs';
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length >= PART_UNITS && long.includes(short)) return 'part';
  return short.length >= END_UNITS && isEndOf(short, long) ? 'part' : 'none';
}

/** How the ids of several events are alike, together: what tells one of them apart, or another. */
export function togetherAlike(likenesses: ReadonlySet<Likeness>): Likeness {
  const [first = 'none', ...others] = likenesses;
  if (others.length === 0) return first;
  if (likenesses.has('none') || likenesses.has('part')) return 'none';
  return likenesses.has('case') || likenesses.has('case-and-signs') ? 'case-and-signs' : 'signs';
}

/** `form%2F77` as `form77`: one side may have read the id out of an address. */
const lettersOf = (id: string) =>
  id.replaceAll(/%[0-9a-f]{2}/gi, '').replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Whether ids of these lengths are one in two forms, whatever else the copies say. */
export function isOneId(a: string, b: string): boolean {
  const least = Math.min(a.trim().length, b.trim().length);
  return least >= PART_UNITS && idLikeness(a, b) !== 'none';
}

const isSign = (unit: string | undefined) => unit !== undefined && !/[a-z0-9]/.test(unit);

function isEndOf(short: string, long: string): boolean {
  return (
    (long.endsWith(short) && isSign(long[long.length - short.length - 1])) ||
    (long.startsWith(short) && isSign(long[short.length]))
  );
}
