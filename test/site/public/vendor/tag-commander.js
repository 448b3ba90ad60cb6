/*
 * A FAKE of a Commanders Act container for the demo shop and the tests of Event Loupe. It is not
 * Commanders Act's code and shares none with it.
 *
 * Built from what was read and seen of real containers v82.0 and v103.8: `cact` and `caReady`,
 * caReady.push redefined by defineProperty as not writable but configurable, one
 * tC.uniqueEventId per trigger with 24 digits or more, tC.triggeredEvents (100 at most),
 * tC.lastTriggeredEvent, tC.internalvars.caEventData, tC.event.<label>; the payload of version 1;
 * sendBeacon of a string (text/plain) to /cdp/events?tc_s=…&token=…; `amount` out of `revenue`;
 * status and type of a purchase; e-mail addresses in the page's address masked;
 * user.consent_categories [] where there is no consent platform; a configured eventId that is NOT
 * integrations.facebook.event_id. As in v82, what was triggered before the container loaded stays
 * unsent until cact('exec').
 *
 * Decided here: in version 1 `user` and `integrations` stand inside `properties`, where the call's
 * own options stand; a consent choice is kept for the page only.
 *
 * Does not do: privacy banners, the TC_PRIVACY cookie, browser-side tags (tC.event.<label> only
 * counts), v103.8's tC.eventTarget events, schema version 2, the XHR that follows a failed beacon.
 *
 * Sends to `/cdp/events` of its own origin and nowhere else.
 */
(() => {
  const MAX_TRIGGERED = 100;
  const SITE_ID = 3311;
  const SOURCE_KEY = 'demo-source-key';
  const home = new URL(document.currentScript.src);

  window.caReady = window.caReady || [];
  window.cact =
    window.cact ||
    function () {
      window.caReady.push(arguments);
    };

  window.tC ??= {};
  const { tC } = window;
  tC.uniqueEventIndex = 0;
  tC.triggeredEvents = [];
  tC.internalvars = { caEventData: undefined };
  tC.eventCounts = {};
  tC.event = {};
  for (const label of ['page', 'add_to_cart', 'purchase']) {
    tC.event[label] = () => {
      tC.eventCounts[label] = (tC.eventCounts[label] ?? 0) + 1;
    };
  }

  let settings = { siteId: SITE_ID, sourceKey: SOURCE_KEY };
  let categories;
  const onUpdate = [];

  function renewEventId() {
    tC.uniqueEventIndex += 1;
    let id = String(Date.now()).slice(2) + String(Math.random()).slice(2);
    while (id.length < 24) id += Math.floor(Math.random() * 10);
    tC.uniqueEventId = id;
  }

  function cookie(name) {
    return document.cookie
      .split('; ')
      .find((pair) => pair.startsWith(`${name}=`))
      ?.slice(name.length + 1);
  }

  function grantedCategories() {
    return Object.keys(categories ?? {}).filter((id) => categories[id].status === 'on');
  }

  function propertiesOf(name, options) {
    const { revenue, user, integrations, ...rest } = options;
    const facebook = { event_id: tC.uniqueEventId };
    for (const [key, value] of [
      ['fbp', cookie('_fbp')],
      ['fbc', cookie('_fbc')],
    ]) {
      if (value !== undefined) facebook[key] = value;
    }
    return {
      ...rest,
      ...(revenue === undefined ? {} : { revenue, amount: revenue }),
      ...(name === 'purchase' ? { status: 'in_progress', type: 'online', ...rest } : {}),
      user: { consent_categories: grantedCategories(), rejected_vendors: [], ...user },
      integrations: {
        ...integrations,
        facebook: { ...facebook, ...integrations?.facebook },
      },
    };
  }

  function trigger(name, options = {}, config = {}, callback) {
    renewEventId();
    const payload = {
      event: name,
      properties: propertiesOf(name, options),
      page: {
        url: location.href.replace(/[\w.+-]+(@|%40)[\w-]+\.[\w.]+/g, '*****'),
        title: document.title,
        referrer: document.referrer,
      },
      device: { user_agent: navigator.userAgent, lang: navigator.language },
      eventId: config.eventId ?? tC.uniqueEventId,
      version: 1,
      generatorVersion: 'fake',
      containerVersion: '82.0',
    };
    tC.internalvars.caEventData = payload;
    tC.lastTriggeredEvent = payload;
    tC.triggeredEvents.push(payload);
    if (tC.triggeredEvents.length > MAX_TRIGGERED) tC.triggeredEvents.shift();
    const to = new URL('/cdp/events', home);
    to.searchParams.set('tc_s', String(settings.siteId));
    to.searchParams.set('token', settings.sourceKey);
    navigator.sendBeacon(to, JSON.stringify(payload));
    callback?.();
  }

  function consentState() {
    const states = Object.values(categories ?? {}).map((category) => category.status);
    const isAll = (state) => states.length > 0 && states.every((other) => other === state);
    let status = 'mixed';
    if (states.length === 0) status = 'unset';
    else if (isAll('on')) status = 'all-on';
    else if (isAll('off')) status = 'all-off';
    return {
      meta: { version: 1, siteId: settings.siteId },
      consent: { status, categories: categories ?? {}, vendors: {} },
    };
  }

  function tellUpdate(updateEvent) {
    for (const listener of onUpdate) listener({ ...consentState(), updateEvent });
  }

  const lastFunction = (rest) => rest.findLast((value) => typeof value === 'function');

  const commands = {
    config(options) {
      settings = { ...settings, ...options };
    },
    exec() {
      for (const call of [...window.caReady]) run(call);
    },
    'consent.get': (...rest) => lastFunction(rest)?.(consentState()),
    'consent.onReady': (...rest) => lastFunction(rest)?.({ ...consentState(), updateEvent: 'set' }),
    'consent.onUpdate': (...rest) => onUpdate.push(lastFunction(rest)),
    'consent.update'(choice) {
      const updateEvent = categories === undefined ? 'set' : 'changed';
      categories = { ...categories, ...choice?.categories };
      tellUpdate(updateEvent);
    },
    'consent.revoke'() {
      for (const id of Object.keys(categories ?? {})) categories[id] = { status: 'off' };
      tellUpdate('changed');
      tellUpdate('revoked');
    },
  };

  const done = new WeakSet();

  /** A command that is not known stays in the queue, and nobody says so. */
  function run(call) {
    const [command, ...rest] = call;
    if (done.has(call) || !Object.hasOwn(commands, command)) return;
    // Before it runs: `exec` reads the queue that it stands in.
    done.add(call);
    commands[command](...rest);
  }

  Object.defineProperty(window.caReady, 'push', {
    configurable: true,
    enumerable: false,
    writable: false,
    value: function (...calls) {
      const length = Array.prototype.push.apply(this, calls);
      for (const call of calls) run(call);
      return length;
    },
  });

  commands.exec();
  // After the queue was read, and that is why queued triggers are lost.
  commands.trigger = trigger;
  commands.emit = trigger;
})();
