import type { Entry, HitEntry } from '../../../session/entry.ts';
import { CALL_UNITS } from '../../../session/limits.ts';
import { describeEntry } from '../../text/describe-entry.ts';

/** Longer texts are made anew for every search, so that the cache stays below 1 kB per entry. */
const CACHED_UNITS = 900;

/** The text that a search looks through. */
export interface SearchTexts {
  of(entry: Entry): string;
  /** In lower case, for words: to make it of each text costs more than to look through it. */
  lowerOf(entry: Entry): string;
}

/**
 * Search texts: everything that the row and the argument tree show, in the notation they show it
 * in. Made when first asked for, since most sessions are never searched.
 */
export function createSearchTexts(): SearchTexts {
  return { of: cached(textOf), lowerOf: cached((entry) => textOf(entry).toLowerCase()) };
}

function cached(make: (entry: Entry) => string): (entry: Entry) => string {
  const cache = new WeakMap<Entry, string>();
  return (entry) => {
    const known = cache.get(entry);
    if (known !== undefined) return known;
    const text = make(entry);
    if (text.length <= CACHED_UNITS) cache.set(entry, text);
    return text;
  };
}

function textOf(entry: Entry): string {
  const { label, command, name, summary } = describeEntry(entry, CALL_UNITS * 2);
  const more = entry.kind === 'hit' ? ` ${hitText(entry)}` : '';
  return `${label} ${command} ${name ?? ''} ${summary}${more}`;
}

/** The decoded parameters as the detail shows them; the request itself where nothing was decoded. */
function hitText(hit: HitEntry): string {
  const parts: string[] = [hit.outcome ?? '', hit.error ?? '', hit.url.slice(0, CACHED_UNITS)];
  let units = 0;
  for (const event of hit.events)
    for (const [name, value] of Object.entries(event.parameters)) {
      units += name.length + value.length;
      if (units > CALL_UNITS * 2) return parts.join(' ');
      parts.push(`${name}: ${value}`);
    }
  if (units === 0 && hit.body?.kind === 'text') parts.push(hit.body.text.slice(0, CALL_UNITS));
  return parts.join(' ');
}
