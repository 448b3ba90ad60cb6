import { batch, effect, type Signal, signal } from '@preact/signals';
import {
  AS_THEY_CAME,
  type ColumnId,
  isColumn,
  type Order,
  OWN_COLUMNS,
  parseOrder,
} from './columns.ts';
import type { Store } from './store/store.ts';
import { VIEWS, type View } from './store/view.ts';

/** How much room the detail was given, in pixels: beside the list, and under it. */
export interface DetailSize {
  width?: number;
  height?: number;
}

/** What the user chose about how entries are shown. */
export interface Preferences {
  readonly hidden: Signal<readonly ColumnId[]>;
  /** Paths of parameters that have a column of their own. */
  readonly own: Signal<readonly string[]>;
  readonly order: Signal<Order>;
  readonly detailSize: Signal<DetailSize>;
}

/** What is kept over sessions. */
export interface Kept {
  view?: View;
  preserve?: boolean;
  search?: string;
  hidden?: readonly ColumnId[];
  own?: readonly string[];
  order?: Order;
  detailSize?: DetailSize;
}

/** Longest text that is kept, in UTF-16 units. */
const TEXT_UNITS = 1_000;

/** Preferences as they came from storage: what is none of ours is left out. */
export function parseKept(value: unknown): Kept {
  if (typeof value !== 'object' || value === null) return {};
  const { view, preserve, search, hidden, own, order, detailSize } = value as {
    [Name in keyof Kept]?: unknown;
  };
  const kept: Kept = {};
  if (VIEWS.includes(view as View)) kept.view = view as View;
  if (typeof preserve === 'boolean') kept.preserve = preserve;
  if (typeof search === 'string' && search.length <= TEXT_UNITS) kept.search = search;
  if (Array.isArray(hidden)) kept.hidden = hidden.filter(isColumn);
  if (Array.isArray(own))
    kept.own = own.filter((path) => typeof path === 'string').slice(0, OWN_COLUMNS);
  const known = parseOrder(order);
  if (known) kept.order = known;
  if (typeof detailSize === 'object' && detailSize !== null) {
    const { width, height } = detailSize as Record<string, unknown>;
    kept.detailSize = {
      ...(typeof width === 'number' && { width }),
      ...(typeof height === 'number' && { height }),
    };
  }
  return kept;
}

/** Preferences as they were kept. */
export function createPreferences(kept: Kept = {}): Preferences {
  return {
    hidden: signal(kept.hidden ?? []),
    own: signal(kept.own ?? []),
    order: signal(kept.order ?? AS_THEY_CAME),
    detailSize: signal(kept.detailSize ?? {}),
  };
}

/** Shows the store as it was left. */
export function restoreStore(store: Store, { view, preserve, search }: Kept): void {
  batch(() => {
    if (view !== undefined) store.view.value = view;
    if (preserve !== undefined) store.preserve.value = preserve;
    if (search !== undefined && search !== '') store.setSearch(search);
  });
}

/** Keeps what is chosen from now on. @returns what ends that */
export function keepPreferences(
  { hidden, own, order, detailSize }: Preferences,
  store: Store,
  write: (kept: Kept) => void,
): () => void {
  let isFirst = true;
  return effect(() => {
    const kept: Required<Kept> = {
      view: store.view.value,
      preserve: store.preserve.value,
      search: store.search.value,
      hidden: hidden.value,
      own: own.value,
      order: order.value,
      detailSize: detailSize.value,
    };
    if (!isFirst) write(kept);
    isFirst = false;
  });
}
