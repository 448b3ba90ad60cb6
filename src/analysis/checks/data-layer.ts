import type { CallEntry } from '../../session/entry.ts';
import type { PageValue } from '../../session/value.ts';
import { parseStandIn } from '../../session/value.ts';
import { codeLine } from '../../vendors/meta/code-line.ts';
import { withProperties } from '../../vendors/meta/fault.ts';
import type { Fact } from '../facts/fact.ts';

/** Faults of data layer pushes. */

/**
 * Keys under which pages put the name of what happened where GTM expects `event`: those of the seed
 * (`evt`) and other spellings. Keys such as eventCategory are not here: they are pushed as
 * variables before the event by many who know what they do.
 */
const NAME_KEYS = /^(?:evt|events?|event[_-]?name|event[_-]?type)$/i;

/** A push that GTM cannot fire on. */
export interface PushFault {
  fact: Fact<'datalayer/event-key-missing'>;
  /** The key that has the name instead of `event`. */
  key: string;
  /** The event of the chat inside whose listener it was pushed; absent where nothing proves it. */
  chatEvent?: string;
}

/**
 * A push of a plain object without `event` that carries an event all the same: GTM gives it no
 * unique event id, and no Custom Event trigger can fire on it (domain facts 1.3 and 7). Variables
 * alone, gtag's arguments and GTM's own keys are no fault.
 * @param cause the call inside which the push ran
 */
export function checkPush(push: CallEntry, cause: CallEntry | undefined): PushFault[] {
  const found: PushFault[] = [];
  for (const value of push.args) {
    const fault = checkObject(push, value, cause);
    if (fault !== undefined) found.push(fault);
  }
  return found;
}

/** Commands of gtag that Google's tags take from an arguments object only. */
const GTAG_COMMANDS: ReadonlySet<string> = new Set(['config', 'consent', 'event', 'js']);

/** The command and the name of a gtag call that was pushed as a list; undefined where none was. */
export function listedCommand(push: CallEntry): { command: string; name: string } | undefined {
  for (const value of push.args) {
    if (!Array.isArray(value)) continue;
    const [command, name] = value as PageValue[];
    if (typeof command !== 'string' || !GTAG_COMMANDS.has(command)) continue;
    if (typeof name === 'string' || command === 'js') return { command, name: textOf(name) };
  }
  return undefined;
}

const textOf = (value: PageValue | undefined) => (typeof value === 'string' ? value : '');

/**
 * gtag(…) that pushes a list: Google's own snippet pushes its `arguments`, and its tags pass over
 * anything else. A function with rest parameters makes a list of them.
 */
export function listedCommandFact(push: CallEntry): Fact<'datalayer/command-as-list'> | undefined {
  const listed = listedCommand(push);
  return (
    listed && {
      rule: 'datalayer/command-as-list',
      entries: [push.id],
      data: { layer: push.layer ?? 'dataLayer', ...listed },
    }
  );
}

/** Whether one of the pushed values is a plain object without a key `event`. Costs next to nothing. */
export function mayLackEvent(push: CallEntry): boolean {
  for (const value of push.args) if (propertiesWithoutEvent(value) !== undefined) return true;
  return false;
}

function propertiesWithoutEvent(value: PageValue): Record<string, PageValue> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  if (Object.hasOwn(value, 'event') || parseStandIn(value) !== undefined) return undefined;
  return value as Record<string, PageValue>;
}

function checkObject(
  push: CallEntry,
  value: PageValue,
  cause: CallEntry | undefined,
): PushFault | undefined {
  const values = propertiesWithoutEvent(value);
  if (values === undefined) return undefined;
  const keys = Object.keys(values);
  if (keys.length === 0 || keys.some((key) => key.startsWith('gtm.'))) return undefined;
  const chatEvent =
    cause?.source === 'loyjoy' && cause.method === 'listener' ? cause.name : undefined;
  // In a listener of the chat the event's own name tells; elsewhere only a key that says so.
  const key =
    (chatEvent === undefined ? undefined : keys.find((one) => values[one] === chatEvent)) ??
    keys.find((one) => NAME_KEYS.test(one) && isName(values[one]));
  if (key === undefined) return undefined;
  const name = values[key];
  const isCertain = chatEvent !== undefined && name === chatEvent;
  const layer = push.layer ?? 'dataLayer';
  const fact: Fact<'datalayer/event-key-missing'> = {
    rule: 'datalayer/event-key-missing',
    severity: isCertain ? 'error' : 'warning',
    entries: isCertain && cause !== undefined ? [push.id, cause.id] : [push.id],
    data: {
      layer,
      key,
      count: 1,
      chatEvents: isCertain ? [chatEvent] : [],
      corrected: codeLine(`${layer}.push`, [
        withProperties({ event: name ?? 'name' }, { ...values, [key]: undefined }),
      ]),
    },
  };
  return isCertain ? { fact, key, chatEvent } : { fact, key };
}

function isName(value: PageValue | undefined): boolean {
  return typeof value === 'string' && value !== '' && value.length <= 200;
}
