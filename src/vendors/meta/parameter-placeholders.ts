import { propertiesOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import { isMeantAsEventId } from './deduplication.ts';
import { type Fault, fault, show } from './fault.ts';
import { isPlaceholder, isPlaceholderId } from './placeholder.ts';

/** Parameters that a visitor may have typed, or whose type alone tells that they are wrong. */
const NOT_FILLED_IN: ReadonlySet<string> = new Set([
  'search_string',
  'value',
  'currency',
  'num_items',
  'predicted_ltv',
]);

/** Parameters that name a thing: without them Meta finds neither product nor order. */
const NAMING: ReadonlySet<string> = new Set([
  'content_ids',
  'contents',
  'content_type',
  'order_id',
]);

/** Whether a parameter's value, or one inside it, is a placeholder that is to be told. */
export function hasPlaceholder(name: string, value: PageValue): boolean {
  return (
    !NOT_FILLED_IN.has(name) &&
    !isMeantAsEventId(name) &&
    holdsPlaceholder(value, NAMING.has(name), NESTED)
  );
}

/** Lists and objects are looked into as deep as `contents` go. */
const NESTED = 3;

function holdsPlaceholder(value: PageValue, isId: boolean, depth: number): boolean {
  if (typeof value === 'string') return isId ? isPlaceholderId(value) : isPlaceholder(value);
  if (typeof value !== 'object' || value === null || depth === 0) return false;
  const items = Array.isArray(value) ? value : Object.values(propertiesOf(value)?.values ?? {});
  return items.some((item) => holdsPlaceholder(item, isId, depth - 1));
}

/** The fault of the parameters with these names, which are placeholders. */
export function placeholderFault(
  event: string,
  values: Readonly<Record<string, PageValue>>,
  names: readonly string[],
): Fault {
  const places = names.map((parameter) => ({ parameter, given: show(values[parameter]) }));
  return fault(
    'pixel/placeholder-parameter',
    'data',
    'sent',
    { event, places },
    { severity: names.some((name) => NAMING.has(name)) ? 'warning' : 'info' },
  );
}
