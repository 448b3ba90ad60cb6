import { batch, effect, type Signal, signal } from '@preact/signals';
import { HIGHLIGHTS, type Highlight } from '../../session/entry.ts';
import { SETTINGS_KIND } from '../intake/file-kind.ts';
import {
  AS_THEY_CAME,
  type ColumnId,
  FIRST_HIDDEN,
  isColumn,
  type Order,
  OWN_COLUMNS,
  parseOrder,
  parseWidths,
  type Widths,
} from './columns.ts';
import type { Store } from './store/store.ts';
import { DETAIL_TABS, type DetailTab, VIEWS, type View } from './store/view.ts';

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
  /** Only of columns whose width was chosen. */
  readonly widths: Signal<Widths>;
  readonly detailSize: Signal<DetailSize>;
  /** The strip above the list that shows the session over time. */
  readonly overview: Signal<boolean>;
  readonly filters: Signal<readonly SavedFilter[]>;
}

/** A filter that was saved; with a colour, what it finds has that colour in the list. */
export interface SavedFilter {
  search: string;
  highlight?: Highlight;
}

/** What is kept over sessions. */
export interface Kept {
  view?: View;
  detailTab?: DetailTab;
  preserve?: boolean;
  hidden?: readonly ColumnId[];
  own?: readonly string[];
  order?: Order;
  widths?: readonly [string, number][];
  detailSize?: DetailSize;
  overview?: boolean;
  filters?: readonly SavedFilter[];
}

/** What is compared is chosen anew each time. */
const KEPT_TABS = DETAIL_TABS.filter((tab) => tab !== 'compare');
/** Filters that are saved at once. */
const FILTERS = 50;
/** Longest text that is kept, in UTF-16 units. */
const TEXT_UNITS = 1_000;

/** Preferences as they came from storage: what is none of ours is left out. */
export function parseKept(value: unknown): Kept {
  if (typeof value !== 'object' || value === null) return {};
  const { view, detailTab, preserve, hidden, own, order, widths, detailSize, overview, filters } =
    value as {
      [Name in keyof Kept]?: unknown;
    };
  const kept: Kept = {};
  if (VIEWS.includes(view as View)) kept.view = view as View;
  if (KEPT_TABS.some((tab) => tab === detailTab)) kept.detailTab = detailTab as DetailTab;
  if (typeof preserve === 'boolean') kept.preserve = preserve;
  if (Array.isArray(hidden)) kept.hidden = hidden.filter(isColumn);
  if (Array.isArray(own))
    kept.own = own.filter((path) => typeof path === 'string').slice(0, OWN_COLUMNS);
  const known = parseOrder(order);
  if (known) kept.order = known;
  if (widths !== undefined) kept.widths = parseWidths(widths);
  if (typeof detailSize === 'object' && detailSize !== null) {
    const { width, height } = detailSize as Record<string, unknown>;
    kept.detailSize = {
      ...(typeof width === 'number' && { width }),
      ...(typeof height === 'number' && { height }),
    };
  }
  if (typeof overview === 'boolean') kept.overview = overview;
  if (Array.isArray(filters)) kept.filters = filters.flatMap(parseFilter).slice(0, FILTERS);
  return kept;
}

function parseFilter(value: unknown): SavedFilter[] {
  if (typeof value !== 'object' || value === null) return [];
  const { search, highlight } = value as Record<string, unknown>;
  if (typeof search !== 'string' || search === '' || search.length > TEXT_UNITS) return [];
  const colour = HIGHLIGHTS.find((each) => each === highlight);
  return [{ search, ...(colour && { highlight: colour }) }];
}

/** Preferences as they were kept. */
export function createPreferences(kept: Kept = {}): Preferences {
  return {
    hidden: signal(kept.hidden ?? FIRST_HIDDEN),
    own: signal(kept.own ?? []),
    order: signal(kept.order ?? AS_THEY_CAME),
    widths: signal(new Map(kept.widths)),
    detailSize: signal(kept.detailSize ?? {}),
    overview: signal(kept.overview ?? true),
    filters: signal(kept.filters ?? []),
  };
}

/** Shows the store as it was left. */
export function restoreStore(
  store: Pick<Store, 'view' | 'detailTab' | 'preserve'>,
  { view, detailTab, preserve }: Kept,
): void {
  batch(() => {
    if (view !== undefined) store.view.value = view;
    if (detailTab !== undefined) store.detailTab.value = detailTab;
    if (preserve !== undefined) store.preserve.value = preserve;
  });
}

/** Keeps what is chosen from now on. @returns what ends that */
export function keepPreferences(
  { hidden, own, order, widths, detailSize, overview, filters }: Preferences,
  store: Store,
  write: (kept: Kept) => void,
): () => void {
  let isFirst = true;
  return effect(() => {
    const kept: Required<Kept> = {
      view: store.view.value,
      detailTab: store.detailTab.value,
      preserve: store.preserve.value,
      hidden: hidden.value,
      own: own.value,
      order: order.value,
      widths: [...widths.value],
      detailSize: detailSize.value,
      overview: overview.value,
      filters: filters.value,
    };
    if (!isFirst) write(kept);
    isFirst = false;
  });
}

/** Settings that are taken to another browser or a colleague. Profiles are files of their own. */
export interface SettingsFile {
  kept: Kept;
  layers: readonly string[];
}

/** The settings as a file's text. */
export function settingsText(
  { hidden, own, order, widths, detailSize, overview, filters }: Preferences,
  store: Pick<Store, 'view' | 'detailTab' | 'preserve'>,
  layers: readonly string[],
): string {
  const kept: Kept = {
    view: store.view.value,
    detailTab: store.detailTab.value,
    preserve: store.preserve.value,
    hidden: hidden.value,
    own: own.value,
    order: order.value,
    widths: [...widths.value],
    detailSize: detailSize.value,
    overview: overview.value,
    filters: filters.value,
  };
  return `${JSON.stringify({ kind: SETTINGS_KIND, version: 1, ...kept, layers }, null, 2)}\n`;
}

/** Reads them back; undefined where the text is no such file. */
export function readSettings(text: string): SettingsFile | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, layers } = value as Record<string, unknown>;
  if (kind !== SETTINGS_KIND) return undefined;
  const names = Array.isArray(layers) ? layers.filter((name) => typeof name === 'string') : [];
  return { kept: parseKept(value), layers: names };
}

/** Puts settings in force; what the file does not say stays as it is. Filters are added to those there are. */
export function applySettings(
  preferences: Preferences,
  store: Pick<Store, 'view' | 'detailTab' | 'preserve'>,
  kept: Kept,
): void {
  batch(() => {
    restoreStore(store, kept);
    if (kept.hidden) preferences.hidden.value = kept.hidden;
    if (kept.own) preferences.own.value = kept.own;
    if (kept.order) preferences.order.value = kept.order;
    if (kept.overview !== undefined) preferences.overview.value = kept.overview;
    if (kept.widths) preferences.widths.value = new Map(kept.widths);
    if (kept.detailSize) preferences.detailSize.value = kept.detailSize;
    const known = preferences.filters.peek();
    const fresh = (kept.filters ?? []).filter(
      ({ search }) => !known.some((one) => one.search === search),
    );
    preferences.filters.value = [...known, ...fresh].slice(0, FILTERS);
  });
}
