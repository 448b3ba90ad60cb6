import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { Words } from '../../language/words.ts';

/** Characters of JSON that an answer has at the most: what an agent reads, it pays for. */
const ANSWER_CHARACTERS = 20_000;
/** Longer texts, lists and nestings are cut, and say so. */
const TEXT_CHARACTERS = 1_500;
const ITEMS = 40;
const DEPTH = 12;

/**
 * An answer of a tool. All of it stands under `untrusted`, in JSON, so that no text of a page can
 * pass for one of ours.
 */
export function answerWith(value: unknown, { mcp: t }: Words): CallToolResult {
  return { content: [{ type: 'text', text: writeUntrusted(shorten(value), t.notice) }] };
}

/** What went wrong with a call of a tool. Even its words may be a page's. */
export function answerWithFailure(why: string, { mcp: t }: Words): CallToolResult {
  const text = writeUntrusted({ failure: shorten(why) }, t.notice);
  return { isError: true, content: [{ type: 'text', text }] };
}

/** JSON that says of its content that it is data of pages. */
export function writeUntrusted(value: unknown, notice: string): string {
  return JSON.stringify({ notice, untrusted: value }, undefined, 1);
}

/** A part of a list. */
export interface ListPage<T> {
  /** How many there are in all. */
  total: number;
  items: T[];
  /** Where the next part begins; absent at the end. */
  next?: number;
}

/**
 * The part of a list that begins at `from`: as many as were asked for, or as an answer has room for.
 */
export function pageOf<A, T>(
  all: readonly A[],
  { from = 0, limit }: { from?: number | undefined; limit: number },
  write: (one: A) => T,
): ListPage<T> {
  const items: T[] = [];
  let left = ANSWER_CHARACTERS;
  let n = from;
  for (; n < all.length && items.length < limit; n += 1) {
    const item = shorten(write(all[n] as A)) as T;
    left -= JSON.stringify(item)?.length ?? 0;
    if (left < 0 && items.length > 0) break;
    items.push(item);
  }
  return { total: all.length, items, ...(n < all.length && { next: n }) };
}

/** A value that fits into an answer: what is longer is cut, with a sign of how much is missing. */
export function shorten(value: unknown): unknown {
  let left = ANSWER_CHARACTERS;
  const cut = (one: unknown, depth: number): unknown => {
    if (typeof one === 'string') {
      const room = Math.max(0, Math.min(TEXT_CHARACTERS, left));
      left -= Math.min(one.length, room);
      return one.length <= room ? one : `${one.slice(0, room)}… (${one.length - room} more)`;
    }
    if (typeof one !== 'object' || one === null) {
      left -= 8;
      return one;
    }
    if (depth === DEPTH) return '…';
    if (Array.isArray(one)) {
      const items: unknown[] = [];
      for (const item of one.slice(0, ITEMS)) {
        if (left <= 0) break;
        items.push(cut(item, depth + 1));
      }
      if (items.length < one.length) items.push(`… (${one.length - items.length} more)`);
      return items;
    }
    // Without a prototype: a page's key may be `__proto__`.
    const object: Record<string, unknown> = Object.create(null);
    const pairs = Object.entries(one);
    let kept = 0;
    for (const [key, item] of pairs) {
      if (left <= 0) break;
      left -= Math.min(key.length, TEXT_CHARACTERS) + 4;
      object[key.length > TEXT_CHARACTERS ? `${key.slice(0, TEXT_CHARACTERS)}…` : key] = cut(
        item,
        depth + 1,
      );
      kept += 1;
    }
    if (kept < pairs.length) object['…'] = `${pairs.length - kept} more`;
    return object;
  };
  return cut(value, 0);
}
