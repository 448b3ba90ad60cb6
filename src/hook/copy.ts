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

/** A proxy's trap gets a fresh array of the call's arguments: its items need no descriptors. */
function isPlainArguments(args: ArrayLike<unknown>): boolean {
  if (!isArray(args)) return false;
  for (let i = 0; i < args.length; i += 1) if (!isPlain(args[i], 1)) return false;
  return true;
}

/**
 * Whether JSON.stringify gives this value exactly, within the limits and without running page code.
 * One function that calls itself: cold code pays for each function that it comes to. A cycle ends at
 * the depth.
 */
function isPlain(value: unknown, depth: number): boolean {
  if (typeof value === 'string') {
    units -= value.length;
    return value.length <= STRING_UNITS && units >= 0;
  }
  // NaN and the infinities are not JSON, and -0 would become 0.
  if (typeof value === 'number') return value - value === 0 && (value !== 0 || 1 / value > 0);
  if (typeof value !== 'object') return typeof value === 'boolean';
  if (value === null) return true;
  if (depth > DEPTH || targetOf(value) !== undefined) return false;
  const prototype = prototypeOf(value);
  const asArray = prototype === ArrayPrototype && isArray(value);
  if (!asArray && prototype !== ObjectPrototype) return false;
  // One that is not enumerable is not among the keys below, and stringify would call it.
  if ('toJSON' in value) return false;
  if (asArray) {
    const { length } = value as unknown[];
    nodes -= length;
    if (length > KEYS || nodes < 0) return false;
    for (let i = 0; i < length; i += 1) {
      const d = rawDescriptorOf(value, i);
      if (d === undefined || d.writable === undefined || !isPlain(d.value, depth + 1)) return false;
    }
    return true;
  }
  let count = 0;
  // for…in rather than keys(): no array is made. Keys of the prototype have no descriptor here.
  for (const key in value) {
    const d = rawDescriptorOf(value, key);
    // Only a getter's or setter's descriptor has no `writable`.
    if (d === undefined || d.writable === undefined) return false;
    // `arguments` looks like a plain object whose first key is 0.
    if (key === '$type' || key === '0' || !isPlain(d.value, depth + 1)) return false;
    units -= key.length;
    count += 1;
    if (count > KEYS) return false;
  }
  nodes -= count;
  // An empty object may be empty `arguments`.
  return count > 0 && nodes >= 0;
}
