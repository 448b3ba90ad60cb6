/** Goes to a page of the shop by its link, and waits until its vendors are there. */
async function visit(page, name, href) {
  await page.click(`nav a[href="${href}"]`);
  await page.waitForSelector(`body[data-page="${name}"][data-ready]`);
}

async function act(page, selector, done) {
  await page.click(selector);
  await page.waitForSelector(`.toast[data-done="${done}"]`);
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
  await visit(page, 'product', '/product.html');

  await visit(page, 'cart', '/cart.html');
  await act(page, '#add', 'add_to_cart');
  await act(page, '#add-pixel-first', 'add_pixel_first');

  await visit(page, 'checkout', '/checkout.html');
  await act(page, '#buy', 'purchase');

  await visit(page, 'chat', '/chat.html');
  await chat(page, ['product_tester', 'newsletter', 'openlink']);
  await visit(page, 'chat-legacy', '/chat-legacy.html');
  await chat(page, ['newsletter']);
  await visit(page, 'late', '/late.html');
  await chat(page, ['product_tester', 'cart']);

  await visit(page, 'segment', '/segment.html');
  await act(page, '#sign-in', 'identify');
  await act(page, '#order', 'order');

  await visit(page, 'app', '/app.html');
  for (const step of ['taste', 'strength', 'result']) {
    await act(page, `[data-route$="step=${step}"]`, step);
  }
}
