import { isNothing, isUnknown, itemsOf, propertiesOf } from '../../../session/value/read.ts';
import type { PageValue } from '../../../session/value.ts';
import { isPlaceholderId } from '../placeholder.ts';
import { readDigest } from './digest.ts';
import { hashingOf, isHashedField } from './fields.ts';
import { fieldNamed } from './other-names.ts';
import { normaliseForPixel } from './pixel.ts';
import { formFaultOf, type WrittenForm } from './written-form.ts';

/**
 * The user data that `init` gets, and what the SDK 2.9.325 makes of them (recorded runs userdata_*):
 * each is normalised, hashed and sent as `ud[key]`, whatever it says. What is no e-mail address
 * gets "@gmail.com" put behind it first, although the console says that it is not sent.
 */
export interface UserDatum {
  /** As the page wrote it. */
  key: string;
  value: PageValue;
  /** What is hashed and sent; undefined where nothing is. */
  hashed: string | undefined;
  fault: 'placeholder' | 'no-address' | 'md5' | 'type' | 'key' | 'form' | undefined;
  /** `key`: Meta's word for it. `form`: the value as Meta documents it, where that is known. */
  meant?: string;
  /** `form`: how it is written. */
  form?: WrittenForm;
}

/** Keys that the SDK copies to Meta's own (recorded run userdata_unknown_keys). */
const COPIED: ReadonlyMap<string, string> = new Map([
  ['email', 'em'],
  ['phone', 'ph'],
]);

/** What is behind a text that is no e-mail address. */
const LENGTHENED_BY = '@gmail.com';

/** What the SDK prints about an e-mail address that is none, without its prefix. */
export const INVALID_EMAIL_WORDS =
  "An invalid email address was specified for 'em'. This data will not be sent with any events for this Pixel.";

/** The data that are there, in the order of their keys; undefined where they are no object. */
export function readUserData(value: PageValue | undefined): UserDatum[] | undefined {
  const own = propertiesOf(value);
  if (own === undefined) return undefined;
  const data: UserDatum[] = [];
  for (const [key, given] of Object.entries(own.values)) {
    if (isNothing(given) || isUnknown(given) || given === '') continue;
    data.push(readDatum(key, given));
  }
  return data;
}

/** Whether the SDK prints its warning about the address; a copied key is as good as Meta's own. */
export function hasInvalidEmail(data: readonly UserDatum[]): boolean {
  return data.some(({ key, value, fault }) => {
    if ((COPIED.get(key) ?? key) !== 'em' || typeof value !== 'string') return false;
    return fault === 'no-address' || (fault === 'placeholder' && !isEmail(value));
  });
}

function readDatum(key: string, value: PageValue): UserDatum {
  const field = COPIED.get(key) ?? key;
  if (typeof value !== 'string') {
    const isText = typeof value === 'number' || typeof value === 'boolean';
    if (isText) return { key, value, hashed: String(value), ...nameFault(field) };
    // A list under em was seen not to be sent; under external_id its JSON text was hashed.
    const hashed = field === 'em' ? undefined : JSON.stringify(value);
    return { key, value, hashed, ...(isHashedField(field) ? { fault: 'type' } : nameFault(field)) };
  }
  const hashed = field === 'em' ? emailOf(value) : textOf(field, value);
  const fault = faultOf(field, value);
  if (fault !== undefined) return { key, value, hashed, fault };
  const form = formFaultOf(field, value);
  return { key, value, hashed, ...(form ? { fault: 'form', ...form } : nameFault(field)) };
}

/** The fault of a key that is another word for one of Meta's: it is hashed and sent, and not read. */
function nameFault(key: string): Pick<UserDatum, 'fault' | 'meant'> {
  const meant = hashingOf(key) === undefined ? fieldNamed(key) : undefined;
  return meant !== undefined && isHashedField(meant)
    ? { fault: 'key', meant }
    : { fault: undefined };
}

function faultOf(field: string, value: string): UserDatum['fault'] {
  if (isPlaceholderId(value)) return 'placeholder';
  if (field !== 'em' || isEmail(value)) return undefined;
  const digest = readDigest(value);
  if (digest === undefined) return 'no-address';
  return digest.form === 'md5' ? 'md5' : undefined;
}

/** The first e-mail address in a text or a list of texts. */
export function validEmailOf(value: PageValue): string | undefined {
  const texts = typeof value === 'string' ? [value] : itemsOf(value);
  return texts.find((text): text is string => typeof text === 'string' && isEmail(text));
}

function isEmail(value: string): boolean {
  return normaliseForPixel('em', value).do === 'hash';
}

/** Lower case; a text without an at sign is lengthened, one with white space inside is not sent. */
function emailOf(value: string): string | undefined {
  const text = value.trim().toLowerCase();
  if (isEmail(text)) return text;
  const digest = readDigest(text);
  if (digest !== undefined && digest.form !== 'md5') return undefined;
  return /[\s@]/.test(text) ? undefined : text + LENGTHENED_BY;
}

function textOf(field: string, value: string): string | undefined {
  if (!isHashedField(field)) return value;
  const outcome = normaliseForPixel(field, value);
  if (outcome.do === 'hash') return outcome.text;
  // A text without any digit was seen to be hashed as it is.
  return outcome.do === 'refuse' && field === 'ph' ? value.trim().toLowerCase() : undefined;
}
