import { batch } from '@preact/signals';
import type { ConsentTally, ConsentVerdict } from '../../analysis/analysis.ts';
import type { ConsentRead } from '../model/consent/read-consent.ts';
import { usePanel } from '../model/context.ts';
import type { Store } from '../model/store/store.ts';
import { VERDICT_TONES, verdictLabel } from '../text/consent-words.ts';
import { formatCount } from '../text/describe-entry.ts';
import { vendorLabel } from '../text/hit-words.ts';
import { t } from '../text/language.ts';

const COLUMNS: readonly ConsentVerdict[] = [
  'granted',
  'held',
  'undecided',
  'denied',
  'conflict',
  'no-source',
];

/** The search that finds the hits of a cell, and no others. */
export function searchOf({ vendor, pixelId }: ConsentTally, verdict: ConsentVerdict): string {
  const exactly = (text: string) => `/^${text.replace(/[^\w-]/g, '\\$&')}$/`;
  const pixel = pixelId === '' ? '-pixel:/./' : `pixel:${exactly(pixelId)}`;
  return `kind:hit vendor:${exactly(vendor)} ${pixel} verdict:${verdict} -is:blocked`;
}

function showHits(store: Store, search: string): void {
  batch(() => {
    store.clearFilter();
    store.setSearch(search);
    store.view.value = 'stream';
  });
}

/** What left in which state, per vendor and pixel; each number shows its hits. */
export function SentTable({ read: { tally } }: { read: ConsentRead }) {
  const { store } = usePanel();
  const words = t().consentView;
  const columnClass = (verdict: ConsentVerdict) =>
    tally.some(({ counts }) => counts[verdict] > 0) ? 'number' : 'number is-empty';
  return (
    <section class="consent-part" aria-labelledby="consent-sent">
      <h2 id="consent-sent">{words.sent}</h2>
      {tally.length === 0 ? (
        <p class="dim" data-testid="consent-sent-none">
          {words.nothingSent}
        </p>
      ) : (
        <div class="consent-scroll">
          <table class="consent-table" data-testid="consent-sent">
            <thead>
              <tr>
                <th scope="col">{words.recipient}</th>
                <th scope="col">{words.pixel}</th>
                {COLUMNS.map((verdict) => (
                  <th
                    key={verdict}
                    scope="col"
                    class={columnClass(verdict)}
                    title={words.meaning[verdict]}
                  >
                    {verdictLabel(verdict)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {tally.map((row) => (
                <tr key={`${row.vendor} ${row.pixelId}`} data-testid="consent-sent-row">
                  <th scope="row">{vendorLabel(row.vendor)}</th>
                  <td class="pixel">
                    {row.pixelId === '' ? <span class="dim">{words.noPixel}</span> : row.pixelId}
                  </td>
                  {COLUMNS.map((verdict) => (
                    <td key={verdict} class={columnClass(verdict)}>
                      <Count row={row} verdict={verdict} onShow={(s) => showHits(store, s)} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Count(props: {
  row: ConsentTally;
  verdict: ConsentVerdict;
  onShow(search: string): void;
}) {
  const { row, verdict, onShow } = props;
  const count = row.counts[verdict];
  if (count === 0) return <span class="dim">0</span>;
  const words = t().consentView;
  return (
    <button
      type="button"
      class={`consent-count ${VERDICT_TONES[verdict]}`}
      data-testid="consent-count"
      data-verdict={verdict}
      data-count={count}
      aria-label={words.countLabel(count, verdictLabel(verdict))}
      title={words.countTitle(words.meaning[verdict], count)}
      onClick={() => onShow(searchOf(row, verdict))}
    >
      {formatCount(count)}
    </button>
  );
}
