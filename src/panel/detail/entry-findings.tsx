import { SEVERITIES } from '../../analysis/severity.ts';
import type { Entry } from '../../session/entry.ts';
import { useBook } from '../model/context.ts';
import { language, t } from '../text/language.ts';
import { FindingBox } from './finding-box.tsx';

/** The part of the payload that says what is wrong with the entry. */
const ENTRY_FINDINGS_ID = 'entry-findings';

/** Brings it into view, once it stands there, and gives it the focus. */
export function showEntryFindings(): void {
  // The tab that was just chosen is rendered after the click.
  setTimeout(() => {
    const place = document.getElementById(ENTRY_FINDINGS_ID);
    place?.focus({ preventScroll: true });
    place?.scrollIntoView({ block: 'start' });
  });
}

/** What is wrong with this entry, the gravest on top. */
export function EntryFindings({ entry }: { entry: Entry }) {
  const findings = useBook()
    .analysis.findingsOf(entry.id, language.value)
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  if (findings.length === 0) return null;
  return (
    <section
      class="section"
      id={ENTRY_FINDINGS_ID}
      tabIndex={-1}
      aria-label={t().findings.title}
      data-testid="entry-findings"
    >
      <h3>{t().findings.title}</h3>
      {findings.map((finding) => (
        <FindingBox
          key={`${finding.rule} ${finding.entries.join(' ')}`}
          finding={finding}
          testId="entry-finding"
          titleTestId="finding-title"
        />
      ))}
    </section>
  );
}
