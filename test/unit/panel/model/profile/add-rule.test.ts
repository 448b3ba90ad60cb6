import { describe, expect, it } from 'vitest';
import { addRule, NEW_PROFILE_TEXT } from '../../../../../src/panel/model/profile/add-rule.ts';
import { parseProfile } from '../../../../../src/session/parse-profile.ts';
import type { MappingRule } from '../../../../../src/session/profile.ts';

const rule = (name: string, to: string | null = 'Lead'): MappingRule => ({
  from: { source: 'loyjoy', name },
  to,
});

describe('a rule put into a profile', () => {
  it.each([
    ['a new profile', NEW_PROFILE_TEXT],
    ['an empty text', ''],
    ['a profile without mapping', '{"layers": ["tcLayer"]}'],
  ])('stands in %s, with its Meta event chosen', (_what, before) => {
    const edited = addRule(before, rule('quiz_"done"'));
    const profile = parseProfile(edited?.text ?? '', 'event-loupe.json');
    expect(profile.mapping?.rules).toEqual([rule('quiz_"done"')]);
    expect(profile.layers).toEqual(before.includes('tcLayer') ? ['tcLayer'] : undefined);
    expect(edited?.text.slice(edited.from, edited.to)).toBe('Lead');
  });

  it('goes behind the others and is the one that is chosen', () => {
    const first = addRule(NEW_PROFILE_TEXT, rule('a', 'Search'));
    const with2 = addRule(first?.text ?? '', {
      ...rule('b', 'Contact'),
      parameters: [{ from: 'x', to: 'value' }],
    });
    const edited = addRule(with2?.text ?? '', rule('c', 'Schedule'));
    expect(
      parseProfile(edited?.text ?? '', 'p').mapping?.rules.map(({ from }) => from.name),
    ).toEqual(['a', 'b', 'c']);
    expect(edited?.text.slice(edited.from, edited.to)).toBe('Schedule');
  });

  it('is not put in twice: the text stays and the one that is there is chosen', () => {
    const first = addRule(
      addRule(NEW_PROFILE_TEXT, rule('a', 'Search'))?.text ?? '',
      rule('b', null),
    );
    const again = addRule(first?.text ?? '', rule('b', 'Lead'));
    expect(again?.text).toBe(first?.text);
    expect(again?.text.slice(again.from, again.to)).toBe('null');
  });

  it.each(['{"mapping": ', '[]', '5', '{"mapping": []}', '{"mapping": {"rules": {}}}'])(
    'leaves %s alone',
    (text) => {
      expect(addRule(text, rule('a'))).toBeUndefined();
    },
  );
});
