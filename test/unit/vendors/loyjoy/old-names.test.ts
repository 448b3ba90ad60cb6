import { describe, expect, it } from 'vitest';
import { newNamesOf, OLD_NAMES } from '../../../../src/vendors/loyjoy/old-names.ts';

describe('old names of chat events', () => {
  it('are the seven that domain facts 1.2 name; one became two', () => {
    expect(Object.fromEntries(OLD_NAMES.map((name) => [name, newNamesOf(name)]))).toEqual({
      signin: ['sign_in'],
      signup: ['sign_up'],
      signout: ['sign_out'],
      newsletter_opt_in: ['newsletter_single_opt_in'],
      profiling_opt_in: ['profiling_single_opt_in'],
      reminder_opt_in: ['reminder_single_opt_in'],
      customer: ['customer_created', 'customer_updated'],
    });
  });

  it.each(['close', 'open', 'sign_in', 'product_tester', 'constructor', '__proto__'])(
    '%s is none',
    (name) => {
      expect(newNamesOf(name)).toBeUndefined();
    },
  );
});
