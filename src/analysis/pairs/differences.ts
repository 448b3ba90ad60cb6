import type { Entry } from '../../session/entry.ts';
import { showValue } from '../../session/value/plain.ts';
import type { Vendor } from '../../vendors/hit.ts';
import { inCentsOf, isSameValue } from '../../vendors/meta/same-value.ts';
import type { CopyDifference } from '../facts/dedup-data.ts';
import { contentOf, dataUseOf, propertyOf, saidAtMeta } from './content.ts';
import { lineDifferences, linesOf, lostProducts, otherIds } from './items.ts';
import { personDifferences } from './person-differences.ts';

/** A copy by its entry, and the event's place in a batch (0 where it is left out). */
export interface CopyPlace {
  entry: Entry;
  index?: number;
}

/** Lists of products, which are compared as such and not as texts. */
export const PRODUCT_LISTS: readonly string[] = ['contents', 'content_ids'];

/** The Conversions API's word for what the pixel has as `dpo`. */
export const DATA_USE = 'data_processing_options';

const SIDES = ['browser', 'server'] as const;

/** What is looked at first; the rest follows by name. */
const FIRST: readonly string[] = ['value', 'currency', 'contents'];

/** Names that either has, in the order in which they are read. */
export function namesIn(a: object, b: object): string[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return [
    ...FIRST.filter((name) => names.includes(name)),
    ...names.filter((n) => !FIRST.includes(n)),
  ];
}

/**
 * What two copies say differently: the one definition, of the finding, of the comparison side by
 * side and of the report. What one of them leaves out is no difference, but for products; and what
 * settings that nobody sees may change is none, as in a match.
 */
export function copyDifferences(browser: CopyPlace, server: CopyPlace): CopyDifference[] {
  // What Segment's server makes of a hit is its settings' to say.
  if (isOf('segment', browser) || isOf('segment', server)) return [];
  const [left = {}, right = {}] = [browser, server].map(read(saidAtMeta));
  const items: CopyDifference[] = [];
  for (const name of namesIn(left, right)) {
    const [a = [], b = []] = [left[name], right[name]];
    const [one, other] = [a[0], b[0]];
    if (one === undefined || other === undefined || PRODUCT_LISTS.includes(name)) continue;
    if (a.some((text) => b.some((each) => isSameValue(name, text, each)))) continue;
    const larger = inCentsOf(name, [one, other], (left.currency ?? right.currency)?.[0]);
    items.push({
      name,
      browser: showValue(one),
      server: showValue(other),
      ...(larger !== undefined && { inCents: SIDES[larger] }),
    });
  }
  const [limit, other] = [browser, server].map(read(dataUseOf));
  if (limit !== undefined && other !== undefined && limit !== other)
    items.push({ name: DATA_USE, browser: limit, server: other });
  const [a, b] = [browser, server].map(read(contentOf));
  if (a && b && server.entry.kind === 'server') items.push(...personDifferences(a, b));
  items.push(...productDifferences(browser, server));
  return items;
}

/**
 * Where one side speaks of products and the other of groups of them, their ids differ as they
 * should; that is told with content_type. Which id a connector hands on is its settings' to say.
 */
function productDifferences(browser: CopyPlace, server: CopyPlace): CopyDifference[] {
  const [one, other] = [browser, server].map(read(linesOf));
  if (one === undefined || other === undefined) return [];
  const lost = lostProducts(one, other);
  if (lost !== undefined) return [{ name: 'contents', ...lost }, ...lineDifferences(one, other)];
  const [left, right] = [browser, server].map(
    read((copy, entry) => propertyOf(copy, entry, 'content_type')),
  );
  const strange = left === right && !isOf('commanders-act', server) && otherIds(one, other);
  return strange ? [strange] : lineDifferences(one, other);
}

/** Whether both copies name the same products, and what one leaves out of them is all that differs. */
export function isSameProducts(a: CopyPlace, b: CopyPlace): boolean {
  const [one, other] = [a, b].map(read(linesOf));
  if (one === undefined || other === undefined || one.size !== other.size) return false;
  return [...one.keys()].every((id) => other.has(id)) && lineDifferences(one, other).length === 0;
}

function read<T>(of: (copy: { index: number }, entry: Entry) => T): (place: CopyPlace) => T {
  return ({ entry, index = 0 }) => of({ index }, entry);
}

function isOf(vendor: Vendor, { entry }: CopyPlace): boolean {
  return entry.kind === 'hit' && entry.vendor === vendor;
}
