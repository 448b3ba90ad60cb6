import type { ParameterFault, PlanData } from '../analysis/facts/plan-data.ts';
import type { Words } from './words.ts';

/** Where in a plan, and when it counts: `Plan “checkout”, step 2 (“Lead”, behind “newsletter”, within 5 s)`. */
export function sayStep(
  { plan, step, event, after, before, within }: PlanData[keyof PlanData],
  t: Words,
): string {
  const { plan: words, say } = t;
  const when = [
    event === '*' ? words.anyEvent : say.quote(event),
    ...(after === undefined ? [] : [words.after(after)]),
    ...(within === undefined ? [] : [words.within(say.duration(within * 1_000))]),
    ...(before === undefined ? [] : [words.before(before)]),
  ];
  return words.step(plan, step, when.join(', '));
}

/** `value is 3 (minimum 5), currency is missing`. */
export function sayParameterFaults(faults: readonly ParameterFault[], t: Words): string {
  return t.say.list(
    faults.map(({ name, actual, expected }) => {
      const wanted = Object.entries(expected)
        .map(
          ([word, value]) => `${word} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
        )
        .join(', ');
      return t.plan.parameter(name, actual === undefined ? undefined : t.say.quote(actual), wanted);
    }),
  );
}
