/**
 * The engine's own functions, taken before any script of the page could change them. The hook uses
 * these and operators only: no `for…of`, no spread, no method of an array or map, since each of
 * those looks up a property that the page may have replaced. Objects that the engine reads options
 * or traps from have no prototype, or a page's `Object.prototype.get` would become part of them.
 */

export const { apply, getPrototypeOf, setPrototypeOf } = Reflect;
export const reflectGet = Reflect.get;
export const reflectSet = Reflect.set;
/** Object's, not Reflect's, which V8 makes six times slower. As the engine gives it: what it lacks is looked up on Object.prototype, which the page owns. */
export const rawDescriptorOf = Object.getOwnPropertyDescriptor;
export const define = Reflect.defineProperty;
export const { ownKeys } = Reflect;
/** Object's: the engine inlines it. */
export const prototypeOf = Object.getPrototypeOf;
export const { create, keys, isFrozen } = Object;
export const { isArray } = Array;
export const { stringify } = JSON;
export const dateNow = Date.now;
export const ObjectPrototype = Object.prototype;
export const ArrayPrototype = Array.prototype;
export const PromisePrototype = Promise.prototype;
export const microtask = queueMicrotask;
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

/** The same, or nothing where a trap of the page's proxy throws: for looks that the page did not ask for. */
export function quietDescriptorOf(
  target: object,
  key: PropertyKey,
): PropertyDescriptor | undefined {
  try {
    return descriptorOf(target, key);
  } catch {
    return undefined; // the trap's error is the page's own, and not ours to raise
  }
}

/** The getter of an accessor property, as a function of the object. */
export function getterOf<T>(prototype: object, key: string): (target: object) => T {
  const get = descriptorOf(prototype, key)?.get;
  return (target) => (get ? apply(get, target, []) : undefined) as T;
}

/** A method of a prototype, as a function of the object and its arguments. */
export function methodOf<A extends unknown[], R>(
  prototype: object,
  key: string,
): (target: unknown, ...args: A) => R {
  const method = descriptorOf(prototype, key)?.value as (...args: unknown[]) => R;
  return (target, ...args) => apply(method, target, args);
}

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

export type AnyFunction = (...args: unknown[]) => unknown;
