import type { Entry } from '../../../session/entry.ts';
import { eventProperties, ORDER_IDS } from '../../../vendors/event-properties.ts';
import { isAutomaticEventId } from '../../../vendors/meta/automatic.ts';
import { isSameAmount, isSameValue } from '../../../vendors/meta/same-value.ts';
import { toLength } from '../../ordered.ts';
import { contentOf } from '../content.ts';
import type { Copy } from '../copy.ts';
import { productsOf } from '../items.ts';

/** What one copy says, as far as it tells one event from another. */
export interface Gist {
  /** Custom data by the names of the Conversions API. */
  readonly own: Readonly<Record<string, string>>;
  readonly names: readonly string[];
  readonly products: ReadonlySet<string> | undefined;
  /** Address of the page without its fragment; '' where the copy has none. */
  readonly address: string;
  /**
   * How a hit came about: to all pixels, to one (`tm`), or as a picture without the library. One
   * piece of code sends an event in one way.
   */
  readonly way: 'all' | 'single' | 'picture';
}

/** Reads a copy. */
export function gistOf(copy: Copy, entry: Entry | undefined): Gist {
  const parameters = entry?.kind === 'hit' ? entry.events[copy.index]?.parameters : undefined;
  const own =
    parameters === undefined
      ? contentOf(copy, entry).properties
      : eventProperties('meta', parameters);
  return {
    own,
    names: toLength(
      Object.keys(own)
        .filter((name) => own[name] !== '')
        .sort(),
    ),
    products: productsOf(copy, entry),
    address: (parameters?.dl ?? '').split('#', 1)[0] as string,
    way: wayOf(parameters ?? {}),
  };
}

function wayOf({ tm, noscript, v }: Readonly<Record<string, string>>): Gist['way'] {
  if (noscript !== undefined && v === undefined) return 'picture';
  return tm === '1' || tm === '2' ? 'single' : 'all';
}

/** True for a copy without custom data. */
export function isBare({ names }: Gist): boolean {
  return names.length === 0;
}

/** True where both say the same, under the same names. */
export function isEqual(a: Gist, b: Gist): boolean {
  return (
    hasSameNames(a, b) &&
    a.names.every((name) => isSame(name, a.own[name] as string, b.own[name] as string))
  );
}

function hasSameNames(a: Gist, b: Gist): boolean {
  return a.names.length === b.names.length && a.names.every((name, i) => name === b.names[i]);
}

/** As Meta takes them; what is the same text, and amounts, cost no reading. */
function isSame(name: string, a: string, b: string): boolean {
  if (a === b) return true;
  if (name === 'value' && AMOUNT.test(a) && AMOUNT.test(b))
    return isSameAmount(Number(a), Number(b));
  return isSameValue(name, a, b);
}

const AMOUNT = /^\d{1,15}(?:\.\d{1,10})?$/;

/** Both have the value, and it is not the same. */
function differs(a: Gist, b: Gist, name: string): boolean {
  const [left, right] = [a.own[name], b.own[name]];
  return Boolean(left && right && !isSame(name, left, right));
}

/** The products of one are all among the other's, or one of them names none. */
export function haveSameProducts(a: Gist, b: Gist): boolean {
  if (a.products === undefined || b.products === undefined) return true;
  const [small, large] = a.products.size <= b.products.size ? [a, b] : [b, a];
  return [...(small.products ?? [])].every((id) => large.products?.has(id));
}

/** The amounts are the same, or one of them has none. */
export function haveSameAmount(a: Gist, b: Gist): boolean {
  return !differs(a, b, 'value') && !differs(a, b, 'currency');
}

/** Nothing that both say contradicts; products are looked at apart, since shops have several ids for one. */
export function mayBeOne(a: Gist, b: Gist): boolean {
  return haveSameAmount(a, b) && !TELLING.some((name) => differs(a, b, name));
}

const TELLING = [...ORDER_IDS, 'content_name', 'search_string', 'num_items', 'status'];

/** Something that tells events apart is the same: an amount, or a product. */
export function sharesContent(a: Gist, b: Gist): boolean {
  const { value } = a.own;
  if (value && b.own.value && Number(value) !== 0 && haveSameAmount(a, b)) return true;
  return sharesProduct(a, b);
}

/** A product is in both. */
export function sharesProduct(a: Gist, b: Gist): boolean {
  return [...(a.products ?? [])].some((id) => b.products?.has(id));
}

/** What one sender gives to all of its events, and another may not. */
export interface Sender {
  gist: Gist;
  eventId: string;
  /** Address of the script that called; undefined where it was not seen. */
  script: string | undefined;
}

/** Whether two copies were made by different code: by the kind of id, the names of the data, the way, the script. */
export function haveOtherSenders(a: Sender, b: Sender): boolean {
  if (idKind(a.eventId) !== idKind(b.eventId) || !hasSameNames(a.gist, b.gist)) return true;
  if (a.gist.way !== b.gist.way) return true;
  return a.script !== undefined && b.script !== undefined && a.script !== b.script;
}

/** Whether the page gave an id, or Meta’s code made one. */
export function idKind(eventId: string): 'none' | 'automatic' | 'own' {
  return eventId === '' ? 'none' : isAutomaticEventId(eventId) ? 'automatic' : 'own';
}

/** The first script in a stack, without line and column: what called the pixel. */
export function scriptIn(stack: string | undefined): string | undefined {
  return stack === undefined
    ? undefined
    : /https?:\/\/[^\s()]+?(?=:\d+(?::\d+)?\)?(?:\s|$))/.exec(stack)?.[0];
}
