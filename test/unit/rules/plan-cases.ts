import type { PlanStep } from '../../../src/session/plan.ts';
import type { Profile } from '../../../src/session/profile.ts';
import { READY, sent } from '../../session/fragments.ts';
import { after, type RuleCases } from './blocks.ts';

const ready = after(READY);
const plan = (...steps: PlanStep[]): Profile => ({ plans: { buy: { steps } } });

/** Sessions held against a plan. */
export const PLAN_CASES: RuleCases = {
  'plan/missing': ready(
    sent('Lead', '{value: 3, currency: EUR}'),
    sent('Purchase', '{value: 3, currency: EUR}'),
    plan({ event: 'Purchase' }),
  ),
  'plan/unexpected': ready(
    `${sent('Lead')}\n${sent('Lead')}`,
    sent('Lead'),
    plan({ event: 'Lead', times: 1 }),
  ),
  'plan/parameters': ready(
    sent('Lead', '{value: 3, currency: USD}'),
    sent('Lead', '{value: 3, currency: EUR}'),
    plan({ event: 'Lead', parameters: { currency: { const: 'EUR' } } }),
  ),
};
