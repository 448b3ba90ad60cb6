import { readDateOfBirth } from './date-of-birth.ts';
import { readDigest } from './digest.ts';
import { genderOfWord } from './gender-words.ts';

/**
 * How a value is written so that its hash is nobody's. `no-country-code`: a phone number begins with
 * the zero that is dialled within a country. `trunk-zero`: that zero, in brackets, is left in.
 * `exit-code`: it begins with what is dialled for calls abroad. `no-date`: the pixel reads no date
 * in it. `day-first`: it takes the day for the month. `gender`: a word for `m` or `f`.
 * `other-gender`: one that Meta has no letter for.
 */
export type WrittenForm =
  | 'no-country-code'
  | 'trunk-zero'
  | 'exit-code'
  | 'no-date'
  | 'day-first'
  | 'gender'
  | 'other-gender';

/** The fault, and what was meant where that is known. */
export interface FormFault {
  form: WrittenForm;
  meant?: string;
}

/** Digits of the shortest phone numbers that are told. */
const LEAST_DIGITS = 7;

/** North America's for calls abroad; the pixel takes `00` away, and this not. */
const EXIT_CODE = '011';
/** Digits of the shortest that begin with it: with fewer it may be an area's (Leeds, São Paulo). */
const LEAST_ABROAD = 13;

/** Italy, San Marino and Vatican: the zero is part of the number. */
const WITH_ZERO: ReadonlySet<string> = new Set(['39', '378', '379']);

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
  if (value.trim() === '' || readDigest(value) !== undefined) return undefined;
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
  const isAbroad =
    digits.startsWith(EXIT_CODE) && digits.length >= LEAST_ABROAD && !/^\s*\+/.test(value);
  const exit = isAbroad ? EXIT_CODE : digits.startsWith('00') ? '00' : '';
  const [before = '', after] = value.split(/\(\s*0\s*\)/, 2).map((part) => part.replace(/\D/g, ''));
  const country = before.slice(exit.length);
  if (after !== undefined && /^[1-9]\d{0,2}$/.test(country) && !WITH_ZERO.has(country))
    return { form: 'trunk-zero', meant: `+${country}${after}` };
  if (isAbroad) return { form: 'exit-code', meant: `+${digits.slice(exit.length)}` };
  const isNational = digits.startsWith('0') && exit === '' && !/^\s*\+/.test(value);
  return isNational ? { form: 'no-country-code' } : undefined;
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
  return meant === undefined ? { form: 'other-gender' } : { form: 'gender', meant };
}
