import { type GlobalSource, markWrapper, unwrap } from '../global.ts';
import {
  type AnyFunction,
  bare,
  create,
  createWeakTable,
  define,
  descriptorOf,
  getPrototypeOf,
  isArray,
  isFrozen,
  isObject,
  ownKeys,
  ProxyOf,
  reflectGet,
} from '../natives.ts';
import { commandOf, factsOf, runRecorded } from '../record.ts';
import { wrapFunction } from '../wrap.ts';

/**
 * LoyJoy: `LoyJoy(command, options)`. The widget gets the page's boot options through a view in
 * which listeners and callbacks are wrapped as it reads them; the page's own objects are not
 * touched, and listeners that it adds later are seen too.
 */

const wrappers = createWeakTable<AnyFunction>();

/**
 * A view of `target` in which own properties are shown as `show` makes them. A frozen object is
 * viewed through a copy: the language lets no proxy show another value for a frozen property.
 */
function viewOf(target: object, show: (value: unknown, key: string) => unknown): object {
  const base = isFrozen(target) ? thawed(target) : target;
  const view: object = new ProxyOf(
    base,
    bare<ProxyHandler<object>>({
      get(object, key, receiver) {
        const value = reflectGet(object, key, receiver === view ? object : receiver);
        const own = descriptorOf(object, key);
        if (own === undefined || typeof key !== 'string') return value;
        if (own.configurable !== true && own.writable !== true) return value;
        return show(value, key);
      },
    }),
  );
  markWrapper(view, target);
  return view;
}

/** A shallow copy whose properties can change. */
function thawed(target: object): object {
  const copy: object = isArray(target) ? [] : create(getPrototypeOf(target));
  const names = ownKeys(target);
  for (let i = 0; i < names.length; i += 1) {
    const key = names[i] as string | symbol;
    const d = descriptorOf(target, key);
    if (d === undefined || (isArray(target) && key === 'length')) continue;
    d.configurable = true;
    define(copy, key, bare(d));
  }
  return copy;
}

/** An array listener runs as `(evt, obj)`: the event's name is its first argument. */
function eventOf(args: unknown[]): string | undefined {
  return typeof args[0] === 'string' ? args[0] : undefined;
}

function wrapListener(
  listener: AnyFunction,
  method: 'listener' | 'callback',
  name: string | undefined,
): AnyFunction {
  const known = wrappers.get(listener);
  if (known !== undefined) return known;
  const wrapper = wrapFunction(listener, (target, self, args) =>
    runRecorded(factsOf('loyjoy', method, args, name ?? eventOf(args)), target, self, args),
  );
  // The same function may listen to several events of a map; then its name is not the function's.
  if (name === undefined) wrappers.set(listener, wrapper);
  return wrapper;
}

function showListeners(value: unknown): unknown {
  if (!isObject(value)) return value;
  if (isArray(value))
    return viewOf(value, (item) =>
      typeof item === 'function' ? wrapListener(item as AnyFunction, 'listener', undefined) : item,
    );
  return viewOf(value, (list, event) => {
    if (typeof list === 'function') return wrapListener(list as AnyFunction, 'listener', event);
    if (!isArray(list)) return list;
    return viewOf(list, (item) =>
      typeof item === 'function' ? wrapListener(item as AnyFunction, 'listener', event) : item,
    );
  });
}

function showCallbacks(value: unknown): unknown {
  if (!isObject(value)) return value;
  return viewOf(value, (callback, name) =>
    typeof callback === 'function'
      ? wrapListener(callback as AnyFunction, 'callback', name)
      : callback,
  );
}

function showOptions(options: unknown): unknown {
  if (!isObject(options) || typeof options === 'function') return options;
  // A view cannot be cloned or posted; without functions in them, options can.
  const hasFunctions =
    descriptorOf(options, 'eventListeners') !== undefined ||
    descriptorOf(options, 'callbacks') !== undefined;
  if (!hasFunctions) return options;
  return viewOf(options, (value, key) =>
    key === 'eventListeners'
      ? showListeners(value)
      : key === 'callbacks'
        ? showCallbacks(value)
        : value,
  );
}

function wrapLoyJoy(loyJoy: AnyFunction): AnyFunction {
  const known = wrappers.get(loyJoy);
  if (known !== undefined) return known;
  const wrapper = wrapFunction(loyJoy, (target, self, args) => {
    // The arguments are this call's own array; the copy sees the page's values through the view.
    if (args[0] === 'boot' && args.length > 1)
      define(args, 1, bare({ value: showOptions(args[1]) }));
    return runRecorded(factsOf('loyjoy', commandOf(args), args), target, self, args);
  });
  wrappers.set(loyJoy, wrapper);
  return wrapper;
}

/** `LoyJoy`. */
export const loyJoySource: GlobalSource = {
  adopt: (value) =>
    typeof value === 'function' ? wrapLoyJoy(unwrap(value) as AnyFunction) : value,
};
