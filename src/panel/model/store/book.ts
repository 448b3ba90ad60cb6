import type { Severity } from '../../../analysis/analysis.ts';
import { type Added, createLog, type Log } from '../../../analysis/log.ts';
import type { JudgedAnalysis } from '../../../rules/create-analysis.ts';
import { type Entry, mayComeAgain, type PageEntry } from '../../../session/entry.ts';
import { EMPTY_PROFILE, type Profile } from '../../../session/profile.ts';
import { facetOf, type Toggle, vendorToggleOf } from '../../text/describe-entry.ts';
import { changeRemark, type Remark, remarkIn } from '../remark/remark.ts';
import { createPieces, type Schedule } from './schedule.ts';

/** A session on its way through the panel: the live one, or a file's. */
export interface Book {
  readonly log: Log;
  /** Another one after `judgeBy`: never keep it. What `isBehind` says is missing from its answers. */
  readonly analysis: JudgedAnalysis;
  /** The log has entries that the analysis has not taken yet: so many came at once. */
  readonly isBehind: boolean;
  /** Lets the analysis take a piece of what it has not taken yet: some milliseconds of work. */
  judgePiece(): void;
  /** Grows with the analysis' own version, and when another takes its place. */
  version(): number;
  /** The profile that was asked for last; the analysis follows it. */
  readonly profile: Profile;
  /**
   * Analyses the log anew under another profile, in pieces; until that is done, the analysis before
   * answers. Resolves to false where another profile was asked for meanwhile.
   */
  judgeBy(profile: Profile, schedule: Schedule): Promise<boolean>;
  /** Entries per toggle. */
  readonly counts: ReadonlyMap<Toggle, number>;
  /** What people added to entries, by their ids. */
  readonly remarks: ReadonlyMap<string, Remark>;
  /** Changes what was added to an entry; what is undefined is taken away. */
  remark(id: string, change: Remark): void;
  /**
   * Adds entries, and puts later forms of hits in place of the earlier ones. Returns the first
   * index of the log that changed; entries of a list before it are those up to the time `at`.
   */
  add(entries: readonly Entry[]): { index: number; at: number } | undefined;
  /**
   * A file's session is over: what never happened is told too, as `check` tells it. Server events
   * may still be added.
   */
  end(): void;
  /**
   * Forgets what was before `at`, but for what belongs to `page`, for what the user imported, and
   * for server events that have not found their browser copy.
   */
  dropBefore(at: number, page: string): void;
  clear(): void;
  /** The page entry of the document that an entry belongs to, even if it was cleared from the log. */
  pageOf(entry: Entry): PageEntry | undefined;
  /** When the page that an entry counts its time from began. */
  originOf(entry: Entry): number;
  /** When the session began: with what the page did first. Servers' events may be of another day. */
  startAt(): number;
  /** Whether an entry belongs to a chain. */
  isInChain(entry: Entry): boolean;
  /** Gravest severity among the findings that name the entry. */
  severityOf(id: string): Severity | undefined;
  /** Address of the latest top document, '' if none is known. */
  latestUrl(): string;
}

/** Entries that an analysis takes at once: a few milliseconds of its work. */
export const PIECE = 100;

/** From the end of an answer to the first script of its page. */
const ANSWER_MS = 2_000;

/** An analysis, and what of the log it has not taken yet, in order. */
interface Judge {
  analysis: JudgedAnalysis;
  queue: Added[];
  /** How much of the first in the queue is taken. */
  taken: number;
}

/** @param isOver nothing follows what is in the queue */
function takePiece(judge: Judge, isOver: boolean): void {
  const batch = judge.queue[0];
  if (!batch) return;
  const end = judge.taken + PIECE;
  const isLast = end >= batch.fresh.length;
  judge.analysis.take({
    fresh: batch.fresh.slice(judge.taken, end),
    // What is told again came after what was told with it.
    revised: isLast ? batch.revised : [],
  });
  judge.taken = isLast ? 0 : end;
  if (isLast) judge.queue.shift();
  if (isOver && judge.queue.length === 0) judge.analysis.end();
  // What was taken is worked on when something is read: here, so that no piece grows long.
  judge.analysis.summary();
}

/** An empty session. */
export function createBook(createAnalysis: (profile: Profile, log: Log) => JudgedAnalysis): Book {
  const log = createLog();
  let profile = EMPTY_PROFILE;
  let judge: Judge = { analysis: createAnalysis(profile, log), queue: [], taken: 0 };
  /** The one that is to take its place. */
  let successor: Judge | undefined;
  /** Versions of the analyses that were here before. */
  let versions = 0;
  let isOver = false;
  const counts = new Map<Toggle, number>();
  const remarks = new Map<string, Remark>();
  /** Survive clearing: entries that come later still belong to these documents. */
  const pages = new Map<string, PageEntry>();
  /** Starts of top documents, by time. */
  const tops: PageEntry[] = [];
  let latest: PageEntry | undefined;
  /** What was cleared away and may still be told again: its later form must not bring it back. */
  const cleared = new Set<string>();

  let startAt = Number.POSITIVE_INFINITY;

  const count = (entry: Entry) => {
    if (entry.kind !== 'server') startAt = Math.min(startAt, entry.at);
    const facet = facetOf(entry);
    counts.set(facet, (counts.get(facet) ?? 0) + 1);
    const vendor = vendorToggleOf(entry);
    if (vendor) counts.set(vendor, (counts.get(vendor) ?? 0) + 1);
  };

  const learn = (entry: Entry) => {
    if (entry.kind !== 'page' || entry.event === 'read' || entry.event === 'answer') return;
    if (entry.event === 'start') {
      pages.set(entry.id, entry);
      if (entry.top !== false) {
        tops.push(entry);
        if (tops.length > 1 && entry.at < (tops.at(-2)?.at ?? 0)) tops.sort((a, b) => a.at - b.at);
      }
    }
    if (entry.top !== false && (latest === undefined || entry.at >= latest.at)) latest = entry;
  };

  /** The log has it at once; so has the analysis, but for what is more than a piece. */
  const feed = (entries: readonly Entry[]): Added => {
    const added = log.add(entries);
    for (const entry of added.fresh) {
      const remark = remarkIn(entry);
      if (remark && !remarks.has(entry.id)) remarks.set(entry.id, remark);
    }
    successor?.queue.push(added);
    if (judge.queue.length === 0 && added.fresh.length <= PIECE) judge.analysis.take(added);
    else judge.queue.push(added);
    return added;
  };

  /** The list starts again where the earliest of what changed stands, or stood. */
  const revise = (fresh: readonly Entry[], revised: Added['revised']) => {
    let at = Number.POSITIVE_INFINITY;
    for (const entry of fresh) {
      at = Math.min(at, entry.at);
      count(entry);
      learn(entry);
    }
    for (const { before, after } of revised) at = Math.min(at, before.at, after.at);
    const index = firstIndexAt(log.entries, at);
    return { index, at: log.entries[index - 1]?.at ?? Number.NEGATIVE_INFINITY };
  };

  /**
   * A server event that has not found its browser copy. The server often sends while it makes the
   * answer, so before the page begins that sends the copy.
   */
  const isAwaited = (entry: Entry) =>
    entry.kind === 'server' &&
    judge.analysis.pairs.of(entry.id).every(({ browser }) => browser.length === 0);

  /** What somebody fetched by hand is theirs to throw away. */
  const isImported = (entry: Entry) => entry.kind === 'server' && entry.origin === 'import';

  /** The error that the page on screen came with: it is told a moment before the page begins. */
  const isAnswerBefore = (entry: Entry, at: number) =>
    entry.kind === 'page' && entry.event === 'answer' && at - entry.at < ANSWER_MS;

  const restart = () => {
    counts.clear();
    startAt = Number.POSITIVE_INFINITY;
    log.clear();
    for (const one of successor ? [judge, successor] : [judge]) {
      one.analysis.clear();
      one.queue = [];
      one.taken = 0;
    }
  };

  return {
    log,
    get analysis() {
      return judge.analysis;
    },
    get isBehind() {
      return judge.queue.length > 0;
    },
    judgePiece: () => takePiece(judge, isOver),
    version: () => versions + judge.analysis.version(),
    get profile() {
      return profile;
    },
    async judgeBy(next, schedule) {
      if (next === profile) return true;
      profile = next;
      const own: Judge = {
        analysis: createAnalysis(next, log),
        queue: [{ fresh: [...log.entries], revised: [] }],
        taken: 0,
      };
      successor = own;
      const pieces = createPieces(schedule);
      while (own.queue.length > 0) {
        takePiece(own, isOver);
        if (!pieces.isOver()) continue;
        await pieces.next();
        if (successor !== own) return false;
      }
      versions += judge.analysis.version() + 1;
      judge = own;
      successor = undefined;
      return true;
    },
    counts,
    remarks,
    end() {
      isOver = true;
      for (const one of successor ? [judge, successor] : [judge])
        if (one.queue.length === 0) one.analysis.end();
    },
    remark(id, change) {
      const next = changeRemark(remarks.get(id), change);
      if (next === undefined) remarks.delete(id);
      else remarks.set(id, next);
    },
    add(entries) {
      const before = log.entries.length;
      const lastAt = log.entries.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
      const wanted = cleared.size > 0 ? entries.filter(({ id }) => !cleared.has(id)) : entries;
      const { fresh, revised } = feed(wanted);
      if (revised.length > 0) return revise(fresh, revised);
      let first = fresh[0];
      if (!first) return undefined;
      for (const entry of fresh) {
        if (entry.at < first.at) first = entry;
        count(entry);
        learn(entry);
      }
      if (first.at >= lastAt) return { index: before, at: first.at };
      let index = firstIndexAt(log.entries, first.at);
      while (log.entries[index] !== first) index += 1;
      return { index, at: first.at };
    },
    dropBefore(at, page) {
      const kept = log.entries.filter(
        (entry) =>
          entry.at >= at ||
          entry.page === page ||
          isImported(entry) ||
          isAwaited(entry) ||
          isAnswerBefore(entry, at),
      );
      restart();
      for (const entry of kept) count(entry);
      feed(kept);
      for (const id of remarks.keys()) if (log.get(id) === undefined) remarks.delete(id);
    },
    clear() {
      for (const entry of log.entries) if (mayComeAgain(entry)) cleared.add(entry.id);
      remarks.clear();
      restart();
    },
    pageOf: (entry) => pages.get(entry.page),
    originOf(entry) {
      const page = pages.get(entry.page);
      if (page && page.top !== false) return page.at;
      // A frame counts from the page that it stands in, so that the times of a list compare.
      const at = page?.at ?? entry.at;
      const top = tops[firstIndexAfter(tops, at) - 1];
      return top?.at ?? page?.at ?? log.entries[0]?.at ?? entry.at;
    },
    startAt: () => (Number.isFinite(startAt) ? startAt : (log.entries[0]?.at ?? 0)),
    isInChain: (entry) => judge.analysis.chains.has(entry.id),
    severityOf: (id) => judge.analysis.facts.worstOf(id),
    latestUrl: () => latest?.url ?? '',
  };
}

/** Index of the first entry at or after a time. */
export function firstIndexAt(entries: readonly Entry[], at: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first entry after a time. */
export function firstIndexAfter(entries: readonly Entry[], at: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of an entry in a list ordered by time, or -1. */
export function indexOfEntry(entries: readonly Entry[], entry: Entry): number {
  for (let i = firstIndexAt(entries, entry.at); i < entries.length; i += 1) {
    if (entries[i] === entry) return i;
    if ((entries[i]?.at ?? 0) > entry.at) return -1;
  }
  return -1;
}
