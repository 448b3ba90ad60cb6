import { READS } from '../session/limits.ts';
import {
  bare,
  createWeakTable,
  define,
  descriptorOf,
  getPrototypeOf,
  getterOf,
  isObject,
  rawDescriptorOf,
  reflectGet,
  win,
} from './natives.ts';

/** How a source wants the values of its global to be seen. */
export interface GlobalSource {
  /**
   * The value as the page shall read it: wrapped, or the same object with its methods hooked.
   * Called on every assignment and every read, so that what the page or a library has put on top
   * in between is covered before it is used. Must not throw and must be cheap when nothing changed.
   */
  adopt(value: unknown, name: string): unknown;
}

/** Wrapper → what it wraps, so that a wrapper that the page assigns back is not wrapped again. */
const originals = createWeakTable<object>();

/** Remembers that `wrapper` stands for `original`. */
export function markWrapper(wrapper: object, original: object): void {
  originals.set(wrapper, original);
}

/** The page's own value behind a wrapper of ours, or the value itself. */
export function unwrap(value: unknown): unknown {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return value;
  return originals.get(value) ?? value;
}

const parentOf = getterOf<Window | undefined>(win, 'parent');

/**
 * Whether a frame was given what a page around it has under this name (`window.fbq = parent.fbq`).
 * Its calls are told there, where their hits leave.
 */
function isOfOuter(value: unknown, name: string): boolean {
  let outer = parentOf(win);
  if (outer === win || outer === undefined) return false;
  if (!isObject(value) && typeof value !== 'function') return false;
  try {
    for (let inner: Window | undefined; outer !== undefined && outer !== inner; ) {
      const own = rawDescriptorOf(outer, name);
      // Ours is enumerable from when the page has defined the name.
      if (own?.enumerable === true && reflectGet(outer, name, outer) === value) return true;
      inner = outer;
      outer = parentOf(outer);
    }
  } catch {
    // Of another origin.
  }
  return false;
}

/** A read of a name that the page had not defined. */
export type ReadListener = (name: string) => void;

let onRead: ReadListener = () => undefined;

/** Sets who hears of reads before definition. */
export function listenToReads(listener: ReadListener): void {
  onRead = listener;
}

interface Trap {
  name: string;
  adopt(value: unknown): unknown;
  get: () => unknown;
  isDefined(): boolean;
  install(): void;
  /** Waits again, as before the page defined the name. */
  forget(): void;
  next: Trap | null;
}

let traps: Trap | null = null;

/**
 * Waits behind an accessor for a global of this name. Out of enumeration until the page defines
 * it. The accessor stays configurable: a function declaration of the page would be a syntax error
 * otherwise. Does nothing when the name is trapped already.
 */
export function trapGlobal(name: string, source: GlobalSource): void {
  for (let t = traps; t !== null; t = t.next) if (t.name === name) return;
  let value: unknown;
  let defined = false;
  let isOuter = false;
  let readsLeft = READS;

  /** The value as the page shall read it. A revoked proxy, say, cannot be looked at: it stays as it is. */
  const adopt = (next: unknown): unknown => {
    try {
      return isOuter ? next : source.adopt(next, name);
    } catch {
      return next;
    }
  };
  const get = (): unknown => {
    if (defined) return adopt(value);
    // An element with this id or name is what the page would read without us.
    const named = reflectGet(getPrototypeOf(win) as object, name, win);
    if (named !== undefined) return named;
    if (readsLeft > 0) {
      readsLeft -= 1;
      onRead(name);
    }
    return undefined;
  };
  const set = (next: unknown): void => {
    value = unwrap(next);
    isOuter = isOfOuter(next, name);
    if (!defined) {
      defined = true;
      install();
    }
    adopt(value);
  };
  const install = (): void => {
    define(win, name, bare({ get, set, enumerable: defined, configurable: true }));
  };
  const forget = (): void => {
    defined = false;
    value = undefined;
    install();
  };
  const trap: Trap = { name, adopt, get, isDefined: () => defined, install, forget, next: traps };
  traps = trap;

  const own = descriptorOf(win, name);
  if (own === undefined) install();
  else
    takeOver(trap, own, (existing) => {
      value = unwrap(existing);
      defined = true;
    });
}

/** The page's value is there already: an accessor replaces it, or, where it must stay, its value is adopted in place. */
function takeOver(trap: Trap, own: PropertyDescriptor, setValue: (value: unknown) => void): void {
  if (own.get !== undefined || own.set !== undefined) return; // the page's own accessor
  if (own.configurable === true) {
    setValue(own.value);
    trap.install();
    trap.adopt(unwrap(own.value));
    return;
  }
  const adopted = trap.adopt(unwrap(own.value));
  if (own.writable === true && adopted !== own.value)
    define(win, trap.name, bare({ value: adopted }));
}

/**
 * Finds traps that the page has replaced without an assignment (a function declaration, a
 * `defineProperty`) and covers the new value.
 */
export function recheckTraps(): void {
  for (let t = traps; t !== null; t = t.next) {
    // An accessor's descriptor always has a `get` of its own.
    if (rawDescriptorOf(win, t.name)?.get === t.get) continue;
    const own = descriptorOf(win, t.name);
    const trap = t;
    if (own === undefined) {
      trap.forget(); // deleted, as consent tools do; it may come again
      continue;
    }
    takeOver(trap, own, (existing) => {
      // Through our own setter, so that the trap's state is right before it is installed.
      trap.install();
      (win as unknown as Record<string, unknown>)[trap.name] = existing;
    });
  }
}

/** Whether the page has defined a trapped name. */
export function isDefined(name: string): boolean {
  for (let t = traps; t !== null; t = t.next) if (t.name === name) return t.isDefined();
  return false;
}
