import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Server, serve } from './harness/server.ts';
import { launch, type Panel, type Session } from './harness/session.ts';
import { entriesOf } from './log.ts';

const PAGES = fileURLToPath(new URL('../pages', import.meta.url));

const testId = (id: string) => `[data-testid="${id}"]`;

describe.each(['chromium', 'firefox'] as const)('the panel in %s', (browser) => {
  let server: Server;
  let session: Session;
  let panel: Panel;

  beforeAll(async () => {
    server = await serve({}, { folder: PAGES });
    session = await launch(browser, { server });
    panel = await session.openPanel();
  });
  afterAll(async () => {
    await session?.close();
    await server?.close();
  });

  const text = (selector: string) =>
    panel.evaluate<string | null>(
      (s: string) => document.querySelector<HTMLElement>(s)?.innerText ?? null,
      selector,
    );
  const rows = () =>
    panel.evaluate<string[]>(() =>
      [...document.querySelectorAll<HTMLElement>('[data-testid=row]')].map((row) =>
        row.innerText.replace(/\s+/g, ' ').trim(),
      ),
    );
  const status = () => text(testId('status'));
  const waitForStatus = (expected: string) =>
    panel.waitFor(
      (wanted: string) =>
        document.querySelector<HTMLElement>('[data-testid=status]')?.innerText.includes(wanted),
      expected,
    );
  const search = async (query: string) => {
    await panel.click(testId('search'));
    await panel.press('Control+a');
    await panel.press('Delete');
    if (query !== '') await panel.type(query);
  };

  /** The list follows the newest entry; the small panel of a docked DevTools shows the end. */
  const toTop = async () => {
    await panel.click(testId('row'));
    await panel.press('Home');
    await panel.waitFor(
      () => document.querySelector('[data-testid=row]')?.getAttribute('aria-selected') === 'true',
    );
  };

  let visit = 0;
  beforeEach(async () => {
    await panel.click(testId('clear'));
    await waitForStatus('0 entries');
    await panel.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    visit += 1;
    await session.page.goto(`https://shop.test/forms/loyjoy.html?visit=${visit}`);
    await waitForStatus('18 entries');
  });

  it('shows the calls in order, under their page, nested in what caused them', async () => {
    await toTop();
    const shown = await rows();
    expect(shown[0]).toMatch(/^shop\.test\/forms\/loyjoy\.html/);
    expect(shown[1]).toMatch(/^\+\d+\.\d{3} LoyJoy boot ?\{process: "p1"/);
    expect(shown[2]).toMatch(/LoyJoy listener ?open/);
    expect(shown[3]).toMatch(/dataLayer push ?loyjoy ?\{event: "loyjoy"/);
    const indents = await panel.evaluate<number[]>(() =>
      [...document.querySelectorAll('[data-testid=row]')]
        .slice(2, 4)
        .map((row) => row.querySelector('.source')?.getBoundingClientRect().left ?? 0),
    );
    expect(indents[1]).toBeGreaterThan(indents[0] as number);
  });

  it('keeps the end of a page’s path in sight, 320 pixels wide', async () => {
    await session.page.goto(
      'https://shop.test/forms/loyjoy.html?campaign=a-long-name-of-a-campaign',
    );
    await waitForStatus('18 entries');
    await panel.resize(320, 700);
    await toTop();
    const room = await panel.waitFor(() => {
      const page = document.querySelector('.divider-page');
      const path = page?.querySelector('bdi')?.getBoundingClientRect();
      const box = page?.getBoundingClientRect();
      if (!path || !box || innerWidth > 330) return undefined;
      return { behind: path.right - box.right, width: box.width };
    });
    await panel.resize(1280, 760);
    expect(room.behind).toBeLessThanOrEqual(1);
    expect(room.width).toBeGreaterThan(100);
  });

  it('filters by source, text, regular expression and key; says so when an expression is wrong', async () => {
    await panel.click(testId('source-dataLayer'));
    await waitForStatus('of 18 entries shown');
    expect(
      (await rows()).filter((row) => row.startsWith('+')).every((row) => row.includes('dataLayer')),
    ).toBe(true);
    await panel.click(testId('source-dataLayer'));
    await search('quiz');
    await waitForStatus('of 18 entries shown');
    expect((await rows()).filter((row) => row.startsWith('+'))).toHaveLength(3);
    await search('/sign(in|up)"/');
    await waitForStatus('1 of 18');
    await search('source:cact name:start');
    await waitForStatus('1 of 18');
    // What is not valid yet changes nothing, and is told with what is still shown.
    await panel.type(' /(/');
    expect(
      await panel.waitFor(
        () => document.querySelector<HTMLElement>('[data-testid=search-error]')?.innerText,
      ),
    ).toMatch(/\S\nThe list still shows: source:cact name:start/);
    await search('');
    await waitForStatus('18 entries');
  });

  it('marks what the filter found, in the rows and in the detail', async () => {
    /** Each with the part that it is in and the colour that it is painted with. */
    const marked = () =>
      panel.evaluate<string[]>(() =>
        [...(CSS.highlights.get('found') ?? [])].map(
          ({ startContainer: { parentElement, nodeValue }, startOffset, endOffset }) => {
            const part = parentElement?.closest('.row, .detail')?.className;
            const { backgroundColor } = getComputedStyle(
              parentElement as Element,
              '::highlight(found)',
            );
            return `${part} ${backgroundColor}: ${nodeValue?.slice(startOffset, endOffset)}`;
          },
        ),
      );
    const ground = 'rgb(255, 232, 163)';
    await search('name:SIGN -start');
    await waitForStatus('2 of 18');
    const inRows = await marked();
    expect(inRows.length).toBeGreaterThan(1);
    expect(new Set(inRows)).toEqual(new Set([`row call ${ground}: sign`]));
    await panel.click(`${testId('row')}[data-source="loyjoy"]`);
    expect(new Set(await marked())).toEqual(
      new Set([`row call ${ground}: sign`, `detail ${ground}: sign`]),
    );
    await search('/bot_\\w+/');
    await waitForStatus('of 18 entries shown');
    expect(new Set(await marked())).toEqual(
      new Set([`row call ${ground}: bot_id`, `detail ${ground}: bot_id`]),
    );
    await search('');
    await waitForStatus('18 entries');
    expect(await marked()).toEqual([]);
  });

  it('goes by keyboard: / to the filter, arrows through the list, Enter to the detail, Escape back', async () => {
    await toTop();
    await panel.press('ArrowDown');
    await panel.press('ArrowDown');
    await panel.press('Enter');
    expect(
      await panel.waitFor(
        () => document.querySelector<HTMLElement>('[data-testid=detail]')?.innerText,
      ),
    ).toContain('open');
    await panel.press('Escape');
    await panel.waitFor(() => document.querySelector('[data-testid=detail]') === null);
    await panel.press('/');
    await panel.waitFor(() => document.activeElement?.getAttribute('data-testid') === 'search');
    await panel.type('signin');
    await waitForStatus('3 of 18');
    await panel.press('Escape');
    await waitForStatus('18 entries');
  });

  it('shows the focus all along the list, over dividers and the chosen row', async () => {
    await toTop();
    // By keyboard, which alone has an outline.
    await panel.press('Tab');
    await panel.press('Shift+Tab');
    await panel.waitFor(() => document.querySelector('[data-testid=list]:focus-visible') !== null);
    const file = join(mkdtempSync(join(tmpdir(), 'event-loupe-focus-')), 'panel.png');
    await panel.screenshot(file);
    const picture = readFileSync(file).toString('base64');
    rmSync(dirname(file), { recursive: true });
    const colours = await panel.evaluate<string[]>(async (base64: string) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes]));
      const ctx = new OffscreenCanvas(image.width, image.height).getContext('2d');
      const box = document.querySelector('[data-testid=list]')?.getBoundingClientRect();
      if (!ctx || !box) throw new Error('there is no list');
      ctx.drawImage(image, 0, 0);
      const scale = image.width / innerWidth;
      const high = Math.floor((box.height - 4) * scale);
      const { data } = ctx.getImageData(scale * (box.left + 1), scale * (box.top + 2), 1, high);
      return Array.from({ length: high }, (_, y) => data.slice(y * 4, y * 4 + 3).join());
    }, picture);
    expect(colours.length).toBeGreaterThan(100);
    expect([...new Set(colours)]).toEqual([colours[0]]);
    expect(colours[0]).not.toBe('255,255,255');
  });

  it('has a menu on a row, and gives the focus back', async () => {
    await toTop();
    await panel.press('ArrowDown');
    await panel.press('ArrowDown');
    const second = `${testId('row')}[aria-selected=true]`;
    await panel.click(second, { button: 'right' });
    await panel.waitFor(() => document.activeElement?.getAttribute('data-testid') === 'menu-only');
    await panel.press('Escape');
    await panel.waitFor(() => document.querySelector('[data-testid=entry-menu]') === null);
    await panel.waitFor(() => document.activeElement?.closest('#list') !== null);
    await panel.click(second, { button: 'right' });
    await panel.waitFor(() => document.activeElement?.getAttribute('data-testid') === 'menu-only');
    await panel.press('ArrowDown');
    await panel.press('ArrowDown');
    await panel.press('ArrowDown');
    await panel.press('Enter');
    await panel.waitFor(() => document.querySelector('[data-testid=pinned-entry]') !== null);
  });

  it('shows the chain as steps that open their entries, and the arguments with exact types', async () => {
    await toTop();
    await panel.click(`${testId('row')}[data-source=dataLayer]`);
    await panel.waitFor(() =>
      document.querySelector<HTMLElement>('[data-testid=detail]')?.innerText.includes('undefined'),
    );
    await panel.click(testId('detail-tab-chain'));
    await panel.waitFor(() => document.querySelectorAll('[data-testid=chain-step]').length === 2);
    expect(await text(testId('detail'))).toContain('nested');
    await panel.click(testId('chain-step'));
    await panel.waitFor(
      () =>
        document
          .querySelector('[data-testid=row][aria-selected=true]')
          ?.getAttribute('data-source') === 'loyjoy',
    );
  });

  it('keeps what comes while paused and shows it on resume; clears; preserves over navigation only when told', async () => {
    await panel.click(testId('pause'));
    await session.page.evaluate("dataLayer.push({ event: 'while paused' })");
    await waitForStatus('1 new entry appears');
    expect((await rows()).join()).not.toContain('while paused');
    await panel.click(testId('pause'));
    await waitForStatus('19 entries');
    await panel.click(testId('clear'));
    await waitForStatus('0 entries');
    await session.page.goto('https://shop.test/first.html');
    await waitForStatus('3 entries');
    await panel.click(testId('preserve'));
    await session.page.goto('https://shop.test/first.html?again');
    await waitForStatus('6 entries');
    await panel.click(testId('preserve'));
    await session.page.goto('https://shop.test/first.html?third');
    await waitForStatus('3 entries');
  });

  describe('session files', () => {
    const page =
      '{"kind":"page","id":"x:0","at":1,"page":"x:0","event":"start","url":"https://old.test/"}';
    const call =
      '{"kind":"call","id":"x:1","at":2,"page":"x:0","source":"fbq","method":"track","args":["track","FromFile"],"phase":"live"}';
    const file = (name: string, content: string) => [{ name, text: content }];

    it('exports what it imports, by button and by drop, and finds the way back', async () => {
      const before = await entriesOf(panel);
      expect(before).toHaveLength(18);
      await panel.chooseFiles(testId('import-file'), file('old.jsonl', `${page}\n${call}\n`));
      await waitForStatus('session old.jsonl · 2 entries');
      expect((await rows()).join()).toContain('FromFile');
      expect(await entriesOf(panel)).toEqual([JSON.parse(page), JSON.parse(call)]);
      await panel.click(testId('back-to-live'));
      await waitForStatus('18 entries');
      await panel.dropFiles(
        testId('list'),
        file('dropped.jsonl', before.map((e) => JSON.stringify(e)).join('\n')),
      );
      await waitForStatus('session dropped.jsonl · 18 entries');
      await panel.click(testId('back-to-live'));
      await waitForStatus('18 entries');
      expect(await entriesOf(panel)).toEqual(before);
    });

    it('says what is wrong with a file and keeps what is on screen', async () => {
      await toTop();
      const before = await rows();
      for (const [name, content, message] of [
        ['text.jsonl', 'not a session', 'text.jsonl: line 1: not JSON'],
        [
          'wrong.jsonl',
          `${page}\n${call.replace('"live"', '"later"')}`,
          'wrong.jsonl: line 2: /phase: "later" is not one of "live", "queued"',
        ],
        [
          'newer.jsonl',
          '{"kind":"session","version":2}',
          'newer.jsonl: line 1: /version: the file has version 2',
        ],
        ['empty.jsonl', '', 'empty.jsonl: line 1: the file is empty'],
      ] as const) {
        await panel.chooseFiles(testId('import-file'), file(name, content));
        const said = await panel.waitFor((start: string) => {
          const shown = document.querySelector<HTMLElement>('[data-testid=message]')?.innerText;
          return shown?.startsWith(start) && shown;
        }, message);
        expect(said.trim().split('\n')).toHaveLength(1);
        // The message takes room, so the list may show fewer of the same rows.
        const after = await rows();
        expect(after.length).toBeGreaterThan(3);
        expect(after).toEqual(before.slice(0, after.length));
        expect(await status()).toContain('18 entries');
      }
    });

    it('says at once that a file of 200 MB is too large', async () => {
      await panel.evaluate(() => {
        const part = new Blob(['x'.repeat(1_000_000)]);
        const transfer = new DataTransfer();
        transfer.items.add(
          new File(
            Array.from({ length: 200 }, () => part),
            'huge.jsonl',
          ),
        );
        const target = document.querySelector('[data-testid=list]');
        for (const type of ['dragenter', 'dragover', 'drop'])
          target?.dispatchEvent(
            new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }),
          );
      });
      await panel.waitFor(() =>
        document
          .querySelector<HTMLElement>('[data-testid=message]')
          ?.innerText.includes('huge.jsonl has 200 MB'),
      );
      expect(await status()).toContain('18 entries');
    });

    it('shows markup from a file or a page as text', async () => {
      const markup = '<img src=x onerror=window.owned=1>';
      await panel.chooseFiles(
        testId('import-file'),
        file(
          'markup.jsonl',
          `${page.replace('https://old.test/', `https://old.test/${markup}`)}\n${call.replace('FromFile', markup)}`,
        ),
      );
      await waitForStatus('session markup.jsonl');
      expect((await rows()).join()).toContain(markup);
      expect(
        await panel.evaluate(() => [document.querySelectorAll('img').length, 'owned' in window]),
      ).toEqual([0, false]);
      await panel.click(testId('back-to-live'));
    });
  });

  it('follows a data layer of a name that only the user knows, from the page’s next load on', async () => {
    await panel.click(testId('settings'));
    await panel.click(testId('layers'));
    await panel.type('mineLayer');
    await panel.click(testId('save-settings'));
    await panel.waitFor(() =>
      document.querySelector<HTMLElement>('[data-testid=toast]')?.innerText.includes('Saved'),
    );
    await session.page.goto('https://shop.test/forms/own-layer.html');
    await waitForStatus('3 entries');
    expect(
      (await entriesOf(panel)).flatMap((e) => (e.kind === 'call' ? [[e.layer, ...e.args]] : [])),
    ).toEqual([
      ['mineLayer', { event: 'first' }],
      ['mineLayer', { event: 'later' }],
    ]);
    await panel.click(testId('settings'));
    await panel.click(testId('layers'));
    await panel.press('Control+a');
    await panel.press('Delete');
    await panel.click(testId('save-settings'));
  });

  it('has all of a burst of 50,000 calls in one task, and stays usable', async () => {
    await session.page.goto('https://shop.test/burst.html');
    await waitForStatus('1 entry');
    await session.page.evaluate('burst(50000)');
    // Each of them and their page: what was lost would stand there as a gap.
    await waitForStatus('50,001 entries');
    await search('/"i":24999\\b/');
    await waitForStatus('of 50,001 entries shown');
    await search('');
    await waitForStatus('50,001 entries');
    expect(
      await panel.evaluate(() => document.querySelectorAll('[data-testid=row]').length),
    ).toBeLessThan(200);
    await panel.press('Escape');
    await panel.click(testId('row'));
    await panel.press('End');
    await panel.waitFor(() =>
      document
        .querySelector<HTMLElement>('[data-testid=row][aria-selected=true]')
        ?.innerText.includes('24999'),
    );
  });
});
