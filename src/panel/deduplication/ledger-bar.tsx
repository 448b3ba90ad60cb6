import type { PairVerdict } from '../../analysis/analysis.ts';
import { usePanel } from '../model/context.ts';
import type { Book } from '../model/store/book.ts';
import { focusView, SEARCH_ID } from '../model/store/view.ts';
import { formatCount } from '../text/describe-entry.ts';
import { pairedWords } from '../text/pair-words.ts';
import { SearchIcon } from '../ui/icons.tsx';

/** The filter of the ledger, its counts, and the way to coverage and what-if. */
export function LedgerBar(props: {
  counts: ReadonlyMap<PairVerdict, number>;
  /** All rows, and those that pass the filter. */
  rows: number;
  shown: number;
  book: Book;
}) {
  const { ledger, store } = usePanel();
  const part = ledger.part.value;
  const isLedger = part === 'ledger';
  return (
    <>
      <search class="bar filter-bar">
        <fieldset class="segments" aria-label="What is shown">
          {(['ledger', 'coverage'] as const).map((each) => (
            <button
              key={each}
              type="button"
              class="tab"
              aria-pressed={part === each}
              data-testid={`part-${each}`}
              onClick={() => {
                ledger.part.value = each;
              }}
            >
              {each === 'ledger' ? 'Ledger' : 'Coverage'}
            </button>
          ))}
        </fieldset>
        {isLedger && <LedgerSearch />}
        {isLedger && <VerdictToggles counts={props.counts} />}
        {isLedger && (
          <button
            type="button"
            class="button small"
            data-testid="what-if"
            aria-expanded={ledger.showsWhatIf.value}
            aria-controls="what-if"
            title="Compare under another pixel id or name"
            onClick={() => {
              ledger.showsWhatIf.value = !ledger.showsWhatIf.value;
            }}
          >
            What if…
          </button>
        )}
      </search>
      {isLedger && (
        <p class="strip ledger-summary" data-testid="ledger-summary" role="status">
          <span>{summaryOf(props, ledger.overrides.value !== undefined)}</span>
          {store.counts.value.troubles.unpaired > 0 && (
            <span class="warn chip">
              {formatCount(store.counts.value.troubles.unpaired)} unpaired{' '}
              {store.counts.value.troubles.unpaired === 1 ? 'entry' : 'entries'}
            </span>
          )}
          {props.shown !== props.rows && <span class="dim">{formatCount(props.shown)} shown</span>}
        </p>
      )}
    </>
  );
}

function summaryOf(
  { counts, rows }: { counts: ReadonlyMap<PairVerdict, number>; rows: number },
  isAssumed: boolean,
): string {
  if (rows === 0) return 'No events for Meta yet.';
  const parts = [pairedWords(counts.get('paired') ?? 0, rows)];
  for (const [verdict, count] of counts)
    if (verdict !== 'paired') parts.push(`${formatCount(count)} ${verdict}`);
  return `${isAssumed ? 'Assumed: ' : ''}${parts.join(', ')}.`;
}

function LedgerSearch() {
  const { ledger } = usePanel();
  const text = ledger.text.value;
  return (
    <div class="search">
      <SearchIcon />
      <input
        id={SEARCH_ID}
        type="text"
        class="text"
        data-testid="ledger-search"
        aria-label="Filter the ledger"
        placeholder="Filter: pixel, name, id, verdict, rule"
        spellcheck={false}
        autocomplete="off"
        value={text}
        onInput={(event) => {
          ledger.text.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') {
            ledger.text.value = '';
            event.stopPropagation();
          } else if (event.key === 'ArrowDown' || event.key === 'Enter')
            focusView(document, 'deduplication');
          else return;
          event.preventDefault();
        }}
      />
    </div>
  );
}

function VerdictToggles({ counts }: { counts: ReadonlyMap<PairVerdict, number> }) {
  const { ledger } = usePanel();
  const chosen = ledger.verdicts.value;
  const verdicts = new Set([...counts.keys(), ...chosen]);
  return (
    <fieldset class="facets" aria-label="Verdicts">
      {[...verdicts].map((verdict) => {
        const isOn = chosen.has(verdict);
        return (
          <button
            key={verdict}
            type="button"
            class="facet verdict"
            data-testid={`verdict-${verdict}`}
            aria-pressed={isOn}
            title={
              isOn
                ? `Do not limit to ${verdict}`
                : `Show ${verdict}${chosen.size > 0 ? ' too' : ' only'}`
            }
            onClick={() => ledger.toggleVerdict(verdict)}
          >
            {verdict} <span class="count">{formatCount(counts.get(verdict) ?? 0)}</span>
          </button>
        );
      })}
    </fieldset>
  );
}
