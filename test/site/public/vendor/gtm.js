/*
 * A FAKE of Google Tag Manager's gtm.js for the demo shop and the tests of Event Loupe. It is not
 * Google's code and shares none with it.
 *
 * Built from what was seen of a real container served locally: its own enumerable, writable push
 * on the data layer that answers true and calls the push it found; 'gtm.uniqueEventId' written into
 * objects with an `event`, after calling through; gtm.dom and gtm.load; functions run with
 * `this` = {get, set, reset} and stay in the array; several arguments to one push; arguments
 * objects of gtag; eventCallback with the container's id; google_tag_manager and
 * google_tag_data.ics.entries; a data layer of another name from `&l=`.
 *
 * Decided here: 'gtm.uniqueEventId' starts at 1 and counts up by 1; gtag's `consent` needs no
 * region; `get` reads dotted paths of a model that is merged shallowly.
 *
 * Does not do: tags, triggers and variables (the container is empty, so it never loads a pixel),
 * click and history listeners, eventTimeout, array commands (['object.method', …]), debug mode,
 * Google's own requests. It sends nothing.
 */
(() => {
  const address = new URL(document.currentScript.src);
  const containerId = address.searchParams.get('id');
  const layerName = address.searchParams.get('l') ?? 'dataLayer';
  window[layerName] ??= [];
  const layer = window[layerName];

  const model = {};
  let eventNumber = 0;
  const access = {
    get: (path) => path.split('.').reduce((value, key) => value?.[key], model),
    set(key, value) {
      model[key] = value;
    },
    reset() {
      for (const key of Object.keys(model)) delete model[key];
    },
  };

  window.google_tag_data ??= {};
  window.google_tag_data.ics ??= { entries: {} };
  const consentEntries = window.google_tag_data.ics.entries;

  function readGtag(command, ...rest) {
    if (command !== 'consent') return;
    const [action, states] = rest;
    for (const [name, state] of Object.entries(states ?? {})) {
      if (state !== 'granted' && state !== 'denied') continue;
      consentEntries[name] = { ...consentEntries[name], [action]: state === 'granted' };
    }
  }

  function read(entry) {
    if (typeof entry === 'function') {
      entry.call(access);
    } else if (Object.prototype.toString.call(entry) === '[object Arguments]') {
      readGtag(...entry);
    } else if (entry !== null && typeof entry === 'object') {
      Object.assign(model, entry);
      if (entry.event === undefined) return;
      eventNumber += 1;
      entry['gtm.uniqueEventId'] = eventNumber;
      if (typeof entry.eventCallback === 'function') entry.eventCallback(containerId);
    }
  }

  const pushBefore = layer.push;
  layer.push = (...entries) => {
    pushBefore.apply(layer, entries);
    for (const entry of entries) read(entry);
    return true;
  };

  window.google_tag_manager ??= {};
  window.google_tag_manager[containerId] = { dataLayer: access };

  for (const entry of [...layer]) read(entry);

  function pushWhen(isDone, target, type, event) {
    if (isDone) layer.push({ event });
    else target.addEventListener(type, () => layer.push({ event }), { once: true });
  }
  pushWhen(document.readyState !== 'loading', document, 'DOMContentLoaded', 'gtm.dom');
  pushWhen(document.readyState === 'complete', window, 'load', 'gtm.load');
})();
