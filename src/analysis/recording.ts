import { type GapEntry, type PageEntry, sizeOf } from '../session/entry.ts';
import type { Fact } from './facts/fact.ts';
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
  const counts = { pages: 0, calls: 0, hits: 0, serverEvents: 0, lost: 0, unsure: 0 };
  /** Documents that are known by their requests alone: one fact, whatever their number. */
  let unseen: string[] = [];
  const addUnseen = (id: string) => {
    unseen = [...unseen, id].sort();
    facts.put('unseen', [
      { rule: 'log/requests-only', entries: unseen, data: { documents: unseen.length } },
    ]);
  };
  return {
    counts,
    add(entry, before) {
      if (before) return;
      switch (entry.kind) {
        case 'page':
          if (entry.event === 'read') facts.put(entry.id, [readFact(entry)]);
          else if (entry.event === 'start' && entry.top !== false) counts.pages += 1;
          if (entry.event === 'start' && entry.seen === 'requests') addUnseen(entry.id);
          break;
        case 'call':
          counts.calls += 1;
          break;
        case 'hit':
          counts.hits += 1;
          break;
        case 'server':
          counts.serverEvents += 1;
          break;
        case 'gap':
          facts.put(entry.id, [gapFact(entry)]);
          counts.lost += sizeOf(entry);
          if (entry.to === undefined) counts.unsure += 1;
          break;
        case 'consent':
          break;
      }
    },
    settle() {},
    clear() {
      facts.clear();
      unseen = [];
      Object.assign(counts, { pages: 0, calls: 0, hits: 0, serverEvents: 0, lost: 0, unsure: 0 });
    },
  };
}

function gapFact(gap: GapEntry): Fact<'log/gap' | 'log/end-unknown'> {
  if (gap.to === undefined) return { rule: 'log/end-unknown', entries: [gap.id], data: {} };
  return {
    rule: 'log/gap',
    entries: [gap.id],
    data: { lost: sizeOf(gap), reason: gap.reason },
  };
}

function readFact(read: PageEntry): Fact<'page/read-before-definition'> {
  const isBare = read.access === 'bare';
  const { name = '?' } = read;
  return {
    rule: 'page/read-before-definition',
    severity: isBare ? 'warning' : 'info',
    entries: [read.id],
    data: { name, isBare, isList: !BROUGHT.has(name) },
  };
}

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
