import { describe, expect, it } from 'vitest';
import { setValue } from '../../../../../src/panel/model/profile/set-value.ts';
import { parseProfile } from '../../../../../src/session/parse-profile.ts';

const setCategory = (text: string, source: string, category: string) =>
  setValue(text, ['consent', 'categories', source], category);

describe('the category that stands for Meta', () => {
  it.each([
    ['', { consent: { categories: { trust: '3' } } }],
    ['{"layers":["b"]}', { layers: ['b'], consent: { categories: { trust: '3' } } }],
    [
      '{"consent":{"region":"opt-in","categories":{"tcf":"1,3","trust":"2"}}}',
      { consent: { region: 'opt-in', categories: { tcf: '1,3', trust: '3' } } },
    ],
  ])('%j: is written', (text, profile) => {
    expect(parseProfile(setCategory(text, 'trust', '3') ?? '', 'p')).toEqual(profile);
  });

  it('keeps what the author wrote around it', () => {
    const text =
      '{\n  // asked legal\n  "consent": { "categories": { "trust": "2" } } // TRUST\n}\n';
    expect(setCategory(text, 'trust', '3')).toBe(text.replace('"2"', '"3"'));
  });

  it.each(['{', '[]', '{"consent":1}', '{"consent":{"categories":[]}}'])(
    '%j: nothing is put into what is no profile',
    (text) => expect(setCategory(text, 'trust', '3')).toBeUndefined(),
  );
});

describe('what a button writes', () => {
  it.each([
    ['governs', 'trust'],
    ['region', 'opt-out'],
    ['commandersAct', 'managed'],
  ] as const)('consent.%s is %s', (key, value) => {
    const text = setValue('{"layers": ["b"]}', ['consent', key], value) ?? '';
    expect(parseProfile(text, 'p')).toEqual({ layers: ['b'], consent: { [key]: value } });
  });

  it('a parameter’s name, another one, and none', () => {
    const path = ['labels', 'cd[custom_3]'] as const;
    const once = setValue('{}', path, 'Basket') ?? '';
    expect(parseProfile(once, 'p').labels).toEqual({ 'cd[custom_3]': 'Basket' });
    const twice = setValue(once, path, 'Basket type') ?? '';
    expect(parseProfile(twice, 'p').labels).toEqual({ 'cd[custom_3]': 'Basket type' });
    expect(parseProfile(setValue(twice, path, undefined) ?? '', 'p').labels).toEqual({});
    expect(setValue('{}', path, undefined)).toBe('{}');
  });
});
