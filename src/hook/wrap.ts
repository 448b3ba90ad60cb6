import { KEYS, RELAY_ENTRIES } from '../session/limits.ts';
import { markWrapper, unwrap } from './global.ts';
import {
  type AnyFunction,
  apply,
  bare,
  create,
  createWeakTable,
  define,
  descriptorOf,
  getPrototypeOf,
  isArray,
  isObject,
  keys,
  ProxyOf,
  quietDescriptorOf,
  quietValue,
  setPrototypeOf,
} from './natives.ts';
import { skipNumbers } from './outbox.ts';
import { behindProxies } from './proxies.ts';

/** Runs in place of a wrapped function: must call `target` exactly once and return its result. */
export type Interceptor = (target: AnyFunction, self: unknown, args: unknown[]) => unknown;

/**
 * A function that looks like `target` (name, arity, own properties, prototype) and runs
 * `intercept`. Further traps serve functions whose properties matter (fbq).
 */
export function wrapFunction(
  target: AnyFunction,
  intercept: Interceptor,
  traps: ProxyHandler<AnyFunction> = {},
): AnyFunction {
  const handler: ProxyHandler<AnyFunction> = bare({
    ...traps,
    apply: intercept,
  });
  const wrapper = new ProxyOf(target, handler);
  markWrapper(wrapper, target);
  return wrapper;
}

/** Layers that hold the wrapped methods of an object: the link between it and its prototype. */
const layers = createWeakTable<object>();

/** The value of a data property found on the way up, without running a getter. */
function inheritedMethod(from: object | null, key: string): AnyFunction | undefined {
  for (let o = from; o !== null; o = getPrototypeOf(o)) {
    const d = descriptorOf(o, key);
    if (d !== undefined) return typeof d.value === 'function' ? d.value : undefined;
  }
  return undefined;
}

/**
 * Makes `host[key]` run through a wrapper, whatever it is now, and leaves `host` itself alone:
 * identity and own keys stay. An own method is replaced by its wrapper with the same attributes.
 * An inherited one is put on a layer between the object and its prototype, so that a library can
 * still put an own method on top, as gtm.js does; the next read of the global covers that one too.
 * Cheap when nothing has changed.
 */
export function ensureMethod(
  host: object,
  key: string,
  wrap: (method: AnyFunction, host: object) => AnyFunction,
): void {
  const own = descriptorOf(host, key);
  if (own !== undefined) {
    if (typeof own.value !== 'function' || unwrap(own.value) !== own.value) return;
    const value = wrap(own.value, host);
    if (own.configurable === true || own.writable === true) define(host, key, bare({ value }));
    return;
  }
  const prototype = getPrototypeOf(host);
  if (prototype === null) return;
  let layer = layers.get(prototype) === host ? prototype : undefined;
  if (layer !== undefined && descriptorOf(layer, key) !== undefined) return;
  const base = layer === undefined ? prototype : getPrototypeOf(layer);
  const method = inheritedMethod(base, key);
  if (method === undefined) return;
  if (layer === undefined) {
    layer = create(prototype) as object;
    if (!setPrototypeOf(host, layer)) return; // frozen: nothing can be pushed to it either
    layers.set(layer, host);
  }
  // Looked up again at each call: the page may patch the prototype later.
  const current: AnyFunction = wrapFunction(method, (target, self, args) =>
    apply(inheritedMethod(base, key) ?? target, self, args),
  );
  define(
    layer,
    key,
    bare({ value: wrap(current, host), writable: true, enumerable: false, configurable: true }),
  );
}

/** A call of a wrapped method that is running, with the one around it. */
interface Running {
  host: object;
  key: string;
  /** The function of the page that this call entered by. */
  method: AnyFunction;
  args: unknown[];
  /** Whether it has reached the method below its own. */
  passed: boolean;
  up: Running | null;
}
let running: Running | null = null;

/**
 * A wrapper for a method that libraries stack (`push`): `intercept` hears each call of the page
 * once, however many wrapped methods it goes through. gtm.js's push calls the push it found, which
 * is a wrapper of ours as well. Only a call that reaches the same name by another function below,
 * with the same arguments, is the same call.
 */
export function wrapStackedMethod(
  method: AnyFunction,
  host: object,
  key: string,
  intercept: Interceptor,
): AnyFunction {
  return wrapFunction(method, (target, self, args) => {
    // A push that is borrowed for another array is none of ours; other methods may be bound.
    if (key === 'push' && self !== host) return apply(target, self, args);
    if (
      running !== null &&
      running.host === host &&
      running.key === key &&
      running.method !== method &&
      !running.passed &&
      isPrefix(running.args, args)
    ) {
      running.passed = true;
      return apply(target, self, args);
    }
    const own: Running = { host, key, method, args, passed: false, up: running };
    running = own;
    try {
      return intercept(target, self, args);
    } finally {
      running = own.up;
    }
  });
}

/** Whether `args` begin with the very values of `prefix`: libraries append context of their own. */
export function isPrefix(prefix: ArrayLike<unknown>, args: ArrayLike<unknown>): boolean {
  if (prefix.length > args.length) return false;
  for (let i = 0; i < prefix.length; i += 1) if (prefix[i] !== args[i]) return false;
  return true;
}

/** An own item of an array or arguments object, without running a getter; nothing where a trap throws. */
export function itemAt(items: object, index: number): unknown {
  return quietValue(behindProxies(items), index);
}

/** The length of an array or arguments object; 0 for anything else. */
export function lengthOf(items: unknown): number {
  if (!isObject(items)) return 0;
  const length = quietValue(behindProxies(items), 'length');
  return typeof length === 'number' && length > 0 ? length : 0;
}

/** The items of an array or arguments object from an index on, in an array of our own. */
export function itemsOf(items: object, from: number): unknown[] {
  const own: unknown[] = [];
  const length = lengthOf(items);
  // Defined, not assigned: a setter on Array.prototype would run the page's code.
  for (let i = from; i < length && i < from + KEYS; i += 1)
    define(
      own,
      own.length,
      bare({ value: itemAt(items, i), writable: true, enumerable: true, configurable: true }),
    );
  return own;
}

/**
 * Gives the items of a queue or layer from an index on, without running a getter, and at most as many
 * as are kept of a document, the last ones: what is left out of an array is a gap. Places without
 * an item are no calls, however long the array says it is.
 */
export function forItems(items: object, from: number, hear: (item: unknown) => void): void {
  const own = behindProxies(items);
  const length = lengthOf(own);
  if (length - from <= RELAY_ENTRIES) {
    for (let i = from; i < length; i += 1) {
      const d = quietDescriptorOf(own, i);
      if (d !== undefined) hear(d.value);
    }
    return;
  }
  // Indexes come first among the keys, in order.
  const names = keys(own);
  let end = 0;
  while (end < names.length && +(names[end] as string) < length) end += 1;
  let start = from;
  if (end - from > RELAY_ENTRIES) {
    start = end - RELAY_ENTRIES;
    if (isArray(own)) skipNumbers(start - from);
  }
  for (let i = start; i < end; i += 1) hear(itemAt(own, +(names[i] as string)));
}
