import type { Nearness } from '../../session/nearest.ts';
import type { MappedSystem } from '../../vendors/mapping.ts';
import type { ParameterMatch, StateReason } from '../verdicts.ts';

/** A source event. */
export interface MappedSource {
  system: MappedSystem;
  /** Its name. */
  name: string;
}

/** A source event and the mapping rule that it met. */
export interface MappedEvent extends MappedSource {
  /** Id of the mapping rule. */
  mappingRule: string;
  /** The mapping rule stands in the profile. */
  isOwn: boolean;
}

/** A source event that should become an event at Meta. */
export interface WantedEvent extends MappedEvent {
  /** Its name at Meta. */
  to: string;
  /** That is the name of a standard event. */
  isStandard: boolean;
}

/** How it is known that an event was not sent. */
export type UnsentEvent =
  /** No pixel event of its name belongs to it. */
  | (WantedEvent & { how: 'not-called' })
  /** Its hit to the vendor's server was stopped. */
  | (WantedEvent & { how: 'stopped'; reason: StateReason })
  /** A trigger without a hit, where a later one has its own. */
  | (WantedEvent & { how: 'trigger-lost' })
  /** Fewer Meta events than source events: which of these lack theirs is not known. */
  | { how: 'too-few'; system: MappedSystem; to: string; expected: number; sent: number };

/** An event at Meta that the profile rules out. */
export type UnexpectedEvent =
  /** Its source must not become one. */
  | (MappedEvent & { how: 'forbidden'; sent: string[] })
  /** Mapping rules of the profile expect it of these systems, and none of them has an event for it. */
  | { how: 'no-source'; to: string; systems: MappedSystem[] };

/** Parameters of a source event that did not arrive as they should. */
export interface WrongParameters extends WantedEvent {
  items: ParameterMatch[];
}

/** Data of the facts about source events and what became of them. */
export interface MappingData {
  'mapping/misnamed': WantedEvent & {
    /** The names that it was sent under. */
    sent: string[];
  };
  'mapping/near-name': MappedEvent & {
    /** The name that the mapping rule has, and in what the event's differs from it. */
    meant: string;
    by: Nearness;
    /** What the mapping rule makes of it; null: nothing. */
    to: string | null;
  };
  'mapping/unsent': UnsentEvent;
  /** The session is over, and a mapping rule of the profile was never met. */
  'mapping/never-met': {
    mappingRule: string;
    to: string;
    /** Entries were lost, so that it may have been met in what is missing. */
    isUnsure: boolean;
  };
  /** The session is over, and none of the profile's mapping rules was met. */
  'mapping/none-met': { mappingRules: string[] };
  'mapping/unexpected': UnexpectedEvent;
  'mapping/ambiguous-rules': MappedSource & {
    /** Ids of the mapping rules. */
    mappingRules: string[];
  };
  'mapping/parameter-lost': WrongParameters;
  'mapping/parameter-different': WrongParameters;
}
