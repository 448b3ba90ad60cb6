import { GA4_ORDER } from '../../session/fragments.ts';
import { after, type RuleCases } from './blocks.ts';

const alone = after('page https://shop.example/');

/** Data layer, chat, page and log. */
export const PAGE_CASES: RuleCases = {
  'datalayer/event-key-missing': alone(
    'dataLayer {evt: lead, bot_id: b1}',
    'dataLayer {event: lead, bot_id: b1}',
  ),
  'datalayer/command-as-list': alone(
    'dataLayer ["consent", "update", {ad_storage: granted}]',
    'gtag consent update {ad_storage: granted}',
  ),
  'loyjoy/listener-threw': alone(
    'loyjoy widget_open {label: x} with {threw: true}',
    'loyjoy widget_open {label: x}',
  ),
  'loyjoy/listener-reads-missing-detail': alone(
    'loyjoy widget_open with {threw: true}',
    'loyjoy widget_open',
  ),
  'loyjoy/old-event-name': alone('loyjoy signup', 'loyjoy sign_up'),
  'loyjoy/listener-for-old-name': alone(
    'loyjoy.boot boot {eventListeners: {signup: [function(f)]}}',
    'loyjoy.boot boot {eventListeners: {sign_up: [function(f)]}}',
  ),
  'loyjoy/listener-near-name': alone(
    'loyjoy.boot boot {eventListeners: {Sign_Up: [function(f)]}}',
    'loyjoy.boot boot {eventListeners: {product_tester: [function(f)]}}',
  ),
  'page/read-before-definition': alone('read fbq bare', GA4_ORDER),
  'page/uncaught-error': alone(
    `console exception "ReferenceError: basket is not defined"\n${GA4_ORDER}`,
    `console error "ReferenceError: basket is not defined"\n${GA4_ORDER}`,
  ),
  'page/error-answer': alone(`answer 404\n${GA4_ORDER}`, GA4_ORDER),
  'log/empty': {
    found: 'page https://shop.example/',
    near: `page https://shop.example/\n${GA4_ORDER}`,
  },
  'log/gap': alone('gap 4-6 limit', GA4_ORDER),
  'log/requests-only': {
    found: 'page https://shop.example/ with {seen: requests}',
    near: 'page https://shop.example/',
  },
  'log/end-unknown': alone('gap 4- no-goodbye', GA4_ORDER),
};
