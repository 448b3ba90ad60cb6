import type { Entry } from '../session/entry.ts';
import { textOf } from '../session/value/read.ts';
import { pixelCallOf } from '../vendors/meta/call.ts';
import { parametersOf, type Value } from './happenings.ts';

/** A parameter of two entries. */
export interface EntryDifference {
  /** Its path: `value`, `items[0].price`. */
  name: string;
  /** As the entry has it; absent where it has none. */
  first?: string;
  second?: string;
  /** `of-visit`: an id, a time or a hash of the same kind, which is another in each visit. */
  verdict: 'equal' | 'different' | 'of-visit' | 'only-first' | 'only-second';
}

/** Whether two entries have anything that can be held against each other. */
export function canCompare(entry: Entry): boolean {
  return parametersOf(entry) !== undefined;
}

/**
 * The parameters of any two entries side by side: what differs first, each in the order of the first
 * entry. A call is read by what it passes, a hit by what its event carries. What only one of them
 * can have is left out: a person's data are no part of a call, nor is a pixel that it does not name.
 */
export function diffEntries(first: Entry, second: Entry): EntryDifference[] {
  const [left, right] = [saidBy(first), saidBy(second)];
  const isOneKind = first.kind === second.kind;
  const names = [...new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])].filter(
    (name) =>
      isOneKind ||
      ((left?.has(name) || canSay(first, name)) && (right?.has(name) || canSay(second, name))),
  );
  const lines = names.map((name): EntryDifference => {
    const [one, other] = [left?.get(name), right?.get(name)];
    if (one === undefined) return { name, second: other?.text ?? '', verdict: 'only-second' };
    if (other === undefined) return { name, first: one.text, verdict: 'only-first' };
    const verdict =
      one.text === other.text ? 'equal' : one.token === other.token ? 'of-visit' : 'different';
    return { name, first: one.text, second: other.text, verdict };
  });
  const isAlike = ({ verdict }: EntryDifference) => verdict === 'equal' || verdict === 'of-visit';
  return [...lines.filter((line) => !isAlike(line)), ...lines.filter(isAlike)];
}

/** What an entry carries; of a call that is for one pixel, that pixel too. */
function saidBy(entry: Entry): ReadonlyMap<string, Value> | undefined {
  const values = parametersOf(entry);
  const call = entry.kind === 'call' ? pixelCallOf(entry) : undefined;
  const pixel = call?.isForOnePixel ? textOf(call.pixel) : undefined;
  if (values === undefined || pixel === undefined) return values;
  return new Map([...values, ['pixel', { text: pixel, token: pixel }]]);
}

/** How each kind of entry names the data of a person. */
const PERSON = { hit: 'ud[', server: 'user_data.' } as const;

/** Whether an entry of this kind can have a parameter at all. */
function canSay({ kind }: Entry, name: string): boolean {
  const of = Object.entries(PERSON).find(([, start]) => name.startsWith(start))?.[0];
  if (of !== undefined) return of === kind;
  return name !== 'pixel' || kind !== 'call';
}
