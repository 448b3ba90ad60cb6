import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS } from '../../src/cli/browsers.ts';
import { createAnalysis } from '../../src/rules/create-analysis.ts';
import type { CallEntry, Entry } from '../../src/session/entry.ts';
import { parseSessionLine, serializeHeader } from '../../src/session/file.ts';
import { MISTAKES } from '../site/mistakes.ts';
import { entriesOf, GOLDEN, review } from '../site/review.ts';
import { type Site, startSite } from '../site/server.ts';
import { trimLines } from '../site/trim.ts';
import { runCommand } from '../unit/cli/command.ts';

const FOLDER = fileURLToPath(new URL('../site/golden', import.meta.url));
const WALK = new URL('../site/walk.mjs', import.meta.url).href;

/** Pages that make no mistake but those that the seeds' own snippets make. */
const CORRECT = [
  '/',
  '/product.html',
  '/frame.html',
  '/checkout.html',
  '/segment.html',
  '/app.html',
];

/** What each seeded mistake gives, and nothing else that is an error or a warning. */
const FOUND: Readonly<Record<string, readonly string[]>> = {
  'wrong-case': ['error pixel/event-name-case'],
  'missing-currency': ['error pixel/purchase-without-currency'],
  'lost-item': ['warning dedup/copies-differ'],
  'renamed-event': ['warning dedup/name-differs'],
};

/** The name under which the purchase leaves, where it is another one. */
const SENT: Readonly<Record<string, string>> = {
  'wrong-case': 'purchase',
  'renamed-event': 'OrderPlaced',
};

const addressOf = (name: string) => `${MISTAKES[name]?.page}?mistake=${name}`;

/** The shop's walk, and then the checkout once for each mistake. */
const STEPS = `import walk from ${JSON.stringify(WALK)};
export default async (page) => {
  await walk(page);
  for (const [address, sent] of ${JSON.stringify(Object.keys(MISTAKES).map((name) => [addressOf(name), SENT[name] ?? 'Purchase']))}) {
    await page.goto(new URL(address, page.url()).href);
    await page.waitForSelector('body[data-ready]');
    await page.click('#buy');
    await page.waitForSelector('.toast[data-done="purchase"]');
    await page.waitForSelector(\`body[data-sent~="\${sent}"]\`);
  }
  await page.goto(new URL('/segment.html?more', page.url()).href);
  await page.waitForSelector('body[data-ready]');
  await page.evaluate(() => Promise.all([
    analytics.track('Same', { n: 1 }),
    analytics.track('Same', { n: 1 }),
    analytics.track('Own id', {}, { messageId: 'own-1' }),
    analytics.page('Category', 'Name'),
    analytics.screen('Screen'),
    analytics.alias('member-8', 'member-7'),
  ]).then(() => true));
};`;

describe.each(BROWSERS)('the demo shop, recorded in %s', (browser) => {
  let site: Site;
  let folder: string;
  let entries: Entry[] = [];

  beforeAll(async () => {
    site = await startSite();
    folder = mkdtempSync(join(tmpdir(), 'event-loupe-golden-'));
    writeFileSync(join(folder, 'steps.mjs'), STEPS);
    const { status, stderr } = await runCommand(
      ['record', `${site.url}/`, '--browser', browser, '--steps', 'steps.mjs'].concat(
        ...['--until-idle', '1000', '--out', 'shop.jsonl'],
      ),
      folder,
    );
    expect([status, stderr]).toEqual([0, '']);
    entries = readFileSync(join(folder, 'shop.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .flatMap((line, n) => parseSessionLine(line, n + 1) ?? []);
    if (process.env.KEEP_GOLDEN && browser === 'chromium') keepGolden(entries);
  }, 180_000);
  afterAll(async () => {
    await site?.close();
    if (folder) rmSync(folder, { recursive: true });
  });

  it.each(Object.keys(GOLDEN))('%s: matches, chains, states and pairs as reviewed', (name) => {
    const expected = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
    expect(review(entriesOf(entries, GOLDEN[name] ?? []))).toEqual(expected);
  });

  it('each pixel call of the walk was sent, each with a hit of its own', () => {
    const walked = entriesOf(entries, Object.values(GOLDEN).flat());
    const analysis = createAnalysis();
    analysis.add(walked);
    const states = walked.flatMap(({ id }) => analysis.states.of(id));
    expect(states.length).toBeGreaterThan(10);
    expect(new Set(states.map(({ state }) => state))).toEqual(new Set(['sent']));
    const hits = states.flatMap((state) => state.hits);
    expect(hits.length).toBe(states.length);
    expect(new Set(hits).size).toBe(hits.length);
  });

  it('the correct flow has no error and no warning', () => {
    expect(review(entriesOf(entries, CORRECT)).findings).toEqual([]);
  });

  it.each(Object.entries(FOUND))('the mistake %s is found, and nothing else', (name, expected) => {
    const { findings } = review(entriesOf(entries, [addressOf(name)]));
    expect(findings.map((finding) => finding.split(' | ').slice(0, 2).join(' '))).toEqual(expected);
  });

  it('every call of analytics.js, queued ones too, has its hit by message id', () => {
    const analysis = createAnalysis();
    analysis.add(entries);
    const calls = entries.filter(
      (entry): entry is CallEntry => entry.kind === 'call' && entry.source === 'analytics',
    );
    // Five of the walk; on the page that is opened again two that were queued, and six.
    expect(calls.length).toBe(5 + 2 + 6);
    expect(calls.map(({ messageId }) => messageId)).toContain('own-1');
    for (const { id, messageId } of calls) {
      const links = analysis.chains.of(id)?.links ?? [];
      expect(links.map(({ evidence }) => evidence)).toEqual(['same-id']);
      const hit = entries.find((entry) => entry.id === links[0]?.to);
      expect(hit?.kind === 'hit' && hit.events.map(({ eventId }) => eventId)).toEqual([messageId]);
    }
    // The server's own log knows the same ids.
    const received = site.hits
      .filter(({ vendor }) => vendor === 'segment')
      .map(({ json }) => (json as { messageId: string }).messageId);
    expect(calls.map(({ messageId }) => messageId).sort()).toEqual(received.sort());
  });
});

/** Writes the golden sessions and what is said of them; a person reads the difference, and Biome lays it out. */
function keepGolden(entries: readonly Entry[]): void {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, paths] of Object.entries(GOLDEN)) {
    const own = entriesOf(entries, paths);
    const lines = trimLines(own);
    const header = serializeHeader('event-loupe (demo shop)', Date.UTC(2026, 10, 21, 9));
    writeFileSync(join(FOLDER, `${name}.jsonl`), `${[header, ...lines].join('\n')}\n`);
    writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify(review(own), null, 2)}\n`);
  }
}
