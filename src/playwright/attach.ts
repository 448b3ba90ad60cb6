import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { createLog } from '../analysis/log.ts';
import { findProfile, readProfile } from '../cli/profile.ts';
import { version } from '../cli/version.ts';
import { LANGUAGES, type Language } from '../language/languages.ts';
import { createAnalysis, type JudgedAnalysis } from '../rules/create-analysis.ts';
import { createReport, type Report } from '../rules/report.ts';
import { htmlReport } from '../rules/written/html.ts';
import type { Entry } from '../session/entry.ts';
import { serializeSession } from '../session/file.ts';
import { makeKey } from '../session/key.ts';
import { EMPTY_PROFILE, type Profile } from '../session/profile.ts';
import { endpointsOf } from '../vendors/profile-endpoints.ts';
import type { Context, Frame, TestInfo } from './browser.ts';
import { initScript, passOn } from './page-relay.ts';
import { followTabs } from './tabs.ts';

/** A language that texts are written in. */
export type LanguageCode = 'en' | 'de';

/** What `attach` takes. */
export interface AttachOptions {
  /**
   * The site's settings, or a file of them; without it the nearest `event-loupe.json`, from the
   * working folder upwards.
   */
  profile?: Profile | string;
  /** The session and its report are kept with this test's result. */
  testInfo?: TestInfo;
  /** Language of reports and of what a failed expectation says. */
  language?: LanguageCode;
}

/** When a page counts as quiet. */
export interface QuietOptions {
  /** Nothing is called or sent for so long. */
  quietMs?: number;
  /** It is not waited longer, whatever the page does. */
  timeout?: number;
}

/** What is recorded of a browser context. */
export interface Loupe {
  readonly profile: Profile;
  readonly language: Language;
  /** What was recorded so far, in order of time. */
  session(): Promise<readonly Entry[]>;
  /** The report of what was recorded so far, as `event-loupe check --format json` writes it. */
  report(profile?: Profile): Promise<Report>;
  /** Resolves when the pages are quiet and what they sent has been answered. */
  quiet(options?: QuietOptions): Promise<void>;
  /** Keeps session and report with the test's result. The fixture does it by itself. */
  finish(testInfo?: TestInfo): Promise<void>;
}

/** A page that is busy is not waited for: what it calls comes when it does. */
const PASS_ON_MS = 1_000;
const QUIET_MS = 500;
/** Some servers never answer. */
const TIMEOUT_MS = 10_000;
const POLL_MS = 50;

/** The built hook, beside the command's folder. */
const hookFile = (): URL => new URL('../chrome/src/hook/hook.iife.js', import.meta.url);

/** Has a frame's document pass on what it called. One that is gone has nothing more to say. */
async function passOnIn(frame: Frame): Promise<void> {
  await Promise.race([
    frame.evaluate(passOn).catch(() => undefined),
    delay(PASS_ON_MS, undefined, { ref: false }),
  ]);
}

/**
 * Records what the pages of a context call and send from now on, without the extension, in any
 * browser that Playwright drives. Pages that are open already are heard once they load again.
 * @throws Failure where the profile cannot be read
 */
export async function attach(context: Context, options: AttachOptions = {}): Promise<Loupe> {
  const profile = await profileOf(options.profile);
  const language = LANGUAGES[options.language ?? 'en'] as Language;
  const log = createLog();
  const startedAt = Date.now();
  let lastAt = startedAt;
  const tabs = followTabs(context, endpointsOf(profile), (entries) => {
    lastAt = Date.now();
    log.add(entries);
  });
  // A name that no page has: what is recorded of a page is no business of the page.
  const binding = `eventLoupe${makeKey()}`;
  await context.exposeBinding(binding, ({ frame }, said) => tabs.onSaid(frame, said));
  // Firefox's bindings are heard to the end.
  const leaves = context.browser?.()?.browserType().name() !== 'firefox';
  const hook = readFileSync(hookFile(), 'utf8');
  await context.addInitScript({ content: initScript(hook, binding, leaves, profile.layers ?? []) });

  const session = async () => {
    await Promise.all(context.pages().flatMap((page) => page.frames().map(passOnIn)));
    return [...log.entries];
  };
  let isKept = false;
  const keep = (testInfo: TestInfo) => {
    isKept = true;
    keepWith(
      testInfo,
      log.entries,
      startedAt,
      createReport(judge(profile, log.entries), language),
      options.language ?? 'en',
      language,
    );
  };
  const { testInfo } = options;
  // The context's own fixture closes it before the result is written, whoever forgot to finish.
  if (testInfo)
    context.on('close', () => {
      if (!isKept) keep(testInfo);
    });

  return {
    profile,
    language,
    session,
    report: async (other = profile) => createReport(judge(other, await session()), language),
    async quiet({ quietMs = QUIET_MS, timeout = TIMEOUT_MS } = {}) {
      const giveUpAt = Date.now() + timeout;
      const since = Date.now();
      for (;;) {
        await session();
        const now = Date.now();
        const isQuiet = now - Math.max(lastAt, since) >= quietMs && tabs.pending() === 0;
        if (isQuiet || now >= giveUpAt) return;
        await delay(POLL_MS);
      }
    },
    async finish(info = testInfo) {
      await session();
      tabs.end();
      if (info && !isKept) keep(info);
    },
  };
}

/** The analysis of a session as it is so far: what never happened is told too, as in `check`. */
export function judge(profile: Profile, entries: readonly Entry[]): JudgedAnalysis {
  const analysis = createAnalysis(profile);
  analysis.add(entries);
  analysis.end();
  return analysis;
}

async function profileOf(given: Profile | string | undefined): Promise<Profile> {
  if (typeof given === 'object') return given;
  const file = given ?? (await findProfile());
  return file === undefined ? EMPTY_PROFILE : readProfile(file);
}

/** Writes session and report beside the test's other files; done at once, as a test's end waits for nobody. */
function keepWith(
  testInfo: TestInfo,
  entries: readonly Entry[],
  startedAt: number,
  report: Report,
  code: LanguageCode,
  language: Language,
): void {
  const session = testInfo.outputPath('event-loupe.jsonl');
  writeFileSync(
    session,
    serializeSession(entries, `event-loupe ${version} (playwright)`, startedAt),
  );
  const page = testInfo.outputPath('event-loupe.html');
  writeFileSync(page, htmlReport([{ file: 'event-loupe.jsonl', report, entries }], language, code));
  for (const { severity, rule, message } of report.findings)
    if (severity !== 'info')
      testInfo.annotations?.push({ type: `${severity} ${rule}`, description: message });
  testInfo.attachments.push(
    { name: 'event-loupe.jsonl', contentType: 'application/jsonl', path: session },
    { name: 'event-loupe.html', contentType: 'text/html', path: page },
  );
}
