import type { PlanStep } from '../../../src/session/plan.ts';
import type { Profile } from '../../../src/session/profile.ts';
import { copy, READY, sent } from '../../session/fragments.ts';
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
  'plan/not-paired': ready(
    `${sent('Lead', '{}', 'l1')}\n${copy('Lead', '{}', 'l2')}`,
    `${sent('Lead', '{}', 'l1')}\n${copy('Lead', '{}', 'l1')}`,
    plan({ event: 'Lead', paired: true }),
  ),
  'plan/without-consent': ready(
    `consent cookiebot {hasResponse: true, consent: {marketing: false}}\n${sent('Lead')}`,
    `consent cookiebot {hasResponse: true, consent: {marketing: true}}\n${sent('Lead')}`,
    plan({ event: 'Lead', consent: true }),
  ),
  'plan/parameters': ready(
    sent('Lead', '{value: 3, currency: USD}'),
    sent('Lead', '{value: 3, currency: EUR}'),
    plan({ event: 'Lead', parameters: { currency: { const: 'EUR' } } }),
  ),
};
