// Runs in Firefox's parent process: its text is sent by firefox.ts, which names the operation.
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
  window.eventLoupeListeners ??= new Set();
  const kept = window.eventLoupeListeners;
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
   * Runs in the content process. The debugger runs the expression in the document's own realm,
   * above its content security policy; results are read through Xrays, so that nothing that the
   * page did to its built-ins matters.
   */
  const runInContent = async (expression, send) => {
    // Marionette makes undefined null; so it is null from the start.
    const reply = (answer) => send({ json: null, error: null, ...answer });
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
    const completion = debug.makeGlobalObjectReference(content).executeInGlobal(expression);
    if (completion === null) return reply({ error: 'the script was ended' });
    if ('throw' in completion) return reply({ error: describe(completion.throw) });
    let result = completion.return;
    if (result?.isPromise) {
      const gone = () => reply({ error: 'the document went away' });
      content.addEventListener('pagehide', gone, { once: true });
      addEventListener('unload', gone, { once: true });
      await unwrap(result).then(
        () => {},
        () => {},
      );
      content.removeEventListener('pagehide', gone);
      removeEventListener('unload', gone);
      if (result.promiseState === 'rejected')
        return reply({ error: describe(result.promiseReason) });
      result = result.promiseValue;
    }
    return reply({ json: JSON.stringify(unwrap(result)) ?? null });
  };

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
      const message = `event-loupe:${Math.random()}`;
      const source = `(${runInContent})(${JSON.stringify(expression)}, (answer) =>
        sendAsyncMessage(${JSON.stringify(message)}, answer))
        .catch((error) =>
          sendAsyncMessage(${JSON.stringify(message)}, { json: null, error: String(error) }));`;
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
        const url = `data:text/javascript;charset=utf-8,${encodeURIComponent(source)}`;
        messageManager.loadFrameScript(url, false);
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
