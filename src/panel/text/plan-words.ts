import type { PlanStep } from '../../session/plan.ts';
import { t } from './language.ts';

/** When a step counts, how often, and of what: `behind “lead”, within 5 s, exactly once, with value, currency`. */
export function stepWhen({ after, before, within, times, parameters }: PlanStep): string {
  const { plan, planView: words, say } = t();
  const [min, max] =
    typeof times === 'number' ? [times, times] : [times?.min ?? (times ? 0 : 1), times?.max];
  return [
    words.times(min, max),
    ...(after === undefined ? [] : [plan.after(after)]),
    ...(before === undefined ? [] : [plan.before(before)]),
    ...(within === undefined ? [] : [plan.within(say.duration(within * 1_000))]),
    ...(parameters === undefined || Object.keys(parameters).length === 0
      ? []
      : [words.parameters(say.list(Object.keys(parameters)))]),
  ].join(', ');
}
