import { readDateOfBirth } from './date-of-birth.ts';
import { readDigest } from './digest.ts';
import type { HashedField } from './fields.ts';
import { genderOfWord } from './gender-words.ts';
import { type Outcome, toHash } from './outcome.ts';
import { countryLetters, stateLetters } from './regions.ts';
import {
  normaliseCity,
  normaliseEmail,
  normaliseExternalId,
  normaliseName,
  normalisePhone,
  normalisePostalCode,
} from './shared-forms.ts';

/**
 * How Meta's Parameter Builder (capi-param-builder-nodejs 1.3.2) normalises user_data (its source;
 * domain facts 4.2). Behind its hashes it puts a dot and 8 characters, which are no part of them.
 */
export function normaliseForParamBuilder(field: HashedField, value: string): Outcome {
  const digest = readDigest(value);
  if (digest !== undefined)
    return { do: 'keep', text: value.includes('.') ? value.trim() : digest.hex };
  switch (field) {
    case 'em':
      return normaliseEmail(value);
    case 'ph':
      return normalisePhone(value);
    case 'fn':
    case 'ln':
      return normaliseName(value);
    case 'ge':
      return toHash(genderOfWord(value), 'no-gender-word');
    case 'db':
      return toHash(readDateOfBirth(value), 'no-date');
    case 'ct':
      return normaliseCity(value);
    case 'st':
      return toHash(stateLetters(value), 'no-latin-letter');
    case 'zp':
      return normalisePostalCode(value);
    case 'country':
      return toHash(countryLetters(value), 'no-latin-letter');
    case 'external_id':
      return normaliseExternalId(value);
  }
}
