import { type Outcome, toHash } from './outcome.ts';

/**
 * What the Parameter Builder 1.3.2 and the pixel 2.9 do alike: they share one set of normalisers
 * (the former's source; the latter's modules normalizeSignalsFBEvents…; domain facts 4.2).
 */

const EMAIL =
  /^[\w!#$%&'*+/=?^`{|}~-]+(?::?\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;
/** Longer than any address (RFC 5321); the expression above is not asked about them. */
const EMAIL_UNITS = 1_000;

/** Lower case without outer white space; refused where it is no address. */
export function normaliseEmail(value: string): Outcome {
  const text = value.toLowerCase().trim();
  const isEmail = text.length <= EMAIL_UNITS && EMAIL.test(text);
  return toHash(isEmail ? text : undefined, 'no-address');
}

/** Digits alone, without leading zeros: `0170` and `170` are one. */
export function normalisePhone(value: string): Outcome {
  return toHash(value.replace(/[^0-9]/g, '').replace(/^0+/, ''), 'no-digit');
}

const PUNCTUATION_AND_SPACE = /[!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~\s]+/g;

/** Lower case without white space and punctuation; letters of all scripts stay. */
export function normaliseName(value: string): Outcome {
  return toHash(value.replace(PUNCTUATION_AND_SPACE, '').toLowerCase(), 'no-letter');
}

/** Only a to z and digits stay, so that München becomes mnchen. */
export function normaliseCity(value: string): Outcome {
  const text = value.replace(/[^a-zA-Z0-9]+/g, '').toLowerCase();
  return toHash(/^[a-z]/.test(text) ? text : undefined, 'no-first-letter');
}

/** Lower case, up to the first hyphen; white space inside stays. */
export function normalisePostalCode(value: string): Outcome {
  const [start = ''] = value.toLowerCase().split('-', 1);
  const text = start.trim();
  return toHash(text.length < 2 ? undefined : text, 'too-short');
}

/** Lower case without any white space. */
export function normaliseExternalId(value: string): Outcome {
  return toHash(value.replace(/\s+/g, '').toLowerCase(), 'empty');
}
