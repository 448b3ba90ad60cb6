import {
  type ConsoleEntry,
  type GapEntry,
  type HitEntry,
  type PageEntry,
  type Source,
  sizeOf,
} from '../session/entry.ts';
import { withoutHash } from '../session/without-hash.ts';
import type { Fact } from './facts/fact.ts';
import { LateSet } from './late.ts';
import { listOf } from './ordered.ts';
import type { Context, Part } from './part.ts';

/** What the log itself tells: how much there is, what was lost, reads of undefined names. */
export interface Recording extends Part {
  readonly counts: {
    pages: number;
    calls: number;
    hits: number;
    serverEvents: number;
    lost: number;
    /** Documents that ended without saying how much they had. */
    unsure: number;
  };
}

/** The part that counts. */
export function createRecording(context: Context): Recording {
  const facts = context.facts.book();
  const reads = new Map<string, PageEntry[]>();
  /** APIs that each document called. */
  const used = new Map<string, LateSet<Source>>();
  const dirty = new Set<string>();
  const counts = { pages: 0, calls: 0, hits: 0, serverEvents: 0, lost: 0, unsure: 0 };
  /** Documents that are known by their requests alone: one fact, whatever their number. */
  let unseen: string[] = [];
  /** Hits whose bodies the archive lacks. */
  let bodies = 0;
  const tellUnseen = () => {
    if (unseen.length === 0) return;
    const data = { documents: unseen.length, bodies };
    facts.put('unseen', [{ rule: 'log/requests-only', entries: unseen, data }]);
  };
  /** Entries of each error by its first line: one fact, however often it is thrown. */
  const errors = new Map<string, string[]>();
  const addError = ({ id, text }: ConsoleEntry) => {
    const says = text.split('\n', 1)[0] ?? '';
    const thrown = [...(errors.get(says) ?? []), id].sort();
    errors.set(says, thrown);
    facts.put(`error ${says}`, [errorFact(says, thrown)]);
  };
  return {
    counts,
    add(entry, before) {
      if (before) return;
      switch (entry.kind) {
        case 'page':
          if (entry.event === 'read') {
            listOf(reads, entry.page).push(entry);
            dirty.add(entry.page);
          } else if (entry.event === 'answer') facts.put(entry.id, [answerFact(entry)]);
          else if (entry.event === 'start' && entry.top !== false) counts.pages += 1;
          if (entry.event === 'start' && entry.seen === 'requests') {
            unseen = [...unseen, entry.id].sort();
            tellUnseen();
          }
          break;
        case 'call': {
          counts.calls += 1;
          const own = used.get(entry.page);
          if (own?.has(entry.source)) break;
          if (own) own.add(entry.source);
          else used.set(entry.page, new LateSet<Source>().add(entry.source));
          dirty.add(entry.page);
          break;
        }
        case 'hit':
          counts.hits += 1;
          if (lacksItsEvents(entry)) {
            bodies += 1;
            tellUnseen();
          }
          break;
        case 'server':
          counts.serverEvents += 1;
          break;
        case 'gap':
          facts.put(entry.id, [gapFact(entry)]);
          counts.lost += sizeOf(entry);
          if (entry.to === undefined) counts.unsure += 1;
          break;
        case 'console':
          if (entry.level === 'exception') addError(entry);
          break;
        case 'consent':
          break;
      }
    },
    settle() {
      for (const page of dirty)
        for (const read of reads.get(page) ?? [])
          facts.put(read.id, [readFact(read, used.get(page))]);
      dirty.clear();
    },
    clear() {
      facts.clear();
      reads.clear();
      used.clear();
      dirty.clear();
      unseen = [];
      bodies = 0;
      errors.clear();
      Object.assign(counts, { pages: 0, calls: 0, hits: 0, serverEvents: 0, lost: 0, unsure: 0 });
    },
  };
}

/** An archive has the request and not its body, and the address names no event. */
function lacksItsEvents({ body, events }: HitEntry): boolean {
  return (
    body?.kind === 'unreadable' &&
    body.reason === 'not-archived' &&
    events.every(({ eventName }) => eventName === undefined)
  );
}

function answerFact({ id, status = 0, url }: PageEntry): Fact<'page/error-answer'> {
  return { rule: 'page/error-answer', entries: [id], data: { status, address: url } };
}

/** Names by which an error tells that it is about tracking. */
const TRACKING = /(?<![\w$.])(?:_?fbq|dataLayer|gtag|cact|caReady|tC|analytics|LoyJoy)(?![\w$])/;

function errorFact(says: string, entries: readonly string[]): Fact<'page/uncaught-error'> {
  const [about] = TRACKING.exec(says) ?? [];
  return {
    rule: 'page/uncaught-error',
    ...(about !== undefined && { severity: 'warning' }),
    entries,
    data: { says, times: entries.length, ...(about !== undefined && { about }) },
  };
}

function gapFact(gap: GapEntry): Fact<'log/gap' | 'log/end-unknown'> {
  const { id, reason } = gap;
  return gap.to === undefined
    ? { rule: 'log/end-unknown', entries: [id], data: { reason } }
    : { rule: 'log/gap', entries: [id], data: { lost: sizeOf(gap), reason } };
}

function readFact(
  read: PageEntry,
  used: LateSet<Source> | undefined,
): Fact<'page/read-before-definition'> {
  const isBare = read.access === 'bare';
  const { name = '?' } = read;
  // A script in the page itself that tests the name is not told. Where the name never comes, and
  // the script is the page's own, whoever wrote it took it for granted.
  const source = SOURCE_OF[name];
  const isMissing = source !== undefined && used?.has(source) !== true && isInline(read);
  return {
    rule: 'page/read-before-definition',
    severity: isBare || isMissing ? 'warning' : 'info',
    entries: [read.id],
    data: { name, isBare, isList: !BROUGHT.has(name) },
  };
}

/** Whether the place of the read is in the document and not in a script of its own. */
function isInline({ stack = '', url }: PageEntry): boolean {
  const [, address] = /(?:^|[(@ ])(https?:\/\/[^\s)]*?):\d+:\d+\)?$/m.exec(stack) ?? [];
  return address !== undefined && withoutHash(address) === withoutHash(url);
}

/** Whose calls show that a name was defined after all. */
const SOURCE_OF: Readonly<Record<string, Source>> = {
  fbq: 'fbq',
  _fbq: 'fbq',
  cbq: 'cbq',
  _cbq: 'cbq',
  cact: 'cact',
  analytics: 'analytics',
  LoyJoy: 'loyjoy',
};

/** Names of functions and objects that libraries bring: a list in their place would keep those out. */
const BROUGHT: ReadonlySet<string> = new Set([
  'fbq',
  '_fbq',
  'cbq',
  '_cbq',
  'cact',
  'tC',
  'analytics',
  'LoyJoy',
]);
