/** Sides of a call or hit that can be wrong by themselves. */
export type Aspect =
  /** The command, and the pixel that it acts on. */
  | 'target'
  | 'name'
  | 'event-id'
  | 'value'
  | 'currency'
  /** When it happened, as it says. */
  | 'time'
  /** Other custom data. */
  | 'data'
  /** Whether it left. */
  | 'sending'
  | 'consent';
