import { type GlobalSource, markWrapper, unwrap } from '../global.ts';
import {
  type AnyFunction,
  apply,
  bare,
  createWeakTable,
  define,
  descriptorOf,
  isArray,
  isObject,
  ProxyOf,
  reflectGet,
  reflectSet,
} from '../natives.ts';
import { commandOf, factsOf, queuedFacts, record, runRecorded } from '../record.ts';
import {
  ensureMethod,
  forItems,
  isPrefix,
  itemsOf,
  lengthOf,
  wrapFunction,
  wrapStackedMethod,
} from '../wrap.ts';

/**
 * Commanders Act: `cact(command, …)`, its queue `caReady` (whose push the library makes
 * non-writable), and the browser-side triggers `tC.event.<label>(element, …)`.
 */

const wrappers = createWeakTable<AnyFunction>();
/** Arguments of the `cact` call that is running: its stub pushes them to `caReady`, no second call. */
let running: unknown[] | null = null;

function wrapCact(cact: AnyFunction): AnyFunction {
  const known = wrappers.get(cact);
  if (known !== undefined) return known;
  const wrapper = wrapFunction(cact, (target, self, args) => {
    const outer = running;
    running = args;
    try {
      return runRecorded(factsOf('cact', commandOf(args), args), target, self, args);
    } finally {
      running = outer;
    }
  });
  wrappers.set(cact, wrapper);
  return wrapper;
}

/** `cact`. */
export const cactSource: GlobalSource = {
  adopt: (value) => (typeof value === 'function' ? wrapCact(value as AnyFunction) : value),
};

const queues = createWeakTable<true>();

/** The command of a queue item: the arguments of a `cact` call, or an array of them. */
function queuedCommand(item: unknown): string {
  return isObject(item) ? commandOf(itemsOf(item, 0)) : 'call';
}

/** Whether a queue item holds just the arguments of a call. */
function isSameCall(args: unknown[], item: unknown): boolean {
  return lengthOf(item) === args.length && isPrefix(args, itemsOf(item as object, 0));
}

/** `caReady`. */
export const caReadySource: GlobalSource = {
  adopt(value) {
    if (!isArray(value)) return value;
    if (!queues.get(value)) {
      queues.set(value, true);
      forItems(value, 0, (item) => {
        record(queuedFacts('cact', queuedCommand(item), [item], 'caReady.push'));
      });
    }
    ensureMethod(value, 'push', (method, host) =>
      wrapStackedMethod(method, host, 'push', (target, self, args) => {
        if (running !== null && isSameCall(running, args[0])) return apply(target, self, args);
        return runRecorded(
          factsOf('cact', queuedCommand(args[0]), args, undefined, 'caReady.push'),
          target,
          self,
          args,
        );
      }),
    );
    return value;
  },
};

function wrapTrigger(trigger: AnyFunction, label: string): AnyFunction {
  const known = wrappers.get(trigger);
  if (known !== undefined) return known;
  const wrapper = wrapFunction(trigger, (target, self, args) =>
    runRecorded(factsOf('cact', `tC.event.${label}`, args), target, self, args),
  );
  wrappers.set(trigger, wrapper);
  return wrapper;
}

/** Labels are added at any time, so they are wrapped as they are read. */
function wrapTriggers(triggers: object): object {
  const wrapper: object = new ProxyOf(
    triggers,
    bare<ProxyHandler<object>>({
      get(target, key, receiver) {
        const value = reflectGet(target, key, receiver);
        const own = descriptorOf(target, key);
        if (typeof value !== 'function' || typeof key !== 'string' || own === undefined)
          return value;
        if (own.configurable === false && own.writable !== true) return value;
        return wrapTrigger(unwrap(value) as AnyFunction, key);
      },
      set: (target, key, value, receiver) =>
        reflectSet(target, key, unwrap(value), receiver === wrapper ? target : receiver),
    }),
  );
  markWrapper(wrapper, triggers);
  return wrapper;
}

/** `tC`: the container's object stays the page's; only its `event` is seen through a wrapper. */
export const tcSource: GlobalSource = {
  adopt(value) {
    if (!isObject(value)) return value;
    const own = descriptorOf(value, 'event');
    if (own === undefined || !isObject(own.value) || unwrap(own.value) !== own.value) return value;
    if (own.configurable === true || own.writable === true)
      define(value, 'event', bare({ value: wrapTriggers(own.value) }));
    return value;
  },
};
