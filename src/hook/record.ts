import type { Source } from '../session/entry.ts';
import { STACK_FRAMES, STACKS_PER_SECOND, STRING_UNITS } from '../session/limits.ts';
import { copyArguments } from './copy.ts';
import { fillIn } from './late.ts';
import {
  apply,
  dateNow,
  descriptorOf,
  ErrorOf,
  getPrototypeOf,
  getterOf,
  hasOwn,
  PromisePrototype,
  rawDescriptorOf,
  slice,
  stringify,
} from './natives.ts';
import {
  isWaiting,
  leaving,
  requestFlush,
  send,
  skipNumbers,
  take,
  type Waiting,
} from './outbox.ts';
import type { Copy } from './write.ts';

/**
 * What a wrapper knows of a call, which is its entry as well. Every field is always there: one that is
 * not would be looked up on Object.prototype, which is the page's. The text is written as it leaves: at
 * the call only what may change after it is taken down.
 */
export interface CallFacts extends Waiting {
  source: Source;
  method: string;
  /** Copied before the call runs. */
  args: ArrayLike<unknown>;
  name: string | undefined;
  via: string | undefined;
  layer: string | undefined;
  queued: boolean;
  /** Filled in as it is recorded, as `number` is. */
  copy: Copy | null;
  at: number;
  /** The number of the call whose code made it; 0: none. */
  cause: number;
  /** Knows where it was made. */
  place: Error | null;
  /** JSON properties that became known while it ran, each with a comma behind it. */
  more: string;
}

/** The facts of a call; what is not told is not known. */
export function factsOf(
  source: Source,
  method: string,
  args: ArrayLike<unknown>,
  name?: string,
  via?: string,
  layer?: string,
): CallFacts {
  return {
    source,
    method,
    args,
    name,
    via,
    layer,
    queued: false,
    number: 0,
    text: '',
    write: writeCall,
    units: 0,
    late: null,
    next: null,
    copy: null,
    at: 0,
    cause: 0,
    place: null,
    more: '',
  };
}

/** The facts of a call that was found waiting. */
export function queuedFacts(
  source: Source,
  method: string,
  args: ArrayLike<unknown>,
  via?: string,
  layer?: string,
): CallFacts {
  const facts = factsOf(source, method, args, undefined, via, layer);
  facts.queued = true;
  return facts;
}

/** The number of the call whose code is running now; 0: none. */
let cause = 0;
let lastAt = 0;
let stackSecond = 0;
let stacksLeft = 0;

const stackOf = getterOf<string>(Error.prototype, 'stack');
const hasStackGetter = descriptorOf(Error.prototype, 'stack')?.get !== undefined;

/** Milliseconds since the epoch, never backwards in a document even if the clock is set back. */
export function now(): number {
  const at = dateNow();
  if (at > lastAt) lastAt = at;
  return lastAt;
}

/** Whether asking for a stack would run the page's code. */
function hasOwnFormat(): boolean {
  return hasOwn(ErrorOf, 'prepareStackTrace');
}

/**
 * An error that knows where it was made. Both engines note the frames at once, at a tenth of the
 * cost, and write the same text later.
 */
export function takeStack(): Error | null {
  if (hasOwnFormat()) return null;
  // V8 keeps ten frames, and the first four are ours. Nothing of the page runs in between.
  const d = rawDescriptorOf(ErrorOf, 'stackTraceLimit');
  const limit: unknown = d !== undefined && hasOwn(d, 'value') && d.writable ? d.value : 0;
  if (typeof limit !== 'number' || limit <= 0) return new ErrorOf();
  ErrorOf.stackTraceLimit = STACK_FRAMES;
  const error = new ErrorOf();
  ErrorOf.stackTraceLimit = limit;
  return error;
}

/** The engine's stack text, or '' where there is none or the page would make it. */
export function stackText(error: Error | null): string {
  if (error === null || hasOwnFormat()) return '';
  const text = hasStackGetter ? stackOf(error) : descriptorOf(error, 'stack') ? error.stack : '';
  return typeof text === 'string' ? slice(text, 0, STRING_UNITS) : '';
}

/** Whether a call at this time gets a stack, which is dear: only those at a person's pace do. */
function takesStack(at: number): boolean {
  const second = at - (at % 1000);
  if (second !== stackSecond) {
    stackSecond = second;
    stacksLeft = STACKS_PER_SECOND;
  }
  if (stacksLeft === 0) return false;
  stacksLeft -= 1;
  return true;
}

let headSource: Source | undefined;
let headMethod = '';
let head = '';

/** The part that calls in a row share. Few long pieces make a text that is joined fast. */
function headOf(source: Source, method: string): string {
  if (source !== headSource || method !== headMethod) {
    // First what can throw when the page's stack is used up.
    head = `,"kind":"call","source":"${source}","method":${stringify(method)},"args":`;
    headSource = source;
    headMethod = method;
  }
  return head;
}

/** Text of a call's entry besides its arguments, about. */
const HEAD_UNITS = 200;

/** Takes a call down. */
export function record(facts: CallFacts): void {
  const copy = copyArguments(facts.args, !leaving);
  const at = now();
  facts.copy = copy;
  facts.late = copy.late;
  facts.units = copy.text.length + HEAD_UNITS;
  facts.at = at;
  facts.cause = cause;
  if (!facts.queued && takesStack(at)) facts.place = takeStack();
  take(facts);
}

function writeCall(this: CallFacts): string {
  const { source, method, name, via, layer, copy } = this;
  if (copy === null) return '';
  let text = `{"id":${this.number},${this.more}"at":${this.at}${headOf(source, method)}${copy.text},"phase":"${this.queued ? 'queued' : 'live'}"`;
  if (this.cause !== 0) text += `,"cause":${this.cause}`;
  if (name !== undefined) text += `,"name":${stringify(slice(name, 0, STRING_UNITS))}`;
  if (via !== undefined) text += `,"via":${stringify(via)}`;
  if (layer !== undefined) text += `,"layer":${stringify(layer)}`;
  if (copy.cut !== '') text += `,"cut":${copy.cut}`;
  if (copy.lateAt !== '') text += `,"late":${copy.lateAt}`;
  const stack = stackText(this.place);
  if (stack !== '') text += `,"stack":${stringify(stack)}`;
  return fillIn(`${text}}`, this.late);
}

/**
 * Adds a property (`"threw":true,`) to an entry that has not left yet; one that has stays as it is.
 * @returns whether the entry was still there
 */
function amend(facts: CallFacts, property: string): boolean {
  if (!isWaiting(facts)) return false;
  facts.more += property;
  return true;
}

let beforeCall: () => void = () => undefined;

/** Sets who hears of calls that are bound for Meta, right before each is recorded. Must not throw. */
export function listenToCalls(listener: () => void): void {
  beforeCall = listener;
}

/**
 * Records a call and runs it: what runs inside is nested in it. Return value, `this` and thrown
 * error are the page's own; `finally` instead of `catch` keeps the place that the engine reports.
 */
export function runRecorded(
  facts: CallFacts,
  target: (...args: never[]) => unknown,
  self: unknown,
  args: readonly unknown[],
): unknown {
  const outer = cause;
  if (facts.source === 'fbq' || facts.source === 'cact') beforeCall();
  try {
    record(facts);
  } catch {
    // The page's stack is used up. Its call must run all the same; the panel shows a gap.
    skipNumbers(1);
    return apply(target, self, args);
  }
  cause = facts.number;
  let returned = false;
  try {
    const result = apply(target, self, args);
    returned = true;
    if (facts.source === 'analytics' && isPromise(result)) amend(facts, '"returned":"promise",');
    return result;
  } finally {
    cause = outer;
    if (!returned) amend(facts, '"threw":true,');
  }
}

/** Runs something that is not a call of its own, but part of the call with this number. */
export function runAsPartOf(
  number: number,
  target: (...args: never[]) => unknown,
  self: unknown,
  args: readonly unknown[],
): unknown {
  const outer = cause;
  cause = number;
  try {
    return apply(target, self, args);
  } finally {
    cause = outer;
  }
}

/**
 * The id that a library gave to the event of a call. A call that waited for the library has left
 * long ago: it is told again, whole.
 */
export function tellMessageId(facts: CallFacts, id: unknown): void {
  const { number } = facts;
  if (typeof id !== 'string' || number === 0) return;
  try {
    const property = `"messageId":${stringify(slice(id, 0, STRING_UNITS))},`;
    if (amend(facts, property)) return;
    const rest = slice(facts.text, `{"id":${number},`.length);
    send(`"revises":${number},${property}${rest}`);
  } catch {
    // The page's stack is used up: its call stays without the id.
  }
}

function isPromise(value: unknown): boolean {
  try {
    return (
      typeof value === 'object' && value !== null && getPrototypeOf(value) === PromisePrototype
    );
  } catch {
    return false; // a proxy whose trap throws
  }
}

/** The first of a call's own arguments where it is a command, else `call`. */
export function commandOf(args: unknown[]): string {
  const command = args.length > 0 ? args[0] : undefined;
  if (typeof command !== 'string') return 'call';
  return command.length > 200 ? slice(command, 0, 200) : command;
}

/** Writes a page entry (`route`, `return`, `read`). `extra` is JSON text that starts with a comma. */
export function recordPage(event: 'route' | 'return' | 'read', url: string, extra: string): void {
  send(
    `"at":${now()},"kind":"page","event":"${event}","url":${stringify(slice(url, 0, STRING_UNITS))}${extra}}`,
  );
  requestFlush();
}
