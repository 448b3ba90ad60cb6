import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { usePanel } from '../model/context.ts';
import { t } from '../text/language.ts';

/** In a burst nobody wants to hear each one. */
const REST_MS = 1_500;

/** What a screen reader says when there are more errors or warnings than before; nobody sees it. */
export function HeardFindings() {
  const { store } = usePanel();
  const said = useSignal('');
  const heard = useRef({ error: 0, warning: 0 });
  useSignalEffect(() => {
    const { isBehind, summary } = store.counts.value;
    const { error, warning } = summary.findings;
    if (isBehind) return;
    const timer = setTimeout(() => {
      const more = {
        error: error - heard.current.error,
        warning: warning - heard.current.warning,
      };
      heard.current = { error, warning };
      if (more.error > 0 || more.warning > 0)
        said.value = t().findings.heard(Math.max(0, more.error), Math.max(0, more.warning));
    }, REST_MS);
    return () => clearTimeout(timer);
  });
  return (
    <p class="offscreen" role="status" data-testid="heard-findings">
      {said.value}
    </p>
  );
}
