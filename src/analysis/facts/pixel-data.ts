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
  'pixel/no-hit': UnsentData;
}
