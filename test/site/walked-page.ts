import type { Page } from '../browser/harness/session.ts';
import type { WalkedPage } from './walk.mjs';

/** A page of the test harness, as the walk wants it. */
export function createWalkedPage(page: Page): WalkedPage {
  return {
    click: (selector) => page.click(selector),
    waitForSelector: (selector) =>
      page.waitFor((wanted: string) => document.querySelector(wanted) !== null, selector),
  };
}
