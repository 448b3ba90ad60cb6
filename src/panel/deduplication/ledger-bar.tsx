import type { PairVerdict } from '../../analysis/analysis.ts';
import { usePanel } from '../model/context.ts';
import type { Book } from '../model/store/book.ts';
import { focusView, SEARCH_ID } from '../model/store/view.ts';
import { formatCount } from '../text/describe-entry.ts';
import { t } from '../text/language.ts';
import { pairLabel } from '../text/pair-words.ts';
import { SearchIcon } from '../ui/icons.tsx';

/** The filter of the ledger, its counts, and the way to coverage and pair-as. */
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
  const words = t().deduplication;
  const { unpaired } = store.counts.value.troubles;
  const isAssumed = ledger.overrides.value !== undefined;
  return (
    <>
      <search class="bar filter-bar">
        <fieldset class="segments" aria-label={words.parts}>
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
              {words.part[each]}
            </button>
          ))}
        </fieldset>
        {isLedger && <LedgerSearch />}
        {isLedger && <VerdictToggles counts={props.counts} />}
        {isLedger && (
          <button
            type="button"
            class="button small"
            data-testid="pair-as"
            aria-expanded={ledger.showsPairAs.value}
            aria-controls="pair-as"
            title={words.pairAsTitle}
            onClick={() => {
              ledger.showsPairAs.value = !ledger.showsPairAs.value;
            }}
          >
            {words.pairAsButton}
          </button>
        )}
      </search>
      {isLedger && (
        <p class="strip ledger-summary" data-testid="ledger-summary" role="status">
          <span>{summaryOf(props, isAssumed)}</span>
          {unpaired > 0 && !isAssumed && (
            <button
              type="button"
              class="stat warn"
              data-testid="only-unpaired"
              data-count={unpaired}
              aria-pressed={ledger.onlyUnpaired.value}
              title={ledger.onlyUnpaired.value ? words.alsoPaired : words.onlyUnpaired}
              onClick={() => {
                ledger.onlyUnpaired.value = !ledger.onlyUnpaired.value;
              }}
            >
              <b>{t().say.number(unpaired)}</b> {t().counts.name.unpaired(unpaired)}
            </button>
          )}
          {props.shown !== props.rows && <span class="dim">{words.shown(props.shown)}</span>}
        </p>
      )}
    </>
  );
}

function summaryOf(
  { counts, rows }: { counts: ReadonlyMap<PairVerdict, number>; rows: number },
  isAssumed: boolean,
): string {
  const words = t().deduplication;
  if (rows === 0) return words.summary(words.noEvents);
  const parts = [words.paired(counts.get('paired') ?? 0, rows)];
  for (const [verdict, count] of counts)
    if (verdict !== 'paired') parts.push(`${formatCount(count)} ${pairLabel(verdict)}`);
  const text = parts.join(', ');
  return isAssumed ? words.assumedSummary(text) : words.summary(text);
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
        aria-label={t().deduplication.filter}
        placeholder={t().deduplication.filterHint}
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
  const words = t().deduplication;
  const verdicts = new Set([...counts.keys(), ...chosen]);
  return (
    <fieldset class="facets" aria-label={words.verdicts}>
      {[...verdicts].map((verdict) => {
        const isOn = chosen.has(verdict);
        const label = pairLabel(verdict);
        return (
          <button
            key={verdict}
            type="button"
            class="facet by-verdict"
            data-testid={`verdict-${verdict}`}
            aria-pressed={isOn}
            title={
              isOn
                ? words.dropVerdict(label)
                : chosen.size > 0
                  ? words.verdictToo(label)
                  : words.onlyVerdict(label)
            }
            onClick={() => ledger.toggleVerdict(verdict)}
          >
            {label} <span class="count">{formatCount(counts.get(verdict) ?? 0)}</span>
          </button>
        );
      })}
    </fieldset>
  );
}
