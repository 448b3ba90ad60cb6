import {
  copy,
  ORDER,
  OTHER_PIXEL,
  PIXEL,
  READY,
  sent,
  triggered,
} from '../../session/fragments.ts';
import { after, type RuleCases } from './blocks.ts';

const ready = after(READY);
const BOUGHT = sent('Purchase', ORDER, 'a1');
const COPIED = copy('Purchase', ORDER, 'a1');
const CART = '{value: 17.15, currency: EUR, content_ids: [house-250], content_type: product}';
const PUT = sent('AddToCart', CART, 'a1');
const FBP = 'fbp=fb.1.1795219200000.123456789';
const KNOWN = 'user_data={fbp: "fb.1.1795219200000.123456789"}';
const items = 'id: "order-77", currency: EUR, value: 34.3, revenue: 34.3';

/** Pairs of browser and server copies. */
export const DEDUP_CASES: RuleCases = {
  'dedup/no-server-events': ready(BOUGHT, `${BOUGHT}\n${COPIED}`),
  'dedup/no-event-id': ready(
    `${BOUGHT}\nserver ${PIXEL} Purchase ${ORDER}`,
    `${BOUGHT}\n${COPIED}`,
  ),
  'dedup/different-ids': ready(
    `${BOUGHT}\n${copy('Purchase', ORDER, 'b2')}`,
    `${BOUGHT}\n${COPIED}`,
  ),
  'dedup/missing-server-copy': ready(
    `${BOUGHT}\n${COPIED}\n${sent('Purchase', '{value: 1, currency: EUR}', 'a2')}`,
    `${BOUGHT}\n${COPIED}`,
  ),
  'dedup/sent-twice': ready(
    `${BOUGHT}\n+2s ${sent('Purchase', ORDER, 'a2')}`,
    `${BOUGHT}\n+2s ${sent('Purchase', '{value: 34.3, currency: EUR, order_id: order-78}', 'a2')}`,
  ),
  'dedup/id-repeated': ready(
    `${PUT}\n+2s ${PUT}\n+2s ${PUT}`,
    `${PUT}\n+2s ${sent('AddToCart', CART, 'a2')}\n+2s ${sent('AddToCart', CART, 'a3')}`,
  ),
  'dedup/ids-unrelated': ready(
    `${sent('Lead', '{}', '138')}\n${copy('Lead', '{}', '992')}\n${sent('Contact', '{}', '778')}\n${copy('Contact', '{}', '313')}`,
    `${sent('Lead', '{}', '138')}\n${copy('Lead', '{}', '138')}\n${sent('Contact', '{}', '778')}\n${copy('Contact', '{}', '313')}`,
  ),
  'dedup/automatic-id': ready(
    `fbq track Purchase ${ORDER}\n  > hit ${PIXEL} Purchase cd=${ORDER} eid=ob3_plugin-set_${'0a'.repeat(32)}\n${COPIED}`,
    `${BOUGHT}\n${COPIED}`,
  ),
  'dedup/event-id-empty': ready(
    `${BOUGHT}\nserver ${PIXEL} Purchase id= ${ORDER}`,
    `${BOUGHT}\n${COPIED}`,
  ),
  'dedup/event-id-list': ready(
    `${BOUGHT}\nserver ${PIXEL} Purchase event_id=["a1"] ${ORDER}`,
    `${BOUGHT}\n${COPIED}`,
  ),
  'dedup/event-id-key': ready(
    `${BOUGHT}\nserver ${PIXEL} Purchase eventID=a1 ${ORDER}`,
    `${BOUGHT}\n${COPIED}`,
  ),
  'dedup/event-id-in-custom-data': ready(
    `${BOUGHT}\nserver ${PIXEL} Purchase {event_id: a1}`,
    `${BOUGHT}\n${COPIED}`,
  ),
  'dedup/id-reused': ready(
    `${BOUGHT}\n${sent('Purchase', '{value: 1, currency: EUR}', 'a1')}`,
    `${BOUGHT}\n${sent('Purchase', '{value: 1, currency: EUR}', 'a2')}`,
  ),
  'dedup/id-on-two-pages': ready(
    `fbq track Lead {} {eventID: a1}\n  > hit ${PIXEL} Lead eid=a1 dl=https://shop.example/form\nfbq track Lead {} {eventID: a1}\n  > hit ${PIXEL} Lead eid=a1 dl=https://shop.example/thanks`,
    `fbq track Lead {} {eventID: a1}\n  > hit ${PIXEL} Lead eid=a1 dl=https://shop.example/form\nfbq track Lead {} {eventID: a2}\n  > hit ${PIXEL} Lead eid=a2 dl=https://shop.example/thanks`,
  ),
  'dedup/id-shared': ready(
    `${sent('Lead', '{}', 'a1')}\n${sent('Search', '{}', 'a1')}`,
    `${sent('Lead', '{}', 'a1')}\n${sent('Search', '{}', 'a2')}`,
  ),
  'dedup/name-case': ready(`${BOUGHT}\n${copy('purchase', ORDER, 'a1')}`, `${BOUGHT}\n${COPIED}`),
  'dedup/name-not-mapped': ready(
    `${sent('InitiateCheckout', '{}', 'a1')}\n${copy('begin_checkout', '{}', 'a1')}`,
    `${sent('InitiateCheckout', '{}', 'a1')}\n${copy('InitiateCheckout', '{}', 'a1')}`,
  ),
  'dedup/name-differs': ready(`${BOUGHT}\n${copy('Lead', '{}', 'a1')}`, `${BOUGHT}\n${COPIED}`),
  'dedup/other-pixel': ready(
    `${BOUGHT}\nserver ${OTHER_PIXEL} Purchase id=a1 ${ORDER}`,
    `${BOUGHT}\n${COPIED}`,
  ),
  'dedup/pixel-unknown': ready(
    `${BOUGHT}\nserver - Purchase id=a1 ${ORDER}`,
    `${BOUGHT}\n${COPIED}`,
  ),
  'dedup/receipt-unknown': ready(
    `${BOUGHT}\nserver.import ${PIXEL} Purchase id=a1 ${ORDER}`,
    `${BOUGHT}\n${COPIED}`,
  ),
  'dedup/server-first': ready(`+2s ${COPIED}\n+2s ${BOUGHT}`, `+2s ${BOUGHT}\n+2s ${COPIED}`),
  'dedup/outside-window': ready(`${BOUGHT}\n+49h ${COPIED}`, `${BOUGHT}\n+47h ${COPIED}`),
  'dedup/copies-differ': ready(
    `${BOUGHT}\n${copy('Purchase', '{value: 30, currency: EUR}', 'a1')}`,
    `${BOUGHT}\n${COPIED}`,
  ),
  'dedup/clock-skew': ready(
    `${BOUGHT}\nserver ${PIXEL} Purchase id=a1 event_time=(1795222800) ${ORDER}`,
    `${BOUGHT}\n${COPIED}`,
  ),
  'dedup/event-time-too-old': ready(
    `${BOUGHT}\nserver ${PIXEL} Purchase id=a1 event_time=(1794500000) ${ORDER}`,
    `${BOUGHT}\n${COPIED}`,
  ),
  'dedup/fallback': ready(
    `fbq track Lead\n  > hit ${PIXEL} Lead ${FBP}\n+2s server ${PIXEL} Lead ${KNOWN}`,
    `fbq track Lead {} {eventID: a1}\n  > hit ${PIXEL} Lead ${FBP} eid=a1\n+2s server ${PIXEL} Lead id=a1 ${KNOWN}`,
  ),
  'dedup/fallback-server-first': ready(
    `server ${PIXEL} Lead ${KNOWN}\n+2s fbq track Lead\n  > hit ${PIXEL} Lead ${FBP}`,
    `fbq track Lead\n  > hit ${PIXEL} Lead ${FBP}\n+2s server ${PIXEL} Lead ${KNOWN}`,
  ),
  'dedup/browser-copy-lost': ready(
    `hit ${PIXEL} Purchase cd=${ORDER} eid=a1 blocked\n${COPIED}`,
    `hit ${PIXEL} Purchase cd=${ORDER} eid=a1\n${COPIED}`,
  ),
  'dedup/server-copy-refused': ready(
    `${BOUGHT}\n${COPIED} with {answer: {status: 400, message: "Invalid parameter"}}`,
    `${BOUGHT}\n${COPIED} with {answer: {status: 200}}`,
  ),
  'dedup/derived-copy': ready(
    `${triggered('purchase', items, 'a1')}\n${BOUGHT}`,
    `${triggered('purchase', items, 'a2')}\n${BOUGHT}\n${COPIED}`,
  ),
  'dedup/previous-trigger-id': ready(
    `${triggered('page_view', 'page_type: shop', 'a1')}\n${BOUGHT}\n${triggered('purchase', items, 'a2')}`,
    `${triggered('page_view', 'page_type: shop', 'a0')}\n${triggered('purchase', items, 'a1')}\n${BOUGHT}`,
  ),
  'dedup/commanders-act-own-id': ready(
    `${triggered('purchase', items, 'a1')}\n${sent('Purchase', ORDER, 'own-a1')}`,
    `${triggered('purchase', items, 'a1')}\n${BOUGHT}`,
  ),
};
