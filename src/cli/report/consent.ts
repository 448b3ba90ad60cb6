import { CONSENT_VERDICTS } from '../../analysis/verdicts.ts';
import { sourceName } from '../../language/consent.ts';
import type { ReportWords, Words } from '../../language/words.ts';
import type { ReportedConsent } from '../../rules/report.ts';
import type { Entry } from '../../session/entry.ts';
import { describeCall } from '../../vendors/call-summary.ts';
import { countKinds } from './kinds.ts';

/** Events named under one verdict; the count of the others is told. */
const SHOWN = 10;

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

function describeSourcesOf({ sources }: ReportedConsent, words: Words): string {
  const { notCounted } = words.report;
  return Object.entries(sources)
    .map(([source, { state, words: said, counts }]) => {
      return `${sourceName(source, words)}: ${state} (${said})${counts ? '' : `, ${notCounted}`}`;
    })
    .join('; ');
}

function describeCheck(
  check: ReportedConsent,
  byId: ReadonlyMap<string, Entry>,
  words: Words,
): string[] {
  const t = words.report;
  const { entry, hit, atCall, atHit } = check;
  const sent = hit === undefined ? t.nothingLeft : hit === entry ? '' : t.hitOf(hit);
  const states = atHit === undefined || atHit === atCall ? atCall : t.thenAt(atCall, atHit);
  const line = [nameOf(byId.get(entry), t), `[${entry}]`, sent].filter((part) => part !== '');
  const said = describeSourcesOf(check, words);
  return [`    ${line.join(' ')}: ${states}`, ...(said === '' ? [] : [`      ${said}`])];
}

/**
 * The consent part of the text report: events by verdict, with what each source said of those that
 * need a look. Empty where no event is bound for Meta. The text of pages in it is not made safe for
 * a terminal.
 */
export function formatConsent(
  checks: Iterable<ReportedConsent>,
  byId: ReadonlyMap<string, Entry>,
  words: Words,
): string[] {
  const kinds = countKinds(checks, ({ verdict }) => verdict, SHOWN);
  if (kinds.size === 0) return [];
  const t = words.report;
  const counts = CONSENT_VERDICTS.flatMap((verdict) => {
    const kind = kinds.get(verdict);
    return kind === undefined ? [] : [{ verdict, ...kind }];
  });
  const lines = [t.consent(counts.map(({ verdict, count }) => `${verdict} ${count}`).join(', '))];
  for (const { verdict, count, first } of counts) {
    if (COUNTED.has(verdict)) continue;
    lines.push(`  ${verdict}`);
    for (const check of first) lines.push(...describeCheck(check, byId, words));
    if (count > SHOWN) lines.push(`    ${t.andMore(count - SHOWN)}`);
  }
  return lines;
}
