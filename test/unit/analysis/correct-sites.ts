import type { Entry } from '../../../src/session/entry.ts';
import type { Profile } from '../../../src/session/profile.ts';
import { OTHER_PIXEL, PIXEL, sent } from '../../session/fragments.ts';
import { entries } from '../../session/session.ts';

/** Sites that do everything right, one of each kind. None of them may meet a warning. */

export interface Site {
  entries: Entry[];
  profile?: Profile;
}

export const BUY =
  '{value: 34.3, currency: EUR, contents: [{id: house-250, quantity: 2, item_price: 17.15}], content_type: product, order_id: order-77}';
const CART =
  '{value: 34.3, currency: EUR, contents: [{id: house-250, quantity: 2}], content_type: product}';
const VIEW = '{content_ids: [house-250], content_type: product, value: 17.15, currency: EUR}';
export const GA_ITEMS = '[{item_id: house-250, item_name: House, price: 17.15, quantity: 2}]';
export const ACT_ITEMS =
  '[{id: house-250, quantity: 2, product: {id: house-250, name: House, price: 17.15}}]';
export const USER =
  'id: c-17, email: "ada@shop.example", firstname: Ada, lastname: Example, city: Munster, zipcode: "48143", country: DE';
const MESSAGE = 'ajs-next-1795251600000-5b0e5a7e-0000-4000-8000-00000000000';
const AUTOMATIC = `ob3_plugin-set_${'a1'.repeat(32)}`;
const FBP = 'fb.1.1795251600000.123456789';
const SEGMENT =
  'anonymousId=anon-1 writeKey=k timestamp=2026-11-21T09:00:00.000Z sentAt=2026-11-21T09:00:00.000Z context={} integrations={}';

/** A site in text, under a profile. */
export const site =
  (profile?: Profile) =>
  (texts: TemplateStringsArray, ...holes: unknown[]) =>
  (): Site => ({
    entries: entries(texts, ...holes),
    ...(profile === undefined ? {} : { profile }),
  });

export const sites: Record<string, () => Site> = {
  plain: site()`
    page a https://shop.test/
    fbq init ${PIXEL}
    fbq track PageView
    library
    config ${PIXEL}
    hit ${PIXEL} PageView
    ${sent('ViewContent', VIEW, 'vc-1')}
    ${sent('AddToCart', CART, 'atc-1')}
    page b https://shop.test/checkout
    fbq init ${PIXEL} {em: "ada@shop.example"}
    fbq track PageView
    library
    config ${PIXEL}
    hit ${PIXEL} PageView
    ${sent('InitiateCheckout', '{value: 34.3, currency: EUR, num_items: 2}', 'ic-1')}
    ${sent('Purchase', BUY, 'order-77')}
    +20005 fbq track Lead {} {eventID: lead-1}
    hit ${PIXEL} Lead eid=lead-1
  `,
  plainWithServer: site()`
    page a https://shop.test/checkout
    fbq init ${PIXEL}
    fbq track PageView {} {eventID: pv-1}
    library
    config ${PIXEL}
    hit ${PIXEL} PageView eid=pv-1
    server.import ${PIXEL} PageView id=pv-1
    ${sent('AddToCart', CART, 'atc-1')}
    server.import ${PIXEL} AddToCart id=atc-1 ${CART}
    ${sent('Purchase', BUY, 'order-77')}
    server.import ${PIXEL} Purchase id=order-77 ${BUY}
    ${sent('Purchase', '{value: 34.3, currency: EUR, contents: [{id: house-250, quantity: 2, item_price: 17.15}], content_type: product, order_id: order-78}', 'order-78')}
    server.import ${PIXEL} Purchase id=order-78 {value: 34.3, currency: EUR, contents: [{id: house-250, quantity: 2, item_price: 17.15}], content_type: product, order_id: order-78}
  `,
  gtm: site()`
    page a https://shop.test/
    dataLayer {gtm.start: 1, event: gtm.js}
    dataLayer {event: gtm.dom}
      fbq init ${PIXEL}
      fbq set agent tmgoogletagmanager ${PIXEL}
      fbq track PageView
    library
    config ${PIXEL}
    hit ${PIXEL} PageView a=tmgoogletagmanager
    dataLayer {event: gtm.load}
    dataLayer {event: view_item, ecommerce: {currency: EUR, value: 17.15, items: [{item_id: house-250, item_name: House, price: 17.15, quantity: 1}]}}
      fbq track ViewContent ${VIEW} {eventID: "1795.1"}
    hit ${PIXEL} ViewContent cd=${VIEW} eid=1795.1 a=tmgoogletagmanager
    dataLayer {event: purchase, ecommerce: {transaction_id: order-77, currency: EUR, value: 34.3, items: ${GA_ITEMS}}}
      fbq track Purchase ${BUY} {eventID: order-77}
    hit ${PIXEL} Purchase cd=${BUY} eid=order-77 a=tmgoogletagmanager
    dataLayer {ecommerce: null}
    dataLayer {event: scroll, percent: 50}
    gtag event select_content {content_type: x}
  `,
  /** The container's tags run later (asynchronously), so that nothing nests. */
  gtmAsync: site()`
    page a https://shop.test/
    dataLayer {gtm.start: 1, event: gtm.js}
    library
    config ${PIXEL}
    hit ${PIXEL} PageView a=tmgoogletagmanager
    dataLayer {event: view_item, ecommerce: {currency: EUR, value: 17.15, items: [{item_id: house-250, item_name: House, price: 17.15, quantity: 1}]}}
    hit ${PIXEL} ViewContent cd=${VIEW} eid=v.1 a=tmgoogletagmanager
    dataLayer {event: purchase, ecommerce: {transaction_id: order-77, currency: EUR, value: 34.3, items: ${GA_ITEMS}}}
    hit ${PIXEL} Purchase cd=${BUY} eid=order-77 a=tmgoogletagmanager
  `,
  segment: site()`
    page a https://shop.test/
    analytics page with {messageId: "${MESSAGE}1", returned: promise}
    fbq dataProcessingOptions [LDU] (0) (0)
    fbq init ${PIXEL} {} {agent: seg}
    fbq track PageView {} {eventID: "${MESSAGE}1"} with {cause: "a:1"}
    library
    config ${PIXEL}
    request POST https://api.segment.io/v1/p xmlhttprequest {type: page, properties: {path: "/"}, messageId: "${MESSAGE}1", anonymousId: anon-1, writeKey: k, timestamp: "2026-11-21T09:00:00.000Z", sentAt: "2026-11-21T09:00:00.000Z", context: {}, integrations: {}}
    hit ${PIXEL} PageView eid=${MESSAGE}1 a=seg dpo=LDU dpoco=0 dpost=0
    analytics track "Product Viewed" {product_id: house-250, name: House, price: 17.15, currency: EUR} with {messageId: "${MESSAGE}2", returned: promise}
      fbq trackSingle ${PIXEL} ViewContent {content_ids: [house-250], content_type: [product], content_name: House, content_category: "", currency: EUR, value: "17.15", contents: [{id: house-250, quantity: 1, item_price: 17.15}]} {eventID: "${MESSAGE}2"}
    segment-hit "Product Viewed" {product_id: house-250, name: House, price: 17.15, currency: EUR} messageId=${MESSAGE}2 ${SEGMENT}
    hit ${PIXEL} ViewContent cd={content_ids: [house-250], content_type: [product], content_name: House, content_category: "", currency: EUR, value: 17.15, contents: [{id: house-250, quantity: 1, item_price: 17.15}]} eid=${MESSAGE}2 tm=1 a=seg dpo=LDU dpoco=0 dpost=0
    analytics track "Order Completed" {order_id: order-77, revenue: 34.3, currency: EUR, products: [{product_id: house-250, price: 17.15, quantity: 2}]} with {messageId: "${MESSAGE}3", returned: promise}
      fbq trackSingle ${PIXEL} Purchase {content_ids: [house-250], content_type: [product], currency: EUR, value: "34.30", contents: [{id: house-250, quantity: 2, item_price: 17.15}], num_items: 1} {eventID: "${MESSAGE}3"}
    segment-hit "Order Completed" {order_id: order-77, revenue: 34.3, currency: EUR, products: [{product_id: house-250, price: 17.15, quantity: 2}]} messageId=${MESSAGE}3 ${SEGMENT}
    hit ${PIXEL} Purchase cd={content_ids: [house-250], content_type: [product], currency: EUR, value: "34.30", contents: [{id: house-250, quantity: 2, item_price: 17.15}], num_items: 1} eid=${MESSAGE}3 tm=1 a=seg dpo=LDU dpoco=0 dpost=0
    analytics track "Newsletter Opened" {a: 1} with {messageId: "${MESSAGE}4", returned: promise}
      fbq trackSingleCustom ${PIXEL} "Newsletter Opened" {a: 1} {eventID: "${MESSAGE}4"}
    segment-hit "Newsletter Opened" {a: 1} messageId=${MESSAGE}4 ${SEGMENT}
    hit ${PIXEL} "Newsletter Opened" cd={a: 1} eid=${MESSAGE}4 tm=2 a=seg
  `,
  /** The pixel on the page and the Conversions API on Segment's server, as Segment advises. */
  segmentBothSides: site()`
    page a https://shop.test/
    fbq dataProcessingOptions [LDU] (0) (0)
    fbq init ${PIXEL} {} {agent: seg}
    library
    config ${PIXEL}
    analytics track "Order Completed" {order_id: order-77, revenue: 34.3, currency: EUR, products: [{product_id: house-250, price: 17.15, quantity: 2}]} with {messageId: "${MESSAGE}3", returned: promise}
      fbq trackSingle ${PIXEL} Purchase {content_ids: [house-250], content_type: [product], currency: EUR, value: "34.30", contents: [{id: house-250, quantity: 2, item_price: 17.15}], num_items: 1} {eventID: "${MESSAGE}3"}
    segment-hit "Order Completed" {order_id: order-77, revenue: 34.3, currency: EUR, products: [{product_id: house-250, price: 17.15, quantity: 2}]} messageId=${MESSAGE}3 ${SEGMENT} _metadata={bundled: ["Facebook Pixel", "Segment.io"], unbundled: ["Facebook Conversions API (Actions)"], bundledIds: [x]}
    hit ${PIXEL} Purchase cd={content_ids: [house-250], content_type: [product], currency: EUR, value: "34.30", contents: [{id: house-250, quantity: 2, item_price: 17.15}], num_items: 1} eid=${MESSAGE}3 tm=1 a=seg dpo=LDU dpoco=0 dpost=0
  `,
  /** Segment's server alone sends to Meta: there is no pixel on the page. */
  segmentServerOnly: site({
    mapping: { rules: [{ from: { source: 'analytics', name: 'Bought' }, to: 'Purchase' }] },
  })`
    page a https://shop.test/
    analytics track Bought {revenue: 34.3, currency: EUR} with {messageId: "${MESSAGE}1", returned: promise}
    segment-hit Bought {revenue: 34.3, currency: EUR} messageId=${MESSAGE}1 ${SEGMENT} _metadata={bundled: ["Segment.io"], unbundled: ["Facebook Conversions API (Actions)"], bundledIds: []}
  `,
  commandersAct: site({ consent: { categories: { trust: '2' } } })`
    page a https://shop.test/cart
    cact consent.update {categories: {"1": {status: on}, "2": {status: on}}}
    fbq init ${PIXEL}
    cact trigger page_view {page_name: cart, user: {${USER}}}
    cact-hit page_view {page_name: cart, user: {${USER}, consent_categories: ["1", "2"], rejected_vendors: []}, integrations: {facebook: {event_id: "952000000001000000000000", fbp: "${FBP}"}}} eventId=952000000001000000000000
    fbq track PageView {} {eventID: "952000000001000000000000"}
    library
    config ${PIXEL}
    hit ${PIXEL} PageView eid=952000000001000000000000
    cact trigger add_to_cart {currency: EUR, revenue: 34.3, items: ${ACT_ITEMS}, user: {${USER}}}
    cact-hit add_to_cart {currency: EUR, revenue: 34.3, items: ${ACT_ITEMS}, amount: 34.3, user: {${USER}, consent_categories: ["1", "2"], rejected_vendors: []}, integrations: {facebook: {event_id: "952000000002000000000000", fbp: "${FBP}"}}} eventId=952000000002000000000000
    fbq track AddToCart {value: 34.3, currency: EUR, contents: [{id: house-250, quantity: 2, item_price: 17.15}], content_type: product} {eventID: "952000000002000000000000"}
    hit ${PIXEL} AddToCart cd={value: 34.3, currency: EUR, contents: [{id: house-250, quantity: 2, item_price: 17.15}], content_type: product} eid=952000000002000000000000
    cact trigger purchase {id: order-77, currency: EUR, revenue: 34.3, value: 34.3, items: ${ACT_ITEMS}, user: {${USER}}}
    cact-hit purchase {id: order-77, currency: EUR, revenue: 34.3, value: 34.3, items: ${ACT_ITEMS}, amount: 34.3, user: {${USER}, consent_categories: ["1", "2"], rejected_vendors: []}, integrations: {facebook: {event_id: "952000000003000000000000", fbp: "${FBP}"}}} eventId=952000000003000000000000
    fbq track Purchase ${BUY} {eventID: "952000000003000000000000"}
    hit ${PIXEL} Purchase cd=${BUY} eid=952000000003000000000000
  `,
  commandersActAnonymous: site({ consent: { commandersAct: 'managed' } })`
    page a https://shop.test/cart
    cact trigger page_view {}
    cact-hit page_view {user: {consent_categories: ["1", "2"], rejected_vendors: []}, integrations: {facebook: {event_id: "952000000001000000000000", fbp: "${FBP}"}}} eventId=952000000001000000000000
    cact trigger view_item {}
    cact-hit view_item {user: {consent_categories: ["1", "2"], rejected_vendors: []}, integrations: {facebook: {event_id: "952000000002000000000000", fbp: "${FBP}"}}} eventId=952000000002000000000000
    cact trigger view_item {}
    cact-hit view_item {user: {consent_categories: ["1", "2"], rejected_vendors: []}, integrations: {facebook: {event_id: "952000000003000000000000", fbp: "${FBP}"}}} eventId=952000000003000000000000
    cact trigger view_item {}
    cact-hit view_item {user: {consent_categories: ["1", "2"], rejected_vendors: []}, integrations: {facebook: {event_id: "952000000004000000000000", fbp: "${FBP}"}}} eventId=952000000004000000000000
  `,
  loyjoy: site()`
    page a https://shop.test/chat
    fbq init ${PIXEL}
    fbq track PageView
    library
    config ${PIXEL}
    hit ${PIXEL} PageView
    loyjoy.boot boot {process: p-1, eventListeners: [{$type: function, value: f}]}
    loyjoy load {process_id: p-1, process_name: Tea}
      dataLayer {event: loyjoy, gaEventLabel: load, process_id: p-1}
    loyjoy show {process_id: p-1, process_name: Tea}
      dataLayer {event: loyjoy, gaEventLabel: show, process_id: p-1}
    loyjoy open {process_id: p-1, process_name: Tea}
      dataLayer {event: loyjoy, gaEventLabel: open, process_id: p-1}
    loyjoy start {process_id: p-1, process_name: Tea}
      dataLayer {event: loyjoy, gaEventLabel: start, process_id: p-1}
    loyjoy newsletter_single_opt_in {process_id: p-1, process_name: Tea}
      dataLayer {event: loyjoy, gaEventLabel: newsletter_single_opt_in, process_id: p-1}
      fbq track Lead {} {eventID: lead-1}
    hit ${PIXEL} Lead eid=lead-1
    loyjoy product_tester {process_id: p-1, process_name: Tea}
      dataLayer {event: loyjoy, gaEventLabel: product_tester, process_id: p-1}
      fbq trackCustom product_tester {} {eventID: pt-1}
    hit ${PIXEL} product_tester eid=pt-1
  `,
  spa: site()`
    page a https://shop.test/
    fbq init ${PIXEL}
    fbq track PageView
    library
    config ${PIXEL}
    hit ${PIXEL} PageView
    route https://shop.test/teas
    dataLayer {event: page_view, page_path: "/teas"}
    hit ${PIXEL} PageView
    route https://shop.test/teas/sencha
    dataLayer {event: page_view, page_path: "/teas/sencha"}
    hit ${PIXEL} PageView
    route https://shop.test/teas
    dataLayer {event: page_view, page_path: "/teas"}
    hit ${PIXEL} PageView
    ${sent('ViewContent', '{content_ids: [sencha], content_type: product}', 'vc-1')}
  `,
  /** The page calls PageView itself on each route, and the pixel's own is off. */
  spaManual: site()`
    page a https://shop.test/
    fbq init ${PIXEL}
    fbq track PageView {} {eventID: pv-0}
    library
    config ${PIXEL}
    hit ${PIXEL} PageView eid=pv-0
    route https://shop.test/teas
    fbq trackSingle ${PIXEL} PageView {} {eventID: pv-1}
    hit ${PIXEL} PageView eid=pv-1 tm=1
    route https://shop.test/teas/sencha
    fbq trackSingle ${PIXEL} PageView {} {eventID: pv-2}
    hit ${PIXEL} PageView eid=pv-2 tm=1
  `,
  twoPixels: site()`
    page a https://shop.test/
    fbq init ${PIXEL}
    fbq init ${OTHER_PIXEL}
    fbq track PageView
    library
    config ${PIXEL}
    config ${OTHER_PIXEL}
    hit ${PIXEL} PageView
    hit ${OTHER_PIXEL} PageView
    ${sent('Purchase', BUY, 'order-77')}
    hit ${OTHER_PIXEL} Purchase cd=${BUY} eid=order-77
    server.import ${PIXEL} Purchase id=order-77 ${BUY}
    server.import ${OTHER_PIXEL} Purchase id=order-77 ${BUY}
    fbq trackSingle ${OTHER_PIXEL} Lead {} {eventID: lead-1}
    hit ${OTHER_PIXEL} Lead eid=lead-1 tm=1
  `,
  /** Two pixels, the server knows one of them only: the other is the agency's. */
  twoPixelsOneServer: site()`
    page a https://shop.test/
    fbq init ${PIXEL}
    fbq init ${OTHER_PIXEL}
    fbq track PageView
    library
    config ${PIXEL}
    config ${OTHER_PIXEL}
    hit ${PIXEL} PageView
    hit ${OTHER_PIXEL} PageView
    ${sent('Purchase', BUY, 'order-77')}
    hit ${OTHER_PIXEL} Purchase cd=${BUY} eid=order-77
    server.import ${PIXEL} Purchase id=order-77 ${BUY}
    fbq trackSingle ${OTHER_PIXEL} Lead {} {eventID: lead-1}
    hit ${OTHER_PIXEL} Lead eid=lead-1 tm=1
  `,
  gateway: site()`
    page a https://shop.test/
    fbq init ${PIXEL}
    fbq track PageView
    library
    config ${PIXEL}
    hit ${PIXEL} PageView eid=${AUTOMATIC}
    request POST https://capi.shop.test/events?cee=no xmlhttprequest {event_name: PageView, event_id: "${AUTOMATIC}", fb.pixel_id: "${PIXEL}", fb.fbp: "${FBP}", fb.advanced_matching: {}, custom_data: {}, website_context: {location: "https://shop.test/", referrer: "", isInIFrame: false}}
    ${sent('Purchase', BUY, 'order-77')}
    request POST https://capi.shop.test/events?cee=no xmlhttprequest {event_name: Purchase, event_id: order-77, fb.pixel_id: "${PIXEL}", fb.fbp: "${FBP}", fb.advanced_matching: {}, custom_data: ${BUY}, website_context: {location: "https://shop.test/", referrer: "", isInIFrame: false}}
  `,
  oneTrust: site()`
    page a https://shop.test/
    consent onetrust load {groups: ",C0001,", stored: undefined, closed: undefined}
    dataLayer {event: OneTrustLoaded, OnetrustActiveGroups: ",C0001,"}
    consent onetrust OneTrustGroupsUpdated {groups: ",C0001,C0002,C0004,", stored: undefined, closed: "2026-11-21T10:00:00.000Z"}
    dataLayer {event: OneTrustGroupsUpdated, OnetrustActiveGroups: ",C0001,C0002,C0004,"}
    +205 fbq init ${PIXEL}
    fbq track PageView
    library
    config ${PIXEL}
    hit ${PIXEL} PageView
    ${sent('Lead', '{}', 'lead-1')}
  `,
  cookiebotRevokeGrant: site()`
    page a https://shop.test/
    consent cookiebot load {consented: false, declined: false, hasResponse: false, consent: {necessary: true, preferences: false, statistics: false, marketing: false}}
    fbq consent revoke
    fbq init ${PIXEL}
    fbq track PageView
    library
    config ${PIXEL}
    +3015 consent cookiebot CookiebotOnAccept {consented: true, declined: false, hasResponse: true, consent: {necessary: true, preferences: true, statistics: true, marketing: true}}
    fbq consent grant
    +157 hit ${PIXEL} PageView
    ${sent('Lead', '{}', 'lead-1')}
  `,
  consentMode: site()`
    page a https://shop.test/
    gtag consent default {ad_storage: denied, ad_user_data: denied, ad_personalization: denied, analytics_storage: denied, wait_for_update: 500}
    dataLayer {gtm.start: 1, event: gtm.js}
    +2005 gtag consent update {ad_storage: granted, ad_user_data: granted, ad_personalization: granted, analytics_storage: granted}
    dataLayer {event: consent_updated}
      fbq init ${PIXEL}
      fbq track PageView
    library
    config ${PIXEL}
    +167 hit ${PIXEL} PageView
    ${sent('Lead', '{}', 'lead-1')}
  `,
  noscript: site()`
    page a https://shop.test/
    request GET https://www.facebook.com/tr?id=${PIXEL}&ev=PageView&noscript=1 image
  `,
  frames: site()`
    page a https://shop.test/
    fbq init ${PIXEL}
    fbq track PageView
    library
    config ${PIXEL}
    hit ${PIXEL} PageView
    frame f https://shop.test/frame
    fbq init ${PIXEL}
    fbq track PageView
    library
    config ${PIXEL}
    hit ${PIXEL} PageView
    ${sent('Lead', '{}', 'lead-f')}
  `,
  /** The visitor says no, and the site sends nothing. */
  refused: site()`
    page a https://shop.test/
    consent cookiebot load {consented: false, declined: true, hasResponse: true, consent: {necessary: true, preferences: false, statistics: false, marketing: false}}
    fbq consent revoke
    fbq init ${PIXEL}
    fbq track PageView
    library
    config ${PIXEL}
    +9015 dataLayer {event: purchase, ecommerce: {transaction_id: order-77, currency: EUR, value: 34.3, items: ${GA_ITEMS}}}
    fbq track Purchase ${BUY} {eventID: order-77}
    +9050 page b https://shop.test/next
    consent cookiebot load {consented: false, declined: true, hasResponse: true, consent: {necessary: true, preferences: false, statistics: false, marketing: false}}
  `,
  /** OneTrust drives Consent Mode, and the pixel waits for both. */
  oneTrustWithConsentMode: site()`
    page a https://shop.test/
    gtag consent default {ad_storage: denied, ad_user_data: denied, wait_for_update: 500}
    consent onetrust load {groups: ",C0001,", stored: undefined, closed: undefined}
    +4005 consent onetrust OneTrustGroupsUpdated {groups: ",C0001,C0002,C0004,", stored: undefined, closed: "2026-11-21T10:00:00.000Z"}
    gtag consent update {ad_storage: granted, ad_user_data: granted, ad_personalization: granted}
    dataLayer {event: OneTrustGroupsUpdated}
      fbq init ${PIXEL}
      fbq track PageView
    library
    config ${PIXEL}
    hit ${PIXEL} PageView
    page b https://shop.test/next
    gtag consent default {ad_storage: denied, ad_user_data: denied, wait_for_update: 500}
    consent onetrust load {groups: ",C0001,C0002,C0004,", stored: undefined, closed: "2026-11-21T10:00:00.000Z"}
    gtag consent update {ad_storage: granted, ad_user_data: granted, ad_personalization: granted}
    fbq init ${PIXEL}
    fbq track PageView
    library
    config ${PIXEL}
    hit ${PIXEL} PageView
    ${sent('Lead', '{}', 'lead-1')}
  `,
  /** A repeated purchase page: the same order is sent again under its own id, as it should be. */
  reloadedThanks: site()`
    page a https://shop.test/thanks?order=77
    fbq init ${PIXEL}
    library
    config ${PIXEL}
    ${sent('Purchase', BUY, 'order-77')}
    page b https://shop.test/thanks?order=77
    fbq init ${PIXEL}
    library
    config ${PIXEL}
    ${sent('Purchase', BUY, 'order-77')}
    server.import ${PIXEL} Purchase id=order-77 ${BUY}
  `,
  /** The click's event leaves while the page goes away; the hit is cancelled, as beacons are. */
  leaving: site()`
    page a https://shop.test/
    fbq init ${PIXEL}
    library
    config ${PIXEL}
    fbq track InitiateCheckout {value: 34.3, currency: EUR} {eventID: ic-1}
    hit ${PIXEL} InitiateCheckout cd={value: 34.3, currency: EUR} eid=ic-1 cancelled
    page b https://shop.test/checkout
    server.import ${PIXEL} InitiateCheckout id=ic-1 {value: 34.3, currency: EUR}
  `,
};
