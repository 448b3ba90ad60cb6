import { setTimeout as delay } from 'node:timers/promises';
import type { Severity } from '../analysis/analysis.ts';
import { Failure } from '../cli/failure.ts';
import { sayFaults } from '../language/input.ts';
import { isAtLeast } from '../rules/written/checked.ts';
import type { Entry } from '../session/entry.ts';
import { parseServerEvents } from '../vendors/meta/server-events/import.ts';
import { type SentEvent, sentEvents, unreadHits } from '../vendors/sent-events.ts';
import { judge, type Loupe, type QuietOptions } from './attach.ts';
import { differencesIn } from './sent.ts';

/** What a test runner tells a matcher: Playwright's `expect` has a timeout, others may not. */
export interface MatcherState {
  readonly isNot: boolean;
  readonly timeout?: number;
}

/** What a matcher answers. */
export interface MatcherResult {
  pass: boolean;
  message: () => string;
}

/** What an event must be. */
export interface SentOptions {
  /** `meta`, `commanders-act`, `segment` …; absent: any. */
  vendor?: string;
  /** Exactly so often; absent: once or more. */
  times?: number;
  /** Milliseconds to wait for it; absent: what `expect` has. */
  timeout?: number;
}

const TIMEOUT_MS = 5_000;
const POLL_MS = 100;

/** Asks until the answer is yes, or the time is over. */
async function waitFor(ask: () => Promise<boolean>, timeout: number): Promise<void> {
  const giveUpAt = Date.now() + timeout;
  while (!(await ask()) && Date.now() < giveUpAt) await delay(POLL_MS);
}

/**
 * For `expect.extend`, of Playwright and of every runner that takes Jest's matchers. Each waits for
 * what it expects; what must not be is judged when the pages are quiet.
 */
export const loupeMatchers = {
  /** An event of this name has left, with these parameters: those of the page (`value`), or as the hit has them (`cd[value]`, `eid`). */
  async toHaveSent(
    this: MatcherState,
    loupe: Loupe,
    name: string,
    parameters: Readonly<Record<string, unknown>> = {},
    { vendor, times, timeout = this.timeout ?? TIMEOUT_MS }: SentOptions = {},
  ): Promise<MatcherResult> {
    const t = loupe.language.words.expectation;
    let entries: readonly Entry[] = [];
    let all: SentEvent[] = [];
    let named: SentEvent[] = [];
    let right: SentEvent[] = [];
    const look = async () => {
      entries = await loupe.session();
      all = sentEvents(entries).filter((one) => vendor === undefined || one.vendor === vendor);
      named = all.filter((one) => one.name === name);
      right = named.filter((one) => differencesIn(one, parameters).length === 0);
      return right.length > 0;
    };
    if (this.isNot || times !== undefined) await loupe.quiet({ timeout });
    await waitFor(look, this.isNot || times === 0 ? 0 : timeout);
    const pass = times === undefined ? right.length > 0 : right.length === times;
    const message = () => {
      const lines = [
        times === undefined
          ? t.sent(name, this.isNot)
          : t.sentTimes(name, this.isNot, times, right.length),
      ];
      if (right.length === 0) {
        for (const one of named)
          for (const { parameter, expected, actual } of differencesIn(one, parameters))
            lines.push(t.differs(name, parameter, expected, actual));
        if (named.length === 0) lines.push(t.wereSent([...new Set(all.map((one) => one.name))]));
        const unread = unreadHits(entries).length;
        if (unread > 0) lines.push(t.unread(unread));
      }
      return lines.join('\n');
    };
    return { pass, message };
  },

  /** No event has left when the pages are quiet: before consent, or where nothing was clicked. */
  async toHaveSentNothing(
    this: MatcherState,
    loupe: Loupe,
    { vendor, ...quiet }: { vendor?: string } & QuietOptions = {},
  ): Promise<MatcherResult> {
    const t = loupe.language.words.expectation;
    await loupe.quiet(quiet);
    const entries = await loupe.session();
    const sent = sentEvents(entries).filter((one) => vendor === undefined || one.vendor === vendor);
    const unread = unreadHits(entries).length;
    return {
      pass: sent.length === 0 && unread === 0,
      message: () =>
        [
          t.nothing(this.isNot),
          t.wereSent(sent.map((one) => one.name)),
          ...(unread > 0 ? [t.unread(unread)] : []),
        ].join('\n'),
    };
  },

  /** The profile's rules find nothing at or above a level when the pages are quiet. */
  async toHaveNoFindings(
    this: MatcherState,
    loupe: Loupe,
    { level = 'error', ...quiet }: { level?: Severity } & QuietOptions = {},
  ): Promise<MatcherResult> {
    const t = loupe.language.words;
    await loupe.quiet(quiet);
    const { findings } = await loupe.report();
    const grave = findings.filter(({ severity }) => isAtLeast(severity, level));
    return {
      pass: grave.length === 0,
      message: () =>
        [
          t.expectation.findings(grave.length, t.report.severity[level]),
          ...grave.map(({ rule, severity, message, fix }) =>
            [
              `${t.report.severity[severity]} ${rule}: ${message}`,
              ...(fix === undefined ? [] : [t.report.fix(fix)]),
            ].join('\n  '),
          ),
        ].join('\n'),
    };
  },

  /** The session so far meets a plan of the profile, whatever page the plan is for. */
  async toMeetPlan(
    this: MatcherState,
    loupe: Loupe,
    name: string,
    quiet: QuietOptions = {},
  ): Promise<MatcherResult> {
    const t = loupe.language.words;
    const { plans = {} } = loupe.profile;
    const plan = Object.hasOwn(plans, name) ? plans[name] : undefined;
    if (!plan) throw new Failure((_, words) => words.expectation.noPlan(name, Object.keys(plans)));
    await loupe.quiet(quiet);
    const alone = { ...loupe.profile, plans: { [name]: { steps: plan.steps } } };
    const analysis = judge(alone, await loupe.session());
    const broken = analysis.findings(loupe.language).filter(({ rule }) => rule.startsWith('plan/'));
    return {
      pass: broken.length === 0,
      message: () =>
        [t.expectation.plan(name, this.isNot), ...broken.map(({ message }) => message)].join('\n'),
    };
  },

  /**
   * Every copy of the event is paired: Meta can deduplicate what the browser and the server sent.
   * @param serverEvents what the server sent: Conversions API events or bodies, or text of any form that `check --server` takes
   */
  async toBePaired(
    this: MatcherState,
    loupe: Loupe,
    name: string,
    serverEvents: unknown,
    { timeout = this.timeout ?? TIMEOUT_MS }: { timeout?: number } = {},
  ): Promise<MatcherResult> {
    const t = loupe.language.words;
    await waitFor(
      async () => sentEvents(await loupe.session()).some((one) => one.name === name),
      timeout,
    );
    await loupe.quiet({ timeout });
    const copies = await readCopies(serverEvents);
    const analysis = judge(loupe.profile, [...(await loupe.session()), ...copies]);
    const pairs = analysis.pairs.all().filter(({ eventName }) => eventName === name);
    const wrong = pairs.filter(({ verdict }) => verdict !== 'paired');
    const findings = analysis.findings(loupe.language);
    return {
      pass: pairs.length > 0 && wrong.length === 0,
      message: () =>
        [
          t.expectation.paired(name, this.isNot),
          ...(pairs.length === 0 ? [t.expectation.noCopy(name)] : []),
          ...wrong.map(({ eventId, verdict, browser, server, why }) => {
            const told = findings.filter(
              ({ rule, entries }) =>
                why.includes(rule) &&
                entries.some((id) => browser.includes(id) || server.includes(id)),
            );
            const copies = t.report.copies(browser.length, server.length);
            const about = `${name} ${eventId || t.report.noId}: ${verdict} (${copies})`;
            return [about, ...told.map(({ message }) => message)].join('\n  ');
          }),
        ].join('\n'),
    };
  },
};

/** Server events as entries. @throws Failure where something in them cannot be read */
async function readCopies(given: unknown): Promise<Entry[]> {
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  const result = await parseServerEvents(text, { name: 'serverEvents', now: Date.now() });
  if (result.faults.length > 0) throw new Failure((_, words) => sayFaults(result, words) ?? '');
  return result.entries;
}
