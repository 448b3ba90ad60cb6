import { type PageValue, parseStandIn } from '../../session/value.ts';

/** Stands where the page's value was not copied whole: nothing can be said about it. */
export const UNKNOWN: unique symbol = Symbol('unknown');

/** A value as JSON would carry it; `UNKNOWN` somewhere inside where it is not known. */
export type Plain =
  | undefined
  | null
  | boolean
  | number
  | string
  | typeof UNKNOWN
  | Plain[]
  | { [key: string]: Plain };

/** What JSON makes of a copied value: `undefined` and functions vanish, dates become text. */
export function toPlain(value: PageValue | undefined): Plain {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(toPlain);
  const standIn = parseStandIn(value);
  if (standIn === undefined) return fromPairs(Object.entries(value));
  switch (standIn.$type) {
    case 'undefined':
    case 'function':
    case 'symbol':
      return undefined;
    case 'number':
      return standIn.value === '-0' ? 0 : null;
    case 'date':
    case 'url':
      return standIn.value;
    case 'arguments':
      return standIn.values.map(toPlain);
    case 'array':
      return standIn.values.length === standIn.length ? standIn.values.map(toPlain) : UNKNOWN;
    case 'entries':
      return standIn.entries.length === standIn.length ? fromPairs(standIn.entries) : UNKNOWN;
    case 'instance':
      return fromPairs(Object.entries(standIn.properties));
    default:
      return UNKNOWN;
  }
}

function fromPairs(pairs: readonly (readonly [string, PageValue])[]): { [key: string]: Plain } {
  const object: { [key: string]: Plain } = Object.create(null);
  for (const [key, value] of pairs) object[key] = toPlain(value);
  return object;
}

/** Tells a plain object from lists and everything else. */
export function isObject(value: Plain): value is { [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The object that a hit's flat parameters describe: `user.email` becomes an object `user`, and text
 * that is JSON of a list or an object becomes that.
 */
export function fromFlat(parameters: Readonly<Record<string, string>>): { [key: string]: Plain } {
  const root: { [key: string]: Plain } = Object.create(null);
  for (const [name, text] of Object.entries(parameters)) {
    const keys = name.split('.');
    const last = keys.pop() ?? name;
    let place = root;
    let isFree = true;
    for (const key of keys) {
      const inside = place[key];
      if (inside === undefined) {
        const fresh: { [key: string]: Plain } = Object.create(null);
        place[key] = fresh;
        place = fresh;
      } else if (isObject(inside)) place = inside;
      else {
        isFree = false;
        break;
      }
    }
    // A name that contradicts another stays as it was sent.
    if (isFree) place[last] ??= parseJson(text);
    else root[name] = parseJson(text);
  }
  return root;
}

/** Text of a list or an object as what it says; every other text as it is. */
export function parseJson(text: string): Plain {
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') return text;
  try {
    return JSON.parse(text) as Plain;
  } catch {
    // Not JSON after all, such as a name in brackets: it is a text.
    return text;
  }
}

/** A key of a path; several where the path says `{1-5}`. `each`: it holds a list to look through. */
interface Step {
  readonly keys: readonly string[];
  readonly each: boolean;
}

const RANGE = /^(.*)\{(\d)-(\d)\}$/;
/** Paths come from tables and profiles: few of them, asked for with every event. */
const paths = new Map<string, readonly Step[]>();

function stepsOf(path: string): readonly Step[] {
  let steps = paths.get(path);
  if (!steps) {
    steps = path.split('.').map(stepOf);
    paths.set(path, steps);
  }
  return steps;
}

function stepOf(key: string): Step {
  if (key.endsWith('[]')) return { keys: [key.slice(0, -2)], each: true };
  const range = RANGE.exec(key);
  if (range === null) return { keys: [key], each: false };
  const keys: string[] = [];
  for (let n = Number(range[2]); n <= Number(range[3]); n += 1) keys.push(`${range[1]}${n}`);
  return { keys, each: false };
}

/**
 * The first value under a path of a mapping table: dots go deeper, `items[]` is each item in turn,
 * `category_{1-5}` each of category_1 to category_5. Undefined where nothing (or null) is there.
 */
export function readPath(value: Plain, path: string): Plain {
  if (isObject(value) && value[path] !== undefined && value[path] !== null) return value[path];
  return readSteps(value, stepsOf(path), 0);
}

function readSteps(value: Plain, steps: readonly Step[], at: number): Plain {
  const step = steps[at];
  if (step === undefined) return value === null ? undefined : value;
  if (value === UNKNOWN) return UNKNOWN;
  if (!isObject(value)) return undefined;
  const [key = ''] = step.keys;
  if (!step.each)
    return step.keys.length === 1
      ? readSteps(value[key], steps, at + 1)
      : firstOf(step.keys, (one) => readSteps(value[one], steps, at + 1));
  const list = value[key];
  if (list === UNKNOWN) return UNKNOWN;
  return Array.isArray(list) ? firstOf(list, (item) => readSteps(item, steps, at + 1)) : undefined;
}

function firstOf<T>(items: readonly T[], read: (item: T) => Plain): Plain {
  for (const item of items) {
    const value = read(item);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** True where a part of the value is not known, so that no difference is proven. */
export function hasUnknown(value: Plain): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

/** A value as one line of text for reports, cut after 200 UTF-16 units. */
export function showValue(value: Plain): string {
  const text =
    typeof value === 'string'
      ? value
      : (JSON.stringify(value, (_key, inside) => (inside === UNKNOWN ? '(not known)' : inside)) ??
        '');
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
