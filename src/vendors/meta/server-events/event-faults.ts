/**
 * What can be wrong with an event that a server sends to the Conversions API. Values stand as JSON
 * would write them; personal data do not stand here at all.
 */
export interface ServerFaults {
  /** What Meta requires and the event lacks: names of fields, `user_data.client_user_agent`. */
  'server/field-missing': {
    event: string;
    fields: string[];
    /** user_data has these keys alone, which tell nobody from others. */
    broad?: string[];
  };
  'server/action-source': { event: string; given: string; meant?: string };
  'server/event-time': {
    event: string;
    given: string;
    /** `age`: older than Meta takes; `future`: after the receipt. */
    wrong: 'milliseconds' | 'date' | 'no-time' | 'age' | 'future';
    /** Milliseconds from event_time to the receipt; negative in the future. */
    apart?: number;
    /** Milliseconds that Meta takes. */
    limit?: number;
  };
  /** No address of a page. */
  'server/source-url': { event: string; given: string };
  'server/event-name-case': { name: string; meant: string };
  'server/purchase-incomplete': { event: string; lacks: ('value' | 'currency')[] };
  'server/custom-data': { event: string; items: CustomDatum[] };
  'server/user-data': { event: string; items: UserFault[] };
}

/** One parameter of custom_data. */
export interface CustomDatum {
  parameter: string;
  given: string;
  wrong:
    | 'number'
    | 'negative'
    | 'currency'
    | 'no-currency'
    | 'content-type'
    | 'ids'
    | 'contents'
    /** Keys that Meta refuses in an item of contents; `given` names them. */
    | 'content-keys'
    /** A list that is written as one text: JSON within JSON. */
    | 'list-as-text'
    | 'empty-list'
    | 'count'
    | 'text'
    | 'name'
    | 'placeholder'
    | 'no-content-type'
    | 'no-products';
}

/** One field of user_data. Its value is a person's and is not told. */
export interface UserFault {
  field: string;
  wrong: /** Plain text where a hash belongs. */
    | 'plain'
    /** Null, an empty text or an empty list. */
    | 'empty'
    /** The hash of an empty text, or of a word for nothing. */
    | 'hash-of-nothing'
    /** A template's variable, or a word for nothing. */
    | 'placeholder'
    /** The hash of the known text as it stands, not normalised. */
    | 'not-normalised'
    | 'hashed-twice'
    /** MD5 or SHA-1. */
    | 'other-hash'
    /** SHA-256, not in hexadecimal. */
    | 'other-encoding'
    /** Capitals or white space in the hash. */
    | 'irregular'
    /** A hash where Meta needs the value. */
    | 'hashed'
    /** No such field. */
    | 'unknown-field'
    /** fbc without the click id. */
    | 'no-click-id'
    /** fbc with a click id of the visit that was changed: lower case, cut, escaped. */
    | 'other-click-id'
    /** fbc or fbp of another form than fb.1.time.id. */
    | 'form'
    /** fbc or fbp whose time is in seconds. */
    | 'seconds'
    /** The user agent of a program that sends requests, not of a browser. */
    | 'program'
    /** No IP address. */
    | 'no-address'
    /** An address of a private network. */
    | 'private-address';
  /** `hash-of-nothing`: what was hashed, '' for nothing. */
  of?: string;
  /** `unknown-field`: the field that is meant. */
  meant?: string;
}

/** Id of the rule of a fault. */
export type ServerFaultId = keyof ServerFaults;

/** A fault of a server's event. */
export type ServerFault<R extends ServerFaultId = ServerFaultId> = {
  [Id in R]: {
    readonly rule: Id;
    readonly severity: 'error' | 'warning' | 'info';
    readonly data: ServerFaults[Id];
  };
}[R];
