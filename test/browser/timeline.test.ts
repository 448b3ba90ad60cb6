import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Har } from 'har-format';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VIEWS } from '../../src/panel/model/store/view.ts';
import { createLaneIndex } from '../../src/panel/model/time/lane-index.ts';
import { layOut } from '../../src/panel/model/time/layout.ts';
import { PIXEL, richSession, toLines } from '../session/rich-session.ts';
import { session } from '../session/session.ts';
import { DEADLINE_MS, poll } from './harness/poll.ts';
import { type Server, serve } from './harness/server.ts';
import { launch, type Panel, type Session } from './harness/session.ts';

const PAGES = fileURLToPath(new URL('../pages', import.meta.url));
const OUT = fileURLToPath(new URL('../../out/screenshots', import.meta.url));
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const KEPT = fileURLToPath(new URL('./screenshots', import.meta.url));
/** What a key does is painted in the panel's own time. */
const POLL = { timeout: DEADLINE_MS };
const testId = (id: string) => `[data-testid="${id}"]`;

const GOOD_LINE = { high: false, cut: 0, lost: false };

const entries = richSession();
const hits = entries.flatMap((entry) => (entry.kind === 'hit' ? [entry] : []));
const lead = hits.find((hit) => hit.events[0]?.eventName === 'Lead');
if (!lead) throw new Error('the session has no Lead');

describe.each(['chromium', 'firefox'] as const)('hits and the timeline in %s', (browser) => {
  let server: Server;
  let running: Session;
  let panel: Panel;

  beforeAll(async () => {
    mkdirSync(OUT, { recursive: true });
    server = await serve({}, { folder: PAGES });
    running = await launch(browser, { server, theme: browser === 'chromium' ? 'light' : 'dark' });
    panel = await running.openPanel();
    await running.page.goto('https://shop.test/blank.html');
  });
  afterAll(async () => {
    await running?.close();
    await server?.close();
  });

  const text = (selector: string) =>
    panel.evaluate<string>(
      (s: string) => document.querySelector<HTMLElement>(s)?.innerText ?? '',
      selector,
    );
  const waitForStatus = (expected: string) =>
    panel.waitFor(
      (wanted: string) =>
        document.querySelector<HTMLElement>('[data-testid=status]')?.innerText.includes(wanted),
      expected,
    );
  const waitForHitRow = (pattern: string) =>
    panel.waitFor(
      (row: string, source: string) =>
        new RegExp(source).test(document.querySelector<HTMLElement>(row)?.innerText ?? ''),
      `${testId('row')}[data-kind=hit]`,
      pattern,
    );
  const search = async (query: string) => {
    await panel.press('/');
    await panel.waitFor(() => document.activeElement?.getAttribute('data-testid') === 'search');
    await panel.press('Control+a');
    await panel.press('Delete');
    if (query !== '') await panel.type(query);
  };
  /** Searches for what one entry alone meets, and opens it. */
  const open = async (query: string, id: string) => {
    await search(query);
    await waitForStatus(`1 of ${entries.length}`);
    await panel.waitFor(
      (wanted: string) =>
        [...document.querySelectorAll('[data-testid=row]')].some(
          (row) => row.getAttribute('data-id') === wanted,
        ),
      id,
    );
    await panel.click(`[data-testid="row"][data-id="${id}"]`);
    await panel.waitFor(
      (wanted: string) =>
        document.querySelector('[data-testid=detail]')?.getAttribute('data-id') === wanted,
      id,
    );
  };
  /** Presses a button whose download is caught: the file as text, or what an image shows. */
  const download = (button: string) =>
    panel.evaluate<{ name: string; type: string; text: string; colours: number; width: number }>(
      async (selector: string) => {
        const realUrl = URL.createObjectURL;
        const realClick = HTMLAnchorElement.prototype.click;
        let name = '';
        try {
          const blob = await new Promise<Blob>((resolve) => {
            URL.createObjectURL = (made) => {
              resolve(made as Blob);
              return 'blob:caught';
            };
            HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
              name = this.download;
            };
            document.querySelector<HTMLElement>(selector)?.click();
          });
          if (blob.type !== 'image/png')
            return { name, type: blob.type, text: await blob.text(), colours: 0, width: 0 };
          const bitmap = await createImageBitmap(blob);
          const canvas = document.createElement('canvas');
          canvas.width = bitmap.width;
          canvas.height = bitmap.height;
          const ctx = canvas.getContext('2d');
          ctx?.drawImage(bitmap, 0, 0);
          const { data } = ctx?.getImageData(0, 0, bitmap.width, bitmap.height) ?? { data: [] };
          const colours = new Set<number>();
          for (let i = 0; i < data.length; i += 4)
            colours.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0));
          return { name, type: blob.type, text: '', colours: colours.size, width: bitmap.width };
        } finally {
          URL.createObjectURL = realUrl;
          HTMLAnchorElement.prototype.click = realClick;
        }
      },
      button,
    );
  const timeline = () =>
    panel.evaluate<{ from: number; to: number; selected: string; width: number; height: number }>(
      () => {
        const canvas = document.querySelector<HTMLElement>('[data-testid=timeline]');
        return {
          from: Number(canvas?.dataset.from),
          to: Number(canvas?.dataset.to),
          selected: canvas?.dataset.selected ?? '',
          width: canvas?.clientWidth ?? 0,
          height: canvas?.clientHeight ?? 0,
        };
      },
    );
  const openTimeline = async () => {
    await panel.click(testId('tab-timeline'));
    await panel.waitFor(
      () => document.querySelector<HTMLElement>('[data-testid=timeline]')?.dataset.drawMs,
    );
  };

  beforeEach(async () => {
    await panel.resize(1280, 760);
    await panel.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await panel.chooseFiles(testId('import-file'), [
      { name: 'rich.jsonl', text: toLines(entries) },
    ]);
    await waitForStatus(`session rich.jsonl · ${entries.length} entries`);
    await panel.click(testId('tab-stream'));
    await search('');
    await waitForStatus(`${entries.length} entries`);
  });

  it('has a row for every hit, with what became of it, and toggles by vendor', async () => {
    await search('kind:hit');
    await waitForStatus(`${hits.length} of ${entries.length}`);
    // Both have one row: the count alone would not tell the second answer from the first.
    await search('is:blocked');
    await waitForHitRow('ViewContent[\\s\\S]*blocked');
    await waitForStatus(`1 of ${entries.length}`);
    await search('status:5xx kind:hit');
    await waitForHitRow('Segment[\\s\\S]*500');
    await waitForStatus(`1 of ${entries.length}`);
    await search('');
    await panel.click(`[data-testid="source-hit:commanders-act"]`);
    // What is lost is always shown: it could have been one.
    await waitForStatus(`2 of ${entries.length}`);
    await panel.click(`[data-testid="source-hit:commanders-act"]`);
  });

  it('shows a hit’s parameters with their meaning, and copies it as cURL', async () => {
    await open('id:lj-77f1 kind:hit', lead.id);
    const parameter = `${testId('parameter')}[data-name="cd[currency]"]`;
    expect((await text(parameter)).replace(/\s+/g, ' ')).toMatch(/^currency ?cd\[currency\] ?EUR/);
    expect(await text(testId('detail'))).toContain('Advanced matching: e-mail');
    await panel.click(testId('copy-menu'));
    await panel.click(testId('copy-curl'));
    await panel.waitFor(() =>
      document.querySelector<HTMLElement>('[data-testid=toast]')?.innerText.includes('cURL'),
    );
    await search('');
    await panel.press('Control+v');
    const pasted = await panel.evaluate<string>(
      () => document.querySelector<HTMLInputElement>('[data-testid=search]')?.value ?? '',
    );
    expect(pasted).toBe(`curl --globoff '${lead.url}'`);
    await search('');
  });

  it('shows where a call stands, why, and the entries that show it', async () => {
    const call = entries.find(
      (entry) => entry.kind === 'call' && entry.args[1] === 'AddToWishlist',
    );
    await open('event:AddToWishlist kind:call', call?.id ?? '');
    await panel.click(testId('detail-tab-chain'));
    await panel.waitFor(
      () =>
        document.querySelector('[data-testid=state]')?.getAttribute('data-state') === 'not-sent',
    );
    expect(await text(testId('states'))).toContain('drops such a call silently');
    await panel.click(testId('state-proof'));
    await panel.waitFor(() =>
      document
        .querySelector<HTMLElement>('[data-testid=row][aria-selected=true]')
        ?.innerText.includes('init'),
    );
  });

  it('ends a chain with the step that broke', async () => {
    const call = entries.find((entry) => entry.kind === 'call' && entry.method === 'trackSingle');
    await open('method:trackSingle kind:call', call?.id ?? '');
    await panel.click(testId('detail-tab-chain'));
    await panel.waitFor(() =>
      document
        .querySelector<HTMLElement>('[data-testid=chain-end]')
        ?.innerText.startsWith('No hit.'),
    );
    const ends = await panel.evaluate<string[]>(() =>
      [...document.querySelectorAll<HTMLElement>('[data-testid=chain-end]')].map(
        (end) => end.innerText,
      ),
    );
    expect(ends.join('\n')).toContain('names a pixel that was not initialised');
    expect(ends.join('\n')).toContain('The hit arrived but was rejected');
  });

  it('counts as unsent what the filter of that name shows', async () => {
    const count = await text(testId('count-unsent'));
    await panel.click(testId('count-unsent'));
    await waitForStatus(`${Number.parseInt(count, 10)} of ${entries.length}`);
  });

  it('shows malformed hits raw, as text, with their marks, and of a megabyte only the beginning', async () => {
    const huge = hits.find((hit) => hit.url.length > 900_000);
    await open('kind:hit is:marked event:Search', huge?.id ?? '');
    await panel.click(testId('detail-tab-payload'));
    expect(
      await panel.evaluate(
        () => document.querySelector('[data-testid=detail]')?.textContent?.length,
      ),
    ).toBeLessThan(20_000);
    expect(await text(testId('hit-marks'))).toContain('too long');
    await panel.click(testId('detail-tab-request'));
    expect(await text(testId('hit-request'))).toMatch(/more characters/);
    expect(
      await panel.evaluate(() => document.querySelectorAll('[data-testid=detail] img').length),
    ).toBe(0);
    const unreadable = hits.find((hit) => hit.body?.kind === 'unreadable');
    await open('is:unreadable', unreadable?.id ?? '');
    expect(await text(testId('body-unreadable'))).toContain('a Blob beacon');
  });

  it('exports every hit as HAR, masked unless told otherwise, and the session file', async () => {
    await panel.click(testId('export-more'));
    await panel.waitFor(
      () => document.activeElement?.getAttribute('data-testid') === 'export-session-all',
    );
    const har = await download(testId('export-har-all'));
    expect(har.name).toMatch(/\.har$/);
    const masked = (JSON.parse(har.text) as Har).log;
    expect(masked.comment).toMatch(/masked/);
    expect(masked.entries).toHaveLength(hits.length);
    expect(har.text).not.toContain('neil@');
    await panel.click(testId('export-more'));
    const plain = await download(testId('export-har-plain'));
    expect(plain.text).toContain('neil@');
    const { log } = JSON.parse(plain.text) as Har;
    expect(log.version).toBe('1.2');
    expect(log.entries.map(({ request }) => request.url)).toEqual(hits.map(({ url }) => url));
    const file = await download(testId('export'));
    expect(file.text.split('\n').filter((line) => line !== '')).toHaveLength(entries.length + 1);
  });

  it('goes through the timeline by keyboard, zooms, opens and comes back', async () => {
    await panel.press('Escape');
    await panel.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await panel.press('2');
    await panel.waitFor(() => document.activeElement?.getAttribute('data-testid') === 'timeline');
    await panel.press('Home');
    await panel.press('Home');
    await expect.poll(timeline, POLL).not.toMatchObject({ selected: '' });
    const first = await timeline();
    await panel.press('ArrowDown');
    await expect.poll(timeline, POLL).not.toMatchObject({ selected: first.selected });
    const second = await timeline();
    await expect
      .poll(() => text(testId('timeline-status')), POLL)
      .toMatch(/, \+\d+\.\d{3} s.* · \d+ of \d+ in /);
    const span = async () => {
      const { from, to } = await timeline();
      return to - from;
    };
    await panel.press('+');
    await panel.press('+');
    await expect.poll(span, POLL).toBeLessThan((second.to - second.from) / 2);
    const zoomed = await timeline();
    await panel.press('Shift+ArrowRight');
    await expect.poll(async () => (await timeline()).from, POLL).toBeGreaterThan(zoomed.from);
    await panel.press('0');
    await expect.poll(async () => (await timeline()).to, POLL).toBe(second.to);
    await panel.press('Enter');
    await panel.waitFor(
      (id: string) =>
        document.querySelector('[data-testid=detail]')?.getAttribute('data-id') === id,
      second.selected,
    );
    await panel.press('Escape');
    await panel.waitFor(() => document.querySelector('[data-testid=detail]') === null);
    await panel.waitFor(() => document.activeElement?.getAttribute('data-testid') === 'timeline');
  });

  it('selects what is clicked, says what the pointer is on, pans with the wheel', async () => {
    await openTimeline();
    const { from, to, width, height } = await timeline();
    const index = createLaneIndex();
    index.update(entries);
    const layout = layOut({
      index,
      window: { from, to },
      width,
      height,
      scrollTop: 0,
      hasBands: false,
    });
    const row = layout.rows.find(({ lane }) => lane.key === 'server');
    const x = layout.xOf(entries.find(({ kind }) => kind === 'server')?.at ?? 0);
    const y = (row?.y ?? 0) + (row?.height ?? 0) / 2;
    const point = (type: string) =>
      panel.evaluate(
        (name: string, dx: number, dy: number) => {
          const canvas = document.querySelector('[data-testid=timeline]');
          const box = canvas?.getBoundingClientRect();
          canvas?.dispatchEvent(
            new PointerEvent(name, {
              bubbles: true,
              button: 0,
              clientX: (box?.left ?? 0) + dx,
              clientY: (box?.top ?? 0) + dy,
            }),
          );
        },
        type,
        x,
        y,
      );
    await point('pointermove');
    await panel.waitFor(() =>
      document.querySelector<HTMLElement>('[data-testid=timeline-tip]')?.innerText.includes('Lead'),
    );
    await point('pointerdown');
    await point('pointerup');
    await panel.waitFor(
      () => document.querySelector('[data-testid=detail]')?.getAttribute('data-tone') === 'server',
    );
    await panel.click(testId('detail-tab-chain'));
    expect(
      await panel.evaluate(() => document.querySelectorAll('[data-testid=chain-step]').length),
    ).toBe(5);
    await panel.click(testId('zoom-in'));
    await panel.click(testId('zoom-in'));
    const before = await timeline();
    await panel.wheel(testId('timeline'), 200);
    await panel.waitFor(
      (start: number) =>
        Number(document.querySelector<HTMLElement>('[data-testid=timeline]')?.dataset.from) > start,
      before.from,
    );
    await panel.click(testId('zoom-all'));
    await panel.press('Escape');
  });

  it('saves the timeline as an image that shows every lane', async () => {
    await openTimeline();
    const image = await download(testId('save-image'));
    expect(image).toMatchObject({ type: 'image/png' });
    expect(image.name).toMatch(/\.png$/);
    expect(image.width).toBe((await timeline()).width * 2);
    // Ground, lines, text and the colours of eleven lanes.
    expect(image.colours).toBeGreaterThan(20);
  });

  it('follows the filter, and says so when nothing is left', async () => {
    await openTimeline();
    await search(`pixel:${PIXEL} kind:hit`);
    await panel.waitFor(
      () =>
        document.querySelector('[data-testid=tab-timeline]')?.getAttribute('aria-selected') ===
        'true',
    );
    await panel.waitFor(
      (count: number) =>
        document.querySelector('[data-testid=timeline]')?.getAttribute('aria-label') !==
        `Timeline of ${count} entries`,
      entries.length,
    );
    await search('nothing has this kind:hit');
    await panel.waitFor(() => document.querySelector('[data-testid=empty-filter]') !== null);
    await panel.click(testId('clear-filter'));
    await panel.waitFor(() => document.querySelector('[data-testid=timeline]') !== null);
  });

  it('stays usable at 400 pixels', async () => {
    await panel.resize(400, 700);
    // Its tab has no room there.
    await panel.click('[data-testid=more-views]');
    await panel.click('[data-testid=menu-timeline]');
    await panel.waitFor(() => document.querySelector('[data-testid=timeline]') !== null);
    const overflow = await panel.evaluate<number>(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    await panel.press('Escape');
    await panel.screenshot(`${OUT}/timeline-narrow-${browser}.png`);
    await panel.resize(1280, 760);
    await panel.waitFor(
      () => (document.querySelector('[data-testid=timeline]')?.clientWidth ?? 0) > 1_000,
    );
    await panel.screenshot(`${OUT}/timeline-${browser}.png`);
    if (process.env.KEEP_SCREENSHOTS && browser === 'chromium')
      copyFileSync(`${OUT}/timeline-chromium.png`, `${KEPT}/timeline-light.png`);
  });

  it('answers a Purchase’s questions with one click and no scrolling, in a low panel', async () => {
    const purchase = session`
      page https://shop.example/
      fbq init ${PIXEL}
      library
      config ${PIXEL}
      fbq track Purchase {value: 34.3, currency: EUR} {eventID: order-9522805474}
        > #h hit ${PIXEL} Purchase cd={value: 34.3, currency: EUR} eid=order-9522805474
      +1200ms server ${PIXEL} Purchase id=order-9522805474 {value: 34.3, currency: EUR}
      +63903ms dataLayer {event: much_later}
    `;
    // Its chip has no room.
    const last = purchase.entries.at(-1);
    if (last?.kind === 'call') last.layer = `layer${'_of_the_shop'.repeat(12)}`;
    await panel.chooseFiles(testId('import-file'), [
      { name: 'purchase.jsonl', text: toLines(purchase.entries) },
    ]);
    await waitForStatus('session purchase.jsonl');
    await panel.resize(1000, 400);
    await panel.click(`[data-testid="row"][data-id="${purchase.idOf('h')}"]`);
    await panel.waitFor(() => document.querySelector('[data-testid=answer-pair]') !== null);
    const seen = await panel.evaluate<[string, boolean][]>(() =>
      ['head-value', 'head-id', 'answer-sent', 'answer-pair'].map((id) => {
        const element = document.querySelector<HTMLElement>(`[data-testid=${id}]`);
        const { top, bottom, left, right } = element?.getBoundingClientRect() ?? new DOMRect(-1);
        return [
          (element?.innerText ?? '').replace(/\s+/g, ' ').trim(),
          top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth,
        ];
      }),
    );
    expect(seen).toEqual([
      ['Value 34.3 EUR', true],
      ['Event id order-9522805474', true],
      ['Sent (200)', true],
      [expect.stringMatching(/^Pair paired, server .* later$/), true],
    ]);
    // A time of more than a minute ends before the dot and moves no column, and a word that is cut says so.
    const bad = await panel.evaluate<string[]>(() => {
      const rows = [...document.querySelectorAll<HTMLElement>('.row:not(.divider)')];
      const run = rows.filter((row) => {
        const [time, dot] = [row.querySelector('.at'), row.querySelector('.rail u')];
        if (time === null || dot === null) return false;
        const box = document.createRange();
        box.selectNodeContents(time);
        return box.getBoundingClientRect().right > dot.getBoundingClientRect().left;
      });
      const cut = [...document.querySelectorAll<HTMLElement>('.row :is(.chip, .verdict)')].filter(
        (word) =>
          word.scrollWidth > word.clientWidth && getComputedStyle(word).textOverflow !== 'ellipsis',
      );
      for (const row of rows)
        for (const chip of row.querySelectorAll<HTMLElement>('.chip')) {
          const room = chip.parentElement?.getBoundingClientRect().left ?? 0;
          if (chip.getBoundingClientRect().left < room) cut.push(chip);
        }
      const isChipCut = rows.some((row) => {
        const chip = row.querySelector('.chip');
        return chip !== null && chip.scrollWidth > chip.clientWidth;
      });
      const late = rows.some((row) => /\+1:0\d/.test(row.innerText));
      const lefts = new Set(
        rows.map((row) => row.querySelector('.rail u')?.getBoundingClientRect().left ?? 0),
      );
      return [...run, ...cut]
        .map(({ innerText }) => innerText)
        .concat(late ? [] : ['no late row'])
        .concat(isChipCut ? [] : ['no chip without room'])
        .concat(lefts.size === 1 ? [] : [`dots at ${[...lefts]}`]);
    });
    expect(bad).toEqual([]);
    await panel.screenshot(`${OUT}/answers-${browser}.png`);
    await panel.press('Escape');
  });

  it('shows eight rows or more where it is docked 250 pixels high', async () => {
    await panel.resize(1400, 250);
    const inSight = await panel.waitFor(() => {
      const list = document.querySelector<HTMLElement>('[data-testid=list]');
      const heads = document.querySelector<HTMLElement>('[data-testid=column-heads]');
      return list && { rows: Math.floor(list.clientHeight / 22), heads: heads?.offsetHeight ?? 0 };
    });
    expect(inSight.rows).toBeGreaterThanOrEqual(8);
    expect(inSight.heads).toBeGreaterThan(15);
  });

  it.each([
    [1000, 400],
    [1000, 250],
    [700, 600],
    [600, 500],
  ])('has room for a filter of three words, %i × %i pixels', async (width, height) => {
    await panel.resize(width, height);
    await search('event:AddToCart value:>10 -term');
    const field = await panel.waitFor(
      (wide: number, high: number) => {
        const input = document.querySelector<HTMLInputElement>('[data-testid=search]');
        if (!input || innerWidth > wide + 20 || innerHeight > high + 20) return undefined;
        return { words: input.scrollWidth, room: input.clientWidth };
      },
      width,
      height,
    );
    await search('');
    expect(field.words).toBeLessThanOrEqual(field.room);
    const isErrorUnseen = await panel.evaluate(() =>
      document.querySelector('[data-testid=count-errors]')?.hasAttribute('data-unseen'),
    );
    expect(isErrorUnseen).toBe(false);
  });

  it('keeps tabs, filter and counts in one line each down to 600 pixels, and loses none of them', async () => {
    for (const width of [1000, 700, 600, 320]) {
      await panel.resize(width, 500);
      const lines = await panel.waitFor((most: number) => {
        if (innerWidth > most + 20) return undefined;
        const shown = [...document.querySelectorAll<HTMLElement>('.one-line')].map((line) => {
          const parts = [...line.querySelectorAll<HTMLElement>('[data-part]')].filter(
            ({ offsetHeight }) => offsetHeight > 0,
          );
          const unseen = parts.filter(({ dataset }) => dataset.unseen !== undefined);
          const items = line.parentElement?.querySelectorAll('.menu-item').length ?? 0;
          const { top, bottom } = line.getBoundingClientRect();
          const cut = parts
            .filter((part) => !unseen.includes(part))
            .filter((part) => part.getBoundingClientRect().bottom > bottom + 1);
          return { high: bottom - top > 30, cut: cut.length, lost: unseen.length > items };
        });
        // Its own measure is taken when it has been drawn.
        return shown.length === 3 && shown.every(({ cut }) => cut === 0) && shown;
      }, width);
      for (const line of lines) expect([width, line]).toEqual([width, GOOD_LINE]);
      const filterPx = await panel.evaluate<number>(
        () => document.querySelector('.filter-bar')?.clientHeight ?? 0,
      );
      if (width >= 600) expect([width, filterPx < 32]).toEqual([width, true]);
    }
    // What has no room still filters, and the menu says that it does.
    await panel.click(testId('more-filters'));
    await panel.click(`${testId('more-filters')} ~ [role=menu] [role=menuitemcheckbox]:last-child`);
    await panel.waitFor(() => document.querySelector('[data-testid=more-filters].on') !== null);
    await search('');
    await panel.resize(1280, 760);
  });

  it('limits the list to a stretch that is drawn on the overview', async () => {
    await panel.resize(1280, 760);
    await waitForStatus(`${entries.length} entries`);
    const searched = () =>
      panel.evaluate<string>(
        () => document.querySelector<HTMLInputElement>('[data-testid=search]')?.value ?? '',
      );
    const colours = await panel.waitFor(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=overview] canvas');
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      const found = new Set<number>();
      for (let i = 0; pixels && i < pixels.length; i += 4)
        found.add(((pixels[i] ?? 0) << 16) | ((pixels[i + 1] ?? 0) << 8) | (pixels[i + 2] ?? 0));
      return found.size > 3 && found.size;
    });
    expect(colours).toBeGreaterThan(3);
    await panel.drag(testId('overview'), 200);
    await waitForStatus(`of ${entries.length} entries shown`);
    expect(await searched()).toMatch(/^time:\d+\.\d+-\d+\.\d+$/);
    await panel.screenshot(`${OUT}/overview-${browser}.png`);
    await panel.click(testId('overview'), { count: 2 });
    await waitForStatus(`${entries.length} entries`);
    expect(await searched()).toBe('');
    await panel.resize(1280, 390);
    await panel.waitFor(
      () => document.querySelector<HTMLElement>('[data-testid=overview]')?.offsetHeight === 0,
    );
    await panel.resize(1280, 760);
  });

  it('shows the proof under each tab, docked 250 pixels high', async () => {
    await panel.resize(1400, 250);
    await open('id:lj-77f1 kind:hit', lead.id);
    for (const tab of ['consent', 'payload', 'pair']) {
      await panel.evaluate(
        (id: string) => document.getElementById(id)?.click(),
        `detail-tab-${tab}`,
      );
      const inSight = await panel.waitFor((id: string) => {
        const pane = document.querySelector<HTMLElement>(`[data-testid=${id}]`);
        const tabs = document.querySelector('#detail [role=tablist]')?.getBoundingClientRect();
        const box = document.getElementById('detail')?.getBoundingClientRect();
        if (!pane || !tabs || !box) return undefined;
        const { top, bottom, left } = pane.getBoundingClientRect();
        const seen = Math.min(bottom, box.bottom) - Math.max(top, tabs.bottom);
        const under = document.elementFromPoint(left + 30, Math.max(top, tabs.bottom) + 12);
        const bar = document.querySelector('.toolbar')?.getBoundingClientRect();
        return {
          isTop: pane.contains(under),
          isEnough: seen >= Math.min(80, bottom - top),
          isPanelStill: bar?.top === 0,
        };
      }, `pane-${tab}`);
      expect([tab, inSight]).toEqual([tab, { isTop: true, isEnough: true, isPanelStill: true }]);
    }
    // What is wrong is counted in the bar, and not pushed out of it by what is not.
    const isCountInSight = await panel.evaluate<boolean>(() => {
      const count = document.querySelector('[data-testid=count-errors]')?.getBoundingClientRect();
      return count !== undefined && count.width > 0 && count.right <= innerWidth;
    });
    expect(isCountInSight).toBe(true);
  });

  it('has every tab of the detail at hand, 320 pixels wide: what has no room is in the menu', async () => {
    await open('id:lj-77f1 kind:hit', lead.id);
    await panel.resize(320, 700);
    /** Whether each tab is seen whole. */
    const tabs = () =>
      panel.evaluate<Record<string, boolean>>(() =>
        Object.fromEntries(
          [...document.querySelectorAll<HTMLElement>('#detail [role=tab]')].map((tab) => {
            const { left, right, top, bottom } = tab.getBoundingClientRect();
            const [y, last] = [(top + bottom) / 2, Math.floor(right) - 1];
            const isWhole = [left + 1, last].every((x) =>
              tab.contains(document.elementFromPoint(x, y)),
            );
            return [tab.id, isWhole];
          }),
        ),
      );
    await panel.click(testId('detail-tabs-more'));
    await panel.waitFor(() => document.querySelector('.menu:popover-open') !== null);
    const inMenu = await panel.evaluate<string[]>(() =>
      [...document.querySelectorAll<HTMLElement>('.menu:popover-open .menu-item')].map((item) =>
        (item.dataset.testid as string).replace('menu-', ''),
      ),
    );
    await panel.press('Escape');
    const seen = await tabs();
    expect(inMenu).toEqual(Object.keys(seen).filter((id) => !seen[id]));
    await panel.click(testId('detail-tabs-more'));
    await panel.click(testId(`menu-${inMenu.at(-1)}`));
    await panel.waitFor((id: string) => document.activeElement?.id === id, inMenu.at(-1) as string);
    await poll(async () => (await tabs())[inMenu.at(-1) as string], 'the chosen tab, whole');
    await panel.screenshot(`${OUT}/detail-narrow-${browser}.png`);
  });

  it('has the name of an event whole above its detail, however wide that is', async () => {
    const name = 'newsletter_single_opt_in';
    const optIn = entries.find((entry) => entry.kind === 'call' && entry.name === name);
    await open(`kind:call source:loyjoy name:${name}`, optIn?.id ?? '');
    for (const width of [1400, 1280, 1000, 760, 400, 320]) {
      await panel.resize(width, 700);
      const head = await panel.waitFor((px: number) => {
        const title = document.querySelector('.detail-title h2');
        if (!title || Math.abs(innerWidth - px) > 20) return undefined;
        const words = document.createRange();
        words.selectNodeContents(title);
        const [text, box] = [words.getBoundingClientRect(), title.getBoundingClientRect()];
        const close = document.querySelector('[data-testid=close-detail]');
        return {
          text: title.textContent,
          // A fraction of a pixel costs a name its last letters.
          isCut: text.right > box.right + 0.01 || text.bottom > box.bottom + 1,
          isBarWhole: (close?.getBoundingClientRect().right ?? 0) <= innerWidth,
        };
      }, width);
      expect([width, head]).toEqual([width, { text: name, isCut: false, isBarWhole: true }]);
    }
  });

  it('keeps words whole and icons beside them, 320 pixels wide', async () => {
    await panel.resize(320, 700);
    const rows = await panel.waitFor(() => {
      const drawn = [...document.querySelectorAll<HTMLElement>('.row:not(.divider)')];
      const middle = (element: Element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return (top + bottom) / 2;
      };
      const offsets = drawn.flatMap((row) => {
        const icon = row.querySelector('.severity .icon');
        return icon ? [Math.abs(middle(icon) - middle(row))] : [];
      });
      if (offsets.length === 0) return undefined;
      const isShown = (element: Element | null) =>
        element !== null && getComputedStyle(element).display !== 'none';
      const bare = drawn
        .filter((row) => !isShown(row.querySelector('.name')))
        .filter((row) => row.querySelector('.command') && !isShown(row.querySelector('.command')))
        .map(({ innerText }) => innerText);
      return { off: Math.max(...offsets), bare };
    });
    expect(rows.off).toBeLessThanOrEqual(1);
    expect(rows.bare).toEqual([]);
    await panel.evaluate(() => document.getElementById('tab-findings')?.click());
    const findings = await panel.waitFor(() => {
      const groups = [...document.querySelectorAll('[data-testid=finding-group]')];
      const links = [...document.querySelectorAll('[data-testid=finding-entry]')];
      if (groups.length === 0 || links.length === 0) return undefined;
      const titles = groups.every((group) => {
        const icon = group.querySelector('header .icon')?.getBoundingClientRect();
        const title = group.querySelector('h2')?.getBoundingClientRect();
        return icon && title && title.left >= icon.right && title.top < icon.bottom;
      });
      return { titles, links: Math.max(...links.map((link) => link.clientHeight)) };
    });
    expect(findings.titles).toBe(true);
    expect(findings.links).toBeLessThan(22);
    // What stands where there is no plan lies over no button.
    await panel.evaluate(() => document.getElementById('tab-plan')?.click());
    const covered = await panel.waitFor(() => {
      const buttons = [...document.querySelectorAll('#view-plan button, .toolbar .icon-button')];
      if (document.querySelector('#view-plan .empty') === null) return undefined;
      return buttons
        .filter((button) => {
          const { left, top, width, height } = button.getBoundingClientRect();
          const over = document.elementFromPoint(left + width / 2, top + height / 2);
          return width > 0 && !button.contains(over);
        })
        .map(({ outerHTML }) => outerHTML);
    });
    expect(covered).toEqual([]);
  });

  it('has nothing that axe objects to, in any view, tab and theme', async () => {
    await panel.evaluate(readFileSync(AXE, 'utf8'));
    /** All rules as it is, and the colours of the other theme. */
    const violationsIn = (place: string) =>
      panel.evaluate<string[]>(async (selector: string) => {
        interface Axe {
          run(
            place: string,
            options?: object,
          ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
        }
        const { axe } = window as unknown as { axe: Axe };
        const { dataset } = document.documentElement;
        const { theme } = dataset;
        const found: string[] = [];
        const run = async (options?: object) => {
          const { violations } = await axe.run(selector, options);
          for (const { id, nodes } of violations)
            for (const { html } of nodes.slice(0, 3))
              found.push(`${dataset.theme} ${id}: ${html.slice(0, 200)}`);
        };
        await run();
        dataset.theme = theme === 'dark' ? 'light' : 'dark';
        await run({ runOnly: ['color-contrast'] });
        dataset.theme = theme;
        return found;
      }, place);
    await panel.resize(1280, 760);
    await panel.click(testId('row'));
    for (const view of VIEWS) {
      await panel.evaluate((id: string) => document.getElementById(id)?.click(), `tab-${view}`);
      await panel.waitFor((id: string) => document.getElementById(id) !== null, `view-${view}`);
      expect([view, await violationsIn('html')]).toEqual([view, []]);
    }
    await panel.click(testId('tab-stream'));
    // The state of the data layer, then a call and its hit side by side. The list that comes back has
    // to find its place first: a row may go away under the pointer.
    await poll(async () => {
      await panel.click('[data-testid=row][data-source=dataLayer]');
      return panel.evaluate<boolean>(
        () => document.querySelector('[data-testid=detail-tab-layer]') !== null,
      );
    }, 'a push in the detail');
    await panel.click(testId('detail-tab-layer'));
    await panel.waitFor(() => document.querySelector('[data-testid=pane-layer]') !== null);
    expect(['layer', await violationsIn('#detail')]).toEqual(['layer', []]);
    await panel.click('[data-testid=row][data-source=fbq]');
    await panel.click(testId('compare-with'));
    await panel.click('[data-testid=row][data-kind=hit]');
    await panel.click(testId('detail-tab-compare'));
    await panel.waitFor(() => document.querySelector('[data-testid=pane-compare]') !== null);
    const tabs = await panel.evaluate<string[]>(() =>
      [...document.querySelectorAll<HTMLElement>('#detail [role=tab]')].map(({ id }) => id),
    );
    for (const tab of tabs) {
      await panel.evaluate((id: string) => document.getElementById(id)?.click(), tab);
      expect([tab, await violationsIn('#detail')]).toEqual([tab, []]);
    }
  });
});
