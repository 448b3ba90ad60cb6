import { isObject, type Plain, type PlainObject, parseJson } from '../../session/value/plain.ts';
import { hasCents } from './currencies.ts';
import { canMean } from './written-number.ts';

/** Parameters that Meta takes as numbers, so that '9.90' is 9.9 (domain facts 2.3). */
const NUMBERS: ReadonlySet<string> = new Set([
  'value',
  'num_items',
  'predicted_ltv',
  'quantity',
  'item_price',
  'price',
]);

/** Of those, amounts of money, which one side may have rounded to cents and the other not. */
const AMOUNTS: ReadonlySet<string> = new Set(['value', 'predicted_ltv', 'item_price', 'price']);

/** Parameters whose letters' case Meta does not mind: `eur` is accepted (domain facts 2.3). */
const ANY_CASE: ReadonlySet<string> = new Set(['currency']);

/** Lists whose order says nothing. */
const SETS: ReadonlySet<string> = new Set(['content_ids', 'contents']);

/** An id is a text, however much it looks like a number: 1.10 is not 1.1. */
const IS_ID = /(?:^|_)ids?$/i;

/** One way of reading it alone, so that a long row of digits costs no more than its length. */
const DECIMAL = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)\s*$/;

/** As a language writes a number: no zero in front, which would make it an id or a code. */
const WRITTEN_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** Digits that a number holds exactly. */
const EXACT_UNITS = 16;

/** The number that a text with digits and a point, or a number, stands for. */
export function numberOf(value: Plain): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && DECIMAL.test(value) ? Number(value) : undefined;
}

/**
 * True where Meta takes both for the same value of the parameter `name`: text that is JSON counts as
 * what it says, keys in any order, one item like a list of it, numbers as numbers whatever their
 * zeros at the end, amounts to the cent, ids as texts. What a mapping should have sent, what a hit says of its call and
 * what two copies say of one event are all held against each other so.
 */
export function isSameValue(name: string, a: Plain, b: Plain): boolean {
  return isSame(
    name,
    typeof a === 'string' ? parseJson(a) : a,
    typeof b === 'string' ? parseJson(b) : b,
  );
}

function isSame(name: string, a: Plain, b: Plain): boolean {
  if (Array.isArray(a) || Array.isArray(b)) return isSameList(name, asList(a), asList(b));
  if (isObject(a) || isObject(b)) return isObject(a) && isObject(b) && isSameObject(a, b);
  if (a === b) return true;
  if (isNumeric(name, a, b)) {
    const left = numberOf(a);
    const right = numberOf(b);
    if (left !== undefined && right !== undefined)
      return left === right || (AMOUNTS.has(name) && isSameAmount(left, right));
  }
  if (ANY_CASE.has(name)) return String(a).toUpperCase() === String(b).toUpperCase();
  return isSameText(String(a ?? ''), String(b ?? ''));
}

/** An accent may be a letter's own or stand behind it: nobody sees which. */
function isSameText(a: string, b: string): boolean {
  return a === b || (a.length !== b.length && a.normalize() === b.normalize());
}

/**
 * Whether one amount is the other in cents, or both are one sum up to the last digits of a binary
 * fraction: 0.1 + 0.2 is 0.30000000000000004.
 */
export function isSameAmount(a: number, b: number): boolean {
  const apart = Math.abs(a - b);
  if (apart <= LAST_DIGITS * Math.max(Math.abs(a), Math.abs(b))) return true;
  return apart < CENT && (inCents(a) === b || inCents(b) === a);
}

const LAST_DIGITS = 1e-12;
const CENT = 0.01;

/** Whether a text for people, such as `12,50 €`, says the number that Meta got for the parameter. */
export function isWrittenOut(name: string, written: Plain, sent: Plain): boolean {
  const number = numberOf(sent);
  return (
    NUMBERS.has(name) &&
    typeof written === 'string' &&
    number !== undefined &&
    canMean(written, number)
  );
}

/**
 * Which of two values of a parameter is a hundred of the other, so probably in cents; undefined
 * where neither is, where it is no amount, or where its currency has no cents.
 */
export function inCentsOf(
  name: string,
  values: readonly [Plain, Plain],
  currency: Plain,
): 0 | 1 | undefined {
  const [one, other] = values.map(numberOf);
  if (!AMOUNTS.has(name) || one === undefined || other === undefined || one === 0) return undefined;
  const larger = isSameAmount(other * 100, one)
    ? 0
    : isSameAmount(one * 100, other)
      ? 1
      : undefined;
  return larger === undefined || hasCents(String(currency ?? '')) ? larger : undefined;
}

function inCents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

function isNumeric(name: string, a: Plain, b: Plain): boolean {
  if (NUMBERS.has(name) || typeof a === 'number' || typeof b === 'number') return true;
  return !IS_ID.test(name) && isWrittenNumber(a) && isWrittenNumber(b);
}

function isWrittenNumber(value: Plain): boolean {
  return typeof value === 'string' && value.length <= EXACT_UNITS && WRITTEN_NUMBER.test(value);
}

function asList(value: Plain): readonly Plain[] {
  return Array.isArray(value) ? value : [value];
}

function isSameList(name: string, a: readonly Plain[], b: readonly Plain[]): boolean {
  if (a.length !== b.length) return false;
  if (!SETS.has(name)) return a.every((item, i) => isSame(name, item, b[i]));
  const left = [...b];
  for (const item of a) {
    const at = left.findIndex((other) => isSame(name, item, other));
    if (at === -1) return false;
    left.splice(at, 1);
  }
  return true;
}

function isSameObject(a: PlainObject, b: PlainObject): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isSame(key, own(a, key), own(b, key)));
}

function own(object: PlainObject, key: string): Plain {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
