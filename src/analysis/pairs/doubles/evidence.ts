import { standardEvent } from '../../../vendors/meta/standard-events.ts';
import type { DoubleEvidence, Held } from './bucket.ts';
import {
  type Gist,
  haveOtherSenders,
  haveSameAmount,
  haveSameProducts,
  idKind,
  isBare,
  isEqual,
  mayBeOne,
  type Sender,
  sharesContent,
  sharesProduct,
} from './gist.ts';

/** What one order brings about once. */
const OF_AN_ORDER: ReadonlySet<string> = new Set(['Purchase', 'Subscribe', 'StartTrial', 'Donate']);

/** What a page sends as it loads when something is done: loaded again, it would send it again. */
const OF_A_THANK_YOU_PAGE: ReadonlySet<string> = new Set([
  ...OF_AN_ORDER,
  'CompleteRegistration',
  'Lead',
  'Schedule',
  'SubmitApplication',
]);

/** What is done once: a form and the page behind it, or a button and the checkout, may both send it. */
const OF_A_STEP: ReadonlySet<string> = new Set([
  ...OF_A_THANK_YOU_PAGE,
  'Contact',
  'InitiateCheckout',
]);

/** What a page sends as it is shown, and no click of its own. */
const OF_A_VIEW: ReadonlySet<string> = new Set([
  ...OF_AN_ORDER,
  'CompleteRegistration',
  'ViewContent',
]);

/** What leads to another order. */
const OF_SHOPPING: ReadonlySet<string> = new Set([
  'AddPaymentInfo',
  'AddToCart',
  'InitiateCheckout',
]);

/** Milliseconds between two runs of one piece of code; nobody clicks twice so fast. Our choice. */
const MOMENT = 150;
/** Milliseconds between two pieces of code that hear of the same thing. Our choice. */
const SOON = 3_000;
/** Milliseconds from the beginning of a document after which a visitor may have done something. Our choice. */
const AT_HAND = 1_500;
/** Milliseconds in which nobody pays twice, while a frame may take long to load. Our choice. */
const ONE_PAYMENT = 30_000;
/** Milliseconds from the beginning of a document in which a page sends of its own accord. Our choice. */
const LOADING = 5_000;

/** The name may be that of an order's event; the page's own names too. */
export function mayBeOfAnOrder(name: string): boolean {
  return OF_AN_ORDER.has(name) || standardEvent(name) === undefined;
}

/** The name is sent by a page that is reached when something is done. */
export function isOfThankYouPage(name: string): boolean {
  return OF_A_THANK_YOU_PAGE.has(name);
}

/** The name is of something that is done once, and leads to another page. */
export function isOfStep(name: string): boolean {
  return OF_A_STEP.has(name);
}

/** The name is a step towards another order. */
export function isOfShopping(name: string): boolean {
  return OF_SHOPPING.has(name);
}

/** What is known of a copy besides itself. */
export interface Circumstances {
  gistOf(held: Held): Gist;
  /** Address of the script that called the pixel. */
  scriptOf(held: Held): string | undefined;
  /** When the page called; undefined where the call had waited in a queue. Milliseconds since the epoch. */
  calledAt(held: Held): number | undefined;
  /** When the document began; undefined where that was not seen. */
  startOf(page: string): number | undefined;
  /** True where one document followed the other in its tab, with none between. */
  areNext(earlier: string, later: string): boolean;
  /** True for a page and a frame in it, and for two frames of one page. */
  areTogether(one: string, other: string): boolean;
  /** True where the visitor shopped on between these times. */
  hasShopped(from: number, to: number): boolean;
}

/** Meta tells them apart, or does not tell that they are one. */
function haveOneId({ copy: a }: Held, { copy: b }: Held): boolean {
  return a.eventId !== '' && a.eventId === b.eventId;
}

/** Two copies of one side that name one order. */
export function ofOneOrder(
  a: Held,
  b: Held,
  { gistOf }: Circumstances,
): DoubleEvidence | undefined {
  if (haveOneId(a, b)) return undefined;
  const [one, other] = [gistOf(a), gistOf(b)];
  // What the page calls otherwise may tell each step of an order.
  if (!OF_AN_ORDER.has(a.copy.name)) return isEqual(one, other) ? 'order' : undefined;
  // Another amount for other products is something bought in addition.
  const isOne = haveSameAmount(one, other) || isSameBasket(one, other);
  return isOne ? 'order' : undefined;
}

function isSameBasket(a: Gist, b: Gist): boolean {
  return a.products !== undefined && b.products !== undefined && haveSameProducts(a, b);
}

/** Two copies of one document. */
export function ofOneDocument(a: Held, b: Held, known: Circumstances): DoubleEvidence | undefined {
  if (haveOneId(a, b)) return undefined;
  const { name } = a.copy;
  if (name === 'PageView') return ofOneView(a, b, known);
  const isOrder = OF_AN_ORDER.has(name);
  const apart = apartness(a, b, known);
  if (!isOrder && (apart === undefined || apart > SOON)) return undefined;
  const [one, other] = [known.gistOf(a), known.gistOf(b)];
  if (one.address !== other.address && !isOrder)
    return OF_A_STEP.has(name) && isEqual(one, other) && isOfNextAddress(one, other)
      ? 'next'
      : undefined;
  const [sender, second] = [senderOf(a, known), senderOf(b, known)];
  const isSoon = apart !== undefined && apart <= SOON;
  // One of them has tax or shipping in it.
  if (!haveSameAmount(one, other))
    return isOrder && isSoon && isSameBasket(one, other) && haveOtherSenders(sender, second)
      ? 'senders'
      : undefined;
  if (haveOtherSenders(sender, second)) {
    if (!agree(one, other, isOrder)) return undefined;
    if (sharesContent(one, other)) return 'senders';
    return isSoon && mayBeBareTwin(sender, second) ? 'senders' : undefined;
  }
  if (!isEqual(one, other)) return undefined;
  // Nothing but the name in common: two clicks of one button, each with an id of its own, look the same.
  if (isBare(one) && !OF_A_VIEW.has(name) && (hasId(a) || standardEvent(name) === undefined))
    return undefined;
  if (apart !== undefined && apart <= (OF_A_VIEW.has(name) ? SOON : MOMENT)) return 'moment';
  return isOrder && !isBare(one) ? 'visit' : undefined;
}

/** Two PageViews of one address: of two pieces of code, or of the page and of Meta's library. */
function ofOneView(a: Held, b: Held, known: Circumstances): DoubleEvidence | undefined {
  const apart = apartness(a, b, known);
  if (apart === undefined || apart > SOON) return undefined;
  const [one, other] = [known.gistOf(a).address, known.gistOf(b).address];
  // A picture tells no address.
  if (one !== other && one !== '' && other !== '') return undefined;
  // The library's own that follows the page's is of a fragment, or of a router that starts.
  if (a.copy.automatic !== b.copy.automatic) return a.copy.automatic ? 'route' : undefined;
  return !a.copy.automatic && haveOtherSenders(senderOf(a, known), senderOf(b, known))
    ? 'senders'
    : undefined;
}

function hasId({ copy }: Held): boolean {
  return copy.eventId !== '';
}

function senderOf(held: Held, { gistOf, scriptOf }: Circumstances): Sender {
  return { gist: gistOf(held), eventId: held.copy.eventId, script: scriptOf(held) };
}

/** Milliseconds between the calls; undefined where one is not known. */
function apartness(a: Held, b: Held, { calledAt }: Circumstances): number | undefined {
  const [one, other] = [calledAt(a), calledAt(b)];
  return one === undefined || other === undefined ? undefined : Math.abs(other - one);
}

/** Nothing that two senders say of one amount speaks against it that it is about the same. */
function agree(a: Gist, b: Gist, isOrder: boolean): boolean {
  // Two senders may well know a product by different ids; of an order the amount is enough.
  return isOrder || (mayBeOne(a, b) && haveSameProducts(a, b));
}

/** Copies that have nothing but the name in common. Where one tells more, the ids have to show two senders. */
function mayBeBareTwin(a: Sender, b: Sender): boolean {
  if (isBare(a.gist) && isBare(b.gist)) return true;
  return (isBare(a.gist) || isBare(b.gist)) && idKind(a.eventId) !== idKind(b.eventId);
}

/** Two copies of one address, from different documents. */
export function ofOneAddress(a: Held, b: Held, known: Circumstances): DoubleEvidence | undefined {
  const [{ copy: earlier }, { copy: later }] = [a, b];
  if (haveOneId(a, b) || earlier.page === later.page) return undefined;
  const [one, other] = [known.gistOf(a), known.gistOf(b)];
  if (!isEqual(one, other)) return undefined;
  const isOrder = OF_AN_ORDER.has(earlier.name) && !isBare(one);
  const isNext = known.areNext(earlier.page, later.page);
  if (isNext && (isOrder || (isOfLoading(a, known) && isOfLoading(b, known)))) return 'load';
  return isOrder && !known.hasShopped(earlier.at, later.at) ? 'visit' : undefined;
}

function isOfLoading({ copy }: Held, { startOf }: Circumstances): boolean {
  const start = startOf(copy.page);
  return start !== undefined && copy.at - start <= LOADING;
}

function isOfNextAddress({ address: a }: Gist, { address: b }: Gist): boolean {
  return a !== '' && b !== '' && a !== b;
}

/** Two copies of documents that were shown at once, or one after the other. */
export function ofTwoDocuments(a: Held, b: Held, known: Circumstances): DoubleEvidence | undefined {
  return known.areTogether(a.copy.page, b.copy.page)
    ? ofFrames(a, b, known)
    : ofNextPage(a, b, known);
}

/** One order that a page and a frame in it, or two frames, sent: each has code of its own. */
function ofFrames(a: Held, b: Held, { gistOf }: Circumstances): DoubleEvidence | undefined {
  if (haveOneId(a, b) || !OF_AN_ORDER.has(a.copy.name)) return undefined;
  const apart = Math.abs(b.copy.at - a.copy.at);
  if (apart > ONE_PAYMENT) return undefined;
  const [one, other] = [gistOf(a), gistOf(b)];
  if (!mayBeOne(one, other) || !sharesContent(one, other)) return undefined;
  // Later, one click may have bought something else, or given the same amount once more.
  const isOne = apart <= SOON || (sharesProduct(one, other) && haveSameProducts(one, other));
  return isOne ? 'senders' : undefined;
}

/** Two copies of pages that followed each other: of what was done on the first, and of the second as it came. */
function ofNextPage(a: Held, b: Held, known: Circumstances): DoubleEvidence | undefined {
  const [{ copy: earlier }, { copy: later }] = [a, b];
  if (haveOneId(a, b) || !known.areNext(earlier.page, later.page)) return undefined;
  const [began, left] = [known.startOf(earlier.page), known.startOf(later.page)];
  if (began === undefined || left === undefined) return undefined;
  const isOfLeaving = earlier.at - began >= AT_HAND && Math.abs(left - earlier.at) <= SOON;
  if (!isOfLeaving || !isOfLoading(b, known)) return undefined;
  const [one, other] = [known.gistOf(a), known.gistOf(b)];
  // The same address is the same page, loaded again.
  return one.address !== other.address && isEqual(one, other) ? 'next' : undefined;
}
