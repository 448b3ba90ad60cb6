import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { LANGUAGES, type Language } from '../../../src/language/languages.ts';
import { RULE_IDS, RULES } from '../../../src/rules/catalogue.ts';
import { LINKS } from '../../../src/rules/links.ts';
import { textOf } from '../../../src/rules/read-finding.ts';
import { rulePages } from '../../../src/rules/rule-page.ts';
import { ruleDocs, writtenRuleDocs } from '../../build/rule-docs.ts';
import { findingIn } from './blocks.ts';
import { RULE_CASES } from './cases.ts';

const SRC = fileURLToPath(new URL('../../../src', import.meta.url));

/** Papers that users do not have. */
const INTERNAL = /domain facts|\bseeds?\b|field\.md|DESIGN\.md|ARCHITECTURE|\bissue \d/i;

/** Words about what became of a call. */
const FIXED_EFFECT = /all the same|still sent|trotzdem gesendet/;

const languages = Object.entries(LANGUAGES);

describe('the catalogue', () => {
  it('has a session for each rule, and no session for another', () => {
    expect(Object.keys(RULE_CASES).sort()).toEqual(RULE_IDS);
  });

  test.each(RULE_IDS)('%s has public links', (id) => {
    const { links } = RULES[id];
    expect(links.length).toBeGreaterThan(0);
    for (const { title, url } of links) {
      expect(url).toMatch(/^https:\/\/\S+$/);
      expect(title).not.toBe('');
    }
  });

  test.each(
    languages.flatMap(([code, language]) => RULE_IDS.map((id) => ({ code, language, id }))),
  )('$id in $code: a plain title, reasons, and texts of its session', ({ code, language, id }) => {
    const own = code === 'en' ? true : id in language.rules;
    expect(own, `${id} has no text in ${code}`).toBe(true);
    const text = textOf(id, language);
    expect(text.title.length).toBeLessThanOrEqual(60);
    expect(text.title).not.toMatch(/[.:]$/);
    const one = RULE_CASES[id];
    const finding = one && findingIn(one.found, id, one.profile, language);
    const { message = '', fix = '', title = '' } = finding ?? {};
    expect(message.length).toBeGreaterThan(20);
    const said = [title, message, fix, text.why, text.confirm, ...Object.values(text.fixes ?? {})];
    for (const words of said) {
      expect(words).not.toMatch(INTERNAL);
    }
    // What became of a call is told by its state alone.
    if (id.startsWith('pixel/'))
      for (const words of [text.why, text.confirm, text.title])
        expect(words).not.toMatch(FIXED_EFFECT);
  });

  it('has one text for one rule: no two rules of a language share a title', () => {
    for (const [, language] of languages) {
      const titles = rulePages(language).map(({ title }) => title);
      expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
    }
  });

  it('says in each language what the documents say', () => {
    const cited = Object.entries(LINKS).flatMap(([name, link]) => ('says' in link ? [name] : []));
    for (const [code, { links }] of Object.entries(LANGUAGES))
      expect([code, Object.keys(links).sort()]).toEqual([code, code === 'en' ? [] : cited.sort()]);
    const page = rulePages(LANGUAGES.de as Language).find(({ id }) => id === 'dedup/no-event-id');
    expect(page?.links.map(({ says }) => says)).toContain(LANGUAGES.de?.links.metaEventId);
  });

  it('is written in docs/rules: npm run docs writes it anew', () => {
    expect(Object.fromEntries(writtenRuleDocs())).toEqual(Object.fromEntries(ruleDocs()));
  });
});

test.each(languages)(
  'in %s no advice ends in a colon where no line follows it',
  (_code, language) => {
    for (const args of ['[LDU] US CA', '']) {
      const text = `page https://shop.example/\nfbq dataProcessingOptions ${args}`;
      const finding = findingIn(text, 'pixel/data-use-ignored', undefined, language);
      expect([finding?.code, finding?.fix]).toEqual([undefined, expect.stringMatching(/[^:]\.$/)]);
    }
  },
);

describe('no text that a user reads names an internal paper', () => {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(tsx?|json)$/.test(file),
  );

  test.each(files)('%s', (file) => {
    const text = readFileSync(join(SRC, file), 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/(?<=^|\s)\/\/.*$/gm, '');
    expect(text.match(INTERNAL)?.[0]).toBeUndefined();
  });
});
