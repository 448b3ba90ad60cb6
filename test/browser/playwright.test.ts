import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, firefox } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BROWSERS,
  type BrowserName,
  chromiumFlags,
  FIREFOX_PREFERENCES,
  findBrowser,
} from '../../src/cli/browsers.ts';
import type { Loupe } from '../../src/playwright/playwright.ts';
import type { Entry } from '../../src/session/entry.ts';
import { parseSessionLine } from '../../src/session/file.ts';
import { entriesOf, GOLDEN, review } from '../site/review.ts';
import { type Site, startSite } from '../site/server.ts';
import walk from '../site/walk.mjs';

/*
 * `event-loupe/playwright` as a suite uses it, in browsers without the extension. The golden
 * sessions were recorded with it: what `attach` hears of the same walk is the same.
 */

const GOLDEN_FOLDER = fileURLToPath(new URL('../site/golden', import.meta.url));
const BUILT = new URL('../../dist/cli/playwright.js', import.meta.url);

type Library = typeof import('../../src/playwright/playwright.ts');

/** Firefox as it comes from Mozilla shows Playwright no bodies: what is POSTed cannot be read. */
const NEEDS_BODIES = ['commanders-act', 'segment'];

function start(browser: BrowserName): Promise<Browser> {
  const executablePath = findBrowser(browser);
  return browser === 'chromium'
    ? chromium.launch({ executablePath, args: chromiumFlags() })
    : firefox.launch({
        executablePath,
        channel: 'moz-firefox',
        firefoxUserPrefs: { ...FIREFOX_PREFERENCES },
      });
}

describe.each(BROWSERS)('a Playwright suite in %s', (name) => {
  let library: Library;
  let site: Site;
  let browser: Browser;
  let context: BrowserContext;
  let loupe: Loupe;
  let entries: readonly Entry[];
  const folder = mkdtempSync(join(tmpdir(), 'event-loupe-playwright-'));
  const testInfo = {
    attachments: [] as { name: string; contentType: string; path?: string }[],
    outputPath: (file: string) => join(folder, file),
  };

  beforeAll(async () => {
    library = await import(BUILT.href);
    site = await startSite();
    browser = await start(name);
    context = await browser.newContext();
    loupe = await library.attach(context, { profile: {}, testInfo });
    const page = await context.newPage();
    await page.goto(`${site.url}/`);
    await walk(page);
    await loupe.quiet();
    entries = await loupe.session();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(Object.keys(GOLDEN))('%s: what was recorded with the extension', (golden) => {
    const expected = JSON.parse(readFileSync(join(GOLDEN_FOLDER, `${golden}.json`), 'utf8'));
    // A suite's own console is the suite's: attach does not record what `record` has as further proof.
    expected.findings = expected.findings.map((finding: string) =>
      finding.replace(/ \| \S+ console$/, ''),
    );
    const seen = review(entriesOf(entries, GOLDEN[golden] ?? []));
    if (name === 'firefox' && NEEDS_BODIES.includes(golden))
      expect(seen.states).toEqual(expected.states);
    else expect(seen).toEqual(expected);
  });

  it('names no frame of ours in a stack', () => {
    expect(JSON.stringify(entries)).not.toMatch(/event-loupe-hook|relayInPage|eventLoupe/);
  });

  it('leaves no name of ours in the page', async () => {
    const names = await context.pages()[0]?.evaluate(() => Object.getOwnPropertyNames(window));
    expect(names?.filter((own) => /loupe/i.test(own))).toEqual([]);
  });

  it('expects what was sent, and what was not', async () => {
    const { toHaveSent, toHaveSentNothing } = library.loupeMatchers;
    const now = { isNot: false, timeout: 100 };
    const bought = await toHaveSent.call(now, loupe, 'Purchase', { value: 34.3, currency: 'EUR' });
    expect(bought.pass).toBe(true);
    const other = await toHaveSent.call(now, loupe, 'Purchase', { value: 3 });
    expect([other.pass, other.message()]).toEqual([
      false,
      expect.stringContaining('with value 34.3; expected 3.'),
    ]);
    expect((await toHaveSentNothing.call(now, loupe)).pass).toBe(false);
  });

  it('hears what a page calls as it goes', async () => {
    const page = await context.newPage();
    await page.goto(`${site.url}/`);
    await page.evaluate(() => {
      const { dataLayer } = window as unknown as { dataLayer: unknown[] };
      const push = (event: string) => () => dataLayer.push({ event });
      window.addEventListener('pagehide', push('leaving'));
      window.addEventListener('unload', push('left'));
    });
    await page.goto(`${site.url}/?two`);
    await loupe.quiet();
    const said = JSON.stringify(await loupe.session());
    expect([said.includes('"leaving"'), said.includes('"left"')]).toEqual([true, true]);
    expect(said).not.toContain('"kind":"gap"');
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toMatch(/loupe/i);
    await page.close();
  });

  it('keeps session and report with the result', async () => {
    await context.close();
    expect(testInfo.attachments.map(({ name }) => name)).toEqual([
      'event-loupe.jsonl',
      'event-loupe.html',
    ]);
    const [session, report] = testInfo.attachments.map(({ path = '' }) => path);
    expect(existsSync(report ?? '')).toBe(true);
    const lines = readFileSync(session ?? '', 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines.flatMap((line, n) => parseSessionLine(line, n + 1) ?? []).length).toBeGreaterThan(
      entries.length - 1,
    );
  });
});
