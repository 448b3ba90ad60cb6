// Runs in Firefox's parent process: firefox.ts puts it there once, and names the operations.
// Everything here is Firefox's own interface and may change with it.
/* global ChromeUtils, Services, WebExtensionPolicy */
(() => {
  const { require } = ChromeUtils.importESModule(
    'resource://devtools/shared/loader/Loader.sys.mjs',
  );
  const { gDevTools } = require('devtools/client/framework/devtools');
  const window = Services.wm.getMostRecentWindow('navigator:browser');
  const DEADLINE_MS = 45_000;

  const until = async (ask, what) => {
    const startedAt = Date.now();
    for (;;) {
      const answer = await ask();
      if (answer) return answer;
      if (Date.now() - startedAt > DEADLINE_MS) throw new Error(`waited in vain for ${what}`);
      await new Promise((resolve) => window.setTimeout(resolve, 25));
    }
  };

  const tabOf = (key) => {
    const tab = window.gBrowser.tabs.find(({ linkedPanel }) => linkedPanel === key);
    if (!tab) throw new Error('the tab is closed');
    return tab;
  };

  const toolboxOf = (key) => {
    const toolbox = gDevTools.getToolboxForTab(tabOf(key));
    if (!toolbox) throw new Error('DevTools are closed');
    return toolbox;
  };

  const toolOf = (toolbox, addonId) =>
    toolbox.getAdditionalTools().find(({ extensionId }) => extensionId === addonId);

  /** The <browser> element that shows a tab's page, or the panel in its toolbox. */
  const browserOf = ({ tab, addonId }) => {
    if (!addonId) return tabOf(tab).linkedBrowser;
    const toolbox = toolboxOf(tab);
    const id = CSS.escape(toolOf(toolbox, addonId).id);
    const frame = toolbox.doc.querySelector(`#toolbox-panel-iframe-${id}`);
    return frame?.contentDocument?.querySelector('browser');
  };

  /**
   * Waits for the top document of a tab to end loading after `begin`, whether from the network or
   * from the back/forward cache. Rejects with the name of the network error.
   */
  // Firefox holds progress listeners weakly: without this one is collected in a long load.
  const kept = new Set();
  const navigate = async (key, begin, toBlank = false) => {
    const browser = tabOf(key).linkedBrowser;
    const { STATE_IS_NETWORK, STATE_STOP } = Ci.nsIWebProgressListener;
    await new Promise((resolve, reject) => {
      const end = (settle, value) => {
        browser.removeProgressListener(listener);
        kept.delete(listener);
        settle(value);
      };
      const listener = {
        QueryInterface: ChromeUtils.generateQI([
          'nsIWebProgressListener',
          'nsISupportsWeakReference',
        ]),
        onStateChange(progress, _request, flags, status) {
          const stopped = flags & STATE_STOP && flags & STATE_IS_NETWORK;
          if (!progress.isTopLevel || !stopped) return;
          // A new tab's blank document, which ends loading or is given up for the one asked for.
          const blank = browser.currentURI.spec === 'about:blank' && !toBlank;
          if (blank || status === Cr.NS_BINDING_ABORTED) return;
          if (Components.isSuccessCode(status)) end(resolve);
          else end(reject, new Error(ChromeUtils.getXPCOMErrorName(status)));
        },
        onLocationChange(progress, _request, _location, flags) {
          const sameDocument = flags & Ci.nsIWebProgressListener.LOCATION_CHANGE_SAME_DOCUMENT;
          if (progress.isTopLevel && sameDocument) end(resolve);
        },
      };
      kept.add(listener);
      browser.addProgressListener(listener, Ci.nsIWebProgress.NOTIFY_ALL);
      begin(browser);
    });
  };

  /**
   * Stays in the content process, where it answers what it is asked. The debugger runs an expression
   * in the document's own realm, above its content security policy; results are read through Xrays,
   * so that nothing that the page did to its built-ins matters.
   */
  const answerInContent = () => {
    const { addDebuggerToGlobal } = ChromeUtils.importESModule(
      'resource://gre/modules/jsdebugger.sys.mjs',
    );
    const principal = Services.scriptSecurityManager.getSystemPrincipal();
    const sandbox = Cu.Sandbox(principal, { freshCompartment: true });
    addDebuggerToGlobal(sandbox);
    const debug = new sandbox.Debugger();
    const unwrap = (value) =>
      value !== null && typeof value === 'object' && value.unsafeDereference
        ? value.unsafeDereference()
        : value;
    const describe = (thrown) => {
      const error = unwrap(thrown);
      return error?.message === undefined ? String(error) : `${error.name}: ${error.message}`;
    };
    /** Resolves as the document goes away, or when `promise` has settled. */
    const settled = (promise) =>
      new Promise((resolve) => {
        const end = (isGone) => {
          content?.removeEventListener('pagehide', gone);
          removeEventListener('unload', gone);
          resolve(isGone);
        };
        const gone = () => end(true);
        content.addEventListener('pagehide', gone, { once: true });
        addEventListener('unload', gone, { once: true });
        promise.then(
          () => end(false),
          () => end(false),
        );
      });
    const run = async (expression) => {
      const completion = debug.makeGlobalObjectReference(content).executeInGlobal(expression);
      if (completion === null) return { error: 'the script was ended' };
      if ('throw' in completion) return { error: describe(completion.throw) };
      let result = completion.return;
      if (result?.isPromise) {
        if (await settled(unwrap(result))) return { error: 'the document went away' };
        if (result.promiseState === 'rejected') return { error: describe(result.promiseReason) };
        result = result.promiseValue;
      }
      return { json: JSON.stringify(unwrap(result)) ?? null };
    };
    addMessageListener('event-loupe:ask', async ({ data: { id, expression } }) => {
      const answer = await run(expression).catch((error) => ({ error: String(error) }));
      // Marionette makes undefined null; so it is null from the start.
      sendAsyncMessage(`event-loupe:answer-${id}`, { json: null, error: null, ...answer });
    });
  };
  const ANSWER_IN_CONTENT = `data:text/javascript;charset=utf-8,${encodeURIComponent(`(${answerInContent})()`)}`;
  /** The message managers whose documents can be asked. */
  const asked = new WeakSet();
  let questions = 0;

  return {
    /** The key of the tab in front. */
    selectedTab: () => window.gBrowser.selectedTab.linkedPanel,

    select(key) {
      window.gBrowser.selectedTab = tabOf(key);
    },

    openTab() {
      const tab = window.gBrowser.addTrustedTab('about:blank');
      window.gBrowser.selectedTab = tab;
      return tab.linkedPanel;
    },

    closeTab: (key) => window.gBrowser.removeTab(tabOf(key)),

    load: (key, url) =>
      navigate(
        key,
        (browser) =>
          browser.fixupAndLoadURIString(url, {
            triggeringPrincipal: Services.scriptSecurityManager.getSystemPrincipal(),
          }),
        url === 'about:blank',
      ),
    reload: (key) => navigate(key, (browser) => browser.reload()),
    back: (key) => navigate(key, (browser) => browser.goBack()),
    forward: (key) => navigate(key, (browser) => browser.goForward()),

    async evaluate(target, expression) {
      const browser = browserOf(target);
      const id = questions++;
      const message = `event-loupe:answer-${id}`;
      const { messageManager } = browser;
      const answer = await new Promise((resolve) => {
        const listener = ({ data }) => {
          window.clearInterval(watch);
          messageManager.removeMessageListener(message, listener);
          resolve(data);
        };
        // A navigation gives the tab another message manager; the old one never answers.
        const watch = window.setInterval(() => {
          if (browser.messageManager !== messageManager)
            listener({ data: { json: null, error: 'the document went away' } });
        }, 50);
        messageManager.addMessageListener(message, listener);
        if (!asked.has(messageManager)) messageManager.loadFrameScript(ANSWER_IN_CONTENT, false);
        asked.add(messageManager);
        messageManager.sendAsyncMessage('event-loupe:ask', { id, expression });
      });
      return answer;
    },

    /** Where a document's viewport stands in the browser's window, in CSS pixels. */
    originOf(target) {
      const browser = browserOf(target);
      const { left, top } = browser.getBoundingClientRect();
      const inner = browser.ownerDocument.defaultView;
      return {
        x: left + inner.mozInnerScreenX - window.mozInnerScreenX,
        y: top + inner.mozInnerScreenY - window.mozInnerScreenY,
      };
    },

    focus(target) {
      browserOf(target).focus();
    },

    async openPanel(key, addonId) {
      const tab = tabOf(key);
      window.gBrowser.selectedTab = tab;
      // The toolbox's own settings watch nothing of the page; the console would be paid at every load.
      const toolbox = await gDevTools.showToolboxForTab(tab, {
        toolId: 'options',
        hostType: 'bottom',
      });
      const tool = await until(() => toolOf(toolbox, addonId), "the extension's tool");
      await toolbox.selectTool(tool.id);
      const browser = await until(() => {
        const shown = browserOf({ tab: key, addonId });
        const loaded = shown?.browsingContext?.currentWindowGlobal;
        return loaded && shown.browsingContext.currentURI.schemeIs('moz-extension') ? shown : null;
      }, 'the panel');
      await until(() => !browser.webProgress?.isLoadingDocument, 'the panel to load');
    },

    closeToolbox: (key) => gDevTools.closeToolboxForTab(tabOf(key)),

    /**
     * Sizes the frame of DevTools: a window is never narrower than 500 pixels, and docking DevTools
     * to the side, the way to a narrow panel, would load the panel anew.
     */
    async resizePanel(target, width, height) {
      const browser = browserOf(target);
      const size = () => browser.getBoundingClientRect();
      const frame = window.gBrowser
        .getPanel(tabOf(target.tab).linkedBrowser)
        .querySelector('.devtools-toolbox-bottom-iframe');
      const outer = frame.getBoundingClientRect();
      const frameWidth = outer.width + width - size().width;
      const frameHeight = outer.height + height - size().height;
      // The page keeps some room, else Firefox makes the toolbox smaller again.
      window.resizeTo(
        Math.max(window.outerWidth, frameWidth),
        Math.max(window.outerHeight, frameHeight + 300),
      );
      frame.style.width = `${frameWidth}px`;
      frame.style.height = `${frameHeight}px`;
      await until(() => {
        const now = size();
        return Math.abs(now.width - width) < 2 && Math.abs(now.height - height) < 2;
      }, `a panel of ${width} × ${height}`);
    },

    /** A PNG, base64, of the panel alone or of the window. */
    async screenshot(target) {
      const global = target
        ? browserOf(target).browsingContext.currentWindowGlobal
        : window.browsingContext.currentWindowGlobal;
      const bitmap = await global.drawSnapshot(null, 1, 'white');
      const canvas = new window.OffscreenCanvas(bitmap.width, bitmap.height);
      canvas.getContext('2d').drawImage(bitmap, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/png' });
      return new Promise((resolve, reject) => {
        const reader = new window.FileReader();
        reader.onload = () => resolve(reader.result.split(',')[1]);
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(blob);
      });
    },

    hostnameOf: (addonId) => WebExtensionPolicy.getByID(addonId).mozExtensionHostname,

    /** What the switch in the add-on's page does. */
    async allowSites(addonId, isAllowed) {
      const { ExtensionPermissions } = ChromeUtils.importESModule(
        'resource://gre/modules/ExtensionPermissions.sys.mjs',
      );
      const { extension } = WebExtensionPolicy.getByID(addonId);
      const sites = { permissions: [], origins: ['<all_urls>'] };
      await ExtensionPermissions[isAllowed ? 'add' : 'remove'](addonId, sites, extension);
    },

    /** What the idle timer does, but now. Open ports do not keep the background then. */
    async stopBackground(addonId) {
      const { extension } = WebExtensionPolicy.getByID(addonId);
      await until(() => extension.backgroundState === 'running', 'a running background');
      await extension.terminateBackground({
        ignoreDevToolsAttached: true,
        disableResetIdleForTest: true,
      });
      await until(() => extension.backgroundState === 'stopped', 'the background to stop');
    },
  };
})();
