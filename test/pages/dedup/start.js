/* biome-ignore-all lint/complexity/noArguments lint/complexity/useArrowFunction: Meta's own snippet */
/* biome-ignore-all lint/correctness/noUnusedVariables: the pages use them */
// What every page here begins with: Meta's snippet, one pixel, and a stand-in for what the openbridge
// plugin posts to a Conversions API gateway.
const PIXEL = '123456789012345';

!((f, b, e, v, n, t, s) => {
  if (f.fbq) return;
  n = f.fbq = function () {
    n.callMethod ? n.callMethod.apply(n, arguments) : n.queue.push(arguments);
  };
  if (!f._fbq) f._fbq = n;
  n.push = n;
  n.loaded = !0;
  n.version = '2.0';
  n.queue = [];
  t = b.createElement(e);
  t.async = !0;
  t.src = v;
  s = b.getElementsByTagName(e)[0];
  s.parentNode.insertBefore(t, s);
})(window, document, 'script', 'https://connect.facebook.net/en_US/fbevents.js');

fbq('init', PIXEL);

/** Sends what the server is to hand on: an event's name and id, its data, and another pixel. */
function sendToGateway(name, id, data = {}, pixel = PIXEL) {
  const event = {
    event_name: name,
    ...(id === undefined ? {} : { event_id: id }),
    'fb.pixel_id': pixel,
    custom_data: data,
    website_context: { location: location.href, referrer: '', isInIFrame: false },
  };
  fetch('https://gateway.shop.test/events?cee=no', {
    method: 'POST',
    mode: 'no-cors',
    headers: { 'content-type': 'text/plain' },
    body: JSON.stringify(event),
  });
}

/** Runs once the pixel's own hit has been answered, when a server's copy usually comes. */
function afterHit(run) {
  new PerformanceObserver((list, observer) => {
    if (!list.getEntries().some(({ name }) => name.includes('/tr/'))) return;
    observer.disconnect();
    run();
  }).observe({ type: 'resource', buffered: true });
}

const ORDER = { value: 9.99, currency: 'EUR', order_id: 'A-1001' };
