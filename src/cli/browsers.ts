import { execFile } from 'node:child_process';
import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { delimiter, dirname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from './failure.ts';

/** A browser that `record` and the tests can drive. */
export type BrowserName = 'chromium' | 'firefox';

/** Every browser, the default one first. */
export const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];

/** Where a browser's program may be, in the order of preference. */
interface Programs {
  /** Variables that name it outright; the first is ours. */
  variables: readonly [string, ...string[]];
  /** Names on `PATH`; on Windows `.exe` follows. */
  names: readonly string[];
  /** Where installers put it, by `process.platform`; `%NAME%` is a variable of the environment. */
  places: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>>;
}

const PROGRAMS: Record<BrowserName, Programs> = {
  chromium: {
    variables: ['EVENT_LOUPE_CHROMIUM', 'CHROME_PATH'],
    // Branded Chrome ignores --load-extension since 137; "for testing" and Chromium do not.
    names: ['chromium', 'chromium-browser', 'google-chrome-for-testing', 'chrome'],
    places: {
      linux: ['/snap/bin/chromium'],
      darwin: [
        '/Applications/Chromium.app/Contents/MacOS/Chromium',
        '%HOME%/Applications/Chromium.app/Contents/MacOS/Chromium',
        '/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
      ],
      win32: [
        '%LOCALAPPDATA%\\Chromium\\Application\\chrome.exe',
        '%PROGRAMFILES%\\Chromium\\Application\\chrome.exe',
      ],
    },
  },
  firefox: {
    variables: ['EVENT_LOUPE_FIREFOX', 'FIREFOX_PATH'],
    names: ['firefox-esr', 'firefox'],
    places: {
      linux: ['/snap/bin/firefox'],
      darwin: [
        '/Applications/Firefox.app/Contents/MacOS/firefox',
        '%HOME%/Applications/Firefox.app/Contents/MacOS/firefox',
        '/Applications/Firefox Developer Edition.app/Contents/MacOS/firefox',
      ],
      win32: [
        '%PROGRAMFILES%\\Mozilla Firefox\\firefox.exe',
        '%PROGRAMFILES(X86)%\\Mozilla Firefox\\firefox.exe',
        '%LOCALAPPDATA%\\Mozilla Firefox\\firefox.exe',
      ],
    },
  },
};

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The machine that a browser is looked for on. */
export interface Machine {
  environment: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  /** Where this version of Playwright keeps a Chromium that it downloaded, whether it has or not. */
  playwrights?: string | undefined;
}

/**
 * The path of a browser's program: what its variable names (`EVENT_LOUPE_CHROMIUM`, `CHROME_PATH`,
 * `EVENT_LOUPE_FIREFOX`, `FIREFOX_PATH`), else the first known name on `PATH`, else where installers
 * put it, else, of Chromium, the newest that Playwright has downloaded.
 * @throws Failure that says what to install or to set
 */
export function findBrowser(
  browser: BrowserName,
  { environment, platform, playwrights }: Machine = machine(),
): string {
  const { variables, names, places } = PROGRAMS[browser];
  for (const variable of variables) {
    const named = environment[variable];
    if (!named) continue;
    if (isExecutable(named)) return named;
    throw new Failure((t) => t.noProgram(variable, named));
  }
  const ending = platform === 'win32' ? '.exe' : '';
  const onPath = (environment.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => names.map((name) => join(folder, name + ending)));
  const installed = (places[platform] ?? []).flatMap((place) => expand(place, environment));
  const downloaded =
    browser === 'chromium' && playwrights !== undefined ? downloadsBeside(playwrights) : [];
  const found = [...onPath, ...installed, ...downloaded].find(isExecutable);
  if (found === undefined) throw new Failure((t) => t.noBrowser(browser, names, variables[0]));
  return found;
}

function machine(): Machine {
  return { environment: process.env, platform: process.platform };
}

/** A place with the environment's values in it; none where one is missing. */
function expand(place: string, environment: Machine['environment']): string[] {
  const names = [...place.matchAll(/%([^%]+)%/g)].map(([, name = '']) => name);
  if (names.some((name) => !environment[name])) return [];
  return [place.replace(/%([^%]+)%/g, (_, name: string) => environment[name] ?? '')];
}

/**
 * Programs in the folders of Playwright's downloads (`chromium-1187/chrome-linux/chrome`): this
 * version's first, then others from the newest on.
 */
function downloadsBeside(program: string): string[] {
  const parts = program.split(sep);
  const at = parts.findLastIndex((part) => /^chromium-\d+$/.test(part));
  if (at === -1) return [program];
  const root = parts.slice(0, at).join(sep);
  let names: string[];
  try {
    names = readdirSync(root);
  } catch {
    return [];
  }
  const revision = (name: string) => Number(/^chromium-(\d+)$/.exec(name)?.[1] ?? -1);
  const others = names
    .filter((name) => revision(name) >= 0)
    .sort((a, b) => revision(b) - revision(a));
  return [program, ...others.map((name) => join(root, name, ...parts.slice(at + 1)))];
}

/** What Chromium's user agent says of the system, whatever its version: the rest is frozen. */
const SYSTEMS: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Macintosh; Intel Mac OS X 10_15_7',
  win32: 'Windows NT 10.0; Win64; x64',
};

/**
 * The user agent of an ordinary Chromium of this version: headless, its own has a word by which
 * pixels know it. Of the version only the first number is told since Chromium 101, and the system
 * by fixed words (https://www.chromium.org/updates/ua-reduction/).
 * @throws Failure where the program does not tell its version
 */
export async function ordinaryUserAgent(
  program: string,
  platform: NodeJS.Platform = process.platform,
): Promise<string> {
  const version = platform === 'win32' ? versionBeside(program) : await printedVersion(program);
  const [, major] = /(?:^|\s)(\d+)\.\d+\.\d+\.\d+/.exec(version) ?? [];
  if (major === undefined) throw new Failure((t) => t.noVersion(program));
  const system = SYSTEMS[platform] ?? 'X11; Linux x86_64';
  return `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36`;
}

/** How long a program may take to print its version. */
const VERSION_MS = 10_000;

/** `Chromium 156.0.7000.1 …`: it opens no window and no profile. */
async function printedVersion(program: string): Promise<string> {
  try {
    return (await promisify(execFile)(program, ['--version'], { timeout: VERSION_MS })).stdout;
  } catch {
    return '';
  }
}

/** On Windows the program opens a window instead; a file or folder beside it has the version's name. */
function versionBeside(program: string): string {
  const isVersion = (name: string) => /^\d+\.\d+\.\d+\.\d+(?:\.manifest)?$/.test(name);
  try {
    return readdirSync(dirname(program)).filter(isVersion).sort().at(-1) ?? '';
  } catch {
    return '';
  }
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
