import type { GlobalSource } from '../global.ts';
import {
  type AnyFunction,
  apply,
  createWeakTable,
  indexOf,
  isArray,
  isObject,
  quietValue,
} from '../natives.ts';
import { requestFlush } from '../outbox.ts';
import {
  type CallFacts,
  factsOf,
  queuedFacts,
  record,
  runAsPartOf,
  runRecorded,
  tellMessageId,
} from '../record.ts';
import {
  ensureMethod,
  forItems,
  isPrefix,
  itemAt,
  itemsOf,
  wrapFunction,
  wrapStackedMethod,
} from '../wrap.ts';

/**
 * Segment and Astronomer `analytics`. First an array whose methods push `[method, …args]` onto it;
 * then the library replaces the global and runs what was queued through its own methods, with the
 * page's context as one more argument: one call of the page, so it is recorded once.
 */

const METHODS = [
  'track',
  'page',
  'identify',
  'group',
  'alias',
  'screen',
  'reset',
  'trackLink',
  'trackForm',
  'trackClick',
  'trackSubmit',
  'pageview',
];

/** The methods to whose calls the snippet, or the library's replay, appends the page's context. */
const WITH_CONTEXT = 'track page identify group alias screen';

/** A call that waits for the library. */
interface Waiting {
  facts: CallFacts;
  next: Waiting | null;
}
/** Whether a library has taken the global. */
let hasLibrary = false;
let waiting: Waiting | null = null;
let lastWaiting: Waiting | null = null;

const queues = createWeakTable<true>();
const libraries = createWeakTable<true>();
/** Whether a method of the page's call is running: the stub's push inside it is no second call. */
let inMethod = false;
/** The running call whose event the library has still to make. */
let eventless: CallFacts | null = null;

function wait(facts: CallFacts): void {
  if (hasLibrary) return; // a stub that was kept: nothing replays its calls any more
  const item: Waiting = { facts, next: null };
  if (lastWaiting === null) waiting = item;
  else lastWaiting.next = item;
  lastWaiting = item;
}

/**
 * Whether the library took the global in this very task: then a call that repeats a waiting one is
 * its replay (classic analytics.js). analytics-next replays later, but marks each call by the page
 * context that it appends.
 */
let taking = false;

/** The task is over: what repeats a waiting call from now on is a new call of the page. */
export function endAnalyticsTask(): void {
  taking = false;
}

/** Takes the waiting call that this one repeats, if there is one. */
function takeWaiting(method: string, args: unknown[]): Waiting | undefined {
  const hasContext = isPageContext(itemAt(args, args.length - 1));
  if (!taking && !hasContext && indexOf(WITH_CONTEXT, method) >= 0) return undefined;
  let before: Waiting | null = null;
  for (let w = waiting; w !== null; before = w, w = w.next) {
    if (w.facts.method !== method || !isPrefix(w.facts.args, args)) continue;
    if (before === null) waiting = w.next;
    else before.next = w.next;
    if (w.next === null) lastWaiting = before;
    return w;
  }
  return undefined;
}

/** The context that Segment's snippet appends to what the page passed. */
function isPageContext(value: unknown): boolean {
  return isObject(value) && quietValue(value, '__t') === 'bpc';
}

/** The arguments of a queue item `[method, …args]`, without the snippet's context. */
function queuedArgs(item: object): unknown[] {
  const args = itemsOf(item, 1);
  if (isPageContext(itemAt(args, args.length - 1))) args.length -= 1;
  return args;
}

function queuedMethod(item: unknown): string | undefined {
  const method = isObject(item) ? itemAt(item, 0) : undefined;
  for (let i = 0; i < METHODS.length; i += 1) if (METHODS[i] === method) return method as string;
  return undefined;
}

function wrapMethod(name: string, isStub: boolean) {
  return (method: AnyFunction, host: object): AnyFunction =>
    wrapStackedMethod(method, host, name, (target, self, args) => {
      const outerEventless = eventless;
      if (!isStub) {
        const replayed = takeWaiting(name, args);
        if (replayed !== undefined) {
          eventless = replayed.facts;
          try {
            return runAsPartOf(replayed.facts.number, target, self, args);
          } finally {
            eventless = outerEventless;
          }
        }
      }
      // A stub that outlived the library hands on to it: one call, already recorded.
      if (inMethod) return apply(target, self, args);
      const facts = factsOf('analytics', name, args);
      const outer = inMethod;
      // A stub hands on to itself or to the library, and `pageview` calls `page`.
      inMethod = isStub || name === 'pageview';
      eventless = isStub ? null : facts;
      try {
        if (isStub) wait(facts);
        return runRecorded(facts, target, self, args);
      } finally {
        inMethod = outer;
        eventless = outerEventless;
      }
    });
}

/**
 * analytics-next makes the event of a call inside that call, in `eventFactory.normalize` (read in
 * its source, 1.84.3): what that gives carries the id under which the event will leave. Its
 * promises are not touched. Classic analytics.js has no factory, and its ids are not learned.
 */
function adoptFactory(library: object): void {
  const factory = quietValue(library, 'eventFactory');
  if (!isObject(factory)) return;
  ensureMethod(factory, 'normalize', (method) =>
    wrapFunction(method, (target, self, args) => {
      const event = apply(target, self, args);
      if (eventless !== null && isObject(event)) {
        const facts = eventless;
        eventless = null;
        tellMessageId(facts, quietValue(event, 'messageId'));
      }
      return event;
    }),
  );
}

function adoptQueue(queue: object): void {
  if (!queues.get(queue)) {
    queues.set(queue, true);
    forItems(queue, 0, recordQueued);
  }
  ensureMethod(queue, 'push', (push, host) =>
    wrapStackedMethod(push, host, 'push', (target, self, args) => {
      const item = itemAt(args, 0);
      const method = queuedMethod(item);
      if (inMethod || method === undefined || !isObject(item)) return apply(target, self, args);
      const facts = factsOf('analytics', method, queuedArgs(item), undefined, 'analytics.push');
      wait(facts);
      return runRecorded(facts, target, self, args);
    }),
  );
}

function recordQueued(item: unknown): void {
  const method = queuedMethod(item);
  if (method === undefined || !isObject(item)) return;
  const facts = queuedFacts('analytics', method, queuedArgs(item), 'analytics.push');
  wait(facts);
  record(facts);
}

/** `analytics`. */
export const analyticsSource: GlobalSource = {
  adopt(value) {
    if (!isObject(value)) return value;
    const isStub = isArray(value);
    if (isStub) adoptQueue(value);
    else if (!libraries.get(value)) {
      libraries.set(value, true);
      hasLibrary = true;
      taking = waiting !== null;
      if (taking) requestFlush();
    }
    if (!isStub) {
      adoptFactory(value);
      // The package's AnalyticsBrowser hands on to the library proper once that has loaded.
      const inner = quietValue(value, 'instance');
      if (isObject(inner)) adoptFactory(inner);
    }
    for (let i = 0; i < METHODS.length; i += 1) {
      const name = METHODS[i] as string;
      ensureMethod(value, name, wrapMethod(name, isStub));
    }
    return value;
  },
};
