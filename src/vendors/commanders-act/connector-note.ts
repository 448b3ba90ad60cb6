import type { TableNote } from '../mapping.ts';

/** What is to be known of a field that the connector fills; the words stand in the language files. */
export type ConnectorNote =
  /** Of the row of the table. */
  | { code: TableNote }
  /** No standard event is mapped to this name: it goes out unchanged. */
  | { code: 'own-name' }
  /** It takes the place of the standard property. */
  | { code: 'overridden' }
  /** None of Meta's libraries sends such a value. */
  | { code: 'refused' }
  /** The server takes it from the request. */
  | { code: 'by-request' }
  /** The library adds it where the cookie is there. */
  | { code: 'by-library'; cookie: '_fbc' | '_fbp' }
  | { code: 'unseen' }
  | { code: 'default' }
  /** Two names that stand for one parameter say different things. */
  | { code: 'contradicted'; values: [ValueAt, ValueAt] }
  /** `content_ids` in place of `contents`, for these paths are not given. */
  | { code: 'not-contents'; lacking: string[] };

/** A property and its value as text. */
export interface ValueAt {
  path: string;
  value: string;
}

/** What an event does not have and should. */
export type ConnectorLack =
  | { code: 'no-name' }
  /** Without it Meta cannot tell the event from the pixel's copy. */
  | { code: 'no-event-id' }
  /** Meta requires it of a Purchase. */
  | { code: 'purchase-without'; parameter: string };

/** The trap of the two ids (domain facts 5.1). */
export type ConnectorIdNote =
  /** The library puts tC.uniqueEventId into the property that Meta's id is read from. */
  | { code: 'id-by-library' }
  /** The configuration's eventId is the event's own id, not the one that Meta sees. */
  | { code: 'own-id'; ownId: string }
  | { code: 'two-ids'; ownId: string; metaId: string };
