import { CALL_UNITS, CUTS, DEPTH, KEYS, NODES, STRING_UNITS } from '../session/limits.ts';
import {
  ArrayPrototype,
  apply,
  descriptorOf,
  getPrototypeOf,
  getterOf,
  isArray,
  keys,
  methodOf,
  ObjectPrototype,
  prototypeOf,
  rawDescriptorOf,
  stringify,
} from './natives.ts';

/** The copy of a call's arguments. */
export interface Copy {
  /** JSON text of a PageValue array. */
  text: string;
  /** JSON text of an array of JSON pointers, or '' when nothing was cut. */
  cut: string;
}

/** An object on the way down to the value at hand: cycles are found and pointers made from it. */
interface Step {
  value: object;
  key: string | number;
  up: Step | null;
}

let nodes = 0;
let units = 0;
let cutText = '';
let cutCount = 0;

/**
 * Copies arguments to JSON text at once, running none of the page's code where the language allows
 * it: getters are not read, `toJSON`, `toString` and iterators are not called. (Traps of a proxy
 * cannot be avoided; what they throw becomes `unreadable`.) Never throws.
 *
 * Most calls carry plain data. For those a walk that only checks, followed by the engine's
 * JSON.stringify, costs a third of writing the text ourselves; anything else is written by `write`.
 */
export function copyArguments(args: ArrayLike<unknown>): Copy {
  nodes = NODES;
  units = CALL_UNITS;
  try {
    // A toJSON on these two prototypes would be called by stringify on plain objects too, and a
    // `get` would be found on the descriptor of every data property.
    const poisoned =
      'toJSON' in ArrayPrototype || 'writable' in ObjectPrototype || 'value' in ObjectPrototype;
    if (!poisoned && isPlainArguments(args)) return { text: stringify(args), cut: '' };
  } catch {
    // A proxy's trap threw: the careful way names the place.
  }
  nodes = NODES;
  units = CALL_UNITS;
  cutText = '';
  cutCount = 0;
  const text = writeItems(args, args.length, null);
  return { text, cut: cutText === '' ? '' : `[${cutText}]` };
}

/** Whether JSON.stringify gives this value exactly, within the limits and without running page code. */
function isPlain(value: object, up: Step | null): boolean {
  let depth = 0;
  for (let s = up; s !== null; s = s.up) {
    if (s.value === value) return false;
    depth += 1;
  }
  if (depth > DEPTH) return false;
  const prototype = prototypeOf(value);
  if (prototype === ArrayPrototype) return isArray(value) && isPlainArray(value, up);
  return prototype === ObjectPrototype && isPlainObject(value, up);
}

/** A proxy's trap gets a fresh array of the call's arguments: its items need no descriptors. */
function isPlainArguments(args: ArrayLike<unknown>): boolean {
  if (!isArray(args)) return false;
  const step = { value: args, key: '', up: null };
  for (let i = 0; i < args.length; i += 1) {
    const item = args[i];
    if (!isPlainPrimitive(item) && !(typeof item === 'object' && isPlain(item, step))) return false;
  }
  return true;
}

function isPlainArray(value: unknown[], up: Step | null): boolean {
  if ('toJSON' in value) return false;
  const { length } = value;
  nodes -= length;
  if (length > KEYS || nodes < 0) return false;
  const step = { value, key: '', up };
  for (let i = 0; i < length; i += 1) {
    const d = rawDescriptorOf(value, i);
    if (d === undefined || d.writable === undefined) return false;
    const item = d.value;
    if (!isPlainPrimitive(item) && !(typeof item === 'object' && isPlain(item, step))) return false;
  }
  return true;
}

function isPlainObject(value: object, up: Step | null): boolean {
  // One that is not enumerable is not among the keys below, and stringify would call it.
  if ('toJSON' in value) return false;
  const step = { value, key: '', up };
  let count = 0;
  // for…in rather than keys(): no array is made. Keys of the prototype have no descriptor here.
  for (const key in value) {
    const d = rawDescriptorOf(value, key);
    // Only a getter's or setter's descriptor has no `writable`.
    if (d === undefined || d.writable === undefined) return false;
    // `arguments` looks like a plain object whose first key is 0.
    if (key === '$type' || key === '0') return false;
    const item = d.value;
    if (!isPlainPrimitive(item) && !(typeof item === 'object' && isPlain(item, step))) return false;
    units -= key.length;
    count += 1;
    if (count > KEYS) return false;
  }
  nodes -= count;
  // An empty object may be empty `arguments`.
  return count > 0 && nodes >= 0;
}

function isPlainPrimitive(value: unknown): boolean {
  if (typeof value === 'string') {
    units -= value.length;
    return value.length <= STRING_UNITS && units >= 0;
  }
  // NaN and the infinities are not JSON, and -0 would become 0.
  if (typeof value === 'number') return value - value === 0 && (value !== 0 || 1 / value > 0);
  return value === null || typeof value === 'boolean';
}

/** Reads with a built-in that throws on anything but its own kind, and so tells the kind. */
function ifBranded<T>(read: (value: object) => T, value: object): T | undefined {
  try {
    return read(value);
  } catch {
    return undefined; // another kind
  }
}

const dateTime = methodOf<[], number>(Date.prototype, 'getTime');
const dateIso = methodOf<[], string>(Date.prototype, 'toISOString');
const regexpSource = getterOf<string>(RegExp.prototype, 'source');
const regexpFlags = regexpFlagGetters();
const mapSize = getterOf<number>(Map.prototype, 'size');
const mapEach = methodOf<[(value: unknown, key: unknown) => void], void>(Map.prototype, 'forEach');
const setSize = getterOf<number>(Set.prototype, 'size');
const setEach = methodOf<[(value: unknown) => void], void>(Set.prototype, 'forEach');
const urlHref = getterOf<string>(URL.prototype, 'href');
const elementName = getterOf<string>(Element.prototype, 'localName');
const elementId = getterOf<string>(Element.prototype, 'id');
const nodeName = getterOf<string>(Node.prototype, 'nodeName');
const symbolDescription = getterOf<string | undefined>(Symbol.prototype, 'description');
const bigintText = methodOf<[], string>(BigInt.prototype, 'toString');
const numberText = methodOf<[], string>(Number.prototype, 'toString');
const slice = methodOf<[number, number], string>(String.prototype, 'slice');
const replaceNothing = methodOf<[string, string], string>(String.prototype, 'replaceAll');
const { toString: objectToString } = Object.prototype;
const { toStringTag } = Symbol;

/** `flags` itself reads the other getters, which the page may have replaced. */
function regexpFlagGetters(): ((target: object) => string)[] {
  const names = [
    'hasIndices',
    'd',
    'global',
    'g',
    'ignoreCase',
    'i',
    'multiline',
    'm',
    'dotAll',
    's',
    'unicode',
    'u',
    'unicodeSets',
    'v',
    'sticky',
    'y',
  ];
  const getters: ((target: object) => string)[] = [];
  for (let i = 0; i < names.length; i += 2) {
    const get = getterOf<boolean>(RegExp.prototype, names[i] as string);
    getters[getters.length] = (target) => (get(target) ? (names[i + 1] as string) : '');
  }
  return getters;
}

function pointer(step: Step | null, key: string | number): string {
  let text = '';
  for (let s = step, k: string | number = key; ; k = s.key, s = s.up) {
    const part =
      typeof k === 'number'
        ? numberText(k)
        : replaceNothing(replaceNothing(k, '~', '~0'), '/', '~1');
    text = `/${part}${text}`;
    if (s === null) return text;
  }
}

function markCut(up: Step | null, key: string | number): void {
  if (cutCount >= CUTS) return;
  cutText += `${cutCount === 0 ? '' : ','}${stringify(slice(pointer(up, key), 0, 500))}`;
  cutCount += 1;
}

function writeString(value: string, up: Step | null, key: string | number): string {
  const room = units < STRING_UNITS ? (units > 0 ? units : 0) : STRING_UNITS;
  if (value.length <= room || value.length === 0) {
    units -= value.length;
    return stringify(value);
  }
  units -= room;
  markCut(up, key);
  return `{"$type":"string","value":${stringify(slice(value, 0, room))},"length":${value.length}}`;
}

/** A name that goes into a stand-in: short, whatever the page called it. */
function quoteName(value: unknown): string {
  return stringify(typeof value === 'string' ? slice(value, 0, 200) : '');
}

/** The value of a data property, own or inherited, without running a getter. */
export function dataProperty(target: object, key: string): unknown {
  for (let o: object | null = target, hops = 0; o !== null && hops < 20; hops += 1) {
    const d = descriptorOf(o, key);
    if (d !== undefined) return d.value;
    o = getPrototypeOf(o);
  }
  return undefined;
}

function classNameOf(value: object): string {
  const made = dataProperty(value, 'constructor');
  const name = typeof made === 'function' ? descriptorOf(made, 'name')?.value : undefined;
  return typeof name === 'string' && name !== '' ? name : 'Object';
}

function write(value: unknown, up: Step | null, key: string | number): string {
  switch (typeof value) {
    case 'string':
      return writeString(value, up, key);
    case 'number':
      if (value - value !== 0)
        return `{"$type":"number","value":"${value > 0 ? 'Infinity' : value < 0 ? '-Infinity' : 'NaN'}"}`;
      return value === 0 && 1 / value < 0 ? '{"$type":"number","value":"-0"}' : numberText(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'undefined':
      return '{"$type":"undefined"}';
    case 'bigint':
      return `{"$type":"bigint","value":${writeString(bigintText(value), up, key)}}`;
    case 'symbol':
      return `{"$type":"symbol","description":${quoteName(symbolDescription(value as unknown as object))}}`;
    case 'function': {
      try {
        return `{"$type":"function","name":${quoteName(descriptorOf(value, 'name')?.value)}}`;
      } catch {
        return '{"$type":"unreadable"}'; // a proxied function whose trap throws
      }
    }
    default:
      if (value === null) return 'null';
      try {
        return writeObject(value as object, up, key);
      } catch {
        return '{"$type":"unreadable"}'; // a revoked proxy, or a trap that throws
      }
  }
}

function writeObject(value: object, up: Step | null, key: string | number): string {
  let depth = 0;
  for (let s = up; s !== null; s = s.up) {
    if (s.value === value) return `{"$type":"cycle","path":${stringify(pointer(s.up, s.key))}}`;
    depth += 1;
  }
  const step: Step = { value, key, up };
  const asArray = isArray(value);
  if (depth > DEPTH || nodes <= 0) {
    markCut(up, key);
    const of = asArray ? `Array(${(value as unknown[]).length})` : classNameOf(value);
    return `{"$type":"cut","of":${quoteName(of)}}`;
  }
  if (asArray) return writeArray(value as unknown[], step, up, key);
  const prototype = getPrototypeOf(value);
  if (prototype === ObjectPrototype || prototype === null) {
    // `arguments` has Object.prototype too; its tag is built in. A page's own toStringTag getter
    // is not run: only a value without that property is asked.
    if (descriptorOf(value, 'callee') !== undefined && isArguments(value))
      return `{"$type":"arguments","values":${writeItems(value as ArrayLike<unknown>, argumentsLength(value), step)}}`;
    return writeProperties(value, step, up, key);
  }
  const known = writeBuiltIn(value, step, up, key);
  if (known !== undefined) return known;
  const of = classNameOf(value);
  if (of === 'Object') return writeProperties(value, step, up, key); // another realm's plain object
  if (isHost(value)) return `{"$type":"object","of":${quoteName(of)}}`;
  return `{"$type":"instance","of":${quoteName(of)},"properties":${writeProperties(value, step, up, key)}}`;
}

function isArguments(value: object): boolean {
  if (dataTag(value)) return false;
  return apply(objectToString, value, []) === '[object Arguments]';
}

/** Whether reading Symbol.toStringTag could find something, and so run code. */
function dataTag(value: object): boolean {
  for (let o: object | null = value, hops = 0; o !== null && hops < 20; hops += 1) {
    if (descriptorOf(o, toStringTag) !== undefined) return true;
    o = getPrototypeOf(o);
  }
  return false;
}

function argumentsLength(value: object): number {
  const length = descriptorOf(value, 'length')?.value;
  return typeof length === 'number' && length >= 0 && length <= KEYS ? length : 0;
}

/** A host object or collection without own data worth showing: Promise, Blob, Window, typed arrays. */
function isHost(value: object): boolean {
  return dataTag(value) && keys(value).length === 0;
}

function writeBuiltIn(
  value: object,
  step: Step,
  up: Step | null,
  key: string | number,
): string | undefined {
  const time = ifBranded(dateTime, value);
  if (time !== undefined)
    return `{"$type":"date","value":"${time - time === 0 ? dateIso(value) : 'Invalid Date'}"}`;
  const tag = ifBranded(elementName, value);
  if (tag !== undefined) {
    const id = elementId(value);
    return `{"$type":"element","value":${quoteName(id === '' ? tag : `${tag}#${id}`)}}`;
  }
  const node = ifBranded(nodeName, value);
  if (node !== undefined) return `{"$type":"element","value":${quoteName(node)}}`;
  const source = ifBranded(regexpSource, value);
  if (source !== undefined) {
    let flags = '';
    for (let i = 0; i < regexpFlags.length; i += 1)
      flags += (regexpFlags[i] as (target: object) => string)(value);
    return `{"$type":"regexp","value":${writeString(`/${source}/${flags}`, up, key)}}`;
  }
  const href = ifBranded(urlHref, value);
  if (href !== undefined) return `{"$type":"url","value":${writeString(href, up, key)}}`;
  const entryCount = ifBranded(mapSize, value);
  if (entryCount !== undefined) {
    let text = '';
    let count = 0;
    mapEach(value, (item, itemKey) => {
      if (count >= KEYS || nodes <= 0) return;
      nodes -= 1;
      text += `${count === 0 ? '' : ','}[${write(itemKey, step, count)},${write(item, step, count)}]`;
      count += 1;
    });
    if (count < entryCount) markCut(up, key);
    return `{"$type":"map","size":${entryCount},"entries":[${text}]}`;
  }
  const valueCount = ifBranded(setSize, value);
  if (valueCount !== undefined) {
    let text = '';
    let count = 0;
    setEach(value, (item) => {
      if (count >= KEYS || nodes <= 0) return;
      nodes -= 1;
      text += `${count === 0 ? '' : ','}${write(item, step, count)}`;
      count += 1;
    });
    if (count < valueCount) markCut(up, key);
    return `{"$type":"set","size":${valueCount},"values":[${text}]}`;
  }
  if (isError(value)) {
    const name = dataProperty(value, 'name');
    const message = dataProperty(value, 'message');
    return `{"$type":"error","name":${quoteName(name)},"message":${quoteName(message)}}`;
  }
  return undefined;
}

const ErrorPrototype = Error.prototype;
function isError(value: object): boolean {
  for (let o: object | null = value, hops = 0; o !== null && hops < 20; hops += 1) {
    if (o === ErrorPrototype) return true;
    o = getPrototypeOf(o);
  }
  return false;
}

/** Writes `[…]` of the first `count` items; holes become undefined. */
function writeItems(items: ArrayLike<unknown>, count: number, step: Step | null): string {
  let text = '[';
  for (let i = 0; i < count; i += 1) {
    nodes -= 1;
    const d = descriptorOf(items, i);
    text += (i === 0 ? '' : ',') + writeDescribed(d, step, i);
  }
  return `${text}]`;
}

function writeDescribed(
  d: PropertyDescriptor | undefined,
  step: Step | null,
  key: string | number,
): string {
  if (d === undefined) return '{"$type":"undefined"}';
  if (d.get !== undefined || d.set !== undefined) return '{"$type":"accessor"}';
  return write(d.value, step, key);
}

function writeArray(value: unknown[], step: Step, up: Step | null, key: string | number): string {
  const { length } = value;
  const room = nodes < KEYS ? nodes : KEYS;
  if (length <= room) return writeItems(value, length, step);
  markCut(up, key);
  return `{"$type":"array","values":${writeItems(value, room, step)},"length":${length}}`;
}

function writeProperties(value: object, step: Step, up: Step | null, key: string | number): string {
  const names = keys(value);
  const { length } = names;
  const room = nodes < KEYS ? nodes : KEYS;
  const count = length < room ? length : room;
  const asEntries = count < length || descriptorOf(value, '$type') !== undefined;
  if (count < length) markCut(up, key);
  let text = '';
  for (let i = 0; i < count; i += 1) {
    const name = names[i] as string;
    nodes -= 1;
    units -= name.length;
    const item = writeDescribed(descriptorOf(value, name), step, name);
    text += i === 0 ? '' : ',';
    const quoted = stringify(name.length > STRING_UNITS ? slice(name, 0, STRING_UNITS) : name);
    text += asEntries ? `[${quoted},${item}]` : `${quoted}:${item}`;
  }
  return asEntries ? `{"$type":"entries","entries":[${text}],"length":${length}}` : `{${text}}`;
}
