import { isObject, type Plain, type PlainObject, parseJson } from '../../session/value/plain.ts';
import { isSameAmount, numberOf } from '../../vendors/meta/same-value.ts';
import type { ItemsDifference, ParameterMatch } from '../verdicts.ts';

/** An item of `contents`, whatever vocabulary it comes from. */
export interface ContentItem {
  id: string;
  quantity?: number;
  price?: number;
}

const ID_KEYS = ['item_id', 'product_id', 'id', 'sku'];
const PRICE_KEYS = ['item_price', 'price'];

/**
 * Items of GA4 (`item_id`), Commanders Act (`product.id`), Segment (`product_id`) or Meta itself
 * (`id`). Undefined where it is no list of such items.
 */
export function readItems(given: Plain): ContentItem[] | undefined {
  const value = typeof given === 'string' ? parseJson(given) : given;
  if (!Array.isArray(value)) return undefined;
  const items: ContentItem[] = [];
  for (const raw of value) {
    if (!isObject(raw)) return undefined;
    const product = isObject(raw.product) ? raw.product : {};
    const id = pick(product, ID_KEYS) ?? pick(raw, ID_KEYS);
    if (id === undefined) return undefined;
    const item: ContentItem = { id: String(id) };
    const quantity = numberOf(raw.quantity);
    if (quantity !== undefined) item.quantity = quantity;
    const price = numberOf(pick(raw, PRICE_KEYS) ?? pick(product, PRICE_KEYS));
    if (price !== undefined) item.price = price;
    items.push(item);
  }
  return items;
}

function pick(object: PlainObject, keys: readonly string[]): Plain {
  for (const key of keys) {
    const value = object[key];
    if (typeof value === 'string' || typeof value === 'number') return value;
  }
  return undefined;
}

/** What differs between two lists of items; undefined where they are the same. */
export function itemsDifference(
  expected: readonly ContentItem[],
  actual: readonly ContentItem[],
): ItemsDifference | undefined {
  const left = [...actual];
  const lost: string[] = [];
  const changed: ItemsDifference['changed'] = [];
  for (const item of expected) {
    let at = left.findIndex(
      (other) => other.id === item.id && fieldDifferences(item, other).length === 0,
    );
    if (at === -1) at = left.findIndex((other) => other.id === item.id);
    if (at === -1) {
      lost.push(item.id);
      continue;
    }
    const [other] = left.splice(at, 1);
    if (other !== undefined) changed.push(...fieldDifferences(item, other));
  }
  const added = left.map(({ id }) => id);
  if (lost.length + added.length + changed.length === 0) return undefined;
  const isRenamed = lost.length === expected.length && added.length === lost.length;
  return { lost, added, changed, ...(isRenamed && { isRenamed }) };
}

/** Quantity and price count where both sides tell them. */
function fieldDifferences(a: ContentItem, b: ContentItem): ItemsDifference['changed'] {
  const differences: ItemsDifference['changed'] = [];
  for (const field of ['quantity', 'price'] as const) {
    const [expected, actual] = [a[field], b[field]];
    if (expected === undefined || actual === undefined) continue;
    if (field === 'price' ? !isSameAmount(expected, actual) : expected !== actual)
      differences.push({ id: a.id, field, expected, actual });
  }
  return differences;
}

/**
 * As many products, by ids of which none is the source event's. Which ids the catalogue at Meta has
 * is not known: Shopify's there are other ones than a data layer's.
 */
export function isRenamed({ notes = [] }: ParameterMatch): boolean {
  return notes.some((note) => note.code === 'items' && note.isRenamed === true);
}

/** Whose amount is a hundred of the other's, so probably in cents; undefined for all else. */
export function centsAt({ notes = [] }: ParameterMatch): 'source' | 'meta' | undefined {
  for (const note of notes) if (note.code === 'in-cents') return note.at;
  return undefined;
}

/** Meta may well have it right: another id of a product, or whole units for cents. */
export function mayBeRight(match: ParameterMatch): boolean {
  return isRenamed(match) || centsAt(match) === 'source';
}
