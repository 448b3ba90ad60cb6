import type {
  ConsentItem,
  ConsentNote,
  ConsentQuestion,
  ConsentSaid,
} from '../vendors/consent/reading.ts';
import type { Words } from './words.ts';

/** Items of a reading that are named; the others are counted. */
const SHOWN = 6;

/** What people call a consent source. */
export function sourceName(source: string, t: Words): string {
  const names: Readonly<Record<string, string>> = t.consent.source;
  return (Object.hasOwn(names, source) ? names[source] : undefined) ?? source;
}

/** What a source said, in plain words: `C0004 denied`. */
export function sayConsent({ items, notes }: ConsentSaid, t: Words): string {
  const parts = notes.map((note) => sayNote(note, t));
  if (items.length === 0) return parts.join('; ');
  return [sayItems(items, t).join(', '), ...parts].join('; ');
}

/** Items of which the same is to be said are said together. */
function sayItems(items: readonly ConsentItem[], t: Words): string[] {
  const alike = new Map<string, ConsentItem[]>();
  for (const item of items) {
    const { name: _, ...rest } = item;
    const key = JSON.stringify(rest);
    const group = alike.get(key);
    if (group) group.push(item);
    else alike.set(key, [item]);
  }
  return [...alike.values()].map((group) => {
    const names = group.map(({ kind, name }) =>
      kind === undefined ? name : t.consent.item[kind](name),
    );
    return sayItem(t.say.list(names, SHOWN), group[0] as ConsentItem, t);
  });
}

/** What a source said, behind its name: `OneTrust: C0004 denied`. */
export function saySources(
  sources: readonly { source: string; said: ConsentSaid }[],
  t: Words,
): string {
  return sources
    .map(({ source, said }) => `${sourceName(source, t)}: ${sayConsent(said, t)}`)
    .join('; ');
}

/** What the user is asked to say in the profile. */
export function askConsent({ code, known }: ConsentQuestion, t: Words): string {
  return t.consent.question[code](known);
}

function sayNote(note: ConsentNote, t: Words): string {
  const write = t.consent.note[note.code] as (note: ConsentNote) => string;
  return write(note);
}

function sayItem(named: string, { state, isDefault, byRegion }: ConsentItem, t: Words): string {
  const { item, verdict } = t.consent;
  if (byRegion !== undefined)
    return item.byRegion(
      named,
      byRegion.map(({ value, regions }) =>
        regions.length === 0
          ? item.elsewhere(verdict[value])
          : item.inRegions(verdict[value], t.say.list(regions)),
      ),
    );
  return isDefault ? item.byDefault(named, verdict[state]) : `${named} ${verdict[state]}`;
}

/** How the pixel is kept back until these sources have said yes; '' where that is not known. */
export function holdBack(sources: readonly { source: string }[], t: Words): string {
  const ways: Readonly<Record<string, string>> = t.consent.holdBack;
  const own = sources.flatMap(({ source }) =>
    Object.hasOwn(ways, source) ? (ways[source] ?? []) : [],
  );
  return [...new Set(own)].join(' ');
}
