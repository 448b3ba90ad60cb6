import { PIXEL, sent } from '../../session/fragments.ts';
import { BASE, DATA, LOADS, PAGE } from './correct-set-ups.ts';
import { type Site, site } from './correct-sites.ts';

/**
 * More set-ups, as logs, bug reports and documents of plug-ins, routers and consent tools show them.
 * Each is right as it stands, and none may meet a warning.
 */

/** Its requests were recorded. */
const WATCHED = `${PAGE} with {tabId: 1}`;

export const publicSetUps: Record<string, () => Site> = {
  /** Consent mode of CookieYes, CookieHub, consentmanager: locked, and opened at the visitor's yes. */
  metaConsentMode: site()`
    ${WATCHED}
    fbq consent revoke
    fbq init ${PIXEL}
    fbq track PageView
    library
    +5s consent cookiebot CookiebotOnAccept {consented: true, declined: false, hasResponse: true, consent: {necessary: true, preferences: true, statistics: true, marketing: true}}
    fbq consent grant
    config ${PIXEL}
    hit ${PIXEL} PageView
    +8s dataLayer {event: later}
  `,
  metaConsentModeRefused: site()`
    ${WATCHED}
    fbq consent revoke
    fbq init ${PIXEL}
    fbq track PageView
    library
    +3s consent cookiebot CookiebotOnDecline {consented: false, declined: true, hasResponse: true, consent: {necessary: true, preferences: false, statistics: false, marketing: false}}
    fbq track Lead {} {eventID: l-1}
    +9s dataLayer {event: later}
  `,
  /** The stub is there, and the consent tool keeps the library back until an answer. */
  libraryHeldBack: site()`
    ${WATCHED}
    consent onetrust load {groups: ",C0001,", stored: undefined, closed: undefined}
    fbq init ${PIXEL}
    fbq track PageView
    +12s fbq track Lead {} {eventID: l-1}
    +9s dataLayer {event: later}
  `,
  /** Cookiebot asks nobody outside its regions, and grants. */
  cookiebotElsewhere: site()`
    ${PAGE}
    consent cookiebot load {consented: true, declined: false, hasResponse: false, consent: {necessary: true, preferences: true, statistics: true, marketing: true}, regulations: {gdprApplies: false}}
    +205 ${BASE}
  `,
  oneTrustGroupsOfItsOwn: site({ consent: { categories: { onetrust: 'BG87' } } })`
    ${PAGE}
    consent onetrust load {groups: ",C0001,BG87,", stored: undefined, closed: "2026-11-21T10:00:00.000Z"}
    +205 ${BASE}
  `,
  trustWithMetaAllowed: site()`
    ${PAGE}
    consent trust change {consent: {status: mixed, categories: {"1": {status: "on"}, "2": {status: "off"}}, vendors: {acm_89: {status: "on"}}}}
    +205 ${BASE}
  `,
  consentAfterAccept: site()`
    ${PAGE}
    gtag consent default {ad_storage: denied, ad_user_data: denied, ad_personalization: denied, wait_for_update: 500}
    dataLayer {gtm.start: 1, event: gtm.js}
    +4s gtag consent update {ad_storage: granted, ad_user_data: granted, ad_personalization: granted}
    dataLayer {event: cookie_consent_update}
    +205 ${BASE}
  `,
  axeptio: site()`
    ${PAGE}
    dataLayer {event: axeptio_update, axeptio_authorized_vendors: ",google_analytics,facebook_pixel,"}
    dataLayer {event: axeptio_activate_facebook_pixel}
    +205 ${BASE}
  `,
  /** Meta's plug-in for WooCommerce sends its lists to the Conversions API as texts too. */
  wooCommerceServerTexts: site()`
    ${PAGE}
    ${BASE}
    ${sent('AddToCart', `{content_ids: '["tk_1"]', content_name: Shirt, content_type: product, contents: '[{"id":"tk_1","quantity":1}]', value: "35.99", currency: EUR}`, 'w-1')}
    server.import ${PIXEL} AddToCart id=w-1 {content_ids: '["tk_1"]', content_name: Shirt, content_type: product, contents: '[{"id":"tk_1","quantity":1}]', value: "35.99", currency: EUR}
  `,
  shopifyChannel: site()`
    ${PAGE}
    frame f https://shop.test/web-pixels/sandbox
    fbq init ${PIXEL} {external_id: abc} {agent: shopify_web_pixel}
    ${LOADS}
    fbq trackShopify ${PIXEL} ViewContent {content_ids: ["7"], content_type: product_group, value: 17.15, currency: EUR} {eventID: sh-2}
      > hit ${PIXEL} ViewContent cd={content_ids: ["7"], content_type: product_group, value: 17.15, currency: EUR} eid=sh-2
  `,
  shopifyNumbersOnTheServer: site()`
    ${PAGE}
    ${BASE}
    ${sent('Purchase', '{content_ids: ["42"], content_type: product_group, contents: [{id: "42", quantity: 1, item_price: 17.15}], value: 17.15, currency: EUR, num_items: 1}', 'o-9001')}
    server.import ${PIXEL} Purchase id=o-9001 {content_ids: [42], content_type: product_group, contents: [{id: 42, quantity: 1, item_price: 17.15}], value: "17.15", currency: EUR, num_items: 1, order_id: "9001"}
  `,
  /** A server tag tells more than the browser's. */
  serverTellsMore: site()`
    ${PAGE}
    ${BASE}
    ${sent('Purchase', DATA, 'o-123_456')}
    server.import ${PIXEL} Purchase id=o-123_456 {value: 34.3, currency: EUR, content_type: product, contents: [{id: house-250, quantity: 2, item_price: 17.15, title: House, brand: x}], order_id: "77", num_items: 2}
  `,
  /** What happens in the shop or the CRM has no browser. */
  offlineEvents: site()`
    ${PAGE}
    ${BASE}
    ${sent('Lead', '{}', 'l-1')}
    server.import ${PIXEL} Lead id=l-1
    server.import ${PIXEL} "Qualified Lead" action_source=system_generated event_source_url=(undefined) user_data={lead_id: 1234567890123456} {event_source: crm, lead_event_source: HubSpot}
    server.import ${PIXEL} Purchase id=pos-1 action_source=physical_store event_source_url=(undefined) user_data={ph: ["${'a1'.repeat(32)}"]} {value: 9, currency: EUR, order_id: pos-1}
  `,
  /** The cookies as Meta's Parameter Builder writes them, on a domain of two parts. */
  parameterBuilder: site()`
    ${PAGE}
    ${BASE}
    ${sent('Lead', '{}', 'l-1')}
    server.import ${PIXEL} Lead id=l-1 user_data={client_user_agent: "Mozilla/5.0", client_ip_address: "2001:db8::1", fbp: "fb.2.1795219200000.1098115397.AQYBAQIA", fbc: "fb.2.1795219200000.IwAR2F4dbP0l7Mn1.AQYBAQIA"}
  `,
  clickIdOnTheServer: site()`
    page a https://shop.test/?fbclid=IwAR2F4-dbP0l7Mn1IawQQ
    ${BASE}
    ${sent('Lead', '{}', 'l-1')}
    server.import ${PIXEL} Lead id=l-1 user_data={client_user_agent: "Mozilla/5.0", client_ip_address: "192.0.2.1", fbc: "fb.1.1795219200000.IwAR2F4-dbP0l7Mn1IawQQ"}
  `,
  /** Triggers for the container's own tags; the events reach Meta by the page. */
  triggersForOwnTags: site()`
    ${WATCHED}
    ${BASE}
    cact trigger add_to_cart {currency: EUR, value: 34.3, items: [{id: house-250, quantity: 2, product: {id: house-250, name: House, price: 17.15}}]}
      ${sent('AddToCart', DATA, 'a-1')}
    +12s dataLayer {event: later}
  `,
  routerFilters: site()`
    ${PAGE}
    ${BASE}
    route https://shop.test/?sort=price
    hit ${PIXEL} PageView
    route https://shop.test/?sort=name
    hit ${PIXEL} PageView
  `,
  listOfProducts: site()`
    ${PAGE}
    ${BASE}
    ${sent('ViewContent', '{content_ids: [a], content_type: product}')}
    ${sent('ViewContent', '{content_ids: [b], content_type: product}')}
    ${sent('ViewContent', '{content_ids: [c], content_type: product}')}
  `,
  twoQuickClicks: site()`
    ${PAGE}
    ${BASE}
    ${sent('AddToCart', DATA, 'c-1')}
    +600 fbq track AddToCart ${DATA} {eventID: c-2}
    hit ${PIXEL} AddToCart cd=${DATA} eid=c-2
  `,
  twoOrders: site()`
    ${PAGE}
    ${BASE}
    ${sent('Purchase', DATA, 'order-1')}
    +60s page b https://shop.test/thanks
    ${BASE}
    ${sent('Purchase', DATA, 'order-2')}
  `,
  checkoutWithoutContents: site()`
    ${PAGE}
    ${BASE}
    dataLayer {event: begin_checkout, ecommerce: {value: 34.3, currency: EUR, items: [{item_id: house-250, quantity: 2, price: 17.15}]}}
      ${sent('InitiateCheckout', '{value: 34.3, currency: EUR, num_items: 2}', 'ic-1')}
  `,
};
