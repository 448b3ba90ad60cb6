import type { Analysis } from '../../src/analysis/analysis.ts';
import { createAnalysis } from '../../src/rules/create-analysis.ts';
import type { CallEntry, Entry, HitEntry } from '../../src/session/entry.ts';
import { numberOf } from '../../src/session/entry.ts';
import { describeCall } from '../../src/vendors/call-summary.ts';

/**
 * What the analysis says of a session, in words that are the same for every recording of the same
 * steps: no ids, no times, no addresses. Each list is sorted.
 */
export interface Review {
  /** Pixel calls with their states. */
  states: string[];
  /** Chains, each as its links; entries that no link touches are not here. */
  chains: string[][];
  matches: string[];
  pairs: string[];
  /** Errors and warnings. */
  findings: string[];
}

/**
 * The golden sessions: which pages of the demo shop's walk show which of the seeds' systems.
 * Addresses without their origin.
 */
export const GOLDEN: Readonly<Record<string, readonly string[]>> = {
  'loyjoy-current': ['/chat.html'],
  'loyjoy-legacy': ['/chat-legacy.html', '/late.html'],
  'commanders-act': ['/cart.html', '/checkout.html'],
  segment: ['/segment.html'],
  'plain-pixel': ['/', '/product.html', '/frame.html', '/app.html'],
};

/** The entries of the documents with these addresses. */
export function entriesOf(entries: readonly Entry[], paths: readonly string[]): Entry[] {
  const pages = new Set<string>();
  for (const entry of entries)
    if (entry.kind === 'page' && entry.event === 'start' && paths.includes(pathOf(entry.url)))
      pages.add(entry.page);
  return entries.filter(({ page }) => pages.has(page));
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/**
 * Entries in words: the page, what was called or sent, its event id as a number (in the order in
 * which calls, and then hits, name them), and which of several alike it is.
 */
function createNames(entries: readonly Entry[]) {
  const ids = new Map<string, number>();
  const note = (id: unknown) => {
    if (typeof id === 'string' && id !== '' && !ids.has(id)) ids.set(id, ids.size + 1);
  };
  const pages: string[] = [];
  for (const { page } of entries) if (!pages.includes(page)) pages.push(page);
  const calls = entries.filter((entry): entry is CallEntry => entry.kind === 'call');
  calls.sort(
    (a, b) => pages.indexOf(a.page) - pages.indexOf(b.page) || numberOf(a.id) - numberOf(b.id),
  );
  for (const call of calls) note(eventIdOf(call));
  for (const entry of entries)
    if (entry.kind === 'hit') for (const { eventId } of entry.events) note(eventId);
  const numbered = (id: string | undefined) => (id ? ` #${ids.get(id)}` : '');
  const paths = new Map<string, string>();
  for (const entry of entries)
    if (entry.kind === 'page' && entry.event === 'start') paths.set(entry.page, pathOf(entry.url));

  const nameOfCall = (call: CallEntry): string => {
    const { command, name } = describeCall(call);
    const [first] = call.args;
    const keys = typeof first === 'object' && first !== null ? Object.keys(first).join(' ') : '';
    return `${call.source} ${command} ${name ?? keys}`.trimEnd() + numbered(eventIdOf(call));
  };
  const nameOfHit = (hit: HitEntry): string =>
    `${hit.vendor} hit ${hit.events.map(({ eventName, eventId }) => `${eventName}${numbered(eventId)}`).join(', ')}`;

  const names = new Map<string, string>();
  const seen = new Map<string, number>();
  for (const entry of [...calls, ...entries.filter(({ kind }) => kind !== 'call')]) {
    const own = entry.kind === 'call' ? nameOfCall(entry) : entry.kind;
    const name = `${paths.get(entry.page)} ${entry.kind === 'hit' ? nameOfHit(entry) : own}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    names.set(entry.id, count === 1 ? name : `${name} (${count})`);
  }
  return { numbered, of: (id: string) => names.get(id) ?? 'unknown' };
}

/** The event id that a call names itself, or under which its library sent it. */
function eventIdOf(call: CallEntry): string | undefined {
  if (call.messageId !== undefined) return call.messageId;
  const options = call.source === 'fbq' ? call.args[3] : undefined;
  if (typeof options !== 'object' || options === null || !('eventID' in options)) return undefined;
  return typeof options.eventID === 'string' ? options.eventID : undefined;
}

/**
 * What the analysis says of these entries.
 * @param feed gives them to the analysis in another way than all at once
 */
export function review(
  entries: readonly Entry[],
  { feed = (analysis: Analysis) => analysis.add(entries) } = {},
): Review {
  const analysis = createAnalysis();
  feed(analysis);
  const names = createNames(entries);
  const states = entries.flatMap(({ id }) =>
    analysis.states
      .of(id)
      .map(({ state, reason, hits }) =>
        [names.of(id), state, ...(reason ? [reason] : []), ...hits.map(names.of)].join(' | '),
      ),
  );
  return {
    states: states.sort(),
    chains: analysis.chains
      .all()
      .map(({ links }) =>
        links.map(({ from, to, evidence }) => `${names.of(from)} -${evidence}- ${names.of(to)}`),
      )
      .map((links) => links.sort())
      .sort((a, b) => (a.join() < b.join() ? -1 : 1)),
    matches: analysis.matches
      .all()
      .map(({ entry, expected, actual, verdict, parameters }) => {
        const told = parameters.map((one) => `${one.to} ${one.verdict}`).join(', ');
        return `${names.of(entry)} | ${verdict} | expected ${expected ?? 'nothing'} | sent ${actual.join(', ') || 'nothing'} | ${told}`;
      })
      .sort(),
    pairs: analysis.pairs
      .all()
      .map(({ eventName, eventId, verdict, browser, server }) => {
        const copies = [...browser, ...server].map(names.of).join(' + ');
        return `${eventName}${names.numbered(eventId)} | ${verdict} | ${copies}`;
      })
      .sort(),
    findings: analysis
      .findings()
      .filter(({ severity }) => severity !== 'info')
      .map(({ severity, rule, entries: proof }) =>
        [severity, rule, ...proof.map(names.of)].join(' | '),
      )
      .sort(),
  };
}
