import type { ValueAt } from '../vendors/commanders-act/connector-note.ts';
import type { ConsentQuestion, ConsentSaid } from '../vendors/consent/reading.ts';
import type { MappedSystem, TableNote } from '../vendors/mapping.ts';
import type { Side } from '../vendors/meta/deduplication.ts';
import type { HashNote } from '../vendors/meta/user-data/judge-hash.ts';

/** How grave a finding is. */
export type Severity = 'error' | 'warning' | 'info';

/** Why two entries belong to one event. */
export type Evidence = 'nested' | 'same-id' | 'order';

export interface Link {
  from: string;
  to: string;
  evidence: Evidence;
}

/** Entries that belong to one event. */
export interface Chain {
  /** Id of the first entry. */
  root: string;
  /** Ids, root first, in the order in which they joined. */
  entries: string[];
  links: Link[];
}

/** Where a pixel call stands for one pixel. A hit is never inferred from a call. */
export type CallState = 'called' | 'held' | 'sent' | 'not-sent';

/** Why a call is held or was not sent, where it is known. */
export type StateReason =
  /** held: the library has not come yet; the call waits in the stub's queue. */
  | 'library-loading'
  /** held: the pixel's configuration has not come yet. */
  | 'config-loading'
  /** held: consent is revoked; not-sent, once the page was left like that. */
  | 'consent-revoked'
  /** held for good: the grant stands in the queue behind the revoke that locked it; not-sent in the end. */
  | 'consent-deadlock'
  /** not-sent: no pixel was there when it was called; the SDK drops it without a word. */
  | 'before-init'
  /** not-sent: init named something that is no pixel id. */
  | 'bad-pixel-id'
  /** not-sent: trackSingle names a pixel that was not initialised. */
  | 'unknown-pixel'
  /** held: no request for the library was seen; not-sent, once the page was left like that. */
  | 'library-not-asked'
  /** not-sent: the base code was laid again over the one that had taken the call. */
  | 'stub-replaced'
  /** sent, and perhaps not arrived: its request was given up before an answer. */
  | 'hit-cancelled'
  /** not-sent: a second PageView of a page, which the SDK drops. */
  | 'repeated-page-view'
  /** not-sent, of every pixel on the page: a configuration did not load. */
  | 'config-failed'
  | 'config-blocked'
  /** not-sent: the library itself did not load. */
  | 'library-failed'
  | 'library-blocked'
  /** not-sent: its hit was stopped in the browser. */
  | 'client-blocked'
  /** not-sent: the network did not carry its hit. */
  | 'hit-failed'
  /** not-sent: the page was left while it was held. */
  | 'left-too-soon'
  /** not-sent: the arguments cannot be serialised (a cycle, a getter or toString that throws). */
  | 'bad-arguments'
  /** not-sent: the call threw into the page. */
  | 'threw';

/** One pixel call and one pixel that it is for. */
export interface PixelState {
  /** The call's id. */
  entry: string;
  /** Absent where no pixel was there. */
  pixelId?: string;
  eventName?: string;
  state: CallState;
  reason?: StateReason;
  /** Hits that are known to be this call's. */
  hits: string[];
  /** How many calls wait with it; `held` only. */
  waiting?: number;
  /** Entries that show the reason: the revoke, the failed request, the init. */
  proof: string[];
}

/**
 * Whether a state counts as unsent, wherever that is counted: it waits or was not sent. That the SDK
 * drops a repeated PageView is as it should be.
 */
export function isUnsent({ state, reason }: Pick<PixelState, 'state' | 'reason'>): boolean {
  return state === 'held' || (state === 'not-sent' && reason !== 'repeated-page-view');
}

/** An entry that could belong to two others and was left alone. */
export interface Ambiguity {
  /** The hit. */
  entry: string;
  /** Calls that it may be of. */
  candidates: string[];
}

/** Match verdicts, in the words of the design. */
export type MatchVerdict =
  | 'matched'
  | 'custom'
  | 'misnamed'
  | 'unsent'
  | 'unmapped'
  | 'unexpected'
  | 'ambiguous'
  /** Its end cannot be seen: a server sends it on, or no hit of its pixel call was seen. */
  | 'not-visible';

/** What differs between two lists of items; ids, and fields with both of their values. */
export interface ItemsDifference {
  lost: string[];
  added: string[];
  changed: { id: string; field: 'quantity' | 'price'; expected: number; actual: number }[];
  /** As many, and not one id in common: the catalogue may know them by other ids than the page. */
  isRenamed?: true;
}

/** What is to be known of a parameter besides its verdict; the words stand in the language files. */
export type ParameterNote =
  /** Of the table that names it. */
  | { code: TableNote }
  /** The page sets it for Meta itself, in place of the standard property. */
  | { code: 'overridden' }
  /** The pixel call has it, its hit does not. */
  | { code: 'lost-behind-call' }
  /** Two properties that stand for it say different things; the first was taken. */
  | { code: 'contradicted'; values: [ValueAt, ValueAt] }
  /** What else the source event says of the order makes up the difference: `shipping`, `tax`. */
  | { code: 'extras'; names: string[] }
  /** The amount there is a hundred of the other. */
  | { code: 'in-cents'; at: 'source' | 'meta' }
  | { code: 'changed-before-call' }
  | { code: 'changed-behind-call' }
  /** A default of the vendor's code, whose settings may say otherwise. */
  | { code: 'default' }
  | { code: 'sent-as-content-ids' }
  | ({ code: 'items' } & ItemsDifference)
  /** Read from the hit to a vendor's server. */
  | { code: 'in-collector-hit'; collector: MappedSystem }
  | { code: 'not-in-pixel-copy' }
  /** A person's data come with `init`, not with the event. */
  | { code: 'travels-with-init' }
  | HashNote;

/** What the verdict of a match rests on, or why no more can be said; as words likewise. */
export type MatchNote =
  | { code: TableNote }
  /** Rules of the profile that contradict each other. */
  | { code: 'clash'; rules: string[] }
  /** The vendor's server sends the event on, which no browser shows. */
  | { code: 'server-unseen' }
  /** The vendor's settings decide who sends it, and no copy of the browser's is there. */
  | { code: 'destination-unseen' }
  | { code: 'no-hit' }
  /** Its pixel call was seen, and no hit of that call; nothing says why. */
  | { code: 'hit-unseen' }
  /** Segment's destination runs on the page, and nothing of it came. */
  | { code: 'destination-on-page' }
  /** A hit of this name is there that no trigger is known for. */
  | { code: 'hit-without-trigger' }
  /** Other numbers of source events and Meta events. */
  | { code: 'unequal'; to: string; expected: number; sent: number }
  | { code: 'meta-unused' }
  /** There was no consent for it: rightly not sent. */
  | { code: 'no-consent' }
  /** Joined by the rule and the order on the page. */
  | { code: 'by-order' };

/** One parameter on its way. */
export interface ParameterMatch {
  /** Its name in the source event; empty for a constant or an extra one. */
  from: string;
  /** Its name at Meta. */
  to: string;
  expected?: string;
  actual?: string;
  verdict:
    | 'equal'
    | 'missing'
    | 'different'
    | 'extra'
    | 'hashed-equal'
    | 'hashed-unknown'
    /** Nothing was sent, and nothing says that it should have been. */
    | 'not-judged';
  /** Why, where the words above do not say it; absent where there is nothing to say. */
  notes?: ParameterNote[];
}

/** A source event held against the mapping rules. */
export interface Match {
  /** The source event's entry; for an `unexpected` event without a source, its pixel call or hit. */
  entry: string;
  /** The system that the event comes from: a source of calls, or the vendor of a hit. */
  source: string;
  name: string;
  /** Id of the rule that it met. */
  rule?: string;
  /** The Meta event that it should become. */
  expected?: string;
  /** Names of the Meta events that came of it. */
  actual: string[];
  /** Entries that show them: hits, pixel calls, server events. */
  proof: string[];
  verdict: MatchVerdict;
  /** `unsent`: the reason of the call's state. */
  reason?: StateReason;
  /** `misnamed`: the standard event that was probably meant. */
  nearest?: string;
  /** What the verdict rests on, or why no more can be said; absent where nothing is to be said. */
  notes?: MatchNote[];
  parameters: ParameterMatch[];
}

/** A rule and what met it. */
export interface Coverage {
  rule: string;
  /** Ids of the source events. */
  entries: string[];
}

/** Pair verdicts, in the words of the design. */
export type PairVerdict =
  /** Both copies were seen. */
  | 'paired'
  /** They would pair; that the server's copy is sent at all is only derived from a connector's hit. */
  | 'would-pair'
  | 'browser-only'
  | 'server-only'
  | 'id-missing'
  | 'id-mismatch'
  | 'name-mismatch'
  | 'pixel-mismatch'
  | 'id-reused'
  | 'outside-window';

/** Pair verdicts in the order in which they are shown: what is a fault for certain, first. */
export const PAIR_VERDICTS: readonly PairVerdict[] = [
  'id-mismatch',
  'name-mismatch',
  'pixel-mismatch',
  'id-reused',
  'outside-window',
  'id-missing',
  'browser-only',
  'server-only',
  'would-pair',
  'paired',
];

/** Browser and server copies under one (pixel, event name, event id). */
export interface Pair {
  /** Empty where it is not known (a header, an import without one). */
  pixelId: string;
  eventName: string;
  /** Empty where the event carries none. */
  eventId: string;
  verdict: PairVerdict;
  /** Ids of entries: the browser's hits to Meta. */
  browser: string[];
  /** Ids of entries: server entries, and hits that a server hands on (gateway, Commanders Act, Segment). */
  server: string[];
  /** Milliseconds from the first browser copy to the first server copy; negative: the server was first. */
  delay?: number;
  /** The copy that Meta keeps. */
  kept?: string;
  /** What its copies say differently, and how grave the profile takes it to be. */
  differs?: { names: string[]; severity: Severity };
  /** Rule ids of the findings that say why. */
  why: string[];
}

/** How many copies of one pixel, name and side carry what Meta can deduplicate by. */
export interface CopyCoverage {
  /** Empty where it is not known. */
  pixelId: string;
  eventName: string;
  side: Side;
  /** Copies that Meta received. */
  total: number;
  /** Copies with an event id, automatic ones included, as Meta counts them. */
  eventId: number;
  /** Those of them whose id Meta's own code made. */
  automaticId: number;
  externalId: number;
  fbp: number;
}

/** What to read as something else: a pixel id or a name, on both sides or one. */
export interface PairOverrides {
  pixelId?: { from: string; to: string; side?: Side };
  eventName?: { from: string; to: string; side?: Side };
}

/** What one consent source says at a moment, or all of them together. */
export type ConsentState = 'granted' | 'denied' | 'undecided' | 'no-source' | 'conflict';

/** What each consent source said at one moment. */
export interface SourceState {
  state: ConsentState;
  /** The entry that said so last. */
  entry?: string;
  /** What it said; its words stand in the language files. */
  said: ConsentSaid;
  /** Shown, never counted: Limited Data Use, channel opt-ins, analytics consent. */
  counts: boolean;
  /** What the profile has to answer before the source can be judged. */
  question?: ConsentQuestion;
  /** Categories that it knows of, all of which were accepted. */
  accepted?: readonly string[];
  /** The cookie of a tool that was not seen in the document. */
  isLeftOver?: true;
}

/** Consent of one document from a moment on, until the next stretch of the same document. */
export interface ConsentStretch {
  /** Id of the document's page entry. */
  page: string;
  /** Milliseconds since the epoch; -Infinity for what holds before anybody has spoken. */
  from: number;
  /** The entry that spoke; absent before anybody has. */
  entry?: string;
  /** All sources that count, together. */
  state: ConsentState;
  sources: Record<string, SourceState>;
}

/** Another decision of the visitor than the recorded one. */
export interface ConsentAssumption {
  /** Absent: every source. */
  source?: string;
  /** A category, purpose, service or signal, as its source names it; absent: what stands for Meta. */
  category?: string;
  state: 'granted' | 'denied';
}

/** A verdict over call and hit. */
export type ConsentVerdict = ConsentState | 'held';

/** Consent verdicts, the gravest first. */
export const CONSENT_VERDICTS: readonly ConsentVerdict[] = [
  'denied',
  'conflict',
  'undecided',
  'no-source',
  'held',
  'granted',
];

/** How many events left for one pixel of one vendor, by verdict: the gravest of the hit that carried them. */
export interface ConsentTally {
  vendor: string;
  /** Empty where the hits name no pixel. */
  pixelId: string;
  counts: Record<ConsentVerdict, number>;
  /** How many of these left without consent: those that `Troubles.withoutConsent` counts. */
  missing: Record<ConsentVerdict, number>;
}

/** Whether a Meta-bound event had consent. */
export interface ConsentCheck {
  /** The call; the hit where no call is known. */
  entry: string;
  /** The hit, where one is known. */
  hit?: string;
  atCall: ConsentState;
  /** Absent while there is no hit. */
  atHit?: ConsentState;
  verdict: ConsentVerdict;
  /** By source, at the hit where there is one, else at the call. */
  sources: Record<string, SourceState>;
}

/** The counts that answer "is it right?" before the first click. */
export interface Summary {
  pages: number;
  calls: number;
  hits: number;
  serverEvents: number;
  chains: number;
  /** Entries known to be lost: the sizes of all gaps. */
  lost: number;
  /** Documents that ended without saying how much they had: what they said last may be missing. */
  unsure: number;
  findings: Record<Severity, number>;
}

/** Counts of the strip, of events: a call and its hit are one, and so are the copies of a pair. */
export interface Troubles {
  /** Pixel calls. */
  unsent: number;
  /** Of the unsent: those that nothing but consent holds back. */
  withheld: number;
  /** Rows of the ledger. */
  unpaired: number;
  /** Events that left for Meta. */
  withoutConsent: number;
}
