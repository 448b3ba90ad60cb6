/*
 * A FAKE of Meta's fbevents.js for the demo shop and the tests of Event Loupe. It is not Meta's
 * code and shares none with it.
 *
 * Built from: 193 recorded runs of the real SDK 2.9.325 (test/site/observations.json and
 * observations-2.json, which test/browser/site-fake.test.ts and test/unit/site/fake-sdk.test.ts
 * replay against this file) and the written-down behaviour of SDK 2.9.170 to 2.9.325: globals,
 * commands, warnings, locks, parameters, transports.
 *
 * Decided here, because no record tells:
 * - A route change while the pixel is locked sends nothing of its own: what waits carries the new
 *   address (one hit was recorded).
 * - Loaded without a stub, it makes `fbq` itself.
 * - The 49 currencies: only their number, VEF, and that BGN, UAH and EGP are missing, are known.
 * - Which of the calls of the run "on" prints its warning.
 *
 * Does not do: advanced matching (no ud[*], nothing is hashed), cookies (_fbp, _fbc), automatic
 * button events and microdata, experiments (exp, expv2[*]), openbridge beyond its lock, topics, optOut,
 * mobile bridge, module encodings, the SDK's own fbq('fire') re-entry (known from its source, never
 * seen to happen). Of what a configuration may forbid: restricted events, unwanted parameters,
 * parameters and addresses with personal data, odd values, forbidden websites, and browsers that look like programs.
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

  /** One warning is printed once for each page. */
  const printed = new Set();

  function warn(text) {
    if (printed.has(text)) return;
    printed.add(text);
    console.warn(`[Meta Pixel] - ${text}`);
  }

  /** A text in quotes, all else as its constructor's name. */
  function describe(value) {
    if (value === null || value === undefined) return String(value);
    return typeof value === 'string' ? `'${value}'` : (value.constructor?.name ?? 'Object');
  }

  /** @param given the call's arguments behind the command, as Meta's text shows them */
  function warnOf(command, given, name, value) {
    const call = `fbq('${command}', ${given.map(describe).join(', ')});`;
    warn(`Call to "${call}" with parameter "${name}" has an invalid value of "${describe(value)}"`);
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
  if (fbq.callMethod) {
    // A second copy makes no second pixel; one of another version takes over.
    fbq.version = VERSION;
    return;
  }
  if (window.fbq !== window._fbq) {
    warn('Multiple pixels with conflicting versions were detected on this page.');
  }

  const startedAt = Date.now();
  const pixels = new Map();
  const agents = new Map();
  const autoConfigOptOuts = new Set();
  const pendingConfigs = [];
  const pendingPlugins = new Set();
  const singleOnly = new Set();
  const OPT_IN_PLUGINS = { InferredEvents: 'inferredevents' };
  const EXTENSIONS = new Set(['whatsapp_marketing_messaging_customer_subscription']);
  let disabledExtensions;
  let isForbidden = false;
  let isBot = false;
  let processing;
  let isRevoked = false;

  const isLocked = () =>
    isRevoked || isForbidden || pendingConfigs.length > 0 || pendingPlugins.size > 0;

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
    const given = options?.eventID ?? options?.event_id;
    const id = given?.eventID ?? given?.event_id ?? given;
    if (id === null || id === undefined) return [];
    if (typeof id !== 'object') return [['eid', String(id)]];
    // The quotation mark that is missing at the end is missing in Meta's text too.
    warn(
      `Incorrect eventID type. The eventID parameter needs to be a string for Pixel ID: ${pixelId} for event '${eventName}`,
    );
    return Object.keys(id).map((key) => [`eid[${key}]`, String(id[key])]);
  }

  function encodeName(name) {
    if (name === null || name === undefined) return [];
    if (typeof name !== 'object') return [['ev', String(name)]];
    return Object.keys(name).map((key) => [`ev[${key}]`, String(name[key])]);
  }

  function parametersOf(pixel, event) {
    const agent = agents.get(pixel.id) ?? pixel.agent ?? fbq.agent;
    return [
      ['id', pixel.id],
      ...encodeName(event.name),
      ['dl', event.address ?? location.href],
      ['rl', document.referrer],
      ['if', String(window.top !== window)],
      ['ts', String(Date.now())],
      ...encodeCustomData(event.data),
      ['sw', String(screen.width)],
      ['sh', String(screen.height)],
      ['v', fbq.version],
      ['r', 'stable'],
      ...(agent ? [['a', agent]] : []),
      ['ec', String(pixel.eventCount)],
      ['o', String(FEATURES | (autoConfigOptOuts.has(pixel.id) ? AUTO_CONFIG_OPT_OUT : 0))],
      ['it', String(startedAt)],
      ['coo', 'false'],
      ...(processing ?? []),
      ...encodeEventId(pixel.id, event.name, event.options),
      ...(event.source ? [['es', event.source]] : []),
      ...(event.trackMethod ? [['tm', event.trackMethod]] : []),
      ...(disabledExtensions ? [['de', disabledExtensions]] : []),
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

  const AMOUNT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

  function isAmount(value) {
    if (typeof value === 'number') return Number.isFinite(value);
    return typeof value === 'string' && AMOUNT.test(value);
  }

  /** The first fault is told, value before currency. */
  function checkPurchase(data) {
    const given = Object(data);
    const about = "for event 'Purchase'.";
    const isMissing = (name) => !Object.hasOwn(given, name);
    const { value, currency } = given;
    if (isMissing('value')) warn(`Required parameter 'value' is missing ${about}`);
    else if (!isAmount(value)) warn(`Parameter 'value' is invalid ${about}`);
    else if (Number(value) < 0) warn(`Parameter 'value' is negative ${about}`);
    else if (isMissing('currency')) warn(`Required parameter 'currency' is missing ${about}`);
    else if (typeof currency !== 'string' || !CURRENCIES.has(currency.toUpperCase())) {
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

  const FORBIDDEN = {
    restricted:
      'You are attempting to send a restricted event. The event was suppressed. Go to Events Manager to learn more.',
    unverified:
      'You are attempting to send an unverified event. The event was suppressed. Go to Events Manager to learn more.',
  };

  const HASH = /^(?:[a-f0-9]{64}|[a-f0-9]{32})$/i;

  /** Told with the first event; what the SDK makes of user data is not faked. */
  function checkEmail({ userData }) {
    for (const key of ['em', 'email']) {
      const given = userData?.[key];
      if (typeof given !== 'string' || given === '' || given.includes('@') || HASH.test(given))
        continue;
      warn(
        "An invalid email address was specified for 'em'. This data will not be sent with any events for this Pixel.",
      );
    }
  }

  const POTENTIAL = 'due to potential violations.';

  /** The names of `wanted` that are there: [as they are, under the hash that the configuration has]. */
  function splitNames(wanted, names) {
    const found = Object.keys(wanted).filter((name) => names.includes(name));
    return [found.filter((name) => wanted[name] === ''), found.filter((name) => wanted[name] !== '')];
  }

  /**
   * What a configuration takes out of an event, and the fields that tell it. `unwanted`: names.
   * `unwantedData`: by event, for `cd` and the address (`url`), names with '' or with the hash under
   * which a sensitive one is told. `standardParamChecks`: a pattern for value, a list for currency.
   */
  function takeOut(pixel, event) {
    const { unwanted = [], unwantedData = {}, standardParamChecks = {} } = pixel.settings;
    const data = event.data && typeof event.data === 'object' ? { ...event.data } : event.data;
    const has = (name) => Object.hasOwn(Object(data), name);
    const told = [];
    const tell = (key, names) => {
      if (names.length > 0) told.push([key, names.join(',')]);
    };
    const removed = unwanted.filter(has);
    for (const name of removed) delete data[name];
    tell('spb', removed);

    const { cd = {}, url = {} } = unwantedData[event.name] ?? {};
    const [plain, hashed] = splitNames(cd, Object.keys(Object(data)));
    for (const name of [...plain, ...hashed]) delete data[name];
    tell('up', plain);
    tell(
      'rp',
      hashed.map((name) => cd[name]),
    );
    if (plain.length + hashed.length > 0)
      warn(
        `Removed parameters from custom data ${POTENTIAL} Go to Events Manager to learn more.`,
      );

    const names = [...location.href.matchAll(/[?&]([^=&#]+)=/g)].map(([, name]) => name);
    const [open, secret] = splitNames(url, names);
    tell('up_url', open);
    tell(
      'rp_url',
      secret.map((name) => url[name]),
    );
    let address = location.href;
    for (const name of [...open, ...secret])
      address = address.replace(new RegExp(`([?&]${name}=)[^&#]*`), '$1_removed_');
    if (open.length + secret.length > 0) {
      told.push(['dlc', '1']);
      warn(`Removed URL query parameters ${POTENTIAL}`);
    }

    const { value, currency } = standardParamChecks;
    const odd = [];
    if (value && has('value') && !new RegExp(value).test(String(data.value))) odd.push('value');
    if (currency && has('currency') && !currency.includes(String(data.currency).toUpperCase()))
      odd.push('currency');
    for (const name of odd) {
      delete data[name];
      warn(
        `Invalid parameter format for ${name}. Please refer https://developers.facebook.com/docs/meta-pixel/reference/ for valid parameter specifications.`,
      );
    }
    tell('rks', odd);
    return { data, address, told };
  }

  function sendEvent(pixel, event) {
    if (pixel.isProhibited || isBot) return;
    checkEmail(pixel);
    const { validation = {} } = pixel.settings;
    const kind = Object.keys(FORBIDDEN).find((one) => validation[one]?.includes(event.name));
    const { data, address, told } = takeOut(pixel, event);
    const parameters = parametersOf(pixel, { ...event, data, address });
    pixel.eventCount += 1;
    parameters.push(...told);
    if (kind === undefined) send(parameters);
    else warn(FORBIDDEN[kind]);
  }

  /** Of a page's own PageViews the first is sent for each pixel, whatever the address has become. */
  function isRepeatedPageView(pixel, name) {
    if (name !== 'PageView' || fbq.allowDuplicatePageViews === true) return false;
    const isRepeated = pixel.hasPageView;
    pixel.hasPageView = true;
    return isRepeated;
  }

  function sendToAll(name, data, options) {
    for (const pixel of pixels.values()) {
      if (singleOnly.has(pixel.id) || isRepeatedPageView(pixel, name)) continue;
      sendEvent(pixel, { name, data, options });
    }
  }

  /** Neither the name nor whether a PageView comes again is looked at, and there is no id. */
  function sendAll(name, data) {
    for (const pixel of pixels.values()) sendEvent(pixel, { name, data });
  }

  /** A pixel by its id as a text; a number is none. */
  function pixelNamed(pixelId) {
    const pixel = typeof pixelId === 'string' ? pixels.get(pixelId) : undefined;
    if (pixel === undefined) {
      warn(`Pixel ${typeof pixelId === 'number' ? undefined : pixelId} not found`);
    }
    return pixel;
  }

  function sendToOne(command, pixelId, name, data, options) {
    if (command === 'trackSingle') checkEvent(name, data);
    const pixel = pixelNamed(pixelId);
    if (pixel) sendEvent(pixel, { name, data, options, trackMethod: TRACK_METHODS[command] });
  }

  /** To every pixel, whatever the first argument says. */
  function trackShopify(_pixelId, name, data, options, extra) {
    checkEvent(name, data);
    for (const pixel of pixels.values()) {
      const { isShopify } = pixel.settings;
      if (isShopify && name === 'ViewContent' && SHOPIFY_VIEWS.has(extra?.shopify_event_name))
        continue;
      const order = isShopify && extra?.order_id ? { order_id: extra.order_id } : {};
      sendEvent(pixel, { name, data: { ...data, ...order }, options });
    }
  }

  const SHOPIFY_VIEWS = new Set(['cart_viewed', 'collection_viewed']);

  function setUserProperties(pixelId, data) {
    const pixel = pixelNamed(pixelId);
    // Not at all under limited data use.
    if (pixel === undefined || processing?.some(([name, value]) => name === 'dpo' && value)) return;
    sendEvent(pixel, { name: 'UserProperties', data, source: 'user_properties', trackMethod: '3' });
  }

  // --- commands --------------------------------------------------------------------------------

  function init(id, userData, options) {
    const pixelId = String(id);
    if (!PIXEL_ID.test(pixelId)) {
      warn('Invalid PixelID: null.');
      return;
    }
    const isUserData = userData === null || userData === undefined || typeof userData === 'object';
    if (!isUserData) warnOf('init', [pixelId, userData], 'user_data', userData);
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
      hasPageView: false,
      isProhibited: false,
      settings: {},
    });
    if (fbq.disableConfigLoading === true) return;
    pendingConfigs.push(pixelId);
    loadScript(
      `${cdn}/signals/config/${pixelId}?v=${VERSION}&r=stable&domain=${location.hostname}`,
    );
  }

  const METADATA = new Set([
    'agent',
    'automaticmatchingconfig',
    'codeless',
    'tracksingleonly',
    'cbdata.onetrustid',
  ]);

  const isPixelId = (value) => PIXEL_ID.test(typeof value === 'string' ? value : '');

  /** What each key of `set` takes: true where a value will do, else the name of what will not. */
  const SETTINGS = {
    endpoint(value) {
      if (typeof value === 'string') endpoint = value;
    },
    cdn(value) {
      if (typeof value === 'string') cdn = value;
    },
    releaseSegment: (value) => (typeof value === 'string' ? undefined : ['new_release_segment', value]),
    autoConfig(value, pixelId) {
      if (pixelId !== undefined && !isPixelId(pixelId)) return ['pixel_id', pixelId];
      if (value === false || value === 'false') autoConfigOptOuts.add(String(pixelId));
      else autoConfigOptOuts.delete(String(pixelId));
      return undefined;
    },
    firstPartyCookies: (_value, pixelId) =>
      pixelId === undefined || isPixelId(pixelId) ? undefined : ['pixel_id', pixelId],
    mobileBridge(pixelId, app) {
      if (!isPixelId(pixelId)) return ['pixel_id', pixelId];
      return isPixelId(app) ? undefined : ['app_id', app];
    },
    openbridge(pixelId) {
      // Of a pixel that is not there yet its plugin is asked for, and locks.
      if (!pixels.has(pixelId)) loadPlugin('openbridge3');
    },
    trackSingleOnly(value, pixelId) {
      if (typeof value !== 'boolean') return ['on_or_off', value];
      if (!isPixelId(pixelId)) return ['pixel_id', pixelId];
      if (!pixels.has(pixelId)) warnOfUninitialised('trackSingleOnly', pixelId);
      else if (value) singleOnly.add(pixelId);
      else singleOnly.delete(pixelId);
      return undefined;
    },
    userData(value) {
      if (value !== null && typeof value !== 'object') return ['user_data', value];
      const [first] = pixels.values();
      return first?.settings.isShopify ? undefined : ['pixel_id', first?.id];
    },
  };

  function warnOfUninitialised(argument, pixelId) {
    warn(`Trying to set argument ${argument} for uninitialized Pixel ID ${pixelId}.`);
  }

  function set(...given) {
    const [key, value, pixelId] = given;
    if (typeof key !== 'string') {
      warnOf('set', [key], 'setting', key);
      return;
    }
    const wrong = Object.hasOwn(SETTINGS, key)
      ? SETTINGS[key](value, pixelId)
      : setMetadata(key, value, pixelId);
    if (wrong) warnOf('set', given, ...wrong);
  }

  function setMetadata(key, value, pixelId) {
    // Under limited data use a wrong one is not told.
    if (processing?.some(([name, word]) => name === 'dpo' && word)) return undefined;
    if (typeof value !== 'string') return ['value', value];
    if (!isPixelId(pixelId)) return ['pixel_id', pixelId];
    if (!METADATA.has(key)) warn(`Unsupported metadata argument: ${key}.`);
    else if (!pixels.has(pixelId)) warnOfUninitialised(value, pixelId);
    else if (key === 'agent') agents.set(pixelId, value);
    return undefined;
  }

  function gateCheck(name, whenOn, whenOff, pixelId) {
    // A configuration without gates calls back to nobody.
    if (typeof name !== 'string' || name === '')
      warnOf('gateCheck', [name, whenOn, whenOff, pixelId], 'gateName', name);
  }

  function skipOpenbridge(...given) {
    if (typeof given[0] !== 'string') warnOf('skipOpenbridge', given, 'pixel_id', given[0]);
  }

  function disableExtensions(list) {
    if (Array.isArray(list) && list.length === 1 && EXTENSIONS.has(list[0]))
      disabledExtensions = list[0];
  }

  function optIn(_pixelId, feature) {
    if (Object.hasOwn(OPT_IN_PLUGINS, feature)) loadPlugin(OPT_IN_PLUGINS[feature]);
  }

  function on(event, pixelId) {
    if (event === 'configLoaded' && typeof pixelId === 'string') warn('Invalid PixelID: null.');
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

  /** What has another form is left out without a word. */
  function setDataProcessing(list, country, state) {
    const isNumbered = typeof country === 'number' && typeof state === 'number';
    if (!Array.isArray(list) || !(isNumbered || (country === undefined && state === undefined)))
      return;
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
    trackWebchat: ignore,
    send: sendAll,
    trackShopify,
    trackSingle: (...rest) => sendToOne('trackSingle', ...rest),
    trackSingleCustom: (...rest) => sendToOne('trackSingleCustom', ...rest),
    trackSingleSystem: (...rest) => sendToOne('trackSingleSystem', ...rest),
    gateCheck,
    skipOpenbridge,
    disabledExtensions: disableExtensions,
    on,
    optIn,
    optOut: ignore,
    setUserProperties,
    fire: ignore,
    getPixel: ignore,
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
      if (typeof command !== 'string') warn('You must provide an argument to fbq().');
      else if (command === 'track') track(rest[0], rest[1], rest[2], isLegacy);
      else if (Object.hasOwn(COMMANDS, command)) {
        COMMANDS[command](...rest);
      } else if (command.startsWith('report')) {
        track(command.slice('report'.length), rest[0], rest[1], true);
      } else if (!(command in instance)) {
        // What any object has is found on the SDK's own.
        warn(`"fbq('${command}', ...);" is not a valid fbq command.`);
      }
    } catch {
      // Recorded: a cycle, a throwing getter or toString gives no hit and no word.
    }
  }

  const isSending = (command) =>
    typeof command === 'string' &&
    (command.startsWith('report') ||
      (Object.hasOwn(COMMANDS, command) && /^(track|send$)/.test(command)));

  const INITS = new Set(['init', 'addPixelId']);
  const PREPARING = new Set([...INITS, 'set', 'consent']);

  /**
   * Consent and a forbidden website stop everything; a plugin on its way what does not prepare; a
   * missing configuration what would send, and the next pixel.
   */
  function mayRun(call) {
    if (isRevoked || isForbidden) return false;
    const { command } = read(call);
    if (pendingPlugins.size > 0 && !PREPARING.has(command)) return false;
    return pendingConfigs.length === 0 || !(isSending(command) || INITS.has(command));
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
    set(pixelId, key, value) {
      const pixel = pixels.get(pixelId);
      if (key === 'prohibitedPixels') pixel.isProhibited = true;
      else if (key === 'prohibitedSources') {
        isForbidden = true;
        console.warn(
          `[fbpixel] ${pixelId} is unavailable. Go to Events Manager to learn more`,
        );
      } else if (key === 'botblocking') isBot = /bot|headless/i.test(navigator.userAgent);
      else pixel.settings[key] = value;
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
  fbq.send = sendAll;
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

  /** The SDK's own of a route, which counts for the page's. Whether the address differs is not asked. */
  function sendRoute() {
    if (fbq.disablePushState === true || isLocked()) return;
    for (const pixel of pixels.values()) {
      pixel.hasPageView = true;
      sendEvent(pixel, { name: 'PageView' });
    }
  }

  for (const name of ['pushState', 'replaceState']) {
    const own = history[name];
    history[name] = function (...state) {
      const result = own.apply(this, state);
      sendRoute();
      return result;
    };
  }
  addEventListener('hashchange', sendRoute);

  drain();
})();
