import type { Profile } from '../../session/profile.ts';
import { isSameValue } from '../../vendors/meta/same-value.ts';
import { type Content, contentAtMeta, dataUseOf } from './content.ts';
import {
  type CopyPlace,
  copyDifferences,
  DATA_USE,
  isSameProducts,
  namesIn,
  PRODUCT_LISTS,
} from './differences.ts';

/** One line of two copies side by side. */
export interface CopyLine {
  /** Name at the Conversions API: `value`, `user_data.em`, `event_source_url`. */
  name: string;
  first?: string;
  second?: string;
  /**
   * `different`: as `copyDifferences` has it. `unknown`: what both say is not the same and may well
   * mean the same: hashes by two rules, settings that nobody sees, an address as each side writes it.
   */
  verdict: 'equal' | 'different' | 'only-first' | 'only-second' | 'unknown';
}

/** Whether a line tells the copies apart. What one of them leaves out does not. */
export function isDifference({ verdict }: CopyLine): boolean {
  return verdict === 'different';
}

/** SHA-256 in hexadecimal, with the suffix of Meta's parameter builder (domain facts 4.2). */
const HASH = /^[a-f0-9]{64}(?:\.[A-Za-z0-9_-]{2}|\.[A-Za-z0-9_-]{8})?$/i;

/**
 * The parameters of two copies side by side: the event id, value, currency and contents first. A hit
 * that a connector hands on is compared as the event that the connector makes of it.
 */
export function diffCopies(a: CopyPlace, b: CopyPlace, profile: Profile = {}): CopyLine[] {
  const [first, second] = [a, b].map(({ entry, index = 0 }) =>
    contentAtMeta({ index }, entry, profile),
  ) as [Content, Content];
  const differing = differingNames(a, b, { first, second });
  const lines: CopyLine[] = [];
  const add = (
    name: string,
    left: string | undefined,
    right: string | undefined,
    isSame = true,
  ) => {
    if (!left && !right) return;
    const verdict = differing.has(name)
      ? 'different'
      : !left
        ? 'only-second'
        : !right
          ? 'only-first'
          : isSame
            ? 'equal'
            : 'unknown';
    lines.push({ name, verdict, ...(left && { first: left }), ...(right && { second: right }) });
  };
  const addSame = (name: string, left: string | undefined, right: string | undefined) =>
    add(
      name,
      left,
      right,
      left !== undefined && right !== undefined && isSameValue(name, left, right),
    );
  addSame('event_id', first.eventId, second.eventId);
  const isOneBasket = isSameProducts(a, b);
  for (const name of namesIn(first.properties, second.properties)) {
    const [left, right] = [first.properties[name], second.properties[name]];
    if (isOneBasket && PRODUCT_LISTS.includes(name)) add(name, left, right);
    else addSame(name, left, right);
  }
  if (differing.has(DATA_USE)) {
    const [left, right] = [a, b].map(({ entry, index = 0 }) => dataUseOf({ index }, entry));
    add(DATA_USE, left, right);
  }
  addSame('event_source_url', first.address, second.address);
  addSame('action_source', first.actionSource, second.actionSource);
  addSame('event_time', first.eventTime?.toString(), second.eventTime?.toString());
  for (const name of namesIn(first.userData, second.userData)) {
    const [left = [], right = []] = [first.userData[name], second.userData[name]];
    const hashes = new Set(left.map(withoutSuffix));
    // Different hashes may be one value under two rules of Meta's own libraries (domain facts 4.2).
    const isSame = right.some((value) => hashes.has(withoutSuffix(value)));
    add(USER_DATA + name, left.join(', '), right.join(', '), isSame);
  }
  return lines;
}

/** The lines that differences stand in. */
function differingNames(
  a: CopyPlace,
  b: CopyPlace,
  { first, second }: { first: Content; second: Content },
): Set<string> {
  const lists = { ...first.properties, ...second.properties };
  const products = PRODUCT_LISTS.find((name) => lists[name]) ?? 'contents';
  const names = copyDifferences(a, b).map((item) => {
    if ('isCase' in item) return USER_DATA + item.name;
    return 'product' in item || PRODUCT_LISTS.includes(item.name) ? products : item.name;
  });
  if (first.eventId && second.eventId && first.eventId !== second.eventId) names.push('event_id');
  return new Set(names);
}

const USER_DATA = 'user_data.';

function withoutSuffix(value: string): string {
  return HASH.test(value) ? value.slice(0, 64).toLowerCase() : value;
}
