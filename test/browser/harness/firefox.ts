import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { FIREFOX_PREFERENCES, findBrowser } from '../../../src/cli/browsers.ts';
import {
  connectMarionette,
  MARIONETTE_PREFERENCES,
  type Marionette,
} from '../../../src/cli/marionette.ts';
import { dropInto, untilDrawn } from './in-panel.ts';
import { poll } from './poll.ts';
import type { ChosenFile, LaunchOptions, Page, Panel, Session } from './session.ts';
import { callExpression } from './source.ts';

const PARENT_SCRIPT = readFileSync(new URL('./firefox-parent.js', import.meta.url), 'utf8').replace(
  /;\s*$/,
  '',
);

const WINDOW = `Services.wm.getMostRecentWindow('navigator:browser')`;
/** Puts the operations into the browser's window: to send and compile them for each costs more than most of them. */
const INSTALL = `${WINDOW}.eventLoupe = ${PARENT_SCRIPT}; arguments[0]({});`;
const OPERATE = `
  const [operation, args, done] = arguments;
  const { eventLoupe } = ${WINDOW};
  if (!eventLoupe) return done({ isNew: true });
  (async () => eventLoupe[operation](...args))().then(
    (value) => done({ value }),
    (error) => done({ error: String(error) + '\\n' + error.stack }));`;

/** WebDriver's code points for keys that have no character. */
const KEYS: Record<string, string> = {
  Alt: '\uE00A',
  ArrowDown: '\uE015',
  ArrowLeft: '\uE012',
  ArrowRight: '\uE014',
  ArrowUp: '\uE013',
  Backspace: '\uE003',
  Control: '\uE009',
  Delete: '\uE017',
  End: '\uE010',
  Enter: '\uE007',
  Escape: '\uE00C',
  F5: '\uE035',
  Home: '\uE011',
  Meta: '\uE03D',
  PageDown: '\uE00F',
  PageUp: '\uE00E',
  Shift: '\uE008',
  Space: ' ',
  Tab: '\uE004',
};

function keyCode(name: string): string {
  const code = KEYS[name] ?? name;
  if ([...code].length !== 1) throw new Error(`no key is called ${name}`);
  return code;
}

/** A document: a tab's page, or with an add-on's id its panel in the tab's toolbox. */
interface Target {
  tab: string;
  addonId?: string;
}

/** What can be done to a document of Firefox, whether page or panel. */
interface Documents {
  call(operation: string, ...args: unknown[]): Promise<unknown>;
  evaluate(target: Target, fn: Parameters<Page['evaluate']>[0], args: unknown[]): Promise<unknown>;
  click(target: Target, selector: string, button: 'left' | 'right', count: number): Promise<void>;
  drag(target: Target, selector: string, deltaX: number): Promise<void>;
  wheel(target: Target, selector: string, deltaY: number): Promise<void>;
  keys(target: Target, steps: { type: 'keyDown' | 'keyUp'; value: string }[]): Promise<void>;
}

function createDocuments(marionette: Marionette): Documents {
  const run = async (script: string, args: unknown[] = []) => {
    const how = { newSandbox: false, sandbox: 'system' };
    const { value } = (await marionette.send('WebDriver:ExecuteAsyncScript', {
      script,
      args,
      ...how,
    })) as { value: { value?: unknown; error?: string; isNew?: true } };
    return value;
  };
  const call: Documents['call'] = async (operation, ...args) => {
    let answer = await run(OPERATE, [operation, args]);
    if (answer.isNew) {
      await run(INSTALL);
      answer = await run(OPERATE, [operation, args]);
    }
    if (answer.error) throw new Error(`${operation}: ${answer.error}`);
    return answer.value;
  };

  const evaluate: Documents['evaluate'] = async (target, fn, args) => {
    const answer = (await call('evaluate', target, callExpression(fn, args))) as {
      json: string | null;
      error: string | null;
    };
    if (answer.error !== null) throw new Error(answer.error);
    return answer.json === null ? undefined : JSON.parse(answer.json);
  };

  /** The middle of an element in the window, once it is at rest, enabled, and met by the pointer. */
  const middleOf = async (target: Target, selector: string) => {
    let before: string | undefined;
    const point = await poll(async () => {
      const found = (await evaluate(target, findMiddle, [selector])) as Point | null;
      const isAtRest = JSON.stringify(found) === before;
      before = JSON.stringify(found);
      return isAtRest && found;
    }, `a visible ${selector} at rest`);
    const origin = (await call('originOf', target)) as { x: number; y: number };
    return { x: Math.round(origin.x + point.x), y: Math.round(origin.y + point.y) };
  };

  const act = (actions: unknown[]) => marionette.send('WebDriver:PerformActions', { actions });

  return {
    call,
    evaluate,
    async click(target, selector, button, count) {
      const { x, y } = await middleOf(target, selector);
      const code = button === 'right' ? 2 : 0;
      const press = [
        { type: 'pointerDown', button: code },
        { type: 'pointerUp', button: code },
      ];
      await act([
        {
          type: 'pointer',
          id: 'mouse',
          parameters: { pointerType: 'mouse' },
          actions: [
            { type: 'pointerMove', x, y, duration: 0, origin: 'viewport' },
            ...Array.from({ length: count }, () => press).flat(),
          ],
        },
      ]);
    },
    async drag(target, selector, deltaX) {
      const { x, y } = await middleOf(target, selector);
      const move = { type: 'pointerMove', y, duration: 0, origin: 'viewport' };
      await act([
        {
          type: 'pointer',
          id: 'mouse',
          parameters: { pointerType: 'mouse' },
          actions: [
            { ...move, x },
            { type: 'pointerDown', button: 0 },
            { ...move, x: x + Math.round(deltaX / 2) },
            { ...move, x: x + deltaX },
            { type: 'pointerUp', button: 0 },
          ],
        },
      ]);
    },
    async wheel(target, selector, deltaY) {
      const { x, y } = await middleOf(target, selector);
      await act([
        {
          type: 'wheel',
          id: 'wheel',
          actions: [{ type: 'scroll', x, y, deltaX: 0, deltaY, duration: 0, origin: 'viewport' }],
        },
      ]);
    },
    async keys(target, steps) {
      await call('focus', target);
      await act([{ type: 'key', id: 'keyboard', actions: steps }]);
    },
  };
}

interface Point {
  x: number;
  y: number;
}

/**
 * Runs in the document: the middle of the first element that matches, in the viewport, or null.
 * What covers it, and is no part of it, would get the pointer's events.
 */
function findMiddle(selector: string): Point | null {
  const element = document.querySelector(selector);
  if (!element || element.matches(':disabled')) return null;
  element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const { left, top, width, height } = element.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const met = document.elementFromPoint(x, y);
  const isMet = met !== null && (element.contains(met) || met.contains(element));
  return width > 0 && height > 0 && isMet ? { x, y } : null;
}

/** Runs in the panel: gives files to an input as a person's choice would. */
function chooseInto(selector: string, files: ChosenFile[]): void {
  const input = document.querySelector<HTMLInputElement>(selector);
  if (!input) throw new Error(`no element ${selector}`);
  const dataTransfer = new DataTransfer();
  for (const { name, text } of files) dataTransfer.items.add(new File([text], name));
  input.files = dataTransfer.files;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

function createPanel(documents: Documents, target: Target): Panel {
  const panel: Panel = {
    evaluate: async <T>(fn: Parameters<Panel['evaluate']>[0], ...args: unknown[]) =>
      (await documents.evaluate(target, fn, args)) as T,
    waitFor: async (fn, ...args) =>
      poll(() => panel.evaluate(fn, ...args), `the panel: ${String(fn).slice(0, 200)}`),
    click: (selector, { button = 'left', count = 1 } = {}) =>
      documents.click(target, selector, button, count),
    type: (text) =>
      documents.keys(
        target,
        [...text].flatMap((value) => [
          { type: 'keyDown', value },
          { type: 'keyUp', value },
        ]),
      ),
    press(keys) {
      // The plus key itself is written at the end: `Control++`.
      const codes = keys.split(/\+(?=.)/).map(keyCode);
      return documents.keys(target, [
        ...codes.map((value) => ({ type: 'keyDown' as const, value })),
        ...codes.reverse().map((value) => ({ type: 'keyUp' as const, value })),
      ]);
    },
    drag: (selector, deltaX) => documents.drag(target, selector, deltaX),
    wheel: (selector, deltaY) => documents.wheel(target, selector, deltaY),
    chooseFiles: (selector, files) => panel.evaluate(chooseInto, selector, files),
    dropFiles: (selector, files) => panel.evaluate(dropInto, selector, files),
    async screenshot(file, of = 'panel') {
      const png = await documents.call('screenshot', of === 'panel' ? target : null);
      writeFileSync(file, Buffer.from(String(png), 'base64'));
    },
    async resize(width, height) {
      await documents.call('resizePanel', target, width, height);
    },
    async close() {
      await documents.call('closeToolbox', target.tab);
    },
  };
  return untilDrawn(panel);
}

interface FirefoxPage extends Page {
  tab: string;
}

function createPage(documents: Documents, tab: string): FirefoxPage {
  const target = { tab };
  const page: FirefoxPage = {
    tab,
    async goto(url) {
      await documents.call('load', tab, url);
    },
    evaluate: async <T>(fn: Parameters<Page['evaluate']>[0], ...args: unknown[]) =>
      (await documents.evaluate(target, fn, args)) as T,
    waitFor: async (fn, ...args) =>
      poll(() => page.evaluate(fn, ...args), `the page: ${String(fn).slice(0, 200)}`),
    async click(selector) {
      await documents.call('select', tab);
      await documents.click(target, selector, 'left', 1);
    },
    async back() {
      await documents.call('back', tab);
    },
    async forward() {
      await documents.call('forward', tab);
    },
    async reload() {
      await documents.call('reload', tab);
    },
    url: () => page.evaluate<string>('location.href'),
    async screenshot(file) {
      const png = await documents.call('screenshot', target);
      writeFileSync(file, Buffer.from(String(png), 'base64'));
    },
    async close() {
      await documents.call('closeTab', tab);
    },
  };
  return page;
}

function preferencesFor(options: LaunchOptions) {
  const { server, theme = 'light' } = options;
  // Without a server everything is refused on a port where nothing listens.
  const proxyPort = server?.port ?? 9;
  return {
    ...FIREFOX_PREFERENCES,
    ...MARIONETTE_PREFERENCES,
    'devtools.theme': theme,
    'ui.systemUsesDarkTheme': theme === 'dark' ? 1 : 0,
    'devtools.selfxss.count': 99,
    // Esc opens the console beside a tool as soon as it has loaded, which takes the focus from
    // whoever types on.
    'devtools.toolbox.splitconsole.enabled': false,
    // What asks for a permission in a click gets it, without the browser's question.
    'extensions.webextOptionalPermissionPrompts': false,
    // What moves while a tab loads is painted by the processor here.
    'ui.prefersReducedMotion': 1,
    // The test's own http: addresses stay http:.
    'dom.security.https_first': false,
    'network.proxy.type': 1,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': proxyPort,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': proxyPort,
    'network.proxy.no_proxies_on': '127.0.0.1, localhost',
  };
}

/** Asks Firefox to quit, waits a while, then insists. */
async function endProcess(
  process: ChildProcess,
  marionette: Marionette | undefined,
): Promise<void> {
  const isOver = () => process.exitCode !== null || process.signalCode !== null;
  if (isOver()) return;
  const exited = new Promise((resolve) => process.once('exit', resolve));
  // The answer to Quit is often the end of the connection, which says the same.
  const quit = marionette
    ?.send('Marionette:Quit', { flags: ['eForceQuit'] })
    .catch(() => undefined);
  const insist = setTimeout(() => process.kill('SIGKILL'), quit ? 8_000 : 0);
  await exited;
  clearTimeout(insist);
}

/** Firefox's half of `launch`. */
export async function launchFirefox(options: LaunchOptions): Promise<Session> {
  const program = findBrowser('firefox');
  const { window: size = { width: 1400, height: 900 } } = options;
  const profile = mkdtempSync(join(tmpdir(), 'event-loupe-firefox-'));
  const preferences = Object.entries(preferencesFor(options))
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`)
    .join('\n');
  writeFileSync(join(profile, 'user.js'), preferences);
  const firefox = spawn(
    program,
    [
      ...(options.isShown ? [] : ['--headless']),
      ...['--no-remote', '--marionette', '--remote-allow-system-access'],
      ...['--profile', profile, '--width', String(size.width), '--height', String(size.height)],
    ],
    { stdio: 'ignore', env: { ...process.env, MOZ_CRASHREPORTER_DISABLE: '1' } },
  );
  const removeProfile = () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  // Vitest ends its workers without asking; no browser may outlive its test, nor its profile.
  const kill = () => {
    firefox.kill('SIGKILL');
    removeProfile();
  };
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => firefox.once('exit', () => resolve()));
  let marionette: Marionette | undefined;
  const close = async () => {
    await endProcess(firefox, marionette);
    process.removeListener('exit', kill);
    marionette?.close();
    removeProfile();
  };
  try {
    marionette = await connectMarionette(profile);
    await marionette.send('WebDriver:NewSession', {
      acceptInsecureCerts: true,
      timeouts: { script: 120_000, pageLoad: 60_000, implicit: 0 },
    });
    const folder = options.extension ?? join('dist', 'firefox');
    const addonId = options.extension === null ? '' : await installAddon(marionette, folder);
    if (options.beside) await installAddon(marionette, options.beside);
    return { ...(await createSession(marionette, addonId, folder)), ended, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function installAddon(marionette: Marionette, folder: string): Promise<string> {
  const path = resolve(folder);
  const { value } = (await marionette.send('Addon:Install', { path, temporary: true })) as {
    value: string;
  };
  return value;
}

async function createSession(
  marionette: Marionette,
  addonId: string,
  folder: string,
): Promise<Omit<Session, 'ended' | 'close'>> {
  await marionette.send('Marionette:SetContext', { value: 'chrome' });
  const documents = createDocuments(marionette);
  const pages = new Map<Page, FirefoxPage>();
  const wrap = (tab: unknown) => {
    const page = createPage(documents, String(tab));
    pages.set(page, page);
    return page;
  };
  const first = wrap(await documents.call('selectedTab'));
  const hostname = addonId ? String(await documents.call('hostnameOf', addonId)) : '';
  return {
    browser: 'firefox',
    page: first,
    newTab: async () => wrap(await documents.call('openTab')),
    frontTab: async () => wrap(await documents.call('selectedTab')),
    async openPanel(page = first) {
      const tab = pages.get(page)?.tab;
      if (!tab) throw new Error('that page belongs to another session');
      await documents.call('openPanel', tab, addonId);
      return createPanel(documents, { tab, addonId });
    },
    async killWorker() {
      await documents.call('stopBackground', addonId);
    },
    async reloadExtension() {
      await installAddon(marionette, folder);
    },
    async allowSites(isAllowed) {
      await documents.call('allowSites', addonId, isAllowed);
    },
    extensionUrl: (path) => `moz-extension://${hostname}/${path}`,
  };
}
