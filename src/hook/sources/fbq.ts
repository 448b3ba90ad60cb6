import type { Source } from '../../session/entry.ts';
import { type GlobalSource, unwrap } from '../global.ts';
import {
  type AnyFunction,
  apply,
  createWeakTable,
  descriptorOf,
  isArray,
  isObject,
  quietDescriptorOf,
  quietValue,
  reflectGet,
  reflectSet,
} from '../natives.ts';
import { commandOf, factsOf, queuedFacts, record, runRecorded } from '../record.ts';
import {
  ensureMethod,
  forItems,
  isPrefix,
  itemsOf,
  wrapFunction,
  wrapStackedMethod,
} from '../wrap.ts';

/**
 * `fbq` and `_fbq`. Usually one function under both names, whose `push` is the function again and
 * which the SDK, once loaded, enters through `callMethod`. The old form is an array under `_fbq`.
 *
 * `cbq` is the Signals Gateway Pixel, whose stub is the same but for its name (Meta, Signals Gateway
 * Pixel onboarding). A page may give one function both names: it is the pixel then.
 */

const wrappers = createWeakTable<AnyFunction>();
/** Functions and queues that the page has under the pixel's name, and not under cbq alone. */
const ofPixel = createWeakTable<true>();

/** Whose calls a function or a queue takes. */
function sourceOf(taker: object): Source {
  return ofPixel.get(taker) === true ? 'fbq' : 'cbq';
}
/** How many items of a queue stand for calls that have been recorded. */
const recordedCounts = createWeakTable<number>();
/** Arguments of the call that has just entered the page's function: the SDK is next to see them. */
let entering: unknown[] | null = null;

/** The SDK calls itself through the global with this command (facts, [SRC]): not the page's call. */
const INTERNAL_COMMAND = 'fire';

function isInternal(args: unknown[]): boolean {
  return args[0] === INTERNAL_COMMAND;
}

function callsOf(wrapper: () => AnyFunction) {
  return (target: AnyFunction, self: unknown, args: unknown[]): unknown => {
    if (isInternal(args)) return apply(target, self, args);
    // fbq.push is fbq itself, so only `this` tells how it was called.
    const source = sourceOf(target);
    const how = self === wrapper() ? `${source}.push` : undefined;
    const facts = factsOf(source, commandOf(args), args, undefined, how);
    const outer = entering;
    entering = args;
    try {
      tellQueued(target);
      const result = runRecorded(facts, target, self, args);
      // What the stub has queued for this call, maybe in a queue that it has just made, is not to
      // be told again.
      const queue = queueOf(target);
      if (queue !== undefined) recordedCounts.set(queue, queue.length);
      return result;
    } finally {
      entering = outer;
    }
  };
}

function queueOf(target: object): unknown[] | undefined {
  const queue = quietValue(target, 'queue');
  return isArray(queue) ? queue : undefined;
}

/** Whether the SDK is there; from then on the queue is its own business. */
function isLoaded(target: object): boolean {
  return quietDescriptorOf(target, 'callMethod') !== undefined;
}

/** Tells what waits in a pixel's queue and was put there past the wrapper, until the SDK is there. */
function tellQueued(target: object): void {
  const queue = queueOf(target);
  if (queue !== undefined && queue.length > (recordedCounts.get(queue) ?? 0) && !isLoaded(target))
    recordQueue(queue, sourceOf(target), 'queue');
}

/** Every pixel function that was seen; a page has one or two. */
interface Pixel {
  target: object;
  next: Pixel | null;
}
let pixels: Pixel | null = null;

/** Tells the calls that wait in queues: with an SDK that never loads, nothing else would. */
export function tellQueues(): void {
  for (let p = pixels; p !== null; p = p.next) tellQueued(p.target);
}

/**
 * Records calls that wait in the queue and were made past the wrapper, by a reference that the page
 * kept for itself. Items are only appended until the SDK takes them all.
 */
function recordQueue(queue: unknown[], source: Source, via: string): void {
  forItems(queue, recordedCounts.get(queue) ?? 0, (item) => {
    if (!isObject(item)) return;
    const args = itemsOf(item, 0);
    record(queuedFacts(source, commandOf(args), args, via === 'queue' ? `${source}.queue` : via));
  });
  recordedCounts.set(queue, queue.length);
}

/**
 * The SDK's own entry: the page's function calls it with the page's arguments, which is no second
 * call. A call that arrives without having come through the wrapper was made through a reference
 * that the page kept for itself.
 */
function wrapCallMethod(callMethod: AnyFunction, pixel: object): AnyFunction {
  return wrapFunction(callMethod, (target, self, args) => {
    if (entering !== null && isPrefix(entering, args)) {
      entering = null;
      return apply(target, self, args);
    }
    if (isInternal(args)) return apply(target, self, args);
    return runRecorded(factsOf(sourceOf(pixel), commandOf(args), args), target, self, args);
  });
}

/** Shows the page its own properties, not what we put in. */
const pixelTraps: ProxyHandler<AnyFunction> = {
  get(target, key, receiver) {
    const wrapper = wrappers.get(target);
    const value = reflectGet(target, key, receiver === wrapper ? target : receiver);
    if (typeof value !== 'function') return value;
    if (!mayDiffer(target, key)) return value;
    // callMethod is the SDK's, push is the global again.
    if (value === target) return wrapper;
    if (key === 'callMethod') return unwrap(value);
    if (key === 'push') return wrapOwnPush(value as AnyFunction, target);
    return value;
  },
  set(target, key, value, receiver) {
    let own = unwrap(value);
    if (key === 'callMethod' && typeof own === 'function') {
      const queue = queueOf(target);
      if (queue !== undefined) recordQueue(queue, sourceOf(target), 'queue');
      own = wrapCallMethod(own as AnyFunction, target);
    }
    return reflectSet(target, key, own, receiver === wrappers.get(target) ? target : receiver);
  },
  getOwnPropertyDescriptor(target, key) {
    const d = descriptorOf(target, key);
    if (d !== undefined && typeof d.value === 'function' && mayDiffer(target, key))
      d.value = d.value === target ? wrappers.get(target) : unwrap(d.value);
    return d;
  },
};

/**
 * Whether a function lets itself be looked at. What our traps answer, the engine checks against it;
 * behind a proxy of the page whose own trap throws, that would raise the page's error.
 */
function canBeSeen(pixel: AnyFunction): boolean {
  try {
    descriptorOf(pixel, 'queue');
    return true;
  } catch {
    return false;
  }
}

function wrapPixel(pixel: AnyFunction, isPixel: boolean): AnyFunction {
  if (isPixel) ofPixel.set(pixel, true);
  const known = wrappers.get(pixel);
  if (known !== undefined) return known;
  const intercept = callsOf(() => wrapper);
  const wrapper: AnyFunction = canBeSeen(pixel)
    ? wrapFunction(pixel, intercept, pixelTraps)
    : wrapFunction(pixel, intercept);
  wrappers.set(pixel, wrapper);
  pixels = { target: pixel, next: pixels };
  // Seen for the first time: what waits was called before us, whether or not the SDK is there.
  const queue = queueOf(pixel);
  if (queue !== undefined) recordQueue(queue, sourceOf(pixel), 'queue');
  return wrapper;
}

/** The language lets a proxy show another value only for a property that can change. */
function mayDiffer(target: object, key: PropertyKey): boolean {
  const d = quietDescriptorOf(target, key);
  return d === undefined || d.configurable === true || d.writable === true;
}

/** A `push` that is a function of its own and not fbq again. */
function wrapOwnPush(push: AnyFunction, pixel: object): AnyFunction {
  const known = wrappers.get(push);
  if (known !== undefined) return known;
  const wrapper = wrapFunction(push, (target, self, args) => {
    const source = sourceOf(pixel);
    const facts = factsOf(source, commandOf(args), args, undefined, `${source}.push`);
    return runRecorded(facts, target, self, args);
  });
  wrappers.set(push, wrapper);
  return wrapper;
}

function isPixelName(name: string): boolean {
  return name === 'fbq' || name === '_fbq';
}

/** The old form: `_fbq.push(['track', 'Lead', {}])` on an array. */
function adoptArray(array: unknown[], name: string): void {
  const source: Source = isPixelName(name) ? 'fbq' : 'cbq';
  if (recordedCounts.get(array) === undefined) recordQueue(array, source, `${name}.push`);
  ensureMethod(array, 'push', (method, host) =>
    wrapStackedMethod(method, host, 'push', (target, self, args) => {
      const item = args[0];
      const command = commandOf(isObject(item) ? itemsOf(item, 0) : args);
      return runRecorded(
        factsOf(source, command, args, undefined, `${name}.push`),
        target,
        self,
        args,
      );
    }),
  );
}

/** Meta Pixel: `fbq` and `_fbq`; Signals Gateway Pixel: `cbq` and `_cbq`. */
export const fbqSource: GlobalSource = {
  adopt(value, name) {
    if (typeof value === 'function') return wrapPixel(value as AnyFunction, isPixelName(name));
    if (isArray(value)) adoptArray(value, name);
    return value;
  },
};
