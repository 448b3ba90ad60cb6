import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sayBodyReason } from '../../../src/language/body-reason.ts';
import { en } from '../../../src/language/en.ts';
import { LANGUAGES, languageFor } from '../../../src/language/languages.ts';
import { RULE_IDS, RULES } from '../../../src/rules/catalogue.ts';
import { localeFiles } from '../../build/locales.vite.ts';

/** Texts of a language by their path: `consent.item.purpose`. Functions are texts that take values. */
function textsOf(value: unknown, path = ''): Map<string, unknown> {
  const texts = new Map<string, unknown>();
  for (const [key, item] of Object.entries(value as object)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (at === 'say') continue;
    if (typeof item === 'object' && item !== null)
      for (const [inner, text] of textsOf(item, at)) texts.set(inner, text);
    else texts.set(at, item);
  }
  return texts;
}

const english = textsOf(en);
const others = Object.entries(LANGUAGES).filter(([code]) => code !== 'en');

/** Texts that are the same in English and German. */
const SAME: ReadonlySet<string> = new Set([
  'noscript',
  'Signals Gateway',
  // Words that both have.
  'Agent',
  'Body',
  'Browser',
  'Event',
  'Experiment',
  'Export',
  'Frame',
  'Gateway',
  'Hits',
  'Parameter',
  'Phase',
  'Pixel',
  'Referrer',
  'Release',
  'Server',
  'Stream',
  'USA',
  // Names of products and standards.
  'Cmd. Act',
  'Commanders Act',
  'Commanders Act TRUST',
  'Conversions API Gateway',
  'Cookiebot',
  'Didomi',
  'Google Consent Mode',
  'Google Tag Manager',
  'IAB GPP',
  'IAB TCF',
  'Limited Data Use',
  'LoyJoy',
  'LoyJoy cookieConsent',
  'Meta',
  'OneTrust',
  'Plan',
  'Segment',
  'Segment, Astronomer',
  'US Privacy (USP)',
  'Usercentrics',
  // Code: parameters, words of searches, methods.
  'JSON',
  'call, page, gap, hit, server, consent, console',
  'called, held, sent, unsent; pending, blocked, failed, cancelled, redirected, marked, unreadable; broken-pair, without-consent; threw, cut, queued, nested, frame, chain, finding, error, warning, lost, lifecycle; noted, highlighted, pinned',
  'yellow, red, green, blue',
  'cf',
  'de',
  'fbp',
  'fetch, GET',
  'fetch, POST',
  'imft',
  'null',
  'sendBeacon',
]);

/** Our own papers, which a reader does not have. */
const PAPERS = /\bseed \d|domain facts|ARCHITECTURE|DESIGN\.md|\bfacts\/|test\/fixtures/;

describe.each(others)('%s', (code, { words, rules }) => {
  const texts = textsOf(words);

  it('has every text, and no other', () => {
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('takes no more values than English gives', () => {
    const wrong = [...english].flatMap(([path, text]) => {
      const other = texts.get(path);
      const isAlike = typeof other === typeof text;
      return isAlike && (typeof text !== 'function' || arity(other) <= arity(text)) ? [] : [path];
    });
    expect(wrong).toEqual([]);
  });

  it('has a text where English has one', () => {
    const empty = [...english].filter(([path, text]) => text !== '' && texts.get(path) === '');
    expect(empty.map(([path]) => path)).toEqual([]);
  });

  it('is translated, but for words that are the same', () => {
    const same = [...english].filter(
      ([path, text]) =>
        typeof text === 'string' &&
        /\p{L}/u.test(text) &&
        !SAME.has(text) &&
        texts.get(path) === text,
    );
    expect(same).toEqual([]);
  });

  it('says of every rule what English says', () => {
    const parts = (text: object | undefined) => Object.keys(text ?? {}).sort();
    const byRule = (texts: Readonly<Record<string, object | undefined>>) =>
      RULE_IDS.map((id) => [id, parts(texts[id])]);
    expect(byRule(rules)).toEqual(RULE_IDS.map((id) => [id, parts(RULES[id].text)]));
  });

  it('says who it is', () => {
    expect(words.code).toBe(code);
    expect(languageFor([`${code}-XX`]).words).toBe(words);
  });
});

const arity = (text: unknown): number => (text as (...values: never[]) => string).length;

it.each(Object.entries(LANGUAGES))('%s names no paper of ours', (_, { words, rules }) => {
  const said = [...textsOf(words), ...textsOf(rules)].map(([path, text]) => `${path}: ${text}`);
  expect(said.filter((text) => PAPERS.test(text))).toEqual([]);
});

it('no page that users read names a paper of ours', () => {
  const root = new URL('../../../', import.meta.url);
  const pages = ['README.md', ...readdirSync(new URL('docs', root), { recursive: true })]
    .map((name) => (name === 'README.md' ? name : `docs/${name}`))
    .filter((name) => name.endsWith('.md'));
  expect(pages.length).toBeGreaterThan(100);
  // README names ARCHITECTURE.md, which stands beside it.
  const naming = pages.filter((name) => {
    const text = readFileSync(new URL(name, root), 'utf8');
    return PAPERS.test(text.replaceAll('ARCHITECTURE.md', ''));
  });
  expect(naming).toEqual([]);
});

it.each(['constructor', '__proto__', 'xx', ''])('speaks English to who asks for %j', (code) => {
  expect(languageFor([code]).words).toBe(en);
});

it('says what the extension is in every language, as short as a store wants it', () => {
  const manifest = readFileSync(new URL('../../../manifest.json', import.meta.url), 'utf8');
  expect(JSON.parse(manifest)).toMatchObject({
    default_locale: 'en',
    description: '__MSG_description__',
  });
  const files = localeFiles();
  for (const [code, { words }] of Object.entries(LANGUAGES)) {
    const text = files.get(`_locales/${code}/messages.json`) ?? '';
    expect(JSON.parse(text)).toEqual({ description: { message: words.extension } });
    expect(words.extension.length).toBeLessThanOrEqual(132);
  }
});

it.each([
  ['en', 'not-shown', 'it was a Blob or a stream, or there was none'],
  ['de', 'not-shown', 'er war ein Blob oder ein Stream, oder es gab keinen'],
  ['de', 'The browser did not show it.', 'The browser did not show it.'],
  ['de', 'constructor', 'constructor'],
])('says in %s why a body is not known: %s', (code, reason, text) => {
  expect(sayBodyReason(reason, languageFor([code]).words)).toBe(text);
});
