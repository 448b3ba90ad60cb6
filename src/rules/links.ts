import type { Language } from '../language/languages.ts';
import type { Link } from './rule.ts';

/**
 * Public documents that rules cite.
 *
 * Each address was seen as its publisher's own page, or in the publisher's own repository; where
 * only the form of the address is known, from several public pages that cite it independently, the
 * entry says "address form". Addresses at Commanders Act follow the paths of its documentation's
 * repository, which the pages that were seen follow too. Meta's developer pages moved in 2025-26: what was
 * /docs/meta-pixel/… is /documentation/meta-pixel/…, and /docs/marketing-api/conversions-api/… is
 * /documentation/ads-commerce/conversions-api/…; the new addresses stand here (state of September
 * 2026). Adding `.md` to one of Meta's new addresses gives the same page as text.
 */

const META_PIXEL = 'https://developers.facebook.com/documentation/meta-pixel';
const META_CAPI = 'https://developers.facebook.com/documentation/ads-commerce/conversions-api';
const META_HELP = 'https://www.facebook.com/business/help';
const GOOGLE = 'https://developers.google.com';
const GTM_HELP = 'https://support.google.com/tagmanager/answer';
const COMMANDERS_ACT = 'https://doc.commandersact.com';
const SEGMENT = 'https://www.twilio.com/docs/segment/connections';
const MDN = 'https://developer.mozilla.org/en-US/docs/Web';
const IAB = 'https://github.com/InteractiveAdvertisingBureau';

/** Public documents that rules cite: title as published, address, and what it says in our own words where it decides a case. */
export const LINKS = {
  jsonSchema: {
    title: 'JSON Schema: A Vocabulary for Structural Validation of JSON',
    url: 'https://json-schema.org/draft-07/json-schema-validation',
  },
  // ---- Meta Pixel ----------------------------------------------------------------------------
  metaPixelReference: {
    title: 'Meta Pixel: Reference',
    url: `${META_PIXEL}/reference`,
    says: 'Of the 17 standard events only Purchase has required properties: currency and value. The event id is the fourth argument of fbq("track").',
  },
  metaStandardEvents: {
    title: 'Meta Pixel: Reference, Standard Events',
    url: `${META_PIXEL}/reference#standard-events`,
    says: 'Catalogue ads need contents for AddToCart, and contents or content_ids for Purchase, Search and ViewContent.',
  },
  metaObjectProperties: {
    title: 'Meta Pixel: Reference, Object Properties',
    url: `${META_PIXEL}/reference#object-properties`,
    says: 'content_ids is a list, contents a list of objects with id and quantity, content_type is product or product_group, value and predicted_ltv are numbers, num_items a whole number, status true or false. Without content_type Meta matches the ids against products and product groups alike.',
  },
  metaPixelGetStarted: {
    title: 'Meta Pixel: Get Started',
    url: `${META_PIXEL}/get-started`,
    says: 'The base code defines fbq, loads fbevents.js, calls init and then track PageView, and belongs in the head of every page.',
  },
  metaConversionTracking: {
    title: 'Meta Pixel: Conversion Tracking',
    url: `${META_PIXEL}/implementation/conversion-tracking`,
    says: 'Standard events are sent with track, events of your own with trackCustom; parameters are the third argument.',
  },
  metaCustomEvents: {
    title: 'Meta Pixel: Conversion Tracking, Custom Events',
    url: `${META_PIXEL}/implementation/conversion-tracking#custom-events`,
    says: "A custom event's name is a string of at most 50 characters.",
  },
  metaCustomParameters: {
    title: 'Meta Pixel: Conversion Tracking, Custom Properties',
    url: `${META_PIXEL}/implementation/conversion-tracking#custom-properties`,
    says: 'Properties of your own may go with standard and custom events. A key that custom audiences are to use must not contain spaces.',
  },
  metaAdvancedMatching: {
    title: 'Meta Pixel: Advanced Matching',
    url: `${META_PIXEL}/advanced/advanced-matching`,
    says: 'User data goes into the third argument of init in the base code. The pixel hashes it; a plain address must be lower case, an address that is hashed already must be SHA-256.',
  },
  metaPixelAdvanced: {
    title: 'Meta Pixel: Advanced',
    url: `${META_PIXEL}/advanced`,
    says: 'Covers the image tag, clicks, delayed events, several pixels and automatic configuration.',
  },
  metaAutomaticConfiguration: {
    title: 'Meta Pixel: Advanced, Automatic Configuration',
    url: `${META_PIXEL}/advanced#automatic-configuration`,
    says: 'The pixel sends button clicks and page metadata by itself unless fbq("set", "autoConfig", false, pixel) stands before init.',
  },
  metaMultiplePixels: {
    title: 'Meta Pixel: Track Multiple Events with Meta Pixels',
    url: `${META_PIXEL}/guides/track-multiple-events`,
    says: 'track and trackCustom send to every pixel that was initialised before the call; trackSingle and trackSingleCustom send to one. fbevents.js loads once however many base codes there are.',
  },
  metaConsent: {
    title: 'Meta Pixel: General Data Protection Regulation',
    url: `${META_PIXEL}/implementation/gdpr#cookieconsent`,
    says: 'fbq("consent", "revoke") belongs before init and on every page; the pixel then sends nothing until fbq("consent", "grant").',
  },
  metaLimitedDataUse: {
    title: 'Meta Pixel: Data Processing Options for US Users',
    url: `${META_PIXEL}/implementation/data-processing-options`,
    says: 'fbq("dataProcessingOptions", …) belongs before init. It limits how Meta uses data of people in some US states; it is no consent.',
  },
  metaSinglePageApplications: {
    title: 'Meta Pixel: Meta Pixel Implementation for Single Page Applications',
    url: `${META_PIXEL}/implementation/tag_spa`,
    says: 'The pixel sends a PageView on each change of history state; disablePushState turns that off, which Meta does not recommend.',
  },
  metaSinglePageBlog: {
    title: 'Meta, Ads News: Tagging Single Page Applications with the Facebook Pixel',
    url: 'https://developers.facebook.com/ads/blog/post/2017/05/29/tagging-a-single-page-application-facebook-pixel',
    says: 'Without the history listener a second PageView of the same page load is not sent.',
  },
  metaDataAdvisor: {
    title: 'Meta Pixel: Meta Ads Data Advisor (formerly Meta Pixel Helper)',
    url: `${META_PIXEL}/support/meta-ads-data-advisor`,
    says: 'The extension shows pixels and events of a page. It needs the ad blocker switched off, and clicks are not detected reliably.',
  },

  // ---- Meta Conversions API ------------------------------------------------------------------
  metaUsingTheApi: {
    title: 'Meta Conversions API: Using the API',
    url: `${META_CAPI}/using-the-api`,
    says: 'Events go by POST to /{pixel}/events in the list data.',
  },
  metaBatch: {
    title: 'Meta Conversions API: Using the API, Batch Requests',
    url: `${META_CAPI}/using-the-api#batch-requests`,
    says: 'A request holds at most 1,000 events, and one invalid event makes Meta refuse the whole request.',
  },
  metaEventTime: {
    title: 'Meta Conversions API: Using the API, Upload Time versus Event Transaction Time',
    url: `${META_CAPI}/using-the-api#event-transaction-time`,
    says: 'event_time is in seconds, at most 7 days before the upload, or the whole request is refused. Physical store events should arrive within 62 days.',
  },
  metaTestEventCode: {
    title: 'Meta Conversions API: Using the API, Test Events Tool',
    url: `${META_CAPI}/using-the-api#testEvents`,
    says: 'test_event_code is for tests and must leave the production payload; events that carry it still count for targeting and measurement.',
  },
  metaCapiParameters: {
    title: 'Meta Conversions API: Parameters',
    url: `${META_CAPI}/parameters`,
    says: 'Website events need client_user_agent, action_source and event_source_url; other events need action_source only.',
  },
  metaServerEvent: {
    title: 'Meta Conversions API: Server Event Parameters',
    url: `${META_CAPI}/parameters/server-event`,
    says: 'event_name, event_time, user_data and action_source are required. Of two copies within 48 hours the first counts; within about 5 minutes the browser copy is favoured.',
  },
  metaEventId: {
    title: 'Meta Conversions API: Server Event Parameters, event_id',
    url: `${META_CAPI}/parameters/server-event#event-id`,
    says: 'event_id may be any unique string: the order number for a purchase, otherwise a random value that browser and server share. Each occurrence needs its own.',
  },
  metaSignalsGatewayPixel: {
    title: 'Meta Signals Gateway: Set Up and Install Your Signals Gateway Pixel',
    url: 'https://developers.facebook.com/docs/marketing-api/gateway-products/signals-gateway/signals-gateway-pixel-onboarding',
    says: 'A Signals Gateway Pixel is called with cbq, has an id of its own, and sends to your gateway. It is recommended beside the Meta Pixel, with the same event id.',
  },
  metaActionSource: {
    title: 'Meta Conversions API: Server Event Parameters, action_source',
    url: `${META_CAPI}/parameters/server-event#action-source`,
    says: 'One of email, website, app, phone_call, chat, physical_store, system_generated, business_messaging, other.',
  },
  metaCustomerInformation: {
    title: 'Meta Conversions API: Customer Information Parameters',
    url: `${META_CAPI}/parameters/customer-information-parameters`,
    says: 'At least one is required. Normalise first, then hash with SHA-256: em, ph, fn, ln, db, ge, ct, st, zp, country. Hashing external_id is recommended. Never hash client_ip_address, client_user_agent, fbc, fbp and the ids that Meta issues.',
  },
  metaCustomData: {
    // Published as "Standard Parameters" since 2026; before that "Custom Data Parameters".
    title: 'Meta Conversions API: Standard Parameters (custom data)',
    url: `${META_CAPI}/parameters/custom-data`,
    says: 'currency is required for purchases and is an ISO 4217 code; value is required for purchases and wherever value is optimised, and must be an amount of money.',
  },
  metaFbpFbc: {
    title: 'Meta Conversions API: ClickID and the fbp and fbc Parameters',
    url: `${META_CAPI}/parameters/fbp-and-fbc`,
    says: 'Both are fb.<subdomain index>.<milliseconds>.<random number or fbclid>; the fbclid is case sensitive and must not be changed.',
  },
  metaParameterBuilder: {
    title: 'Meta Conversions API: Parameter Builder Library',
    url: `${META_CAPI}/parameter-builder-library`,
    says: 'Values from the library carry an appendix behind the hash, fbp or fbc.',
  },
  metaDeduplication: {
    title: 'Meta Conversions API: Handling Duplicate Pixel and Conversions API Events',
    url: `${META_CAPI}/deduplicate-pixel-and-server-events`,
    says: 'Copies with the same pixel, event name and event id that are received within 48 hours of the first are one event, in either order. Without ids, event name with fbp or external_id works, but only browser first and server second.',
  },
  metaVerifyingSetup: {
    title: 'Meta Conversions API: Verifying Your Setup',
    url: `${META_CAPI}/verifying-setup`,
    says: 'Events Manager shows how many events of each source carried each deduplication key and how many overlap. A low overlap means ids that are not unique or come from one source only.',
  },
  metaBestPractices: {
    title: 'Meta Conversions API: Best Practices - Conversions API',
    url: `${META_CAPI}/best-practices`,
    says: 'Send the same events by both ways with an identical event name, and event_id or external_id with fbp; better all of them.',
  },
  metaBaselineMatching: {
    title: 'Meta Conversions API: Best Practices, Baseline requirements for matching',
    url: `${META_CAPI}/best-practices#baseline-requirements-for-matching`,
    says: 'An event is invalid if its user data is no more than ct + country + st + zp + ge + client_user_agent, db + client_user_agent, fn + ge or ln + ge, or a part of one of these.',
  },
  metaDatasetQuality: {
    title: 'Meta Conversions API: Dataset Quality API',
    url: `${META_CAPI}/dataset-quality-api`,
    says: 'Event coverage is the 7-day share of pixel events that the Conversions API covers with shared keys. The example answer names a goal of 75 %.',
  },
  metaOfflineEvents: {
    title: 'Meta Conversions API: Sending Offline Events Using the Conversions API',
    url: `${META_CAPI}/offline-events`,
  },
  metaPayloadHelper: {
    // The old address was seen; under the new one it is the form that Meta's own pages link to.
    title: 'Meta Conversions API: Payload Helper',
    url: `${META_CAPI}/payload-helper`,
  },
  metaBusinessSdk: {
    title: 'Meta Conversions API: Meta Business SDK Features for Conversions API',
    url: `${META_CAPI}/guides/business-sdk-features`,
    says: 'The SDK hashes the user data itself.',
  },
  metaTroubleshooting: {
    title: 'Meta Conversions API: Troubleshooting',
    url: `${META_CAPI}/support`,
    says: 'A valid payload gets a 2xx answer, an invalid one a 4xx with few details.',
  },
  metaConversionsApiGateway: {
    title: 'Meta: Conversions API Gateway',
    url: 'https://developers.facebook.com/documentation/ads-commerce/gateway-products/conversions-api-gateway',
    says: 'The gateway makes the event id itself and gives it to both copies.',
  },

  // ---- Meta Business Help Centre -------------------------------------------------------------
  metaHelpDeduplication: {
    title: 'Meta Business Help: About deduplication for Meta pixel and Conversions API events',
    url: `${META_HELP}/823677331451951`,
    says: 'Deduplication is needed only if browser and server send the same events; it rests on the event name and the event id.',
  },
  metaHelpDiagnostics: {
    title:
      'Meta Business Help: How to troubleshoot Meta pixel error and warning messages in Meta Events Manager',
    url: `${META_HELP}/490934944618455`,
    says: 'value is a decimal number of zero or more without letters, special characters or currency signs; currency is a three-letter ISO code; an event must have a name.',
  },
  metaPrivacyPractices: {
    title: 'Meta Business Help: Best practices for privacy and data use for Meta Business Tools',
    url: `${META_HELP}/363303621411154`,
    says: 'Whoever uses the pixel or the Conversions API reviews what is shared, what stands in the parameters of addresses and in custom events too, and removes what the Business Tools Terms do not allow.',
  },
  metaBusinessToolsTerms: {
    title: 'Meta Business Tools Terms',
    url: 'https://www.facebook.com/legal/businesstech',
    says: 'Contact information is hashed before it is sent; event data must not have what identifies a person.',
  },
  metaHelpTrafficPermissions: {
    title: 'Meta Business Help: About Meta pixel traffic permissions',
    url: `${META_HELP}/572690630080597`,
    says: 'Events from a domain that is not on the allow list, or is on the block list, do not count.',
  },
  metaHelpTestEvents: {
    // Title as Meta's developer pages link it.
    title: 'Meta Business Help: Test Your Server Events Using the Test Events Tool',
    url: `${META_HELP}/1624255387706033`,
  },

  // ---- Plug-ins and templates ----------------------------------------------------------------
  metaGtmPixelTemplate: {
    title: 'GitHub: facebook/GoogleTagManager-WebTemplate-For-FacebookPixel',
    url: 'https://github.com/facebook/GoogleTagManager-WebTemplate-For-FacebookPixel',
    says: 'The template has a field for the event id, one for consent and one for several pixel ids.',
  },
  metaGtmServerTag: {
    title: 'GitHub: facebookincubator/ConversionsAPI-Tag-for-GoogleTagManager',
    url: 'https://github.com/facebookincubator/ConversionsAPI-Tag-for-GoogleTagManager',
  },
  stapeFacebookTag: {
    title: 'GitHub: stape-io/facebook-tag',
    url: 'https://github.com/stape-io/facebook-tag',
  },
  metaWooCommerce: {
    title: 'GitHub: facebook/facebook-for-woocommerce',
    url: 'https://github.com/facebook/facebook-for-woocommerce',
  },
  shopifyPixels: {
    // Address form; title not seen.
    title: 'Shopify: About pixels (sandboxes and consent)',
    url: 'https://shopify.dev/docs/apps/build/marketing-analytics/pixels',
    says: 'A pixel runs in a sandbox and only after consent is given.',
  },

  // ---- Google --------------------------------------------------------------------------------
  googleConsentMode: {
    title: 'Google: Set up consent mode on websites',
    url: `${GOOGLE}/tag-platform/security/guides/consent`,
    says: 'The default must be set before any command that measures; update follows the choice. A default with a region holds there only, and the most specific region wins.',
  },
  googleConsentTypes: {
    // Address form.
    title: 'Google Tag Manager Help: Tag Manager consent mode support',
    url: `${GTM_HELP}/10718549`,
    says: 'Consent types are names such as ad_storage and ad_user_data; a tag without checks of its own waits only if its consent settings require a type.',
  },
  googleDataLayer: {
    title: 'Google: The data layer',
    url: `${GOOGLE}/tag-platform/tag-manager/datalayer`,
    says: 'Only a push with the key event starts triggers; variables without it are merely stored. dataLayer is created with window.dataLayer = window.dataLayer || [] before any push.',
  },
  googleCustomEventTrigger: {
    // Address form.
    title: 'Google Tag Manager Help: Custom event trigger',
    url: `${GTM_HELP}/7679219`,
    says: 'The trigger fires when the event key of a push equals the event name in the trigger, case included.',
  },
  googleTagSequencing: {
    // Address form.
    title: 'Google Tag Manager Help: Tag sequencing',
    url: `${GTM_HELP}/6238868`,
    says: 'A set-up tag runs before the tag that names it; tags without a sequence have no guaranteed order.',
  },
  googleEcommerce: {
    // Address form.
    title: 'Google Analytics: Measure ecommerce',
    url: `${GOOGLE}/analytics/devguides/collection/ga4/ecommerce`,
    says: 'Event names are lower case with underscores, and items lie in ecommerce.items.',
  },
  googleGtagReference: {
    // Address form.
    title: 'Google: gtag.js API reference',
    url: `${GOOGLE}/tag-platform/gtagjs/reference`,
  },
  googleAdditionalConsent: {
    // Address form.
    title: "Google Ad Manager Help: Google's Additional Consent Mode technical specification",
    url: 'https://support.google.com/admanager/answer/9681920',
    says: 'The string lists ad technology providers with consent that are not on the TCF vendor list; version 2 adds those that were disclosed, after "dv.".',
  },

  // ---- IAB -----------------------------------------------------------------------------------
  iabTcfCmpApi: {
    title: 'IAB Tech Lab: CMP API v2 (Consent Management Platform API)',
    url: `${IAB}/GDPR-Transparency-and-Consent-Framework/blob/master/TCFv2/IAB%20Tech%20Lab%20-%20CMP%20API%20v2.md`,
    says: 'A choice stands at eventStatus tcloaded or useractioncomplete, not at cmpuishown. gdprApplies undefined means that the CMP has not found out yet. A stub only queues.',
  },
  iabVendorList: {
    // Address form.
    title: 'IAB Europe: Vendor List TCF',
    url: 'https://iabeurope.eu/vendor-list-tcf/',
  },
  iabUspApi: {
    title: 'IAB Tech Lab: US Privacy User Signal Mechanism "USP API"',
    url: `${IAB}/USPrivacy/blob/master/CCPA/USP%20API.md`,
    says: 'The third letter of the string says whether the person opted out of the sale of data: Y yes, N no; hyphens mean that it does not apply.',
  },
  iabGppCmpApi: {
    title: 'IAB Tech Lab: Global Privacy Platform, CMP API Specification',
    url: `${IAB}/Global-Privacy-Platform/blob/main/Core/CMP%20API%20Specification.md`,
    says: 'The sections count only while signalStatus is "ready".',
  },

  // ---- Consent platforms ---------------------------------------------------------------------
  oneTrustCookieBlocking: {
    // The text was seen, its title was not.
    title: 'OneTrust: cookie blocking with script type rewriting',
    url: 'https://my.onetrust.com/articles/en_US/Knowledge/UUID-518074a1-a6da-81c3-be52-bae7685d9c94',
    says: 'A script that waits for consent stands in the page as type text/plain with its category in a class, and OneTrust rewrites the type once the category is active.',
  },
  oneTrustJavaScriptApi: {
    // Address form; title not seen.
    title: 'OneTrust Developer: JavaScript API',
    url: 'https://developer.onetrust.com/onetrust/docs/javascript-api',
  },
  oneTrustEvents: {
    // Address form; title not seen. Covers OptanonWrapper, OnetrustActiveGroups, OneTrustGroupsUpdated.
    title: 'OneTrust Developer: JavaScript Events Guide',
    url: 'https://developer.onetrust.com/onetrust/docs/javascript-events-guide',
  },
  cookiebotDeveloper: {
    title: 'Cookiebot: Programming Cookiebot Consent Management Platform (CMP)',
    url: 'https://www.cookiebot.com/en/developer/',
    says: 'consent.marketing is false until the visitor answers; hasResponse says whether there was an answer.',
  },
  usercentricsV2Api: {
    // Address form; title not seen.
    title: 'Usercentrics: CMP v2 Browser UI API',
    url: 'https://docs.usercentrics.com/#/cmp-v2-ui-api',
  },
  usercentricsSmartDataProtector: {
    // Address form.
    title: 'Usercentrics: Smart Data Protector',
    url: 'https://docs.usercentrics.com/#/smart-data-protector',
    says: 'It blocks the data processing services that it knows and starts them after consent.',
  },
  usercentricsV3Api: {
    // Address form; title not seen.
    title: 'Usercentrics: Web CMP (v3), API, control functionality',
    url: 'https://usercentrics.com/docs/web/features/api/control-functionality/',
  },
  usercentricsAutoBlocking: {
    title: 'Usercentrics Support: Automatic Data Processing Service blocking',
    url: 'https://support.usercentrics.com/hc/en-us/articles/17332104757148-Automatic-Data-Processing-Service-blocking',
  },
  didomiApi: {
    title: 'Didomi Developers: Web SDK, Reference, API',
    url: 'https://developers.didomi.io/cmp/web-sdk/reference/api',
  },
  didomiEvents: {
    title: 'Didomi Developers: Web SDK, Reference, Events',
    url: 'https://developers.didomi.io/cmp/web-sdk/reference/events',
  },

  // ---- Commanders Act ------------------------------------------------------------------------
  commandersActJavaScriptSdk: {
    title: 'Commanders Act: Javascript SDK',
    url: `${COMMANDERS_ACT}/features/sources/sources-catalog/web/js-sdk`,
    says: 'cact(command, options, config, callback). trigger sends to the server side; emit, on and once stay in the page. Without config.eventId a random id is set per event in context.event_id. exemptMode sends without identifier cookies.',
  },
  commandersActOnsiteApi: {
    title: 'Commanders Act: Onsite API (web container)',
    url: `${COMMANDERS_ACT}/features/sources/sources-catalog/web/containers/best-practices/apis/onsite-api`,
    says: 'The stub may be installed several times; it only collects calls in caReady until the container has loaded.',
  },
  commandersActConsentApi: {
    title: 'Commanders Act: Consent OnSite API, Getting Started',
    url: `${COMMANDERS_ACT}/features/consent-management/onsite-api/getting-started`,
  },
  commandersActConsentOnUpdate: {
    title: 'Commanders Act: consent.onUpdate',
    url: `${COMMANDERS_ACT}/features/consent-management/onsite-api/consent.onupdate`,
    says: 'updateEvent is set, changed or revoked.',
  },
  commandersActConsentObject: {
    title: 'Commanders Act: Consent Object',
    url: `${COMMANDERS_ACT}/features/consent-management/knowledge-base/consent-object`,
    says: 'status is all-on, all-off, mixed or unset; a category is on, off or unset, and unset means that no choice was made.',
  },
  commandersActConsentCookie: {
    title: 'Commanders Act: Consent Cookie',
    url: `${COMMANDERS_ACT}/features/consent-management/knowledge-base/consent-cookie`,
    says: 'The format of TC_PRIVACY is not guaranteed; reading it directly is deprecated.',
  },
  commandersActThirdPartyCmp: {
    title: 'Commanders Act: Using a Third-Party CMP with Commanders Act',
    url: `${COMMANDERS_ACT}/features/consent-management/setup-guides/using-a-third-party-cmp-with-commanders-act`,
    says: 'With the CMP of another vendor, tc_vars.external_consent_status must be true only after an opt-in, and change at once, before the container reloads.',
  },
  commandersActConversionsApi: {
    title: 'Commanders Act: Facebook Conversions API',
    url: `${COMMANDERS_ACT}/features/destinations/destinations-catalog/facebook/facebook-conversions-api`,
    says: 'Event id and event name must be the same in pixel and server; the pixel takes tC.uniqueEventId, the server gets it in integrations.facebook.event_id. Only events with consent and with personal data are forwarded. Names that are not in the table pass unchanged.',
  },
  commandersActConversionsApiGtm: {
    title: 'Commanders Act: Facebook CAPI through GTM',
    url: `${COMMANDERS_ACT}/features/destinations/destinations-catalog/facebook/facebook-conversions-api/facebook-capi-through-gtm`,
    says: 'The bridge tag must be the set-up tag of each Facebook Pixel tag, so that window.tC.uniqueEventId belongs to this event.',
  },
  commandersActEventsReference: {
    title: 'Commanders Act: Events reference',
    url: `${COMMANDERS_ACT}/developers/tracking/events-reference`,
    says: 'Every event has event_name, and user.consent_categories carries the consented category ids; the Commanders Act CMP fills them in, otherwise the site must.',
  },

  // ---- LoyJoy --------------------------------------------------------------------------------
  loyjoyEvents: {
    title: 'LoyJoy: Events',
    url: 'https://docs.loyjoy.com/docs/agents/modules/events',
    says: 'The names may change and are no promise; modellers may emit names of their own.',
  },
  loyjoyJavaScriptApi: {
    title: 'LoyJoy: Widget Code Snippet & Expert JavaScript API',
    url: 'https://docs.loyjoy.com/docs/guides/experiences/publish/javascript_api',
    says: 'With a boot call the script must load without async and defer, or the call may come before the function LoyJoy exists.',
  },
  loyjoyCookieBanner: {
    title: 'LoyJoy: Best Practice: Cookie Banner Configuration',
    url: 'https://docs.loyjoy.com/guides/cookie_banner_integration',
    says: 'LoyJoy counts as essential only as long as no third-party pixels are attached to it.',
  },
  loyjoyGoLive: {
    title: 'LoyJoy: Go-Live Checklist',
    url: 'https://docs.loyjoy.com/guides/go_live_checklist/',
    says: "The snippet belongs after the consent manager's, so that LoyJoy can read the consent.",
  },
  loyjoyGoogleTagManager: {
    title: 'GitHub: loyjoy/academy, How to connect LoyJoy to Google Tag Manager (gtm.js)',
    url: 'https://github.com/loyjoy/academy/blob/main/tracking/google_tag_manager/google_tag_manager.md',
  },
  loyjoyFacebookPixel: {
    title: 'GitHub: loyjoy/welcome, Facebook Pixel Integration',
    url: 'https://github.com/loyjoy/welcome/blob/master/documentation/FACEBOOK_PIXEL.md',
  },

  // ---- Segment and Astronomer ----------------------------------------------------------------
  segmentFacebookPixel: {
    title: 'Segment: Facebook Pixel Destination',
    url: `${SEGMENT}/destinations/catalog/facebook-pixel`,
    says: 'Runs in the browser only. page() becomes a PageView without parameters; content_type is product by default.',
  },
  segmentFacebookConversionsApi: {
    title: 'Segment: Facebook Conversions API (Actions)',
    url: `${SEGMENT}/destinations/catalog/actions-facebook-conversions-api`,
    says: "Segment's Facebook Pixel destination sends messageId as the event id, so the server event needs messageId as its event_id. Segment hashes the user data itself.",
  },
  segmentConnectionModes: {
    title: 'Segment: Destinations Overview, connection modes',
    url: `${SEGMENT}/destinations#connection-modes`,
    says: "In device mode the destination's code runs in the page; in cloud mode Segment's servers send, and the browser shows nothing of it.",
  },
  segmentEcommerce: {
    title: 'Segment: Spec: V2 Ecommerce Events',
    url: `${SEGMENT}/spec/ecommerce/v2`,
  },
  segmentTrack: { title: 'Segment: Spec: Track', url: `${SEGMENT}/spec/track` },
  segmentFiltering: {
    title: 'Segment: Filtering your Segment Data',
    url: 'https://www.twilio.com/docs/segment/guides/filtering-data',
    says: 'The integrations object of a call switches destinations on and off for that call.',
  },
  astronomerFacebookPixel: {
    title: 'Astronomer Clickstream (archived documentation): Facebook Pixel',
    url: 'https://github.com/petedejoy/documentation/blob/master/v2/clickstream/destinations/facebook-pixel.md',
    says: "Each event is mapped by hand to one of Meta's standard events; capitals and spaces of the label must match.",
  },

  // ---- Browsers, formats ---------------------------------------------------------------------
  mdnNotDefined: {
    title: 'MDN: ReferenceError: "x" is not defined',
    url: `${MDN}/JavaScript/Reference/Errors/Not_defined`,
    says: 'Reading the bare name of a variable that was never declared throws; reading it as a property of window gives undefined.',
  },
  mdnTypeof: {
    title: 'MDN: typeof',
    url: `${MDN}/JavaScript/Reference/Operators/typeof`,
    says: 'typeof of a name that was never declared gives "undefined" and does not throw.',
  },
  mdnCannotAccessProperty: {
    title: 'MDN: TypeError: can\'t access property "x" of "y"',
    url: `${MDN}/JavaScript/Reference/Errors/Cant_access_property`,
    says: 'Reading a property of undefined or null throws.',
  },
  mdnMaxSafeInteger: {
    title: 'MDN: Number.MAX_SAFE_INTEGER',
    url: `${MDN}/JavaScript/Reference/Global_Objects/Number/MAX_SAFE_INTEGER`,
    says: 'Above 9007199254740991 a number loses digits; keep such ids as text.',
  },
  mdnCyclicObject: {
    title: 'MDN: TypeError: cyclic object value',
    url: `${MDN}/JavaScript/Reference/Errors/Cyclic_object_value`,
    says: 'An object that contains itself cannot become JSON.',
  },
  mdnBigIntSerialise: {
    title: "MDN: TypeError: BigInt value can't be serialized in JSON",
    url: `${MDN}/JavaScript/Reference/Errors/BigInt_not_serializable`,
  },
  mdnSendBeacon: {
    title: 'MDN: Navigator: sendBeacon() method',
    url: `${MDN}/API/Navigator/sendBeacon`,
    says: 'Sends small data without holding up the next page; a request begun otherwise may be cancelled when the page goes.',
  },
  mdnHttpStatus: {
    title: 'MDN: HTTP response status codes',
    url: `${MDN}/HTTP/Reference/Status`,
    says: 'Status 400 to 499 says that the request was wrong, 500 to 599 that the server failed.',
  },
  mdnWindowError: {
    title: 'MDN: Window: error event',
    url: `${MDN}/API/Window/error_event`,
  },
  mdnPagehide: {
    title: 'MDN: Window: pagehide event',
    url: `${MDN}/API/Window/pagehide_event`,
  },
  mdnContentSecurityPolicy: {
    title: 'MDN: Content-Security-Policy (CSP) header',
    url: `${MDN}/HTTP/Reference/Headers/Content-Security-Policy`,
    says: 'script-src, img-src, connect-src and form-action decide whether a library and its hits may leave the page.',
  },
  mdnServerTiming: {
    title: 'MDN: Server-Timing header',
    url: `${MDN}/HTTP/Reference/Headers/Server-Timing`,
  },
  ecmaScriptRegExp: {
    // Address form.
    title: 'ECMAScript: RegExp (Regular Expression) Objects',
    url: 'https://tc39.es/ecma262/multipage/text-processing.html#sec-regexp-regular-expression-objects',
  },
  chromeBlockedByClient: {
    title: 'Chromium source: net_error_list.h (ERR_BLOCKED_BY_CLIENT)',
    url: 'https://github.com/chromium/chromium/blob/main/net/base/net_error_list.h',
    says: 'The browser itself chose not to send the request, as it does for an extension such as an ad blocker.',
  },
  chromeRequestBlocking: {
    title: 'Chrome DevTools: Network requests: Test your site by blocking network requests',
    url: 'https://developer.chrome.com/docs/devtools/network-request-blocking',
    says: 'Patterns that are switched on in DevTools block requests as long as DevTools is open.',
  },
  firefoxTrackingProtection: {
    // Address form.
    title: 'Mozilla Support: Enhanced Tracking Protection in Firefox for desktop',
    url: 'https://support.mozilla.org/en-US/kb/enhanced-tracking-protection-firefox-desktop',
    says: 'Strict mode and private windows block the content of known trackers; the shield in the address bar switches it off for a site.',
  },
  harSpecification: {
    title: 'HTTP Archive (HAR) format',
    url: 'https://w3c.github.io/web-performance/specs/HAR/Overview.html',
    says: 'An archive of HTTP transactions: pages, requests and their answers. Scripts and what they call are no part of it.',
  },
  iso4217: {
    // Address form.
    title: 'ISO 4217: Currency codes',
    url: 'https://www.iso.org/iso-4217-currency-codes.html',
  },
  iso4217List: {
    // Address form; the maintenance agency's page with the list of current codes.
    title: 'SIX: Data standards (ISO 4217 maintenance agency, list of currency codes)',
    url: 'https://www.six-group.com/en/products-services/financial-information/data-standards.html',
  },
  rfc4180: {
    // Address form.
    title: 'RFC 4180: Common Format and MIME Type for Comma-Separated Values (CSV) Files',
    url: 'https://datatracker.ietf.org/doc/html/rfc4180',
    says: 'A field with a comma, a quote or a line break stands in double quotes, and a quote in it is doubled.',
  },
} as const satisfies Record<string, Link>;

const NAMES = new Map<Link, string>(Object.entries(LINKS).map(([name, link]) => [link, name]));

/** The links of a rule, with what they say in a language. */
export function linksIn(links: readonly Link[], language: Language): Link[] {
  return links.map((link) => {
    const says = language.links[NAMES.get(link) ?? ''] ?? link.says;
    return says === undefined ? link : { ...link, says };
  });
}
