import { copyFileSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallEntry, Entry } from '../../src/session/entry.ts';
import { type Site, startSite } from '../site/server.ts';
import walk from '../site/walk.mjs';
import { createWalkedPage } from '../site/walked-page.ts';
import { launch, type Session } from './harness/session.ts';
import { entriesOf } from './log.ts';

const OUT = fileURLToPath(new URL('../../out/screenshots', import.meta.url));
const KEPT = fileURLToPath(new URL('./screenshots', import.meta.url));

/** How often each call was seen: `fbq Purchase`, `loyjoy newsletter_opt_in`. */
function countCalls(entries: readonly Entry[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const entry of entries) {
    if (entry.kind !== 'call') continue;
    const name = nameOf(entry);
    if (name) counts[`${entry.source} ${name}`] = (counts[`${entry.source} ${name}`] ?? 0) + 1;
  }
  return counts;
}

function nameOf({ source, method, name, args }: CallEntry): string | undefined {
  if (source === 'loyjoy') return name ?? method;
  if (source === 'fbq') return /^track/.test(method) ? String(args[1]) : undefined;
  if (source === 'cact') return method === 'trigger' ? String(args[1]) : undefined;
  if (source === 'analytics') return method === 'track' ? String(args[0]) : method;
  return undefined;
}

describe.each(['chromium', 'firefox'] as const)('the demo shop in the panel of %s', (browser) => {
  let site: Site;
  let session: Session;
  let entries: Entry[] = [];
  let theme: string | undefined;

  beforeAll(async () => {
    site = await startSite();
    session = await launch(browser);
    const panel = await session.openPanel();
    await panel.click('[data-testid=preserve]');
    await session.page.goto(`${site.url}/`);
    await walk(createWalkedPage(session.page));
    await panel.waitFor(() => document.querySelectorAll('[data-testid=row]').length > 3);
    entries = await entriesOf(panel);
    theme = await panel.evaluate(() => document.documentElement.dataset.theme);
  }, 120_000);
  afterAll(async () => {
    await session?.close();
    await site?.close();
  });

  it('is in DevTools’ own theme, which is light here', () => {
    expect(theme).toBe('light');
  });

  it('has each call that the shop makes, once, and none lost', () => {
    expect(entries.filter((e) => e.kind === 'gap')).toEqual([]);
    expect(countCalls(entries)).toMatchObject({
      'fbq ViewContent': 1,
      'fbq RecommendationSeen': 1,
      'fbq AddToCart': 2,
      'fbq Purchase': 1,
      'cact add_to_cart': 2,
      'cact purchase': 1,
      'analytics Order Completed': 1,
      'analytics identify': 1,
    });
  });

  it('shows what the seeds’ listeners cause as nested in the chat’s event', () => {
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    const caused = entries.flatMap((entry) => {
      const cause = entry.kind === 'call' && entry.cause ? byId.get(entry.cause) : undefined;
      return cause?.kind === 'call' && cause.source === 'loyjoy' && entry.kind === 'call'
        ? [
            `${cause.name} → ${entry.source} ${JSON.stringify(entry.args[entry.source === 'fbq' ? 1 : 0])}`,
          ]
        : [];
    });
    // Seed 000, seed 001 and seed 002, in this order.
    expect(caused).toContain('product_tester → fbq "product_tester"');
    expect(
      caused.some((text) => text.startsWith('product_tester → dataLayer {"evt":"product_tester"')),
    ).toBe(true);
    expect(
      caused.some(
        (text) => text.includes('"gaEventCategory":"loyjoy"') && text.includes('newsletter_opt_in'),
      ),
    ).toBe(true);
  });

  it('keeps the copy of the cart’s event id as it was at the call', () => {
    const ids = entries.flatMap((entry) =>
      entry.kind === 'call' && entry.source === 'fbq' && entry.args[1] === 'AddToCart'
        ? [entry.args[3]]
        : [],
    );
    expect(ids).toHaveLength(2);
    expect(ids[0]).toEqual({ eventID: expect.stringMatching(/^\d{24,}$/) });
  });
});

const THEMES = process.env.KEEP_SCREENSHOTS ? (['light', 'dark'] as const) : (['dark'] as const);
describe.each(THEMES)('screenshots for the README, %s', (theme) => {
  it('shows the panel in DevTools’ own theme', async () => {
    const site = await startSite();
    const session = await launch('chromium', { theme, window: { width: 1280, height: 760 } });
    try {
      const panel = await session.openPanel();
      await panel.click('[data-testid=preserve]');
      await session.page.goto(`${site.url}/cart.html`);
      await session.page.waitFor(() => document.querySelector('body[data-ready]') !== null);
      await session.page.click('#add');
      await session.page.goto(`${site.url}/chat.html`);
      await session.page.waitFor(() => document.querySelector('body[data-ready]') !== null);
      await session.page.click('#loyjoy-chat [data-action="open"]');
      await session.page.click('#loyjoy-chat [data-reply="product_tester"]');
      await panel.waitFor(() =>
        [...document.querySelectorAll('[data-testid=row]')].some((row) =>
          row.textContent?.includes('product_tester'),
        ),
      );
      await panel.resize(1280, 680);
      await panel.evaluate(() => {
        const rows = [
          ...document.querySelectorAll<HTMLElement>('[data-testid=row][data-source=fbq]'),
        ];
        rows.find((row) => row.textContent?.includes('product_tester'))?.click();
      });
      await panel.waitFor(() => document.querySelector('[data-testid=answer-sent]') !== null);
      expect(await panel.evaluate(() => document.documentElement.dataset.theme)).toBe(theme);
      mkdirSync(OUT, { recursive: true });
      await panel.screenshot(`${OUT}/panel-${theme}.png`);
      // The pictures in the README are these; they are kept only when asked for, or each test run
      // would change the tree.
      if (process.env.KEEP_SCREENSHOTS) {
        mkdirSync(KEPT, { recursive: true });
        copyFileSync(`${OUT}/panel-${theme}.png`, `${KEPT}/panel-${theme}.png`);
      }
    } finally {
      await session.close();
      await site.close();
    }
  });
});
