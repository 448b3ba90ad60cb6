import { describe, expect, it } from 'vitest';
import { rulesIn } from './blocks.ts';
import { CONSENT_CASES } from './consent-cases.ts';
import { DEDUP_CASES } from './dedup-cases.ts';
import { MAPPING_CASES } from './mapping-cases.ts';
import { PAGE_CASES } from './page-cases.ts';
import { PIXEL_CASES } from './pixel-cases.ts';

const cases = {
  ...PIXEL_CASES,
  ...CONSENT_CASES,
  ...DEDUP_CASES,
  ...MAPPING_CASES,
  ...PAGE_CASES,
};

describe('a rule', () => {
  it.each(Object.entries(cases))('%s speaks of its session, and not of a near one', (rule, one) => {
    const { found, near, profile } = one;
    expect(rulesIn(found, profile)).toContain(rule);
    expect(rulesIn(near, profile)).not.toContain(rule);
  });
});
