import { locateGiven } from '../../session/value/path.ts';
import { type Plain, plainText } from '../../session/value/plain.ts';
import type { ConnectorNote } from './connector-note.ts';

/** What becomes of `items`: one of two parameters, never both. */
export type ConnectorItems =
  | {
      to: 'contents';
      value: { id: string; quantity: unknown; item_price: unknown }[];
      note?: never;
    }
  | { to: 'content_ids'; value: string[]; note: ConnectorNote };

/** What an item must have for Commanders Act's page of today (domain facts 5.4). */
const NEEDED = ['product.id', 'quantity', 'product.price'] as const;

/**
 * Today's page sends `contents` only where every item has product.id, quantity and product.price,
 * and `content_ids` otherwise; the older one (seed 003) sends `contents` in any case. Today's is
 * followed. Undefined where nothing can be made of the items.
 */
export function connectorItems(items: Plain): ConnectorItems | undefined {
  if (!Array.isArray(items) || items.length === 0) return undefined;
  const lacking = items.flatMap((item, i) =>
    NEEDED.filter((path) => locateGiven(item, path) === undefined).map(
      (path) => `items[${i}].${path}`,
    ),
  );
  if (lacking.length === 0)
    return {
      to: 'contents',
      value: items.map((item) => ({
        id: plainText(locateGiven(item, 'product.id')?.value),
        quantity: locateGiven(item, 'quantity')?.value,
        item_price: locateGiven(item, 'product.price')?.value,
      })),
    };
  const ids = items.flatMap((item) => {
    const id = locateGiven(item, 'product.id')?.value;
    return id === undefined ? [] : [plainText(id)];
  });
  if (ids.length === 0) return undefined;
  return {
    to: 'content_ids',
    value: ids,
    note: { code: 'not-contents', lacking },
  };
}
