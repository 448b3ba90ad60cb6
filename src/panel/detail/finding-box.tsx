import type { Finding } from '../../rules/read-finding.ts';
import { usePanel } from '../model/context.ts';
import { t } from '../text/language.ts';
import { SeverityIcon } from '../ui/severity-icon.tsx';
import { Fix } from './fix.tsx';

/** A finding beside what it is about; its title opens the page of its rule. */
export function FindingBox(props: { finding: Finding; testId: string; titleTestId: string }) {
  const { rulePane } = usePanel();
  const { finding } = props;
  const { rule, severity, title, message } = finding;
  return (
    <div class={`finding ${severity}`} data-testid={props.testId} data-rule={rule}>
      <p class="finding-title">
        <SeverityIcon severity={severity} />
        <button
          type="button"
          class="link"
          data-testid={props.titleTestId}
          title={t().findings.openPage(rule)}
          onClick={() => rulePane.open(rule)}
        >
          {title}
        </button>
      </p>
      <p>{message}</p>
      <Fix finding={finding} />
    </div>
  );
}
