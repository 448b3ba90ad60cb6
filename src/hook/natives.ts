/**
 * The engine's own functions, taken before any script of the page could change them. The hook uses
 * these and operators only: no `for…of`, no spread, no method of an array or map, since each of
 * those looks up a property that the page may have replaced. Objects that the engine reads options
 * or traps from have no prototype, or a page's `Object.prototype.get` would become part of them.
 */

export const { apply, construct, getPrototypeOf, setPrototypeOf } = Reflect;
export const reflectGet = Reflect.get;
export const reflectSet = Reflect.set;
/** Object's, not Reflect's, which V8 makes six times slower. As the engine gives it: what it lacks is looked up on Object.prototype, which the page owns. */
export const rawDescriptorOf = Object.getOwnPropertyDescriptor;
export const define = Reflect.defineProperty;
export const { ownKeys } = Reflect;
/** Object's: the engine inlines it. */
export const prototypeOf = Object.getPrototypeOf;
export const { create, keys, isFrozen } = Object;
export const { hasOwn } = Object;
export const { isArray } = Array;
export const { stringify } = JSON;
export const dateNow = Date.now;
export const ObjectPrototype = Object.prototype;
export const ArrayPrototype = Array.prototype;
export const PromisePrototype = Promise.prototype;
export const ProxyOf = Proxy;
export const ErrorOf = Error;
export const win = window;
export const doc = document;

/**
 * Whether the page has put on Object.prototype what descriptors may lack: then each one is cut off
 * from it. Asked every time, which costs next to nothing; cutting off every one would not.
 */
function isPoisoned(): boolean {
  return (
    'get' in ObjectPrototype ||
    'set' in ObjectPrototype ||
    'value' in ObjectPrototype ||
    'writable' in ObjectPrototype
  );
}

/** An own property's descriptor that tells nothing but the truth. @throws what a proxy's trap throws */
export function descriptorOf(target: object, key: PropertyKey): PropertyDescriptor | undefined {
  const d = rawDescriptorOf(target, key);
  if (d !== undefined && isPoisoned()) setPrototypeOf(d, null);
  return d;
}

/** The value of an own data property, without running a getter. @throws what a proxy's trap throws */
export function ownValue(target: object, key: PropertyKey): unknown {
  const d = rawDescriptorOf(target, key);
  // An accessor's descriptor has none of its own, whatever the page put on Object.prototype.
  return d !== undefined && hasOwn(d, 'value') ? d.value : undefined;
}

/** The same, or nothing where a trap of the page's proxy throws: for looks that the page did not ask for. */
export function quietValue(target: object, key: PropertyKey): unknown {
  try {
    const d = rawDescriptorOf(target, key);
    return d !== undefined && hasOwn(d, 'value') ? d.value : undefined;
  } catch {
    return undefined; // the trap's error is the page's own, and not ours to raise
  }
}

/** An own property's descriptor in the same manner. */
export function quietDescriptorOf(
  target: object,
  key: PropertyKey,
): PropertyDescriptor | undefined {
  try {
    return descriptorOf(target, key);
  } catch {
    return undefined;
  }
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

/** Where a document of the same origin may have been at this window before us (session/handshake.ts). */
const isReachable = win.parent !== win || win.opener !== null;
const functionText = Function.prototype.toString;
let touched = false;

/**
 * Notes whether a built-in is the engine's own: whoever was at the window before us may have put
 * something in its place. A function of a script shows its source, a bound or proxied one no name.
 */
function checkBuiltIn(value: unknown, key: string): void {
  if (!isReachable || touched) return;
  const text: unknown = typeof value === 'function' ? apply(functionText, value, []) : '';
  touched =
    text !== `function ${key}() { [native code] }` &&
    text !== `function get ${key}() { [native code] }` &&
    text !== `function ${key}() {\n    [native code]\n}`;
}
checkBuiltIn(functionText, 'toString');
checkBuiltIn(apply, 'apply');
checkBuiltIn(stringify, 'stringify');
checkBuiltIn(rawDescriptorOf, 'getOwnPropertyDescriptor');
checkBuiltIn(EventTarget.prototype.addEventListener, 'addEventListener');
checkBuiltIn(EventTarget.prototype.dispatchEvent, 'dispatchEvent');

/** Whether a built-in that we work with had been replaced before we came. */
export function areTouched(): boolean {
  return touched;
}

const { bind, call } = Function.prototype;
checkBuiltIn(bind, 'bind');
checkBuiltIn(call, 'call');

/** A built-in as a function of its `this`: bound by the engine, which makes neither an array nor a frame of ours. */
function unbound(method: unknown): never {
  return apply(bind, call, [method]) as never;
}

/** The getter of an accessor property, as a function of the object; of nothing where the engine lacks it. */
export function getterOf<T>(prototype: object, key: string): (target: object) => T {
  const get = descriptorOf(prototype, key)?.get;
  if (get === undefined) return () => undefined as T;
  checkBuiltIn(get, key);
  return unbound(get);
}

/** A method of a prototype, as a function of the object and its arguments. */
export function methodOf<A extends unknown[], R>(
  prototype: object,
  key: string,
): (target: unknown, ...args: A) => R {
  const method = ownValue(prototype, key);
  if (method !== undefined) checkBuiltIn(method, key);
  return unbound(method);
}

// What more than one file of the hook needs.
export const slice = methodOf<[number, number?], string>(String.prototype, 'slice');
export const indexOf = methodOf<[string, number?], number>(String.prototype, 'indexOf');
export const numberText = methodOf<[], string>(Number.prototype, 'toString');
export const symbolDescription = getterOf<string | undefined>(Symbol.prototype, 'description');
export const addListener = EventTarget.prototype.addEventListener;
export const dispatch = EventTarget.prototype.dispatchEvent;
export const stop = methodOf<[], void>(Event.prototype, 'stopImmediatePropagation');

/** A WeakMap whose methods the page cannot replace: they are its own. */
export interface WeakTable<V> {
  get(key: object): V | undefined;
  set(key: object, value: V): unknown;
}

/** An empty WeakTable. */
export function createWeakTable<V>(): WeakTable<V> {
  const map = new WeakMap<object, V>();
  define(map, 'get', { value: map.get });
  define(map, 'set', { value: map.set });
  return map;
}

/** A property descriptor or options object without a prototype. */
export function bare<T extends object>(properties: T): T {
  setPrototypeOf(properties, null);
  return properties;
}

/** Whether a value can have properties. */
export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** A promise of the engine's own that is done, whatever the page or another document made of `Promise`. */
const done = (async () => {})();
// Without it, `then` would ask the page's Promise.prototype for what it makes its promises of.
define(done, 'constructor', bare({ value: undefined }));
const then = ownValue(PromisePrototype, 'then');
checkBuiltIn(then, 'then');
/**
 * Runs something when the task's code is over. By a promise: `queueMicrotask` does the same by a way
 * through Chromium's own code that costs a cold call as much as all else that it pays (100 µs to 10).
 * Throws where the page's stack is used up.
 */
export const microtask = apply(bind, then, [done]) as (run: () => void) => unknown;

const PromiseOf = Promise;
checkBuiltIn(PromiseOf, 'Promise');
/**
 * Makes ready that something runs at a task's end: what this gives is called in the task, once. The
 * engine asks for an asynchronous stack where a reaction is registered, for DevTools that are open
 * (45 µs of a cold call), and not where a promise is done.
 */
export function readyMicrotask(run: () => void): () => void {
  let wake: () => void = () => undefined;
  const promise = new PromiseOf<void>((resolve) => {
    wake = resolve;
  });
  define(promise, 'constructor', bare({ value: undefined }));
  apply(then as AnyFunction, promise, [run]);
  return wake;
}

export type AnyFunction = (...args: unknown[]) => unknown;
