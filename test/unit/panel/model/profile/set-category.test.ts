import { describe, expect, it } from 'vitest';
import { setCategory } from '../../../../../src/panel/model/profile/set-category.ts';
import { parseProfile } from '../../../../../src/session/parse-profile.ts';

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
