/**
 * Meta's number among Google's ad technology providers. Meta is not on the TCF's vendor list, so
 * that the Additional Consent list is the only place where TCF names it (domain facts 8).
 */
export const META_PROVIDER = '89';

/** What a source says of Meta, or of one category. */
export type Decision = 'granted' | 'denied' | 'undecided';

/** A category, purpose, service or signal, as its source names it. */
export interface ConsentItem {
  /** What `name` is the number or the id of; absent where the name says it all. */
  kind?: 'purpose' | 'provider' | 'category' | 'group';
  name: string;
  state: Decision;
  /** Nobody has decided: it is what the page set for the time before. */
  isDefault?: true;
  /** Its defaults differ: each with the regions that it is for, none for everywhere else. */
  byRegion?: readonly { value: 'granted' | 'denied'; regions: readonly string[] }[];
}

/** What is to be known of a reading besides its items. Its words stand in the language files. */
export type ConsentNote =
  /** The banner is open, or was never answered. */
  | { code: 'no-answer' }
  /** It is on, and nobody has decided. */
  | { code: 'before-answer' }
  /** Read from the tool's cookie. */
  | { code: 'stored' }
  /** Read from the cookie of a tool that was not seen in the document. */
  | { code: 'left-over' }
  | { code: 'no-decision' }
  /** The tool says that it has to ask nobody here. */
  | { code: 'not-required' }
  /** Consent Mode names none of the signals that count. */
  | { code: 'not-about'; names: readonly string[] }
  /** Google's tags wait so many milliseconds for an update. */
  | { code: 'waits'; milliseconds: number }
  | { code: 'gdpr-does-not-apply' }
  | { code: 'gdpr-unknown' }
  /** The CMP's status, where it tells one. */
  | { code: 'not-ready'; status?: string }
  | { code: 'disclosed'; vendors: number }
  | { code: 'no-purpose' }
  | { code: 'additional-consent' }
  /** All that the visitor may refuse has one state, so it does not matter which stands for Meta. */
  | { code: 'all'; state: Decision }
  /** What holds for the categories that are not named. */
  | { code: 'others'; state: Decision }
  | { code: 'not-understood'; text: string }
  | { code: 'no-law' }
  | { code: 'sections'; names: readonly string[] }
  | { code: 'sale'; text: string; isOptOut: boolean }
  | { code: 'no-sale-law'; text: string }
  | { code: 'no-services' }
  | { code: 'by-page'; isGrant: boolean }
  /** Limited Data Use; '' where it was taken back. */
  | { code: 'limited'; options: string }
  | { code: 'answer-unseen' }
  | { code: 'loyjoy-boot'; isGiven: boolean }
  | { code: 'channel'; name: string }
  /** Not as it was recorded: another decision is tried. */
  | { code: 'assumed' }
  /** A tool before its first word. */
  | { code: 'silent' }
  /** The page talks to the tool, and no decision was seen. */
  | { code: 'asked' }
  | { code: 'unknown-source' };

/** A note with this code. */
export type NoteOf<C extends ConsentNote['code']> = Extract<ConsentNote, { code: C }>;

/** What a source said, as data. */
export interface ConsentSaid {
  items: readonly ConsentItem[];
  notes: readonly ConsentNote[];
}

/** What the profile has to say before a source can be judged. */
export interface ConsentQuestion {
  code: 'didomi' | 'gpp' | 'onetrust' | 'tcf' | 'trust' | 'usercentrics';
  /** What there is to choose from, as the source names it; empty where it does not tell. */
  known: readonly string[];
}

/** What a consent source said at one moment, seen from Meta. */
export interface ConsentReading {
  state: Decision;
  said: ConsentSaid;
  /** False: the source says that its law does not ask for consent here. It is shown, never counted. */
  applies: boolean;
  /**
   * False: that this category stands for Meta, or what the field means, is general knowledge that
   * no vendor documentation was seen for. No error may rest on it.
   */
  isFirm: boolean;
  question?: ConsentQuestion;
  /** Only the tool's cookie was there to be read, not the tool. */
  isStored?: true;
  /** Without a word on Meta: the categories that the source knows of, all of which were accepted. */
  accepted?: readonly string[];
}

const NONE: readonly never[] = [];

/** A reading that counts and is firm. */
export function reading(
  state: Decision,
  items: readonly ConsentItem[],
  ...notes: ConsentNote[]
): ConsentReading {
  return { state, said: { items, notes }, applies: true, isFirm: true };
}

/** A reading of nothing but a note. */
export function noted(state: Decision, ...notes: ConsentNote[]): ConsentReading {
  return reading(state, NONE, ...notes);
}

/** A source that cannot be judged until the user says what stands for Meta. */
export function unanswered(question: ConsentQuestion, said: ConsentSaid): ConsentReading {
  return { ...reading('undecided', said.items, ...said.notes), question };
}

/** A source whose law does not ask for consent here. */
export function notApplicable(note: ConsentNote): ConsentReading {
  return { ...noted('granted', note), applies: false };
}

/**
 * A source that does not say what stands for Meta, judged by all that the visitor may refuse. Where
 * that has one state, the question is none.
 * @param optional categories, purposes or services that are not always on
 * @param said what is shown where the question remains
 */
export function whichever(
  optional: readonly { state: Decision }[],
  question: ConsentQuestion,
  said: ConsentSaid,
): ConsentReading {
  const [first] = optional;
  return first !== undefined && optional.every(({ state }) => state === first.state)
    ? noted(first.state, { code: 'all', state: first.state })
    : unanswered(question, said);
}

/** A name or an id that says that it is of Meta: `Meta Ads`, `c:facebook-4TX`, `c:metaplat-8Qa`. */
const OF_META = /(?:^|[^a-z])(?:facebook|meta(?:plat\w*)?)(?:[^a-z]|$)/i;

/**
 * A source judged by what is named for Meta, where none has the usual name. That it stands for the
 * pixel is likely and no more; where several differ, it is a question.
 */
export function namedForMeta(items: readonly ConsentItem[]): ConsentReading | undefined {
  const own = items.filter(({ name }) => OF_META.test(name));
  const [first] = own;
  return first !== undefined && own.every(({ state }) => state === first.state)
    ? { ...reading(first.state, own), isFirm: false }
    : undefined;
}

/** One state for the items that the question was about. */
export function stateOf(items: readonly ConsentItem[]): Decision {
  return allOf(items.map(({ state }) => state));
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

/** Percent escapes undone where they are well formed. */
export function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not escaped by the browser's rules: read as it is
  }
}
