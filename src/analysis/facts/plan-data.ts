import type { ParameterSchema } from '../../session/plan.ts';
import type { ConsentVerdict, PairVerdict } from '../verdicts.ts';

/** A parameter that is not as the plan has it. */
export interface ParameterFault {
  name: string;
  /** As it was sent; absent: it was not. */
  actual?: string;
  /** What it does not meet. */
  expected: Omit<ParameterSchema, 'optional'>;
}

/** The step of a plan, as far as it says something. */
interface PlanPlace {
  plan: string;
  /** Counted from 1. */
  step: number;
  /** `*`: any. */
  event: string;
  after?: string;
  before?: string;
  /** Seconds. */
  within?: number;
}

/** Data of the facts about plans. */
export interface PlanData {
  'plan/missing': PlanPlace & {
    /** `not-reached`: the event that it must follow never came. `late`: it came, after its time. */
    reason: 'never' | 'fewer' | 'late' | 'not-reached';
    expected: number;
    count: number;
    /** Seconds behind `after`, where it came late. */
    seconds?: number;
    /** Requests that may have been it: the browser did not show what they carry. */
    unread: number;
  };
  'plan/unexpected': PlanPlace & {
    count: number;
    allowed: number;
    /** The parameter and its value for which so many are allowed. */
    per?: { name: string; value: string };
  };
  /** The verdict of the worst copy. */
  'plan/not-paired': PlanPlace & { verdict: PairVerdict | 'none' };
  'plan/without-consent': PlanPlace & { verdict: ConsentVerdict };
  'plan/parameters': PlanPlace & { faults: ParameterFault[] };
}
