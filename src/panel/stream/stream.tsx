import { useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Entry } from '../../session/entry.ts';
import { usePanel } from '../model/context.ts';
import { indexOfEntry } from '../model/store/book.ts';
import { FOCUS_IDS } from '../model/store/view.ts';
import { formatCount } from '../text/describe-entry.ts';
import { nestRows } from './nesting.ts';
import { ROW_PX, Row } from './row.tsx';
import { countAfter, placeAt, resolvePlace, type ScrollPlace } from './scroll-place.ts';

/** Rows kept ready above and below what is in sight. */
const OVERSCAN = 8;

/**
 * The list of entries. Only rows in sight are in the document. All rows have one height, so where
 * they stand is a multiplication; a library that measures rows keeps and rebuilds a table of all
 * 100,000 at every append.
 */
export function Stream(props: { empty: ComponentChildren }) {
  const { store } = usePanel();
  const { entries } = store.shown.value;
  const selected = store.selected.value;
  const scroller = useRef<HTMLDivElement>(null);
  const height = useSignal(600);
  const place = useRef<ScrollPlace>({ follow: true });
  /** Changes when rows other than those rendered come into sight. */
  const drawn = useSignal(0);
  /** The scroll position that we set or last heard of: events that say the same are our own. */
  const top = useRef(0);
  const keepInSight = useRef((_heightBefore: number) => {});
  const seenAt = useRef(Number.NEGATIVE_INFINITY);

  void drawn.value;
  const at = resolvePlace(place.current, entries, ROW_PX, height.value);
  const first = Math.max(0, Math.floor(at / ROW_PX) - OVERSCAN);
  const last = Math.min(entries.length, Math.ceil((at + height.value) / ROW_PX) + OVERSCAN) - 1;
  const book = store.book();
  const nesting = nestRows(entries, first, last, store.get);
  const selectedIndex = selected ? indexOfEntry(entries, selected) : -1;
  if (place.current.follow) seenAt.current = entries.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const isEndInSight = at + height.value >= entries.length * ROW_PX;
  const unseen = place.current.follow || isEndInSight ? 0 : countAfter(entries, seenAt.current);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    if (Math.abs(element.scrollTop - at) > 1) element.scrollTop = at;
    top.current = element.scrollTop;
  });

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const before = height.peek();
      height.value = element.clientHeight;
      // The detail that opens below must not cover the row that it tells about.
      if (element.clientHeight < before) keepInSight.current(before);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [height]);

  const moveTo = (next: ScrollPlace) => {
    place.current = next;
    drawn.value += 1;
  };

  /** Scrolls as little as it takes to see a row, or puts it in the middle. */
  const bringIntoView = (index: number, middle: boolean) => {
    const now = resolvePlace(place.current, entries, ROW_PX, height.value);
    const rowTop = index * ROW_PX;
    const isAbove = rowTop < now;
    const isBelow = rowTop + ROW_PX > now + height.value;
    if (middle && (isAbove || isBelow)) goTo(rowTop - height.value / 2);
    else if (isAbove) goTo(rowTop);
    else if (isBelow) goTo(rowTop + ROW_PX - height.value);
    // What was chosen is to be read: it must not be pushed away by what comes.
    else if (index < entries.length - 1) stay(now);
  };
  const goTo = (to: number) => moveTo(placeAt(Math.max(0, to), entries, ROW_PX, height.value));
  const stay = (now: number) => {
    const index = Math.floor(now / ROW_PX);
    moveTo({ follow: false, entry: entries[index], index, offset: now - index * ROW_PX });
  };

  keepInSight.current = (heightBefore) => {
    const top = selectedIndex * ROW_PX;
    if (selectedIndex !== -1 && top >= at && top < at + heightBefore)
      bringIntoView(selectedIndex, false);
  };

  useSignalEffect(() => {
    if (store.revealed.value === 0) return;
    const entry = store.selected.peek();
    const index = entry ? indexOfEntry(store.shown.peek().entries, entry) : -1;
    if (index !== -1) queueMicrotask(() => bringIntoView(index, true));
  });

  const choose = (index: number) => {
    const entry = entries[Math.max(0, Math.min(entries.length - 1, index))];
    if (!entry) return;
    store.select(entry);
    bringIntoView(indexOfEntry(entries, entry), false);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(height.value / ROW_PX) - 1);
    const from = selectedIndex === -1 ? Math.ceil(at / ROW_PX) - 1 : selectedIndex;
    switch (event.key) {
      case 'ArrowDown':
        choose(from + 1);
        break;
      case 'ArrowUp':
        choose(selectedIndex === -1 ? entries.length - 1 : from - 1);
        break;
      case 'PageDown':
        choose(from + page);
        break;
      case 'PageUp':
        choose(from - page);
        break;
      case 'Home':
        choose(0);
        break;
      case 'End':
        choose(entries.length - 1);
        moveTo({ follow: true });
        break;
      case 'Enter':
      case ' ':
        if (!selected) return;
        store.isDetailOpen.value = true;
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  const pick = (entry: Entry) => {
    store.select(entry);
    store.isDetailOpen.value = true;
    bringIntoView(indexOfEntry(entries, entry), false);
  };

  return (
    <section class="stream" id="view-stream" aria-label="Stream">
      <div
        ref={scroller}
        id={FOCUS_IDS.stream}
        class="list"
        role="listbox"
        tabIndex={0}
        aria-label="Entries"
        aria-activedescendant={
          selectedIndex >= first && selectedIndex <= last ? `row-${selectedIndex}` : undefined
        }
        data-testid="list"
        data-count={entries.length}
        onKeyDown={onKeyDown}
        onScroll={(event) => {
          const now = event.currentTarget.scrollTop;
          if (Math.abs(now - top.current) <= 1) return;
          top.current = now;
          moveTo(placeAt(now, entries, ROW_PX, height.value));
        }}
      >
        <div class="rows" role="presentation" style={{ height: `${entries.length * ROW_PX}px` }}>
          <div
            class="rows-drawn"
            role="presentation"
            style={{ transform: `translateY(${first * ROW_PX}px)` }}
          >
            {entries.slice(first, last + 1).map((entry, i) => (
              <Row
                key={entry.id}
                entry={entry}
                index={first + i}
                total={entries.length}
                nesting={nesting[i] ?? NOT_NESTED}
                isSelected={entry === selected}
                book={book}
                onPick={pick}
              />
            ))}
          </div>
        </div>
      </div>
      {entries.length === 0 && props.empty}
      {unseen > 0 && (
        <button
          type="button"
          class="unseen"
          data-testid="new-entries"
          onClick={() => moveTo({ follow: true })}
        >
          ↓ {formatCount(unseen)} new
        </button>
      )}
    </section>
  );
}

const NOT_NESTED = { depth: 0, lines: [], opens: false, ends: false };
