import type { BrowserContext, Page } from 'playwright-core';
import type { ConsoleEntry, Entry, PageEntry } from '../session/entry.ts';
import { makeKey } from '../session/key.ts';
import { firstLine } from './failure.ts';

/** What pages wrote to their consoles, as far as it is kept. */
export interface RecordedConsole {
  /**
   * What came since the last time, each with its document.
   * @param entries what is recorded so far
   * @param isLast nothing more will be recorded: the words that wait for their document too
   */
  take(entries: readonly Entry[], isLast: boolean): ConsoleEntry[];
}

/** Meta's library begins its lines so; older releases had the other name. */
const OF_META = /^\[(?:Meta|Facebook) Pixel\]/;
/** A page may throw in a loop. */
const LIMIT = 1_000;
/** A word comes faster than the document in which it was said. */
const DOCUMENT_MS = 1_000;
/** UTF-16 units of a text that are kept. */
const TEXT_UNITS = 4_000;

/** A word and the address of the tab in which it was written. */
interface Heard {
  entry: Omit<ConsoleEntry, 'page'>;
  address: string;
  heardAt: number;
}

/**
 * Listens to the consoles of a context's pages, from outside the pages. Kept are errors that nobody
 * caught, and what Meta's library prints; of a flood, the first.
 */
export function recordConsole(context: BrowserContext): RecordedConsole {
  const key = `console-${makeKey()}`;
  let heard: Heard[] = [];
  let count = 0;
  const hear = (page: Page | null, { at, level, text, place }: Word) => {
    const address = page?.url() ?? '';
    if (!/^https?:|^file:/.test(address) || count === LIMIT) return;
    count += 1;
    const entry: Heard['entry'] = {
      id: `${key}:${count}`,
      at,
      kind: 'console',
      level,
      text: text.slice(0, TEXT_UNITS),
    };
    if (place !== undefined) entry.place = place;
    heard.push({ entry, address, heardAt: Date.now() });
  };
  context.on('console', (message) => {
    const text = message.text();
    if (!OF_META.test(text)) return;
    const type = message.type();
    const level = type === 'error' || type === 'warning' ? type : 'info';
    hear(message.page(), { at: message.timestamp(), level, text, place: placeOf(message) });
  });
  context.on('weberror', (thrown) => {
    const error: unknown = thrown.error();
    const text = error instanceof Error ? `${error.name}: ${firstLine(error)}` : String(error);
    const place = placeOf(thrown);
    hear(thrown.page(), { at: Date.now(), level: 'exception', text, place });
  });
  return {
    take(entries, isLast) {
      const since = isLast ? Number.POSITIVE_INFINITY : Date.now() - DOCUMENT_MS;
      const ripe = heard.filter(({ heardAt }) => heardAt <= since);
      heard = heard.slice(ripe.length);
      return ripe.map(({ entry, address }) => ({
        ...entry,
        page: documentAt(address, entry.at, entries) ?? entry.id,
      }));
    },
  };
}

interface Word {
  at: number;
  level: ConsoleEntry['level'];
  text: string;
  place: string | undefined;
}

/** Address, line and column from 1, as stacks have them. */
function placeOf(said: {
  location(): { url: string; line: number; column: number };
}): string | undefined {
  const { url, line, column } = said.location();
  return url === '' ? undefined : `${url}:${line + 1}:${column + 1}`;
}

const withoutHash = (address: string) => address.split('#', 1)[0];

/**
 * The document that a tab showed. Where several tabs show the same address, nobody knows whose the
 * word was: it stands by itself.
 */
function documentAt(address: string, at: number, entries: readonly Entry[]): string | undefined {
  const isThere = (entry: Entry): entry is PageEntry =>
    entry.kind === 'page' && entry.event !== 'read' && entry.event !== 'answer';
  const wanted = withoutHash(address);
  const found = new Map<number | undefined, PageEntry>();
  for (const entry of entries)
    if (isThere(entry) && entry.top !== false && withoutHash(entry.url) === wanted) {
      const before = found.get(entry.tabId);
      if (before === undefined || (entry.at <= at && entry.at > before.at))
        found.set(entry.tabId, entry);
    }
  const [only, ...others] = found.values();
  return others.length === 0 ? only?.page : undefined;
}
