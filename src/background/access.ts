import browser, { type Runtime } from 'webextension-polyfill';
import { ACCESS_PORT, type AccessChange, parseAccessQuestion } from '../session/access.ts';

/** Answers panels that cannot ask the browser themselves, and tells them of changes. */
export function answerAccess(panelAddress: string): void {
  const own = browser.runtime.getURL('');
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const question = sender.url?.startsWith(own) ? parseAccessQuestion(message) : undefined;
    switch (question?.ask) {
      case 'url':
        return browser.tabs.get(question.tabId).then(({ url }) => url);
      case 'sites':
        return browser.permissions.contains({ origins: [question.pattern] });
      case 'panel':
        return browser.tabs
          .create({ url: `${panelAddress}?tab=${question.tabId}` })
          .then(() => undefined);
      default:
        return undefined; // another listener's message
    }
  });
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== ACCESS_PORT || !port.sender?.url?.startsWith(own)) return;
    const tell = (change: AccessChange) => port.postMessage(change);
    const onUpdated = (tabId: number, { status, url }: { status?: string; url?: string }) => {
      if (status !== undefined || url !== undefined) tell({ tabId, ...(status && { status }) });
    };
    const onPermissions = () => tell({});
    browser.tabs.onUpdated.addListener(onUpdated);
    browser.permissions.onAdded.addListener(onPermissions);
    browser.permissions.onRemoved.addListener(onPermissions);
    port.onDisconnect.addListener(() => {
      browser.tabs.onUpdated.removeListener(onUpdated);
      browser.permissions.onAdded.removeListener(onPermissions);
      browser.permissions.onRemoved.removeListener(onPermissions);
    });
  });
}
