import type { RuleCases } from './blocks.ts';
import { CONSENT_CASES } from './consent-cases.ts';
import { DEDUP_CASES } from './dedup-cases.ts';
import { MAPPING_CASES } from './mapping-cases.ts';
import { PAGE_CASES } from './page-cases.ts';
import { PIXEL_CASES } from './pixel-cases.ts';
import { PLAN_CASES } from './plan-cases.ts';
import { PRIVACY_CASES } from './privacy-cases.ts';
import { SERVER_CASES } from './server-cases.ts';

/** For each rule a session that it speaks of, and a near one that it does not. */
export const RULE_CASES: RuleCases = {
  ...PIXEL_CASES,
  ...CONSENT_CASES,
  ...DEDUP_CASES,
  ...SERVER_CASES,
  ...MAPPING_CASES,
  ...PAGE_CASES,
  ...PRIVACY_CASES,
  ...PLAN_CASES,
};
