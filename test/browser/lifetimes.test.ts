import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEADLINE_MS, poll } from './harness/poll.ts';
import { type Server, serve } from './harness/server.ts';
import { launch, type Panel, type Session } from './harness/session.ts';
import { entriesOf } from './log.ts';

const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const PAGES = fileURLToPath(new URL('../pages', import.meta.url));

/** The ways out that the panel offers of a page that it cannot watch. */
const buttons = (panel: Panel) =>
  panel.evaluate<string[]>(() =>
    [...document.querySelectorAll<HTMLElement>('[data-testid=allow], [data-testid=reload]')].map(
      ({ dataset }) => dataset.testid ?? '',
    ),
  );

describe.each(['chromium', 'firefox'] as const)('lifetimes in %s', (browser) => {
  let server: Server;
  let session: Session | undefined;

  beforeAll(async () => {
    server = await serve({ '/tr/': { type: 'image/gif', body: GIF } }, { folder: PAGES });
    return () => server.close();
  });
  afterEach(async () => {
    await session?.close();
    session = undefined;
  });

  it('an update of the extension leaves the page alone, and the panel says to reload it', async () => {
    session = await launch(browser, { server });
    await session.page.goto('https://shop.test/burst.html');
    const old = await session.openPanel();
    await old.waitFor(() => document.querySelector('[data-testid=row]') !== null);
    await old.close();
    await session.reloadExtension();
    const thrown = await session.page.evaluate<string[]>(() => {
      const errors: string[] = [];
      addEventListener('error', (event) => errors.push(event.message));
      (window as unknown as { burst(n: number): void }).burst(3000);
      return new Promise((resolve) => setTimeout(() => resolve(errors)));
    });
    expect(thrown).toEqual([]);
    const panel = await session.openPanel();
    // Chromium gives a page that is open no new content scripts; Firefox does, too late to be of use.
    await panel.waitFor(() => document.querySelector('[data-status=late]') !== null);
    await session.page.goto('https://shop.test/first.html');
    await panel.waitFor(
      () => document.querySelector<HTMLElement>('[data-testid=count-calls]')?.dataset.count === '2',
    );
    expect(await entriesOf(panel)).toHaveLength(3);
  });

  it.each(['running', 'ended'])(
    'a frame that called something and went before DevTools opened is told, once, with the page still there and the background %s',
    async (background) => {
      session = await launch(browser, { server });
      await session.page.goto('https://shop.test/first.html');
      if (background === 'ended') await session.killWorker();
      await session.page.evaluate(async () => {
        const frame = document.createElement('iframe');
        frame.src = '/first.html?frame';
        const loaded = new Promise((resolve) => {
          frame.onload = resolve;
        });
        document.body.append(frame);
        await loaded;
        frame.remove();
      });
      const panel = await session.openPanel();
      const gaps = async () =>
        (await entriesOf(panel)).flatMap((entry) => (entry.kind === 'gap' ? [entry.reason] : []));
      await expect.poll(gaps, { timeout: DEADLINE_MS }).toEqual(['frame-gone']);
      const calls = (await entriesOf(panel)).filter(({ kind }) => kind === 'call');
      expect(calls).toHaveLength(2);
      await panel.waitFor(() => document.querySelector('[data-testid=count-unsure]') !== null);
    },
  );

  /** Ends the background with all that it had recorded, as it ends before it has heard of a hit. */
  const endUnheard = async (one: Session) => {
    const own = await one.newTab();
    await own.goto(one.extensionUrl('src/panel/record.html'));
    await own.evaluate('chrome.storage.session.clear()');
    await one.killWorker();
    await own.close();
  };
  const gapsOf = async (panel: Panel) =>
    (await entriesOf(panel)).flatMap((entry) =>
      entry.kind === 'gap' ? [`${entry.reason} ${entry.from}-${entry.to}`] : [],
    );

  it('hits of before, behind the 250 requests that the browser lists, are told to a panel that opens later', async () => {
    session = await launch(browser, { server });
    await session.page.goto('https://shop.test/first.html');
    await session.page.evaluate(async () => {
      const load = (url: string) =>
        new Promise((resolve) => {
          const image = new Image();
          image.onload = image.onerror = resolve;
          image.src = url;
        });
      for (let i = 0; i < 300; i += 50)
        await Promise.all(Array.from({ length: 50 }, (_, j) => fetch(`/blank.html?${i + j}`)));
      for (const eid of ['a', 'b'])
        await load(`https://www.facebook.com/tr/?id=1&ev=Purchase&eid=${eid}`);
    });
    const listed = await session.page.evaluate<number>(
      () => performance.getEntriesByType('resource').length,
    );
    expect(listed).toBe(250);
    await endUnheard(session);
    const panel = await session.openPanel(session.page);
    await expect
      .poll(() => gapsOf(panel), { timeout: DEADLINE_MS })
      .toEqual(['background-gone 0-1']);
  });

  it('hits of before, of a frame that called nothing, are told to a panel that opens later', async () => {
    session = await launch(browser, { server });
    await session.page.goto('https://shop.test/blank.html');
    await session.page.evaluate(async () => {
      const frame = document.createElement('iframe');
      frame.src = '/blank.html?frame';
      await new Promise((resolve) => {
        frame.onload = resolve;
        document.body.append(frame);
      });
      const inFrame = frame.contentWindow as Window & typeof globalThis;
      await new Promise((resolve) => {
        const image = new inFrame.Image();
        image.onload = image.onerror = resolve;
        image.src = 'https://www.facebook.com/tr/?id=1&ev=Purchase';
      });
    });
    await endUnheard(session);
    const panel = await session.openPanel(session.page);
    await expect
      .poll(() => gapsOf(panel), { timeout: DEADLINE_MS })
      .toEqual(['background-gone 0-0']);
    // That it sent something is no page of the log.
    const pages = (await entriesOf(panel)).filter(({ kind }) => kind === 'page');
    expect(pages).toHaveLength(1);
  });

  it('may read no site: says so with Allow, whatever is loaded, until it is allowed', async () => {
    session = await launch(browser, { server });
    await session.allowSites(false);
    const panel = await session.openPanel();
    for (const address of ['https://shop.test/first.html', 'https://other.test/first.html']) {
      await session.page.goto(address);
      await panel.waitFor(() => document.querySelector('[data-testid=empty-denied]') !== null);
      expect(await buttons(panel)).toEqual(['allow']);
      expect(await entriesOf(panel)).toEqual([]);
    }
    await session.page.reload();
    await panel.waitFor(() => document.querySelector('[data-status=denied]') !== null);
    // Chromium asks in a window of its own that no test can press; Firefox in a tab, since its DevTools cannot.
    if (browser === 'chromium') await session.allowSites(true);
    else {
      await panel.click('[data-testid=allow]');
      const { frontTab } = session;
      const asking = await poll(async () => {
        const tab = await frontTab();
        return (await tab.url()).includes('/panel.html?tab=') && tab;
      }, 'the tab that asks');
      await asking.click('[data-testid=allow]');
      await asking.waitFor(() => document.querySelector('[data-testid=allow]') === null);
      await asking.close();
    }
    // What the page did meanwhile nobody saw.
    await panel.waitFor(() => document.querySelector('[data-status=late]') !== null);
    expect(await buttons(panel)).toEqual(['reload']);
    await panel.click('[data-testid=reload]');
    await panel.waitFor(() => document.querySelector('[data-status=live]') !== null);
    expect(await entriesOf(panel)).toHaveLength(3);
  });

  it('is denied sites in the middle: what was seen stays with its page, and goes with it', async () => {
    session = await launch(browser, { server });
    const panel = await session.openPanel();
    await session.page.goto('https://shop.test/first.html');
    const rows = () =>
      panel.evaluate<number>('document.querySelectorAll("[data-testid=row]").length');
    await expect.poll(rows, { timeout: DEADLINE_MS }).toBe(3);
    await session.allowSites(false);
    await panel.waitFor(() => document.querySelector('[data-why=denied]') !== null);
    expect(await rows()).toBe(3);
    await session.page.goto('https://other.test/first.html');
    await panel.waitFor(() => document.querySelector('[data-testid=empty-denied]') !== null);
    expect(await rows()).toBe(0);
    expect(await entriesOf(panel)).toEqual([]);
    await session.allowSites(true);
    await session.page.goto('https://shop.test/first.html');
    await expect.poll(rows, { timeout: DEADLINE_MS }).toBe(3);
  });
});
