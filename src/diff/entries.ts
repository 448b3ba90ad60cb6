import type { Entry } from '../session/entry.ts';
import { parametersOf } from './happenings.ts';

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
 * entry. A call is read by what it passes, a hit by what its event carries.
 */
export function diffEntries(first: Entry, second: Entry): EntryDifference[] {
  const [left, right] = [parametersOf(first), parametersOf(second)];
  const names = [...new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])];
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
