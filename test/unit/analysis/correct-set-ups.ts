import { OTHER_PIXEL, PIXEL, sent } from '../../session/fragments.ts';
import { BUY, type Site, site } from './correct-sites.ts';

/**
 * Set-ups as public code has them: plugins of shop systems, templates of tag managers, consent tools,
 * routers. Each is right as it stands, and none may meet a warning.
 */

export const PAGE = 'page a https://shop.test/';
export const BASE = `fbq init ${PIXEL}
    fbq track PageView
    library
    config ${PIXEL}
    hit ${PIXEL} PageView`;
export const DATA =
  '{value: 34.3, currency: EUR, contents: [{id: house-250, quantity: 2}], content_type: product}';
const EE_PRODUCTS = '[{id: house-250, name: House, price: "17.15", quantity: 2}]';
/** A call for one pixel and its hit. */
const single = (name: string, data: string, id: string, pixel = PIXEL) =>
  `fbq trackSingle ${pixel} ${name} ${data} {eventID: "${id}"}\n  > hit ${pixel} ${name} cd=${data} eid=${id} tm=1`;
/** Meta's own template for Google Tag Manager, before the event. */
const TEMPLATE = `fbq consent grant
    fbq optinMetaEnabledCapi ${PIXEL}
    fbq init ${PIXEL} {}
    fbq set agent tmSimo-GTM-WebTemplate-2.0.9 ${PIXEL}`;
export const LOADS = `library
    config ${PIXEL}`;

export const setUps: Record<string, () => Site> = {
  // ---- Tag managers ---------------------------------------------------------------------------
  gtmTemplate: site()`
    ${PAGE}
    dataLayer {gtm.start: 1, event: gtm.js}
    dataLayer {event: gtm.dom}
    ${TEMPLATE}
    ${LOADS}
    ${single('PageView', '{}', '1.1')}
  `,
  /** With user data the template initialises again, with the same. */
  gtmTemplateAdvancedMatching: site()`
    ${PAGE}
    fbq consent grant
    fbq init ${PIXEL} {em: "ada@shop.example"}
    fbq set agent tmSimo-GTM-WebTemplate-2.0.9 ${PIXEL}
    fbq init ${PIXEL} {em: "ada@shop.example"}
    fbq set agent tmSimo-GTM-WebTemplate-2.0.9-REINIT ${PIXEL}
    ${LOADS}
    ${single('PageView', '{}', '1.1')}
  `,
  /** GA4's e-commerce is read behind a gate. */
  gtmTemplateGates: site()`
    ${PAGE}
    ${TEMPLATE}
    ${LOADS}
    dataLayer {event: purchase, ecommerce: {transaction_id: order-77, currency: EUR, value: 34.3, items: [{item_id: house-250, quantity: 2}]}}
    fbq gateCheck enable_gtm_ga4_structure {$type: function, name: a} {$type: function, name: b} ${PIXEL}
      ${single('Purchase', DATA, 'order-77')}
    fbq gateCheck enable_gtm_parambuilder {$type: function, name: a} {$type: function, name: b} ${PIXEL}
  `,
  gtmTemplateEnhancedEcommerce: site()`
    ${PAGE}
    ${TEMPLATE}
    ${LOADS}
    dataLayer {ecommerce: null}
    dataLayer {event: orderPlaced, ecommerce: {currencyCode: EUR, purchase: {actionField: {id: order-77, revenue: "39.20", shipping: "4.90"}, products: ${EE_PRODUCTS}}}}
      ${single('Purchase', '{content_type: product, contents: [{id: house-250, quantity: 2}], value: 34.3, currency: EUR, num_items: 2}', 'order-77')}
  `,
  /** Enhanced e-commerce pushed before the container, without an event, as its documents have it. */
  gtmPageLoadEcommerce: site()`
    ${PAGE}
    dataLayer {ecommerce: {currencyCode: EUR, detail: {products: [{id: house-250, name: House, price: "17.15"}]}}}
    dataLayer {gtm.start: 1, event: gtm.js}
      fbq init ${PIXEL}
      fbq track ViewContent {content_ids: [house-250], content_type: product, value: 17.15, currency: EUR}
    ${LOADS}
    hit ${PIXEL} ViewContent cd={content_ids: [house-250], content_type: product, value: 17.15, currency: EUR}
  `,
  gtmCustomHtml: site()`
    ${PAGE}
    dataLayer {gtm.start: 1, event: gtm.js}
    ${BASE}
    dataLayer {event: formSubmitted, formId: contact}
      ${sent('Contact', '{}', 'c-1')}
    dataLayer {event: gtm.click, gtm.elementId: buy}
    dataLayer {event: pageview, page: "/x"}
  `,
  gtmTwoPixels: site()`
    ${PAGE}
    ${TEMPLATE}
    fbq optinMetaEnabledCapi ${OTHER_PIXEL}
    fbq init ${OTHER_PIXEL} {}
    fbq set agent tmSimo-GTM-WebTemplate-2.0.9 ${OTHER_PIXEL}
    ${LOADS}
    config ${OTHER_PIXEL}
    ${single('Lead', '{}', 'l-1')}
    ${single('Lead', '{}', 'l-1', OTHER_PIXEL)}
  `,
  gtagBeside: site()`
    ${PAGE}
    gtag js {$type: date, value: "2026-11-21T09:00:00.000Z"}
    gtag config G-TEST1
    ${BASE}
    gtag event purchase {transaction_id: order-77, value: 34.3, currency: EUR, items: [{item_id: house-250, quantity: 2}]}
      ${sent('Purchase', DATA, 'order-77')}
    gtag event conversion {send_to: "AW-1/x", value: 34.3, currency: EUR}
  `,
  segmentOwnEvents: site()`
    ${PAGE}
    ${BASE}
    analytics identify user-1 {email: "ada@shop.example"}
    analytics track "Article Read" {title: Tea}
      fbq trackSingleCustom ${PIXEL} "Article Read" {title: Tea} {eventID: ar-1}
    hit ${PIXEL} "Article Read" cd={title: Tea} eid=ar-1 tm=2
  `,

  // ---- Shop systems ---------------------------------------------------------------------------
  /** Meta's plugin for WooCommerce writes its lists out. */
  wooCommerce: site()`
    ${PAGE}
    fbq init ${PIXEL} {} {agent: "woocommerce_0-11.1.0-3.7.6"}
    ${LOADS}
    ${sent('PageView', '{source: woocommerce_0, version: "11.1.0", pluginVersion: "3.7.6"}', 'w-0')}
    ${sent('AddToCart', `{source: woocommerce_0, content_ids: '["tk6768_6768"]', content_name: Shirt, content_type: product, contents: '[{"id":"tk6768_6768","quantity":1}]', value: "35.99", currency: EUR}`, 'w-1')}
  `,
  wooCommerceWithServer: site()`
    ${PAGE}
    fbq init ${PIXEL} {external_id: "7"} {agent: "woocommerce_0-11.1.0-3.7.6"}
    ${LOADS}
    ${sent('Purchase', `{content_ids: '["tk_1"]', content_type: product, contents: '[{"id":"tk_1","quantity":2}]', value: 34.3, currency: EUR}`, 'w-2')}
    server.import ${PIXEL} Purchase id=w-2 {content_ids: [tk_1], content_type: product, contents: [{id: tk_1, quantity: 2}], value: 34.3, currency: EUR}
  `,
  /** PixelYourSite adds the page's fields to every event. */
  pixelYourSite: site()`
    ${PAGE}
    fbq init ${PIXEL} {external_id: abc} {agent: dvpixelyoursite}
    ${LOADS}
    ${sent('PageView', '{page_title: Home, post_type: page, post_id: 2, plugin: PixelYourSite, user_role: guest, event_url: "shop.test/"}', 'pys-1')}
    fbq trackCustom TimeOnPage {page_title: Home, time_on_page: 30} {eventID: pys-2}
      > hit ${PIXEL} TimeOnPage cd={page_title: Home, time_on_page: 30} eid=pys-2
    ${sent('AddToCart', '{content_ids: ["12"], content_name: Tea, content_type: product, value: "9.90", currency: eur, num_items: 1}', 'pys-3')}
  `,
  /** The pixel lives in the sandboxed frame of a custom pixel. */
  shopifySandbox: site()`
    ${PAGE}
    frame f https://shop.test/web-pixels/sandbox
    fbq set autoConfig false ${PIXEL}
    fbq init ${PIXEL} {external_id: cust-5}
    fbq track PageView
    ${LOADS}
    hit ${PIXEL} PageView
    ${sent('Purchase', '{value: 64.5, currency: EUR, content_ids: ["4410", "4411"], content_type: product, num_items: 2}', '5401')}
  `,
  shopifySandboxWithTagManager: site()`
    ${PAGE}
    frame f https://shop.test/web-pixels/sandbox
    dataLayer {gtm.start: 1, event: gtm.js}
    ${BASE}
    dataLayer {event: product_viewed, value: 17.15, currency: EUR}
      ${sent('ViewContent', '{content_ids: ["4410"], content_type: product, value: 17.15, currency: EUR}', 'v-1')}
    dataLayer {event: checkout_completed, value: 64.5, currency: EUR, order_id: "5401"}
      ${sent('Purchase', '{value: 64.5, currency: EUR, content_ids: ["4410"], content_type: product}', '5401')}
  `,
  shopifyProductGroup: site()`
    ${PAGE}
    ${BASE}
    ${sent('ViewContent', '{content_ids: ["8123"], content_type: product_group, content_name: Tea, content_category: Drinks, value: 17.15, currency: EUR}', 'sh-1')}
    ${sent('InitiateCheckout', '{content_ids: ["8123"], content_type: product_group, num_items: 1, value: 17.15, currency: EUR}', 'sh-2')}
  `,
  magento: site()`
    ${PAGE}
    dataLayer {event: productDetail, ecommerce: {currencyCode: EUR, detail: {products: ${EE_PRODUCTS}}}}
    ${BASE}
    ${sent('ViewContent', '{content_ids: [house-250], content_type: product, content_name: House, value: 17.15, currency: EUR}')}
    dataLayer {event: addToCart, ecommerce: {currencyCode: EUR, add: {products: ${EE_PRODUCTS}}}}
      ${sent('AddToCart', DATA, 'm-2')}
    dataLayer {event: removeFromCart, ecommerce: {remove: {products: ${EE_PRODUCTS}}}}
    dataLayer {event: productClick, ecommerce: {click: {products: ${EE_PRODUCTS}}}}
  `,
  classicTransaction: site()`
    ${PAGE}
    dataLayer {transactionId: order-77, transactionTotal: 34.3, transactionProducts: [{sku: house-250, name: House, price: 17.15, quantity: 2}]}
    ${BASE}
    ${sent('Purchase', BUY, 'order-77')}
  `,
  prestaShop: site()`
    ${PAGE}
    fbq init ${PIXEL} {em: "ada@shop.example", fn: ada, ln: example} {agent: plprestashop-download}
    ${LOADS}
    ${sent('PageView')}
    ${sent('ViewContent', '{content_ids: ["12-0"], content_type: product, content_name: Tea, value: 9.9, currency: EUR}', 'ps-1')}
    ${sent('AddToWishlist', '{content_ids: ["12-0"], content_name: Tea, value: 9.9, currency: EUR}', 'ps-2')}
    ${sent('CompleteRegistration', '{status: true}', 'ps-3')}
  `,
  valueAsText: site()`
    ${PAGE}
    ${BASE}
    ${sent('AddToCart', '{content_ids: ["12"], content_type: product, value: "9.90", currency: eur}', 'x-1')}
    ${sent('Purchase', '{content_ids: ["12"], content_type: product, value: "0.00", currency: USD, num_items: "1"}', 'x-2')}
  `,
  freeOrder: site()`
    ${PAGE}
    ${BASE}
    ${sent('Purchase', '{value: 0, currency: EUR}', 'free-1')}
  `,

  /** Meta advises a Signals Gateway Pixel beside its own, under one event id; its id is its own. */
  signalsGateway: site()`
    ${PAGE}
    ${BASE}
    ${sent('Purchase', DATA, 'order-77')}
    request POST https://sgw.shop.test/events?cee=no xmlhttprequest {event_name: Purchase, event_id: order-77, fb.pixel_id: "2471263269676949709", fb.advanced_matching: {}, custom_data: ${DATA}, website_context: {location: "https://shop.test/", referrer: "", isInIFrame: false}}
  `,
  /** A plug-in and a tag, each with its own pixel and its own base code. */
  twoBaseCodesTwoPixels: site()`
    ${PAGE}
    ${BASE}
    fbq init ${OTHER_PIXEL}
    fbq track PageView
    config ${OTHER_PIXEL}
    hit ${OTHER_PIXEL} PageView
    ${single('Lead', '{}', 'l-1', OTHER_PIXEL)}
  `,
  /** Sums of prices as JavaScript makes them, and in cents on the server. */
  binaryFractions: site()`
    ${PAGE}
    ${BASE}
    dataLayer {event: purchase, ecommerce: {transaction_id: order-77, currency: EUR, value: 34.3, items: [{item_id: house-250, price: 17.15, quantity: 2}]}}
      ${sent('Purchase', '{value: 34.300000000000004, currency: EUR, contents: [{id: house-250, quantity: 2}], content_type: product}', 'order-77')}
    server.import ${PIXEL} Purchase id=order-77 {value: 34.3, currency: EUR, contents: [{id: house-250, quantity: 2, item_price: 17.15}], content_type: product}
  `,
  /** Denied in the European Economic Area alone; whether the visitor is there nobody knows. */
  consentModeByRegion: site()`
    ${PAGE}
    gtag consent default {ad_storage: granted, ad_user_data: granted, ad_personalization: granted}
    gtag consent default {ad_storage: denied, ad_user_data: denied, ad_personalization: denied, region: [AT, BE, DE, FR]}
    ${BASE}
    ${sent('Lead', '{}', 'lead-1')}
  `,

  // ---- What is not a shop ---------------------------------------------------------------------
  leads: site()`
    ${PAGE}
    ${BASE}
    ${sent('Lead', '{content_name: "E-book", content_category: Guides}', 'l-1')}
    ${sent('CompleteRegistration', '{content_name: Webinar, status: registered}', 'l-2')}
    ${sent('Schedule', '{}', 'l-3')}
    ${sent('SubmitApplication', '{}', 'l-4')}
    ${sent('Contact', '{}', 'l-5')}
    ${sent('FindLocation', '{}', 'l-6')}
  `,
  subscriptions: site()`
    ${PAGE}
    ${BASE}
    ${sent('StartTrial', '{value: 0, currency: EUR, predicted_ltv: 120}', 's-1')}
    ${sent('Subscribe', '{value: "9.90", currency: EUR, predicted_ltv: "118.80"}', 's-2')}
  `,
  donations: site()`
    ${PAGE}
    ${BASE}
    ${sent('Donate', '{value: 25, currency: EUR}', 'd-1')}
  `,
  search: site()`
    ${PAGE}
    ${BASE}
    dataLayer {event: search, search_term: tea}
      ${sent('Search', '{search_string: tea, content_ids: [sencha, assam], content_type: product}', 'q-1')}
  `,
  travel: site()`
    ${PAGE}
    ${BASE}
    ${sent('Search', '{content_type: hotel, checkin_date: "2026-12-01", checkout_date: "2026-12-04", city: Munster, num_adults: 2}', 't-1')}
    ${sent('ViewContent', '{content_type: hotel, content_ids: ["h-77"], value: 99, currency: EUR}', 't-2')}
  `,
  vehicles: site()`
    ${PAGE}
    ${BASE}
    ${sent('ViewContent', '{content_type: vehicle, content_ids: ["v-1"], make: Example, model: One, year: 2024, state_of_vehicle: Used}', 'v-1')}
  `,
  ownEvents: site()`
    ${PAGE}
    ${BASE}
    fbq trackCustom ShareDiscount {promotion: "share_discount_10%"}
      > hit ${PIXEL} ShareDiscount cd={promotion: "share_discount_10%"}
    fbq trackCustom newsletter_signup
      > hit ${PIXEL} newsletter_signup
    fbq trackCustom Unsubscribe
      > hit ${PIXEL} Unsubscribe
  `,

  // ---- How the pixel is called ----------------------------------------------------------------
  oldArray: site()`
    ${PAGE}
    fbq init ${PIXEL}
    ${LOADS}
    fbq [track, Lead, {value: 1, currency: EUR}]
      > hit ${PIXEL} Lead cd={value: 1, currency: EUR}
  `,
  limitedDataUse: site()`
    ${PAGE}
    fbq dataProcessingOptions [LDU] (0) (0)
    fbq init ${PIXEL}
    fbq track PageView
    ${LOADS}
    hit ${PIXEL} PageView dpo=LDU dpoco=0 dpost=0
    ${sent('Lead', '{}', 'ldu-1')}
  `,
  withoutAutomaticEvents: site()`
    ${PAGE}
    fbq set autoConfig false ${PIXEL}
    fbq init ${PIXEL}
    fbq disabledExtensions [whatsapp_marketing_messaging_customer_subscription]
    fbq track PageView
    ${LOADS}
    hit ${PIXEL} PageView
  `,
  eventIdOtherKey: site()`
    ${PAGE}
    ${BASE}
    fbq track Lead {} {event_id: l-1}
      > hit ${PIXEL} Lead eid=l-1
  `,
  agencyPixel: site()`
    ${PAGE}
    ${BASE}
    fbq init ${OTHER_PIXEL}
    config ${OTHER_PIXEL}
    ${single('ViewContent', '{content_ids: [a], content_type: product}', 'v-1')}
    fbq trackSingleCustom ${OTHER_PIXEL} Scroll50 {} {eventID: sc-1}
      > hit ${OTHER_PIXEL} Scroll50 eid=sc-1 tm=2
  `,
  lateUserData: site()`
    ${PAGE}
    ${BASE}
    fbq init ${PIXEL} {em: "ada@shop.example"}
    ${sent('Lead', '{}', 'lead-1')}
  `,
  hashedUserData: site()`
    ${PAGE}
    fbq init ${PIXEL} {em: "${'a1'.repeat(32)}", ph: "491701234567", external_id: "c-17"}
    fbq track PageView
    ${LOADS}
    hit ${PIXEL} PageView
  `,

  // ---- Single-page applications ---------------------------------------------------------------
  routerWithTrackSingle: site()`
    ${PAGE}
    fbq init ${PIXEL}
    ${LOADS}
    ${single('PageView', '{}', 'pv-0')}
    route https://shop.test/teas
    dataLayer {event: page_view, page_path: "/teas"}
      ${single('PageView', '{}', 'pv-1')}
    ${sent('ViewContent', '{content_ids: [sencha], content_type: product}', 'vc-1')}
  `,
  routerOwnEvent: site()`
    ${PAGE}
    ${BASE}
    route https://shop.test/teas
    hit ${PIXEL} PageView
    fbq trackCustom RouteChange {path: "/teas"}
      > hit ${PIXEL} RouteChange cd={path: "/teas"}
  `,
  checkoutSteps: site()`
    ${PAGE}
    ${BASE}
    route https://shop.test/checkout
    hit ${PIXEL} PageView
    ${sent('InitiateCheckout', DATA, 'ic-1')}
    route https://shop.test/checkout/payment
    hit ${PIXEL} PageView
    ${sent('AddPaymentInfo', '{value: 34.3, currency: EUR, content_category: card}', 'pay-1')}
    route https://shop.test/thanks
    hit ${PIXEL} PageView
    ${sent('Purchase', BUY, 'order-77')}
  `,

  // ---- Consent tools --------------------------------------------------------------------------
  usercentricsTwo: site()`
    ${PAGE}
    consent usercentrics load {services: [{name: "Facebook Pixel", consent: {status: true, history: [{type: explicit}]}}]}
    +205 ${BASE}
    ${sent('Lead', '{}', 'lead-1')}
  `,
  usercentricsThree: site()`
    ${PAGE}
    consent usercentrics load {services: {m: {name: "Meta Pixel", category: marketing, essential: false, consent: {given: true, type: EXPLICIT}}}}
    +205 ${BASE}
    ${sent('Lead', '{}', 'lead-1')}
  `,
  didomi: site({ consent: { categories: { didomi: 'c:meta' } } })`
    ${PAGE}
    consent didomi load {status: {vendors: {enabled: ["c:meta"], disabled: []}, purposes: {enabled: [cookies], disabled: []}}}
    +205 ${BASE}
    ${sent('Lead', '{}', 'lead-1')}
  `,
  commandersActTrust: site({ consent: { categories: { trust: '3' } } })`
    ${PAGE}
    consent trust {cookie: "0@002|12|3441@1%2C3@4@1,1,1"}
    +205 ${BASE}
    ${sent('Lead', '{}', 'lead-1')}
  `,
  cookiebotBlocking: site()`
    ${PAGE}
    consent cookiebot load {consented: false, declined: false, hasResponse: false, consent: {necessary: true, preferences: false, statistics: false, marketing: false}}
    +4005 consent cookiebot CookiebotOnAccept {consented: true, declined: false, hasResponse: true, consent: {necessary: true, preferences: true, statistics: true, marketing: true}}
    +205 ${BASE}
    ${sent('Lead', '{}', 'lead-1')}
  `,
};
