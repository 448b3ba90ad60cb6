import { setTimeout as delay } from 'node:timers/promises';
import { errors, type Page } from 'playwright-core';
import { createAnalysis } from '../rules/create-analysis.ts';
import type { Entry } from '../session/entry.ts';
import { EMPTY_PROFILE, type Profile } from '../session/profile.ts';
import type { TapAddress } from '../session/tap.ts';
import { Failure, firstLine } from './failure.ts';
import { type LaunchOptions, type RecordingBrowser, startBrowser } from './launch.ts';
import { navigate } from './navigation.ts';
import type { Output } from './output.ts';
import { readProfile } from './profile.ts';
import { type RecordedConsole, recordConsole } from './record-console.ts';
import { recordTap } from './record-tap.ts';
import { openSessionFile, type SessionFile } from './session-file.ts';
import { STANDARD } from './standard.ts';
import { loadSteps, readStepFailure, type Steps } from './steps.ts';
import { checkStorageState } from './storage-state.ts';

/** When a recording ends by itself, counted from the page's load, or from the end of the steps. */
export type Until = { idleMs: number } | { waitMs: number };

export interface RecordOptions extends LaunchOptions {
  url: URL;
  out: string;
  profile?: string | undefined;
  steps?: string | undefined;
  until: Until;
  /** A tap whose server events are recorded too. */
  tap?: TapAddress | undefined;
  /** The recording ends after this long, whatever the page does; a step that still runs then has failed. */
  maxMs?: number | undefined;
  /** Cookies and local storage in Playwright's form (`context.storageState`), a file. */
  storageState?: string | undefined;
}

/** What was recorded. */
export interface RecordResult {
  entries: number;
  pages: number;
}

/** A slow image must not keep a recording from going on. */
const LOAD_MS = 30_000;
/** The extension's own page comes from the disk. */
const READY_MS = 3_000;
/** What is left to take after Ctrl-C comes at once, or not at all. */
const GIVE_UP_MS = 5_000;
const POLL_MS = 100;
/** A hit's answer is waited for this long before a recording is called idle. */
const PENDING_MS = 10_000;
/** Entries taken at a time, so that a burst does not become one message of the whole. */
const TAKE_ENTRIES = 5_000;

/** Runs in the extension's page. */
function takeEntries(limit: number): string {
  return globalThis.recorder?.take(limit) ?? '';
}

/**
 * Leaves out the blank documents that the browser itself showed before the recording began.
 * @returns which of the entries belong to the recording
 */
function createBlankFilter() {
  const blank = new Set<string>();
  let beganAt = Number.POSITIVE_INFINITY;
  return {
    /** The address is asked for now. */
    begin() {
      beganAt = Date.now();
    },
    keep(entry: Entry): boolean {
      const isBlankStart =
        entry.kind === 'page' && entry.event === 'start' && entry.url === 'about:blank';
      if (isBlankStart && entry.top !== false && entry.at < beganAt) blank.add(entry.page);
      return !blank.has(entry.page);
    },
  };
}

/**
 * Loads the extension's recording page and asks it once whether it listens. Firefox tells no more
 * than the commit of such a page; of the first page in the extension's process it sometimes does
 * not even tell that scripts can run there, and Playwright waits for that without end.
 */
async function isReady(recorder: Page, address: string): Promise<boolean> {
  await recorder.goto(address, { waitUntil: 'commit' });
  const giveUpAt = Date.now() + READY_MS;
  while (Date.now() < giveUpAt) {
    const asking = recorder
      .evaluate(() => globalThis.recorder?.ready === true)
      // The document that was asked is gone; the next one is asked again.
      .catch(() => false);
    if (await Promise.race([asking, delay(READY_MS, false)])) return true;
    await delay(POLL_MS);
  }
  return false;
}

/** Opens the extension's recording page, which listens to the other tabs from then on. */
async function openRecorder(browser: RecordingBrowser, profile: Profile): Promise<Page> {
  const address = new URL(browser.extensionUrl('src/panel/record.html'));
  const { layers, endpoints } = profile;
  address.searchParams.set('profile', JSON.stringify({ layers, endpoints }));
  const recorder = await browser.context.newPage();
  const deadlineAt = Date.now() + LOAD_MS;
  while (!(await isReady(recorder, address.href))) {
    if (Date.now() > deadlineAt) throw new Failure((t) => t.extensionSilent);
  }
  // What is recorded is a tab in front: pages behave differently when they are hidden.
  await browser.page.bringToFront();
  return recorder;
}

async function openPage(page: Page, url: URL, output: Output): Promise<void> {
  await navigate(page, url);
  try {
    await page.waitForLoadState('load', { timeout: LOAD_MS });
  } catch (error) {
    if (!(error instanceof errors.TimeoutError)) throw error;
    output.remark(output.language.words.command.stillLoading(url.href, LOAD_MS));
  }
}

/** A picture must not keep a failure from being told. */
const PICTURE_MS = 5_000;

async function runSteps(
  step: Steps['act'],
  page: Page,
  { steps: file = '', out }: RecordOptions,
): Promise<void> {
  try {
    await step(page);
  } catch (error) {
    const { place, why, locator } = readStepFailure(error, file);
    const path = `${out === STANDARD ? 'session' : out.replace(/\.jsonl$/, '')}.failed.png`;
    const picture = await page.screenshot({ path, timeout: PICTURE_MS }).then(
      () => path,
      () => undefined,
    );
    throw new Failure((t) => t.stepFailed(place, why, locator, picture));
  }
}

/** What the user wants to be there before the first load; nothing of it is recorded. */
async function prepare(
  { context, page }: RecordingBrowser,
  steps: Steps | undefined,
  options: RecordOptions,
): Promise<void> {
  const { storageState: file } = options;
  if (file !== undefined) {
    await checkStorageState(file);
    try {
      await context.setStorageState(file);
    } catch (error) {
      const why = firstLine(error).replace(/^\w+\.setStorageState: /, '');
      throw new Failure((t) => t.cannotRead(file, why));
    }
  }
  if (!steps?.setup) return;
  await runSteps(steps.setup, page, options);
  if (page.url() !== 'about:blank') await page.goto('about:blank');
}

/** Tells a person who looks on what there is so far. */
function progressOf(file: SessionFile, profile: Profile, output: Output): () => void {
  const { progress, language } = output;
  if (!progress) return () => {};
  const analysis = createAnalysis(profile, file.log);
  analysis.take({ fresh: [...file.log.entries], revised: [] });
  file.follow((added) => analysis.take(added));
  let told = '';
  return () => {
    const { pages, findings } = analysis.summary();
    const { error, warning, info } = findings;
    const { command, report } = language.words;
    const counts = command.progress(file.log.entries.length, pages);
    const text = `${counts}, ${report.findings(error, warning, info)}`;
    if (text !== told) progress(text);
    told = text;
  };
}

/** Resolves some time after the user wants to end; never, when the user does not. */
async function givenUp(signal: AbortSignal): Promise<void> {
  if (!signal.aborted)
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  await delay(GIVE_UP_MS);
}

/**
 * Records what a page does into a session file. What was recorded is saved whatever happens.
 * @param generator name and version, for the file's header
 * @param signal ends the recording early; the file is complete then too
 * @throws Failure when a file, the browser, the address or a step fails
 */
export async function record(
  options: RecordOptions,
  generator: string,
  output: Output,
  signal: AbortSignal,
): Promise<RecordResult> {
  const profile = options.profile ? await readProfile(options.profile) : EMPTY_PROFILE;
  const steps = options.steps ? await loadSteps(options.steps) : undefined;
  const file = await openSessionFile(options.out, `${generator} (${options.browser})`, output);
  let isWhole = false;
  try {
    const tap = options.tap && (await recordTap(options.tap, output));
    const browser = await startBrowser(options);
    try {
      await prepare(browser, steps, options);
      const recording = recordInto(
        file,
        browser,
        { ...options, settings: profile, loadedSteps: steps, tapped: tap?.take },
        output,
        signal,
      );
      await Promise.race([recording, givenUp(signal)]);
      isWhole = true;
    } finally {
      tap?.close();
      output.progress?.('');
      await browser.close();
    }
  } finally {
    // A recording that failed half-way is worth keeping; one that never began is not.
    if (isWhole || file.entries.length > 0) await file.save();
    else await file.discard();
  }
  const isPage = (entry: Entry) =>
    entry.kind === 'page' && entry.event === 'start' && entry.top !== false;
  return { entries: file.entries.length, pages: file.entries.filter(isPage).length };
}

async function recordInto(
  file: SessionFile,
  browser: RecordingBrowser,
  options: RecordOptions & {
    settings: Profile;
    loadedSteps: Steps | undefined;
    /** Entries of the tap since the last call. */
    tapped: (() => Entry[]) | undefined;
  },
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  const recorder = await openRecorder(browser, options.settings);
  const filter = createBlankFilter();
  const spoken: RecordedConsole = recordConsole(browser.context);
  let lastEntryAt = Date.now();
  /** Takes what there is until there is no more; one at a time, so that order holds. */
  const drain = async (isLast = false) => {
    const tapped = options.tapped?.() ?? [];
    if (tapped.length > 0) {
      lastEntryAt = Date.now();
      file.addEntries(tapped);
    }
    for (;;) {
      const lines = await recorder.evaluate(takeEntries, TAKE_ENTRIES);
      if (lines === '') break;
      lastEntryAt = Date.now();
      file.add(lines, filter.keep);
    }
    // Behind the documents that they belong to.
    file.addEntries(spoken.take(file.entries, isLast));
  };

  let closed = false;
  browser.context.on('close', () => {
    closed = true;
  });
  let doneAt = Number.POSITIVE_INFINITY;
  const act = async () => {
    filter.begin();
    await openPage(browser.page, options.url, output);
    if (options.loadedSteps) await runSteps(options.loadedSteps.act, browser.page, options);
    doneAt = Date.now();
  };
  let failure: unknown;
  const acting = act().catch((error) => {
    failure = error;
  });

  /** A hit that was sent is waited for, but not for ever: some servers never answer. */
  const isAwaited = (entry: Entry, now: number) =>
    entry.kind === 'hit' && entry.outcome === 'pending' && now - entry.at < PENDING_MS;
  const isOver = () => {
    const { until } = options;
    const now = Date.now();
    if ('waitMs' in until) return now - doneAt >= until.waitMs;
    const isIdle = now - Math.max(doneAt, lastEntryAt) >= until.idleMs;
    return isIdle && !file.entries.some((entry) => isAwaited(entry, now));
  };
  const { maxMs = Number.POSITIVE_INFINITY } = options;
  const startedAt = Date.now();
  const tellProgress = progressOf(file, options.settings, output);
  while (!signal.aborted && failure === undefined && !isOver()) {
    if (Date.now() - startedAt >= maxMs) {
      if (doneAt !== Number.POSITIVE_INFINITY) break;
      await drain(true);
      throw new Failure((t) => t.tookTooLong('--max-time', maxMs));
    }
    tellProgress();
    await delay(POLL_MS);
    try {
      await drain();
    } catch (error) {
      if (error instanceof Failure) throw error;
      if (!closed && !recorder.isClosed()) throw error;
      // Closing the window is how a person ends a recording that they watch.
      if (options.headed) return;
      throw new Failure((t) => t.browserEnded);
    }
  }
  if (!closed && !recorder.isClosed()) await drain(true);
  if (signal.aborted) return;
  await acting;
  if (failure !== undefined) throw failure;
}
