import { useSignal } from '@preact/signals';
import type { ComponentChildren, CSSProperties, RefObject, TargetedEvent } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { lastPlace, placeToSee, type RowsPlace, rowsToDraw } from './rows.ts';

/** Where a list stands, kept by one who knows better than pixels what is being read. */
export interface PlaceKeeper {
  /** Pixels from the top, in a window of this height. */
  resolve(room: number): number;
  /** It was scrolled, by the reader or to show a row. */
  keep(at: number, room: number): void;
}

/** A list of which only the rows in sight are in the document. */
export interface VirtualList extends RowsPlace {
  /** The rows to draw: from `first` up to `end`, which is not drawn. */
  first: number;
  end: number;
  /**
   * Key of the row at an index. What stays in sight keeps its element; where all is new, the
   * elements that are there are written anew, for a third of what making others costs.
   */
  keyOf(index: number): number;
  /** For the element that scrolls. Its rows are `--row-px` high. */
  scroller: {
    ref: RefObject<HTMLDivElement | null>;
    style: CSSProperties;
    onScroll(event: TargetedEvent<HTMLDivElement>): void;
  };
  /**
   * Brings a row into sight, moving as little as it takes, or into the middle.
   * @returns false where it was in sight
   */
  see(index: number, middle?: boolean): boolean;
  /** The place is another one: draws what is there. */
  redraw(): void;
}

/**
 * Draws the rows in sight. All have one height, so where they stand is a multiplication; a library
 * that measures rows keeps and rebuilds a table of all 100,000 at every append.
 * @param options.headPx height of a head that stays on top of the rows
 * @param options.selected the chosen row, -1 for none: a window that gets lower does not hide it
 * @param options.keeper without one the list stays at its pixels
 */
export function useVirtualList(options: {
  count: number;
  rowPx: number;
  headPx?: number;
  selected: number;
  keeper?: PlaceKeeper;
}): VirtualList {
  const { count, rowPx, headPx = 0, selected } = options;
  const ref = useRef<HTMLDivElement>(null);
  /** The window's own height. Before it is measured, about what it will be. */
  const height = useSignal(600);
  const drawn = useSignal(0);
  const pixels = useRef(0);
  /** The scroll position that we set or last heard of: events that say the same are our own. */
  const heard = useRef(0);

  void drawn.value;
  const room = Math.max(rowPx, height.value - headPx);
  const keeper = options.keeper ?? {
    resolve: () => Math.min(pixels.current, lastPlace({ count, rowPx, room })),
    keep(at) {
      pixels.current = at;
    },
  };
  const at = keeper.resolve(room);
  const place = { count, rowPx, at, room };

  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const { scrollTop } = element;
    // Where we did not leave it, and not because the rows got fewer: the reader scrolled, which
    // browsers tell at the next frame only. To set our place again would undo it unheard.
    const isCutShort = scrollTop < heard.current && scrollTop >= lastPlace(place) - 1;
    if (Math.abs(scrollTop - heard.current) > 1 && !isCutShort) return;
    if (Math.abs(scrollTop - at) > 1) element.scrollTop = at;
    heard.current = element.scrollTop;
  });

  const goTo = (to: number) => {
    keeper.keep(to, room);
    drawn.value += 1;
  };
  const see = (index: number, middle?: boolean) => {
    const to = placeToSee(index, { ...place, at: keeper.resolve(room) }, middle);
    if (to !== undefined) goTo(to);
    return to !== undefined;
  };

  const wasSeen = useRef(false);
  useLayoutEffect(() => {
    if (selected !== -1 && wasSeen.current) see(selected);
  }, [room]);
  useLayoutEffect(() => {
    wasSeen.current = selected !== -1 && placeToSee(selected, place) === undefined;
  });

  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      height.value = element.clientHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [height]);

  const range = rowsToDraw(place);
  const before = useRef({ ...range, shift: 0 });
  const { first, end, shift } = before.current;
  const isAllNew = range.first >= end || range.end <= first;
  const current = { ...range, shift: isAllNew ? shift + range.first - first : shift };
  before.current = current;

  return {
    ...place,
    ...range,
    keyOf: (index) => index - current.shift,
    see,
    redraw() {
      drawn.value += 1;
    },
    scroller: {
      ref,
      style: { '--row-px': `${rowPx}px` },
      onScroll({ currentTarget: { scrollTop } }) {
        if (Math.abs(scrollTop - heard.current) <= 1) return;
        heard.current = scrollTop;
        goTo(scrollTop);
      },
    },
  };
}

/** The place of all rows, with those drawn where they stand. */
export function VirtualRows(props: {
  list: VirtualList;
  role: 'presentation' | 'rowgroup';
  children: ComponentChildren;
}) {
  const { count, rowPx, first } = props.list;
  return (
    <div class="rows" role="presentation" style={{ height: `${count * rowPx}px` }}>
      <div
        class="rows-drawn"
        role={props.role}
        style={{ transform: `translateY(${first * rowPx}px)` }}
      >
        {props.children}
      </div>
    </div>
  );
}
