import type { Entry } from '../session/entry.ts';
import type { Profile } from '../session/profile.ts';
import type { Fact } from './facts/fact.ts';
import type { Added, Log } from './log.ts';
import type {
  Ambiguity,
  Chain,
  ConsentCheck,
  ConsentStretch,
  ConsentTally,
  ConsentVerdict,
  CopyCoverage,
  Coverage,
  Match,
  Pair,
  PairOverrides,
  PixelState,
  Severity,
  SourceState,
  Summary,
  Troubles,
} from './verdicts.ts';

export type * from './verdicts.ts';

/** Entries that belong to one event. */
export interface Chains {
  /** Of two entries or more, by their root's time. */
  all(): Chain[];
  /** The same, made one by one: of a long session, all at once are too many. */
  each(): Iterable<Chain>;
  /** The chain that an entry belongs to, if it belongs to one. */
  of(id: string): Chain | undefined;
  has(id: string): boolean;
  /** What could belong to two, and was left alone. */
  ambiguities(): Ambiguity[];
}

/** Where pixel calls stand. */
export interface States {
  /** Of a pixel call, one per pixel; empty for everything else. */
  of(id: string): PixelState[];
}

/** Source events held against the rules. */
export interface MatchList {
  all(): Match[];
  /** The same, made one by one. */
  each(): Iterable<Match>;
  /** Of a source event, a pixel call or a hit: every match that it has a part in. */
  of(id: string): Match[];
  coverage(): Coverage[];
}

/** Browser and server copies: the ledger. */
export interface Ledger {
  all(): Pair[];
  /** The same, made one by one and kept by nobody. */
  each(): Iterable<Pair>;
  /** Of a hit, a server event, or a call whose hits are known. */
  of(id: string): Pair[];
  /** True for a row of `all` or `of` that `troubles().unpaired` counts. */
  isFault(pair: Pair): boolean;
  /** True for a hit or a server event of such a row. */
  isUnpaired(id: string): boolean;
  /** How many copies carry what Meta deduplicates by; made when it is asked for. */
  coverage(): CopyCoverage[];
  /** The ledger as it would be under another pixel id or name; made when it is asked for. */
  under(overrides: PairOverrides): Pair[];
}

/** Whether events for Meta had consent. */
export interface ConsentChecks {
  all(): ConsentCheck[];
  /** The same, made one by one. */
  each(): Iterable<ConsentCheck>;
  of(id: string): ConsentCheck[];
  /** True for a hit whose events `troubles().withoutConsent` counts. */
  isMissing(id: string): boolean;
  /** Hits that left where nobody listened, as a page that was there before us: they have no verdict. */
  unwatched(): ReadonlySet<string>;
  /** What each source said when this entry happened. */
  at(id: string): Record<string, SourceState>;
  /** Every change of consent, document by document, each in order of time. */
  stretches(): readonly ConsentStretch[];
  /** What left in which state: events of hits that a blocker stopped are not among them. */
  tally(): ConsentTally[];
  /** The gravest verdict of a hit that left; cheap, for drawing many. */
  verdictOf(id: string): ConsentVerdict | undefined;
}

/** What was found. */
export interface FactList {
  /** What speaks, by rule and time. Its text is made by the catalogue of rules. */
  all(): Fact[];
  /** What speaks and names the entry. */
  of(id: string): Fact[];
  /** How grave a fact is, as the profile has it. */
  gradeOf(fact: Fact): Severity | undefined;
  /** Gravest severity among the facts that speak and name the entry. */
  worstOf(id: string): Severity | undefined;
  /** Whether one of this severity names the entry; cheap, for asking of many. */
  hasOf(id: string, severity: Severity): boolean;
}

/** Entries in, facts out: no clock, no browser, no I/O. */
export interface Analysis {
  readonly profile: Profile;
  /** The session; the one place where its entries are kept. */
  readonly log: Log;
  /**
   * Puts entries into the log, in any order and in batches of any size, and takes what is new; the
   * result is the same. A hit whose id is known takes the place of the one before.
   */
  add(entries: readonly Entry[]): Added;
  /** Takes what another has put into the log that this analysis shares with it. */
  take(added: Added): void;
  /** Nothing more is to come: what never happened is told now. A session that grows says nothing of it. */
  end(): void;
  /** Grows whenever anything that can be read below may have changed. */
  version(): number;
  summary(): Summary;
  troubles(): Troubles;
  readonly chains: Chains;
  readonly states: States;
  readonly matches: MatchList;
  readonly pairs: Ledger;
  readonly consent: ConsentChecks;
  readonly facts: FactList;
  clear(): void;
}
