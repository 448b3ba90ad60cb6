// A fake of gtm.js, as far as a data layer's name goes: it makes google_tag_manager, then puts its
// own push on top and writes ids into the objects that wait.
(() => {
  const name = new URL(document.currentScript.src).searchParams.get('l') ?? 'dataLayer';
  window.google_tag_manager = window.google_tag_manager ?? {};
  const layer = window[name];
  const previous = layer.push;
  for (const item of layer) if (item.event) item['gtm.uniqueEventId'] = 0;
  layer.push = (...items) => {
    const result = previous.apply(layer, items);
    for (const item of items) if (item?.event) item['gtm.uniqueEventId'] = layer.length;
    return typeof result === 'boolean' ? result : true;
  };
})();
