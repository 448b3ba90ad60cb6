import { isObject, type Plain, type PlainObject, parseJson } from '../../session/value/plain.ts';
import { numberOf } from '../../vendors/meta/same-value.ts';

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

/**
 * What differs between two lists of items, in words; undefined where they are the same. Quantity and
 * price count where both sides tell them.
 */
export function itemsDifference(
  expected: readonly ContentItem[],
  actual: readonly ContentItem[],
): string | undefined {
  const left = [...actual];
  const gone: string[] = [];
  const changed: string[] = [];
  for (const item of expected) {
    let at = left.findIndex((other) => other.id === item.id && fieldDifference(item, other) === '');
    if (at === -1) at = left.findIndex((other) => other.id === item.id);
    if (at === -1) {
      gone.push(item.id);
      continue;
    }
    const [other] = left.splice(at, 1);
    const difference = other === undefined ? '' : fieldDifference(item, other);
    if (difference !== '') changed.push(`${item.id}: ${difference}`);
  }
  const words = [
    ...(gone.length > 0 ? [`lost: ${list(gone)}`] : []),
    ...(left.length > 0 ? [`added: ${list(left.map(({ id }) => id))}`] : []),
    ...changed.slice(0, SHOWN_ITEMS),
  ];
  return words.length === 0 ? undefined : words.join('; ');
}

const SHOWN_ITEMS = 5;

function list(ids: readonly string[]): string {
  const shown = ids.slice(0, SHOWN_ITEMS).join(', ');
  return ids.length > SHOWN_ITEMS ? `${shown} and ${ids.length - SHOWN_ITEMS} more` : shown;
}

function fieldDifference(a: ContentItem, b: ContentItem): string {
  const words: string[] = [];
  for (const key of ['quantity', 'price'] as const) {
    const [x, y] = [a[key], b[key]];
    if (x !== undefined && y !== undefined && x !== y) words.push(`${key} ${x}, sent ${y}`);
  }
  return words.join(', ');
}
