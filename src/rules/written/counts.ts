import type { Words } from '../../language/words.ts';
import type { Judged } from './checked.ts';

/** How much a session holds. */
export function holdingsOf({ report: { summary } }: Judged, { report: t }: Words): string {
  return [
    t.pages(summary.pages),
    t.calls(summary.calls),
    t.hits(summary.hits),
    t.serverEvents(summary.serverEvents),
    t.chains(summary.chains),
    t.lost(summary.lost),
  ].join(', ');
}

/** How many findings there are of each severity. */
export function findingsOf({ report: { summary } }: Judged, { report: t }: Words): string {
  const { error, warning, info } = summary.findings;
  return t.findings(error, warning, info);
}

/** How much a session holds and what was found, on one line. */
export function countsOf(judged: Judged, words: Words): string {
  return `${holdingsOf(judged, words)}. ${findingsOf(judged, words)}`;
}

/** How many of the mapping rules were met; undefined where there are none. */
export function coverageOf({ report: { coverage } }: Judged, { report: t }: Words) {
  const met = coverage.filter(({ seen }) => seen > 0).length;
  return coverage.length === 0 ? undefined : t.coverage(met, coverage.length);
}

/** How many findings stand in the baseline; undefined where none does. */
export function knownOf({ report }: Judged, { report: t }: Words): string | undefined {
  const { length } = report.findings.filter(({ known }) => known);
  return length === 0 ? undefined : t.known(length);
}
