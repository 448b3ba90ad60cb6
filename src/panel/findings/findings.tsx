import { useSignal } from '@preact/signals';
import type { Severity } from '../../analysis/analysis.ts';
import type { Finding } from '../../rules/read-finding.ts';
import type { Link } from '../../rules/rule.ts';
import { EntryLink } from '../detail/entry-link.tsx';
import { usePanel } from '../model/context.ts';
import { formatCount } from '../text/describe-entry.ts';
import { ErrorIcon, InfoIcon, WarningIcon } from '../ui/icons.tsx';

/** Findings of one rule shown at once. */
const PAGE = 50;
const ORDER: readonly Severity[] = ['error', 'warning', 'info'];

interface Group {
  rule: string;
  severity: Severity;
  /** Undefined where the findings have different ones. */
  fix: string | undefined;
  links: readonly Link[];
  findings: Finding[];
}

/** All findings, by rule, the gravest first. */
export function Findings() {
  const { store } = usePanel();
  const groups = groupFindings(store.findings());
  return (
    <section class="findings" id="view-findings" aria-label="Findings" data-testid="findings">
      {groups.length === 0 && (
        <div class="empty">
          <h2>No findings</h2>
          <p>Nothing was found wrong in {formatCount(store.counts.value.entries)} entries.</p>
        </div>
      )}
      {groups.map((group) => (
        <FindingGroup key={`${group.rule} ${group.severity}`} group={group} />
      ))}
    </section>
  );
}

function groupFindings(findings: readonly Finding[]): Group[] {
  const groups = new Map<string, Group>();
  for (const finding of findings) {
    const key = `${finding.rule} ${finding.severity}`;
    const group = groups.get(key);
    if (group) {
      group.findings.push(finding);
      if (group.fix !== finding.fix) group.fix = undefined;
    } else groups.set(key, { ...finding, fix: finding.fix, findings: [finding] });
  }
  return [...groups.values()].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

function FindingGroup({ group }: { group: Group }) {
  const size = useSignal(PAGE);
  const { findings, severity } = group;
  const hidden = findings.length - size.value;
  return (
    <article
      class={`group ${severity}`}
      tabIndex={-1}
      data-testid="finding-group"
      data-rule={group.rule}
    >
      <h2>
        <SeverityIcon severity={severity} />
        <span>{group.rule}</span>
        <span class="badge mute">{formatCount(findings.length)}</span>
      </h2>
      {group.fix !== undefined && (
        <p class="fix">
          <b>Fix</b> {group.fix}
        </p>
      )}
      <ul>
        {findings.slice(0, size.value).map((finding) => (
          <FindingLine
            key={finding.entries.join(' ')}
            finding={finding}
            showsFix={group.fix === undefined}
          />
        ))}
      </ul>
      {hidden > 0 && (
        <button
          type="button"
          class="link"
          onClick={() => {
            size.value += PAGE;
          }}
        >
          Show {Math.min(PAGE, hidden)} more of {formatCount(hidden)}
        </button>
      )}
      {group.links.length > 0 && (
        <p class="reference">
          {group.links.map(({ title, url }) => (
            <a key={url} href={url} target="_blank" rel="noreferrer">
              {title}
            </a>
          ))}
        </p>
      )}
    </article>
  );
}

function FindingLine({ finding, showsFix }: { finding: Finding; showsFix: boolean }) {
  return (
    <li>
      <p>{finding.message}</p>
      {showsFix && finding.fix !== undefined && (
        <p>
          <b>Fix</b> {finding.fix}
        </p>
      )}
      <p class="proof">
        {finding.entries.map((id) => (
          <EntryLink key={id} id={id} testId="finding-entry" />
        ))}
      </p>
    </li>
  );
}

function SeverityIcon({ severity }: { severity: Severity }) {
  return (
    <span class={`severity ${severity}`}>
      {severity === 'error' ? (
        <ErrorIcon />
      ) : severity === 'warning' ? (
        <WarningIcon />
      ) : (
        <InfoIcon />
      )}
      <span class="offscreen">{severity}</span>
    </span>
  );
}
