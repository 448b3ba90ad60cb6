import { readDateOfBirth } from './date-of-birth.ts';
import { readDigest } from './digest.ts';
import { genderOfWord } from './gender-words.ts';

/**
 * How a value is written so that its hash is nobody's. `no-country-code`: a phone number begins with
 * the zero that is dialled within a country. `trunk-zero`: that zero, in brackets, is left in.
 * `no-date`: the pixel reads no date in it. `day-first`: it takes the day for the month. `gender`:
 * a word where Meta documents `m` or `f`.
 */
export type WrittenForm = 'no-country-code' | 'trunk-zero' | 'no-date' | 'day-first' | 'gender';

/** The fault, and what was meant where that is known. */
export interface FormFault {
  form: WrittenForm;
  meant?: string;
}

/** Digits of the shortest phone numbers that are told. */
const LEAST_DIGITS = 7;

/** Words besides those that Meta's own library knows. */
const GERMAN: Readonly<Record<string, 'm' | 'f'>> = {
  männlich: 'm',
  mann: 'm',
  herr: 'm',
  weiblich: 'f',
  frau: 'f',
  w: 'f',
};

/** Holds a text of `init`'s user data against the form that Meta documents (advanced matching). */
export function formFaultOf(field: string, value: string): FormFault | undefined {
  if (readDigest(value) !== undefined) return undefined;
  switch (field) {
    case 'ph':
      return phoneFault(value);
    case 'db':
      return dateFault(value);
    case 'ge':
      return genderFault(value.trim().toLowerCase());
    default:
      return undefined;
  }
}

function phoneFault(value: string): FormFault | undefined {
  const digits = value.replace(/\D/g, '');
  if (digits.length < LEAST_DIGITS) return undefined;
  const isInternational = /^\s*\+/.test(value) || digits.startsWith('00');
  if (!isInternational) return digits.startsWith('0') ? { form: 'no-country-code' } : undefined;
  if (!/\(\s*0\s*\)/.test(value)) return undefined;
  const without = value.replace(/\(\s*0\s*\)/, '').replace(/\D/g, '');
  return { form: 'trunk-zero', meant: `+${without.replace(/^00/, '')}` };
}

/** Dots stand in dates of languages that say the day first. */
const DOTTED = /^\s*(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})\s*$/;

function dateFault(value: string): FormFault | undefined {
  const [, day = '', month = '', year = ''] = DOTTED.exec(value) ?? [];
  const meant = `${year}${month.padStart(2, '0')}${day.padStart(2, '0')}`;
  const read = readDateOfBirth(value);
  if (read === undefined) return { form: 'no-date' };
  return year !== '' && read !== meant ? { form: 'day-first', meant } : undefined;
}

function genderFault(text: string): FormFault | undefined {
  if (text === 'm' || text === 'f') return undefined;
  const meant = Object.hasOwn(GERMAN, text) ? GERMAN[text] : genderOfWord(text);
  return meant === undefined ? { form: 'gender' } : { form: 'gender', meant };
}
