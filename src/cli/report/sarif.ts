import type { Severity } from '../../analysis/analysis.ts';
import type { Words } from '../../language/words.ts';
import type { NamedFinding } from '../../rules/finding-id.ts';
import { type Checked, linesOf } from '../../rules/written/checked.ts';
import { version } from '../version.ts';

const LEVELS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/**
 * The report as SARIF 2.1.0 (OASIS), which code scanning reads. The place of a finding is the
 * session's file, the entries that prove it are its logical places.
 */
export function sarifReport(
  checked: readonly Checked[],
  hasBaseline: boolean,
  words: Words,
): string {
  const findings = checked.flatMap(({ report }) => report.findings);
  const rules = new Map(
    findings.map(({ rule, title, links: [link] }) => [
      rule,
      { id: rule, shortDescription: { text: title }, ...(link && { helpUri: link.url }) },
    ]),
  );
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Event Loupe', version, rules: [...rules.values()] } },
        results: checked.flatMap(({ file, report }) =>
          report.findings.map((finding) => resultOf(finding, file, hasBaseline, words)),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function resultOf(finding: NamedFinding, file: string, hasBaseline: boolean, words: Words) {
  const { id, rule, severity, entries, known } = finding;
  return {
    ruleId: rule,
    level: LEVELS[severity],
    message: { text: linesOf(finding, words).join('\n') },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(file) } },
        logicalLocations: entries.map((name) => ({ name })),
      },
    ],
    partialFingerprints: { 'eventLoupe/v1': id },
    ...(hasBaseline && { baselineState: known ? 'unchanged' : 'new' }),
  };
}

/** A path as the reference of an address: from where the command ran. */
function uriOf(file: string): string {
  return file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
}
