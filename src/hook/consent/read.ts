import { dataProperty } from '../copy.ts';
import {
  type AnyFunction,
  apply,
  descriptorOf,
  doc,
  getterOf,
  isObject,
  methodOf,
  win,
} from '../natives.ts';

const cookieOf = getterOf<string>(Document.prototype, 'cookie');
const indexOf = methodOf<[string, number?], number>(String.prototype, 'indexOf');
const slice = methodOf<[number, number], string>(String.prototype, 'slice');

/** The value of a data property, own or inherited, without running a getter. */
export function propertyOf(target: unknown, key: string): unknown {
  return isObject(target) ? dataProperty(target, key) : undefined;
}

/** A global of the page; nothing where it is not there or has a getter. */
export function globalOf(name: string): unknown {
  return descriptorOf(win, name)?.value;
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

/** The document's cookies, as one text that starts and ends with a blank; '' where it may have none. */
export function readCookies(): string {
  try {
    return ` ${cookieOf(doc)};`;
  } catch {
    return ''; // a sandboxed frame
  }
}

/** The part of `text` from behind `start` to `end`. */
export function between(text: string, start: string, end: string): string | undefined {
  const at = indexOf(text, start);
  if (at < 0) return undefined;
  const from = at + start.length;
  const to = indexOf(text, end, from);
  return slice(text, from, to < 0 ? text.length : to);
}
