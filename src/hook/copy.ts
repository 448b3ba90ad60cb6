import { CALL_UNITS, DEPTH, KEYS, NODES, STRING_UNITS } from '../session/limits.ts';
import {
  ArrayPrototype,
  isArray,
  ObjectPrototype,
  prototypeOf,
  rawDescriptorOf,
  stringify,
} from './natives.ts';
import { targetOf } from './proxies.ts';
import { type Copy, writeArguments } from './write.ts';

/** An object above the value at hand: cycles and depth are found by it. */
interface Above {
  value: object;
  up: Above | null;
}

let nodes = 0;
let units = 0;

/**
 * Copies arguments to JSON text at once, running none of the page's code: getters are not read,
 * `toJSON`, `toString` and iterators are not called, traps of a proxy do not run (but for proxies of
 * another frame; what those throw becomes `unreadable`). Never throws.
 *
 * Most calls carry plain data. For those a walk that only checks, followed by the engine's
 * JSON.stringify, costs a third of writing the text ourselves; anything else is written by
 * `writeArguments`.
 * @param mayWait the text has until the end of the task: proxies of the page can be read then, when
 *   no effect of a framework is there to be told of it. Without it they are read now.
 */
export function copyArguments(args: ArrayLike<unknown>, mayWait = false): Copy {
  nodes = NODES;
  units = CALL_UNITS;
  try {
    // A toJSON on these two prototypes would be called by stringify on plain objects too, and a
    // `get` would be found on the descriptor of every data property.
    const poisoned =
      'toJSON' in ArrayPrototype || 'writable' in ObjectPrototype || 'value' in ObjectPrototype;
    if (!poisoned && isPlainArguments(args))
      return { text: stringify(args), cut: '', late: null, lateAt: '' };
  } catch {
    // A proxy's trap threw: the careful way names the place.
  }
  return writeArguments(args, mayWait);
}

/** Whether JSON.stringify gives this value exactly, within the limits and without running page code. */
function isPlain(value: object, up: Above | null): boolean {
  if (targetOf(value) !== undefined) return false;
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
  const step = { value: args, up: null };
  for (let i = 0; i < args.length; i += 1) {
    const item = args[i];
    if (!isPlainPrimitive(item) && !(typeof item === 'object' && isPlain(item, step))) return false;
  }
  return true;
}

function isPlainArray(value: unknown[], up: Above | null): boolean {
  if ('toJSON' in value) return false;
  const { length } = value;
  nodes -= length;
  if (length > KEYS || nodes < 0) return false;
  const step = { value, up };
  for (let i = 0; i < length; i += 1) {
    const d = rawDescriptorOf(value, i);
    if (d === undefined || d.writable === undefined) return false;
    const item = d.value;
    if (!isPlainPrimitive(item) && !(typeof item === 'object' && isPlain(item, step))) return false;
  }
  return true;
}

function isPlainObject(value: object, up: Above | null): boolean {
  // One that is not enumerable is not among the keys below, and stringify would call it.
  if ('toJSON' in value) return false;
  const step = { value, up };
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
