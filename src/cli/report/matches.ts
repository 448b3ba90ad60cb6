import type { MatchVerdict, ParameterMatch } from '../../analysis/analysis.ts';
import type { ReportWords } from '../../language/words.ts';
import type { ReportedMatch, ReportedParameter } from '../../rules/report.ts';
import { countKinds } from './kinds.ts';

/** Matches shown in full; the rest is counted. */
const SHOWN_MATCHES = 40;

/** Shown first: what is probably wrong. `unmapped` is counted only, most events of a page are. */
const ORDER: readonly MatchVerdict[] = [
  'misnamed',
  'unsent',
  'unexpected',
  'ambiguous',
  'not-visible',
  'matched',
  'custom',
];

/** Parameter verdicts that are worth a line. */
const TOLD: ReadonlySet<ParameterMatch['verdict']> = new Set(['missing', 'different']);

/** The matches as a short table, one line each, with what is wrong in their parameters. */
export function formatMatches(matches: Iterable<ReportedMatch>, t: ReportWords): string[] {
  const kinds = countKinds(matches, ({ verdict }) => verdict, SHOWN_MATCHES);
  if (kinds.size === 0) return [];
  const verdicts: MatchVerdict[] = [...ORDER, 'unmapped'];
  const summary = verdicts.flatMap((verdict) => {
    const kind = kinds.get(verdict);
    return kind === undefined ? [] : [`${kind.count} ${verdict}`];
  });
  const shown = ORDER.flatMap((verdict) => kinds.get(verdict)?.first ?? []);
  const told = ORDER.reduce((sum, verdict) => sum + (kinds.get(verdict)?.count ?? 0), 0);
  const rows = shown.slice(0, SHOWN_MATCHES).map((match) => rowOf(match, t));
  const widths = [0, 1, 2].map((i) =>
    Math.max(0, ...rows.map(({ cells }) => cells[i]?.length ?? 0)),
  );
  const lines = [t.matches(summary.join(', '))];
  for (const { cells, more } of rows) {
    const padded = cells.map((cell, i) => (i < 3 ? cell.padEnd(widths[i] ?? 0) : cell));
    lines.push(`  ${padded.join('  ')}`.trimEnd(), ...more.map((line) => `    ${line}`));
  }
  if (told > SHOWN_MATCHES) lines.push(`  ${t.andMore(told - SHOWN_MATCHES)}`);
  return lines;
}

function rowOf(match: ReportedMatch, t: ReportWords): { cells: string[]; more: string[] } {
  const { verdict, source, name, expected, actual, reason, entry, parameters } = match;
  const target = expected ?? actual.join(', ');
  const sent = actual.length > 0 && actual.join(', ') !== target ? t.sentAs(actual.join(', ')) : '';
  const why = reason === undefined ? sent : reason;
  return {
    cells: [verdict, `${source} ${name}`, `→ ${target}`, `${why} [${entry}]`.trim()],
    more: parameters
      .filter((parameter) => TOLD.has(parameter.verdict))
      .map((one) => parameterLine(one, t)),
  };
}

function parameterLine(
  { to, verdict, expected, actual, note }: ReportedParameter,
  t: ReportWords,
): string {
  const values =
    verdict === 'missing' ? t.expected(expected ?? '') : `${expected ?? ''} → ${actual ?? ''}`;
  return `${to} ${verdict}: ${values}${note === undefined ? '' : ` (${note})`}`;
}
