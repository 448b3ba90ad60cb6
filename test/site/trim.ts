import type { Entry } from '../../src/session/entry.ts';
import { documentOf } from '../../src/session/entry.ts';

/** 2026-11-21T09:00:00Z: when a golden session begins. */
const START = Date.UTC(2026, 10, 21, 9);

/** A text that stands for each of another's forms, in the order in which they come. */
function createStandIns(of: (n: number) => string) {
  const known = new Map<string, string>();
  return (text: string): string => {
    const own = known.get(text) ?? of(known.size + 1);
    known.set(text, own);
    return own;
  };
}

/**
 * The lines of a recording without what changes from one to the next: stacks, user agents, ports,
 * ids and the time of day. What belongs together still does: an id is replaced everywhere alike,
 * and times keep their distance.
 */
export function trimLines(entries: readonly Entry[]): string[] {
  const first = Math.floor(entries[0]?.at ?? 0);
  const rebase = (at: number) => at - first + START;
  let documents = 0;
  const keys = new Map<string, string>();
  for (const { id, page } of entries)
    for (const key of [documentOf(page), documentOf(id)])
      if (!keys.has(key)) {
        if (key === documentOf(page)) documents += 1;
        keys.set(key, key === documentOf(page) ? `page${documents}` : 'hits');
      }
  const port = createStandIns((n) => String(4172 + n));
  const eventId = createStandIns((n) => String(952_000_000_000 + n).padEnd(24, '0'));
  const uuid = createStandIns((n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
  return entries.map((entry) => {
    const {
      stack: _,
      frameId: __,
      ...rest
    } = entry as Entry & { stack?: string; frameId?: number };
    if ('tabId' in rest) rest.tabId = 1;
    let text = JSON.stringify(rest);
    for (const [key, own] of keys) text = text.replaceAll(`"${key}:`, `"${own}:`);
    return text
      .replace(
        /(127\.0\.0\.1(?::|%3A))(\d+)/g,
        (_match, host: string, own: string) => host + port(own),
      )
      .replace(/Mozilla\/5\.0 [^"\\]*/g, 'Mozilla/5.0 (demo)')
      .replace(/(?<!\d)\d{24,}(?!\d)/g, eventId)
      .replace(/[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/g, uuid)
      .replace(/(?<!\d)1[78]\d{11}(?!\d)/g, (at) => String(rebase(Number(at))))
      .replace(/20\d\d-\d\d-\d\dT[\d:.]+Z/g, (at) =>
        new Date(rebase(Date.parse(at))).toISOString(),
      );
  });
}
