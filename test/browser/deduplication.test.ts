import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Entry, HitEntry } from '../../src/session/entry.ts';
import { pixelConfig } from '../site/server.ts';
import { type Answer, type Server, serve } from './harness/server.ts';
import { launch, type Panel, type Session } from './harness/session.ts';
import { entriesOf } from './log.ts';

const PAGES = fileURLToPath(new URL('../pages', import.meta.url));
const OUT = fileURLToPath(new URL('../../out/screenshots', import.meta.url));
const VENDOR = new URL('../site/public/vendor/', import.meta.url);
const PIXEL = '123456789012345';
const HOUR = 3_600_000;
const testId = (id: string) => `[data-testid="${id}"]`;

const script = (file: string): Answer => ({
  type: 'text/javascript; charset=utf-8',
  body: readFileSync(new URL(file, VENDOR), 'utf8'),
});

/** A row of the ledger as it is on screen. */
interface ShownRow {
  event: string;
  id: string;
  browser: number;
  server: number;
  verdict: string;
  why: string[];
}

/** What a page's ledger must say. */
interface Case {
  /** The page, or pages one after the other. */
  page: string | string[];
  /** The row that the page is about, and the reason it names first. */
  row: [event: string, verdict: string, why: string | undefined];
  /** What the finding says beside the copies. */
  says?: RegExp;
}

const CASES: Case[] = [
  { page: 'paired', row: ['Purchase', 'paired', undefined] },
  { page: 'header', row: ['Purchase', 'paired', 'dedup/pixel-unknown'] },
  {
    page: 'third-argument',
    row: ['Purchase', 'id-missing', 'pixel/event-id-in-custom-data'],
    says: /cd\[eventID\][\s\S]*eventID: "order-1001"/,
  },
  {
    page: 'misspelt-key',
    row: ['Purchase', 'id-missing', 'pixel/misspelt-event-id'],
    says: /as eventId/,
  },
  { page: 'number', row: ['Purchase', 'paired', 'pixel/numeric-event-id'], says: /number 12345/ },
  { page: 'empty', row: ['Purchase', 'id-missing', 'pixel/empty-event-id'], says: /empty text/ },
  { page: 'list', row: ['Purchase', 'id-missing', 'pixel/event-id-list'], says: /eid\[0\]/ },
  {
    page: 'undefined',
    row: ['Purchase', 'id-missing', 'pixel/undefined-event-id'],
    says: /undefined/,
  },
  { page: 'no-id', row: ['Purchase', 'id-missing', 'dedup/no-event-id'], says: /has no event id/ },
  {
    page: 'separate-ids',
    row: ['Purchase', 'id-mismatch', 'dedup/different-ids'],
    says: /same order, but each side made an id of its own/,
  },
  {
    page: ['reused', 'reused-next'],
    row: ['Lead', 'id-reused', 'dedup/id-reused'],
    says: /"template-1" on several pages/,
  },
  { page: 'shared', row: ['Lead', 'id-reused', 'dedup/id-shared'], says: /Purchase/ },
  {
    page: 'previous-trigger',
    row: ['AddToCart', 'id-mismatch', 'dedup/previous-trigger-id'],
    says: /the id of the Commanders Act event before its own/,
  },
  {
    page: 'own-id',
    row: ['Purchase', 'id-mismatch', 'dedup/commanders-act-own-id'],
    says: /config\.eventId does not change it/,
  },
  {
    page: 'automatic-id',
    row: ['Purchase', 'id-mismatch', 'dedup/automatic-id'],
    says: /made by Meta's own code/,
  },
  { page: 'name-case', row: ['Purchase', 'name-mismatch', 'dedup/name-case'], says: /"purchase"/ },
  {
    page: 'name-not-mapped',
    row: ['AddToCart', 'name-mismatch', 'dedup/name-not-mapped'],
    says: /"add_to_cart"/,
  },
  {
    page: 'other-pixel',
    row: ['Purchase', 'pixel-mismatch', 'dedup/other-pixel'],
    says: /987654321098765/,
  },
  {
    page: 'value-differs',
    row: ['Purchase', 'paired', 'dedup/copies-differ'],
    says: /9\.99[\s\S]*11\.89/,
  },
];

describe.each(['chromium', 'firefox'] as const)('deduplication in %s', (browser) => {
  let server: Server;
  let session: Session;
  let panel: Panel;

  beforeAll(async () => {
    mkdirSync(OUT, { recursive: true });
    server = await serve(
      {
        'connect.facebook.net/en_US/fbevents.js': script('fbevents.js'),
        [`connect.facebook.net/signals/config/${PIXEL}`]: {
          type: 'text/javascript',
          body: pixelConfig(PIXEL),
        },
        'www.facebook.com/tr/': { type: 'image/gif' },
        'gateway.shop.test/events': { status: 204 },
        '/vendor/tag-commander.js': script('tag-commander.js'),
        '/cdp/events': { type: 'application/json', body: '{}' },
        '/api/purchase': {
          headers: { 'server-timing': 'capi;desc="Purchase:order-1001"' },
          body: 'ok',
        },
      },
      { folder: PAGES },
    );
    session = await launch(browser, { server, theme: browser === 'chromium' ? 'light' : 'dark' });
    panel = await session.openPanel();
    await panel.click(testId('preserve'));
    await panel.click(testId('tab-deduplication'));
  });
  afterAll(async () => {
    await session?.close();
    await server?.close();
  });

  const readRows = () =>
    panel.evaluate<ShownRow[]>(() =>
      [...document.querySelectorAll<HTMLElement>('[data-testid=pair]')].map((row) => {
        const cell = (name: string) => row.querySelector<HTMLElement>(`.${name}`)?.innerText ?? '';
        return {
          event: cell('event'),
          id: row.querySelector('.id')?.getAttribute('title') ?? '',
          browser: Number(cell('browser')),
          server: Number(cell('server')),
          verdict: row.dataset.verdict ?? '',
          why: (row.dataset.why ?? '').split(' ').filter((rule) => rule !== ''),
        };
      }),
    );
  /** Waits for a row and opens its copies. */
  const openRow = async ([event, verdict, why]: Case['row']) => {
    await panel
      .waitFor(
        (name: string, word: string, rule: string) => {
          const rows = [...document.querySelectorAll<HTMLElement>('[data-testid=pair]')];
          const row = rows.find(
            (each) =>
              each.dataset.verdict === word &&
              each.querySelector<HTMLElement>('.event')?.innerText === name &&
              (rule === '' || (each.dataset.why ?? '').split(' ').includes(rule)),
          );
          row?.click();
          return row !== undefined;
        },
        event,
        verdict,
        why ?? '',
      )
      .catch(async (cause) => {
        throw new Error(`the ledger shows ${JSON.stringify(await readRows())}`, { cause });
      });
    return await panel.waitFor((word: string) => {
      const copies = document.querySelector<HTMLElement>('[data-testid=copies]');
      const chip = copies?.querySelector<HTMLElement>('[data-testid=copies-verdict]')?.innerText;
      return chip === word && copies?.innerText;
    }, verdict);
  };
  const visit = async (pages: string | string[]) => {
    for (const page of [pages].flat()) {
      const before = server.requests.length;
      await session.page.goto(`https://shop.test/dedup/${page}.html`);
      await session.page.waitFor(() => document.readyState === 'complete');
      expect(server.requests.length).toBeGreaterThan(before);
    }
  };
  const clear = async () => {
    await panel.click(testId('clear'));
    await panel.waitFor(() => document.querySelector('[data-testid=ledger-empty]') !== null);
  };

  describe('every reason, on a page of its own', () => {
    beforeEach(clear);

    it.each(CASES)('$page: $row', async ({ page, row, says }) => {
      await visit(page);
      const text = await openRow(row);
      if (says) expect(text).toMatch(says);
      const rows = await readRows();
      const [event, verdict, why] = row;
      const own = rows.find((each) => each.event === event && each.verdict === verdict);
      if (why === undefined) expect(own?.why).toEqual([]);
      else expect(own?.why).toContain(why);
      // One finding tells the fault, whichever part of the analysis makes it.
      const told = await panel.evaluate<number>(
        () => document.querySelectorAll('[data-testid=copies-finding]').length,
      );
      expect(told).toBe(own?.why.length);
    });
  });

  describe('with server events that are imported', () => {
    beforeEach(clear);

    const importWith = async (make: (hit: HitEntry) => Entry[]) => {
      await visit('browser-only');
      await openRow(['Purchase', 'browser-only', undefined]);
      const entries = await entriesOf(panel);
      const hit = entries.find((entry): entry is HitEntry => entry.kind === 'hit' && !entry.role);
      if (!hit) throw new Error('no hit');
      const lines = [...entries, ...make(hit)].map((entry) => JSON.stringify(entry)).join('\n');
      await panel.chooseFiles(testId('import-file'), [{ name: 'both.jsonl', text: lines }]);
      await panel.waitFor(() => document.querySelector('[data-testid=back-to-live]') !== null);
    };
    const serverEvent = (
      hit: HitEntry,
      at: number,
      event: Record<string, unknown> = {},
    ): Entry => ({
      kind: 'server',
      id: 'server:1',
      at: hit.at + at,
      page: 'server:0',
      origin: 'tap',
      pixelId: PIXEL,
      timeOf: 'receipt',
      event: { event_name: 'Purchase', event_id: 'order-1001', ...event },
    });

    it('names a copy outside the window of 48 hours, and one whose clock is off', async () => {
      await importWith((hit) => [serverEvent(hit, 50 * HOUR)]);
      const late = await openRow(['Purchase', 'outside-window', 'dedup/outside-window']);
      expect(late).toMatch(/50 h/);
      await panel.click(testId('back-to-live'));
      await importWith((hit) => [
        serverEvent(hit, 1200, { event_time: Math.round(hit.at / 1000) + 3600 }),
      ]);
      const skewed = await openRow(['Purchase', 'paired', 'dedup/clock-skew']);
      expect(skewed).toMatch(/server 1\.2 s later/);
      await panel.click(testId('back-to-live'));
    });
  });
});
