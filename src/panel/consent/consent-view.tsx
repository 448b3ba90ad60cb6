import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { readConsent } from '../model/consent/read-consent.ts';
import { usePanel } from '../model/context.ts';
import { useLook } from '../model/look.ts';
import { FOCUS_IDS } from '../model/store/view.ts';
import { t } from '../text/language.ts';
import { ConsentChart } from './consent-chart.tsx';
import { SentTable } from './sent-table.tsx';
import { SourceCards } from './source-cards.tsx';

/** The consent sources side by side, their changes over time, and what was sent in each state. */
export function ConsentView(props: { empty: ComponentChildren }) {
  const { store } = usePanel();
  const { book, version, read: spend } = useLook();
  const read = useMemo(() => spend(() => readConsent(book)), [book, version]);
  return (
    <section
      class="consent-view"
      id="view-consent"
      aria-label={t().consentView.title}
      data-testid="consent"
    >
      {store.counts.value.entries === 0 ? (
        // Of what nobody watched nothing is said.
        props.empty
      ) : (
        <>
          <SourceCards read={read} />
          <ConsentChart id={FOCUS_IDS.consent} read={read} />
          <SentTable read={read} />
        </>
      )}
    </section>
  );
}
