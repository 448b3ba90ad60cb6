import { writeFile } from 'node:fs/promises';
import { parseAddress } from './address.ts';
import { describeFileError, Failure } from './failure.ts';
import type { Output } from './output.ts';
import { readText } from './read-text.ts';

/** What a project can be given. */
export const STARTERS = ['playwright'] as const;

export interface InitOptions {
  /** A file with an address a line. */
  addresses: string;
  out: string;
}

/**
 * Writes a spec for Playwright that opens each address of a list.
 * @throws Failure where the list has something else in it, or the spec is there already
 */
export async function init({ addresses: file, out }: InitOptions, output: Output): Promise<void> {
  const lines = (await readText(file)).split(/\r?\n/).map((line) => line.trim());
  const addresses = [
    ...new Set(
      lines.flatMap((line, at) =>
        line === '' || line.startsWith('#') ? [] : addressIn(file, at + 1, line),
      ),
    ),
  ];
  if (addresses.length === 0) throw new Failure((t) => t.noAddress(file));
  try {
    await writeFile(out, specOf(addresses), { flag: 'wx' });
  } catch (error) {
    throw new Failure((t) => t.cannotWrite(out, describeFileError(error, t)));
  }
  output.write(`${output.language.words.command.specWritten(out, addresses.length)}\n`);
}

/** How much of a line that is none is shown. */
const SHOWN_UNITS = 80;

/** @throws Failure that names the line */
function addressIn(file: string, line: number, text: string): string {
  const shown = text.length > SHOWN_UNITS ? `${text.slice(0, SHOWN_UNITS)}…` : text;
  return parseAddress(text, ['https:', 'http:'], (t) => t.lineOf(file, line, shown)).href;
}

/** The spec: one test an address, so that Playwright's workers and shards divide them. */
function specOf(addresses: readonly string[]): string {
  const list = addresses.map((address) => `  ${JSON.stringify(address)},`).join('\n');
  return `import { expect as base, test as plain } from '@playwright/test';
import { loupeFixtures, loupeMatchers } from 'event-loupe/playwright';

const test = plain.extend(loupeFixtures);
const expect = base.extend(loupeMatchers);

const ADDRESSES = [
${list}
];

test.describe.configure({ mode: 'parallel' });

for (const address of ADDRESSES)
  test(address, async ({ page, loupe }) => {
    await page.goto(address);
    await expect(loupe).toHaveNoFindings({ level: 'error' });
  });
`;
}
