// The shop's own page furniture. It calls no tracking: what the panel shows is the pages' doing.
(() => {
  const PAGES = [
    ['/', 'Shop'],
    ['/product.html', 'Product'],
    ['/cart.html', 'Cart'],
    ['/checkout.html', 'Checkout'],
    ['/chat.html', 'Chat'],
    ['/chat-legacy.html', 'Chat 2020'],
    ['/late.html', 'Late chat'],
    ['/segment.html', 'Members'],
    ['/app.html', 'Tea finder'],
  ];
  const here = location.pathname === '/index.html' ? '/' : location.pathname;

  const nav = document.createElement('nav');
  const brand = document.createElement('b');
  brand.textContent = 'Bean & Leaf';
  nav.append(brand);
  for (const [href, text] of PAGES) {
    const link = document.createElement('a');
    link.href = href;
    link.textContent = text;
    if (href === here) link.setAttribute('aria-current', 'page');
    nav.append(link);
  }
  document.body.prepend(nav);

  const { dataset } = document.body;
  window.shop = {
    /** A page that waits for a vendor (`data-wait`) says itself when that is there. */
    ready() {
      dataset.ready = '';
    },
    /** Shows what happened, and tells walk.mjs that it did. */
    done(name, text) {
      const toast = document.createElement('output');
      toast.className = 'toast';
      toast.dataset.done = name;
      toast.textContent = text;
      document.querySelector('.toast')?.remove();
      document.body.append(toast);
    },
  };

  // Names of the pixel's events that were answered, frames' too: who leaves a page at once takes
  // along in Firefox what was only about to be sent. The second of a name is `AddToCart-2`.
  const sent = [];
  const note = (list) => {
    for (const { name } of list.getEntries()) {
      const event = new URL(name).searchParams.get('ev');
      if (event === null) continue;
      const before = sent.filter((one) => one.split('-')[0] === event).length;
      sent.push(before === 0 ? event : `${event}-${before + 1}`);
      dataset.sent = sent.join(' ');
    }
  };
  addEventListener('load', () => {
    for (const { PerformanceObserver: Observer } of [window, ...Array.from(window.frames)])
      new Observer(note).observe({ type: 'resource', buffered: true });
  });
  if (dataset.wait === undefined) addEventListener('load', window.shop.ready);
})();
