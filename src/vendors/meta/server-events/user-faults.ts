import { isJsonObject } from '../../fields.ts';
import { isPlaceholderId } from '../placeholder.ts';
import { readDigest, sha256Hex } from '../user-data/digest.ts';
import { hashingOf, isHashedField } from '../user-data/fields.ts';
import { judgeHash } from '../user-data/judge-hash.ts';
import { fieldNamed } from '../user-data/other-names.ts';
import type { UserFault } from './event-faults.ts';

/** Plain texts of fields that the page has told: `em` → addresses. */
export type KnownTexts = ReadonlyMap<string, readonly string[]>;

/**
 * What is wrong with the user_data of a server's event (Meta, customer information parameters; fbp
 * and fbc parameters).
 */
export function userFaults(user: unknown, known: KnownTexts): UserFault[] {
  if (!isJsonObject(user)) return [];
  const faults: UserFault[] = [];
  for (const [field, given] of Object.entries(user)) {
    const found = fieldFault(field, given, known.get(field));
    if (found !== undefined) faults.push({ field, ...found });
  }
  return faults;
}

type Found = Omit<UserFault, 'field'>;

function fieldFault(
  field: string,
  given: unknown,
  known: readonly string[] | undefined,
): Found | undefined {
  const values = (Array.isArray(given) ? given : [given]).map(textOf);
  const texts = values.filter((text) => text !== '');
  if (texts.length === 0) return { wrong: 'empty' };
  if (hashingOf(field) === undefined) {
    const meant = fieldNamed(field);
    return meant === undefined ? undefined : { wrong: 'unknown-field', meant };
  }
  for (const text of texts) {
    const found = valueFault(field, text, known);
    if (found !== undefined) return found;
  }
  return texts.length < values.length ? { wrong: 'empty' } : undefined;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim() === '' ? '' : value;
  return value === null || value === undefined ? '' : (JSON.stringify(value) ?? '');
}

function valueFault(
  field: string,
  text: string,
  known: readonly string[] | undefined,
): Found | undefined {
  // `fb.1.1795219200000.undefined` is a cookie whose click id is missing.
  if (isPlaceholderId(text) && !(field === 'fbc' && text.startsWith('fb.')))
    return { wrong: 'placeholder' };
  if (isHashedField(field)) {
    const digest = readDigest(text);
    const of = digest && hashesOfNothing().get(digest.hex);
    if (of !== undefined) return { wrong: 'hash-of-nothing', of };
    if (SHA_1.test(text)) return { wrong: 'other-hash' };
    return hashFault(field, text, known);
  }
  if (readDigest(text) !== undefined && NEVER_LIKE_A_HASH.has(field)) return { wrong: 'hashed' };
  if (field === 'fbc') return fbcFault(text, known ?? []);
  if (field === 'fbp' && !FBP.test(text)) return { wrong: 'form' };
  if (field === 'fbp' && SECONDS.test(text)) return { wrong: 'seconds' };
  if (field === 'client_user_agent') return PROGRAM.test(text) ? { wrong: 'program' } : undefined;
  return field === 'client_ip_address' ? addressFault(text) : undefined;
}

/** How the usual libraries that send requests name themselves. */
const PROGRAM =
  /^(?:aiohttp|axios|curl|Dart|Faraday|Go-http-client|got|GuzzleHttp|Java|libwww-perl|node(?:-fetch)?|okhttp|PHP|PostmanRuntime|python(?:-requests|-urllib3?)?|Python-urllib|Ruby|undici|Wget|WordPress)(?:[/ (]|$)/i;

/** Fields whose real values have a form of their own, so that a hash shows by itself. */
const NEVER_LIKE_A_HASH: ReadonlySet<string> = new Set([
  'client_ip_address',
  'client_user_agent',
  'fbc',
  'fbp',
]);

const WRONG = {
  'in-the-clear': 'plain',
  empty: 'empty',
  irregular: 'irregular',
  'other-encoding': 'other-encoding',
  md5: 'other-hash',
  'hashed-twice': 'hashed-twice',
  'not-normalised': 'not-normalised',
  'must-not-be-hashed': 'hashed',
} as const;

/** A text that is known proves something only where the value is made of it: it may be another person's. */
function hashFault(
  field: string,
  text: string,
  known: readonly string[] | undefined,
): Found | undefined {
  const alone = judgeHash({ field, sent: text }).fault;
  if (alone !== undefined && alone !== 'irregular') return { wrong: WRONG[alone] };
  const judged = (known ?? []).map((plaintext) => judgeHash({ field, sent: text, plaintext }));
  const isRight = judged.some(({ verdict }) => verdict === 'equal' || verdict === 'hashed-equal');
  const proven = judged.find(
    ({ fault }) => fault === 'not-normalised' || fault === 'hashed-twice',
  )?.fault;
  if (!isRight && proven !== undefined) return { wrong: WRONG[proven] };
  return alone === undefined ? undefined : { wrong: WRONG[alone] };
}

const SHA_1 = /^[a-f0-9]{40}$/i;

/** What programs hash where they have nothing: an empty text, or their word for it. */
export const NOTHING: readonly string[] = [
  '',
  ' ',
  'undefined',
  'null',
  'NaN',
  'nan',
  'none',
  'None',
  'false',
  'n/a',
  '-',
];
const MD5_OF_NOTHING = 'd41d8cd98f00b204e9800998ecf8427e';
let hashes: ReadonlyMap<string, string> | undefined;

function hashesOfNothing(): ReadonlyMap<string, string> {
  hashes ??= new Map([
    [MD5_OF_NOTHING, ''],
    ...NOTHING.map((text): [string, string] => [sha256Hex(text), text.trim()]),
  ]);
  return hashes;
}

/** With the suffix that Meta's Parameter Builder puts behind. */
const FBP = /^fb\.\d{1,3}\.\d{9,14}\.\d{1,25}(?:\.[A-Za-z0-9_-]{2,8})?$/;
const FBC = /^fb\.\d{1,3}\.\d{9,14}\.(.+)$/s;
/** A time of ten digits: this century's seconds. */
const SECONDS = /^fb\.\d{1,3}\.\d{9,10}\./;
/** Shorter than any click id of Meta's that was seen. */
const CLICK_ID_UNITS = 10;

/** @param known click ids of the visit */
function fbcFault(text: string, known: readonly string[]): Found | undefined {
  if (/^fb\.\d{1,3}\.\d{9,14}\.?$/.test(text)) return { wrong: 'no-click-id' };
  const click = FBC.exec(text)?.[1];
  if (click === undefined) return { wrong: 'form' };
  if (isPlaceholderId(click) || click.length < CLICK_ID_UNITS) return { wrong: 'no-click-id' };
  if (SECONDS.test(text)) return { wrong: 'seconds' };
  return isChangedClick(click, known) ? { wrong: 'other-click-id' } : undefined;
}

/**
 * Whether a click id is one of the visit's that somebody wrote otherwise: its case counts, and Meta
 * tells of a “modified fbclid value”. Another one may be of an earlier click.
 */
function isChangedClick(click: string, known: readonly string[]): boolean {
  // Meta's Parameter Builder puts a suffix behind.
  if (known.some((id) => click === id || click.startsWith(`${id}.`))) return false;
  return known.some((id) => {
    const [given, meant] = [plainClick(click), plainClick(id)];
    return given === meant || (given.length >= CLICK_ID_UNITS && meant.startsWith(given));
  });
}

/** Letters and digits of a click id, in lower case: what is left of it however it is written. */
function plainClick(click: string): string {
  return click.toLowerCase().replace(/%[0-9a-f]{2}|[^a-z0-9]/g, '');
}

const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
const PRIVATE =
  /^(?:10\.|127\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|::1$|f[cd][0-9a-f]{2}:|fe80:)/i;

function addressFault(text: string): Found | undefined {
  const isAddress =
    (IPV4.test(text) && text.split('.').every((part) => Number(part) <= 255)) ||
    (text.includes(':') && /^[0-9a-f:.]{2,45}$/i.test(text));
  if (!isAddress) return { wrong: 'no-address' };
  return PRIVATE.test(text) ? { wrong: 'private-address' } : undefined;
}
