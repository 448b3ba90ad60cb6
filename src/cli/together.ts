import type { NamedFinding } from '../rules/finding-id.ts';
import type { Checked } from '../rules/written/checked.ts';

/**
 * Sessions of one profile taken together: a mapping rule that one of them met was met, and what
 * none of them met is told once, with the first.
 */
export function takeTogether(checked: readonly Checked[]): Checked[] {
  const met = new Set(
    checked.flatMap(({ report }) =>
      report.coverage.flatMap(({ rule, seen }) => (seen > 0 ? rule : [])),
    ),
  );
  const told = new Set<string>();
  const isTold = (finding: NamedFinding): boolean => {
    const rules = unmetBy(finding);
    if (rules === undefined) return true;
    if (rules.some((rule) => met.has(rule)) || told.has(finding.id)) return false;
    told.add(finding.id);
    return true;
  };
  return checked.map((one) => {
    const findings = one.report.findings.filter(isTold);
    if (findings.length === one.report.findings.length) return one;
    const count = (level: NamedFinding['severity']) =>
      findings.filter(({ severity }) => severity === level).length;
    const counts = { error: count('error'), warning: count('warning'), info: count('info') };
    const summary = { ...one.report.summary, findings: counts };
    return { ...one, report: { ...one.report, summary, findings } };
  });
}

/** The mapping rules that a finding says were not met; undefined where it says no such thing. */
function unmetBy({ rule, data }: NamedFinding): readonly string[] | undefined {
  const given = data as { mappingRule?: string; mappingRules?: readonly string[] };
  if (rule === 'mapping/never-met') return [given.mappingRule ?? ''];
  return rule === 'mapping/none-met' ? given.mappingRules : undefined;
}
