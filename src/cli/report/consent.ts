import type { ConsentCheck } from '../../analysis/analysis.ts';
import type { ReportWords } from '../../language/words.ts';
import type { Entry } from '../../session/entry.ts';
import { describeCall } from '../../vendors/call-summary.ts';
import { CONSENT_LABELS } from '../../vendors/consent/decode-consent.ts';

/** Events named under one verdict; the count of the others is told. */
const SHOWN = 10;

/** From what needs a look to what is well. */
const ORDER: readonly ConsentCheck['verdict'][] = [
  'denied',
  'conflict',
  'undecided',
  'no-source',
  'held',
  'granted',
];

/** Verdicts whose events are only counted. */
const COUNTED: ReadonlySet<string> = new Set(['granted', 'no-source']);

function nameOf(entry: Entry | undefined, t: ReportWords): string {
  if (entry?.kind === 'call') {
    const { command, name } = describeCall(entry);
    return `${entry.source} ${command}${name === undefined ? '' : ` ${name}`}`;
  }
  if (entry?.kind !== 'hit') return t.event;
  const names = entry.events.flatMap(({ eventName }) => eventName ?? []);
  return `${entry.vendor} ${names.join(', ') || t.hit}`;
}

function describeSourcesOf({ sources }: ConsentCheck, t: ReportWords): string {
  return Object.entries(sources)
    .map(([source, { state, words, counts }]) => {
      const label = Object.hasOwn(CONSENT_LABELS, source) ? CONSENT_LABELS[source] : source;
      return `${label}: ${state} (${words})${counts ? '' : `, ${t.notCounted}`}`;
    })
    .join('; ');
}

function describeCheck(
  check: ConsentCheck,
  byId: ReadonlyMap<string, Entry>,
  t: ReportWords,
): string[] {
  const { entry, hit, atCall, atHit } = check;
  const sent = hit === undefined ? t.nothingLeft : hit === entry ? '' : t.hitOf(hit);
  const states = atHit === undefined || atHit === atCall ? atCall : t.thenAt(atCall, atHit);
  const line = [nameOf(byId.get(entry), t), `[${entry}]`, sent].filter((part) => part !== '');
  const said = describeSourcesOf(check, t);
  return [`    ${line.join(' ')}: ${states}`, ...(said === '' ? [] : [`      ${said}`])];
}

/**
 * The consent part of the text report: events by verdict, with what each source said of those that
 * need a look. Empty where no event is bound for Meta. The text of pages in it is not made safe for
 * a terminal.
 */
export function formatConsent(
  checks: readonly ConsentCheck[],
  byId: ReadonlyMap<string, Entry>,
  t: ReportWords,
): string[] {
  if (checks.length === 0) return [];
  const groups = ORDER.map((verdict) => checks.filter((check) => check.verdict === verdict));
  const counts = groups.flatMap(([first], i) =>
    first ? [`${first.verdict} ${groups[i]?.length}`] : [],
  );
  const lines = [t.consent(counts.join(', '))];
  for (const group of groups) {
    const [first] = group;
    if (first === undefined || COUNTED.has(first.verdict)) continue;
    lines.push(`  ${first.verdict}`);
    for (const check of group.slice(0, SHOWN)) lines.push(...describeCheck(check, byId, t));
    if (group.length > SHOWN) lines.push(`    ${t.andMore(group.length - SHOWN)}`);
  }
  return lines;
}
