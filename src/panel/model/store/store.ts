import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Summary, Troubles } from '../../../analysis/analysis.ts';
import type { Log } from '../../../analysis/log.ts';
import type { JudgedAnalysis } from '../../../rules/create-analysis.ts';
import type { Entry, ServerEntry } from '../../../session/entry.ts';
import type { Profile } from '../../../session/profile.ts';
import type { ConnectionListener, ConnectionStatus } from '../../intake/connection.ts';
import { facetOf, type Toggle, vendorToggleOf } from '../../text/describe-entry.ts';
import {
  EMPTY_QUERY,
  isNarrower,
  meetsQuery,
  type ParsedQuery,
  parseQuery,
  type Query,
  type QueryContext,
} from '../filter/query.ts';
import { createSearchTexts } from '../filter/search-text.ts';
import { spanIn, withSpan } from '../filter/time-span.ts';
import type { Remark } from '../remark/remark.ts';
import { type Book, createBook, indexOfEntry, PIECE } from './book.ts';
import { createPieces, type Schedule } from './schedule.ts';
import { type DetailTab, showsEntries, type View } from './view.ts';
import { createVisibleEntries } from './visible-entries.ts';

/** What the strip and the toggles count. */
export interface Counts {
  /** So much came at once that not all of it is judged yet: no count of the analysis is its last. */
  isBehind: boolean;
  /** Entries of the log, pages included. */
  entries: number;
  facets: ReadonlyMap<Toggle, number>;
  summary: Summary;
  troubles: Troubles;
}

/** What the list shows just now. */
export interface Shown {
  entries: readonly Entry[];
  /** Entries that pass the filter. */
  matched: number;
  /** Entries there are. */
  total: number;
  /** The filter is still looking. */
  busy: boolean;
}

/** A file whose session is on screen in place of the live one. */
export interface OpenFile {
  name: string;
  entries: number;
}

/** What can be done about what was just told, such as taking it back. */
export interface ToastAction {
  label: string;
  run(): void;
}

/** A short confirmation. */
export interface Toast {
  text: string;
  /** Makes two equal ones differ. */
  at: number;
  action?: ToastAction;
}

/** Everything that the panel knows, and all that can be done with it. One per panel. */
export interface Store extends ConnectionListener {
  readonly shown: ReadonlySignal<Shown>;
  readonly counts: ReadonlySignal<Counts>;
  readonly status: Signal<ConnectionStatus | 'none'>;
  /** Text of the search field; what it means is in force as soon as it is valid. */
  readonly search: ReadonlySignal<string>;
  readonly searchError: ReadonlySignal<string | undefined>;
  /** What the list is searched for: the last valid text, while it is written on. */
  readonly searchInForce: ReadonlySignal<string>;
  /** Toggles that are on; none: everything is shown. */
  readonly facets: ReadonlySignal<ReadonlySet<Toggle>>;
  readonly isFiltered: ReadonlySignal<boolean>;
  readonly selected: ReadonlySignal<Entry | undefined>;
  /** How often the log on screen became another one, or lost its start. */
  readonly restarts: ReadonlySignal<number>;
  readonly isDetailOpen: Signal<boolean>;
  /** What was looked at last in the detail. */
  readonly detailTab: Signal<DetailTab>;
  /** Id of the entry that others are held against. */
  readonly compared: Signal<string | undefined>;
  readonly view: Signal<View>;
  readonly isPaused: ReadonlySignal<boolean>;
  /** Entries that came while paused. */
  readonly held: ReadonlySignal<number>;
  readonly preserve: Signal<boolean>;
  readonly openFile: ReadonlySignal<OpenFile | undefined>;
  /** Name of a file that is being read: a large one takes seconds. */
  readonly reading: Signal<string | undefined>;
  /** A problem that the user must see, until dismissed. */
  readonly message: Signal<string | undefined>;
  /** What was told last. */
  readonly toast: ReadonlySignal<Toast | undefined>;
  /** Id of the entry that a note is being written about. */
  readonly noting: Signal<string | undefined>;
  /** Changes when the list must bring the selected entry into view. */
  readonly revealed: ReadonlySignal<number>;

  setSearch(text: string): void;
  toggleFacet(facet: Toggle): void;
  clearFilter(): void;
  select(entry: Entry | undefined): void;
  /** The same, by a key that goes on through a list: what is passed on the way was not asked for. */
  walkTo(entry: Entry): void;
  /** Whether what is selected was walked to. */
  isWalkedTo(): boolean;
  /**
   * Shows an entry wherever it is: selects it, opens the detail, and lifts a filter that hides it.
   * @param tab what of it is to be seen; what was looked at last where it is left out
   */
  reveal(id: string, tab?: DetailTab): void;
  setPaused(paused: boolean): void;
  clear(): void;
  /** The tab goes to a page that cannot be watched: what belongs to another is not left under it. */
  leavePage(at: number): void;
  /** Puts a file's session on screen. The live one goes on being recorded behind it. */
  showFile(name: string, batches: readonly (readonly Entry[])[]): Promise<void>;
  closeFile(): void;
  /** Changes what a person added to an entry of the session on screen. */
  remark(id: string, change: Remark): void;
  /** Adds server events from a file to what is on screen. @returns how many were new */
  addServerEvents(entries: readonly ServerEntry[]): number;
  /** Makes search texts ahead of the first key stroke. */
  prepareSearch(): void;
  /** Whether a filter finds an entry; never where it is none. */
  finds(search: string, entry: Entry): boolean;
  notify(text: string, action?: ToastAction): void;

  /**
   * Judges a session by another profile; what is selected stays so. Resolves when its answers are
   * on screen, or when another profile took its place.
   */
  judgeBy(profile: Profile, book: Book): Promise<void>;

  get(id: string): Entry | undefined;
  /** The session on screen. */
  book(): Book;
  /** The session of the inspected page, on screen or behind a file's. */
  live(): Book;
}

/** Calls further apart than this are painted at once, closer ones once per frame. */
const FRAME_MS = 16;
/**
 * In a burst, when no batch leaves a frame's time before the next, and while the analysis catches up,
 * painting waits this long: painted each 50 ms, a list of which every row is new took two thirds of
 * the time of a burst.
 */
const BURST_FRAME_MS = 150;

/** A store without entries. */
export function createStore(options: {
  createAnalysis(profile: Profile, log?: Log): JudgedAnalysis;
  schedule: Schedule;
}): Store {
  const { schedule } = options;
  const live = createBook(options.createAnalysis);
  let current = live;
  const texts = createSearchTexts();

  const version = signal(0);
  const status = signal<ConnectionStatus | 'none'>('connecting');
  const search = signal('');
  const searchError = signal<string | undefined>(undefined);
  const searchInForce = signal('');
  const restarts = signal(0);
  const query = signal<Query>(EMPTY_QUERY);
  const facets = signal<ReadonlySet<Toggle>>(new Set());
  const selected = signal<Entry | undefined>(undefined);
  const isDetailOpen = signal(false);
  const detailTab = signal<DetailTab>('payload');
  const compared = signal<string | undefined>(undefined);
  const view = signal<View>('stream');
  const isPaused = signal(false);
  const held = signal(0);
  const preserve = signal(false);
  const openFile = signal<OpenFile | undefined>(undefined);
  const reading = signal<string | undefined>(undefined);
  const message = signal<string | undefined>(undefined);
  const toast = signal<Toast | undefined>(undefined);
  const noting = signal<string | undefined>(undefined);
  const revealed = signal(0);
  const counts = signal<Counts>(countBook(live));
  const isFiltered = computed(() => query.value.terms.length > 0 || facets.value.size > 0);

  /** What came while paused. */
  let waiting: (readonly Entry[])[] = [];
  /** Their ids: a hit is told again when its end is known, and is one entry all the same. */
  const heldIds = new Set<string>();
  /** Entries before this time belong to a page that was left or to what was cleared. */
  let floorAt = Number.NEGATIVE_INFINITY;
  /** The page that began there. What it sent is kept although it left a moment before. */
  let floorPage = '';
  let framePending = false;
  let flushedAt = Number.NEGATIVE_INFINITY;
  /** When the last batch had been taken, and since when each followed the one before without a break. */
  let takenAt = Number.NEGATIVE_INFINITY;
  let burstSince = Number.POSITIVE_INFINITY;
  /** Entries came while a filter that depends on the analysis was still looking. */
  let stale = false;
  /** The analysis is catching up with the log. */
  let isJudging = false;

  /** Saved filters are asked for each row: each is read once. */
  const parsedFilters = new Map<string, ParsedQuery>();
  const parseOnce = (text: string): ParsedQuery => {
    let parsed = parsedFilters.get(text);
    if (parsed === undefined) {
      if (parsedFilters.size > 100) parsedFilters.clear();
      parsed = parseQuery(text);
      parsedFilters.set(text, parsed);
    }
    return parsed;
  };

  const noteBehind = ({ id }: Entry) => {
    const note = current.remarks.get(id)?.note;
    return note === undefined ? '' : ` ${note}`;
  };
  const context: QueryContext = {
    searchText: (entry) => texts.of(entry) + noteBehind(entry),
    lowerText: (entry) => texts.lowerOf(entry) + noteBehind(entry).toLowerCase(),
    startAt: () => current.startAt(),
    remarkOf: (entry) => current.remarks.get(entry.id),
    pageUrl: (entry) => (entry.kind === 'page' ? entry.url : (current.pageOf(entry)?.url ?? '')),
    isInFrame: (entry) => isInFrame(current, entry),
    isInChain: (entry) => current.isInChain(entry),
    hasFinding({ id }, level) {
      const { facts } = current.analysis;
      return level === undefined ? facts.worstOf(id) !== undefined : facts.hasOf(id, level);
    },
    rulesOf: (entry) => current.analysis.facts.of(entry.id).map(({ rule }) => rule),
    // The analysis in force: another profile brings another.
    get verdicts() {
      return current.analysis;
    },
  };

  /** The filter in force, made once per change of its parts. */
  const filter = computed(() => {
    const wanted = facets.value;
    const asked = query.value;
    if (!isFiltered.value) return undefined;
    return (entry: Entry) =>
      (wanted.size === 0 || entry.kind === 'gap' || isWanted(wanted, entry)) &&
      meetsQuery(asked, entry, context);
  });

  const visible = createVisibleEntries({
    entries: () => current.log.entries,
    filter: () => filter.peek(),
    schedule,
    onChange: () => {
      version.value += 1;
      if (stale && !visible.working) flushSoon();
    },
  });

  const shown = computed<Shown>(() => {
    void version.value;
    return {
      entries: visible.entries,
      matched: visible.matched,
      total: current.log.entries.length,
      busy: visible.busy,
    };
  });

  /** Judges what came at once in pieces; the list does not wait for it. */
  const judge = async () => {
    isJudging = true;
    const pieces = createPieces(schedule);
    while (current.isBehind) {
      current.judgePiece();
      if (!pieces.isOver()) continue;
      await pieces.next();
      if (schedule.now() - flushedAt > BURST_FRAME_MS) flush();
    }
    isJudging = false;
    flush();
  };

  const flush = () => {
    flushedAt = schedule.now();
    if (current.isBehind && !isJudging) void judge();
    batch(() => {
      if (query.peek().dependsOnAnalysis) {
        // Answers about older entries may have changed. A look that is under way is finished first.
        stale = visible.working;
        if (!stale) visible.restart({ showParts: false });
      } else stale = false;
      counts.value = countBook(current);
      visible.advance();
    });
  };

  const isInBurst = () => {
    const now = schedule.now();
    return now - takenAt < FRAME_MS && now - burstSince > BURST_FRAME_MS;
  };

  const flushSoon = () => {
    if (framePending) return;
    if (schedule.now() - flushedAt > (isInBurst() ? BURST_FRAME_MS : FRAME_MS)) {
      flush();
      return;
    }
    framePending = true;
    schedule.onFrame(() => {
      framePending = false;
      if (isInBurst()) flushSoon();
      else flush();
    });
  };

  /** What the list was last looked through for. */
  let asked = { query: query.peek(), facets: facets.peek() };

  const refilter = () => {
    const before = asked;
    asked = { query: query.peek(), facets: facets.peek() };
    visible.restart({
      showParts: true,
      isNarrower: asked.facets === before.facets && isNarrower(asked.query, before.query),
    });
    visible.advance();
  };

  const setSearch = (text: string) => {
    search.value = text;
    const parsed = parseQuery(text);
    searchError.value = parsed.ok ? undefined : parsed.error;
    if (!parsed.ok) return;
    batch(() => {
      searchInForce.value = text;
      query.value = parsed.query;
      refilter();
    });
  };

  /** Where the page on screen began, if one of `entries` says that a new one did. */
  const newPageIn = (entries: readonly Entry[]): Entry | undefined => {
    let latest: Entry | undefined;
    for (const entry of entries)
      if (
        entry.kind === 'page' &&
        (entry.event === 'start' || entry.event === 'return') &&
        entry.top !== false &&
        entry.at > (latest?.at ?? floorAt)
      )
        latest = entry;
    return latest;
  };

  const record = (entries: readonly Entry[]) => {
    const start = preserve.peek() ? undefined : newPageIn(entries);
    if (start !== undefined) {
      floorAt = start.at;
      floorPage = start.page;
      // By the later form of what is told again: it may have been the new page's by mistake only.
      live.add(entries.filter(({ id }) => live.log.get(id) !== undefined));
      live.dropBefore(floorAt, floorPage);
      if (current === live) restartView();
    }
    const place = live.add(
      // What is to be preserved has no floor: Back may bring a page that began before it.
      floorAt === Number.NEGATIVE_INFINITY || preserve.peek()
        ? entries
        : entries.filter((e) => e.at >= floorAt || e.page === floorPage || isOfServer(e)),
    );
    if (!place || current !== live) return;
    visible.changed(place.index, place.at);
    followSelected();
  };

  /** The selected hit has a later form: that is what is looked at now. */
  const followSelected = () => {
    const kept = selected.peek();
    if (kept?.kind !== 'hit') return;
    const latest = current.log.get(kept.id);
    if (latest !== undefined && latest !== kept) selected.value = latest;
  };

  /** The log on screen is another one, or lost its start. */
  const restartView = () => {
    restarts.value += 1;
    // A stretch of what is gone would hide what comes.
    const texts = [searchInForce.peek(), search.peek()];
    if (texts.some(spanIn)) for (const text of texts) setSearch(withSpan(text, undefined));
    visible.restart({ showParts: false });
    followSelected();
    const kept = selected.peek();
    if (kept && current.log.get(kept.id) !== kept)
      batch(() => {
        selected.value = undefined;
        isDetailOpen.value = false;
      });
  };

  const showBook = (book: Book, file: OpenFile | undefined) => {
    batch(() => {
      current = book;
      openFile.value = file;
      restartView();
      flush();
    });
  };

  let walked: Entry | undefined;
  const select = (entry: Entry | undefined) => {
    walked = undefined;
    selected.value = entry;
  };
  const walkTo = (entry: Entry) => {
    walked = entry;
    selected.value = entry;
  };

  return {
    shown,
    counts,
    status,
    search,
    searchError,
    searchInForce,
    restarts,
    facets,
    isFiltered,
    selected,
    isDetailOpen,
    detailTab,
    compared,
    view,
    isPaused,
    held,
    preserve,
    openFile,
    reading,
    message,
    toast,
    noting,
    revealed,

    onEntries(entries) {
      if (isPaused.peek()) {
        waiting.push(entries);
        for (const { id } of entries) if (live.log.get(id) === undefined) heldIds.add(id);
        held.value = heldIds.size;
        return;
      }
      const now = schedule.now();
      if (now - takenAt >= FRAME_MS) burstSince = now;
      record(entries);
      takenAt = schedule.now();
      if (current === live) flushSoon();
    },
    onStatus(next) {
      status.value = next;
    },
    setSearch,
    toggleFacet(facet) {
      const next = new Set(facets.peek());
      if (!next.delete(facet)) next.add(facet);
      batch(() => {
        facets.value = next;
        refilter();
      });
    },
    clearFilter() {
      batch(() => {
        search.value = '';
        searchError.value = undefined;
        searchInForce.value = '';
        query.value = EMPTY_QUERY;
        facets.value = new Set();
        refilter();
      });
    },
    select,
    walkTo,
    isWalkedTo: () => walked !== undefined && walked === selected.peek(),
    reveal(id, tab) {
      const entry = current.log.get(id);
      if (!entry) return;
      batch(() => {
        if (!showsEntries(view.peek())) view.value = 'stream';
        select(entry);
        isDetailOpen.value = true;
        if (tab !== undefined) detailTab.value = tab;
        if (indexOfEntry(visible.entries, entry) === -1) this.clearFilter();
        revealed.value += 1;
      });
    },
    setPaused(paused) {
      isPaused.value = paused;
      if (paused) return;
      const batches = waiting;
      waiting = [];
      heldIds.clear();
      held.value = 0;
      for (const entries of batches) record(entries);
      flushSoon();
    },
    clear() {
      if (current !== live) {
        showBook(live, undefined);
        return;
      }
      live.clear();
      waiting = [];
      heldIds.clear();
      held.value = 0;
      batch(() => {
        message.value = undefined;
        restartView();
        flush();
      });
    },
    leavePage(at) {
      if (preserve.peek()) return;
      floorAt = at;
      floorPage = '';
      live.dropBefore(floorAt, floorPage);
      if (current !== live) return;
      batch(() => {
        restartView();
        flush();
      });
    },
    async showFile(name, batches) {
      const book = createBook(options.createAnalysis);
      const pieces = createPieces(schedule);
      for (const entries of batches)
        for (let i = 0; i < entries.length; i += PIECE) {
          book.add(entries.slice(i, i + PIECE));
          // What was added is worked on when something is read: here, so that no piece grows long.
          book.analysis.summary();
          if (pieces.isOver()) await pieces.next();
        }
      book.end();
      showBook(book, { name, entries: book.log.entries.length });
    },
    remark(id, change) {
      batch(() => {
        current.remark(id, change);
        // What is searched for may stand in a note.
        if (isFiltered.peek()) visible.restart({ showParts: false });
        flush();
      });
    },
    addServerEvents(entries) {
      const { log } = current;
      const place = current.add(entries);
      if (place) visible.changed(place.index, place.at);
      flush();
      return entries.filter((entry) => log.get(entry.id) === entry).length;
    },
    closeFile() {
      if (current !== live) showBook(live, undefined);
    },
    prepareSearch() {
      if (isFiltered.peek()) return;
      void (async () => {
        const { entries } = current.log;
        const pieces = createPieces(schedule);
        // Its length is looked at anew: entries come between two pieces.
        for (let i = 0; i < entries.length; i += 1) {
          texts.lowerOf(entries[i] as Entry);
          if (pieces.isOver()) await pieces.next();
        }
      })();
    },
    finds(text, entry) {
      const parsed = parseOnce(text);
      return parsed.ok && entry.kind !== 'gap' && meetsQuery(parsed.query, entry, context);
    },
    notify(text, action) {
      toast.value = { text, at: schedule.now(), ...(action && { action }) };
    },
    async judgeBy(profile, book) {
      if (book.profile === profile || !(await book.judgeBy(profile, schedule))) return;
      if (book !== current) return;
      batch(() => {
        flush();
        version.value += 1;
      });
    },
    get: (id) => current.log.get(id),
    book: () => current,
    live: () => live,
  };
}

/** A server event, or a gap among those of a tap. They often come before the page that they belong to. */
function isOfServer(entry: Entry): boolean {
  return entry.kind === 'server' || (entry.kind === 'gap' && entry.id.startsWith('tap-'));
}

function countBook(book: Book): Counts {
  return {
    isBehind: book.isBehind,
    entries: book.log.entries.length,
    facets: new Map(book.counts),
    summary: book.analysis.summary(),
    troubles: book.analysis.troubles(),
  };
}

function isWanted(wanted: ReadonlySet<Toggle>, entry: Entry): boolean {
  if (wanted.has(facetOf(entry))) return true;
  const vendor = vendorToggleOf(entry);
  return vendor !== undefined && wanted.has(vendor);
}

function isInFrame(book: Book, entry: Entry): boolean {
  return (entry.kind === 'page' ? entry : book.pageOf(entry))?.top === false;
}
