import { SEVERITIES } from '../../analysis/severity.ts';
import type { Entry } from '../../session/entry.ts';
import { useBook } from '../model/context.ts';
import { language } from '../text/language.ts';
import { FindingBox } from './finding-box.tsx';

/** What is wrong with this entry comes first, the gravest on top. */
export function EntryFindings({ entry }: { entry: Entry }) {
  const findings = useBook()
    .analysis.findingsOf(entry.id, language.value)
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  return (
    <>
      {findings.map((finding) => (
        <FindingBox
          key={`${finding.rule} ${finding.entries.join(' ')}`}
          finding={finding}
          testId="entry-finding"
          titleTestId="finding-title"
        />
      ))}
    </>
  );
}
