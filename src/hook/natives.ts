/**
 * The engine's own functions, taken before any script of the page could change them. The hook uses
 * these and operators only: no `for…of`, no spread, no method of an array or map, since each of
 * those looks up a property that the page may have replaced. Objects that the engine reads options
 * or traps from have no prototype, or a page's `Object.prototype.get` would become part of them.
 */

export const { apply, construct, getPrototypeOf, setPrototypeOf } = Reflect;
export const reflectGet = Reflect.get;
export const reflectSet = Reflect.set;
export const descriptorOf = Reflect.getOwnPropertyDescriptor;
export const define = Reflect.defineProperty;
export const { ownKeys } = Reflect;
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

const weakGet = WeakMap.prototype.get;
const weakSet = WeakMap.prototype.set;

/** A WeakMap that the page cannot reach: its methods are looked up nowhere. */
export interface WeakTable<V> {
  get(key: object): V | undefined;
  set(key: object, value: V): void;
}

/** An empty WeakTable. */
export function createWeakTable<V>(): WeakTable<V> {
  const map = new WeakMap<object, V>();
  return {
    get: (key) => apply(weakGet, map, [key]) as V | undefined,
    set: (key, value) => {
      apply(weakSet, map, [key, value]);
    },
  };
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
