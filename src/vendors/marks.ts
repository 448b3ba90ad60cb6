/**
 * What can be odd about a hit, or could not be decoded. A mark never hides anything: what was read
 * stays, what was not is named. Its words stand in the languages.
 */
export const MARKS = [
  'by-shape',
  'body-unreadable',
  'no-body',
  'binary-body',
  'unknown-body',
  'bad-json',
  'bad-percent-encoding',
  'bad-multipart',
  'truncated-multipart',
  'duplicate-key',
  'too-long',
  'too-many-parameters',
  'too-many-events',
  'too-deep',
  'no-parameters',
  'no-event-name',
  'no-pixel-id',
  'empty-event-id',
  'event-id-list',
  'automatic-event-id',
  'two-event-ids',
  'automatic',
  'arrival-unknown',
  'noscript',
  'signals-gateway',
] as const;

/** The name of a mark. */
export type Mark = (typeof MARKS)[number];
