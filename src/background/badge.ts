import browser, { type Runtime } from 'webextension-polyfill';
import { badgeText, parseBadge } from '../session/badge.ts';

/** The red of an error on the icon, with white on it. */
const GROUND = '#b3261e';

/** Shows on the toolbar's icon how many errors a tab's panel has found, while DevTools is open. */
export function showBadges(): void {
  const own = browser.runtime.getURL('');
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const badge = sender.url?.startsWith(own) ? parseBadge(message) : undefined;
    if (badge === undefined) return undefined; // another listener's message
    const { tabId, errors } = badge;
    return Promise.all([
      browser.action.setBadgeBackgroundColor({ tabId, color: GROUND }),
      browser.action.setBadgeText({ tabId, text: badgeText(errors) }),
    ])
      .catch(() => {
        // The tab has gone meanwhile, and its icon with it.
      })
      .then(() => undefined);
  });
}
