// Shared parts of the soak: browsers with the built extension, and chances that can be drawn again.
import playwright from 'playwright-core';
import * as harness from '../browser/harness/session.ts';

export { serve } from '../browser/harness/server.ts';
export { entriesOf } from '../browser/log.ts';

/** The BrowserContext that the harness started last: for faults that the harness has no word for. */
export let context;
const { chromium } = playwright;
const start = chromium.launchPersistentContext.bind(chromium);
chromium.launchPersistentContext = async (profile, options) => {
  context = await start(profile, options);
  return context;
};

/** Starts a browser with the built extension. */
export const launch = (browser, options = {}) => harness.launch(browser, options);

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export { createRandom } from '../unit/schedules/random.ts';

/** Ends a wait that never ends. */
export function within(ms, promise, what) {
  let timer;
  return Promise.race([
    promise,
    new Promise((_, fail) => {
      timer = setTimeout(() => fail(new Error(`${what}: no end after ${ms} ms`)), ms);
    }),
  ]).finally(() => clearTimeout(timer));
}
