import { RULE_IDS } from '../../../rules/catalogue.ts';
import type { Entry } from '../../../session/entry.ts';
import { outlineOf } from '../../text/event-outline.ts';
import { closedValues, LOOKED_AT } from './closed-words.ts';
import { eventNamesOf, pixelIdsOf } from './event-fields.ts';
import { isWords, QUERY_KEYS } from './query.ts';

/** So many are offered at once. */
const SHOWN = 8;

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
    case 'rule':
      return [...(closedValues(key, entries) ?? []), ...RULE_IDS];
    case 'value':
      return comparedValues(seen((entry) => texts(outlineOf(entry).value)));
    case 'event':
    case 'name':
      return seen(eventNamesOf);
    case 'pixel':
      return seen(pixelIdsOf);
    case 'currency':
      return seen((entry) => texts(outlineOf(entry).currency));
    default:
      return [...(closedValues(key, entries) ?? [])];
  }
}

/** Comparisons with a value that the session has, then the values themselves. */
function comparedValues(seen: readonly string[]): string[] {
  const values = seen.filter((value) => value !== '');
  const numbers = values.map(Number).filter(Number.isFinite);
  const middle = numbers.sort((a, b) => a - b)[(numbers.length - 1) >> 1] ?? 10;
  return [`>${middle}`, `<=${middle}`, ...values];
}

function texts(text: string | undefined): string[] {
  return text === undefined ? [] : [text];
}
