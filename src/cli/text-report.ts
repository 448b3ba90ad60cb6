import type { Severity } from '../analysis/analysis.ts';
import type { ReportWords, Words } from '../language/words.ts';
import type { NamedFinding } from '../rules/finding-id.ts';
import { type Checked, freshOf } from '../rules/written/checked.ts';
import { findingsOf, holdingsOf, knownOf } from '../rules/written/counts.ts';
import { documentOf, type Entry, type HitEntry, SOURCES } from '../session/entry.ts';
import { visibleLine } from '../session/visible.ts';
import { formatConsent } from './report/consent.ts';
import { formatMatches } from './report/matches.ts';
import { formatPairs } from './report/pairs.ts';
import { formatCoverage, formatStates } from './report/states.ts';

/** Entries named under one message; the count of the others is told. */
const SHOWN_ENTRIES = 10;

/** Hours to milliseconds of a time in UTC, as it stands in a log. */
function formatTime(at: number): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? '?' : time.toISOString().slice(11, 23);
}

function describeEntry(entry: Entry, t: ReportWords): string {
  switch (entry.kind) {
    case 'page':
      if (entry.event === 'answer') return t.answers(entry.status ?? 0, entry.url);
      return entry.event === 'read' ? t.reads(entry.name ?? '?') : t.page[entry.event];
    case 'call':
      return `${entry.source} ${entry.method}${entry.name === undefined ? '' : ` ${entry.name}`}`;
    case 'hit':
      return describeHit(entry, t);
    case 'server':
      return t.serverEvent(String(entry.event.event_name ?? '?'), entry.origin);
    case 'consent':
      return t.consentEvent(entry.source, entry.event);
    case 'console':
      return t.console(entry.level, entry.text.split('\n', 1)[0] ?? '');
    case 'gap':
      return t.gap(entry.from, entry.to);
  }
}

/** What a hit carries and where it went; its whole address is in the session file. */
function describeHit({ vendor, method, url, events, role }: HitEntry, t: ReportWords): string {
  const names = events.map(({ eventName }) => eventName ?? t.noName);
  const what = role ?? (names.join(', ') || t.request);
  const query = url.indexOf('?');
  return `${vendor} ${what}, ${method} ${query === -1 ? url : url.slice(0, query)}`;
}

/** A document and the calls in it. */
interface Document {
  url: string;
  top: boolean;
  /** `<source> <method>` → how often. */
  calls: Map<string, number>;
}

/** Documents in order of their first entry. */
function groupByDocument(entries: readonly Entry[], t: ReportWords): Map<string, Document> {
  const documents = new Map<string, Document>();
  for (const entry of entries) {
    // It stands by itself: what the browser showed may be no document of the site.
    if (entry.kind === 'page' && entry.event === 'answer') continue;
    const key = documentOf(entry.page);
    const known = documents.get(key);
    const document = known ?? { url: t.unknownAddress, top: true, calls: new Map() };
    if (!known) documents.set(key, document);
    if (entry.kind === 'page' && entry.event === 'start') {
      document.url = entry.url;
      document.top = entry.top !== false;
    }
    if (entry.kind === 'call') {
      const name = `${entry.source} ${entry.method}`;
      document.calls.set(name, (document.calls.get(name) ?? 0) + 1);
    }
  }
  return documents;
}

function formatDocument({ url, top, calls }: Document, t: ReportWords): string[] {
  const title = `  ${top ? visibleLine(url) : t.frame(visibleLine(url))}`;
  const lines = SOURCES.flatMap((source) => {
    const methods = [...calls].filter(([name]) => name.startsWith(`${source} `));
    if (methods.length === 0) return [];
    const list = methods.map(([name, times]) => `${name.slice(source.length + 1)} ${times}`);
    return [`    ${source}: ${visibleLine(list.join(', '))}`];
  });
  return [title, ...(lines.length > 0 ? lines : [`    ${t.noCalls}`])];
}

/** Findings of one rule, which say the same thing of different entries. */
function formatRule(
  findings: readonly NamedFinding[],
  byId: Map<string, Entry>,
  t: ReportWords,
  paint: Paint,
): string[] {
  const [first] = findings;
  if (!first) return [];
  const severity = paint(t.severity[first.severity], first.severity);
  const lines = [`${severity} ${first.rule} (${findings.length})`];
  for (const [message, same] of groupBy(findings, ({ message }) => message)) {
    lines.push(`  ${visibleLine(message)}`);
    const pages = [...new Set(same.flatMap((finding) => finding.pages ?? []))];
    if (pages.length > 0) lines.push(`    ${visibleLine(t.on(pages))}`);
    const ids = same.flatMap(({ entries }) => entries);
    for (const id of ids.slice(0, SHOWN_ENTRIES)) {
      const entry = byId.get(id);
      const told = entry ? `${formatTime(entry.at)} ${describeEntry(entry, t)}` : '';
      lines.push(`    ${visibleLine(`${told} [${id}]`.trim())}`);
    }
    if (ids.length > SHOWN_ENTRIES) lines.push(`    ${t.andMore(ids.length - SHOWN_ENTRIES)}`);
  }
  for (const fix of new Set(findings.flatMap(({ fix }) => fix ?? [])))
    lines.push(`  ${t.fix(visibleLine(fix))}`);
  for (const { title, url } of first.links) lines.push(`  ${t.see(title, url)}`);
  return lines;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Puts a colour on text for a terminal. */
export type Paint = (text: string, colour: Severity) => string;

/** No colours: a file, a pipe, NO_COLOR. */
export const PLAIN: Paint = (text) => text;

/** Documents listed in full; of a longer walk the others are counted. */
const SHOWN_DOCUMENTS = 8;

/**
 * The report as text for a person: counts, what was found with its fix, the gravest first, then
 * matches, pairs and consent, and the calls of each document.
 */
export function formatText(checked: Checked, words: Words, paint: Paint = PLAIN): string {
  const { file, report, entries } = checked;
  const t = words.report;
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const lines = [`${visibleLine(file)}: ${holdingsOf(checked, words)}`, findingsOf(checked, words)];
  if (report.masked) lines.push(t.masked);
  const known = knownOf(checked, words);
  if (known !== undefined) lines.push(known);
  for (const group of groupBy(
    freshOf(checked),
    ({ severity, rule }) => `${severity} ${rule}`,
  ).values())
    lines.push('', ...formatRule(group, byId, t, paint));
  const states = formatStates(report.states, t).map(visibleLine);
  if (states.length > 0) lines.push('', ...states);
  const matches = [...formatMatches(report.matches, t), ...formatCoverage(report.coverage, t)].map(
    visibleLine,
  );
  if (matches.length > 0) lines.push('', ...matches);
  const pairs = formatPairs(report.pairs, visibleLine, t);
  if (pairs.length > 0) lines.push('', ...pairs);
  const consent = formatConsent(report.consent, byId, words);
  if (consent.length > 0) lines.push('', ...consent.map(visibleLine));
  const documents = [...groupByDocument(entries, t).values()];
  lines.push(
    '',
    ...documents.slice(0, SHOWN_DOCUMENTS).flatMap((document) => formatDocument(document, t)),
  );
  if (documents.length > SHOWN_DOCUMENTS)
    lines.push(`  ${t.andMore(documents.length - SHOWN_DOCUMENTS)}`);
  return `${lines.join('\n')}\n`;
}
