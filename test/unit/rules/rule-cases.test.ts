import { describe, expect, it } from 'vitest';
import { PIXEL, READY } from '../../session/fragments.ts';
import { findingIn, rulesIn } from './blocks.ts';
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

describe('the fix of a changed parameter', () => {
  const rule = {
    from: { source: 'dataLayer', name: 'view_item' },
    to: 'ViewContent',
    parameters: [
      { from: 'ecommerce.items', to: 'contents' },
      { from: 'ecommerce.value', to: 'value' },
    ],
  } as const;
  const fixOf = (data: string, own = false) =>
    findingIn(
      `${READY}
dataLayer {event: view_item, ecommerce: {value: 3, currency: EUR, items: [{item_id: "456"}]}}
  fbq track ViewContent ${data}
    > hit ${PIXEL} ViewContent cd=${data}`,
      'mapping/parameter-different',
      own ? { mapping: { rules: [{ ...rule, parameters: [...rule.parameters] }] } } : {},
    )?.fix;
  const RENAMED = '{value: 3, currency: EUR, content_ids: [x_9], content_type: product}';

  it('asks for the ids of the catalogue where all of them are others', () => {
    expect(fixOf(RENAMED)).toMatch(/^Look up which ids your catalogue at Meta has/);
    expect(fixOf('{value: 4, currency: EUR, content_ids: [x_9], content_type: product}')).toMatch(
      /^Pass value to Meta as the source event has it\. Look up/,
    );
  });

  it("keeps to the user's own rule", () => {
    expect(fixOf(RENAMED, true)).toBe('Pass contents to Meta as the source event has it.');
  });

  it('asks for an amount in cents as the source event has it', () => {
    expect(fixOf('{value: 300, currency: EUR, content_ids: ["456"], content_type: product}')).toBe(
      'Send value as 3, not in cents.',
    );
  });
});
