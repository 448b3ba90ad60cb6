/**
 * What a page of a reactive framework does with tracking: it pushes its state inside an effect and
 * changes the state later. Each entry of this folder gives its framework's own means:
 *   create(object)  the reactive object
 *   effect(run)     runs now, and again when what it read has changed
 *   settle()        a promise after which effects that had to run have run
 *   change(run)     runs a change of the state as that framework wants it (default: just runs it)
 * `window.runs` counts how often each effect ran; `window.values` holds what the page pushed, as the
 * page itself reads it when it pushes.
 */
window.dataLayer = [];
window.fbq = (...args) => {
  window.fbq.queue.push(args);
};
window.fbq.queue = [];
window.caReady = [];
window.cact = (...args) => {
  window.caReady.push(args);
};
window.analytics = { track: (name) => name };

const STATE = () => ({
  total: 1,
  coupon: { code: 'A' },
  items: [
    { id: 'a', price: 1 },
    { id: 'b', price: 2 },
  ],
});

export async function play({ create, effect, settle, change = (run) => run() }) {
  const effects = {
    'the object itself': (state) => dataLayer.push(state),
    'inside an event': (state) => dataLayer.push({ event: 'purchase', cart: state }),
    'its items': (state) => dataLayer.push({ event: 'items', list: state.items }),
    'in an array of the page': (state) =>
      dataLayer.push({ event: 'deep', list: [{ cart: state }] }),
    'a property read by the page': (state) =>
      dataLayer.push({ event: 'total', total: state.total }),
    'to the pixel': (state) => fbq('track', 'Purchase', state),
    'to the pixel, by its items': (state) => fbq('track', 'Purchase', { contents: state.items }),
    'to cact': (state) => cact('trigger', 'purchase', { cart: state }),
    'to analytics': (state) => analytics.track('Order', { cart: state }),
    'as arguments': (state) =>
      (function () {
        // biome-ignore lint/complexity/noArguments: what gtag pushes
        dataLayer.push(arguments);
      })('event', 'x', state),
    'in a map': (state) => dataLayer.push({ event: 'map', map: new Map([['cart', state]]) }),
    'in an instance': (state) =>
      dataLayer.push(
        new (class Cart {
          constructor() {
            this.state = state;
          }
        })(),
      ),
  };
  const runs = {};
  window.runs = runs;
  const states = [];
  for (const [name, push] of Object.entries(effects)) {
    const state = create(STATE());
    states.push(state);
    runs[name] = 0;
    effect(() => {
      runs[name] += 1;
      push(state);
    });
  }
  await settle();
  const changes = [
    (state) => {
      state.total += 1;
    },
    (state) => {
      state.items.push({ id: 'c', price: 3 });
    },
    (state) => {
      state.coupon.code = 'B';
    },
    (state) => {
      state.added = true;
    },
    (state) => {
      delete state.coupon;
    },
    (state) => {
      state.items = [];
    },
  ];
  for (const one of changes) {
    change(() => {
      for (const state of states) one(state);
    });
    await settle();
  }
  window.counts = { dataLayer: dataLayer.length, fbq: fbq.queue.length, caReady: caReady.length };
  // Outside of any effect, as a click does it; the cart is emptied in the same task.
  const cart = create(STATE());
  fbq('track', 'Last', { cart, own: 1 });
  change(() => {
    cart.total = 5;
  });
  window.finished = true;
}
