import type { Entry } from '../session/entry.ts';
import type { Profile } from '../session/profile.ts';
import type { Fact } from './facts/fact.ts';
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

/** Entries in, facts out: no clock, no browser, no I/O. */
export interface Analysis {
  readonly profile: Profile;
  /**
   * In any order and in batches of any size; the result is the same. A hit whose id is known takes
   * the place of the one before.
   */
  add(entries: readonly Entry[]): void;
  /** Grows whenever anything that can be read below may have changed. */
  version(): number;
  summary(): Summary;
  troubles(): Troubles;
  /** Chains of two entries or more, by their root's time. */
  chains(): Chain[];
  /** The chain that an entry belongs to, if it belongs to one. */
  chainOf(id: string): Chain | undefined;
  isChained(id: string): boolean;
  /** Of a pixel call, one per pixel; empty for everything else. */
  statesOf(id: string): PixelState[];
  ambiguities(): Ambiguity[];
  matches(): Match[];
  /** Of a source event, a pixel call or a hit: every match that it has a part in. */
  matchesOf(id: string): Match[];
  coverage(): Coverage[];
  pairs(): Pair[];
  /** Of a hit, a server event, or a call whose hits are known. */
  pairsOf(id: string): Pair[];
  /** True for an entry that `troubles().unpaired` counts. */
  isUnpaired(id: string): boolean;
  /** How many copies carry what Meta deduplicates by; made when it is asked for. */
  pairCoverage(): CopyCoverage[];
  /** The ledger as it would be under another pixel id or name; made when it is asked for. */
  pairsUnder(overrides: PairOverrides): Pair[];
  consent(): ConsentCheck[];
  consentOf(id: string): ConsentCheck[];
  /** True for an entry that `troubles().withoutConsent` counts. */
  isWithoutConsent(id: string): boolean;
  /** What each source said when this entry happened. */
  consentAt(id: string): Record<string, SourceState>;
  /** Every change of consent, document by document, each in order of time. */
  consentStretches(): readonly ConsentStretch[];
  /** What left in which state: hits that a blocker stopped are not among them. */
  consentTally(): ConsentTally[];
  /** The gravest verdict of a hit that left; cheap, for drawing many. */
  consentVerdictOf(id: string): ConsentVerdict | undefined;
  /** What was found and speaks, by rule and time. Its text is made by the catalogue of rules. */
  facts(): Fact[];
  factsOf(id: string): Fact[];
  /** How grave a fact is, as the profile has it. */
  gradeOf(fact: Fact): Severity | undefined;
  /** Gravest severity among the facts that speak and name the entry. */
  severityOf(id: string): Severity | undefined;
  clear(): void;
}
