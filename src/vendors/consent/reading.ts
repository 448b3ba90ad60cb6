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

/** Percent escapes undone where they are well formed. */
export function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not escaped by the browser's rules: read as it is
  }
}
