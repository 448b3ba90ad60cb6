/**
 * Event Loupe in a Playwright suite: `import { attach, loupeMatchers } from 'event-loupe/playwright'`.
 * Nothing of Playwright is imported: the suite has its own.
 */
import { type AttachOptions, attach, type Loupe } from './attach.ts';
import type { Context, TestInfo } from './browser.ts';

export type { Severity } from '../analysis/analysis.ts';
export { Failure } from '../cli/failure.ts';
export type { Report } from '../rules/report.ts';
export type { Entry } from '../session/entry.ts';
export type { Profile } from '../session/profile.ts';
export type { AttachOptions, LanguageCode, Loupe, QuietOptions } from './attach.ts';
export { loupeMatchers, type MatcherResult, type SentOptions } from './matchers.ts';
export { attach };

/**
 * For `test.extend`: `loupe` records the test's context, and keeps session and report with its
 * result. `loupeOptions` may be set with `test.use`.
 */
export const loupeFixtures = {
  loupeOptions: [{} as AttachOptions, { option: true }] as [AttachOptions, { option: true }],
  loupe: async (
    { context, loupeOptions }: { context: Context; loupeOptions: AttachOptions },
    use: (loupe: Loupe) => Promise<void>,
    testInfo: TestInfo,
  ): Promise<void> => {
    const loupe = await attach(context, { testInfo, ...loupeOptions });
    await use(loupe);
    await loupe.finish();
  },
};
