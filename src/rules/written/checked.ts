import type { Severity } from '../../analysis/analysis.ts';
import type { Words } from '../../language/words.ts';
import type { Entry } from '../../session/entry.ts';
import type { NamedFinding } from '../finding-id.ts';
import type { StreamedReport } from '../report.ts';

/** From grave to slight. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** What a page for people is made of. */
export interface Judged {
  file: string;
  report: Pick<
    StreamedReport,
    'summary' | 'troubles' | 'documents' | 'ambiguities' | 'consentTally' | 'findings' | 'coverage'
  >;
  entries: readonly Entry[];
}

/** A session that was checked. */
export interface Checked extends Judged {
  report: StreamedReport;
}

/** Findings that do not stand in the baseline, the gravest first. */
export function freshOf({ report }: Judged): NamedFinding[] {
  const fresh = report.findings.filter(({ known }) => known === undefined);
  return SEVERITIES.flatMap((severity) => fresh.filter((one) => one.severity === severity));
}

/** Whether a severity is at or above a threshold. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold);
}

/** What a finding says, in lines. */
export function linesOf({ message, pages, fix }: NamedFinding, { report: t }: Words): string[] {
  return [message, ...(pages ? [t.on(pages)] : []), ...(fix === undefined ? [] : [fix])];
}
