import { useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { Entry } from '../../session/entry.ts';
import { EntryLinks } from '../detail/entry-link.tsx';
import { entryMenu } from '../detail/entry-menu.ts';
import { useBook, usePanel } from '../model/context.ts';
import { FOCUS_IDS, focusView } from '../model/store/view.ts';
import { isDivider } from '../text/describe-entry.ts';
import { t } from '../text/language.ts';
import { PinIcon } from '../ui/icons.tsx';
import { ContextMenu } from '../ui/menu.tsx';
import { rowOfKey } from '../ui/rows.ts';
import { useVirtualList, VirtualRows } from '../ui/virtual-list.tsx';
import { ColumnHeads } from './column-heads.tsx';
import { widthStyle } from './column-width.tsx';
import { chainEdges, nestRows } from './nesting.ts';
import { useOrdered } from './ordered.ts';
import { OverviewStrip } from './overview-strip.tsx';
import { Row } from './row.tsx';
import {
  countAfter,
  placeAt,
  placeFromTop,
  resolveFromTop,
  resolvePlace,
  type ScrollPlace,
} from './scroll-place.ts';

/** Height of every row in pixels. */
const ROW_PX = 22;

/** The list of entries. Only rows in sight are in the document. */
export function Stream(props: { empty: ComponentChildren }) {
  const panel = usePanel();
  const { store, preferences } = panel;
  const menu = useSignal<{ entry: Entry; x: number; y: number } | undefined>(undefined);
  const filters = preferences.filters.value;
  const highlighters = useMemo(
    () => filters.filter(({ highlight }) => highlight !== undefined),
    [filters],
  );
  const ordered = useOrdered(preferences.order.value);
  const { rows: entries, how } = ordered;
  const selected = store.selected.value;
  const place = useRef<ScrollPlace>({ follow: true });
  const seenAt = useRef(Number.NEGATIVE_INFINITY);
  const selectedIndex = selected ? ordered.indexOf(selected) : -1;
  const lastHow = useRef(how);
  if (lastHow.current !== how) {
    // Another order begins at its start; only as they came is the end what is looked at.
    place.current = how === 'came' ? { follow: true } : TOP;
    lastHow.current = how;
  }
  const list = useVirtualList({
    count: entries.length,
    rowPx: ROW_PX,
    selected: selectedIndex,
    keeper: {
      resolve: (room) =>
        how === 'came'
          ? resolvePlace(place.current, entries, ROW_PX, room)
          : resolveFromTop(place.current, ordered, ROW_PX, room),
      keep(at, room) {
        place.current =
          how === 'came'
            ? placeAt(at, entries, ROW_PX, room)
            : placeFromTop(at, how === 'newest' ? entries : [], ROW_PX);
      },
    },
  });
  const { at, room, first, end } = list;
  const book = store.book();
  // What caused what is drawn between neighbours in time only.
  const isByChain = how === 'sorted' && preferences.order.value.by === 'chain';
  const isNested = how === 'came' || isByChain;
  const nesting = isNested ? nestRows(entries, first, end - 1, store.get) : [];
  const edges = isByChain
    ? chainEdges(entries, first, end - 1, (id) => book.analysis.chains.of(id)?.root)
    : [];
  const isNewestInSight =
    how === 'came'
      ? place.current.follow || at + room >= entries.length * ROW_PX
      : how === 'sorted' || at < ROW_PX;
  // Of the whole log: what a filter lets through later is not new.
  if (isNewestInSight) seenAt.current = book.log.entries.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const unseen = isNewestInSight ? 0 : countAfter(store.shown.value.entries, seenAt.current);

  const moveTo = (next: ScrollPlace) => {
    place.current = next;
    list.redraw();
  };

  const bringIntoView = (index: number, middle: boolean) => {
    if (list.see(index, middle) || how !== 'came' || index >= entries.length - 1) return;
    // What was chosen is to be read: it must not be pushed away by what comes.
    const now = resolvePlace(place.current, entries, ROW_PX, room);
    const top = Math.floor(now / ROW_PX);
    moveTo({ follow: false, entry: entries[top], index: top, offset: now - top * ROW_PX });
  };

  const reveal = useRef((_: Entry) => {});
  reveal.current = (entry) => {
    const index = ordered.indexOf(entry);
    if (index !== -1) bringIntoView(index, true);
  };
  useSignalEffect(() => {
    if (store.revealed.value === 0) return;
    const entry = store.selected.peek();
    if (!entry) return;
    queueMicrotask(() => reveal.current(entry));
    // What was pressed may have gone with its view: the focus must not be lost.
    setTimeout(() => {
      if (document.activeElement === document.body) focusView(document, 'stream');
    });
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = rowOfKey(event.key, selectedIndex, list);
    if (to !== undefined) {
      const entry = entries[to];
      if (!entry) return;
      store.walkTo(entry);
      bringIntoView(to, false);
      if (event.key === 'End' && how === 'came') moveTo({ follow: true });
    } else if (selected && (event.key === 'Enter' || event.key === ' '))
      store.isDetailOpen.value = true;
    else return;
    event.preventDefault();
  };

  const pick = (entry: Entry) => {
    store.select(entry);
    store.isDetailOpen.value = true;
    bringIntoView(ordered.indexOf(entry), false);
  };

  return (
    <section
      class="stream"
      id="view-stream"
      aria-label={t().stream.title}
      style={widthStyle(preferences.widths.value, preferences.own.value)}
    >
      {preferences.overview.value && <OverviewStrip />}
      <ColumnHeads hasPage={ordered.pageOf !== undefined} />
      <Pinned />
      {/*
       * A list box and no grid: a grid's cells are walked through by arrow keys and may be worked
       * with, while here a row is one choice, nothing in it takes the focus, and columns come and go
       * with the width. A screen reader hears the row in one go, each answer with its question.
       */}
      <div
        {...list.scroller}
        id={FOCUS_IDS.stream}
        class="list"
        role="listbox"
        tabIndex={0}
        aria-label={t().stream.entries}
        aria-activedescendant={
          selectedIndex >= first && selectedIndex < end ? `row-${selectedIndex}` : undefined
        }
        data-testid="list"
        data-count={entries.length}
        onKeyDown={onKeyDown}
        onContextMenu={(event) => {
          const row = rowUnder(event.target) ?? document.getElementById(`row-${selectedIndex}`);
          const entry = row && store.get(row.dataset.id ?? '');
          if (!row || !entry) return;
          event.preventDefault();
          store.select(entry);
          const { left, bottom } = row.getBoundingClientRect();
          // The menu key has no place of its own.
          const isAtRow = rowUnder(event.target) !== undefined && event.clientX > 0;
          menu.value = isAtRow
            ? { entry, x: event.clientX, y: event.clientY }
            : { entry, x: left + 24, y: bottom };
        }}
      >
        <VirtualRows list={list} role="presentation">
          {entries.slice(first, end).map((entry, i) => (
            <Row
              key={list.keyOf(first + i)}
              entry={entry}
              index={first + i}
              total={entries.length}
              nesting={nesting[i] ?? NOT_NESTED}
              edge={edges[i]}
              page={ordered.pageOf?.(entry)}
              isSelected={entry === selected}
              hidden={preferences.hidden.value}
              own={preferences.own.value}
              highlighters={highlighters}
              onPick={pick}
            />
          ))}
        </VirtualRows>
      </div>
      {menu.value && (
        <ContextMenu
          label={t().remarks.menu}
          testId="entry-menu"
          items={entryMenu(panel, menu.value.entry)}
          at={menu.value}
          onClose={() => {
            // The focus must not go with the menu; what took it meanwhile keeps it.
            const active = document.activeElement;
            if (active === document.body || active?.closest('[role=menu]'))
              focusView(document, 'stream');
            menu.value = undefined;
          }}
        />
      )}
      {(entries.length === 0 || (!store.isFiltered.value && isBare(entries))) && props.empty}
      {unseen > 0 && (
        <button
          type="button"
          class={how === 'came' ? 'unseen' : 'unseen above'}
          data-testid="new-entries"
          onClick={() => moveTo(how === 'came' ? { follow: true } : TOP)}
        >
          {how === 'came' ? t().stream.unseen(unseen) : t().stream.unseenAbove(unseen)}
        </button>
      )}
    </section>
  );
}

/** The row that something happened to. */
function rowUnder(target: EventTarget | null): HTMLElement | undefined {
  return target instanceof Element
    ? (target.closest<HTMLElement>('[data-testid="row"]') ?? undefined)
    : undefined;
}

/** What is kept in sight above the list. */
function Pinned() {
  const { remarks } = useBook();
  const ids = [...remarks].flatMap(([id, { pinned }]) => (pinned ? [id] : []));
  if (ids.length === 0) return null;
  return (
    <div class="pinned" data-testid="pinned">
      <PinIcon />
      <span class="offscreen">{t().remarks.pinned}</span>
      <EntryLinks ids={ids} testId="pinned-entry" />
    </div>
  );
}

/** Pages alone say nothing about themselves; more than a screen of them is a log. */
function isBare(entries: readonly Entry[]): boolean {
  return entries.length <= BARE && entries.every(isDivider);
}

const BARE = 3;

/** The start of a list, which is followed where the newest stand there. */
const TOP: ScrollPlace = { follow: false, entry: undefined, index: 0, offset: 0 };

const NOT_NESTED = { depth: 0, lines: [], opens: false, ends: false };
