import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { type Digest, readDigest, sha256Hex } from './digest.ts';
import { describeField, type HashedField, hashingOf, isHashedField } from './fields.ts';
import {
  NORMALISATION_RULES,
  type NormalisationRule,
  normalise,
  RULE_LABELS,
} from './normalise.ts';

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

/** A value of user_data held against the plain text that it should come from. */
export interface HashJudgement {
  /** `equal`: sent as it is, and rightly so. `hashed-unknown`: nobody knows the plain text. */
  verdict: 'equal' | 'hashed-equal' | 'different' | 'hashed-unknown';
  /** The libraries of Meta that would send just this; empty unless it is equal. */
  rules: readonly NormalisationRule[];
  fault?: HashFault;
  /** In one or two plain sentences. */
  note: string;
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
  if (only === undefined) return { ...wrong('empty'), note: 'The list is empty.' };
  if (plain === undefined || plain.length === 0)
    return gather(values.map((value) => judgeOne(field, value, undefined)));
  const judged = values.map((value) => best(plain.map((text) => judgeOne(field, value, text))));
  const all = gather(judged);
  const missing = plain.filter((text) =>
    values.every((value) => !isRight(judgeOne(field, value, text).verdict)),
  );
  if (!isRight(all.verdict) || missing.length === 0) return all;
  return {
    verdict: 'different',
    rules: [],
    note: `${missing.length} of ${plain.length} values that the page knew are not in what was sent.`,
  };
}

/**
 * The same in the words of a parameter's verdict, for one value: an external id that is rightly sent
 * as it is counts as equal.
 */
export function judgeHashed(
  field: string,
  plaintext: string | undefined,
  sent: string,
): { verdict: 'hashed-equal' | 'different' | 'hashed-unknown'; note: string } {
  const { verdict, note } = judgeHash({ field, sent, plaintext });
  return { verdict: verdict === 'equal' ? 'hashed-equal' : verdict, note };
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
  return found ?? { verdict: 'hashed-unknown', rules: [], note: UNKNOWN };
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
  if (gravest === undefined) return { verdict: 'hashed-unknown', rules: [], note: UNKNOWN };
  if (judgements.length === 1 || !isRight(gravest.verdict)) return gravest;
  const rules = NORMALISATION_RULES.filter((rule) =>
    judgements.every((judgement) => judgement.rules.includes(rule)),
  );
  if (rules.length > 0) return { ...gravest, rules, note: agreement(rules) };
  return { ...gravest, rules, note: 'Each value is equal, but under different rules.' };
}

const UNKNOWN = 'It is well formed; whose hash it is cannot be told without the plain text.';

function wrong(fault: HashFault): { verdict: 'different'; rules: []; fault: HashFault } {
  return { verdict: 'different', rules: [], fault };
}

function agreement(rules: readonly NormalisationRule[]): string {
  return `Equal as normalised by ${rules.map((rule) => RULE_LABELS[rule]).join(', ')}.`;
}

function judgeOne(field: string, value: string, plaintext: string | undefined): HashJudgement {
  if (value.trim() === '') return { ...wrong('empty'), note: 'It is empty.' };
  if (!isHashedField(field)) return judgeUnhashed(field, value, plaintext);
  const digest = readDigest(value);
  if (digest === undefined) return judgePlain(field, value, plaintext);
  const judged =
    plaintext === undefined ? judgeAlone(digest) : judgeAgainst(field, digest, plaintext);
  if (judged.fault !== undefined || !digest.irregular) return judged;
  return {
    ...judged,
    fault: 'irregular',
    note: `${judged.note} Meta asks for lower-case hex digits and nothing around them.`,
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
  if (value === plaintext) return { verdict: 'equal', rules: [], note: 'Sent as it is.' };
  const digest = readDigest(value);
  const isHash =
    digest !== undefined &&
    (NEVER_LIKE_A_HASH.has(field) ||
      (plaintext !== undefined &&
        variantsOf(field, plaintext).some(([, text]) => isHashOf(digest, text))));
  if (isHash)
    return {
      ...wrong('must-not-be-hashed'),
      note: `A hash of the ${describeField(field)} is of no use to Meta: ${field} is sent as it is.`,
    };
  if (plaintext === undefined)
    return {
      verdict: 'hashed-unknown',
      rules: [],
      note:
        hashingOf(field) === 'never'
          ? 'Sent as it is; what the page knew is not known here.'
          : `${field} is no field of user_data that is known here.`,
    };
  return { verdict: 'different', rules: [], note: 'It is not what the page knew.' };
}

const BASE64_OF_32_BYTES = /^[A-Za-z0-9+/_-]{43}=?$/;

function judgePlain(
  field: HashedField,
  value: string,
  plaintext: string | undefined,
): HashJudgement {
  if (hashingOf(field) === 'recommended') return judgeExternalId(value, plaintext);
  if (BASE64_OF_32_BYTES.test(value))
    return {
      ...wrong('other-encoding'),
      note: 'It may be a SHA-256 in Base64: Meta asks for 64 lower-case hex digits.',
    };
  return {
    ...wrong('in-the-clear'),
    note: `The ${describeField(field)} is sent in the clear where its SHA-256 is due.`,
  };
}

/** Meta advises to hash an external id, and takes it as it is: the business SDK sends it so. */
function judgeExternalId(value: string, plaintext: string | undefined): HashJudgement {
  const note = 'Sent as it is. Meta takes an external id so, and recommends its SHA-256.';
  if (plaintext === undefined) return { verdict: 'hashed-unknown', rules: [], note };
  if (value === plaintext) return { verdict: 'equal', rules: ['business-sdk'], note };
  return { verdict: 'different', rules: [], note: 'It is not what the page knew.' };
}

const NO_SHA256 =
  "It is an MD5 by its form. Meta asks for SHA-256; Meta's libraries pass it on unchanged.";

function judgeAlone(digest: Digest): HashJudgement {
  if (digest.form === 'md5')
    return { verdict: 'hashed-unknown', rules: [], fault: 'md5', note: NO_SHA256 };
  return { verdict: 'hashed-unknown', rules: [], note: UNKNOWN };
}

function judgeAgainst(field: HashedField, digest: Digest, plaintext: string): HashJudgement {
  const texts = normalisedTexts(field, plaintext);
  const rules = texts.filter(({ hash }) => hash === digest.hex).map(({ rule }) => rule);
  if (rules.length > 0) {
    if (digest.form === 'md5')
      return { verdict: 'hashed-equal', rules, fault: 'md5', note: NO_SHA256 };
    return { verdict: 'hashed-equal', rules, note: agreement(rules) };
  }
  if (digest.form === 'md5') return judgeMd5(field, digest, plaintext, texts);
  const twice = texts.filter(({ hash }) => hash !== undefined && isHashOf(digest, hash));
  if (twice.length > 0)
    return {
      ...wrong('hashed-twice'),
      note: `The hash was hashed again: send the SHA-256 of the ${describeField(field)} itself.`,
    };
  const variant = variantsOf(field, plaintext).find(([, text]) => isHashOf(digest, text));
  if (variant !== undefined && hashingOf(field) === 'recommended')
    return {
      verdict: 'hashed-equal',
      rules: [],
      note: `The SHA-256 of the text ${variant[0]}. Meta prescribes no form for an external id, but its libraries hash it in lower case without white space: the pixel's would differ.`,
    };
  if (variant !== undefined)
    return {
      ...wrong('not-normalised'),
      note: `The SHA-256 of the text ${variant[0]}: no library of Meta normalises the ${describeField(field)} so.`,
    };
  return { verdict: 'different', rules: [], note: differenceOf(field, texts) };
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
  const note = isOfText ? `${NO_SHA256} It is the MD5 of what the page knew.` : NO_SHA256;
  return { ...wrong('md5'), note };
}

function isHashOf(digest: Digest, text: string): boolean {
  return digest.hex === sha256Hex(text);
}

/** Texts that people hash by mistake, each in words. */
function variantsOf(field: string, text: string): [string, string][] {
  const digits = text.replace(/\D/g, '');
  const ofPhone: [string, string][] = [
    ['with its plus sign', `+${digits}`],
    ['with its leading zeros', digits],
  ];
  return [
    ...(field === 'ph' ? ofPhone : []),
    ['as it is, neither trimmed nor in lower case', text],
    ['trimmed, but not in lower case', text.trim()],
    ['in lower case, but not trimmed', text.toLowerCase()],
    ['trimmed and in lower case, and nothing else', text.trim().toLowerCase()],
    ['in upper case', text.trim().toUpperCase()],
    ['without white space, but not in lower case', text.replace(/\s+/g, '')],
  ];
}

function differenceOf(field: HashedField, texts: readonly RuleText[]): string {
  if (texts.every(({ hash }) => hash === undefined))
    return `No library of Meta would send this ${describeField(field)} at all.`;
  return `It is not the hash of the ${describeField(field)} that the page knew, under any rule of Meta's libraries.`;
}
