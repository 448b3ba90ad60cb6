import type { RuleId } from '../analysis/facts/fact.ts';
import type { FactData } from '../analysis/facts/fact-data.ts';
import { connector } from './connector.ts';
import { consent } from './consent.ts';
import { datalayer } from './datalayer.ts';
import { dedup } from './dedup.ts';
import { log } from './log.ts';
import { loyjoy } from './loyjoy.ts';
import { mapping } from './mapping.ts';
import { page } from './page.ts';
import { pixel } from './pixel.ts';
import { plan } from './plan.ts';
import { privacy } from './privacy.ts';
import type { Rule } from './rule.ts';
import { server } from './server.ts';

/** Every rule, by its id. */
export const RULES: { readonly [R in RuleId]: Rule<FactData[R]> } = {
  ...pixel,
  ...consent,
  ...dedup,
  ...server,
  ...mapping,
  ...connector,
  ...datalayer,
  ...loyjoy,
  ...page,
  ...privacy,
  ...plan,
  ...log,
};

/** Ids of all rules, in order of their names. */
export const RULE_IDS = Object.keys(RULES).sort() as RuleId[];
