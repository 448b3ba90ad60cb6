/** Why nothing goes out; the words stand in the language files. Where it `throws`, the library does. */
export type Refusal =
  | 'empty'
  | 'no-address'
  | 'no-digit'
  | 'no-letter'
  /** None of a to z. */
  | 'no-latin-letter'
  /** It does not begin with one of a to z. */
  | 'no-first-letter'
  /** Fewer than two characters. */
  | 'too-short'
  | 'no-gender'
  /** No word that the library knows for one. */
  | 'no-gender-word'
  | 'no-date'
  | 'throws-no-address'
  /** No code of ISO 3166-1. */
  | 'throws-no-country'
  /** Not 7 to 16 characters. */
  | 'throws-phone-length';

/**
 * What a normalisation makes of a value. `hash`: this text is hashed. `keep`: it goes out as it is,
 * being a hash already or a field that the rule does not hash. `refuse`: it goes out not at all, or
 * the library throws.
 */
export type Outcome =
  | { do: 'hash'; text: string }
  | { do: 'keep'; text: string }
  | { do: 'refuse'; why: Refusal };

/** `text` is hashed; an empty one is refused, as in all of Meta's libraries. */
export function toHash(text: string | undefined, why: Refusal): Outcome {
  return text === undefined || text === '' ? { do: 'refuse', why } : { do: 'hash', text };
}
