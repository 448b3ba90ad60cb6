import type { Plan } from '../../../session/plan.ts';
import { type EditedText, openText, select } from './edit-text.ts';

const PLANS = 'plans';

/**
 * Puts a plan into a profile under a name that is free there: `name`, `name-2`. Undefined where the
 * text is no object, or has something else in that place.
 */
export function addPlan(text: string, name: string, plan: Plan): EditedText | undefined {
  const open = openText(text);
  if (!open || (open.at([PLANS])?.type ?? 'object') !== 'object') return undefined;
  let free = name;
  for (let n = 2; open.at([PLANS, free]) !== undefined; n += 1) free = `${name}-${n}`;
  return select(open.put([PLANS, free], plan), [PLANS, free]);
}
