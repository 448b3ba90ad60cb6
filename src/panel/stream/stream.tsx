import { useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import type { Entry } from '../../session/entry.ts';
import { usePanel } from '../model/context.ts';
import { indexOfEntry } from '../model/store/book.ts';
import { FOCUS_IDS, focusView } from '../model/store/view.ts';
import { QUESTIONS } from '../text/answers.ts';
import { isDivider } from '../text/describe-entry.ts';
import { t } from '../text/language.ts';
import { rowOfKey } from '../ui/rows.ts';
import { useVirtualList, VirtualRows } from '../ui/virtual-list.tsx';
import { nestRows } from './nesting.ts';
import { Row } from './row.tsx';
import { countAfter, placeAt, resolvePlace, type ScrollPlace } from './scroll-place.ts';

/** Height of every row in pixels. */
const ROW_PX = 22;

/** The list of entries. Only rows in sight are in the document. */
export function Stream(props: { empty: ComponentChildren }) {
  const { store } = usePanel();
  const { entries } = store.shown.value;
  const selected = store.selected.value;
  const place = useRef<ScrollPlace>({ follow: true });
  const seenAt = useRef(Number.NEGATIVE_INFINITY);
  const selectedIndex = selected ? indexOfEntry(entries, selected) : -1;
  const list = useVirtualList({
    count: entries.length,
    rowPx: ROW_PX,
    selected: selectedIndex,
    keeper: {
      resolve: (room) => resolvePlace(place.current, entries, ROW_PX, room),
      keep(at, room) {
        place.current = placeAt(at, entries, ROW_PX, room);
      },
    },
  });
  const { at, room, first, end } = list;
  const book = store.book();
  const nesting = nestRows(entries, first, end - 1, store.get);
  // Of the whole log: what a filter lets through later is not new.
  if (place.current.follow)
    seenAt.current = book.log.entries.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const isEndInSight = at + room >= entries.length * ROW_PX;
  const unseen = place.current.follow || isEndInSight ? 0 : countAfter(entries, seenAt.current);

  const moveTo = (next: ScrollPlace) => {
    place.current = next;
    list.redraw();
  };

  const bringIntoView = (index: number, middle: boolean) => {
    if (list.see(index, middle) || index >= entries.length - 1) return;
    // What was chosen is to be read: it must not be pushed away by what comes.
    const now = resolvePlace(place.current, entries, ROW_PX, room);
    const top = Math.floor(now / ROW_PX);
    moveTo({ follow: false, entry: entries[top], index: top, offset: now - top * ROW_PX });
  };

  useSignalEffect(() => {
    if (store.revealed.value === 0) return;
    const entry = store.selected.peek();
    const index = entry ? indexOfEntry(store.shown.peek().entries, entry) : -1;
    if (index === -1) return;
    queueMicrotask(() => bringIntoView(index, true));
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
      store.select(entry);
      bringIntoView(to, false);
      if (event.key === 'End') moveTo({ follow: true });
    } else if (selected && (event.key === 'Enter' || event.key === ' '))
      store.isDetailOpen.value = true;
    else return;
    event.preventDefault();
  };

  const pick = (entry: Entry) => {
    store.select(entry);
    store.isDetailOpen.value = true;
    bringIntoView(indexOfEntry(entries, entry), false);
  };

  return (
    <section class="stream" id="view-stream" aria-label={t().stream.title}>
      <ColumnHeads />
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
      >
        <VirtualRows list={list} role="presentation">
          {entries.slice(first, end).map((entry, i) => (
            <Row
              key={list.keyOf(first + i)}
              entry={entry}
              index={first + i}
              total={entries.length}
              nesting={nesting[i] ?? NOT_NESTED}
              isSelected={entry === selected}
              book={book}
              onPick={pick}
            />
          ))}
        </VirtualRows>
      </div>
      {(entries.length === 0 || (!store.isFiltered.value && isBare(entries))) && props.empty}
      {unseen > 0 && (
        <button
          type="button"
          class="unseen"
          data-testid="new-entries"
          onClick={() => moveTo({ follow: true })}
        >
          {t().stream.unseen(unseen)}
        </button>
      )}
    </section>
  );
}

/** Pages alone say nothing about themselves; more than a screen of them is a log. */
function isBare(entries: readonly Entry[]): boolean {
  return entries.length <= BARE && entries.every(isDivider);
}

const BARE = 3;

/** What stands in the columns. The rows say it themselves to a screen reader. */
function ColumnHeads() {
  const { column } = t().stream;
  const { question } = t().answers;
  return (
    <div class="column-heads" aria-hidden="true" data-testid="column-heads">
      <span class="at">{column.time}</span>
      <span class="rail-head" />
      <span class="source">{column.source}</span>
      <span class="what">{column.event}</span>
      <span class="verdicts">
        {QUESTIONS.map((each) => (
          <span key={each} class="verdict">
            {question[each]}
          </span>
        ))}
      </span>
    </div>
  );
}

const NOT_NESTED = { depth: 0, lines: [], opens: false, ends: false };
