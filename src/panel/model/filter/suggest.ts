import { PAIR_VERDICTS } from '../../../analysis/verdicts.ts';

import { type Entry, HIGHLIGHTS, KINDS } from '../../../session/entry.ts';
import { VERDICT_TONES } from '../../text/consent-words.ts';
import { outlineOf } from '../../text/event-outline.ts';
import { MATCH_TONES } from '../../text/verdict-chips.ts';
import { eventNamesOf, pixelIdsOf } from './event-fields.ts';
import { isWords, QUERY_KEYS } from './query.ts';

/** So many are offered at once. */
const SHOWN = 8;
/** Entries, the latest, whose names and pixels are offered. */
const LOOKED_AT = 1_000;

/**
 * What the last word of a search could go on as: keys, and behind a key the values that it knows or
 * that the session has. Each is the whole search.
 */
export function suggestionsFor(text: string, entries: readonly Entry[]): string[] {
  const [, before = '', last = ''] = /^(.*?(?:^|\s)-?)(\S*)$/s.exec(text) ?? [];
  if (last === '' || last.startsWith('"') || last.startsWith('/')) return [];
  const colon = last.indexOf(':');
  const words =
    colon === -1
      ? QUERY_KEYS.map(({ key }) => `${key}:`)
      : valuesOf(last.slice(0, colon).toLowerCase(), entries).map(
          (value) => `${last.slice(0, colon + 1)}${/\s/.test(value) ? `"${value}"` : value}`,
        );
  const start = last.toLowerCase();
  // Meta tells Purchase from purchase: what is whole is not offered in another case.
  const isWhole = words.includes(last);
  const fitting = words.filter(
    (word) =>
      word.toLowerCase().startsWith(start) &&
      word !== last &&
      !(isWhole && word.length === last.length),
  );
  return fitting.slice(0, SHOWN).map((word) => before + word);
}

function valuesOf(key: string, entries: readonly Entry[]): string[] {
  const seen = (read: (entry: Entry) => readonly string[]) => [
    ...new Set(entries.slice(-LOOKED_AT).flatMap(read)),
  ];
  switch (key) {
    case 'is':
      return isWords();
    case 'highlight':
      return [...HIGHLIGHTS];
    case 'kind':
      return [...KINDS];
    case 'verdict':
      return [
        ...new Set([...Object.keys(MATCH_TONES), ...PAIR_VERDICTS, ...Object.keys(VERDICT_TONES)]),
      ];
    case 'event':
    case 'name':
      return seen(eventNamesOf);
    case 'pixel':
      return seen(pixelIdsOf);
    case 'currency':
      return seen((entry) => texts(outlineOf(entry).currency));
    case 'source':
      return seen((entry) => [entry.kind === 'call' ? entry.source : entry.kind]);
    case 'vendor':
      return seen((entry) => texts(entry.kind === 'hit' ? entry.vendor : undefined));
    default:
      return [];
  }
}

function texts(text: string | undefined): string[] {
  return text === undefined ? [] : [text];
}
