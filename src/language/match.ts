import type { CopyDifference } from '../analysis/facts/dedup-data.ts';
import { centsAt, isRenamed } from '../analysis/matches/compare.ts';
import type { ParameterMatch } from '../analysis/verdicts.ts';
import type { Requirement } from '../vendors/commanders-act/connector-minimum.ts';
import type { MappedSystem } from '../vendors/mapping.ts';
import { type AnyNote, nameOfField } from './notes.ts';
import type { Words } from './words.ts';

/** Notes in words, without a full stop: `lost: b; changed before the pixel call`. */
export function sayNotes(notes: readonly AnyNote[], t: Words): string {
  return notes.map((note) => sayNote(note, t)).join('; ');
}

function sayNote(note: AnyNote, t: Words): string {
  const write = t.match.note[note.code] as (note: AnyNote) => string;
  return write(note);
}

/** What it takes for a connector to send an event, and what of it is there. */
export function sayRequirement(requirement: Requirement, t: Words): string {
  const write = t.match.requirement[requirement.id] as (requirement: Requirement) => string;
  return write(requirement);
}

/** A field of user_data in words; its name where it is not known. */
export function fieldName(field: string, t: Words): string {
  return nameOfField(field, t.match.field);
}

/** What people call a system. */
export function systemName(system: MappedSystem, t: Words): string {
  return t.system[system];
}

/** What the pixel call has and its hit lacks, told apart from what the source event has. */
export function lostParameters({ items }: { readonly items: readonly ParameterMatch[] }): {
  source: ParameterMatch[];
  call: ParameterMatch[];
} {
  const isOfCall = ({ from, notes = [] }: ParameterMatch) =>
    from === '' && notes.some(({ code }) => code === 'lost-behind-call');
  return {
    source: items.filter((item) => !isOfCall(item)),
    call: items.filter(isOfCall),
  };
}

/** Wrong parameters by what is to be done about them. */
export function wrongParameters({
  items,
  isOwn,
}: {
  readonly items: readonly ParameterMatch[];
  readonly isOwn: boolean;
}): {
  /** Products that may rightly be called otherwise at Meta, where no rule of the user's says that they may not. */
  renamed: ParameterMatch[];
  /** Amounts that Meta gets in cents. */
  cents: ParameterMatch[];
  /** Amounts that the source event has in cents, and Meta rightly not. */
  sourceCents: ParameterMatch[];
  others: ParameterMatch[];
} {
  const at = (side: 'source' | 'meta') => items.filter((item) => centsAt(item) === side);
  const isFree = (item: ParameterMatch) => !isOwn && isRenamed(item);
  return {
    renamed: items.filter(isFree),
    cents: at('meta'),
    sourceCents: at('source'),
    others: items.filter((item) => !isFree(item) && centsAt(item) === undefined),
  };
}

/** The amounts that one copy has in cents, as the other has them. */
export function wholeAmounts(items: readonly CopyDifference[]): string[] {
  const amounts = items.flatMap((item) => {
    if (!('inCents' in item) || item.inCents === undefined) return [];
    return [item.inCents === 'browser' ? item.server : item.browser];
  });
  return [...new Set(amounts)];
}

/** The pixel call had them all: whoever took them out stands behind it. */
export function areLostBehindCall({
  items,
}: {
  readonly items: readonly ParameterMatch[];
}): boolean {
  return items.every(({ notes = [] }) => notes.some(({ code }) => code === 'lost-behind-call'));
}
