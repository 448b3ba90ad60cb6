import type { Effect, PixelFaultId, PixelFaults } from '../../vendors/meta/fault.ts';
import type { CallState, StateReason } from '../verdicts.ts';

/** What became of a call that has a fault, or of the event in a hit whose call was not seen. */
export interface Outcome {
  /** What Meta's SDK does with such a call, left to itself. */
  sdk: Effect;
  /** Of the pixels that the call is for, the one that fares worst; absent where it sends no event. */
  state?: CallState;
  reason?: StateReason;
  /** The hit was seen, the call was not. */
  isHit?: true;
}

/** What all facts about a pixel call have. */
export interface CallData {
  outcome: Outcome;
  /** The call as the page wrote it, as code. */
  called: string;
  /** The call with all that is wrong with it mended; absent where no code mends it. */
  corrected?: string;
  /** What Meta's SDK prints about the fault. */
  prints?: string;
}

/** Events that share the reason why they were not sent. */
export interface UnsentData {
  /** 0: what a page called is not known, and none of it can have been sent. */
  count: number;
  /** Their names, each once; '' for an event without one. */
  events: string[];
  /** Requests that show the reason, each with what became of it. */
  requests: { address: string; end: string }[];
}

type CallFacts = { [R in PixelFaultId]: PixelFaults[R] & CallData };

/** Data of the facts about Meta's pixel. */
export interface PixelData extends CallFacts {
  'pixel/config-failed': UnsentData;
  'pixel/config-blocked': UnsentData;
  'pixel/library-failed': UnsentData;
  'pixel/library-blocked': UnsentData;
  'pixel/hit-blocked': UnsentData;
  'pixel/hit-failed': UnsentData;
  'pixel/consent-deadlock': UnsentData;
  'pixel/left-too-soon': UnsentData;
  'pixel/arguments-cannot-be-sent': UnsentData;
  'pixel/call-threw': UnsentData;
  'pixel/no-hit': UnsentData & {
    /**
     * `nothing`: not one event left the document. `some-names`: others left, none of these names.
     * `some-calls`: events of these names left too. `loading`: the library or a configuration has no
     * answer yet.
     */
    pattern: 'nothing' | 'some-names' | 'some-calls' | 'loading';
    /** Five seconds went by; otherwise the recording was over sooner. */
    hasWaited: boolean;
  };
  'pixel/library-not-asked': UnsentData & {
    /** A consent tool says no, or has no answer yet: it may hold the library back on purpose. */
    isHeldBack: boolean;
  };
  'pixel/grant-missing': UnsentData & {
    /** A consent tool or signal of the page says yes; else nobody says anything. */
    isAgreed: boolean;
  };
  /** In the library's own words, which no fault of a call explains. */
  'pixel/library-warning': { prints: string };
  'pixel/stub-laid-again': UnsentData;
  'pixel/hit-cancelled': UnsentData;
  'pixel/page-view-dropped': {
    count: number;
    /** The SDK's own PageView of the route left in its place. */
    swallowed: number;
    /** No PageView of its address left. */
    lost: number;
    /** The page's PageView had left from the same address. */
    repeated: number;
    /** Event ids of the swallowed ones, a few of them. */
    ids: string[];
  };
  'pixel/init-without-event': { pixelId: string };
  'pixel/library-twice': { addresses: string[]; versions: string[] };
}
