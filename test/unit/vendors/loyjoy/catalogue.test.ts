import { describe, expect, it } from 'vitest';
import {
  CURRENT_NAMES,
  describeChatEvent,
  LEGACY_NAMES,
  TWICE_IN_SOURCE,
} from '../../../../src/vendors/loyjoy/catalogue.ts';
import { readSeedTable } from '../seeds/table.ts';

const current = readSeedTable('loyjoy-events-current.md');
const legacy = readSeedTable('loyjoy-events-legacy.md');
const words = (text = '') => text.replaceAll('\\"', '"');

describe("LoyJoy's catalogue of 2021", () => {
  it('has 145 names in 149 rows; four stand twice with the same words', () => {
    const names = current.map(([name = '']) => name);
    expect(names).toHaveLength(149);
    expect(new Set(names)).toEqual(new Set(CURRENT_NAMES));
    expect(CURRENT_NAMES).toHaveLength(145);
    const twice = names.filter((name, i) => names.indexOf(name) !== i);
    expect([...twice].sort()).toEqual([...TWICE_IN_SOURCE].sort());
  });

  it.each(current)('describes %s', (name = '', description = '') => {
    expect(describeChatEvent(name)?.description).toBe(words(description));
  });
});

describe("LoyJoy's catalogue of 2020", () => {
  it('has 14 names', () => {
    expect(legacy.map(([name]) => name)).toEqual(LEGACY_NAMES);
    expect(LEGACY_NAMES).toHaveLength(14);
  });

  it.each(legacy)('describes %s', (name = '', description = '') => {
    const event = describeChatEvent(name);
    expect(event?.formerly ?? event?.description).toBe(description);
  });

  // domain facts 1.2
  it.each([
    ['signin', ['sign_in']],
    ['signup', ['sign_up']],
    ['signout', ['sign_out']],
    ['newsletter_opt_in', ['newsletter_single_opt_in']],
    ['profiling_opt_in', ['profiling_single_opt_in']],
    ['reminder_opt_in', ['reminder_single_opt_in']],
    ['customer', ['customer_created', 'customer_updated']],
    ['close', []],
  ])('says what %s is called since', (name, renamedTo) => {
    expect(describeChatEvent(name)).toMatchObject({ catalogue: 'legacy', renamedTo });
    for (const since of renamedTo) expect(CURRENT_NAMES).toContain(since);
  });

  it.each(['hide', 'load', 'open', 'show', 'start', 'participation'])('shares %s', (name) => {
    const event = describeChatEvent(name);
    expect(event).toMatchObject({ catalogue: 'both' });
    expect(event?.renamedTo).toBeUndefined();
  });
});

describe('a name of no catalogue', () => {
  it.each(['product_tester', 'openlink', '', '__proto__', 'toString'])(
    '%s is not known',
    (name) => {
      expect(describeChatEvent(name)).toBeUndefined();
    },
  );
});
