import type { Aspect } from '../../vendors/aspect.ts';
import { probableCurrency } from '../../vendors/meta/currencies.ts';
import { isStandardEvent } from '../../vendors/meta/standard-events.ts';
import type { Severity } from '../verdicts.ts';
import type { Fact, RuleId } from './fact.ts';
import type { Facts } from './facts.ts';

/**
 * Facts about a pixel call that others see the consequences of: what is told of the call, with the
 * corrected line, is not told again of a mapping or a pair.
 */
export interface ToldFault {
  rule: RuleId;
  severity: Severity;
}

function find(
  facts: Facts,
  call: string,
  aspect: Aspect,
  fits: (fact: Fact) => boolean,
): ToldFault | undefined {
  for (const fact of facts.about(call, aspect)) {
    const severity = facts.severityOf(fact);
    if (severity !== undefined && fits(fact)) return { rule: fact.rule, severity };
  }
  return undefined;
}

/** What is wrong with the call's event id. */
export function toldEventId(facts: Facts, call: string): ToldFault | undefined {
  return find(facts, call, 'event-id', ({ rule }) => rule.startsWith('pixel/'));
}

/**
 * That the call's name is this one but for case and separators, or the id of an old conversion
 * pixel where no standard event is known that it stands for.
 */
export function toldName(facts: Facts, call: string, standard: string): ToldFault | undefined {
  return find(
    facts,
    call,
    'name',
    (fact) =>
      (fact.rule === 'pixel/legacy-conversion-id' && !isStandardEvent(standard)) ||
      (fact.rule === 'pixel/event-name-case' && fact.data.meant === standard),
  );
}

/**
 * The fault that is the whole difference between a parameter and what it should be: it is not there
 * where Meta needs it, or it is the right value in a form that Meta cannot read.
 * @param name `value` or `currency`; others have no such fault
 * @param actual undefined where the call lacks it
 */
export function toldParameter(
  facts: Facts,
  call: string,
  name: string,
  { expected, actual }: { expected: string; actual: string | undefined },
): ToldFault | undefined {
  if (name !== 'value' && name !== 'currency') return undefined;
  return find(facts, call, name, (fact) => {
    switch (fact.rule) {
      case 'pixel/purchase-without-value':
      case 'pixel/purchase-without-currency':
      case 'pixel/value-without-currency':
        return actual === undefined;
      case 'pixel/invalid-value':
        return fact.data.meant === Number(expected);
      case 'pixel/invalid-currency':
        return actual !== undefined && probableCurrency(actual) === expected;
      default:
        return false;
    }
  });
}
