import type { Severity } from '../../analysis/analysis.ts';
import { LANGUAGES, type Language } from '../../language/languages.ts';
import type { Checked } from '../../rules/written/checked.ts';
import { htmlReport } from '../../rules/written/html.ts';
import { markdownReport } from '../../rules/written/markdown.ts';
import { visible } from '../../session/visible.ts';
import { formatText, type Paint } from '../text-report.ts';
import { githubReport } from './github.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { sarifReport } from './sarif.ts';

/** What a report can be written as. */
export const FORMATS = ['text', 'json', 'junit', 'html', 'sarif', 'github', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

/** What a report needs to know besides what was found. */
export interface ReportOptions {
  language: Language;
  failOn: Severity;
  hasBaseline: boolean;
  /** Colours for a terminal; text as it is where there is none. */
  paint: Paint;
}

/** Writes a report, in pieces. */
export function writeReport(
  format: Format,
  checked: readonly Checked[],
  { language, failOn, hasBaseline, paint }: ReportOptions,
): Iterable<string> {
  switch (format) {
    case 'text':
      return checked.map(
        (one, i) => (i === 0 ? '' : '\n') + formatText(one, language.words, paint),
      );
    case 'json': {
      const [only] = checked;
      return visibleIn(
        only && checked.length === 1 ? jsonReport(only.report) : jsonReports(checked),
      );
    }
    case 'junit':
      return [junitReport(checked, failOn, language.words)];
    case 'html': {
      const code = Object.entries(LANGUAGES).find(([, one]) => one === language)?.[0] ?? 'en';
      return [htmlReport(checked, language, code)];
    }
    case 'sarif':
      return [visible(sarifReport(checked, hasBaseline, language.words))];
    case 'github':
      return [githubReport(checked, language.words)];
    case 'markdown':
      return [markdownReport(checked, language.words)];
  }
}

/** JSON that a terminal may show. */
function* visibleIn(json: Iterable<string>): Generator<string> {
  for (const piece of json) yield visible(piece);
}

/** Reports of several sessions: a list, each with its file. */
function* jsonReports(checked: readonly Checked[]): Generator<string> {
  yield '[';
  for (const [i, { file, report }] of checked.entries()) {
    yield i === 0 ? '\n' : ',\n';
    yield* jsonReport({ file, ...report });
  }
  yield ']\n';
}
