import { ORDER, OTHER_PIXEL, PIXEL, READY, sent } from '../../session/fragments.ts';
import { after, type RuleCases } from './blocks.ts';

const alone = after('page https://shop.example/');
const ready = after(READY);
const LEAD = sent('Lead');
/** A document whose requests were recorded. */
const watched = after(`page https://shop.example/ with {tabId: 1}
fbq init ${PIXEL}`);

/** Calls of the pixel, and why they were not sent. */
export const PIXEL_CASES: RuleCases = {
  // Which pixel, and whether it is there.
  'pixel/event-before-init': alone(
    `fbq track Lead\nfbq init ${PIXEL}`,
    `fbq init ${PIXEL}\nfbq track Lead`,
  ),
  'pixel/invalid-pixel-id': alone('fbq init "0123"', `fbq init ${PIXEL}`),
  'pixel/pixel-id-lost-digits': alone('fbq init (28569583012647858)', `fbq init (${PIXEL})`),
  'pixel/duplicate-pixel-id': ready(`fbq init ${PIXEL}`, `fbq init ${OTHER_PIXEL}`),
  'pixel/pixel-id-missing': ready('fbq trackSingle Lead', `fbq trackSingle ${PIXEL} Lead`),
  'pixel/unknown-pixel': ready(
    `fbq trackSingle ${OTHER_PIXEL} Lead`,
    `fbq trackSingle ${PIXEL} Lead`,
  ),

  'pixel/placeholder-user-data': alone(
    `fbq init ${PIXEL} {fn: "{{customer.first_name}}"}`,
    `fbq init ${PIXEL} {fn: Ada, ln: "", em: null}`,
  ),
  'pixel/invalid-email': alone(
    `fbq init ${PIXEL} {em: ada}`,
    `fbq init ${PIXEL} {em: " Ada@Shop.example "}`,
  ),
  'pixel/user-data-type': alone(
    `fbq init ${PIXEL} "ada@shop.example"`,
    `fbq init ${PIXEL} {em: "ada@shop.example"}`,
  ),
  'pixel/user-data-form': alone(
    `fbq init ${PIXEL} {ph: "0170 1234567"}`,
    `fbq init ${PIXEL} {ph: "0049 170 1234567", db: "31.01.1990", ge: " F "}`,
  ),
  'pixel/user-data-key': alone(
    `fbq init ${PIXEL} {firstName: Ada}`,
    `fbq init ${PIXEL} {fn: Ada, email: "ada@shop.example"}`,
  ),

  // The command.
  'pixel/command-missing': ready('fbq {value: 1}', 'fbq track Lead {value: 1, currency: EUR}'),
  'pixel/unknown-command': ready('fbq trak Lead', 'fbq track Lead'),
  'pixel/refused-argument': ready(
    `fbq set trackSingleOnly "yes" ${PIXEL}`,
    `fbq set trackSingleOnly (true) ${PIXEL}`,
  ),
  'pixel/data-use-ignored': ready(
    'fbq dataProcessingOptions LDU (1) (1000)',
    'fbq dataProcessingOptions [LDU] (1) (1000)',
  ),
  'pixel/consent-word': ready('fbq consent granted', 'fbq consent grant'),
  'pixel/set-user-data': ready('fbq set userData {em: "a@b.test"}', 'fbq set agent shop'),

  // The event's name.
  'pixel/event-name-missing': ready('fbq track', 'fbq track Lead'),
  'pixel/event-name-type': ready('fbq track {}', 'fbq track Lead {}'),
  'pixel/legacy-conversion-id': ready(
    'fbq track "6012345678901" {value: 1, currency: EUR}',
    'fbq track "60123" {value: 1, currency: EUR}',
  ),
  'pixel/event-name-case': ready('fbq track lead', 'fbq track Lead'),
  'pixel/placeholder-event-name': ready(
    'fbq trackCustom "{{Event Name}}"',
    'fbq trackCustom "Event {Name}"',
  ),
  'pixel/non-standard-event': ready('fbq track product_tester', 'fbq trackCustom product_tester'),
  'pixel/custom-event-without-name': ready(
    'fbq track CustomEvent {step: 1}',
    'fbq track CustomEvent {event: tester}',
  ),
  'pixel/standard-event-as-custom': ready('fbq trackCustom Lead', 'fbq track Lead'),
  'pixel/custom-event-near-standard': ready('fbq trackCustom lead', 'fbq trackCustom leading'),
  'pixel/long-event-name': ready(
    `fbq trackCustom ${'x'.repeat(51)}`,
    `fbq trackCustom ${'x'.repeat(50)}`,
  ),

  // Its data.
  'pixel/custom-data-type': ready('fbq track Lead text', 'fbq track Lead {content_name: text}'),
  'pixel/placeholder-parameter': ready(
    'fbq track ViewContent {content_ids: ["#PRODUCT_ID#"], content_type: product}',
    'fbq track ViewContent {content_ids: ["#1 Hat"], content_type: product}',
  ),
  'pixel/purchase-without-value': ready(
    'fbq track Purchase {currency: EUR}',
    `fbq track Purchase ${ORDER}`,
  ),
  'pixel/purchase-without-currency': ready(
    'fbq track Purchase {value: 34.3}',
    `fbq track Purchase ${ORDER}`,
  ),
  'pixel/value-without-currency': ready(
    'fbq track Lead {value: 1}',
    'fbq track Lead {value: 1, currency: EUR}',
  ),
  'pixel/invalid-value': ready(
    'fbq track Lead {value: "12,50 €", currency: EUR}',
    'fbq track Lead {value: "12.50", currency: EUR}',
  ),
  'pixel/negative-value': ready(
    'fbq track Lead {value: -1, currency: EUR}',
    'fbq track Lead {value: 0, currency: EUR}',
  ),
  'pixel/invalid-currency': ready(
    'fbq track Lead {value: 1, currency: EURO}',
    'fbq track Lead {value: 1, currency: EUR}',
  ),
  'pixel/currency-unknown-to-sdk': ready(
    'fbq track Lead {value: 1, currency: AFN}',
    'fbq track Lead {value: 1, currency: EUR}',
  ),
  'pixel/parameter-name-with-blank': ready(
    'fbq track Lead {"my name": 1}',
    'fbq track Lead {my_name: 1}',
  ),
  'pixel/parameter-type': ready('fbq track Lead {num_items: 1.5}', 'fbq track Lead {num_items: 1}'),
  'pixel/content-ids': ready(
    'fbq track ViewContent {content_ids: "a,b", content_type: product}',
    'fbq track ViewContent {content_ids: [a, b], content_type: product}',
  ),
  'pixel/content-type': ready(
    'fbq track ViewContent {content_ids: [a], content_type: Products}',
    'fbq track ViewContent {content_ids: [a], content_type: product}',
  ),
  'pixel/contents': ready(
    'fbq track ViewContent {contents: [{id: a}], content_type: product}',
    'fbq track ViewContent {contents: [{id: a, quantity: 1}], content_type: product}',
  ),
  'pixel/incomplete-catalogue-parameters': ready(
    'fbq track ViewContent {content_ids: [a]}',
    'fbq track ViewContent {content_ids: [a], content_type: product}',
  ),

  // Its event id.
  'pixel/empty-event-id': ready('fbq track Lead {} {eventID: ""}', 'fbq track Lead {} {}'),
  'pixel/placeholder-event-id': ready(
    'fbq track Lead {} {eventID: "undefined"}',
    'fbq track Lead {} {eventID: a1}',
  ),
  'pixel/undefined-event-id': ready(
    'fbq track Lead {} {eventID: undefined}',
    'fbq track Lead {} {}',
  ),
  'pixel/two-event-ids': ready(
    'fbq track Lead {} {eventID: a1, event_id: a2}',
    'fbq track Lead {} {eventID: a1, event_id: a1}',
  ),
  'pixel/event-id-list': ready(
    'fbq track Lead {} {eventID: [a1]}',
    'fbq track Lead {} {eventID: a1}',
  ),
  'pixel/event-id-type': ready(
    'fbq track Lead {} {eventID: {id: a1}}',
    'fbq track Lead {} {eventID: a1}',
  ),
  'pixel/numeric-event-id': ready(
    'fbq track Lead {} {eventID: 12}',
    'fbq track Lead {} {eventID: "12"}',
  ),
  'pixel/event-id-lost-digits': ready(
    'fbq track Lead {} {eventID: 12345678901234567890}',
    'fbq track Lead {} {eventID: "12345678901234567890"}',
  ),
  'pixel/event-id-in-custom-data': ready(
    'fbq track Lead {eventID: a1}',
    'fbq track Lead {} {eventID: a1}',
  ),
  'pixel/event-id-without-object': ready('fbq track Lead {} a1', 'fbq track Lead {} {eventID: a1}'),
  'pixel/misspelt-event-id': ready(
    'fbq track Lead {} {eventId: a1}',
    'fbq track Lead {} {eventID: a1}',
  ),

  // Why it was not sent.
  'pixel/arguments-cannot-be-sent': ready(
    'fbq track Lead {page: {$type: "cycle", path: "/2"}}',
    'fbq track Lead {page: {}}',
  ),
  'pixel/call-threw': ready('fbq track Lead with {threw: true}', 'fbq track Lead'),
  'pixel/hit-blocked': ready(`${LEAD} blocked`, LEAD),
  'pixel/hit-failed': ready(`${LEAD} failed`, LEAD),
  'pixel/library-blocked': alone(
    `fbq init ${PIXEL}\nfbq track Lead\nlibrary blocked`,
    `fbq init ${PIXEL}\nfbq track Lead\nlibrary`,
  ),
  'pixel/library-failed': alone(
    `fbq init ${PIXEL}\nfbq track Lead\nlibrary failed`,
    `fbq init ${PIXEL}\nfbq track Lead\nlibrary`,
  ),
  'pixel/config-blocked': alone(
    `fbq init ${PIXEL}\nfbq track Lead\nlibrary\nconfig ${PIXEL} blocked`,
    `fbq init ${PIXEL}\nfbq track Lead\nlibrary\nconfig ${PIXEL}`,
  ),
  'pixel/config-failed': alone(
    `fbq init ${PIXEL}\nfbq track Lead\nlibrary\nconfig ${PIXEL} failed`,
    `fbq init ${PIXEL}\nfbq track Lead\nlibrary\nconfig ${PIXEL}`,
  ),
  'pixel/consent-deadlock': alone(
    `fbq consent revoke\nfbq init ${PIXEL}\nfbq track Lead\nfbq consent grant\nlibrary\nconfig ${PIXEL}`,
    `fbq consent revoke\nfbq init ${PIXEL}\nfbq track Lead\nlibrary\nconfig ${PIXEL}\nfbq consent grant`,
  ),
  'pixel/left-too-soon': alone(
    `fbq init ${PIXEL}\nfbq track Lead\nlibrary pending\npage https://shop.example/next`,
    `fbq init ${PIXEL}\nfbq track Lead\nlibrary pending`,
  ),
  'pixel/library-not-asked': watched(
    'fbq track Lead\n+6s dataLayer {event: later}',
    `library\nconfig ${PIXEL}\nfbq track Lead\n+6s dataLayer {event: later}`,
  ),
  'pixel/grant-missing': watched(
    `library\nconfig ${PIXEL}\nfbq consent revoke\nfbq track Lead\n+6s dataLayer {event: later}`,
    `library\nconfig ${PIXEL}\nfbq consent revoke\nfbq track Lead\nfbq consent grant\nhit ${PIXEL} Lead\n+6s dataLayer {event: later}`,
  ),
  'pixel/stub-laid-again': watched(
    `fbq init ${OTHER_PIXEL}\nlibrary\nconfig ${OTHER_PIXEL}\nfbq trackSingle ${PIXEL} Lead`,
    `fbq init ${OTHER_PIXEL}\nlibrary\nconfig ${PIXEL}\nconfig ${OTHER_PIXEL}\nfbq trackSingle ${PIXEL} Lead`,
  ),
  'pixel/library-warning': ready(
    `console warning "[Meta Pixel] - Pixel ${PIXEL} is unavailable on this website."`,
    `console info "[Meta Pixel] - Pixel ${PIXEL} is unavailable on this website."`,
  ),
  'pixel/hit-cancelled': ready(
    `fbq track Lead\nhit ${PIXEL} Lead cancelled`,
    `fbq track Lead\nhit ${PIXEL} Lead`,
  ),
  'pixel/page-view-dropped': ready(
    `${sent('PageView')}\nfbq track PageView`,
    `${sent('PageView')}\nroute https://shop.example/two\nhit ${PIXEL} PageView dl=https://shop.example/two`,
  ),
  'pixel/init-without-event': watched(
    `library\nconfig ${PIXEL}\n+6s dataLayer {event: later}`,
    `library\nconfig ${PIXEL}\nfbq track Lead\nhit ${PIXEL} Lead\n+6s dataLayer {event: later}`,
  ),
  'pixel/library-twice': ready(`${LEAD}\nlibrary`, LEAD),
  'pixel/no-hit': ready(
    `${LEAD}\nfbq track Search\n+6s dataLayer {event: later}`,
    `${LEAD}\n${sent('Search')}\n+6s dataLayer {event: later}`,
  ),
};
