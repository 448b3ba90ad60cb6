import type { PixelCall } from './call.ts';
import { checkPixelCall } from './checks.ts';
import { probableCurrency } from './currencies.ts';
import { probableNumber } from './event-data.ts';
import type { Fault } from './fault.ts';
import { NO_PIXELS } from './sdk-words.ts';
import { misspeltStandardEvent } from './standard-events.ts';

/**
 * Faults of a pixel call that others see the consequences of: what the finding about the call says,
 * with the corrected line, need not be said again of a mapping or a pair.
 */

/** None of the faults that are asked for depends on the pixels that were there. */
function findFault(call: PixelCall, rule: string): Fault | undefined {
  return checkPixelCall(call, NO_PIXELS).find((fault) => fault.rule === rule);
}

/** The fault of a name that is this standard event's but for case and separators. */
export function nameFault(call: PixelCall, standard: string): Fault | undefined {
  if (misspeltStandardEvent(call.eventName ?? '') !== standard) return undefined;
  return findFault(call, 'pixel/event-name-case');
}

/**
 * The fault that is the whole difference between a parameter and what it should be: it is not there
 * where Meta needs it, or it is the right value in a form that Meta cannot read.
 * @param name `value` or `currency`; others have no such fault
 * @param actual undefined where the call lacks it
 */
export function parameterFault(
  call: PixelCall,
  name: string,
  { expected, actual }: { expected: string; actual: string | undefined },
): Fault | undefined {
  if (name !== 'value' && name !== 'currency') return undefined;
  if (actual === undefined)
    return (
      findFault(call, `pixel/purchase-without-${name}`) ??
      (name === 'currency' ? findFault(call, 'pixel/value-without-currency') : undefined)
    );
  if (name === 'value')
    return probableNumber(actual) === Number(expected)
      ? findFault(call, 'pixel/invalid-value')
      : undefined;
  return probableCurrency(actual) === expected
    ? findFault(call, 'pixel/invalid-currency')
    : undefined;
}
