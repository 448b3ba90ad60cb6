import {
  type AnyFunction,
  apply,
  dataProperty,
  indexOf,
  isObject,
  ownValue,
  slice,
  win,
} from '../natives.ts';

/** The value of a data property, own or inherited, without running a getter. */
export function propertyOf(target: unknown, key: string): unknown {
  return isObject(target) ? dataProperty(target, key) : undefined;
}

/** A global of the page; nothing where it is not there or has a getter. */
export function globalOf(name: string): unknown {
  return ownValue(win, name);
}

/** A method of an object, ready to be called on it, where there is one. */
export function callerOf(target: unknown, key: string): (() => unknown) | undefined {
  const method = propertyOf(target, key);
  return typeof method === 'function' ? () => apply(method as AnyFunction, target, []) : undefined;
}

/** A string, number or boolean as text: an object's own toString is the page's code. */
export function textOf(target: unknown, key: string): string {
  const value = propertyOf(target, key);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? `${value}`
    : '';
}

/** The part of `text` from behind `start` to `end`. */
export function between(text: string, start: string, end: string): string | undefined {
  const at = indexOf(text, start);
  if (at < 0) return undefined;
  const from = at + start.length;
  const to = indexOf(text, end, from);
  return slice(text, from, to < 0 ? text.length : to);
}
