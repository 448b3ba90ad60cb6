import { readConsent } from '../model/consent/read-consent.ts';
import { usePanel } from '../model/context.ts';
import { FOCUS_IDS } from '../model/store/view.ts';
import { ConsentChart } from './consent-chart.tsx';
import { SentTable } from './sent-table.tsx';
import { SourceCards } from './source-cards.tsx';

/** Id of the element that takes the keys. */

/** The consent sources side by side, their changes over time, and what was sent in each state. */
export function ConsentView() {
  const { store } = usePanel();
  void store.counts.value;
  const book = store.book();
  const read = readConsent(book);
  return (
    <section class="consent-view" id="view-consent" aria-label="Consent" data-testid="consent">
      <SourceCards read={read} />
      <ConsentChart id={FOCUS_IDS.consent} read={read} />
      <SentTable read={read} />
    </section>
  );
}
