import type { FactData } from '../../analysis/facts/fact-data.ts';
import type { Finding } from '../../rules/read-finding.ts';
import { choicesAt } from '../model/consent/read-consent.ts';
import { useBook, usePanel } from '../model/context.ts';
import { t } from '../text/language.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { CategoryAnswer, DeciderAnswer, SettingAnswer } from './category-answer.tsx';

/**
 * What to do about a finding: a sentence, the corrected line where code is the fix, and the answers
 * where it is a question.
 */
export function Fix({ finding }: { finding: Finding }) {
  if (finding.fix === undefined) return null;
  return (
    <>
      <FixText finding={finding} />
      <FixAnswer finding={finding} />
    </>
  );
}

/** The sentence and the line. */
export function FixText({ finding }: { finding: Finding }) {
  const { store } = usePanel();
  const { fix, code } = finding;
  if (fix === undefined) return null;
  // The corrected line is the end of the fix.
  const sentence = code === undefined ? fix : fix.slice(0, -code.length).trim();
  return (
    <div class="fix" data-testid="fix">
      <p>
        <b>{t().findings.fix}</b> {sentence}
      </p>
      {code !== undefined && (
        <div class="fix-code">
          <pre>
            <code data-testid="fix-code">{code}</code>
          </pre>
          <CopyButton
            teller={store}
            label={t().findings.copyFix}
            what={t().findings.fixCode}
            testId="copy-fix"
            text={() => code}
          />
        </div>
      )}
    </div>
  );
}

/** Where a finding is a question to the user, it is answered beside it. */
export function FixAnswer({ finding: { rule, data, entries } }: { finding: Finding }) {
  const { analysis } = useBook();
  const words = t().consentView;
  switch (rule) {
    case 'consent/category-unknown': {
      const { source } = data as FactData[typeof rule];
      return <CategoryAnswer source={source} choices={choicesAt(entries, source, analysis)} />;
    }
    case 'consent/conflict': {
      const { sources } = data as FactData[typeof rule];
      return <DeciderAnswer sources={sources.map(({ source }) => source)} />;
    }
    case 'consent/sent-before-decision': {
      const { isRegionOpen } = data as FactData[typeof rule];
      return isRegionOpen ? (
        <SettingAnswer path={['consent', 'region']} value="opt-out" label={words.optOut} />
      ) : null;
    }
    case 'consent/categories-missing':
      return (
        <SettingAnswer path={['consent', 'commandersAct']} value="managed" label={words.managed} />
      );
    default:
      return null;
  }
}

/** Public documents, each in a tab of its own. */
export function Documents({ links }: { links: readonly { title: string; url: string }[] }) {
  return (
    <p class="documents">
      {links.map(({ title, url }) => (
        <a key={url} href={url} target="_blank" rel="noreferrer">
          {title}
        </a>
      ))}
    </p>
  );
}
