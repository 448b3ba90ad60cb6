/** What the walk needs of a Playwright-style page. */
export interface WalkedPage {
  click(selector: string): Promise<unknown>;
  waitForSelector(selector: string): Promise<unknown>;
}

/**
 * Walks once through the whole demo shop, from its home page, which is open. It needs `click` and
 * `waitForSelector` only: `event-loupe record <url> --steps test/site/walk.mjs` runs it in both
 * browsers.
 */
export default function walk(page: WalkedPage): Promise<void>;
