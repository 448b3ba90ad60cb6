import { describe, expect, it } from 'vitest';
import { addCategory } from '../../../../../src/panel/model/profile/add-category.ts';
import { parseProfile } from '../../../../../src/session/parse-profile.ts';

const shown = (edited: ReturnType<typeof addCategory>) =>
  edited && [JSON.parse(edited.text), edited.text.slice(edited.from, edited.to)];

describe('a place for a consent source’s category', () => {
  it.each([
    ['', { consent: { categories: { trust: '…' } } }, '…'],
    ['{"layers":["b"]}', { layers: ['b'], consent: { categories: { trust: '…' } } }, '…'],
    [
      '{"consent":{"region":"opt-in","categories":{"tcf":"1,3"}}}',
      { consent: { region: 'opt-in', categories: { tcf: '1,3', trust: '…' } } },
      '…',
    ],
  ])('%j: is put in and selected', (text, profile, selected) => {
    const edited = addCategory(text, 'trust');
    expect(shown(edited)).toEqual([profile, selected]);
    expect(parseProfile(edited?.text ?? '', 'event-loupe.json')).toBeDefined();
  });

  it('one that is there is shown, and the text left as it is', () => {
    const text = '{ "consent": { "categories": { "tcf": "1", "trust": "3" } } }';
    const edited = addCategory(text, 'trust');
    expect(edited?.text).toBe(text);
    expect(edited?.text.slice(edited.from, edited.to)).toBe('3');
  });

  it.each(['{', '[]', '{"consent":1}', '{"consent":{"categories":[]}}'])(
    '%j: nothing is put into what is no profile',
    (text) => expect(addCategory(text, 'trust')).toBeUndefined(),
  );
});
