import type { BrowserName } from '../../../src/cli/browsers.ts';
import { launchChromium } from './chromium.ts';
import { launchFirefox } from './firefox.ts';
import type { Truthy } from './poll.ts';
import type { Server } from './server.ts';
import type { Remote } from './source.ts';

/** How a test wants its browser. */
export interface LaunchOptions {
  /** Every host but loopback, under http and https, reaches this server; without it, nothing resolves. */
  server?: Server;
  /** Folder of the unpacked extension; default `dist/chrome` or `dist/firefox`. `null`: no extension. */
  extension?: string | null;
  /** Folder of another unpacked extension that runs beside ours. */
  beside?: string;
  /** DevTools' theme. Default light. */
  theme?: 'light' | 'dark';
  /** Default 1400 × 900. */
  window?: { width: number; height: number };
  /** In a window with DevTools docked in it, for a person. Default: headless, with DevTools beside. */
  isShown?: boolean;
}

/** One tab. */
export interface Page {
  /** Loads an address and waits for `load`. @throws when the navigation fails */
  goto(url: string): Promise<void>;
  /**
   * Runs a function in the page's own world and realm, as a script of the page would be run but
   * untouched by its content security policy. Promises are awaited; the result must be JSON.
   * @throws with the page's message when it throws
   */
  evaluate<T>(fn: Remote<T>, ...args: unknown[]): Promise<T>;
  /** Evaluates until the result is truthy, and gives it. Errors count as "not yet". */
  waitFor<T>(fn: Remote<T>, ...args: unknown[]): Promise<Truthy<T>>;
  /** A trusted click in the middle of the first element that matches; waits for the element. */
  click(selector: string): Promise<void>;
  /** The browser's Back, whether the document comes from the back/forward cache or the server. */
  back(): Promise<void>;
  forward(): Promise<void>;
  reload(): Promise<void>;
  url(): Promise<string>;
  screenshot(file: string): Promise<void>;
  close(): Promise<void>;
}

/** A file as a person would choose it. */
export interface ChosenFile {
  name: string;
  text: string;
}

/** The real panel in the browser's DevTools. An action has ended when the panel has drawn after it. */
export interface Panel {
  /**
   * Runs a function in the panel's document. In Chromium in its own realm; in Firefox in a realm
   * of its own that sees the same window, so the panel's `instanceof` does not hold for what it makes.
   */
  evaluate<T>(fn: Remote<T>, ...args: unknown[]): Promise<T>;
  waitFor<T>(fn: Remote<T>, ...args: unknown[]): Promise<Truthy<T>>;
  /** A trusted click in the middle of the first element that matches; waits for the element. */
  click(selector: string, options?: { button?: 'left' | 'right'; count?: 1 | 2 }): Promise<void>;
  /** Types text into what has the focus, key by key. */
  type(text: string): Promise<void>;
  /** Presses a key, or keys together: `ArrowDown`, `Enter`, `/`, `Control+f`, `Shift+Tab`. */
  press(keys: string): Promise<void>;
  /** Turns the wheel over the middle of an element, in CSS pixels. */
  wheel(selector: string, deltaY: number): Promise<void>;
  /** Presses in the middle of an element, moves some pixels to the right, and lets go. */
  drag(selector: string, deltaX: number): Promise<void>;
  /** Gives files to an `<input type=file>` and fires its `change`. */
  chooseFiles(selector: string, files: ChosenFile[]): Promise<void>;
  /** Drops files on an element: `dragenter`, `dragover`, `drop`. The events are not trusted. */
  dropFiles(selector: string, files: ChosenFile[]): Promise<void>;
  /** `panel` shows the panel's document alone, `devtools` DevTools around it. Default `panel`. */
  screenshot(file: string, of?: 'panel' | 'devtools'): Promise<void>;
  /** Makes the panel this wide and high, as near as the browser lets it. CSS pixels. */
  resize(width: number, height: number): Promise<void>;
  /** Closes DevTools. */
  close(): Promise<void>;
}

/** A running browser with the extension in a profile of its own. */
export interface Session {
  browser: BrowserName;
  /** The first tab. */
  page: Page;
  /** A new tab in front. */
  newTab(): Promise<Page>;
  /** The tab in front, whoever opened it. */
  frontTab(): Promise<Page>;
  /** Opens DevTools for a tab (default the first) and shows the Event Loupe panel. */
  openPanel(page?: Page): Promise<Panel>;
  /** Stops the extension's background, as the browser does when it is idle. */
  killWorker(): Promise<void>;
  /** Loads the extension anew, as an update does. Open pages keep what the old one put into them. */
  reloadExtension(): Promise<void>;
  /** What the user does in the browser's own settings: lets the extension read sites, or none. */
  allowSites(isAllowed: boolean): Promise<void>;
  /** Address of a file of the extension. */
  extensionUrl(path: string): string;
  /** Resolves when the browser has ended, whoever ended it. */
  ended: Promise<void>;
  /** Ends the browser and removes its profile. Never throws for a browser that is already gone. */
  close(): Promise<void>;
}

/**
 * Starts a browser with the extension installed.
 * @throws Failure when the browser is not installed
 */
export function launch(browser: BrowserName, options: LaunchOptions = {}): Promise<Session> {
  return browser === 'firefox' ? launchFirefox(options) : launchChromium(options);
}
