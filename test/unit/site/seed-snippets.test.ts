import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/*
 * The shop shows what the product was made for: the snippets of the five seed documents, character
 * by character. What a site has to fill in is listed here, and nothing else may differ.
 */

const page = (name: string) =>
  readFileSync(new URL(`../../site/public/${name}`, import.meta.url), 'utf8');

/** Seed "Facebook Pixel Integration", step 2. The SDK's address is the shop's own. */
const PIXEL = `<script>
!function(f,b,e,v,n,t,s)
{if(f.fbq)return;n=f.fbq=function(){n.callMethod?
n.callMethod.apply(n,arguments):n.queue.push(arguments)};
if(!f._fbq)f._fbq=n;n.push=n;n.loaded=!0;n.version='2.0';
n.queue=[];t=b.createElement(e);t.async=!0;
t.src=v;s=b.getElementsByTagName(e)[0];
s.parentNode.insertBefore(t,s)}(window, document,'script',
'/vendor/fbevents.js');
fbq('init', '522344231566343');
fbq('track', 'PageView');
</script>`;

/** Seed "Facebook Pixel Integration", step 3. */
const PIXEL_LISTENER = `<script>
LoyJoy('boot', {
  eventListeners: [function (evt, obj) {
    if (evt === 'product_tester') {
      fbq('track', evt)
    }
  }],
  process: OPTIONAL_PROCESS_ID
})
</script>`;

const boot = (push: string) => `<script>
LoyJoy('boot', {
  bot: BOT_ID,
  eventListeners: [function (evt, obj) {
    dataLayer && dataLayer.push(${push}
  }],
  process: OPTIONAL_PROCESS_ID,
  serviceWorkerPath: OPTIONAL_SERVICE_WORKER_PATH,
  tenant: OPTIONAL_TENANT_ID
})
</script>`;

/** Seed "Integrate data from your LoyJoy chat into your tracking solution". */
const DATA_LAYER = boot(
  "{ 'evt': evt, 'bot_id': obj && obj.bot_id, 'process_id': obj && obj.process_id, 'process_name': obj && obj.process_name })  ",
);

/** Its legacy version. */
const DATA_LAYER_LEGACY = boot(
  "{ 'event': 'loyjoy', 'gaEventCategory': 'loyjoy', 'gaEventAction': obj && obj.process_name, 'gaEventLabel': evt })",
);

/** Seed "Facebook Conversions API", example "On pixel", #CARTVALUE# and #CURRENCY# filled in. */
const COMMANDERS_ACT = `fbq('track', 'AddToCart', {
  value: 19.80,
  currency: 'EUR',
  contents: fb_addtocart_products,
  content_type: 'product'
}, { eventID: tC.uniqueEventId });`;

test.each([
  ['chat.html', PIXEL],
  ['chat.html', PIXEL_LISTENER],
  ['chat.html', DATA_LAYER],
  ['chat-legacy.html', DATA_LAYER_LEGACY],
  ['cart.html', PIXEL],
  ['cart.html', COMMANDERS_ACT],
])('%s has the snippet as it stands', (name, snippet) => {
  expect(page(name)).toContain(snippet);
});
