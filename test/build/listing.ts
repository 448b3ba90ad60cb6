/**
 * `npm run listing`: the pictures of the stores' listing, 1,280 × 800, in both languages: the real
 * panel in Chromium with sessions of the demo shop.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, type Panel } from '../browser/harness/session.ts';
import { ROOT } from './build.ts';

const LANGUAGES = ['en', 'de'] as const;
const [WIDTH, HEIGHT] = [1280, 800];
/** What each picture shows: a session of test/site/golden, a view, and the row that is opened. */
const PICTURES = [
  { name: 'stream', golden: 'commanders-act', view: 'stream', row: 'Purchase' },
  { name: 'findings', golden: 'loyjoy-current', view: 'findings', row: undefined },
  { name: 'timeline', golden: 'loyjoy-current', view: 'timeline', row: undefined },
] as const;

const testId = (id: string) => `[data-testid=${id}]`;

async function speak(panel: Panel, language: string): Promise<void> {
  await panel.click(testId('settings'));
  await panel.evaluate((wanted) => {
    const select = document.querySelector<HTMLSelectElement>('[data-testid=language]');
    if (!select) throw new Error('no language to choose');
    select.value = wanted;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  }, language);
  await panel.waitFor((wanted: string) => document.documentElement.lang === wanted, language);
  await panel.press('Escape');
}

const folder = join(ROOT, 'docs/listing');
mkdirSync(folder, { recursive: true });
const session = await launch('chromium', { theme: 'light', window: { width: WIDTH, height: 900 } });
try {
  const panel = await session.openPanel();
  for (const { name, golden, view, row } of PICTURES) {
    const text = readFileSync(join(ROOT, 'test/site/golden', `${golden}.jsonl`), 'utf8');
    await panel.chooseFiles(testId('import-file'), [{ name: `${golden}.jsonl`, text }]);
    await panel.waitFor(
      (wanted: string) =>
        document.querySelector('[data-testid=status]')?.textContent?.includes(wanted) === true,
      `${golden}.jsonl`,
    );
    for (const language of LANGUAGES) {
      await speak(panel, language);
      await panel.click(testId(`tab-${view}`));
      if (row !== undefined)
        await panel.waitFor((wanted: string) => {
          const rows = [...document.querySelectorAll<HTMLElement>('[data-testid=row]')];
          const found = rows.find((one) => one.textContent?.includes(wanted));
          found?.click();
          return found !== undefined;
        }, row);
      // DevTools gives the panel another height when a file is chosen.
      await panel.resize(WIDTH, HEIGHT);
      await panel.waitFor((height: number) => innerHeight === height, HEIGHT);
      await panel.screenshot(join(folder, `${language}-${name}.png`));
    }
  }
} finally {
  await session.close();
}
