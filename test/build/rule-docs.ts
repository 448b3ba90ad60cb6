import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENGLISH } from '../../src/language/languages.ts';
import { rulePages, writeRulePage } from '../../src/rules/rule-page.ts';
import { findingIn } from '../unit/rules/blocks.ts';
import { RULE_CASES } from '../unit/rules/cases.ts';

/** Writes a page for each rule into docs/rules, with an example from the rule's own session. */

const FOLDER = fileURLToPath(new URL('../../docs/rules', import.meta.url));

/** The files of docs/rules: name → text. */
export function ruleDocs(): Map<string, string> {
  const docs = new Map<string, string>();
  const pages = rulePages(ENGLISH);
  const rows = pages.map(
    ({ id, title, severity }) => `| [${id}](${fileOf(id)}) | ${title} | ${severity} |`,
  );
  docs.set(
    'README.md',
    [
      '# Rules',
      '',
      'What Event Loupe can find. `event-loupe explain RULE` prints the same pages.',
      '',
      '| rule | what is wrong | severity |',
      '|---|---|---|',
      ...rows,
      '',
    ].join('\n'),
  );
  for (const page of pages) {
    const one = RULE_CASES[page.id];
    const example = one === undefined ? undefined : findingIn(one.found, page.id, one.profile);
    docs.set(fileOf(page.id), writeRulePage(page, ENGLISH, example));
  }
  return docs;
}

function fileOf(id: string): string {
  return `${id.replace('/', '-')}.md`;
}

/** What docs/rules holds now. */
export function writtenRuleDocs(): Map<string, string> {
  const names = existsSync(FOLDER) ? readdirSync(FOLDER) : [];
  return new Map(names.map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, text] of ruleDocs()) writeFileSync(join(FOLDER, name), text);
}
