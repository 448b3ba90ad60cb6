import { type ReadonlySignal, signal } from '@preact/signals';
import type { Access } from './host.ts';

/** What page access is read from. */
export interface AccessBrowser {
  /** Address of the tab's page; undefined where the browser does not tell it. */
  urlOf(): Promise<string | undefined>;
  /** Whether the extension may read sites of this pattern. */
  mayRead(pattern: string): Promise<boolean>;
  request(pattern: string): Promise<boolean>;
  /** The tab begins to load, or has another address. */
  onLoad(listener: (status: string | undefined) => void): void;
  onPermissions(listener: () => void): void;
}

/** Sites that browsers keep for themselves, whatever the user allows (Chromium, Firefox). */
const CLOSED_HOSTS =
  /^(?:chromewebstore\.google\.com|(?:addons|support|discovery\.addons)\.mozilla\.org|accounts\.firefox\.com)$/;

/** Whether the page in the tab can be watched, followed from now on. */
export function followAccess(browser: AccessBrowser): {
  access: ReadonlySignal<Access>;
  unwatched: ReadonlySignal<number>;
  allow(): Promise<void>;
} {
  const access = signal<Access>('open');
  const unwatched = signal(0);
  let asked = 0;
  const refresh = async (isLoaded: boolean) => {
    asked += 1;
    const own = asked;
    const next = await accessOf(browser);
    // The tab went on while we asked.
    if (own !== asked) return;
    access.value = next;
    if (isLoaded && next !== 'open') unwatched.value += 1;
  };
  // Not as it begins to load: then the tab may still have the address before, or none.
  browser.onLoad((status) => void refresh(status === 'complete').catch(() => {}));
  browser.onPermissions(() => void refresh(false).catch(() => {}));
  void refresh(false).catch(() => {});
  return {
    access,
    unwatched,
    async allow() {
      await browser.request('<all_urls>');
      await refresh(false);
    },
  };
}

/** What is known of the page's address decides; where none is told, whether all sites are allowed. */
async function accessOf(browser: AccessBrowser): Promise<Access> {
  const url = await browser.urlOf();
  const { protocol = '', hostname = '' } = URL.canParse(url ?? '') ? new URL(url ?? '') : {};
  const isWeb = protocol === 'http:' || protocol === 'https:';
  if (isWeb && CLOSED_HOSTS.test(hostname)) return 'closed';
  if (isWeb) return (await browser.mayRead(`${protocol}//${hostname}/*`)) ? 'open' : 'denied';
  if (protocol === 'file:') return 'open';
  // The browser hides the address of what we may not read, and has none for its own pages.
  return (await browser.mayRead('<all_urls>')) ? 'closed' : 'denied';
}
