import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrowserContext, CDPSession, Frame, Page as PlaywrightPage } from 'playwright-core';
import {
  chromiumFlags,
  findBrowser,
  UNWANTED_PLAYWRIGHT_FLAGS,
} from '../../../src/cli/browsers.ts';
import { foldersOf } from '../../../src/cli/left-over.ts';
import { dropInto, untilDrawn } from './in-panel.ts';
import { poll } from './poll.ts';
import type { ChosenFile, LaunchOptions, Page, Panel, Session } from './session.ts';
import { callExpression } from './source.ts';

// Lets Playwright treat DevTools windows, targets of type "other", as pages. Read at the first launch.
process.env.PW_CHROMIUM_ATTACH_TO_OTHER = '1';

/**
 * What DevTools reads from its profile: undocked it shows every tab's name, and can be resized. The
 * console costs a load less than the Elements panel that it would begin with.
 */
function writePreferences(
  profile: string,
  { theme, isShown }: Pick<LaunchOptions, 'theme' | 'isShown'>,
): void {
  mkdirSync(join(profile, 'Default'), { recursive: true });
  const preferences = {
    currentDockState: isShown ? '"bottom"' : '"undocked"',
    'panel-selected-tab': '"console"',
    'ui-theme': theme === 'dark' ? '"dark"' : '"default"',
  };
  writeFileSync(
    join(profile, 'Default', 'Preferences'),
    // An unpacked extension that reloads itself stays off without developer mode.
    JSON.stringify({ devtools: { preferences }, extensions: { ui: { developer_mode: true } } }),
  );
}

/** Runs an expression in a target's main world through the protocol, which no page can tamper with. */
async function evaluateOver(session: CDPSession, expression: string): Promise<unknown> {
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails)
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}

/** Runs in the browser's page of extensions, which alone has this interface. */
async function setHostAccess([extensionId, hostAccess]: string[]): Promise<void> {
  const { developerPrivate } = (
    globalThis as unknown as {
      chrome: { developerPrivate: { updateExtensionConfiguration(to: object): Promise<void> } };
    }
  ).chrome;
  await developerPrivate.updateExtensionConfiguration({ extensionId, hostAccess });
}

const isDevtools = (page: PlaywrightPage) => page.url().startsWith('devtools://');

/** Playwright wants the buffers of files that no disk has. */
const toPayload = ({ name, text }: ChosenFile) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(text),
});

interface ChromiumPage extends Page {
  /** The protocol's name of the tab. */
  targetId: string;
}

async function createPage(context: BrowserContext, tab: PlaywrightPage): Promise<ChromiumPage> {
  const session = await context.newCDPSession(tab);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  const page: ChromiumPage = {
    targetId: targetInfo.targetId,
    async goto(url) {
      await tab.goto(url);
    },
    evaluate: async <T>(fn: Parameters<Page['evaluate']>[0], ...args: unknown[]) =>
      (await evaluateOver(session, callExpression(fn, args))) as T,
    waitFor: async (fn, ...args) =>
      poll(() => page.evaluate(fn, ...args), `the page: ${String(fn).slice(0, 200)}`),
    click: (selector) => tab.click(selector),
    back: () => traverse(-1),
    forward: () => traverse(1),
    async reload() {
      await tab.reload();
    },
    url: async () => (await evaluateOver(session, 'location.href')) as string,
    async screenshot(file) {
      await tab.screenshot({ path: file });
    },
    close: () => tab.close(),
  };

  /** Playwright's own goBack waits for a load, which a return from the back/forward cache has none of. */
  async function traverse(step: -1 | 1): Promise<void> {
    const { currentIndex, entries } = await session.send('Page.getNavigationHistory');
    const target = entries[currentIndex + step];
    if (!target) throw new Error('the tab has no such history entry');
    await session.send('Page.navigateToHistoryEntry', { entryId: target.id });
    await poll(async () => {
      const { currentIndex: index } = await session.send('Page.getNavigationHistory');
      const ready = await evaluateOver(session, 'document.readyState');
      return index === currentIndex + step && ready === 'complete';
    }, `history entry ${target.url}`);
  }
  return page;
}

function createPanel(context: BrowserContext, devtools: PlaywrightPage, frame: Frame): Panel {
  const panel: Panel = {
    evaluate: async <T>(fn: Parameters<Panel['evaluate']>[0], ...args: unknown[]) =>
      // The panel's own policy forbids evaluating strings; Playwright's protocol call is above it.
      (await frame.evaluate(callExpression(fn, args))) as T,
    waitFor: async (fn, ...args) =>
      poll(() => panel.evaluate(fn, ...args), `the panel: ${String(fn).slice(0, 200)}`),
    click: (selector, { button = 'left', count = 1 } = {}) =>
      frame.locator(selector).first().click({ button, clickCount: count }),
    type: (text) => devtools.keyboard.type(text),
    press: (keys) => devtools.keyboard.press(keys),
    async wheel(selector, deltaY) {
      await frame.locator(selector).first().hover();
      await devtools.mouse.wheel(0, deltaY);
    },
    async drag(selector, deltaX) {
      const element = frame.locator(selector).first();
      await element.hover();
      const box = await element.boundingBox();
      if (!box) throw new Error(`${selector} is nowhere`);
      await devtools.mouse.down();
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await devtools.mouse.move(x + deltaX, y, { steps: 4 });
      await devtools.mouse.up();
    },
    chooseFiles: (selector, files) =>
      frame.locator(selector).first().setInputFiles(files.map(toPayload)),
    dropFiles: (selector, files) => panel.evaluate(dropInto, selector, files),
    async screenshot(file, of = 'panel') {
      if (of === 'devtools') await devtools.screenshot({ path: file });
      else await frame.locator(':root').screenshot({ path: file });
    },
    async resize(width, height) {
      const outer = await devtools.evaluate(() => [innerWidth, innerHeight] as const);
      const inner = await frame.evaluate(() => [innerWidth, innerHeight] as const);
      await devtools.setViewportSize({
        width: width + outer[0] - inner[0],
        height: height + outer[1] - inner[1],
      });
    },
    async close() {
      await devtools.close();
      await poll(() => !context.pages().includes(devtools), 'DevTools to close');
    },
  };
  return untilDrawn(panel);
}

/** Chromium's half of `launch`. */
export async function launchChromium(options: LaunchOptions): Promise<Session> {
  const executablePath = findBrowser('chromium');
  const { chromium } = await import('playwright-core');
  const { server, window: size = { width: 1400, height: 900 } } = options;
  const extension =
    options.extension === null ? null : resolve(options.extension ?? join('dist', 'chrome'));
  const folders = [extension, options.beside && resolve(options.beside)].filter(Boolean);
  const folder = mkdtempSync(join(tmpdir(), 'event-loupe-chromium-'));
  const profile = join(folder, 'profile');
  let context: BrowserContext | undefined;
  const removeFolders = () => {
    for (const one of foldersOf(folder))
      rmSync(one, { recursive: true, force: true, maxRetries: 5 });
  };
  const close = async () => {
    await context?.close();
    process.removeListener('exit', removeFolders);
    removeFolders();
  };
  try {
    writePreferences(profile, options);
    const rules = server ? `MAP * 127.0.0.1:${server.port}` : 'MAP * ~NOTFOUND';
    context = await chromium.launchPersistentContext(profile, {
      executablePath,
      headless: !options.isShown,
      viewport: null,
      ignoreDefaultArgs: [...UNWANTED_PLAYWRIGHT_FLAGS],
      args: [
        ...chromiumFlags(folders.length > 0 ? folders.join(',') : undefined),
        `--window-size=${size.width},${size.height}`,
        // A person is warned of it.
        ...(options.isShown
          ? []
          : [`--host-resolver-rules=${rules}, EXCLUDE 127.0.0.1, EXCLUDE localhost`]),
        // Unlike --ignore-certificate-errors this makes the certificate a good one, so that the
        // back/forward cache and service workers work.
        ...(server ? [`--ignore-certificate-errors-spki-list=${server.keyHash}`] : []),
      ],
    });
    // Behind Playwright's own, which ends the browser.
    process.once('exit', removeFolders);
    return await createSession(context, extension !== null, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function createSession(
  context: BrowserContext,
  hasExtension: boolean,
  close: () => Promise<void>,
): Promise<Session> {
  const browser = context.browser();
  if (!browser) throw new Error('Playwright gave no browser for the context');
  const protocol = await browser.newBrowserCDPSession();

  const findWorkers = async () => {
    const { targetInfos } = await protocol.send('Target.getTargets');
    return targetInfos.filter(
      ({ type, url }) => type === 'service_worker' && url.startsWith('chrome-extension://'),
    );
  };
  let origin = '';
  if (hasExtension) {
    const worker = await poll(async () => (await findWorkers())[0], 'the extension to start');
    origin = `chrome-extension://${new URL(worker.url).host}`;
  }

  const ended = new Promise<void>((resolve) => context.once('close', () => resolve()));
  const pages = new Map<Page, ChromiumPage>();
  const wrap = async (tab: PlaywrightPage) => {
    const page = await createPage(context, tab);
    pages.set(page, page);
    return page;
  };
  const first = await wrap(context.pages()[0] ?? (await context.newPage()));

  return {
    browser: 'chromium',
    page: first,
    newTab: async () => wrap(await context.newPage()),
    async frontTab() {
      const tab = context.pages().findLast((one) => !isDevtools(one));
      if (!tab) throw new Error('there is no tab');
      return wrap(tab);
    },
    async openPanel(page = first) {
      const targetId = pages.get(page)?.targetId;
      if (!targetId) throw new Error('that page belongs to another session');
      const before = new Set(context.pages().filter(isDevtools));
      await protocol.send('Target.openDevTools' as 'Target.getTargets', { targetId } as never);
      const devtools = await poll(
        () => context.pages().find((tab) => isDevtools(tab) && !before.has(tab)),
        'the DevTools window',
      );
      const tab = devtools.getByRole('tab', { name: 'Event Loupe', exact: true });
      await tab.click();
      const frame = await poll(
        // The extension's devtools page is a frame here too.
        () => devtools.frames().find((one) => /^chrome-extension:.*\/panel\.html/.test(one.url())),
        'the panel',
      );
      await frame.waitForLoadState();
      return createPanel(context, devtools, frame);
    },
    async killWorker() {
      // Closing the target is not enough: Playwright's own attachment keeps the worker alive.
      const tab = await context.newPage();
      try {
        await tab.goto(`${origin}/manifest.json`);
        const workers = await context.newCDPSession(tab);
        const stopped = new Promise<void>((resolve) => {
          workers.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
            if (versions.some(({ runningStatus }) => runningStatus === 'stopped')) resolve();
          });
        });
        await workers.send('ServiceWorker.enable');
        await workers.send('ServiceWorker.stopAllWorkers');
        await stopped;
      } finally {
        await tab.close();
      }
    },
    async reloadExtension() {
      const tab = await context.newPage();
      try {
        await tab.goto(`${origin}/manifest.json`);
        // The extension ends while it answers, and takes its tabs with it.
        const ended = tab.waitForEvent('close');
        await tab.evaluate('setTimeout(() => chrome.runtime.reload())');
        await ended;
      } finally {
        await tab.close();
      }
      const again = await context.newPage();
      await poll(
        () => again.goto(`${origin}/manifest.json`).then(() => true),
        'the extension to start again',
      );
      await again.close();
    },
    async allowSites(isAllowed) {
      const tab = await context.newPage();
      try {
        await tab.goto('chrome://extensions/');
        await tab.evaluate(setHostAccess, [
          new URL(origin).host,
          isAllowed ? 'ON_ALL_SITES' : 'ON_CLICK',
        ]);
      } finally {
        await tab.close();
      }
    },
    extensionUrl: (path) => `${origin}/${path}`,
    ended,
    close,
  };
}
