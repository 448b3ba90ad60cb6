import type { Entry } from '../session/entry.ts';
import type { Profile } from '../session/profile.ts';
import type { Facts } from './facts/facts.ts';
import type {
  Chain,
  ConsentAssumption,
  ConsentState,
  ConsentVerdict,
  PairVerdict,
  PixelState,
} from './verdicts.ts';

/**
 * What a part of the analysis may ask. Links and states are settled before the other parts are, so
 * these answers are up to date in `settle`; in `add` only `get` is.
 */
export interface Context {
  readonly profile: Profile;
  /** Decisions of the visitor that are tried in place of the recorded ones; usually none. */
  readonly assumptions: readonly ConsentAssumption[];
  /** The latest form of an entry that was added. */
  get(id: string): Entry | undefined;
  chainOf(id: string): Chain | undefined;
  /** Ids of entries linked to this one directly, later in the chain: its hits, calls inside it. */
  nextOf(id: string): readonly string[];
  /** Ids of entries linked to this one directly, earlier in the chain. */
  previousOf(id: string): readonly string[];
  /** Where parts put what they find, and read what those before them have found. */
  readonly facts: Facts;
  /** Whether Meta's SDK sent this PageView by itself, after the address had changed. */
  isOwnView(hit: string): boolean;
  /** The address, without its hash, at which a pixel call was made; '' where it is not known. */
  addressAt(call: string): string;
  /** What consent says in a document as it stands; consent is settled before the parts that ask. */
  consentOf(page: string): ConsentState;
  /**
   * What all sources but the pixel's own lock say in a document as it stands, and since when, in
   * milliseconds since the epoch.
   */
  consentBesideLock(page: string): { state: ConsentState; since: number };
  /** What consent said in an entry's document when the entry was made. */
  consentAt(entry: string): ConsentState;
  /** What consent says of a hit that left; undefined where it is not about Meta. */
  consentVerdictOf(hit: string): ConsentVerdict | undefined;
  /** What the ledger says of a hit. */
  pairVerdictsOf(hit: string): readonly PairVerdict[];
  /** Of a pixel call, one per pixel. */
  statesOf(id: string): readonly PixelState[];
  /**
   * What the ledger has under one id with a connector's hit, whether a chain joins it or not: server
   * events that were seen, and the pixel's hits, of another name too (`name-mismatch`). Of those,
   * the connector's hits.
   */
  alongside(id: string): readonly string[];
}

/**
 * One part of the analysis: matches, pairs, consent. It takes entries as they come and does its
 * work when something is read: so a burst is paid once, and order of arrival cannot matter.
 */
export interface Part {
  /** An entry came. `before`: the form of the hit that this one replaces. Cheap: note what is dirty. */
  add(entry: Entry, before: Entry | undefined): void;
  /**
   * Bring everything that can be read up to date. The cost follows what changed, not what there is.
   * @param changed calls and hits whose links or states changed since the last time
   */
  settle(changed: ReadonlySet<string>): void;
  clear(): void;
}
