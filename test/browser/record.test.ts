import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS } from '../../src/cli/browsers.ts';
import type { CallEntry, Entry } from '../../src/session/entry.ts';
import { runCommand, startCommand } from '../unit/cli/command.ts';
import { poll } from './harness/poll.ts';
import { type Server, serve } from './harness/server.ts';

const PAGES = {
  '/': `<!doctype html><script>
      dataLayer = []; dataLayer.push({ event: 'first', agent: navigator.userAgent });
      tcLayer = []; tcLayer.push({ event: 'own' });
      console.log('of the page'); console.warn('[Meta Pixel] - Pixel 1 is unavailable.');
    </script>
    <script>basket.total += 1</script>
    <button onclick="dataLayer.push({ event: 'clicked' })">buy</button>
    <input oninput="dataLayer.push({ event: 'typed', value: this.value })">
    <a href="/two" target="_blank">two</a>`,
  '/missing': { status: 404, type: 'text/html', body: '<!doctype html>gone' },
  '/two': `<!doctype html><script>dataLayer = []; dataLayer.push({ event: 'second' })</script>`,
  '/busy': `<!doctype html><script>
      dataLayer = []; setInterval(() => dataLayer.push({ event: 'tick' }), 100);
    </script>`,
};

const STEPS = `export default async (page) => {
  await page.locator('button').click();
  await page.fill('input', 'hé');
  if (await page.evaluate(() => dataLayer.length) < 3) throw new Error('no own world');
  await page.click('a');
};`;

/** Entries of a session file, and its header's line. */
function readSessionFile(file: string): { header: { generator: string }; entries: Entry[] } {
  const [header, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  return { header: JSON.parse(header ?? ''), entries: lines.map((line) => JSON.parse(line)) };
}

function pushed(entries: Entry[]): unknown[] {
  const isCall = (entry: Entry): entry is CallEntry => entry.kind === 'call';
  return entries.filter(isCall).map(({ args }) => (args[0] as { event?: unknown }).event);
}

/** It reads what was there before the page, and then waits for what never comes. */
const BROKEN = `
export async function setup(page) {
  await page.context().addInitScript(() => { window.prepared = 'from setup'; });
}
export default async (page) => {
  await page.evaluate(() => (window.dataLayer = []).push({ event: localStorage.seen + ' ' + window.prepared }));
  await page.locator('#buy').click({ timeout: 200 });
}`;

describe.each(BROWSERS)('event-loupe record in %s', (browser) => {
  let server: Server;
  let folder: string;
  let origin: string;
  beforeAll(async () => {
    server = await serve(PAGES);
    origin = `http://127.0.0.1:${server.port}`;
    folder = mkdtempSync(join(tmpdir(), 'event-loupe-record-'));
    writeFileSync(join(folder, 'steps.mjs'), STEPS);
    writeFileSync(join(folder, 'broken.mjs'), BROKEN);
    const origins = [{ origin, localStorage: [{ name: 'seen', value: 'yes' }] }];
    writeFileSync(join(folder, 'state.json'), JSON.stringify({ cookies: [], origins }));
    writeFileSync(join(folder, 'profile.json'), '{"layers":["tcLayer"]}');
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });
  const record = (url: string, ...options: string[]) =>
    runCommand(['record', url, '--browser', browser, ...options], folder);

  it('records the page, the steps, a tab that they open, and own data layers', async () => {
    const { status, stderr } = await record(
      `${origin}/`,
      ...['--steps', 'steps.mjs', '--profile', 'profile.json', '--until-idle', '1000'],
    );
    expect([status, stderr]).toEqual([0, '']);
    const { header, entries } = readSessionFile(join(folder, 'session.jsonl'));
    expect(header.generator).toMatch(new RegExp(`^event-loupe \\d.*\\(${browser}\\)$`));
    expect(pushed(entries)).toEqual(['first', 'own', 'clicked', 'typed', 'second']);
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).sort((a, b) => a - b));
    expect(
      entries.flatMap((one) =>
        one.kind === 'console'
          ? `${one.level} ${one.text} ${one.place} ${entries.find(({ id }) => id === one.page)?.kind}`
          : [],
      ),
    ).toEqual([
      `warning [Meta Pixel] - Pixel 1 is unavailable. ${origin}/:4:43 page`,
      `exception ReferenceError: basket is not defined ${origin}/:6:13 page`,
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/Headless|about:blank/);
    expect(server.requests.map(({ headers }) => headers['user-agent']).join()).not.toMatch(
      /Headless/,
    );
    const check = await runCommand(['check', 'session.jsonl'], folder);
    expect([check.status, check.stderr]).toEqual([0, '']);
  });

  it('goes through a proxy, accepts its certificate, and sends the user agent asked for', async () => {
    const options = ['--proxy', origin, '--wait', '500', '--out', 'proxy.jsonl'];
    const agent = ['--user-agent', 'Mozilla/5.0 Mine/1'];
    const trusted = await record('https://shop.test/', ...options, ...agent, '--insecure');
    expect([trusted.status, trusted.stderr]).toEqual([0, '']);
    const request = server.requests.find(({ host }) => host === 'shop.test');
    expect([request?.url.href, request?.headers['user-agent']]).toEqual([
      'https://shop.test/',
      'Mozilla/5.0 Mine/1',
    ]);
    const { entries } = readSessionFile(join(folder, 'proxy.jsonl'));
    expect(JSON.stringify(entries)).toContain('"agent":"Mozilla/5.0 Mine/1"');

    const untrusted = await record('https://shop.test/', ...options);
    expect([untrusted.status, untrusted.stderr]).toEqual([
      2,
      'event-loupe: https://shop.test/ cannot be loaded: nobody vouches for its certificate (--insecure accepts it)\n',
    ]);
  });

  // What follows the browser's own word is the same for both; Firefox says its word above, of a certificate.
  if (browser === 'chromium')
    it('gives 2 and one line when nothing answers, or a step fails', async () => {
      const refused = await record('http://127.0.0.1:3/', '--out', 'refused.jsonl');
      expect(refused.status).toBe(2);
      expect(refused.stderr).toMatch(
        /^event-loupe: http:\/\/127\.0\.0\.1:3\/ cannot be loaded: .*\n$/,
      );
      const failed = await record(
        `${origin}/missing`,
        ...['--steps', 'broken.mjs', '--out', 'failed.jsonl', '--storage-state', 'state.json'],
      );
      expect([failed.status, failed.stderr]).toEqual([
        2,
        "event-loupe: broken.mjs:7: a step failed: locator.click: Timeout 200ms exceeded. Waited for locator('#buy'). (picture of the page: failed.failed.png)\n",
      ]);
      expect(readFileSync(join(folder, 'failed.failed.png')).subarray(1, 4).toString()).toBe('PNG');
      // What came before: storage, the setup, and the answer that the page came with.
      const { entries } = readSessionFile(join(folder, 'failed.jsonl'));
      expect(entries).toContainEqual(
        expect.objectContaining({ event: 'answer', status: 404, url: `${origin}/missing` }),
      );
      expect(pushed(entries)).toEqual(['yes from setup']);
    });

  it('saves what it has on Ctrl-C, and gives 130', async () => {
    const command = startCommand(
      ['record', `${origin}/busy`, '--browser', browser, '--out', 'busy.jsonl'],
      folder,
    );
    const part = join(folder, 'busy.jsonl.part');
    const begun = poll(() => readFileSync(part, 'utf8').includes('tick'), 'entries');
    // It ends first only when it failed, which the expectation below then tells.
    try {
      await Promise.race([begun, command.result]);
    } finally {
      command.interrupt();
    }
    const { status, stderr } = await command.result;
    expect([status, stderr]).toEqual([130, '']);
    expect(pushed(readSessionFile(join(folder, 'busy.jsonl')).entries)).toContain('tick');
  });
});
