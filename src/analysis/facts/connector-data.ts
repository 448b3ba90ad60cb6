import type { Requirement } from '../../vendors/commanders-act/connector-minimum.ts';
import type { HashNote } from '../../vendors/meta/user-data/judge-hash.ts';

/** A value of user_data that Meta cannot match. */
export interface UnmatchableValue {
  /** `em`, `ph`, … */
  field: string;
  /** The path of the property that it was read at. */
  from: string;
  notes: readonly HashNote[];
}

/** Data of the facts about what Commanders Act's connector makes of an event. */
export interface ConnectorData {
  'connector/minimum': {
    /** The event's own name; empty where it has none. */
    name: string;
    /** Its name at Meta, where that is another. */
    to?: string;
    /** Nothing is known of the visitor: told once in a document. */
    isAnonymous: boolean;
    /** What it takes to be sent, and is not there. */
    unmet: Requirement[];
  };
  /** Triggers of a session in which nothing left for Commanders Act: their number and names. */
  /** `hasOthers`: other triggers left, and these came behind them. */
  'connector/never-left': { count: number; names: string[]; hasOthers: boolean };
  'connector/user-data': {
    /** The event's own name; empty where it has none. */
    name: string;
    items: UnmatchableValue[];
  };
}
