/** What must happen on a journey. profile.schema.json describes it. */
export interface Plan {
  /** Only sessions that visit this page are held against it: a host, or a host with a path that may end in `*`. */
  on?: string;
  steps: PlanStep[];
}

/** An event that must be sent, or must not. */
export interface PlanStep {
  /** Its name as the hit has it; `*` is any event. */
  event: string;
  /** Where it goes: `meta` (also where it is absent), `commanders-act`, `segment`, `meta-gateway`. */
  vendor?: string;
  pixel?: string;
  /** It counts behind each event of this name: of a chat, a data layer, Commanders Act or Segment, else one that was sent. */
  after?: string;
  /** It counts up to the next event of this name. */
  before?: string;
  /** Seconds behind `after`, or behind the beginning of the session. */
  within?: number;
  /** How often; 0: never. Absent: once or more. Behind `after` it counts for each. */
  times?: number | { min?: number; max?: number };
  /** The limit of `times` counts for each value of this parameter: `order_id`. */
  per?: string;
  /** Each must have consent when it leaves. */
  consent?: true;
  /** Each must be deduplicated with the server's copy. */
  paired?: true;
  /** What its parameters must be, by the page's own names: a part of JSON Schema. */
  parameters?: Record<string, ParameterSchema>;
}

/** The part of JSON Schema that parameters are held against. A hit is text: what reads as a number is one. */
export interface ParameterSchema {
  type?: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
  const?: string | number | boolean;
  enum?: (string | number | boolean)[];
  pattern?: string;
  minLength?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  minItems?: number;
  /** It may be missing. */
  optional?: true;
}
