import type { Entry } from '../../session/entry.ts';
import { usePanel } from '../model/context.ts';
import { t } from '../text/language.ts';

/** What is wrong with this entry comes first. */
export function EntryFindings({ entry }: { entry: Entry }) {
  const { store } = usePanel();
  if (store.book().severityOf(entry.id) === undefined) return null;
  const findings = store.findings().filter((finding) => finding.entries.includes(entry.id));
  return (
    <>
      {findings.map((finding) => (
        <div key={finding.rule} class={`finding ${finding.severity}`} data-testid="entry-finding">
          <p>
            <b>{finding.rule}</b> {finding.message}
          </p>
          {finding.fix !== undefined && (
            <p>
              <b>{t().detail.fix}</b> {finding.fix}
            </p>
          )}
        </div>
      ))}
    </>
  );
}
