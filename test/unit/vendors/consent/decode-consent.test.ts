import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sayConsent } from '../../../../src/language/consent.ts';
import { ENGLISH } from '../../../../src/language/languages.ts';
import type { PageValue } from '../../../../src/session/value.ts';
import { decodeConsent } from '../../../../src/vendors/consent/decode-consent.ts';

const gone = { $type: 'undefined' } as const;

/** What version 3 of Usercentrics says of services by their ids: name, and whether they were accepted. */
function v3(services: Record<string, [string, boolean]>, type = 'EXPLICIT'): PageValue {
  const own = Object.entries(services).map(([id, [name, given]]) => [
    id,
    { name, category: 'marketing', essential: false, consent: { given, type } },
  ]);
  const cmp = {
    name: 'Usercentrics Consent Management Platform',
    category: 'essential',
    essential: true,
    consent: { given: true, type: 'IMPLICIT' },
  };
  const dps = Object.fromEntries(Object.entries(services).map(([id, [, given]]) => [id, given]));
  return {
    consent: { type, status: 'SOME_DENIED' },
    categories: {
      essential: { state: 'ALL_ACCEPTED', essential: true, dps: { cmp: true } },
      marketing: { state: 'SOME_DENIED', essential: false, dps },
    },
    services: { ...Object.fromEntries(own), cmp },
  };
}

/** What GPP says of its European section. */
function european(purposes: number[]): PageValue {
  return {
    cmpStatus: 'loaded',
    signalStatus: 'ready',
    applicableSections: [2],
    parsedSections: { tcfeuv2: [{ PurposeConsents: purposes }] },
  };
}

/** Source, what it said, the profile's category, and what that means for Meta. Shapes: domain facts 5.3, 8. */
/** What Didomi's getCurrentUserStatus says: what is essential is on, whatever was decided. */
const current = (isOn: boolean, isOpen: boolean) => ({
  status: { purposes: { essential: { enabled: true }, ads: { enabled: isOn } }, vendors: {} },
  required: true,
  isOpen,
});

const CASES: [string, string, PageValue, string | undefined, string][] = [
  [
    'onetrust',
    'targeting on',
    { groups: ',C0001,C0004,', stored: gone, closed: '2026' },
    undefined,
    'granted',
  ],
  [
    'onetrust',
    'targeting off, answered',
    { groups: ',C0001,', stored: gone, closed: '2026' },
    undefined,
    'denied',
  ],
  [
    'onetrust',
    'targeting off, not answered',
    { groups: ',C0001,', stored: gone, closed: gone },
    undefined,
    'undecided',
  ],
  [
    'onetrust',
    'no group at all',
    { groups: '', stored: gone, closed: gone },
    undefined,
    'undecided',
  ],
  [
    'onetrust',
    'on before an answer',
    { groups: ',C0004,', stored: gone, closed: gone },
    undefined,
    'granted',
  ],
  [
    'onetrust',
    'a group of its own',
    { groups: ',C0001,7,', stored: gone, closed: '2026' },
    '7',
    'granted',
  ],
  [
    'onetrust',
    'stored only, yes',
    { groups: gone, stored: 'C0001%3A1%2CC0004%3A1', closed: '2026' },
    undefined,
    'granted',
  ],
  [
    'onetrust',
    'stored only, no',
    { groups: gone, stored: 'C0001%3A1%2CC0004%3A0', closed: '2026' },
    undefined,
    'denied',
  ],
  [
    'onetrust',
    'no usual group',
    { groups: ',1,7,', stored: '1%3A1%2C7%3A1%2C8%3A0', closed: '2026' },
    undefined,
    'undecided ?',
  ],
  [
    'onetrust',
    'no usual group, all on',
    { groups: ',1,7,8,', stored: '1%3A1%2C7%3A1%2C8%3A1', closed: '2026' },
    undefined,
    'granted',
  ],
  [
    'onetrust',
    'no usual group, all off but the one that is always on',
    { groups: ',1,', stored: '1%3A1%2C7%3A0%2C8%3A0', closed: '2026' },
    undefined,
    'denied',
  ],
  [
    'onetrust',
    'the necessary group by its usual id, and another on',
    { groups: ',C0001,9,', stored: 'C0001%3A1%2C8%3A0%2C9%3A1', closed: '2026' },
    undefined,
    'undecided ?',
  ],
  [
    'onetrust',
    'the necessary group alone is on',
    { groups: ',C0001,', stored: 'C0001%3A1%2C8%3A0%2C9%3A0', closed: '2026' },
    undefined,
    'denied',
  ],
  [
    'onetrust',
    'no group but the necessary one',
    { groups: ',C0001,', stored: 'C0001%3A1', closed: '2026' },
    undefined,
    'undecided ?',
  ],
  [
    'onetrust',
    'targeting off, social media on',
    { groups: ',C0001,C0002,C0005,', stored: gone, closed: '2026' },
    undefined,
    'undecided ?',
  ],
  [
    'onetrust',
    'a group of its own on, nothing stored',
    { groups: ',C0001,BG87,', stored: gone, closed: '2026' },
    undefined,
    'undecided ?',
  ],
  [
    'onetrust',
    'performance and functional on, targeting off',
    {
      groups: ',C0001,C0002,C0003,',
      stored: 'C0001%3A1%2CC0002%3A1%2CC0003%3A1%2CC0004%3A0',
      closed: '2026',
    },
    undefined,
    'denied',
  ],
  [
    'cookiebot',
    'on where no answer is needed',
    {
      consented: true,
      hasResponse: false,
      consent: { marketing: true },
      regulations: { gdprApplies: false },
    },
    undefined,
    'granted',
  ],
  [
    'trust',
    'Meta itself refused, among its providers',
    {
      consent: {
        status: 'mixed',
        categories: { 1: { status: 'on' }, 2: { status: 'off' } },
        vendors: { acm_89: { status: 'off' } },
      },
    },
    undefined,
    'denied ~',
  ],
  [
    'trust',
    'Meta itself allowed',
    {
      consent: {
        status: 'mixed',
        categories: { 1: { status: 'off' } },
        vendors: { acm_89: { status: 'on' } },
      },
    },
    undefined,
    'granted ~',
  ],
  ['cookiebot', 'yes', { hasResponse: true, consent: { marketing: true } }, undefined, 'granted'],
  ['cookiebot', 'no', { hasResponse: true, consent: { marketing: false } }, undefined, 'denied'],
  [
    'cookiebot',
    'false before any answer',
    { hasResponse: false, consent: { marketing: false } },
    undefined,
    'undecided',
  ],
  [
    'cookiebot',
    'stored',
    {
      cookie: "{stamp:'x',necessary:true,preferences:false,statistics:false,marketing:true,ver:1}",
    },
    undefined,
    'granted',
  ],
  [
    'cookiebot',
    'stored, escaped',
    { cookie: '{stamp:%27x%27%2Cnecessary:true%2Cmarketing:false%2Cver:1}' },
    undefined,
    'denied',
  ],
  [
    'cookiebot',
    'another category',
    { hasResponse: true, consent: { marketing: false, statistics: true } },
    'statistics',
    'granted',
  ],
  ['trust', 'opt-in with the category', { cookie: '0@002|12|3441@1%2C3@4@1,1,1' }, '3', 'granted'],
  [
    'trust',
    'opt-in without the category',
    { cookie: '0@002|12|3441@1%2C3@4@1,1,1' },
    '2',
    'denied',
  ],
  ['trust', 'always on', { cookie: '0@002|12|3441@1@4@1,1,1' }, '4', 'granted'],
  ['trust', 'escaped whole', { cookie: '0%40002%7C12%7C3441%401%2C3%404%401' }, '3', 'granted'],
  ['trust', 'opt-out of all', { cookie: '1@012|26|4221@@4@1,1' }, '3', 'denied'],
  ['trust', 'opt-out, old banner', { cookie: '1@012|26|4221@ALL@@1,1' }, '3', 'denied'],
  ['trust', 'opt-in to all', { cookie: '0@012|26|4221@ALL@@1,1' }, '3', 'granted'],
  [
    'trust',
    'category not known',
    { cookie: '0@002|12|3441@1%2C3@4@1,1,1' },
    undefined,
    'undecided ?',
  ],
  [
    'trust',
    'category not known, nothing agreed to but what is always on',
    { cookie: '0@002|12|3441@@4@1,1,1' },
    undefined,
    'denied',
  ],
  [
    'trust',
    'category not known, opt-out of all',
    { cookie: '1@012|26|4221@@4@1,1' },
    undefined,
    'denied',
  ],
  [
    'trust',
    'category not known, opt-in to all',
    { cookie: '0@0|1|1@ALL@@1' },
    undefined,
    'granted',
  ],
  [
    'trust',
    'category not known, opt-out of some',
    { cookie: '1@0|1|1@3@@1' },
    undefined,
    'undecided ?',
  ],
  [
    'trust',
    'category not known, all on',
    { consent: { status: 'all-on', categories: { 1: { status: 'on' }, 3: { status: 'on' } } } },
    undefined,
    'granted',
  ],
  [
    'trust',
    'category not known, all off but what stays on',
    { consent: { status: 'all-off', categories: { 1: { status: 'on' }, 3: { status: 'off' } } } },
    undefined,
    'denied',
  ],
  [
    'trust',
    'category not known, some on',
    { consent: { status: 'mixed', categories: { 1: { status: 'on' }, 3: { status: 'off' } } } },
    undefined,
    'undecided ?',
  ],
  [
    'trust',
    'category not known, nothing decided',
    { consent: { status: 'unset', categories: { 3: { status: 'unset' } } } },
    undefined,
    'undecided',
  ],
  ['trust', 'another format', { cookie: 'yes' }, '3', 'undecided'],
  [
    'trust',
    'consent object',
    { consent: { status: 'mixed', categories: { 3: { status: 'off' } } } },
    '3',
    'denied',
  ],
  [
    'trust',
    'consent object, unset',
    { consent: { status: 'unset', categories: { 3: { status: 'unset' } } } },
    '3',
    'undecided',
  ],
  ['usp', 'not opted out', { version: 1, uspString: '1YNN' }, undefined, 'granted ~'],
  ['usp', 'opted out', { version: 1, uspString: '1YYN' }, undefined, 'denied ~'],
  ['usp', 'does not apply', { version: 1, uspString: '1---' }, undefined, 'granted -'],
  ['usp', 'another string', { version: 1, uspString: 'x' }, undefined, 'undecided'],
  ['gpp', 'not loaded', { cmpStatus: 'loading' }, undefined, 'undecided'],
  [
    'gpp',
    'the banner is shown',
    { cmpStatus: 'loaded', signalStatus: 'not ready', applicableSections: [7] },
    undefined,
    'undecided',
  ],
  [
    'gpp',
    'nothing applies',
    { cmpStatus: 'loaded', signalStatus: 'ready', applicableSections: [-1], parsedSections: {} },
    undefined,
    'granted -',
  ],
  [
    'gpp',
    'opted out of one',
    {
      cmpStatus: 'loaded',
      signalStatus: 'ready',
      applicableSections: [7],
      parsedSections: { usnat: { SaleOptOut: 2, TargetedAdvertisingOptOut: 1 } },
    },
    undefined,
    'denied ~',
  ],
  [
    'gpp',
    'opted out of none',
    {
      cmpStatus: 'loaded',
      signalStatus: 'ready',
      applicableSections: [7],
      parsedSections: { usnat: [{ SaleOptOut: 2, SharingOptOut: 0 }] },
    },
    undefined,
    'granted ~',
  ],
  [
    'gpp',
    'the field that the profile names',
    {
      cmpStatus: 'loaded',
      signalStatus: 'ready',
      applicableSections: [7],
      parsedSections: { usnat: { SaleOptOut: 1, TargetedAdvertisingOptOut: 2 } },
    },
    'TargetedAdvertisingOptOut',
    'granted',
  ],
  [
    'usercentrics',
    'version 2, explicit yes',
    {
      services: [
        { name: 'Facebook Pixel', consent: { status: true, history: [{ type: 'explicit' }] } },
      ],
    },
    undefined,
    'granted',
  ],
  [
    'usercentrics',
    'version 2, explicit no',
    {
      services: [
        {
          name: 'Facebook Pixel',
          consent: { status: false, history: [{ type: 'implicit' }, { type: 'explicit' }] },
        },
      ],
    },
    undefined,
    'denied',
  ],
  [
    'usercentrics',
    'version 2, not asked yet',
    {
      services: [
        { name: 'Facebook Pixel', consent: { status: false, history: [{ type: 'implicit' }] } },
      ],
    },
    undefined,
    'undecided',
  ],
  [
    'usercentrics',
    'version 2, a category of its own',
    {
      services: [{ name: 'My pixel', categorySlug: 'ads', consent: { status: true, history: [] } }],
    },
    'ads',
    'granted',
  ],
  [
    'usercentrics',
    'version 2, no service of that name',
    {
      services: [
        { name: 'My pixel', categorySlug: 'ads', consent: { status: true, history: [] } },
        { name: 'Maps', consent: { status: false, history: [{ type: 'explicit' }] } },
      ],
    },
    undefined,
    'undecided ?',
  ],
  [
    'usercentrics',
    'version 2, no service of that name, all on',
    {
      services: [
        { name: 'My pixel', categorySlug: 'ads', consent: { status: true, history: [] } },
        { name: 'CMP', categorySlug: 'essential', consent: { status: true, history: [] } },
      ],
    },
    undefined,
    'granted',
  ],
  [
    'usercentrics',
    'version 2, no service of that name, all refused',
    {
      services: [
        { name: 'Maps', consent: { status: false, history: [{ type: 'explicit' }] } },
        { name: 'CMP', isEssential: true, consent: { status: true, history: [] } },
      ],
    },
    undefined,
    'denied',
  ],
  [
    'usercentrics',
    'version 2, no service of that name, nobody asked',
    {
      services: [
        { name: 'Maps', consent: { status: false, history: [{ type: 'implicit' }] } },
        { name: 'CMP', isEssential: true, consent: { status: true, history: [] } },
      ],
    },
    undefined,
    'undecided',
  ],
  [
    'usercentrics',
    'version 2, only what is always on',
    { services: [{ name: 'CMP', isEssential: true, consent: { status: true, history: [] } }] },
    undefined,
    'undecided ?',
  ],
  [
    'usercentrics',
    'version 3, the service was refused, others not',
    v3({ ads: ['Facebook Pixel', false], maps: ['Google Maps', true] }),
    undefined,
    'denied',
  ],
  [
    'usercentrics',
    'version 3, the service was accepted, others not',
    v3({ ads: ['Meta Pixel', true], maps: ['Google Maps', false] }),
    undefined,
    'granted',
  ],
  [
    'usercentrics',
    'version 3, renamed: known by the id of Usercentrics’ own list',
    v3({ ko1w5PpFl: ['Ads by Facebook', false], maps: ['Google Maps', true] }),
    undefined,
    'denied',
  ],
  [
    'usercentrics',
    'version 3, the service’s own word in the category that the profile names',
    v3({ ads: ['Facebook Pixel', true], maps: ['Google Maps', false] }),
    'marketing',
    'granted',
  ],
  [
    'usercentrics',
    'version 3, not asked yet',
    v3({ ads: ['Facebook Pixel', false] }, 'IMPLICIT'),
    undefined,
    'undecided',
  ],
  [
    'usercentrics',
    'version 3, no service of that name, some on',
    v3({ ads: ['Ads', true], maps: ['Google Maps', false] }),
    undefined,
    'undecided ?',
  ],
  [
    'usercentrics',
    'version 3, no service of that name, all refused',
    v3({ ads: ['Ads', false], maps: ['Google Maps', false] }),
    undefined,
    'denied',
  ],
  [
    'usercentrics',
    'version 3, a service named for Meta refused',
    v3({ ads: ['Google Ads', true], meta: ['Meta Ads', false] }),
    undefined,
    'denied ~',
  ],
  [
    'usercentrics',
    'version 2, another service named for Meta accepted',
    {
      services: [
        {
          name: 'Facebook Conversion API',
          consent: { status: true, history: [{ type: 'explicit' }] },
        },
        { name: 'Google Ads', consent: { status: false, history: [{ type: 'explicit' }] } },
      ],
    },
    undefined,
    'granted ~',
  ],
  [
    'usercentrics',
    'version 3, two services named for Meta that differ',
    v3({ audience: ['Facebook Custom Audience', false], login: ['Facebook Connect', true] }),
    undefined,
    'undecided ?',
  ],
  [
    'usercentrics',
    'version 3, a name that only begins like Meta',
    v3({ base: ['Metabase', false], ads: ['Ads', true] }),
    undefined,
    'undecided ?',
  ],
  [
    'usercentrics',
    'version 3, services by their ids alone',
    {
      consent: { type: 'EXPLICIT', status: 'SOME_DENIED' },
      categories: { marketing: { state: 'SOME_DENIED', dps: { ko1w5PpFl: false, other: true } } },
    },
    undefined,
    'denied',
  ],
  [
    'usercentrics',
    'version 3, categories alone, all refused',
    {
      consent: { type: 'EXPLICIT' },
      categories: {
        essential: { state: 'ALL_ACCEPTED' },
        marketing: { state: 'ALL_DENIED' },
        functional: { state: 'ALL_DENIED' },
      },
    },
    undefined,
    'denied',
  ],
  [
    'usercentrics',
    'its event without the service, all accepted',
    {
      event: 'consent_status',
      type: 'explicit',
      ucCategory: { essential: true, marketing: true, functional: true },
    },
    undefined,
    'granted',
  ],
  [
    'usercentrics',
    'version 3, explicit yes',
    { consent: { type: 'EXPLICIT' }, categories: { marketing: { state: 'ALL_ACCEPTED' } } },
    'marketing',
    'granted',
  ],
  [
    'usercentrics',
    'version 3, explicit no',
    { consent: { type: 'EXPLICIT' }, categories: { marketing: { state: 'ALL_DENIED' } } },
    'marketing',
    'denied',
  ],
  [
    'usercentrics',
    'version 3, not asked yet',
    { consent: { type: 'IMPLICIT' }, categories: { marketing: { state: 'ALL_DENIED' } } },
    'marketing',
    'undecided',
  ],
  [
    'usercentrics',
    'version 3, some services',
    { consent: { type: 'EXPLICIT' }, categories: { marketing: { state: 'SOME_ACCEPTED' } } },
    'marketing',
    'undecided',
  ],
  [
    'usercentrics',
    'its event',
    {
      event: 'consent_status',
      type: 'explicit',
      ucCategory: { marketing: true },
      'Facebook Pixel': false,
    },
    undefined,
    'denied',
  ],
  [
    'didomi',
    'the vendor Facebook disabled',
    {
      status: {
        purposes: { enabled: ['cookies'], disabled: [] },
        vendors: { enabled: ['google'], disabled: ['facebook'] },
      },
    },
    undefined,
    'denied ~',
  ],
  [
    'didomi',
    'a vendor of the site’s own for Meta disabled',
    {
      status: {
        purposes: { enabled: ['cookies'], disabled: [] },
        vendors: { enabled: ['google'], disabled: ['c:metaplat-8Qa'] },
      },
    },
    undefined,
    'denied ~',
  ],
  [
    'didomi',
    'the vendor Facebook enabled, a purpose disabled',
    {
      status: {
        purposes: { enabled: ['cookies'], disabled: ['ads'] },
        vendors: { enabled: ['facebook'], disabled: [] },
      },
    },
    undefined,
    'undecided ?',
  ],
  [
    'didomi',
    'enabled',
    {
      status: {
        purposes: { enabled: ['ads'], disabled: [] },
        vendors: { enabled: [], disabled: [] },
      },
      required: true,
    },
    'ads',
    'granted',
  ],
  [
    'didomi',
    'disabled',
    {
      status: {
        purposes: { enabled: ['ads'], disabled: [] },
        vendors: { enabled: [], disabled: ['meta'] },
      },
      required: true,
    },
    'ads,meta',
    'denied',
  ],
  [
    'didomi',
    'neither',
    {
      status: { purposes: { enabled: [], disabled: [] }, vendors: { enabled: [], disabled: [] } },
      required: true,
    },
    'ads',
    'undecided',
  ],
  ['didomi', 'not required here', { status: {}, required: false }, 'ads', 'granted -'],
  [
    'didomi',
    'category not known',
    { status: { purposes: { enabled: ['ads'], disabled: ['maps'] } }, required: true },
    undefined,
    'undecided ?',
  ],
  [
    'didomi',
    'category not known, all enabled',
    {
      status: { purposes: { enabled: ['ads', 'maps'] }, vendors: { enabled: ['x'], disabled: [] } },
      required: true,
    },
    undefined,
    'granted',
  ],
  [
    'didomi',
    'category not known, all disabled',
    {
      status: { purposes: { enabled: [], disabled: ['ads'] }, vendors: { disabled: ['x'] } },
      required: true,
    },
    undefined,
    'denied',
  ],
  [
    'didomi',
    'the vendor Facebook off, each with its own word',
    {
      status: {
        purposes: { cookies: { id: 'cookies', enabled: true } },
        vendors: { google: { enabled: true }, facebook: { enabled: false } },
      },
      required: true,
      isOpen: false,
    },
    undefined,
    'denied ~',
  ],
  ['didomi', 'each with its own word, all on', current(true, false), undefined, 'granted'],
  ['didomi', 'each with its own word, its purpose off', current(false, false), 'ads', 'denied'],
  ['didomi', 'each with its own word, nobody asked', current(false, true), 'ads', 'undecided'],
  [
    'didomi',
    'each with its own word, nobody asked, no category',
    current(false, true),
    undefined,
    'undecided',
  ],
  ['gpp', 'European section, no purpose', european([0, 0, 0]), undefined, 'denied'],
  ['gpp', 'European section, no storing', european([0, 1, 1]), undefined, 'denied'],
  ['gpp', 'European section, some purposes', european([1, 0, 1]), undefined, 'undecided ?'],
  ['gpp', 'European section, all purposes', european([1, 1, 1]), undefined, 'granted'],
  ['elsewhere', 'a source not known', { a: 1 }, undefined, 'undecided -'],
];

describe('what each source says', () => {
  it.each(CASES)('%s, %s', (source, _name, value, category, expected) => {
    const read = decodeConsent(source, value, category);
    const marks = [
      read.question === undefined ? '' : ' ?',
      read.applies ? '' : ' -',
      read.isFirm ? '' : ' ~',
    ];
    expect(read.state + marks.join('')).toBe(expected);
    expect(sayConsent(read.said, ENGLISH.words)).not.toBe('');
  });

  it('takes anything that a page or a file puts there', () => {
    const sources = CASES.map(([source]) => source);
    fc.assert(
      fc.property(
        fc.constantFrom('tcf', ...sources),
        fc.jsonValue() as fc.Arbitrary<PageValue>,
        fc.option(fc.string(), { nil: undefined }),
        (source, value, category) => {
          const { state } = decodeConsent(source, value, category);
          expect(['granted', 'denied', 'undecided']).toContain(state);
        },
      ),
    );
  });
});
