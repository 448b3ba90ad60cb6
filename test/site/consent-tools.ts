import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleForPage } from './bundle.ts';

/*
 * The consent tools of the shop: the fakes of test/pages/consent, each of which says what it was
 * built from, and the IAB's own libraries for TCF.
 */

const FOLDER = fileURLToPath(new URL('../pages/consent/', import.meta.url));

/** Tools that are made of libraries, by the file that imports them. */
const ENTRIES: Readonly<Record<string, string>> = {
  tcf: 'tcf-entry.ts',
  'tcf-stub': 'tcf-stub-entry.js',
};
const FAKES: ReadonlySet<string> = new Set([
  'cookiebot',
  'didomi',
  'didomi-current',
  'gpp',
  'listeners',
  'onetrust',
  'trust',
  'usercentrics',
  'usercentrics-v3',
  'usp',
]);
const bundles = new Map<string, Promise<string>>();

/** The script of a consent tool; undefined where there is none of that name. */
export async function readConsentTool(name: string): Promise<string | undefined> {
  const entry = Object.hasOwn(ENTRIES, name) ? ENTRIES[name] : undefined;
  if (entry === undefined)
    return FAKES.has(name) ? readFile(`${FOLDER}${name}.js`, 'utf8') : undefined;
  const known = bundles.get(entry) ?? bundleForPage(`consent/${entry}`);
  bundles.set(entry, known);
  return known;
}
