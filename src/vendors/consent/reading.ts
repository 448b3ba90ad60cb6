import { type PageValue, parseStandIn } from '../../session/value.ts';

/** What a source says of Meta, or of one category. */
export type Decision = 'granted' | 'denied' | 'undecided';

/** What a consent source said at one moment, seen from Meta. */
export interface ConsentReading {
  state: Decision;
  /** In plain words, for people: `C0004 on`. */
  words: string;
  /** Categories, purposes, services or signals, as the source names them. */
  details: { name: string; state: Decision }[];
  /** False: the source says that its law does not ask for consent here. It is shown, never counted. */
  applies: boolean;
  /**
   * False: that this category stands for Meta, or what the field means, is general knowledge that
   * no vendor documentation was seen for. No error may rest on it.
   */
  isFirm: boolean;
  /** What the profile has to say before the source can be judged. */
  question?: string;
}

/** A reading that counts and is firm. */
export function reading(
  state: Decision,
  words: string,
  details: ConsentReading['details'] = [],
): ConsentReading {
  return { state, words, details, applies: true, isFirm: true };
}

/** A source that cannot be judged until the user says what stands for Meta. */
export function unanswered(
  question: string,
  words: string,
  details: ConsentReading['details'],
): ConsentReading {
  return { ...reading('undecided', words, details), question };
}

/** A source whose law does not ask for consent here. */
export function notApplicable(words: string): ConsentReading {
  return { ...reading('granted', words), applies: false };
}

/** The ids that the profile names, separated by commas or blanks; all of them must be granted. */
export function idsOf(category: string): string[] {
  return category.split(/[\s,]+/).filter((id) => id !== '');
}

/** One state for several: any no is a no, and a yes needs all. */
export function allOf(states: readonly Decision[]): Decision {
  if (states.includes('denied')) return 'denied';
  return states.length === 0 || states.includes('undecided') ? 'undecided' : 'granted';
}

/** `a granted, b denied`, cut after some. */
export function listed(details: ConsentReading['details']): string {
  const SHOWN = 6;
  const parts = details.slice(0, SHOWN).map(({ name, state }) => `${name} ${state}`);
  if (details.length > SHOWN) parts.push(`and ${details.length - SHOWN} more`);
  return parts.join(', ');
}

/** A property of a copied object, whichever form the copy has. */
export function propertyOf(value: PageValue | undefined, key: string): PageValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const pairs = propertiesOf(value);
  return Object.hasOwn(pairs, key) ? pairs[key] : undefined;
}

/** The properties of a copied object: a plain one, an instance of a class, a long one. */
export function propertiesOf(value: PageValue | undefined): { [key: string]: PageValue } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const standIn = parseStandIn(value);
  if (standIn === undefined) return value as { [key: string]: PageValue };
  if (standIn.$type === 'entries') {
    const pairs: { [key: string]: PageValue } = Object.create(null);
    for (const [key, item] of standIn.entries) pairs[key] = item;
    return pairs;
  }
  return standIn.$type === 'instance' ? standIn.properties : {};
}

/** A string as it was, a number as its text. */
export function textOf(value: PageValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  const standIn = parseStandIn(value);
  return standIn?.$type === 'string' ? standIn.value : undefined;
}

/** The items of a copied array. */
export function itemsOf(value: PageValue | undefined): readonly PageValue[] {
  if (Array.isArray(value)) return value;
  const standIn = parseStandIn(value);
  return standIn?.$type === 'array' || standIn?.$type === 'set' ? standIn.values : [];
}

/** Percent escapes undone where they are well formed. */
export function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not escaped by the browser's rules: read as it is
  }
}
