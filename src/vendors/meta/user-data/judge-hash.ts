import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { type Digest, readDigest, sha256Hex } from './digest.ts';
import { type HashedField, hashingOf, isHashedField } from './fields.ts';
import { NORMALISATION_RULES, type NormalisationRule, normalise } from './normalise.ts';

/** What is wrong with a value of user_data, whatever the plain text is. */
export type HashFault =
  /** Plain text where a hash is due. */
  | 'in-the-clear'
  /** Nothing at all. */
  | 'empty'
  /** Upper-case digits or white space: not the lower-case hex that Meta asks for. */
  | 'irregular'
  /** A SHA-256, but not in hex. */
  | 'other-encoding'
  /** Not the SHA-256 that Meta asks for. */
  | 'md5'
  /** The hash of a hash. */
  | 'hashed-twice'
  /** The hash of a text that was not normalised, as no library of Meta would make it. */
  | 'not-normalised'
  /** A hash where Meta needs the value itself. */
  | 'must-not-be-hashed';

/** Texts that people hash by mistake. */
export type HashedForm =
  /** A phone number. */
  | 'with-plus'
  | 'with-zeros'
  | 'as-it-is'
  /** Trimmed, not in lower case. */
  | 'trimmed'
  /** In lower case, not trimmed. */
  | 'lower-case'
  /** Trimmed and in lower case, and nothing else. */
  | 'trimmed-lower-case'
  | 'upper-case'
  /** Without white space, not in lower case. */
  | 'without-space';

/** What a judgement rests on, or why no more can be said; the words stand in the language files. */
export type HashNote =
  | { code: 'hash-list-empty' | 'hash-empty' }
  | { code: 'hash-not-all'; missing: number; known: number }
  /** Well formed; whose hash it is cannot be told. */
  | { code: 'hash-unknown' }
  | { code: 'hash-agrees'; rules: readonly NormalisationRule[] }
  /** Each value of a list is equal, under different rules. */
  | { code: 'hash-agrees-apart' }
  | { code: 'hash-irregular' | 'hash-other-encoding' }
  /** Sent as it is: rightly, rightly as far as is known, or in a field that nobody knows. */
  | { code: 'hash-not-needed' | 'hash-not-needed-unknown' }
  | { code: 'hash-no-field'; field: string }
  | { code: 'hash-unwanted'; field: string }
  | { code: 'hash-not-the-known' }
  | { code: 'hash-in-the-clear'; field: HashedField }
  /** An external id as it is. */
  | { code: 'hash-recommended' }
  | { code: 'hash-md5' | 'hash-md5-of-known' }
  | { code: 'hash-twice'; field: HashedField }
  /** An external id, hashed in another form than the pixel hashes it. */
  | { code: 'hash-of-other-form'; form: HashedForm }
  | { code: 'hash-not-normalised'; field: HashedField; form: HashedForm }
  | { code: 'hash-never-sent'; field: HashedField }
  | { code: 'hash-not-of-known'; field: HashedField };

/** A value of user_data held against the plain text that it should come from. */
export interface HashJudgement {
  /** `equal`: sent as it is, and rightly so. `hashed-unknown`: nobody knows the plain text. */
  verdict: 'equal' | 'hashed-equal' | 'different' | 'hashed-unknown';
  /** The libraries of Meta that would send just this; empty unless it is equal. */
  rules: readonly NormalisationRule[];
  fault?: HashFault;
  notes: readonly HashNote[];
}

/** One value of user_data, or several: Meta takes lists. */
export interface HashQuestion {
  /** `em`, `ph`, … */
  field: string;
  sent: string | readonly string[];
  /** What the page knew, where that is known. */
  plaintext?: string | readonly string[] | undefined;
}

/**
 * Judges what was sent in a field of user_data. Meta's own libraries normalise differently, so the
 * verdict names those that it agrees with (domain facts 4.2; Meta, customer information
 * parameters). Without the plain text a well-formed hash is `hashed-unknown`, never more.
 */
export function judgeHash({ field, sent, plaintext }: HashQuestion): HashJudgement {
  const values = typeof sent === 'string' ? [sent] : sent;
  const plain = plaintext === undefined || typeof plaintext !== 'string' ? plaintext : [plaintext];
  const [only] = values;
  if (only === undefined) return wrong('empty', { code: 'hash-list-empty' });
  if (plain === undefined || plain.length === 0)
    return gather(values.map((value) => judgeOne(field, value, undefined)));
  const judged = values.map((value) => best(plain.map((text) => judgeOne(field, value, text))));
  const all = gather(judged);
  const missing = plain.filter((text) =>
    values.every((value) => !isRight(judgeOne(field, value, text).verdict)),
  );
  if (!isRight(all.verdict) || missing.length === 0) return all;
  return withVerdict('different', {
    code: 'hash-not-all',
    missing: missing.length,
    known: plain.length,
  });
}

/**
 * The same in the words of a parameter's verdict, for one value: an external id that is rightly sent
 * as it is counts as equal.
 */
export function judgeHashed(
  field: string,
  plaintext: string | undefined,
  sent: string,
): { verdict: 'hashed-equal' | 'different' | 'hashed-unknown'; notes: readonly HashNote[] } {
  const { verdict, notes } = judgeHash({ field, sent, plaintext });
  return { verdict: verdict === 'equal' ? 'hashed-equal' : verdict, notes };
}

type Verdict = HashJudgement['verdict'];

function isRight(verdict: Verdict): boolean {
  return verdict === 'equal' || verdict === 'hashed-equal';
}

/** The plain text that explains a value best: an equal one, else one that shows a fault. */
function best(judgements: readonly HashJudgement[]): HashJudgement {
  const found =
    judgements.find(({ verdict }) => isRight(verdict)) ??
    judgements.find(({ fault }) => fault !== undefined) ??
    judgements[0];
  return found ?? withVerdict('hashed-unknown', UNKNOWN);
}

const GRAVITY: Readonly<Record<Verdict, number>> = {
  equal: 0,
  'hashed-equal': 1,
  'hashed-unknown': 2,
  different: 3,
};

/** Of a list the gravest; equal only under the rules that all of its values are equal under. */
function gather(judgements: readonly HashJudgement[]): HashJudgement {
  const [gravest] = [...judgements].sort((a, b) => GRAVITY[b.verdict] - GRAVITY[a.verdict]);
  if (gravest === undefined) return withVerdict('hashed-unknown', UNKNOWN);
  if (judgements.length === 1 || !isRight(gravest.verdict)) return gravest;
  const rules = NORMALISATION_RULES.filter((rule) =>
    judgements.every((judgement) => judgement.rules.includes(rule)),
  );
  if (rules.length > 0) return { ...gravest, rules, notes: [{ code: 'hash-agrees', rules }] };
  return { ...gravest, rules, notes: [{ code: 'hash-agrees-apart' }] };
}

const UNKNOWN: HashNote = { code: 'hash-unknown' };

function wrong(fault: HashFault, note: HashNote): HashJudgement {
  return { verdict: 'different', rules: [], fault, notes: [note] };
}

function withVerdict(verdict: Verdict, note: HashNote): HashJudgement {
  return { verdict, rules: [], notes: [note] };
}

function judgeOne(field: string, value: string, plaintext: string | undefined): HashJudgement {
  if (value.trim() === '') return wrong('empty', { code: 'hash-empty' });
  if (!isHashedField(field)) return judgeUnhashed(field, value, plaintext);
  const digest = readDigest(value);
  if (digest === undefined) return judgePlain(field, value, plaintext);
  const judged =
    plaintext === undefined ? judgeAlone(digest) : judgeAgainst(field, digest, plaintext);
  if (judged.fault !== undefined || !digest.irregular) return judged;
  return {
    ...judged,
    fault: 'irregular',
    notes: [...judged.notes, { code: 'hash-irregular' }],
  };
}

/** Fields whose real values have a form of their own, so that a hash shows by itself. */
const NEVER_LIKE_A_HASH: ReadonlySet<string> = new Set([
  'client_ip_address',
  'client_user_agent',
  'fbc',
  'fbp',
]);

function judgeUnhashed(field: string, value: string, plaintext: string | undefined): HashJudgement {
  if (value === plaintext) return withVerdict('equal', { code: 'hash-not-needed' });
  const digest = readDigest(value);
  const isHash =
    digest !== undefined &&
    (NEVER_LIKE_A_HASH.has(field) ||
      (plaintext !== undefined &&
        variantsOf(field, plaintext).some(([, text]) => isHashOf(digest, text))));
  if (isHash) return wrong('must-not-be-hashed', { code: 'hash-unwanted', field });
  if (plaintext === undefined)
    return withVerdict(
      'hashed-unknown',
      hashingOf(field) === 'never'
        ? { code: 'hash-not-needed-unknown' }
        : { code: 'hash-no-field', field },
    );
  return withVerdict('different', { code: 'hash-not-the-known' });
}

const BASE64_OF_32_BYTES = /^[A-Za-z0-9+/_-]{43}=?$/;

function judgePlain(
  field: HashedField,
  value: string,
  plaintext: string | undefined,
): HashJudgement {
  if (hashingOf(field) === 'recommended') return judgeExternalId(value, plaintext);
  if (BASE64_OF_32_BYTES.test(value))
    return wrong('other-encoding', { code: 'hash-other-encoding' });
  return wrong('in-the-clear', { code: 'hash-in-the-clear', field });
}

/** Meta advises to hash an external id, and takes it as it is: the business SDK sends it so. */
function judgeExternalId(value: string, plaintext: string | undefined): HashJudgement {
  const note: HashNote = { code: 'hash-recommended' };
  if (plaintext === undefined) return withVerdict('hashed-unknown', note);
  if (value === plaintext) return { verdict: 'equal', rules: ['business-sdk'], notes: [note] };
  return withVerdict('different', { code: 'hash-not-the-known' });
}

/** By its form; Meta's libraries pass it on unchanged. */
const MD5: HashNote = { code: 'hash-md5' };

function judgeAlone(digest: Digest): HashJudgement {
  if (digest.form === 'md5')
    return { verdict: 'hashed-unknown', rules: [], fault: 'md5', notes: [MD5] };
  return withVerdict('hashed-unknown', UNKNOWN);
}

function judgeAgainst(field: HashedField, digest: Digest, plaintext: string): HashJudgement {
  const texts = normalisedTexts(field, plaintext);
  const rules = texts.filter(({ hash }) => hash === digest.hex).map(({ rule }) => rule);
  if (rules.length > 0) {
    if (digest.form === 'md5')
      return { verdict: 'hashed-equal', rules, fault: 'md5', notes: [MD5] };
    return { verdict: 'hashed-equal', rules, notes: [{ code: 'hash-agrees', rules }] };
  }
  if (digest.form === 'md5') return judgeMd5(field, digest, plaintext, texts);
  const twice = texts.filter(({ hash }) => hash !== undefined && isHashOf(digest, hash));
  if (twice.length > 0) return wrong('hashed-twice', { code: 'hash-twice', field });
  const variant = variantsOf(field, plaintext).find(([, text]) => isHashOf(digest, text));
  if (variant === undefined) return withVerdict('different', differenceOf(field, texts));
  const [form] = variant;
  // Meta prescribes no form for an external id; its libraries have one of their own.
  if (hashingOf(field) === 'recommended')
    return withVerdict('hashed-equal', { code: 'hash-of-other-form', form });
  return wrong('not-normalised', { code: 'hash-not-normalised', field, form });
}

interface RuleText {
  rule: NormalisationRule;
  /** What is hashed; undefined where the rule hashes nothing. */
  text: string | undefined;
  /** What is sent in hex; undefined where the rule sends nothing, or no hash. */
  hash: string | undefined;
}

function normalisedTexts(field: HashedField, plaintext: string): RuleText[] {
  return NORMALISATION_RULES.map((rule) => {
    const outcome = normalise(rule, field, plaintext);
    if (outcome.do === 'refuse') return { rule, text: undefined, hash: undefined };
    if (outcome.do === 'keep')
      return { rule, text: undefined, hash: readDigest(outcome.text)?.hex };
    return { rule, text: outcome.text, hash: sha256Hex(outcome.text) };
  });
}

function judgeMd5(
  field: string,
  digest: Digest,
  plaintext: string,
  texts: readonly RuleText[],
): HashJudgement {
  const candidates = [
    ...texts.flatMap(({ text }) => (text === undefined ? [] : [text])),
    ...variantsOf(field, plaintext).map(([, text]) => text),
  ];
  const isOfText = candidates.some((text) => bytesToHex(md5(utf8ToBytes(text))) === digest.hex);
  return wrong('md5', isOfText ? { code: 'hash-md5-of-known' } : MD5);
}

function isHashOf(digest: Digest, text: string): boolean {
  return digest.hex === sha256Hex(text);
}

/**
 * The texts whose hash may be sent for a plain value: those that Meta's libraries hash, undefined
 * where one hashes nothing, and those that people hash by mistake. One place is one form.
 */
export function hashedTexts(field: HashedField, plaintext: string): (string | undefined)[] {
  return [
    ...normalisedTexts(field, plaintext).map(({ text }) => text),
    ...variantsOf(field, plaintext).map(([, text]) => text),
  ];
}

/** Texts that people hash by mistake. */
function variantsOf(field: string, text: string): [HashedForm, string][] {
  const digits = text.replace(/\D/g, '');
  const ofPhone: [HashedForm, string][] = [
    ['with-plus', `+${digits}`],
    ['with-zeros', digits],
  ];
  return [
    ...(field === 'ph' ? ofPhone : []),
    ['as-it-is', text],
    ['trimmed', text.trim()],
    ['lower-case', text.toLowerCase()],
    ['trimmed-lower-case', text.trim().toLowerCase()],
    ['upper-case', text.trim().toUpperCase()],
    ['without-space', text.replace(/\s+/g, '')],
  ];
}

function differenceOf(field: HashedField, texts: readonly RuleText[]): HashNote {
  const isNeverSent = texts.every(({ hash }) => hash === undefined);
  return { code: isNeverSent ? 'hash-never-sent' : 'hash-not-of-known', field };
}
