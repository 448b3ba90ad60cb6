import { useMemo } from 'preact/hooks';
import { DetailSplitter } from '../detail/detail-splitter.tsx';
import { usePanel } from '../model/context.ts';
import {
  countVerdicts,
  filterPairs,
  findPair,
  orderPairs,
  readLedger,
} from '../model/deduplication/ledger-rows.ts';
import { useLook } from '../model/look.ts';
import { t } from '../text/language.ts';
import { Copies } from './copies.tsx';
import { CoverageTable } from './coverage-table.tsx';
import { EmptyLedger } from './empty-ledger.tsx';
import { LedgerBar } from './ledger-bar.tsx';
import { LedgerTable } from './ledger-table.tsx';
import { PairAs, PairAsBanner } from './pair-as.tsx';

/** What the browser and the server sent under each pixel, name and id, and whether Meta keeps one. */
export function Deduplication() {
  const { ledger } = usePanel();
  const { book, version, read } = useLook();
  const overrides = ledger.overrides.value;
  const [text, verdicts, order] = [ledger.text.value, ledger.verdicts.value, ledger.order.value];
  const { pairs, assumed } = useMemo(
    () => read(() => readLedger(book.analysis.pairs, overrides)),
    [book, version, overrides],
  );
  const counts = useMemo(() => countVerdicts(pairs), [pairs]);
  const ordered = useMemo(() => read(() => orderPairs(pairs, order)), [pairs, order]);
  const onlyUnpaired = ledger.onlyUnpaired.value && overrides === undefined;
  const shown = useMemo(() => {
    const found = filterPairs(ordered, text, verdicts);
    return onlyUnpaired ? found.filter((pair) => book.analysis.pairs.isFault(pair)) : found;
  }, [ordered, text, verdicts, onlyUnpaired, book]);
  const selectedKey = ledger.selected.value;
  const selected = useMemo(
    () => (selectedKey === undefined ? undefined : findPair(pairs, selectedKey)),
    [pairs, selectedKey],
  );
  const isLedger = ledger.part.value === 'ledger';
  const copiesOf = isLedger && ledger.isOpen.value ? selected : undefined;
  return (
    <section
      class="dedup"
      id="view-deduplication"
      aria-label={t().deduplication.view}
      data-testid="deduplication"
    >
      <LedgerBar counts={counts} rows={pairs.length} shown={shown.length} book={book} />
      {ledger.showsPairAs.value && isLedger && <PairAs pairs={pairs} />}
      {overrides !== undefined && isLedger && <PairAsBanner overrides={overrides} />}
      {isLedger ? (
        <div class="split" data-detail={copiesOf !== undefined}>
          <div class="ledger-place">
            <LedgerTable rows={shown} selected={selected} />
            {shown.length === 0 && <EmptyLedger rows={pairs.length} />}
          </div>
          {copiesOf && <DetailSplitter controls="copies" />}
          {copiesOf && (
            <Copies
              pair={copiesOf}
              book={book}
              version={version}
              isAssumed={assumed.has(copiesOf)}
            />
          )}
        </div>
      ) : (
        <CoverageTable look={{ book, version, read }} />
      )}
    </section>
  );
}
