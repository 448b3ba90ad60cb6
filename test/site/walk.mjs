/** Waits until the pixel's events have left: a page that goes at once takes them along. */
async function left(page, sent) {
  await page.waitForSelector(['body', ...sent.map((name) => `[data-sent~="${name}"]`)].join(''));
}

/** Goes to a page of the shop by its link, and waits until its vendors are there. */
async function visit(page, name, href, sent = []) {
  await page.click(`nav a[href="${href}"]`);
  await page.waitForSelector(`body[data-page="${name}"][data-ready]`);
  await left(page, sent);
}

async function act(page, selector, done, sent = []) {
  await page.click(selector);
  await page.waitForSelector(`.toast[data-done="${done}"]`);
  await left(page, sent);
}

async function chat(page, replies) {
  await page.click('#loyjoy-chat [data-action="open"]');
  for (const reply of replies) {
    await page.click(`#loyjoy-chat [data-reply="${reply}"]`);
    await page.waitForSelector(`#loyjoy-chat[data-answered="${reply}"]`);
  }
  await page.click('#loyjoy-chat [data-action="close"]');
}

/**
 * Walks once through the whole demo shop, from its home page, which is open. It needs `click` and
 * `waitForSelector` only: `event-loupe record <url> --steps test/site/walk.mjs` runs it in both
 * browsers.
 */
export default async function walk(page) {
  await page.waitForSelector('body[data-page="home"][data-ready]');
  await left(page, ['PageView']);
  // The page's own, and its frame's.
  await visit(page, 'product', '/product.html', [
    'PageView-2',
    'ViewContent',
    'RecommendationSeen',
  ]);

  await visit(page, 'cart', '/cart.html', ['PageView']);
  await act(page, '#add', 'add_to_cart', ['AddToCart']);
  await act(page, '#add-pixel-first', 'add_pixel_first', ['AddToCart-2']);

  await visit(page, 'checkout', '/checkout.html', ['PageView', 'InitiateCheckout']);
  await act(page, '#buy', 'purchase', ['Purchase']);

  await visit(page, 'chat', '/chat.html', ['PageView']);
  await chat(page, ['product_tester', 'newsletter', 'openlink']);
  await left(page, ['product_tester']);
  await visit(page, 'chat-legacy', '/chat-legacy.html');
  await chat(page, ['newsletter']);
  await visit(page, 'late', '/late.html');
  await chat(page, ['product_tester', 'cart']);

  await visit(page, 'segment', '/segment.html');
  await act(page, '#sign-in', 'identify');
  await act(page, '#order', 'order');

  await visit(page, 'app', '/app.html', ['PageView']);
  for (const step of ['taste', 'strength', 'result']) {
    await act(page, `[data-route$="step=${step}"]`, step);
  }
}
