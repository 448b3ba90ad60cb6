import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Pair, PairOverrides, PairVerdict } from '../../../analysis/analysis.ts';
import { type Column, type Order, pairKey } from './ledger-rows.ts';

/** What the user has chosen in the Deduplication view; kept while other views are shown. */
export interface LedgerState {
  readonly part: Signal<'ledger' | 'coverage'>;
  readonly text: Signal<string>;
  /** None: all are shown. */
  readonly verdicts: ReadonlySignal<ReadonlySet<PairVerdict>>;
  /** Only rows that should be a pair and are none. */
  readonly onlyUnpaired: Signal<boolean>;
  readonly order: ReadonlySignal<Order | undefined>;
  /** Key of the selected row. */
  readonly selected: ReadonlySignal<string | undefined>;
  /** The copies of the selected row are shown beside the ledger. */
  readonly isOpen: Signal<boolean>;
  /** What is read as something else; undefined: the ledger as it is. */
  readonly overrides: Signal<PairOverrides | undefined>;
  readonly showsPairAs: Signal<boolean>;
  toggleVerdict(verdict: PairVerdict): void;
  /** By this column, then the other way round, then by time again. */
  orderBy(column: Column): void;
  select(pair: Pair): void;
  clearFilter(): void;
  /** Shows a row with its copies, lifting whatever hides it. */
  show(pair: Pair): void;
}

/** Nothing chosen. */
export function createLedgerState(): LedgerState {
  const part = signal<'ledger' | 'coverage'>('ledger');
  const text = signal('');
  const verdicts = signal<ReadonlySet<PairVerdict>>(new Set());
  const onlyUnpaired = signal(false);
  const order = signal<Order | undefined>(undefined);
  const selected = signal<string | undefined>(undefined);
  const isOpen = signal(false);
  const overrides = signal<PairOverrides | undefined>(undefined);
  const showsPairAs = signal(false);

  const clearFilter = () =>
    batch(() => {
      text.value = '';
      verdicts.value = new Set();
      onlyUnpaired.value = false;
    });

  return {
    part,
    text,
    verdicts,
    onlyUnpaired,
    order,
    selected,
    isOpen,
    overrides,
    showsPairAs,
    clearFilter,
    toggleVerdict(verdict) {
      const next = new Set(verdicts.peek());
      if (!next.delete(verdict)) next.add(verdict);
      verdicts.value = next;
    },
    orderBy(column) {
      const before = order.peek();
      if (before?.column !== column) order.value = { column, isDescending: false };
      else order.value = before.isDescending ? undefined : { column, isDescending: true };
    },
    select(pair) {
      selected.value = pairKey(pair);
    },
    show(pair) {
      batch(() => {
        clearFilter();
        part.value = 'ledger';
        overrides.value = undefined;
        selected.value = pairKey(pair);
        isOpen.value = true;
      });
    },
  };
}
