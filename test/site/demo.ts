import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { BrowserName } from '../../src/cli/browsers.ts';
import { launch } from '../browser/harness/session.ts';
import { type Site, startSite } from './server.ts';
import walk from './walk.mjs';
import { createWalkedPage } from './walked-page.ts';

/*
 * `npm run demo [-- --browser firefox] [-- --headless]`: the demo shop with Event Loupe.
 * With a display a browser opens on the shop, to click through. Without one the shop is walked, the
 * real panel photographed in light and dark (out/demo/), and the command's report printed.
 */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OUT = join(ROOT, 'out', 'demo');
const COMMAND = join(ROOT, 'dist', 'cli', 'event-loupe.js');

/** In the last data layer push of the walk: when the panel has it, it has what came before. */
const LAST_PUSH = 'step=result';

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Runs a program in the repository with our output as its own, and gives its exit status. */
async function run(program: string, args: string[]): Promise<number> {
  const child = spawn(program, args, { cwd: ROOT, stdio: 'inherit' });
  const kill = () => child.kill();
  process.once('exit', kill);
  const [status] = await once(child, 'exit');
  process.removeListener('exit', kill);
  return Number(status ?? 2);
}

async function buildIfMissing(): Promise<void> {
  const manifests = ['chrome', 'firefox'].map((name) => join(ROOT, 'dist', name, 'manifest.json'));
  if ([...manifests, COMMAND].every((file) => existsSync(file))) return;
  say('Building first (npm run build) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  if ((await run(npm, ['run', '--silent', 'build'])) !== 0) throw new Error('The build failed.');
}

function hasDisplay(): boolean {
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

const INSTRUCTIONS = `
  1. Below the shop is Event Loupe, in DevTools. Click through the shop and look on.
  2. Chat: open the chat and choose "I want to test products". The chat's event, the listener, the
     data layer push and the fbq call appear, each inside what caused it.
  3. Cart: "Add to cart" gives the pixel the id of its own Commanders Act trigger; the other button
     reads it too early, and sends the id of the event before.
  4. Tea finder: three routes without a load. Members: the real analytics.js.
  5. /checkout.html?mistake=wrong-case makes one mistake; missing-currency, lost-item and
     renamed-event make others.

  Close the browser, or press Ctrl+C, to end.
`;

async function showToPerson(browser: BrowserName, site: Site): Promise<void> {
  const session = await launch(browser, { isShown: true });
  try {
    await session.page.goto(`${site.url}/`);
    await session.openPanel();
    say(`\nThe demo shop is at ${site.url}/.`);
    say(INSTRUCTIONS);
    await session.ended;
  } finally {
    await session.close();
  }
}

/** Walks the shop with the panel open and photographs it: the stream, and one event's chain. */
async function photograph(
  browser: BrowserName,
  theme: 'light' | 'dark',
  site: Site,
): Promise<string[]> {
  const session = await launch(browser, { theme });
  try {
    const { page } = session;
    await page.goto(`${site.url}/`);
    const panel = await session.openPanel();
    await panel.click('[data-testid="preserve"]');
    await walk(createWalkedPage(page));
    await panel.waitFor((wanted: string) => document.body.textContent.includes(wanted), LAST_PUSH);
    const stream = join(OUT, `${browser}-${theme}-stream.png`);
    await panel.screenshot(stream);

    await panel.press('/');
    await panel.type('product_tester');
    await panel.click('[data-testid="row"][data-source="fbq"]');
    await panel.waitFor(() => document.querySelector('[data-testid="detail"]') !== null);
    const chain = join(OUT, `${browser}-${theme}-chain.png`);
    await panel.screenshot(chain);
    return [stream, chain];
  } finally {
    await session.close();
  }
}

/** Records the walk and checks the recording, as a build would. */
async function report(browser: BrowserName, site: Site): Promise<void> {
  const recording = join(OUT, `${browser}.jsonl`);
  const steps = join(ROOT, 'test', 'site', 'walk.mjs');
  say(`\n$ event-loupe record ${site.url}/ --steps test/site/walk.mjs --browser ${browser}`);
  const recorded = await run(process.execPath, [
    ...[COMMAND, 'record', `${site.url}/`, '--browser', browser],
    ...['--steps', steps, '--until-idle', '500', '--out', recording],
  ]);
  if (recorded !== 0) throw new Error('The recording failed.');
  say(`\n$ event-loupe check ${recording}`);
  // 1 says that there are findings: the shop makes mistakes on purpose.
  if ((await run(process.execPath, [COMMAND, 'check', recording])) > 1) {
    throw new Error('The check failed.');
  }
}

async function showHeadless(browser: BrowserName, site: Site): Promise<void> {
  mkdirSync(OUT, { recursive: true });
  say(`No display: walking through the demo shop in headless ${browser}.`);
  for (const theme of ['light', 'dark'] as const) {
    const files = await photograph(browser, theme, site);
    say(`The panel, ${theme}: ${files.join(', ')}`);
  }
  const counts = new Map<string, number>();
  for (const { vendor } of site.hits) counts.set(vendor, (counts.get(vendor) ?? 0) + 1);
  say(`Hits in both walks: ${[...counts].map(([name, n]) => `${name} ${n}`).join(', ')}`);
  await report(browser, site);
}

const { values } = parseArgs({
  options: {
    browser: { type: 'string', default: 'chromium' },
    headless: { type: 'boolean', default: false },
  },
});
if (values.browser !== 'chromium' && values.browser !== 'firefox') {
  throw new Error(`--browser is chromium or firefox, not ${values.browser}`);
}

// At our exit the browsers end, and their profiles go.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(name, () => process.exit(1));

await buildIfMissing();
const site = await startSite();
try {
  if (hasDisplay() && !values.headless) await showToPerson(values.browser, site);
  else await showHeadless(values.browser, site);
} finally {
  await site.close();
}
