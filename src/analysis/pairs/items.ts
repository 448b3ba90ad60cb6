import type { Entry } from '../../session/entry.ts';
import type { Side } from '../../vendors/meta/deduplication.ts';
import { isSameAmount, numberOf } from '../../vendors/meta/same-value.ts';
import type { CopyDifference } from '../facts/dedup-data.ts';
import { propertyOf } from './content.ts';
import type { Copy } from './copy.ts';

/** Where copies keep their items: the Conversions API's names, and Commanders Act's. */
const LISTS = ['contents', 'content_ids', 'items'] as const;

/** What a copy says of one product, over all of its items. */
export interface Line {
  /** Undefined where an item says none. */
  quantity: number | undefined;
  /** Of one piece; undefined where items differ or say none. */
  price: number | undefined;
}

/** By the products' ids. */
export type Lines = ReadonlyMap<string, Line>;

/**
 * The products that a copy is about; undefined where it tells none, or not of all of its items.
 * Meta: `contents[].id` or `content_ids`; Commanders Act: `items[].product.id`, which is what its
 * connector hands on, or else the item's own id (domain facts 5.4).
 */
export function linesOf(copy: Pick<Copy, 'index'>, entry: Entry | undefined): Lines | undefined {
  for (const name of LISTS) {
    const text = propertyOf(copy, entry, name);
    if (text === undefined || !text.startsWith('[')) continue;
    const lines = linesIn(text);
    if (lines !== undefined) return lines;
  }
  return undefined;
}

/** The ids of these products. */
export function productsOf(copy: Copy, entry: Entry | undefined): ReadonlySet<string> | undefined {
  const lines = linesOf(copy, entry);
  return lines && new Set(lines.keys());
}

function linesIn(text: string): Lines | undefined {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const lines = new Map<string, Line>();
  for (const item of list) {
    const id = idOf(item);
    if (id === undefined) return undefined;
    const [line, known] = [lineOf(item), lines.get(id)];
    lines.set(id, known === undefined ? line : together(known, line));
  }
  return lines;
}

/** One product in two items: a shop may give each of its variants one. */
function together(a: Line, b: Line): Line {
  return {
    quantity:
      a.quantity === undefined || b.quantity === undefined ? undefined : a.quantity + b.quantity,
    price: a.price === b.price ? a.price : undefined,
  };
}

function lineOf(item: unknown): Line {
  if (typeof item !== 'object' || item === null) return { quantity: undefined, price: undefined };
  const { quantity, item_price, price, product } = item as Record<string, unknown>;
  const inner = typeof product === 'object' && product !== null ? product : {};
  return {
    quantity: numberIn(quantity),
    price: numberIn(item_price ?? price ?? (inner as { price?: unknown }).price),
  };
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? numberOf(value) : undefined;
}

function idOf(item: unknown): string | undefined {
  if (typeof item === 'string' || typeof item === 'number') return String(item);
  if (typeof item !== 'object' || item === null) return undefined;
  const { id, product } = item as { id?: unknown; product?: unknown };
  const inner =
    typeof product === 'object' && product !== null ? (product as { id?: unknown }).id : undefined;
  const found = inner ?? id;
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}

/**
 * The side whose copy lacks products that the other has, and those. Only where one's products are
 * all among the other's: where neither holds the other, the two sides may well name products by
 * different ids (a variant's here, a group's there), which is no loss.
 */
export function lostProducts(
  browser: Lines,
  server: Lines,
): { lacks: Side; products: string[] } | undefined {
  if (browser.size === server.size) return undefined;
  const lacks = browser.size < server.size ? 'browser' : 'server';
  const [small, large] = lacks === 'browser' ? [browser, server] : [server, browser];
  for (const id of small.keys()) if (!large.has(id)) return undefined;
  return { lacks, products: [...large.keys()].filter((id) => !small.has(id)) };
}

/** What two copies say differently of the products that both name; what one leaves out is no difference. */
export function lineDifferences(browser: Lines, server: Lines): CopyDifference[] {
  const found: CopyDifference[] = [];
  for (const [product, { quantity, price }] of browser) {
    const other = server.get(product);
    if (other === undefined) continue;
    const differ = (name: 'quantity' | 'item_price', a: number, b: number) =>
      found.push({ name, product, browser: String(a), server: String(b) });
    if (quantity !== undefined && other.quantity !== undefined && quantity !== other.quantity)
      differ('quantity', quantity, other.quantity);
    if (price !== undefined && other.price !== undefined && !isSameAmount(price, other.price))
      differ('item_price', price, other.price);
  }
  return found;
}

/** Ids that are shown of each side. */
const SHOWN = 3;

/**
 * That the two sides name as many products, and none in common: they name the same ones by different
 * ids. Of another number it may be groups.
 */
export function otherIds(browser: Lines, server: Lines): CopyDifference | undefined {
  if (browser.size !== server.size) return undefined;
  for (const id of browser.keys()) if (server.has(id)) return undefined;
  const [one, other] = [browser, server].map((lines) =>
    [...lines.keys()].slice(0, SHOWN).join(', '),
  );
  return { name: 'content_ids', browser: one ?? '', server: other ?? '' };
}
