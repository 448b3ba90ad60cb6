import { getPrototypeOf, getterOf, methodOf } from './natives.ts';

/**
 * What kind of built-in a value is, by the engine's own checks: its methods throw on anything but
 * their own kind. Nothing of the page runs.
 */

/** Reads with a built-in that throws on anything but its own kind, and so tells the kind. */
export function ifBranded<T>(read: (value: object) => T, value: object): T | undefined {
  try {
    return read(value);
  } catch {
    return undefined; // another kind
  }
}

export const dateTime = methodOf<[], number>(Date.prototype, 'getTime');
export const dateIso = methodOf<[], string>(Date.prototype, 'toISOString');
export const regexpSource = getterOf<string>(RegExp.prototype, 'source');
const regexpFlags = regexpFlagGetters();
export const mapSize = getterOf<number>(Map.prototype, 'size');
export const mapEach = methodOf<[(value: unknown, key: unknown) => void], void>(
  Map.prototype,
  'forEach',
);
export const setSize = getterOf<number>(Set.prototype, 'size');
export const setEach = methodOf<[(value: unknown) => void], void>(Set.prototype, 'forEach');
export const urlHref = getterOf<string>(URL.prototype, 'href');
export const elementName = getterOf<string>(Element.prototype, 'localName');
export const elementId = getterOf<string>(Element.prototype, 'id');
export const nodeName = getterOf<string>(Node.prototype, 'nodeName');

/** `flags` itself reads the other getters, which the page may have replaced. */
function regexpFlagGetters(): ((target: object) => string)[] {
  const names = [
    'hasIndices',
    'd',
    'global',
    'g',
    'ignoreCase',
    'i',
    'multiline',
    'm',
    'dotAll',
    's',
    'unicode',
    'u',
    'unicodeSets',
    'v',
    'sticky',
    'y',
  ];
  const getters: ((target: object) => string)[] = [];
  for (let i = 0; i < names.length; i += 2) {
    const get = getterOf<boolean>(RegExp.prototype, names[i] as string);
    getters[getters.length] = (target) => (get(target) ? (names[i + 1] as string) : '');
  }
  return getters;
}

/** The flags of a regular expression. */
export function flagsOf(regexp: object): string {
  let flags = '';
  for (let i = 0; i < regexpFlags.length; i += 1)
    flags += (regexpFlags[i] as (target: object) => string)(regexp);
  return flags;
}

const ErrorPrototype = Error.prototype;
/** Whether a value is an Error of this realm, by its prototypes. */
export function isError(value: object): boolean {
  for (let o: object | null = value, hops = 0; o !== null && hops < 20; hops += 1) {
    if (o === ErrorPrototype) return true;
    o = getPrototypeOf(o);
  }
  return false;
}
