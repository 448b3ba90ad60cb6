/**
 * What a normalisation makes of a value. `hash`: this text is hashed. `keep`: it goes out as it is,
 * being a hash already or a field that the rule does not hash. `refuse`: it goes out not at all, or
 * the library throws.
 */
export type Outcome =
  | { do: 'hash'; text: string }
  | { do: 'keep'; text: string }
  | { do: 'refuse'; why: string };

/** `text` is hashed; an empty one is refused, as in all of Meta's libraries. */
export function toHash(text: string | undefined, why: string): Outcome {
  return text === undefined || text === '' ? { do: 'refuse', why } : { do: 'hash', text };
}
