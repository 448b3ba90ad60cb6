import type { Finding } from '../../rules/read-finding.ts';
import { usePanel } from '../model/context.ts';
import { t } from '../text/language.ts';
import { CopyButton } from '../ui/copy-button.tsx';

/** What to do about a finding: a sentence, and the corrected line where code is the fix. */
export function Fix({ finding }: { finding: Pick<Finding, 'fix' | 'code'> }) {
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
