import type { Entry } from '../../session/entry.ts';
import type { Side } from '../../vendors/meta/deduplication.ts';
import { propertyOf } from './content.ts';
import type { Copy } from './copy.ts';

/** Where copies keep their items: the Conversions API's names, and Commanders Act's. */
const LISTS = ['contents', 'content_ids', 'items'] as const;

/**
 * The ids of the products that a copy is about; undefined where it tells none, or not of all of its
 * items. Meta: `contents[].id` or `content_ids`; Commanders Act: `items[].product.id`, which is
 * what its connector hands on, or else the item's own id (domain facts 5.4).
 */
export function productsOf(copy: Copy, entry: Entry | undefined): ReadonlySet<string> | undefined {
  for (const name of LISTS) {
    const text = propertyOf(copy, entry, name);
    if (text === undefined || !text.startsWith('[')) continue;
    const products = productsIn(text);
    if (products !== undefined) return products;
  }
  return undefined;
}

function productsIn(text: string): ReadonlySet<string> | undefined {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const ids = new Set<string>();
  for (const item of list) {
    const id = idOf(item);
    if (id === undefined) return undefined;
    ids.add(id);
  }
  return ids;
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
  browser: ReadonlySet<string>,
  server: ReadonlySet<string> | undefined,
): { lacks: Side; products: string[] } | undefined {
  if (server === undefined || browser.size === server.size) return undefined;
  const lacks = browser.size < server.size ? 'browser' : 'server';
  const [small, large] = lacks === 'browser' ? [browser, server] : [server, browser];
  for (const id of small) if (!large.has(id)) return undefined;
  return { lacks, products: [...large].filter((id) => !small.has(id)) };
}
