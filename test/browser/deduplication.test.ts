import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Entry, HitEntry } from '../../src/session/entry.ts';
import { pixelConfig } from '../site/server.ts';
import { OTHER_PIXEL, pixelHit, START_AT, serverEvent } from '../unit/analysis/pairs/session.ts';
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
  {
    page: 'server-first',
    row: ['Purchase', 'paired', 'dedup/server-first'],
    says: /true for Meta’s fallback/,
  },
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
    says: /same order, but the id is/,
  },
  {
    page: ['reused', 'reused-next'],
    row: ['Lead', 'id-reused', 'dedup/id-on-two-pages'],
    says: /Two pages send Lead with the id “template-1”/,
  },
  { page: 'shared', row: ['Lead', 'id-reused', 'dedup/id-shared'], says: /Purchase/ },
  {
    page: 'previous-trigger',
    row: ['AddToCart', 'id-mismatch', 'dedup/previous-trigger-id'],
    says: /the id of the previous Commanders Act event; its own is/,
  },
  {
    page: 'own-id',
    row: ['Purchase', 'id-mismatch', 'dedup/commanders-act-own-id'],
    says: /config\.eventId does not change that one/,
  },
  {
    page: 'automatic-id',
    row: ['Purchase', 'id-mismatch', 'dedup/automatic-id'],
    says: /so Meta’s code generated one/,
  },
  { page: 'name-case', row: ['Purchase', 'name-mismatch', 'dedup/name-case'], says: /“purchase”/ },
  {
    page: 'name-not-mapped',
    row: ['AddToCart', 'name-mismatch', 'dedup/name-not-mapped'],
    says: /“add_to_cart”/,
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

const PAGE: Entry = {
  kind: 'page',
  id: 'd:0',
  at: START_AT - 1000,
  page: 'd:0',
  event: 'start',
  url: 'https://shop.test/checkout',
};
const VALUE = { 'cd[value]': '10', 'cd[currency]': 'EUR' };

/** One row of nearly every verdict. */
/** Without an order of its own, a Purchase of the same content is the one before, sent again. */
const ofOrder = (id: string) => ({ ...VALUE, 'cd[order_id]': id });

const SESSION: Entry[] = [
  PAGE,
  pixelHit('d:1', { eventId: 'a-1' }, ofOrder('1')),
  serverEvent(
    's:1',
    { eventId: 'a-1', at: 1200 },
    { custom_data: { value: 11.9, currency: 'EUR' } },
  ),
  pixelHit('d:2', { eventId: 'a-2', at: 2000 }, ofOrder('2')),
  serverEvent('s:2', { eventId: 'a-2', at: 1500 }),
  pixelHit('d:3', { eventId: 'a-3', at: 3000 }, ofOrder('3')),
  serverEvent('s:3', { eventId: 'a-3', at: 3500, name: 'purchase' }),
  pixelHit('d:4', { eventId: 'a-4', at: 4000 }, ofOrder('4')),
  serverEvent('s:4', { eventId: 'a-4', at: 4500, pixel: OTHER_PIXEL }),
  pixelHit('d:5', { eventId: 'a-5', at: 5000, name: 'AddToCart' }),
  pixelHit('d:6', { at: 6000, name: 'Contact' }),
  pixelHit('d:7', { eventId: 'a-7', at: 7000, name: 'Lead' }),
];

/** Runs in the panel: drops a session of as many ids, since its file takes long to be handed over. */
function dropLarge(selector: string, count: number, [page, hit, copy]: [string, string, string]) {
  const lines = [page];
  for (let i = 0; i < count; i += 1)
    for (const line of [hit, copy])
      lines.push(
        line
          .replaceAll('#', String(i))
          .replace(/"at":(\d+)/, (_, at: string) => `"at":${Number(at) + 10 * i}`),
      );
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([lines.join('\n')], 'large.jsonl'));
  const target = document.querySelector(selector);
  for (const type of ['dragenter', 'dragover', 'drop'])
    target?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
}

/** What the browser has a part in: a header of its network, its own fetch, a value as it was sent. */
const IN_FIREFOX: ReadonlySet<Case['page']> = new Set([
  ...['paired', 'header', 'third-argument', 'automatic-id', 'value-differs'],
]);

describe.each(['chromium', 'firefox'] as const)('deduplication in %s', (browser) => {
  const cases = CASES.filter(({ page }) => browser === 'chromium' || IN_FIREFOX.has(page));

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
      const chip = copies?.querySelector<HTMLElement>('[data-testid=copies-verdict]')?.dataset
        .verdict;
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

    it.each(cases)('$page: $row', async ({ page, row, says }) => {
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
    const copyOf = (hit: HitEntry, at: number, event: Record<string, unknown> = {}): Entry => ({
      kind: 'server',
      id: 'server:1',
      at: hit.at + at,
      page: 'server:0',
      origin: 'tap',
      pixelId: PIXEL,
      timeOf: 'receipt',
      event: { event_name: 'Purchase', event_id: 'order-1001', ...event },
    });

    it('pairs the page with a Conversions API body that is dropped, and says what that does not show', async () => {
      await visit('browser-only');
      await openRow(['Purchase', 'browser-only', undefined]);
      const event = {
        event_name: 'Purchase',
        event_id: 'order-1001',
        event_time: Math.round(Date.now() / 1000),
        action_source: 'website',
        user_data: { client_user_agent: 'x' },
        custom_data: { value: 9.99, currency: 'EUR' },
      };
      await panel.dropFiles(testId('ledger'), [
        { name: 'body.json', text: JSON.stringify({ data: [event] }) },
      ]);
      const text = await openRow(['Purchase', 'paired', 'dedup/receipt-unknown']);
      expect(text).toMatch(/not known: nobody saw when Meta received the server’s copy/);
      expect(text).toMatch(/which is not known without the receipts/);
    });

    it('names a copy outside the window of 48 hours, and one whose clock is off', async () => {
      await importWith((hit) => [copyOf(hit, 50 * HOUR)]);
      const late = await openRow(['Purchase', 'outside-window', 'dedup/outside-window']);
      expect(late).toMatch(/50 h/);
      await panel.click(testId('back-to-live'));
      await importWith((hit) => [
        copyOf(hit, 1200, { event_time: Math.round(hit.at / 1000) + 3600 }),
      ]);
      const skewed = await openRow(['Purchase', 'paired', 'dedup/clock-skew']);
      expect(skewed).toMatch(/server 1\.2 s later/);
      await panel.click(testId('back-to-live'));
    });
  });

  describe('the view', () => {
    const show = async (entries: readonly Entry[]) => {
      await panel.chooseFiles(testId('import-file'), [
        { name: 'ledger.jsonl', text: entries.map((entry) => JSON.stringify(entry)).join('\n') },
      ]);
      await panel.waitFor(
        (count: string) =>
          document.querySelector<HTMLElement>('[data-testid=status]')?.innerText.includes(count),
        entries.length === 1
          ? '1 entry'
          : `${new Intl.NumberFormat('en').format(entries.length)} entries`,
      );
    };
    const text = (selector: string) =>
      panel.evaluate<string>(
        (s: string) => document.querySelector<HTMLElement>(s)?.innerText ?? '',
        selector,
      );
    const waitForCount = (count: number) =>
      panel.waitFor(
        (wanted: string) =>
          document.querySelector<HTMLElement>('[data-testid=ledger]')?.dataset.count === wanted,
        String(count),
      );
    const ids = async () => (await readRows()).map(({ id }) => id);
    const fill = async (id: string, value: string) => {
      await panel.click(testId(id));
      await panel.press('Control+a');
      await panel.press('Delete');
      if (value !== '') await panel.type(value);
    };
    const selectedId = () =>
      panel.evaluate<string>(
        () =>
          document
            .querySelector('[data-testid=pair][aria-selected=true] .id')
            ?.getAttribute('title') ?? '',
      );

    beforeEach(async () => {
      await panel.resize(1280, 760);
      await panel.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await show(SESSION);
      await panel.click(testId('tab-deduplication'));
      await panel.click(testId('part-ledger'));
      await waitForCount(7);
    });

    it('shows a row per pixel, name and id, says how many are paired, filters and sorts', async () => {
      expect(await ids()).toEqual(['a-1', 'a-2', 'a-3', 'a-4', 'a-5', '', 'a-7']);
      const [first] = await readRows();
      expect(first).toEqual({
        ...{ event: 'Purchase', id: 'a-1', browser: 1, server: 1 },
        ...{ verdict: 'paired', why: ['dedup/copies-differ'] },
      });
      expect(await text(`${testId('pair')} .delay`)).toBe('server 1.2 s later');
      expect(await text(testId('ledger-summary'))).toMatch(/2 of 7 rows paired/);
      await fill('ledger-search', 'purchase A-1');
      await waitForCount(1);
      await panel.press('Escape');
      await waitForCount(7);
      await panel.click(testId('verdict-name-mismatch'));
      await waitForCount(1);
      expect(await ids()).toEqual(['a-3']);
      await panel.click(testId('verdict-name-mismatch'));
      await waitForCount(7);
      await fill('ledger-search', 'nothing like it');
      await panel.click(testId('ledger-clear-filter'));
      await waitForCount(7);
      await panel.click(testId('sort-event'));
      await panel.waitFor(
        () =>
          document.querySelector<HTMLElement>('[data-testid=pair] .event')?.innerText ===
          'AddToCart',
      );
      await panel.click(testId('sort-event'));
      await panel.waitFor(
        () =>
          document.querySelector('[role=columnheader].event')?.getAttribute('aria-sort') ===
          'descending',
      );
      expect((await readRows()).map(({ event }) => event)).toEqual([
        ...['Purchase', 'Purchase', 'Purchase', 'Purchase', 'Lead', 'Contact', 'AddToCart'],
      ]);
      await panel.click(testId('sort-event'));
      await panel.waitFor(
        () =>
          document.querySelector('[role=columnheader].event')?.getAttribute('aria-sort') === 'none',
      );
      expect(await ids()).toEqual(['a-1', 'a-2', 'a-3', 'a-4', 'a-5', '', 'a-7']);
    });

    it('goes by keyboard: arrows through the rows, Enter to the copies, Escape back, / to the filter', async () => {
      await panel.evaluate(() => document.getElementById('ledger')?.focus());
      await panel.press('Home');
      expect(await selectedId()).toBe('a-1');
      await panel.press('ArrowDown');
      await panel.press('ArrowDown');
      await panel.waitFor(
        () =>
          document
            .querySelector('[data-testid=pair][aria-selected=true] .id')
            ?.getAttribute('title') === 'a-3',
      );
      await panel.press('Enter');
      await panel.waitFor(() => document.querySelector('[data-testid=copies]') !== null);
      await panel.press('Escape');
      await panel.waitFor(() => document.querySelector('[data-testid=copies]') === null);
      expect(await panel.evaluate(() => document.activeElement?.id)).toBe('ledger');
      await panel.press('End');
      await panel.waitFor(
        () => document.getElementById('ledger')?.getAttribute('aria-activedescendant') === 'pair-6',
      );
      await panel.press('/');
      await panel.waitFor(
        () => document.activeElement?.getAttribute('data-testid') === 'ledger-search',
      );
    });

    it('sets the copies side by side, marks what differs and which is kept, and opens them in the Stream', async () => {
      await openRow(['Purchase', 'paired', 'dedup/copies-differ']);
      const lines = await panel.evaluate<string[]>(() =>
        [...document.querySelectorAll<HTMLElement>('[data-testid=diff-line]')].map(
          (line) => `${line.dataset.verdict} ${line.innerText.replace(/\s+/g, ' ').trim()}`,
        ),
      );
      expect(lines).toContain('different value differs 10 11.9');
      expect(lines).toContain('equal currency EUR EUR');
      expect(
        await panel.evaluate(
          () =>
            document.querySelector('[data-testid=copy-list] [data-testid=kept]')?.parentElement
              ?.innerText,
        ),
      ).toMatch(/^browser/);
      // The id, value and currency are what is asked first.
      expect(lines.slice(0, 3).map((line) => line.split(' ')[1])).toEqual([
        'event_id',
        'value',
        'currency',
      ]);
      await panel.click(`${testId('copy-entry')}[data-id="s:1"]`);
      await panel.waitFor(
        () => document.querySelector('[data-testid=detail]')?.getAttribute('data-id') === 's:1',
      );
      // The entry's own detail names the verdict and leads back.
      expect(await text(testId('pair-section'))).toMatch(
        /paired[\s\S]*The copies of an event do not match/,
      );
      expect(
        await panel.evaluate(() =>
          document.querySelector('[data-testid=pair-copy]')?.getAttribute('data-id'),
        ),
      ).toBe('d:1');
      await panel.click(testId('show-pair'));
      await panel.waitFor(() => document.querySelector('[data-testid=copies]') !== null);
      expect(await selectedId()).toBe('a-1');
      await panel.click(testId('copies-rule'));
      await panel.waitFor(
        () => document.activeElement?.getAttribute('data-rule-id') === 'dedup/copies-differ',
      );
      await panel.click(testId('close-rule-page'));
      await panel.click(testId('tab-deduplication'));
    });

    it('pairs under another name or pixel, says that it is assumed, and goes back', async () => {
      await panel.click(testId('pair-as'));
      await fill('pair-as-name-from', 'purchase');
      await fill('pair-as-name-to', 'Purchase');
      await panel.click(testId('pair-as-apply'));
      await panel.waitFor(
        () => document.querySelectorAll('[data-testid=pair][data-verdict=paired]').length === 3,
      );
      expect(await text(testId('assumed'))).toMatch(/purchase read as Purchase/);
      await panel.click(testId('pair-as-reset'));
      await panel.waitFor(
        () => document.querySelectorAll('[data-testid=pair][data-verdict=paired]').length === 2,
      );
      expect(await text(testId('assumed'))).toBe('');
      await panel.click(testId('pair-as'));
    });

    it('shows the coverage of the keys, and what Meta says of it', async () => {
      await panel.click(testId('part-coverage'));
      const row = await panel.waitFor(() =>
        [...document.querySelectorAll<HTMLElement>('[data-testid=coverage-row]')]
          .map((each) => each.innerText.replace(/\s+/g, ' ').trim())
          .find((each) => each.startsWith('Contact')),
      );
      expect(row).toMatch(/browser 1 0%/);
      expect(await text(testId('coverage'))).toMatch(/no threshold[\s\S]*Verifying Your Setup/);
      await panel.click(testId('part-ledger'));
    });

    it('says nothing is wrong where no server is known, and how to bring one in', async () => {
      await show([PAGE, pixelHit('d:1', { eventId: 'a-1', page: 'd:0' })]);
      await waitForCount(1);
      expect(
        await panel.evaluate(() => document.querySelector('[data-testid=pair] .chip')?.className),
      ).toBe('chip mute');
      await show([PAGE]);
      await waitForCount(0);
      expect(await text(testId('ledger-empty'))).toMatch(/event-loupe tap[\s\S]*Server-Timing/);
      // Docked low it begins below the table's head, and scrolls.
      await panel.resize(1280, 250);
      const isBelow = await panel.evaluate<boolean>(() => {
        const [head, icon] = ['.ledger-head', '[data-testid=ledger-empty] > *'].map((selector) =>
          document.querySelector(selector)?.getBoundingClientRect(),
        );
        return head !== undefined && icon !== undefined && icon.top >= head.bottom;
      });
      expect(isBelow).toBe(true);
    });

    it('draws the rows in sight alone, of 2,000', async () => {
      await panel.evaluate(dropLarge, testId('tab-deduplication'), 2_000, [
        JSON.stringify(PAGE),
        JSON.stringify(pixelHit('h:#', { eventId: 'id-#' }, ofOrder('#'))),
        JSON.stringify(serverEvent('s:#', { eventId: 'id-#', at: 5 })),
      ]);
      await waitForCount(2_000);
      expect(
        await panel.evaluate(() => document.querySelectorAll('[data-testid=pair]').length),
      ).toBeLessThan(100);
      await panel.evaluate(() => document.getElementById('ledger')?.focus());
      await panel.press('End');
      await panel.waitFor(
        () =>
          document
            .querySelector('[data-testid=pair][aria-selected=true] .id')
            ?.getAttribute('title') === 'id-1999',
      );
      await fill('ledger-search', 'id-199');
      await waitForCount(11);
      await panel.click(testId('sort-id'));
      await fill('ledger-search', '');
      await waitForCount(2_000);
      await panel.click(testId('sort-id'));
      await panel.click(testId('sort-id'));
    });

    it.each([
      ['wide', 1280, 700],
      ['narrow', 420, 700],
    ])('looks right: %s', async (name, width, height) => {
      await panel.resize(width, height);
      await openRow(['Purchase', 'paired', 'dedup/copies-differ']);
      const file = (what: string) => `${OUT}/dedup-${what}-${name}-${browser}.png`;
      await panel.screenshot(file('copies'));
      // Nothing stands outside of the panel.
      expect(await panel.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(
        true,
      );
      await panel.click(testId('close-copies'));
      await panel.click(testId('pair-as'));
      await panel.waitFor(() => document.getElementById('pair-as') !== null);
      await panel.screenshot(file('ledger'));
      await panel.click(testId('pair-as'));
      await panel.click(testId('part-coverage'));
      await panel.waitFor(() => document.querySelector('[data-testid=coverage-row]') !== null);
      await panel.screenshot(file('coverage'));
      await panel.click(testId('part-ledger'));
    });
  });
});
