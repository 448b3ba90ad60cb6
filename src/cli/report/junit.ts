import type { Severity } from '../../analysis/analysis.ts';
import type { Words } from '../../language/words.ts';
import type { NamedFinding } from '../../rules/finding-id.ts';
import { type Checked, freshOf, isAtLeast, linesOf } from '../../rules/written/checked.ts';
import { escapeMarkup } from '../../rules/written/escape.ts';

/**
 * The report as JUnit's XML, which build servers read: a suite for each session, a failed case for
 * each finding at or above the threshold, and a passed one for each below it. A session without any
 * has one case that passed: an empty suite counts for nothing.
 */
export function junitReport(checked: readonly Checked[], failOn: Severity, words: Words): string {
  const suites = checked.map((one) => suiteOf(one, failOn, words));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="event-loupe">\n${suites.join('')}</testsuites>\n`;
}

function suiteOf(checked: Checked, failOn: Severity, words: Words): string {
  const findings = freshOf(checked);
  const failures = findings.filter(({ severity }) => isAtLeast(severity, failOn)).length;
  const name = escapeMarkup(checked.file);
  const cases = findings.map((finding) => caseOf(finding, failOn, words));
  if (cases.length === 0)
    cases.push('    <testcase classname="event-loupe" name="check" time="0"/>\n');
  return `  <testsuite name="${name}" tests="${cases.length}" failures="${failures}" errors="0" skipped="0" time="0">\n${cases.join('')}  </testsuite>\n`;
}

function caseOf(finding: NamedFinding, failOn: Severity, words: Words): string {
  const { id, rule, severity, title } = finding;
  const text = escapeMarkup(linesOf(finding, words).join('\n'));
  const inside = isAtLeast(severity, failOn)
    ? `<failure type="${severity}" message="${escapeMarkup(title)}">${text}</failure>`
    : `<system-out>${severity}: ${text}</system-out>`;
  return `    <testcase classname="${rule}" name="${escapeMarkup(title)} [${id}]" time="0">${inside}</testcase>\n`;
}
