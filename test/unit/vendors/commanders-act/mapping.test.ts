import { describe, expect, it } from 'vitest';
import { COMMANDERS_ACT_MAPPING } from '../../../../src/vendors/commanders-act/mapping.ts';
import { isMetaNameOf } from '../../../../src/vendors/commanders-act/meta-name.ts';
import { isStandardEvent } from '../../../../src/vendors/meta/standard-events.ts';
import { codesOf, readSeedTable } from '../seeds/table.ts';

const { rows, parameters } = COMMANDERS_ACT_MAPPING;
const events = readSeedTable('commanders-act-events.md').map((cells) =>
  cells.map((c) => codesOf(c)[0] ?? ''),
);
const seedParameters = readSeedTable('commanders-act-parameters.md');

describe('Commanders Act to Meta', () => {
  it('has the 19 names of 20 rows of the seed, and the one of today', () => {
    expect(events).toHaveLength(20);
    const names = new Set(events.map(([name]) => name));
    expect(names.size).toBe(19);
    expect(new Set(rows.map(({ from }) => from))).toEqual(new Set([...names, 'sign_up']));
    expect(rows).toHaveLength(20);
  });

  it.each(events)('%s becomes %s', (from, to) => {
    expect(rows.filter((row) => row.from === from).map((row) => row.to)).toEqual([to]);
    expect(isStandardEvent(to ?? '')).toBe(true);
    expect(isMetaNameOf(from ?? '', to ?? '')).toBe(true);
    expect(isMetaNameOf(from ?? '', from ?? '')).toBe(false);
  });

  it('passes a name without a row through unchanged', () => {
    expect(isMetaNameOf('my_event', 'my_event')).toBe(true);
    expect(isMetaNameOf('my_event', 'MyEvent')).toBe(false);
  });

  it('names both documents where they differ (domain facts 5.4)', () => {
    const notes = rows.filter(({ note }) => note !== undefined).map(({ from }) => from);
    expect(notes).toEqual(['complete_registration', 'sign_up']);
    const signUp = rows.find(({ from }) => from === 'sign_up');
    expect(signUp).toMatchObject({ to: 'CompleteRegistration' });
  });
});

describe("Commanders Act's parameters", () => {
  it.each(seedParameters)('%s becomes %s', (source = '', target = '') => {
    const to = codesOf(target)[0]?.replace(/^custom_data\./, '');
    const row = parameters.find((candidate) => candidate.to === to);
    expect(row, target).toBeDefined();
    // Once the seed marks the source as hashed, otherwise the target.
    const isHashed = /hashed/.test(target) || /hashed/.test(source);
    expect(row?.hashed ?? false).toBe(isHashed || to === 'user_data.external_id');
    const names = codesOf(source);
    if (source.startsWith('default value')) {
      expect(row).toMatchObject({ from: [], default: names[0] });
      return;
    }
    const paths = row?.from.map(({ path }) => path) ?? [];
    // items\[i].product.category_N, N from 1 to 5, is a pattern in the table.
    const wanted = names
      .filter((name) => name !== 'N')
      .map((name) => name.replace('[i]', '[]').replace('category_N', 'category_{1-5}'));
    for (const name of wanted) expect(paths).toContain(name);
    // Where the two pages name different properties, today's decides.
    expect(paths[0]).toBe(row?.firstDecides === true ? 'value' : wanted[0]);
  });

  it('may all be set by the page for Meta alone', () => {
    for (const { to, override } of parameters)
      expect(override).toBe(
        to.startsWith('user_data.')
          ? `integrations.facebook.${to}`
          : `integrations.facebook.custom_data.${to}`,
      );
  });

  it("accept today's names, and say so (domain facts 5.4)", () => {
    const value = parameters.find(({ to }) => to === 'value');
    expect(value?.from.map(({ path }) => path)).toEqual(['value', 'amount', 'revenue']);
    expect(parameters.filter(({ firstDecides }) => firstDecides)).toEqual([value]);
    expect(value?.from.slice(1).every(({ note }) => note !== undefined)).toBe(true);
    expect(parameters.find(({ to }) => to === 'order_id')?.from[0]?.path).toBe('id');
    expect(seedParameters).toHaveLength(parameters.length - 1);
  });
});
