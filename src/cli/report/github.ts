import type { Severity } from '../../analysis/analysis.ts';
import type { Words } from '../../language/words.ts';
import { type Checked, freshOf, linesOf } from '../../rules/written/checked.ts';
import { visible } from '../../session/visible.ts';

const COMMANDS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
};

/** The report as workflow commands of GitHub Actions: annotations of a run. */
export function githubReport(checked: readonly Checked[], words: Words): string {
  return checked
    .flatMap((one) =>
      freshOf(one).map((finding) => {
        const { severity, title, rule } = finding;
        const properties = `file=${property(one.file)},title=${property(`${title} (${rule})`)}`;
        return `::${COMMANDS[severity]} ${properties}::${data(linesOf(finding, words).join('\n'))}\n`;
      }),
    )
    .join('');
}

function data(text: string): string {
  return visible(text).replaceAll('%', '%25').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
