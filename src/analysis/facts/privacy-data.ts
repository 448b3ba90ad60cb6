/** What a value says of a person. */
export type PersonalWord = 'email' | 'phone' | 'name' | 'address' | 'birth' | 'bank' | 'token';

/** A place with something personal in plain text. */
export interface PersonalPlace {
  /** `customer.email`; empty where the place has no name. */
  path: string;
  is: PersonalWord;
}

/** Data of the facts about personal data. */
export interface PrivacyData {
  'privacy/personal-in-custom-data': {
    /** Empty where it has none. */
    event: string;
    /** It left the browser, or comes from a server; false: it was called so, and no hit was seen. */
    hasLeft: boolean;
    places: PersonalPlace[];
  };
  'privacy/personal-in-address': {
    /** The parameter that carries the address: `dl`, `rl`, `event_source_url`, `referrer_url`. */
    parameter: string;
    /** Events of the document that carry it. */
    events: number;
    places: PersonalPlace[];
  };
  'privacy/plain-user-data': {
    event: string;
    /** `em`, `ph`, … */
    fields: string[];
  };
}
