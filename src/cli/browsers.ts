import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Failure } from './failure.ts';

/** A browser that `record` and the tests can drive. */
export type BrowserName = 'chromium' | 'firefox';

/** Every browser, the default one first. */
export const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];

/** What a browser's program is called, in the order of preference, and the variable that names it outright. */
const PROGRAMS: Record<BrowserName, { variable: string; candidates: readonly string[] }> = {
  chromium: {
    variable: 'EVENT_LOUPE_CHROMIUM',
    // Branded Chrome ignores --load-extension since 137; "for testing" and Chromium do not.
    candidates: ['chromium', 'chromium-browser', 'google-chrome-for-testing', 'chrome'],
  },
  firefox: { variable: 'EVENT_LOUPE_FIREFOX', candidates: ['firefox-esr', 'firefox'] },
};

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The path of a browser's program: `EVENT_LOUPE_CHROMIUM` or `EVENT_LOUPE_FIREFOX` where it is set,
 * else the first known name on `PATH`.
 * @throws Failure that says what to install or to set
 */
export function findBrowser(
  browser: BrowserName,
  environment: Record<string, string | undefined> = process.env,
): string {
  const { variable, candidates } = PROGRAMS[browser];
  const named = environment[variable];
  if (named) {
    if (isExecutable(named)) return named;
    throw new Failure((t) => t.noProgram(variable, named));
  }
  for (const folder of (environment.PATH ?? '').split(delimiter)) {
    if (!folder) continue;
    for (const candidate of candidates) {
      const file = join(folder, candidate);
      if (isExecutable(file)) return file;
    }
  }
  throw new Failure((t) => t.noBrowser(browser, candidates, variable));
}

/** Chromium flags that keep a profile quiet: no first-run pages, no calls home, no HTTP/3 around a proxy. */
export function chromiumFlags(extensionFolder?: string): string[] {
  return [
    ...(extensionFolder
      ? [`--disable-extensions-except=${extensionFolder}`, `--load-extension=${extensionFolder}`]
      : []),
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // The sandbox refuses to run as root, which is what containers and CI are.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
}

/** Playwright's own flags that would change what a page or an extension can do. */
export const UNWANTED_PLAYWRIGHT_FLAGS: readonly string[] = [
  '--disable-extensions',
  '--disable-back-forward-cache',
];

/** Firefox preferences that keep a profile quiet and let the extension run without a prompt. */
export const FIREFOX_PREFERENCES: Readonly<Record<string, string | number | boolean>> = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.newtabpage.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.safebrowsing.update.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.startup.page': 0,
  'browser.topsites.contile.enabled': false,
  'datareporting.healthreport.uploadEnabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.dns.disablePrefetch': true,
  'remote.prefs.recommended': true,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'startup.homepage_welcome_url': 'about:blank',
  'toolkit.telemetry.reportingpolicy.firstRun': false,
};
