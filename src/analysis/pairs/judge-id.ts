import { isWithinWindow, nameDifference, type Side } from '../../vendors/meta/deduplication.ts';
import type { PairVerdict } from '../analysis.ts';
import { type Content, differenceOf } from './content.ts';
import { type Copy, compareCopies, hasName, mayShare } from './copy.ts';
import { knownMetaName } from './names.ts';
import { type Cause, NO_COPIES, type Row, togetherVerdict } from './row.ts';

/** Copies of one pixel and name; a copy of an unknown pixel stands in every cell of its name. */
interface Cell {
  pixelId: string;
  name: string;
  copies: Copy[];
}

/** What one window of 48 hours holds. */
interface Window {
  /** Receipt of the first copy; undefined where no receipt is known. */
  first: number | undefined;
  browser: Copy[];
  server: Copy[];
  /** It stands apart because of event_time alone. */
  byEventTime: boolean;
}

/** What judging may ask. */
export interface Look {
  /** What a copy says; asked only where one side sent several. */
  contentOf(copy: Copy): Content;
  /** The Commanders Act event that the same page sent after this one. */
  nextTriggerOf(copy: Copy): Copy | undefined;
}

/**
 * Judges all copies under one event id by Meta's first rule (domain facts 4.1). Rows of one side
 * alone are loose ends: evidence from elsewhere may still join them.
 * @param copies all copies with this id, in any order; those that Meta never got included
 */
export function judgeId(eventId: string, copies: readonly Copy[], look: Look): Row[] {
  const received = copies.filter((copy) => copy.received).sort(compareCopies);
  if (received.length === 0) return [];
  const lost =
    received.length === copies.length
      ? NO_COPIES
      : copies.filter((copy) => !copy.received).sort(compareCopies);
  const rows: Row[] = [];
  for (const cell of cellsOf(received)) {
    if (cell.copies.every(({ carrier }) => carrier === 'segment')) continue;
    const isOfCell = (copy: Copy) =>
      mayShare(copy.pixelId, cell.pixelId) && hasName(copy, cell.name);
    const ofCell = lost.length === 0 ? NO_COPIES : lost.filter(isOfCell);
    rows.push(...judgeCell(eventId, cell, ofCell, look.contentOf));
  }
  if (rows.length < 2) return rows;
  return joinMismatches(rows.map((row) => namePreviousTrigger(row, received, look)));
}

function cellsOf(copies: readonly Copy[]): Cell[] {
  const cells = new Map<string, Cell>();
  const put = (pixelId: string, name: string, copy: Copy) => {
    const key = `${pixelId}\0${name}`;
    const cell = cells.get(key);
    if (cell) cell.copies.push(copy);
    else cells.set(key, { pixelId, name, copies: [copy] });
  };
  for (const copy of copies) if (copy.pixelId !== '') put(copy.pixelId, copy.name, copy);
  const known = [...cells.values()];
  const floating: Copy[] = [];
  for (const copy of copies) {
    if (copy.pixelId !== '') continue;
    const name = nameAmong(copy, known);
    if (name === undefined) floating.push(copy);
    else for (const cell of known) if (cell.name === name) put(cell.pixelId, name, copy);
  }
  // A name that is certain first: a copy with several possible names takes the one that is there.
  for (const copy of floating) if (!copy.otherNames) put('', copy.name, copy);
  const certain = [...cells.values()].filter(({ pixelId }) => pixelId === '');
  for (const copy of floating)
    if (copy.otherNames) put('', nameAmong(copy, certain) ?? copy.name, copy);
  for (const cell of cells.values()) cell.copies.sort(compareCopies);
  return [...cells.values()];
}

function nameAmong(copy: Copy, cells: readonly Cell[]): string | undefined {
  return [copy.name, ...(copy.otherNames ?? [])].find((name) =>
    cells.some((cell) => cell.name === name),
  );
}

function judgeCell(
  eventId: string,
  cell: Cell,
  lost: readonly Copy[],
  contentOf: (copy: Copy) => Content,
): Row[] {
  const windows = windowsOf(cell.copies);
  const rows: Row[] = [];
  /** The last row, while a later window may still complete it. */
  let open: Window | undefined;
  for (const [i, window] of windows.entries()) {
    // One literal, and arrays of their length: there is a row for each event of a session, and what
    // is spread and added to has a shape of its own in memory.
    const add = (verdict: PairVerdict, cause?: Cause) =>
      rows.push({
        window: i,
        pixelId: cell.pixelId,
        eventName: cell.name,
        eventId,
        verdict,
        browser: window.browser.slice(),
        server: window.server.slice(),
        lost: i === 0 ? lost : NO_COPIES,
        cause,
        told: undefined,
      });
    const reused = reuseOf(window, contentOf);
    const side = window.server.length === 0 ? 'browser' : 'server';
    const isWhole = window.browser.length > 0 && window.server.length > 0;
    const late = { type: 'window', by: window.byEventTime ? 'event-time' : 'receipt' } as const;
    if (reused) add('id-reused', reused);
    else if (isWhole) add(togetherVerdict(window.server));
    else if (open && open[side].length === 0) {
      // The other side's copy stands alone in the window before: one event, too far apart.
      const before = rows.pop() as Row;
      const browser = side === 'browser' ? window.browser : before.browser;
      const server = side === 'server' ? window.server : before.server;
      rows.push({ ...before, browser, server, verdict: 'outside-window', cause: late });
      open = undefined;
      continue;
    } else if (i > 0) add('outside-window', late);
    else add(side === 'browser' ? 'browser-only' : 'server-only');
    open = reused || isWhole || i > 0 ? undefined : window;
  }
  return rows;
}

/**
 * Parts copies, by time, into windows that begin with the receipt of their first copy. A copy whose
 * receipt is not known stands where it can: an event_time is the earliest time of receipt, an
 * import without any may have come at any time.
 */
function windowsOf(copies: readonly Copy[]): Window[] {
  const windows: Window[] = [];
  for (const copy of copies) {
    if (copy.clock !== 'receipt') continue;
    const last = windows.at(-1);
    if (last?.first !== undefined && isWithinWindow(last.first, copy.at))
      last[copy.side].push(copy);
    else windows.push(startWindow(copy, copy.at, false));
  }
  const hasReceipts = windows.length > 0;
  for (const copy of copies) {
    if (copy.clock === 'receipt') continue;
    const possible = windows.filter(
      ({ first }) =>
        first === undefined || copy.clock === 'import' || isWithinWindow(first, copy.at),
    );
    const window = possible.find((each) => each[copy.side].length === 0) ?? possible[0];
    if (window) window[copy.side].push(copy);
    else windows.push(startWindow(copy, undefined, hasReceipts));
  }
  return windows;
}

function startWindow(copy: Copy, first: number | undefined, byEventTime: boolean): Window {
  const window: Window = { first, browser: [], server: [], byEventTime };
  window[copy.side].push(copy);
  return window;
}

/** Different events of one side under one key in one window: Meta keeps one of them. */
function reuseOf(window: Window, contentOf: (copy: Copy) => Content): Cause | undefined {
  return reuseOn(window.browser, contentOf) ?? reuseOn(window.server, contentOf);
}

function reuseOn(copies: readonly Copy[], contentOf: (copy: Copy) => Content): Cause | undefined {
  if (copies.length < 2) return undefined;
  /** Carrier → its first copy: what different systems send of one event may well differ. */
  const firsts = new Map<string, { copy: Copy; content: Content }>();
  for (const copy of copies) {
    const content = contentOf(copy);
    const first = firsts.get(copy.carrier);
    if (first === undefined) {
      firsts.set(copy.carrier, { copy, content });
      continue;
    }
    const by = differenceOf(first.content, content);
    if (by !== undefined) return { type: 'reused', by, copies: [first.copy, copy] };
  }
  return undefined;
}

/**
 * A browser row whose id is that of a Commanders Act event of another name, where the next
 * Commanders Act event of the page has the row's own name: `tC.uniqueEventId` was read before its
 * trigger (domain facts 5.1).
 */
function namePreviousTrigger(row: Row, copies: readonly Copy[], look: Look): Row {
  const [browser] = row.browser;
  if (row.verdict !== 'browser-only' || browser === undefined) return row;
  for (const copy of copies) {
    if (copy.carrier !== 'commanders-act' || copy.page !== browser.page) continue;
    if (hasName(copy, row.eventName)) continue;
    const next = look.nextTriggerOf(copy);
    if (next && next.eventId !== row.eventId && hasName(next, row.eventName))
      return { ...row, cause: { type: 'evidence', by: 'previous-trigger', of: next } };
  }
  return row;
}

/** Joins loose rows of one id whose names or pixels differ, and names ids that several events share. */
function joinMismatches(rows: Row[]): Row[] {
  const joined = joinPixels(joinNames(rows));
  const told = new Set<string>();
  return joined.map((row) => {
    if (row.verdict !== 'browser-only' && row.verdict !== 'server-only') return row;
    if (row.cause !== undefined) return row;
    const side: Side = row.verdict === 'browser-only' ? 'browser' : 'server';
    const sharers = joined.filter(
      (other) => other[side].length > 0 && mayShare(other.pixelId, row.pixelId),
    );
    const names = [...new Set(sharers.map(({ eventName }) => eventName))].sort();
    if (names.length < 2) return row;
    const copies = sharers.map((each) => each[side][0] as Copy).sort(compareCopies);
    const who = copies.map(({ key }) => key).join('\0');
    const isFirst = !told.has(who);
    told.add(who);
    return { ...row, verdict: 'id-reused', cause: { type: 'shared', names, copies, isFirst } };
  });
}

/** A browser and a server row of one pixel under two names, where each is the other's only one. */
function joinNames(rows: readonly Row[]): Row[] {
  const loose = (verdict: Row['verdict']) =>
    rows.filter((row) => row.verdict === verdict && row.cause === undefined);
  const browsers = loose('browser-only');
  const servers = loose('server-only').filter(isNameCertain);
  const names = new Set(rows.map(({ eventName }) => eventName));
  const mayJoin = (a: Row, b: Row) => mayShare(a.pixelId, b.pixelId) && a.eventName !== b.eventName;
  const merged = new Map<Row, Row | undefined>();
  for (const browser of browsers) {
    const candidates = servers.filter((server) => mayJoin(browser, server));
    const [server] = candidates;
    if (server === undefined || candidates.length > 1) continue;
    if (browsers.filter((other) => mayJoin(other, server)).length > 1) continue;
    const difference = differenceOfNames(browser.eventName, server.eventName);
    // A third name shows that the id is not one event's: then only a known spelling joins.
    if (difference === 'other' && names.size > 2) continue;
    merged.set(server, undefined);
    merged.set(browser, {
      ...browser,
      pixelId: browser.pixelId || server.pixelId,
      server: server.server,
      lost: [...browser.lost, ...server.lost],
      verdict: 'name-mismatch',
      cause: { type: 'name', difference },
    });
  }
  return replace(rows, merged);
}

/** `spelling` also where one name is another system's for the other. */
function differenceOfNames(browser: string, server: string) {
  const difference = nameDifference(browser, server);
  if (difference !== 'other') return difference;
  const isMapped = knownMetaName(server) === browser || knownMetaName(browser) === server;
  return isMapped ? 'spelling' : 'other';
}

/** Segment's names are mapped by the user in a table that nobody sees here. */
function isNameCertain(row: Row): boolean {
  return row.server.some(({ carrier }) => carrier !== 'segment');
}

/** A server row whose pixel no browser copy of that name has, while a browser row has no server. */
function joinPixels(rows: readonly Row[]): Row[] {
  const merged = new Map<Row, Row | undefined>();
  const servers = rows.filter(({ verdict }) => verdict === 'server-only');
  for (const server of servers) {
    const ofName = servers.filter(({ eventName }) => eventName === server.eventName);
    const browsers = rows.filter(
      ({ verdict, eventName }) => verdict === 'browser-only' && eventName === server.eventName,
    );
    const [first, ...others] = browsers;
    if (first === undefined || ofName.length > 1) continue;
    merged.set(server, undefined);
    for (const other of others) merged.set(other, undefined);
    merged.set(first, {
      ...first,
      browser: browsers.flatMap(({ browser }) => browser).sort(compareCopies),
      server: server.server,
      lost: [...browsers.flatMap(({ lost }) => lost), ...server.lost],
      verdict: 'pixel-mismatch',
      cause: { type: 'pixel' },
    });
  }
  return replace(rows, merged);
}

function replace(rows: readonly Row[], merged: ReadonlyMap<Row, Row | undefined>): Row[] {
  return rows.flatMap((row) => {
    if (!merged.has(row)) return [row];
    const other = merged.get(row);
    return other === undefined ? [] : [other];
  });
}
