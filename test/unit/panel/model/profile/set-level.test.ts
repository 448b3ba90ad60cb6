import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LevelChange, setLevel } from '../../../../../src/panel/model/profile/set-level.ts';
import { parseProfile } from '../../../../../src/session/parse-profile.ts';
import type { RuleCondition, RuleLevel, RuleSetting } from '../../../../../src/session/profile.ts';

const KEY = 'dedup/no-event-id';
const LEVELS: readonly RuleLevel[] = ['off', 'info', 'warning', 'error'];
const settingOf = (text: string | undefined): RuleSetting | undefined =>
  parseProfile(text ?? '', 'event-loupe.json').rules?.[KEY];
const withSetting = (setting: unknown) => JSON.stringify({ rules: { [KEY]: setting } }, null, 2);
const PURCHASE = { event: 'Purchase' };

describe('a level that is set in a profile', () => {
  it.each<[string, unknown, Omit<LevelChange, 'key'>, RuleSetting | undefined]>([
    ['the rule’s, where there is none', undefined, { level: 'off' }, 'off'],
    ['the rule’s own', 'off', { level: 'error' }, 'error'],
    [
      'the rule’s, behind one with a condition',
      { level: 'off', event: 'Lead' },
      { level: 'info' },
      [{ level: 'off', event: 'Lead' }, 'info'],
    ],
    [
      'the rule’s, in a list',
      [{ level: 'off', event: 'Lead' }, 'info'],
      { level: 'error' },
      [{ level: 'off', event: 'Lead' }, 'error'],
    ],
    [
      'an event’s, where there is none',
      undefined,
      { level: 'off', condition: PURCHASE },
      { level: 'off', event: 'Purchase' },
    ],
    [
      'an event’s, before the rule’s',
      'error',
      { level: 'off', condition: PURCHASE },
      [{ level: 'off', event: 'Purchase' }, 'error'],
    ],
    [
      'an event’s, before those of others',
      [{ level: 'off', event: 'Lead' }, 'info'],
      { level: 'off', condition: PURCHASE },
      [{ level: 'off', event: 'Purchase' }, { level: 'off', event: 'Lead' }, 'info'],
    ],
    [
      'an event’s own',
      [{ level: 'off', event: 'Purchase' }, 'info'],
      { level: 'error', condition: PURCHASE },
      [{ level: 'error', event: 'Purchase' }, 'info'],
    ],
    ['none any more', 'off', { level: undefined }, undefined],
    [
      'none for an event any more',
      [{ level: 'off', event: 'Purchase' }, 'info'],
      { level: undefined, condition: PURCHASE },
      ['info'],
    ],
    ['none, where there was none', undefined, { level: undefined, condition: PURCHASE }, undefined],
  ])('%s', (_what, before, change, after) => {
    const text = before === undefined ? '{}' : withSetting(before);
    expect(settingOf(setLevel(text, { key: KEY, ...change }))).toEqual(after);
  });

  it('leaves the author’s comments and layout as they are', () => {
    const text = `{
  // ours
  "rules": {
    "page/slow": "off", // known
    "${KEY}": { "level": "off", /* app */ "event": "Lead" } // until May
  }, // levels
  "layers": ["a"]
}
`;
    expect(setLevel(text, { key: KEY, level: 'info', condition: { event: 'Lead' } })).toBe(
      text.replace('"level": "off"', '"level": "info"'),
    );
    expect(setLevel(text, { key: KEY, level: 'error' })).toBe(
      text.replace(
        '{ "level": "off", /* app */ "event": "Lead" }',
        '[\n      { "level": "off", /* app */ "event": "Lead" },\n      "error"\n    ]',
      ),
    );
    expect(setLevel(text, { key: 'page/slow', level: undefined })).toBe(
      text.replace('"page/slow": "off", ', ''),
    );
    expect(setLevel(text, { key: KEY, level: undefined })).toBe(
      text.replace('"off", // known', '"off" // known').replace(/"dedup.*?\}/, ''),
    );
  });

  it('says afterwards what was asked for, and of other rules what was said before', () => {
    const level = fc.constantFrom(...LEVELS);
    const condition = fc.record<Omit<RuleCondition, 'level'>>(
      { event: fc.constantFrom('a', 'b'), address: fc.constantFrom('x.example', 'y.example') },
      { requiredKeys: [] },
    );
    const item = fc.oneof(
      level,
      fc.tuple(level, condition).map(([one, c]) => ({ level: one, ...c })),
    );
    const setting = fc.oneof(item, fc.array(item, { minLength: 1, maxLength: 4 }));
    const rules = fc.dictionary(fc.constantFrom(KEY, 'a/b', 'a/*', 'c/d'), setting);
    const wanted = fc.option(level, { nil: undefined });
    const indent = fc.constantFrom('', '  ', '\t');
    fc.assert(
      fc.property(
        rules,
        indent,
        wanted,
        fc.option(condition, { nil: undefined }),
        (given, gap, to, when) => {
          const text = JSON.stringify({ rules: given }, undefined, gap);
          const asked = when !== undefined && Object.keys(when).length > 0 ? when : undefined;
          const change = { key: KEY, level: to, ...(asked && { condition: asked }) };
          const after = setLevel(text, change) ?? '';
          const { [KEY]: now, ...others } = parseProfile(after, 'p').rules ?? {};
          const { [KEY]: _, ...before } = given;
          expect(others).toEqual(before);
          // A second time there is nothing left to do.
          expect(to === undefined ? '' : setLevel(after, change)).toBe(
            to === undefined ? '' : after,
          );
          const all = now === undefined ? [] : [now].flat();
          if (to !== undefined && asked === undefined)
            expect(all.some((one) => one === to)).toBe(true);
          if (to !== undefined && asked !== undefined)
            expect(all).toContainEqual({ level: to, ...asked });
        },
      ),
    );
  });

  it.each(['{', '[]', '{"rules":1}', `{"rules":{"${KEY}":5}}`])('%s is left alone', (text) =>
    expect(setLevel(text, { key: KEY, level: 'off' })).toBeUndefined(),
  );
});
