import { SEVERITIES } from '../../analysis/severity.ts';
import type { Entry } from '../../session/entry.ts';
import { usePanel } from '../model/context.ts';
import { language, t } from '../text/language.ts';
import { SeverityIcon } from '../ui/severity-icon.tsx';
import { Fix } from './fix.tsx';

/** What is wrong with this entry comes first, the gravest on top. */
export function EntryFindings({ entry }: { entry: Entry }) {
  const { store, rulePane } = usePanel();
  void store.counts.value;
  const findings = store
    .book()
    .analysis.findingsOf(entry.id, language.value)
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  return (
    <>
      {findings.map((finding) => (
        <div
          key={`${finding.rule} ${finding.entries.join(' ')}`}
          class={`finding ${finding.severity}`}
          data-testid="entry-finding"
          data-rule={finding.rule}
        >
          <p class="finding-title">
            <SeverityIcon severity={finding.severity} />
            <button
              type="button"
              class="link"
              data-testid="finding-title"
              title={t().findings.openPage(finding.rule)}
              onClick={() => rulePane.open(finding.rule)}
            >
              {finding.title}
            </button>
          </p>
          <p>{finding.message}</p>
          <Fix finding={finding} />
        </div>
      ))}
    </>
  );
}
