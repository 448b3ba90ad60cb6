/*
 * A FAKE of Meta's fbevents.js for the demo shop and the tests of Event Loupe. It is not Meta's
 * code and shares none with it.
 *
 * Built from: 60 recorded runs of the real SDK 2.9.325 (test/site/observations.json, which
 * test/browser/site-fake.test.ts replays against this file) and the written-down behaviour of
 * SDK 2.9.170 to 2.9.325: globals, commands, warnings, locks, parameters, transports.
 *
 * Decided here, because no record tells:
 * - A repeated PageView is dropped where the page's address is that of the last one.
 * - A route change while the pixel is locked sends nothing of its own: what waits carries the new
 *   address (one hit was recorded).
 * - Loaded without a stub, it makes `fbq` itself.
 * - The 49 currencies: only their number, VEF, and that BGN, UAH and EGP are missing, are known.
 * - The words of the warning for fbq('set','userData', …); both parameters missing: two warnings.
 *
 * Does not do: advanced matching (no ud[*], nothing is hashed), cookies (_fbp, _fbc), automatic
 * button events and microdata, experiments (exp, expv2[*]), bot blocking, openbridge, topics,
 * optIn/optOut, mobile bridge, module encodings, the SDK's own fbq('fire') re-entry (known from
 * its source, never seen to happen).
 *
 * Sends to its own origin: `/tr/` and `/signals/config/<id>` of the host this file came from, or
 * where fbq('set','endpoint', url) and fbq('set','cdn', url) say. Only a copy that a test serves
 * under the name connect.facebook.net answers to www.facebook.com/tr/, as the real one does.
 */
(() => {
  const VERSION = '2.9.325';
  const MAX_URL_CHARACTERS = 2048;
  const PIXEL_ID = /^[1-9][0-9]{0,25}$/;
  const STANDARD_EVENTS = new Set([
    'AddPaymentInfo',
    'AddToCart',
    'AddToWishlist',
    'CompleteRegistration',
    'Contact',
    'CustomizeProduct',
    'Donate',
    'FindLocation',
    'InitiateCheckout',
    'Lead',
    'PageView',
    'Purchase',
    'Schedule',
    'Search',
    'StartTrial',
    'SubmitApplication',
    'Subscribe',
    'ViewContent',
    'CustomEvent',
    'PixelInitialized',
  ]);
  const CURRENCIES = new Set(
    (
      'AED ARS AUD BOB BRL CAD CHF CLP CNY COP CRC CZK DKK EUR GBP GTQ HKD HNL HUF IDR ILS INR ' +
      'ISK JPY KRW MOP MXN MYR NIO NOK NZD PEN PHP PLN PYG QAR RON RUB SAR SEK SGD THB TRY TWD ' +
      'USD UYU VEF VND ZAR'
    ).split(' '),
  );
  // Bits of the parameter `o`: configuration loading, defineProperty and sendBeacon are there.
  const FEATURES = 4 | 8 | 16;
  const AUTO_CONFIG_OPT_OUT = 1;
  // The parameter `tm`, absent for plain `track` and `trackCustom`.
  const TRACK_METHODS = { trackSingle: '1', trackSingleCustom: '2', trackSingleSystem: '3' };

  const home = new URL(document.currentScript?.src ?? location.href);
  let cdn = home.origin;
  let endpoint =
    home.hostname === 'connect.facebook.net'
      ? 'https://www.facebook.com/tr/'
      : `${home.origin}/tr/`;

  function warn(text) {
    console.warn(`[Meta Pixel] - ${text}`);
  }

  if (window.fbq === undefined) {
    const stub = function () {
      if (stub.callMethod) stub.callMethod.apply(stub, arguments);
      else stub.queue.push(arguments);
    };
    stub.push = stub;
    stub.loaded = true;
    stub.queue = [];
    window.fbq = stub;
    window._fbq ??= stub;
  }
  const fbq = window.fbq;
  if (fbq.callMethod) return;
  if (window.fbq !== window._fbq) {
    warn('Multiple pixels with conflicting versions were detected on this page.');
  }

  const startedAt = Date.now();
  const pixels = new Map();
  const agents = new Map();
  const autoConfigOptOuts = new Set();
  const pendingConfigs = [];
  const pendingPlugins = new Set();
  let processing;
  let isRevoked = false;

  const isLocked = () => isRevoked || pendingConfigs.length > 0 || pendingPlugins.size > 0;

  function loadScript(url) {
    const script = document.createElement('script');
    script.async = true;
    script.src = url;
    // No onerror: a configuration that does not come leaves everything locked without a word.
    document.head.append(script);
  }

  // --- parameters ------------------------------------------------------------------------------

  function encodeCustomData(data) {
    const pairs = [];
    for (const name of Object.keys(data ?? {})) {
      const value = data[name];
      if (value === null || value === undefined) continue;
      pairs.push([
        `cd[${name}]`,
        typeof value === 'object' ? JSON.stringify(value) : String(value),
      ]);
    }
    return pairs;
  }

  function encodeEventId(pixelId, eventName, options) {
    const id = options?.eventID ?? options?.event_id;
    if (id === null || id === undefined) return [];
    if (typeof id === 'string' || typeof id === 'number') return [['eid', String(id)]];
    // The quotation mark that is missing at the end is missing in Meta's text too.
    warn(
      `Incorrect eventID type. The eventID parameter needs to be a string for Pixel ID: ${pixelId} for event '${eventName}`,
    );
    return Object.keys(id).map((key) => [`eid[${key}]`, String(id[key])]);
  }

  function parametersOf(pixel, event) {
    const agent = agents.get(pixel.id) ?? pixel.agent ?? fbq.agent;
    return [
      ['id', pixel.id],
      ...(event.name === undefined ? [] : [['ev', event.name]]),
      ['dl', location.href],
      ['rl', document.referrer],
      ['if', String(window.top !== window)],
      ['ts', String(Date.now())],
      ...encodeCustomData(event.data),
      ['sw', String(screen.width)],
      ['sh', String(screen.height)],
      ['v', VERSION],
      ['r', 'stable'],
      ...(agent ? [['a', agent]] : []),
      ['ec', String(pixel.eventCount)],
      ['o', String(FEATURES | (autoConfigOptOuts.has(pixel.id) ? AUTO_CONFIG_OPT_OUT : 0))],
      ['it', String(startedAt)],
      ['coo', 'false'],
      ...(processing ?? []),
      ...encodeEventId(pixel.id, event.name, event.options),
      ...(event.trackMethod ? [['tm', event.trackMethod]] : []),
    ];
  }

  // --- transports ------------------------------------------------------------------------------

  function postForm(parameters) {
    const name = `fb${Math.random().toString(16).slice(2)}`;
    const frame = document.createElement('iframe');
    frame.name = name;
    frame.hidden = true;
    const form = document.createElement('form');
    form.method = 'post';
    form.action = endpoint;
    form.acceptCharset = 'utf-8';
    form.target = name;
    form.hidden = true;
    for (const [key, value] of parameters) {
      const input = document.createElement('input');
      input.name = key;
      input.value = value;
      form.append(input);
    }
    document.body.append(frame, form);
    // The frame's first load can be that of its empty document: leave on the one that follows.
    form.submit();
    form.remove();
    frame.addEventListener('load', () => frame.remove());
  }

  function send(parameters) {
    const query = [...parameters, ['rqm', 'GET']]
      .map((pair) => pair.map(encodeURIComponent).join('='))
      .join('&');
    const url = `${endpoint}?${query}`;
    if (url.length < MAX_URL_CHARACTERS) {
      new Image().src = url;
    } else if (navigator.userAgent.includes('Firefox/')) {
      const form = new FormData();
      for (const [key, value] of [...parameters, ['rqm', 'SB']]) form.append(key, value);
      navigator.sendBeacon(endpoint, form);
    } else {
      postForm([...parameters, ['rqm', 'formPOST']]);
    }
  }

  // --- events ----------------------------------------------------------------------------------

  function checkPurchase(data) {
    const currency = data?.currency;
    const value = data?.value;
    const about = "for event 'Purchase'.";
    if (value === undefined) warn(`Required parameter 'value' is missing ${about}`);
    else if (String(value).trim() === '' || Number.isNaN(Number(value))) {
      warn(`Parameter 'value' is invalid ${about}`);
    } else if (Number(value) < 0) warn(`Parameter 'value' is negative ${about}`);
    if (currency === undefined) warn(`Required parameter 'currency' is missing ${about}`);
    else if (!CURRENCIES.has(String(currency).toUpperCase())) {
      warn(`Parameter 'currency' is invalid ${about}`);
    }
  }

  function checkEvent(name, data) {
    if (name === undefined) {
      warn(
        'Missing event name. Track events must be logged with an event name fbq("track", eventName)',
      );
    } else if (!STANDARD_EVENTS.has(name)) {
      warn(
        `You are sending a non-standard event '${name}'. The preferred way to send these events is using trackCustom. See 'https://developers.facebook.com/docs/ads-for-websites/pixel-events/#events' for more information.`,
      );
    } else if (name === 'Purchase') checkPurchase(data);
  }

  function sendEvent(pixel, event) {
    if (pixel.isProhibited) return;
    const parameters = parametersOf(pixel, event);
    pixel.eventCount += 1;
    send(parameters);
  }

  function isRepeatedPageView(pixel, name) {
    if (name !== 'PageView' || fbq.allowDuplicatePageViews === true) return false;
    const isRepeated = pixel.pageViewUrl === location.href;
    pixel.pageViewUrl = location.href;
    return isRepeated;
  }

  function sendToAll(name, data, options) {
    for (const pixel of pixels.values()) {
      if (!isRepeatedPageView(pixel, name)) sendEvent(pixel, { name, data, options });
    }
  }

  function sendToOne(command, pixelId, name, data, options) {
    const pixel = pixels.get(String(pixelId));
    if (pixel === undefined) {
      warn(`Pixel ${pixelId} not found`);
      return;
    }
    if (command === 'trackSingle') checkEvent(name, data);
    sendEvent(pixel, { name, data, options, trackMethod: TRACK_METHODS[command] });
  }

  // --- commands --------------------------------------------------------------------------------

  function init(id, userData, options) {
    const pixelId = String(id);
    if (!PIXEL_ID.test(pixelId)) {
      warn('Invalid PixelID: null.');
      return;
    }
    const known = pixels.get(pixelId);
    if (known) {
      if (known.userData === undefined && userData) known.userData = userData;
      else warn(`Duplicate Pixel ID: ${pixelId}.`);
      return;
    }
    pixels.set(pixelId, {
      id: pixelId,
      agent: options?.agent,
      userData,
      eventCount: 0,
      pageViewUrl: undefined,
      isProhibited: false,
    });
    if (fbq.disableConfigLoading === true) return;
    pendingConfigs.push(pixelId);
    loadScript(
      `${cdn}/signals/config/${pixelId}?v=${VERSION}&r=stable&domain=${location.hostname}`,
    );
  }

  function set(key, value, pixelId) {
    if (key === 'endpoint') endpoint = value;
    else if (key === 'cdn') cdn = value;
    else if (key === 'agent') agents.set(String(pixelId), value);
    else if (key === 'autoConfig') {
      if (value === false || value === 'false') autoConfigOptOuts.add(String(pixelId));
      else autoConfigOptOuts.delete(String(pixelId));
    } else if (key === 'userData')
      warn("Call to \"fbq('set', 'userData')\" with INVALID pixel_id.");
  }

  function consent(action) {
    if (action === 'revoke') isRevoked = true;
    else if (action === 'grant') isRevoked = false;
    else {
      warn(
        `"fbq('${action}', ...);" is not a valid fbq('consent', ...) action. Valid actions are 'revoke' and 'grant'.`,
      );
    }
  }

  function setDataProcessing(list, country, state) {
    processing = [['dpo', list.join(',')]];
    if (country !== undefined) processing.push(['dpoco', String(country)]);
    if (state !== undefined) processing.push(['dpost', String(state)]);
  }

  function loadPlugin(name) {
    pendingPlugins.add(name);
    loadScript(`${cdn}/signals/plugins/${name}.js?v=${VERSION}`);
  }

  function track(name, data, options, isLegacy) {
    // Before the first init there is no pixel to send to, and nobody says so.
    if (pixels.size === 0) return;
    if (!isLegacy) checkEvent(name, data);
    const custom = name === 'CustomEvent' && data?.event;
    sendToAll(custom || name, data, options);
  }

  function ignore() {}

  const COMMANDS = {
    addPixelId: init,
    init,
    set,
    consent,
    dataProcessingOptions: setDataProcessing,
    loadPlugin,
    track,
    trackCustom: sendToAll,
    trackWebchat: sendToAll,
    send: sendToAll,
    trackShopify: (...rest) => sendToOne('trackShopify', ...rest),
    trackSingle: (...rest) => sendToOne('trackSingle', ...rest),
    trackSingleCustom: (...rest) => sendToOne('trackSingleCustom', ...rest),
    trackSingleSystem: (...rest) => sendToOne('trackSingleSystem', ...rest),
    on: ignore,
    optIn: ignore,
    optOut: ignore,
    setUserProperties: ignore,
    fire: ignore,
  };

  /** A single array argument is the syntax of the pixel's predecessor, which is not validated. */
  function read(call) {
    const isLegacy = call.length === 1 && Array.isArray(call[0]);
    const [command, ...rest] = isLegacy ? call[0] : call;
    return { command, rest, isLegacy };
  }

  function run(call) {
    const { command, rest, isLegacy } = read(call);
    try {
      if (command === 'track') track(rest[0], rest[1], rest[2], isLegacy);
      else if (typeof command === 'string' && Object.hasOwn(COMMANDS, command)) {
        COMMANDS[command](...rest);
      } else if (typeof command === 'string' && command.startsWith('report')) {
        track(command.slice('report'.length), rest[0], rest[1], true);
      } else warn(`"fbq('${command}', ...);" is not a valid fbq command.`);
    } catch {
      // Recorded: a cycle, a throwing getter or toString gives no hit and no word.
    }
  }

  const isSending = (command) =>
    typeof command === 'string' &&
    (command.startsWith('report') ||
      (Object.hasOwn(COMMANDS, command) && /^(track|send$)/.test(command)));

  /** Consent stops everything; a missing configuration stops what would send. */
  function mayRun(call) {
    if (isRevoked) return false;
    return !isLocked() || !isSending(read(call).command);
  }

  function drain() {
    while (fbq.queue.length > 0 && mayRun(fbq.queue[0])) run(fbq.queue.shift());
  }

  // --- what the page sees ------------------------------------------------------------------------

  const instance = {
    pixelsByID: pixels,
    configLoaded(pixelId) {
      const at = pendingConfigs.indexOf(pixelId);
      if (at >= 0) pendingConfigs.splice(at, 1);
      drain();
    },
  };
  const config = {
    set(pixelId, key) {
      const pixel = pixels.get(pixelId);
      if (pixel && key === 'prohibitedPixels') pixel.isProhibited = true;
    },
  };

  fbq.callMethod = function () {
    // A grant that is called goes past the lock; one that waits in the queue stays behind it.
    const isConsent = read(arguments).command === 'consent';
    if (isConsent || (fbq.queue.length === 0 && mayRun(arguments))) run(arguments);
    else fbq.queue.push(arguments);
    drain();
  };
  fbq.instance = instance;
  fbq.getState = () => ({
    pixelInitializationTime: startedAt,
    pixels: [...pixels.values()].map(({ id, agent, eventCount, userData }) => ({
      id,
      agent,
      eventCount,
      // As the page gave it, not hashed: the real one does this too.
      userData: userData ?? {},
    })),
  });
  fbq.getFbeventsModules = () => undefined;
  fbq.send = sendToAll;
  fbq.set = set;
  fbq.init = init;
  fbq.loadPlugin = loadPlugin;
  fbq.registerPlugin = (name, plugin) => {
    pendingPlugins.delete(name);
    plugin.plugin(fbq, instance, config);
    drain();
  };
  fbq.pendingConfigs = pendingConfigs;
  fbq._releaseSegment = 'stable';
  fbq.version = VERSION;
  fbq.fake = "Event Loupe's stand-in for Meta's SDK";

  const pushState = history.pushState;
  history.pushState = function (...state) {
    const before = location.href;
    const result = pushState.apply(this, state);
    if (location.href !== before && fbq.disablePushState !== true && !isLocked()) {
      sendToAll('PageView');
    }
    return result;
  };

  drain();
})();
