import { describe, expect, it } from 'vitest';
import {
  parseSiteSettings,
  type SiteSettings,
} from '../../../../../src/panel/intake/site-settings.ts';
import {
  checkText,
  createProfileCache,
  profileOf,
  profileSiteOf,
  siteOf,
} from '../../../../../src/panel/model/profile/sites.ts';

const SHOP = 'https://shop.example';
const OTHER = 'https://other.example';

describe('the site of a page', () => {
  it.each([
    ['https://shop.example/cart?x=1', SHOP],
    ['http://localhost:8080/', 'http://localhost:8080'],
    ['file:///home/me/page.html', ''],
    ['about:blank', ''],
    ['', ''],
  ])('%s is of %s', (url, site) => {
    expect(siteOf(url)).toBe(site);
  });
});

describe('the profile of a site', () => {
  const own: SiteSettings = { text: '{}' };
  it.each<[string, [string, SiteSettings][], string | undefined]>([
    ['nothing kept', [], undefined],
    ['its own', [[SHOP, own]], SHOP],
    ['only another’s', [[OTHER, own]], undefined],
    [
      'another’s, chosen',
      [
        [SHOP, { uses: OTHER }],
        [OTHER, own],
      ],
      OTHER,
    ],
    [
      'another’s in place of its own',
      [
        [SHOP, { text: '{}', uses: OTHER }],
        [OTHER, own],
      ],
      OTHER,
    ],
    ['none, though it has one', [[SHOP, { text: '{}', uses: null }]], undefined],
    ['another’s that is gone', [[SHOP, { text: '{}', uses: OTHER }]], undefined],
  ])('%s', (_what, kept, expected) => {
    expect(profileSiteOf(new Map(kept), SHOP)).toBe(expected);
  });

  it('is one object for one text, and none with its problem where the text is no profile', () => {
    const parse = createProfileCache();
    const sites = new Map([
      [SHOP, { text: '{"layers":["tcLayer"]}' }],
      [OTHER, { text: '{"layers":[5]}' }],
    ]);
    const first = profileOf(sites, SHOP, parse);
    expect(first.profile).toEqual({ layers: ['tcLayer'] });
    expect(profileOf(new Map(sites), SHOP, parse).profile).toBe(first.profile);
    expect(profileOf(sites, OTHER, parse)).toMatchObject({
      profile: {},
      problem: 'event-loupe.json: /layers/0: 5 is not a string that is not empty',
    });
  });
});

it.each([
  [{ text: 'x' }, { text: 'x' }],
  [{ uses: null }, { uses: null }],
  [{ text: 5, uses: 'https://a.example' }, { uses: 'https://a.example' }],
  [{ text: 5 }, undefined],
  ['text', undefined],
  [null, undefined],
])('reads %j from storage as %j', (value, expected) => {
  expect(parseSiteSettings(value)).toEqual(expected);
});

it('says what is wrong with a text, and where', () => {
  const checked = checkText(
    '{"mapping":{"rules":[{"from":{"source":"cact","name":"x"},"to":5}]}}',
    'mine.json',
  );
  expect(checked).toMatchObject({
    ok: false,
    problem: 'mine.json: /mapping/rules/0/to: 5 is not a non-empty string or null',
  });
});

it.each([
  ['{\n  "layers": 5\n}', 2, '5'],
  ['{\n  "layers": [\n    "a",\n    7\n  ]\n}', 4, '7'],
  ['{\n  "rules": {\n    "dedup/*": "loud"\n  }\n}', 3, 'loud'],
  ['{\n  "layers": ["a",\n}', 3, ''],
  ['[]', 1, ''],
])('shows the line of the fault in %j', (text, line, chosen) => {
  const checked = checkText(text, 'mine.json');
  if (checked.ok) throw new Error('it is a profile');
  const { from, to } = checked.at;
  expect([checked.at.line, text.slice(from, to)]).toEqual([line, chosen]);
});
