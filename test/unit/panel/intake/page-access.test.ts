import { describe, expect, it } from 'vitest';
import { type AccessBrowser, followAccess } from '../../../../src/panel/intake/page-access.ts';

/** A browser whose tab and permissions a test sets. */
function start(url: string | undefined, allowed: readonly string[]) {
  const now = { url, allowed };
  let onLoad: (status: string | undefined) => void = () => {};
  let onPermissions = () => {};
  const browser: AccessBrowser = {
    urlOf: async () => now.url,
    mayRead: async (pattern) => now.allowed.includes('<all_urls>') || now.allowed.includes(pattern),
    async request(pattern) {
      now.allowed = [...now.allowed, pattern];
      return true;
    },
    onLoad: (listener) => {
      onLoad = listener;
    },
    onPermissions: (listener) => {
      onPermissions = listener;
    },
  };
  const { access, unwatched, allow } = followAccess(browser);
  const settle = async () => {
    for (let i = 0; i < 10; i += 1) await Promise.resolve();
    return [access.value, unwatched.value];
  };
  return {
    settle,
    allow,
    async goTo(next: string | undefined, status = 'complete') {
      now.url = next;
      onLoad(status);
      return settle();
    },
    async allowOnly(...patterns: string[]) {
      now.allowed = patterns;
      onPermissions();
      return settle();
    },
  };
}

describe('access to the page', () => {
  it('counts no page as unwatched for the empty one before it', async () => {
    const tab = start('https://shop.example/', ['<all_urls>']);
    expect(await tab.goTo('about:blank', 'loading')).toEqual(['closed', 0]);
    expect(await tab.goTo('https://shop.example/next')).toEqual(['open', 0]);
  });

  it.each([
    ['a site, all allowed', 'https://shop.example/', ['<all_urls>'], 'open'],
    ['a site, it alone allowed', 'https://shop.example/a', ['https://shop.example/*'], 'open'],
    ['a site, none allowed', 'https://shop.example/', [], 'denied'],
    // The browser hides the address of what may not be read.
    ['an address that is not told, none allowed', undefined, [], 'denied'],
    ['an address that is not told, all allowed', undefined, ['<all_urls>'], 'closed'],
    ['the browser’s own page', 'chrome://version/', ['<all_urls>'], 'closed'],
    ['an empty page', 'about:blank', ['<all_urls>'], 'closed'],
    ['the store of extensions', 'https://addons.mozilla.org/de/', ['<all_urls>'], 'closed'],
    ['the other store', 'https://chromewebstore.google.com/', ['<all_urls>'], 'closed'],
    ['a file', 'file:///a.html', ['<all_urls>'], 'open'],
  ])('%s', async (_name, url, allowed, expected) => {
    expect(await start(url, allowed).settle()).toEqual([expected, 0]);
  });

  it('is followed: revoked in the middle, then gone to another page, then allowed', async () => {
    const page = start('https://shop.example/', ['<all_urls>']);
    await page.settle();
    // What is on screen is of this page still.
    expect(await page.allowOnly()).toEqual(['denied', 0]);
    expect(await page.goTo(undefined)).toEqual(['denied', 1]);
    await page.allow();
    expect(await page.goTo('https://shop.example/')).toEqual(['open', 1]);
    expect(await page.goTo('chrome://settings/')).toEqual(['closed', 2]);
  });
});
