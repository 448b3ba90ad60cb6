import type { Severity } from '../../analysis/analysis.ts';
import { t } from '../text/language.ts';
import { ErrorIcon, InfoIcon, WarningIcon } from './icons.tsx';

/** How grave something is, as a sign and for a screen reader in a word. */
export function SeverityIcon({ severity }: { severity: Severity }) {
  const Icon = { error: ErrorIcon, warning: WarningIcon, info: InfoIcon }[severity];
  return (
    <span class={`severity ${severity}`}>
      <Icon />
      <span class="offscreen">{t().severity[severity]}</span>
    </span>
  );
}
