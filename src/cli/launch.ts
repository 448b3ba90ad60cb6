import { existsSync, rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type BrowserContext, chromium, errors, firefox, type Page } from 'playwright-core';
import {
  type BrowserName,
  chromiumFlags,
  FIREFOX_PREFERENCES,
  findBrowser,
  ordinaryUserAgent,
  UNWANTED_PLAYWRIGHT_FLAGS,
} from './browsers.ts';
import { Failure, firstLine } from './failure.ts';
import { foldersOf, makeFolder, removeLeftOver } from './left-over.ts';
import { connectMarionette, MARIONETTE_PREFERENCES } from './marionette.ts';

/** How the browser of a recording is started. */
export interface LaunchOptions {
  browser: BrowserName;
  userAgent?: string | undefined;
  /** Address of a proxy, `http://user:password@host:port`. */
  proxy?: URL | undefined;
  /** Accept certificates that nobody vouches for. */
  insecure: boolean;
  headed: boolean;
  /** Handed to the browser's program as they are. */
  browserArgs: string[];
  /** Folder of the unpacked extensions, `chrome` and `firefox`. */
  extensions: string;
}

/** A browser with the extension in it and one blank tab. */
export interface RecordingBrowser {
  page: Page;
  /** Address of a file of the extension. */
  extensionUrl(path: string): string;
  context: BrowserContext;
  /** Ends the browser and removes its profile. */
  close(): Promise<void>;
}

/** How long a browser may take to end. */
const CLOSE_MS = 10_000;
const ADDON_ID = 'event-loupe@event-loupe.example';
/** Firefox makes up an extension's address unless it is told. */
const ADDON_HOST = '6a1f0c8e-54b7-4d0e-9c53-2f1f6d6a7e10';

const REMOVE = { recursive: true, force: true, maxRetries: 5, retryDelay: 200 } as const;

/** Removes a folder at the process's exit, as soon as the browser that was killed writes no more. */
function removeNow(folder: string): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let tries = 0; tries < 40; tries += 1) {
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch {
      Atomics.wait(pause, 0, 0, 50);
    }
  }
}

/** The unpacked extension of a browser. @throws Failure when it is not built */
function findExtension({ browser, extensions }: LaunchOptions): string {
  const folder = join(extensions, browser === 'firefox' ? 'firefox' : 'chrome');
  if (!existsSync(join(folder, 'manifest.json'))) throw new Failure((t) => t.notBuilt(folder));
  return folder;
}

/** Options that Playwright takes alike for both browsers. */
function contextOptions(options: LaunchOptions, executablePath: string, profile: string) {
  const { proxy } = options;
  return {
    executablePath,
    // Playwright's own files stand beside the profile, so that they go with it.
    artifactsDir: join(profile, '..', 'artifacts'),
    headless: !options.headed,
    ignoreHTTPSErrors: options.insecure,
    viewport: null,
    // Ctrl-C must first save what was recorded.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    ...(proxy && {
      proxy: {
        server: `${proxy.protocol}//${proxy.host}`,
        ...(proxy.username && {
          username: decodeURIComponent(proxy.username),
          password: decodeURIComponent(proxy.password),
        }),
      },
    }),
  };
}

async function startChromium(
  options: LaunchOptions,
  program: string,
  profile: string,
): Promise<Omit<RecordingBrowser, 'close'>> {
  const extension = findExtension(options);
  // A flag, not Playwright's override: it holds in workers and in every tab from its first request.
  const userAgent =
    options.userAgent ?? (options.headed ? undefined : await ordinaryUserAgent(program));
  const context = await chromium.launchPersistentContext(profile, {
    ...contextOptions(options, program, profile),
    ignoreDefaultArgs: [...UNWANTED_PLAYWRIGHT_FLAGS],
    args: [
      ...chromiumFlags(extension),
      ...(userAgent ? [`--user-agent=${userAgent}`] : []),
      ...options.browserArgs,
    ],
  });
  const isOurs = (url: string) => url.startsWith('chrome-extension://');
  const worker =
    context.serviceWorkers().find((one) => isOurs(one.url())) ??
    (await context
      .waitForEvent('serviceworker', (one) => isOurs(one.url()))
      .catch((error: unknown) => {
        if (!(error instanceof errors.TimeoutError)) throw error;
        throw new Failure((t) => t.noExtension(program));
      }));
  const { host } = new URL(worker.url());
  return {
    context,
    page: context.pages()[0] ?? (await context.newPage()),
    extensionUrl: (path) => `chrome-extension://${host}/${path}`,
  };
}

/** Playwright tells Firefox of a proxy for http: only; these are for https:. */
function httpsProxyPreferences(proxy: URL | undefined): Record<string, string | number> {
  if (!proxy || proxy.protocol === 'socks5:') return {};
  return {
    'network.proxy.ssl': proxy.hostname,
    'network.proxy.ssl_port': Number(proxy.port) || (proxy.protocol === 'https:' ? 443 : 80),
  };
}

async function startFirefox(
  options: LaunchOptions,
  program: string,
  profile: string,
): Promise<Omit<RecordingBrowser, 'close'>> {
  const extension = findExtension(options);
  const context = await firefox.launchPersistentContext(profile, {
    ...contextOptions(options, program, profile),
    // Stock Firefox over WebDriver BiDi; without the channel Playwright wants its own build.
    channel: 'moz-firefox',
    // Without system access Firefox refuses to show a page of an extension.
    args: ['--marionette', '--remote-allow-system-access', '--no-remote', ...options.browserArgs],
    firefoxUserPrefs: {
      ...FIREFOX_PREFERENCES,
      ...MARIONETTE_PREFERENCES,
      'extensions.webextensions.uuids': JSON.stringify({ [ADDON_ID]: ADDON_HOST }),
      ...httpsProxyPreferences(options.proxy),
      ...(options.userAgent && { 'general.useragent.override': options.userAgent }),
    },
  });
  // BiDi could install it too, but Playwright has no call for that. The connection stays open:
  // its end would be the end of Playwright's session.
  const marionette = await connectMarionette(profile);
  context.on('close', () => marionette.close());
  await marionette.send('Addon:Install', { path: extension, temporary: true });
  return {
    context,
    page: context.pages()[0] ?? (await context.newPage()),
    extensionUrl: (path) => `moz-extension://${ADDON_HOST}/${path}`,
  };
}

/**
 * Starts the browser with the extension, in a profile of its own.
 * @throws Failure when the browser is not installed, the extension is not built, or it does not start
 */
export async function startBrowser(options: LaunchOptions): Promise<RecordingBrowser> {
  const { browser } = options;
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (options.headed && process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY)
    throw new Failure((t) => t.noDisplay);
  await removeLeftOver();
  const folder = await makeFolder();
  const profile = join(folder, 'profile');
  // A step may end the process, and so may who asks twice: nothing asynchronous runs then.
  const atExit = () => {
    for (const each of foldersOf(folder)) removeNow(each);
  };
  const removeFolder = async () => {
    // One that hung was killed, or will be.
    for (const each of foldersOf(folder)) await rm(each, REMOVE);
    process.off('exit', atExit);
  };
  try {
    const { env: environment, platform } = process;
    const playwrights = chromium.executablePath();
    const program = findBrowser(browser, { environment, platform, playwrights });
    const start = browser === 'firefox' ? startFirefox : startChromium;
    await mkdir(profile);
    const started = await start(options, program, profile);
    // After Playwright's own listener, which kills the browser.
    process.on('exit', atExit);
    return {
      ...started,
      async close() {
        // A browser that hangs is killed by Playwright when this process exits.
        await Promise.race([started.context.close(), delay(CLOSE_MS, undefined, { ref: false })]);
        await removeFolder();
      },
    };
  } catch (error) {
    await removeFolder();
    if (error instanceof Failure) throw error;
    const reason = firstLine(error).replace(/^browserType\.\w+: /, '');
    throw new Failure((t) => t.noStart(browser, reason));
  }
}
