import { describe, expect, it } from 'vitest';
import { rulesIn } from './blocks.ts';
import { RULE_CASES } from './cases.ts';

describe('a rule', () => {
  it.each(Object.entries(RULE_CASES))(
    '%s speaks of its session, and not of a near one',
    (rule, one) => {
      const { found, near, profile } = one;
      expect(rulesIn(found, profile)).toContain(rule);
      expect(rulesIn(near, profile)).not.toContain(rule);
    },
  );
});
