import { CALL_UNITS, CUTS, DEPTH, KEYS, NODES, STRING_UNITS } from '../session/limits.ts';
import {
  dateIso,
  dateTime,
  elementId,
  elementName,
  flagsOf,
  ifBranded,
  isError,
  mapEach,
  mapSize,
  nodeName,
  regexpSource,
  setEach,
  setSize,
  urlHref,
} from './brands.ts';
import {
  type Left,
  left,
  markCut,
  pointer,
  pointerText,
  resume,
  type Step,
  suspend,
} from './copy-limits.ts';
import { createLate, isReading, type Late } from './late.ts';
import {
  apply,
  dataProperty,
  descriptorOf,
  getPrototypeOf,
  isArray,
  keys,
  methodOf,
  numberText,
  ObjectPrototype,
  ownValue,
  reflectGet,
  slice,
  stringify,
  symbolDescription,
} from './natives.ts';
import { targetOf } from './proxies.ts';
import { type Writer, writeProxied } from './write-proxied.ts';

/** The copy of a call's arguments. */
export interface Copy {
  /** JSON text of a PageValue array. */
  text: string;
  /** JSON text of an array of JSON pointers, or '' when nothing was cut. */
  cut: string;
  /** What is filled in when the task is over, the list of cuts last; `cut` is its token then. */
  late: Late | null;
  /** JSON text of an array of JSON pointers to these parts, or ''. */
  lateAt: string;
}

/** Whether proxies may wait for the end of the task. */
let waits = false;

let rest: Left | null = null;
let firstLate: Late | null = null;
let lastLate: Late | null = null;
let lateText = '';
let lateCount = 0;

/** Writes what is more than plain data, with stand-ins for what JSON cannot carry. Never throws. */
export function writeArguments(args: ArrayLike<unknown>, mayWait: boolean): Copy {
  // A trap that runs for us may make a call of its own.
  const outer = isReading() ? suspend() : null;
  const outerWaits = waits;
  resume({ nodes: NODES, units: CALL_UNITS, cutText: '', cutCount: 0 });
  waits = mayWait;
  const copy = writeAll(args);
  waits = outerWaits;
  if (outer !== null) resume(outer);
  return copy;
}

function writeAll(args: ArrayLike<unknown>): Copy {
  rest = null;
  firstLate = null;
  lastLate = null;
  lateText = '';
  lateCount = 0;
  const text = writeItems(args, args.length, null);
  if (firstLate === null || rest === null)
    return { text, cut: left.cutText === '' ? '' : `[${left.cutText}]`, late: null, lateAt: '' };
  const own: Left = rest;
  suspend(own);
  const cuts = addPart(() => `[${own.cutText}]`);
  return { text, cut: cuts.token, late: firstLate, lateAt: `[${lateText}]` };
}

function addPart(read: () => string): Late {
  const part = createLate(read);
  if (lastLate === null) firstLate = part;
  else lastLate.next = part;
  lastLate = part;
  return part;
}

/** Leaves a proxy of the page to be read when the task is over. */
function writeLate(proxy: object, target: object, up: Step | null, key: string | number): string {
  rest ??= suspend();
  const own = rest;
  if (lateCount < CUTS) lateText += `${lateCount === 0 ? '' : ','}${pointerText(up, key)}`;
  lateCount += 1;
  return addPart(() => {
    resume(own);
    waits = false;
    let text: string;
    try {
      text = writeProxied(proxy, target, up, key, writer);
    } catch {
      text = '{"$type":"unreadable"}'; // revoked meanwhile, or a trap that throws
    }
    suspend(own);
    return text;
  }).token;
}

const writer: Writer = { write, writeNamed, quoteName, classNameOf };

const bigintText = methodOf<[], string>(BigInt.prototype, 'toString');
const { toString: objectToString } = Object.prototype;
const { toStringTag } = Symbol;

function writeString(value: string, up: Step | null, key: string | number): string {
  const room = left.units < STRING_UNITS ? (left.units > 0 ? left.units : 0) : STRING_UNITS;
  if (value.length <= room || value.length === 0) {
    left.units -= value.length;
    return stringify(value);
  }
  left.units -= room;
  markCut(up, key);
  return `{"$type":"string","value":${stringify(slice(value, 0, room))},"length":${value.length}}`;
}

/** A name that goes into a stand-in: short, whatever the page called it. */
function quoteName(value: unknown): string {
  return stringify(typeof value === 'string' ? slice(value, 0, 200) : '');
}

function classNameOf(value: object): string {
  const made = dataProperty(value, 'constructor');
  const name = typeof made === 'function' ? ownValue(made, 'name') : undefined;
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
        return `{"$type":"function","name":${quoteName(ownValue(value, 'name'))}}`;
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
  const target = targetOf(value);
  if (target !== undefined) return writeProxy(value, target, up, key);
  let depth = 0;
  for (let s = up; s !== null; s = s.up) {
    if (s.value === value) return `{"$type":"cycle","path":${stringify(pointer(s.up, s.key))}}`;
    depth += 1;
  }
  const step: Step = { value, key, up };
  const asArray = isArray(value);
  if (depth > DEPTH || left.nodes <= 0) {
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
  const ref = refOf(value);
  if (ref !== undefined) return writeDescribed(ref, up, key);
  const of = classNameOf(value);
  if (of === 'Object') return writeProperties(value, step, up, key); // another realm's plain object
  if (isHost(value)) return `{"$type":"object","of":${quoteName(of)}}`;
  return `{"$type":"instance","of":${quoteName(of)},"properties":${writeProperties(value, step, up, key)}}`;
}

/**
 * A proxy of the page. Vue (and Alpine, which is made of it) shows what is behind one to whoever asks
 * for `__v_raw`, without remembering it; other proxies wait.
 */
function writeProxy(proxy: object, target: object, up: Step | null, key: string | number): string {
  if (isReading()) {
    // Traps that run for us already must not make us run them again.
    if (waits) return '{"$type":"unreadable"}';
    return writeProxied(proxy, target, up, key, writer);
  }
  if (isRawOf(proxy, target)) return writeObject(target, up, key);
  return waits ? writeLate(proxy, target, up, key) : writeProxied(proxy, target, up, key, writer);
}

function isRawOf(proxy: object, target: object): boolean {
  try {
    return reflectGet(proxy, '__v_raw', proxy) === target;
  } catch {
    return false; // revoked, or a trap that throws: reading it will say so
  }
}

/** What a ref of Vue holds, which Vue shows in its place; undefined where the value is none. */
function refOf(value: object): PropertyDescriptor | undefined {
  if (ownValue(value, '__v_isRef') !== true) return undefined;
  return descriptorOf(value, '_rawValue') ?? descriptorOf(value, '_value');
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
  const length = ownValue(value, 'length');
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
    return `{"$type":"regexp","value":${writeString(`/${source}/${flagsOf(value)}`, up, key)}}`;
  }
  const href = ifBranded(urlHref, value);
  if (href !== undefined) return `{"$type":"url","value":${writeString(href, up, key)}}`;
  const entryCount = ifBranded(mapSize, value);
  if (entryCount !== undefined) {
    let text = '';
    let count = 0;
    mapEach(value, (item, itemKey) => {
      if (count >= KEYS || left.nodes <= 0) return;
      left.nodes -= 1;
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
      if (count >= KEYS || left.nodes <= 0) return;
      left.nodes -= 1;
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

/** Writes `[…]` of the first `count` items; holes become undefined. */
function writeItems(items: ArrayLike<unknown>, count: number, step: Step | null): string {
  let text = '[';
  for (let i = 0; i < count; i += 1) {
    left.nodes -= 1;
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
  const room = left.nodes < KEYS ? left.nodes : KEYS;
  if (length <= room) return writeItems(value, length, step);
  markCut(up, key);
  return `{"$type":"array","values":${writeItems(value, room, step)},"length":${length}}`;
}

function writeProperties(value: object, step: Step, up: Step | null, key: string | number): string {
  return writeNamed(
    keys(value),
    descriptorOf(value, '$type') !== undefined,
    (name) => writeDescribed(descriptorOf(value, name), step, name),
    up,
    key,
  );
}

/** Writes `{…}` of these properties, or their entries where names could be taken for ours. */
function writeNamed(
  names: string[],
  isOurs: boolean,
  item: (name: string) => string,
  up: Step | null,
  key: string | number,
): string {
  const { length } = names;
  const room = left.nodes < KEYS ? left.nodes : KEYS;
  const count = length < room ? length : room;
  let asEntries = count < length || isOurs;
  for (let i = 0; i < count && !asEntries; i += 1) asEntries = names[i] === '$type';
  if (count < length) markCut(up, key);
  let text = '';
  for (let i = 0; i < count; i += 1) {
    const name = names[i] as string;
    left.nodes -= 1;
    left.units -= name.length;
    const written = item(name);
    text += i === 0 ? '' : ',';
    const quoted = stringify(name.length > STRING_UNITS ? slice(name, 0, STRING_UNITS) : name);
    text += asEntries ? `[${quoted},${written}]` : `${quoted}:${written}`;
  }
  return asEntries ? `{"$type":"entries","entries":[${text}],"length":${length}}` : `{${text}}`;
}
