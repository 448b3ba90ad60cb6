import { type GapEntry, type PageEntry, sizeOf } from '../session/entry.ts';
import type { Finding } from './analysis.ts';
import { createFindingBook, type Part } from './part.ts';

/** What the log itself tells: how much there is, what was lost, reads of undefined names. */
export interface Recording extends Part {
  readonly counts: {
    pages: number;
    calls: number;
    hits: number;
    serverEvents: number;
    lost: number;
  };
}

/** The part that counts. */
export function createRecording(): Recording {
  const findings = createFindingBook();
  const counts = { pages: 0, calls: 0, hits: 0, serverEvents: 0, lost: 0 };
  return {
    counts,
    findings,
    add(entry, before) {
      if (before) return;
      switch (entry.kind) {
        case 'page':
          if (entry.event === 'read') findings.put(entry.id, [readFinding(entry)]);
          else if (entry.event === 'start' && entry.top !== false) counts.pages += 1;
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
          findings.put(entry.id, [gapFinding(entry)]);
          counts.lost += sizeOf(entry);
          break;
        case 'consent':
          break;
      }
    },
    settle() {},
    clear() {
      findings.clear();
      Object.assign(counts, { pages: 0, calls: 0, hits: 0, serverEvents: 0, lost: 0 });
    },
  };
}

const GAP_REASONS: Record<GapEntry['reason'], string> = {
  limit: 'more came than is kept until somebody asks',
  'document-gone': 'the page went away before they could be asked for again',
  unreadable: 'they could not be written or read',
  'no-goodbye': 'it ended before it could say how much there was',
};

function gapFinding(gap: GapEntry): Finding {
  const count = sizeOf(gap);
  const what =
    gap.to === undefined
      ? 'What the page did last may be missing'
      : `${count} ${count === 1 ? 'entry is' : 'entries are'} lost`;
  return {
    rule: 'log/gap',
    severity: gap.to === undefined ? 'warning' : 'error',
    entries: [gap.id],
    message: `${what}: ${GAP_REASONS[gap.reason]}.`,
    fix: 'Do not conclude that an event is missing on this page. Open the panel first, then load the page again.',
    reference: 'ARCHITECTURE.md, "Never silently lose"',
  };
}

function readFinding(read: PageEntry): Finding {
  const name = read.name ?? '?';
  const isBare = read.access === 'bare';
  return {
    rule: 'page/read-before-definition',
    severity: isBare ? 'warning' : 'info',
    entries: [read.id],
    message: isBare
      ? `The page reads ${name} before anything has defined it. Without Event Loupe this line throws "ReferenceError: ${name} is not defined" and the rest of its function does not run.`
      : `A script reads ${name} before anything has defined it. Written as window.${name} that gives undefined; written as the bare name it throws a ReferenceError without Event Loupe. Its source could not be seen.`,
    fix: `Define it first (window.${name} = window.${name} || …), or test it with typeof ${name} !== 'undefined'.`,
    reference:
      'facts: `dataLayer && dataLayer.push` throws where dataLayer is not declared; a hook behind an accessor hides that.',
  };
}
