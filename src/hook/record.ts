import type { Source } from '../session/entry.ts';
import { STACK_FRAMES, STACKS_PER_SECOND, STRING_UNITS } from '../session/limits.ts';
import { copyArguments } from './copy.ts';
import { awaitParts, createLate, fillEntry, joinParts, type Late } from './late.ts';
import {
  apply,
  dateNow,
  descriptorOf,
  ErrorOf,
  getPrototypeOf,
  getterOf,
  PromisePrototype,
  slice,
  stringify,
} from './natives.ts';
import { amend, isLeaving, nextNumber, requestFlush, send, skipNumbers } from './outbox.ts';

/**
 * What a wrapper knows of a call. Every field is always there: one that is not would be looked up
 * on Object.prototype, which is the page's.
 */
export interface CallFacts {
  source: Source;
  method: string;
  /** Copied before the call runs. */
  args: ArrayLike<unknown>;
  name: string | undefined;
  via: string | undefined;
  layer: string | undefined;
  queued: boolean;
  /** Filled in as it is recorded: its number (0 before that), and its text without the last brace. */
  number: number;
  text: string;
  /** What is filled into the text when the task is over. */
  late: Late | null;
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
  return { source, method, args, name, via, layer, queued: false, number: 0, text: '', late: null };
}

/** The facts of a call that was found waiting. */
export function queuedFacts(
  source: Source,
  method: string,
  args: ArrayLike<unknown>,
  via?: string,
  layer?: string,
): CallFacts {
  return {
    source,
    method,
    args,
    name: undefined,
    via,
    layer,
    queued: true,
    number: 0,
    text: '',
    late: null,
  };
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
  return descriptorOf(ErrorOf, 'prepareStackTrace') !== undefined;
}

/**
 * An error that knows where it was made. Both engines note the frames at once, at a tenth of the
 * cost, and write the same text later.
 */
export function takeStack(): Error | null {
  if (hasOwnFormat()) return null;
  // V8 keeps ten frames, and the first six are ours. Nothing of the page runs in between.
  const limit = descriptorOf(ErrorOf, 'stackTraceLimit');
  const isOurs = limit?.writable === true && typeof limit.value === 'number' && limit.value > 0;
  if (isOurs) ErrorOf.stackTraceLimit = STACK_FRAMES;
  const error = new ErrorOf();
  if (isOurs) ErrorOf.stackTraceLimit = limit.value;
  return error;
}

/** The engine's stack text, or '' where there is none or the page would make it. */
export function stackText(error: Error | null): string {
  if (error === null || hasOwnFormat()) return '';
  const text = hasStackGetter ? stackOf(error) : descriptorOf(error, 'stack') ? error.stack : '';
  return typeof text === 'string' ? slice(text, 0, STRING_UNITS) : '';
}

/** A stack is dear, so only calls at a person's pace get one. */
function stackPart(at: number): Late | null {
  const second = at - (at % 1000);
  if (second !== stackSecond) {
    stackSecond = second;
    stacksLeft = STACKS_PER_SECOND;
  }
  if (stacksLeft === 0) return null;
  stacksLeft -= 1;
  const error = takeStack();
  if (error === null) return null;
  const read = (): string => {
    const text = stackText(error);
    return text === '' ? '' : `${STACK}${stringify(text)}`;
  };
  return createLate(read, false, STACK);
}
const STACK = ',"stack":';

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

/** Writes a call entry; returns its number. */
export function record(facts: CallFacts): number {
  const { source, method, args, name, via, layer, queued } = facts;
  const copy = copyArguments(args, !isLeaving());
  const at = now();
  let text = `{"id":${nextNumber()},"at":${at}${headOf(source, method)}${copy.text},"phase":"${queued ? 'queued' : 'live'}"`;
  if (cause !== 0) text += `,"cause":${cause}`;
  if (name !== undefined) text += `,"name":${stringify(slice(name, 0, STRING_UNITS))}`;
  if (via !== undefined) text += `,"via":${stringify(via)}`;
  if (layer !== undefined) text += `,"layer":${stringify(layer)}`;
  if (copy.cut !== '') text += `,"cut":${copy.cut}`;
  if (copy.lateAt !== '') text += `,"late":${copy.lateAt}`;
  const stack = queued ? null : stackPart(at);
  if (stack !== null) text += stack.token;
  facts.text = text;
  facts.late = joinParts(copy.late, stack);
  awaitParts(facts.late);
  facts.number = send(`${text}}`);
  return facts.number;
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
  let own: number;
  if (facts.source === 'fbq' || facts.source === 'cact') beforeCall();
  try {
    own = record(facts);
  } catch {
    // The page's stack is used up. Its call must run all the same; the panel shows a gap.
    skipNumbers(1);
    return apply(target, self, args);
  }
  cause = own;
  let returned = false;
  try {
    const result = apply(target, self, args);
    returned = true;
    if (facts.source === 'analytics' && isPromise(result)) amend(own, '"returned":"promise",');
    return result;
  } finally {
    cause = outer;
    if (!returned) amend(own, '"threw":true,');
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
export function tellMessageId({ number, text, late }: CallFacts, id: unknown): void {
  if (typeof id !== 'string' || number === 0) return;
  try {
    const property = `"messageId":${stringify(slice(id, 0, STRING_UNITS))},`;
    if (amend(number, property)) return;
    const whole = fillEntry(text, late);
    const rest = slice(whole, `{"id":${number},`.length, whole.length);
    send(`{"id":${nextNumber()},"revises":${number},${property}${rest}}`);
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
    `{"id":${nextNumber()},"at":${now()},"kind":"page","event":"${event}","url":${stringify(slice(url, 0, STRING_UNITS))}${extra}}`,
  );
  requestFlush();
}
