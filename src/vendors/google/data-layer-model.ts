import type { CallEntry } from '../../session/entry.ts';
import { type PageValue, parseStandIn } from '../../session/value.ts';

/*
 * What Google Tag Manager reads as the data layer: its pushes merged into one object, by the rules
 * that Google publishes with its data layer helper (github.com/google/data-layer-helper, README
 * “The Abstract Data Model”): objects and lists are merged key by key, all else is replaced; dots in
 * a key go deeper; `_clear` beside keys replaces them whole; a list is a command for a value.
 */

/** A push, or a part of one, that cannot be merged from a recording. */
export interface Unmerged {
  /** The push's entry. */
  entry: string;
  /**
   * `function`: the page's own code, which was given the model. `command`: a list that names a method
   * other than those that change a list by its ends. `gtag`: a command of gtag() other than `set`,
   * of which nothing is published. `value`: no object at all, or one that was not copied.
   */
  why: 'function' | 'command' | 'gtag' | 'value';
  /** The command or the method. */
  name?: string;
}

/** A data layer as it was after a push. */
export interface DataLayerModel {
  values: { [key: string]: PageValue };
  /** Pushes that were merged. */
  pushes: number;
  unmerged: Unmerged[];
}

type Target = { [key: string]: PageValue };

/**
 * The pushes of one data layer in one document, merged in their order.
 * @param calls calls of `push` of a layer, in order
 */
export function mergeDataLayer(calls: readonly CallEntry[]): DataLayerModel {
  const model: Target = Object.create(null);
  const unmerged: Unmerged[] = [];
  let pushes = 0;
  for (const { id, args } of calls)
    for (const item of args) {
      const left = mergeItem(item, model);
      if (left === undefined) pushes += 1;
      else unmerged.push({ entry: id, ...left });
    }
  return { values: model, pushes, unmerged };
}

/** Merges one item. @returns why it could not be */
function mergeItem(item: PageValue, model: Target): Omit<Unmerged, 'entry'> | undefined {
  const list = listOf(item);
  if (list) return runCommand(list, model);
  const keys = keysOf(item);
  if (keys) {
    const isWhole = clears(keys);
    for (const [key, value] of keys)
      if (key !== '_clear') mergeKey(key.split('.'), value, isWhole, model);
    return undefined;
  }
  const standIn = parseStandIn(item);
  if (standIn?.$type === 'arguments') return runGtag(standIn.values, model);
  return standIn?.$type === 'function' ? { why: 'function' } : { why: 'value' };
}

/** Sets `a.b.c`: what stands on the way and is no object gives way to one. */
function mergeKey(
  path: readonly string[],
  value: PageValue,
  isWhole: boolean,
  model: Target,
): void {
  let target = model;
  for (const name of path.slice(0, -1)) target = objectAt(target, name);
  setIn(target, path.at(-1) ?? '', value, isWhole);
}

function objectAt(target: Target, name: string): Target {
  const there = Object.hasOwn(target, name) ? target[name] : undefined;
  if (isOwnObject(there)) return there;
  const made: Target = Object.create(null);
  target[name] = made;
  return made;
}

/** In the model a plain object is one of ours; a stand-in is a value like any other. */
function isOwnObject(value: PageValue | undefined): value is Target {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !parseStandIn(value)
  );
}

/** One key of an object, or one place of a list. */
function setIn(
  target: Target | PageValue[],
  key: string | number,
  value: PageValue,
  isWhole: boolean,
): void {
  const into = target as { [key: string | number]: PageValue };
  const there = Object.hasOwn(into, key) ? into[key] : undefined;
  const list = listOf(value);
  const keys = keysOf(value);
  if (list) {
    const kept = !isWhole && Array.isArray(there) ? there : [];
    into[key] = kept;
    for (const [n, one] of list.entries()) setIn(kept, n, one, false);
  } else if (keys) {
    const kept: Target = !isWhole && isOwnObject(there) ? there : Object.create(null);
    into[key] = kept;
    const clearsBelow = clears(keys);
    for (const [name, one] of keys) if (name !== '_clear') setIn(kept, name, one, clearsBelow);
  } else into[key] = value;
}

function clears(keys: readonly (readonly [string, PageValue])[]): boolean {
  const flag = keys.find(([key]) => key === '_clear')?.[1];
  if (parseStandIn(flag)?.$type === 'undefined') return false;
  return Boolean(flag);
}

/** The items of a list; undefined where it is none. */
function listOf(value: PageValue): readonly PageValue[] | undefined {
  if (Array.isArray(value)) return value;
  const standIn = parseStandIn(value);
  return standIn?.$type === 'array' ? standIn.values : undefined;
}

/** The properties of a plain object; an instance of a class is none, and is replaced whole. */
function keysOf(value: PageValue): readonly (readonly [string, PageValue])[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const standIn = parseStandIn(value);
  if (standIn === undefined) return Object.entries(value);
  return standIn.$type === 'entries' ? standIn.entries : undefined;
}

/** Methods that change a list by its ends. */
type Method = (list: PageValue[], given: readonly PageValue[]) => unknown;
const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['push', (list, given) => list.push(...given)],
  ['unshift', (list, given) => list.unshift(...given)],
  ['pop', (list) => list.pop()],
  ['shift', (list) => list.shift()],
]);

/** `['items.push', 1]`: a method of a value of the model. */
function runCommand(
  [command, ...given]: readonly PageValue[],
  model: Target,
): Omit<Unmerged, 'entry'> | undefined {
  if (typeof command !== 'string') return { why: 'command' };
  const path = command.split('.');
  const name = path.pop() ?? '';
  let value: PageValue | undefined = model;
  for (const key of path)
    value =
      value !== undefined && isOwnObject(value) && Object.hasOwn(value, key)
        ? (value as Target)[key]
        : undefined;
  const method = METHODS.get(name);
  if (method === undefined || !Array.isArray(value)) return { why: 'command', name: command };
  method(value, given);
  return undefined;
}

/** `gtag('set', …)` is merged like an object; of other commands nothing is published. */
function runGtag(
  [command, first, ...rest]: readonly PageValue[],
  model: Target,
): Omit<Unmerged, 'entry'> | undefined {
  if (command !== 'set')
    return { why: 'gtag', ...(typeof command === 'string' && { name: command }) };
  if (typeof first === 'string' && rest.length === 1)
    mergeKey(first.split('.'), rest[0] ?? null, false, model);
  else if (rest.length === 0 && first !== undefined && keysOf(first))
    return mergeItem(first, model);
  return undefined;
}
