import type { ConsentQuestion, ConsentSaid } from '../../vendors/consent/reading.ts';
import type { ConsentState } from '../verdicts.ts';

/** A consent source, and what it said when the event left. */
export interface SourceSaid {
  source: string;
  state: ConsentState;
  said: ConsentSaid;
}

/** An event that left for Meta. */
export interface ConsentSent {
  /** Who got it: Meta itself, or who hands it on. */
  vendor: string;
  /** Its events' names; empty where the request names none. */
  names: string[];
  /** The sources that the verdict rests on. */
  sources: SourceSaid[];
}

/** Data of the facts about consent. */
export interface ConsentData {
  'consent/sent-although-denied': ConsentSent & {
    /** That the category stands for Meta was never confirmed. */
    isAssumed: boolean;
    /** Nobody knows for sure which document sent it. */
    isUnplaced?: true;
    /** It is an opt-out of sale, and the event carries Limited Data Use. */
    isLimited?: true;
  };
  'consent/sent-before-decision': ConsentSent & {
    /** The profile does not say whether events may go before a decision. */
    isRegionOpen: boolean;
  };
  'consent/withdrawn-after-hit': { sources: SourceSaid[] };
  'consent/no-source': {
    events: number;
    /** The document is a frame, and the page around it has sources. `isLimited`: as above. */
    around?: { state: ConsentState; sources: string[]; isLimited?: true };
  };
  'consent/conflict': { events: number; sources: { source: string; state: ConsentState }[] };
  'consent/categories-missing': {
    events: number;
    /** They stand at the event's root, where Commanders Act does not look. */
    isMisplaced: boolean;
  };
  'consent/category-unknown': { events: number; source: string; question: ConsentQuestion };
  /** `counts`: nobody else on the page has a say, so the cookie does. */
  'consent/left-over-cookie': { source: string; state: ConsentState; counts: boolean };
  'consent/google-default-late': Record<string, never>;
}
