import type { Words } from '../../language/words.ts';
import type { Judged } from './checked.ts';

/** How much a session holds and what was found, on one line. */
export function countsOf({ report: { summary } }: Judged, { report: t }: Words): string {
  const { error, warning, info } = summary.findings;
  const counts = [
    t.pages(summary.pages),
    t.calls(summary.calls),
    t.hits(summary.hits),
    t.serverEvents(summary.serverEvents),
    t.chains(summary.chains),
    t.lost(summary.lost),
  ];
  return `${counts.join(', ')}. ${t.findings(error, warning, info)}`;
}

/** How many findings stand in the baseline; undefined where none does. */
export function knownOf({ report }: Judged, { report: t }: Words): string | undefined {
  const { length } = report.findings.filter(({ known }) => known);
  return length === 0 ? undefined : t.known(length);
}
