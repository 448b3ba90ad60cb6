import { batch } from '@preact/signals';
import type { ConsentTally, ConsentVerdict } from '../../analysis/analysis.ts';
import type { ConsentRead } from '../model/consent/read-consent.ts';
import { usePanel } from '../model/context.ts';
import type { Store } from '../model/store/store.ts';
import { VERDICT_TONES, verdictLabel } from '../text/consent-words.ts';
import { formatCount } from '../text/describe-entry.ts';
import { type Tone, vendorLabel } from '../text/hit-words.ts';
import { t } from '../text/language.ts';

const COLUMNS: readonly ConsentVerdict[] = [
  'granted',
  'held',
  'undecided',
  'denied',
  'conflict',
  'no-source',
];

/** The search that finds the hits of a row. */
function searchOfRow({ vendor, pixelId }: ConsentTally): string {
  const exactly = (text: string) => `/^${text.replace(/[^\w-]/g, '\\$&')}$/`;
  const pixel = pixelId === '' ? '-pixel:/./' : `pixel:${exactly(pixelId)}`;
  return `kind:hit vendor:${exactly(vendor)} ${pixel}`;
}

/** The search that finds the hits of a cell, and no others. */
export function searchOf(row: ConsentTally, verdict: ConsentVerdict): string {
  return `${searchOfRow(row)} verdict:${verdict} -is:blocked`;
}

/** How many events of a row left without consent. */
function missingOf({ missing }: ConsentTally): number {
  return COLUMNS.reduce((sum, verdict) => sum + missing[verdict], 0);
}

/** The colour of a cell. What was kept back behind the browser, by its own categories, is no fault. */
function toneOf(row: ConsentTally, verdict: ConsentVerdict): Tone {
  const tone = VERDICT_TONES[verdict];
  return tone === 'bad' && row.missing[verdict] === 0 ? 'mute' : tone;
}

function showHits(store: Store, search: string): void {
  batch(() => {
    store.clearFilter();
    store.setSearch(search);
    store.view.value = 'stream';
  });
}

/** What left in which state, per vendor and pixel; each number shows its hits. */
export function SentTable({ read: { tally, unwatched } }: { read: ConsentRead }) {
  const { store } = usePanel();
  const words = t().consentView;
  const classOf = (count: (row: ConsentTally) => number) =>
    tally.some((row) => count(row) > 0) ? 'number' : 'number is-empty';
  const columnClass = (verdict: ConsentVerdict) => classOf(({ counts }) => counts[verdict]);
  const missingClass = classOf(missingOf);
  return (
    <section class="consent-part" aria-labelledby="consent-sent">
      <h2 id="consent-sent">{words.sent}</h2>
      {tally.length === 0 ? (
        <p class="dim" data-testid="consent-sent-none">
          {unwatched === 0 ? words.nothingSent : words.allUnwatched(unwatched)}
        </p>
      ) : (
        <div class="consent-scroll">
          <table class="consent-table" data-testid="consent-sent">
            <thead>
              <tr>
                <th scope="col">{words.recipient}</th>
                <th scope="col">{words.pixel}</th>
                {/* Before the verdicts that it is made of: it is in sight without scrolling. */}
                <th scope="col" class={missingClass} title={words.missingMeaning}>
                  {words.missing}
                </th>
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
                  <td class={missingClass}>
                    <Count
                      id="missing"
                      count={missingOf(row)}
                      tone="bad"
                      name={words.missing}
                      meaning={words.missingMeaning}
                      onShow={() => showHits(store, `${searchOfRow(row)} is:without-consent`)}
                    />
                  </td>
                  {COLUMNS.map((verdict) => (
                    <td key={verdict} class={columnClass(verdict)}>
                      <Count
                        id={verdict}
                        count={row.counts[verdict]}
                        tone={toneOf(row, verdict)}
                        name={verdictLabel(verdict)}
                        meaning={words.meaning[verdict]}
                        onShow={() => showHits(store, searchOf(row, verdict))}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {tally.length > 0 && unwatched > 0 && (
        <p class="dim" data-testid="consent-unwatched">
          {words.allUnwatched(unwatched)}
        </p>
      )}
    </section>
  );
}

function Count(props: {
  id: ConsentVerdict | 'missing';
  count: number;
  tone: Tone;
  /** What the events of the cell are. */
  name: string;
  meaning: string;
  onShow(): void;
}) {
  const { id, count, tone, name, meaning, onShow } = props;
  if (count === 0) return <span class="dim">0</span>;
  const words = t().consentView;
  return (
    <button
      type="button"
      class={`consent-count ${tone}`}
      data-testid="consent-count"
      data-verdict={id}
      data-count={count}
      aria-label={words.countLabel(count, name)}
      title={words.countTitle(meaning, count)}
      onClick={onShow}
    >
      {formatCount(count)}
    </button>
  );
}
