/** Rows kept ready above and below what is in sight. */
const OVERSCAN = 8;

/** A list of rows of one height, as it stands in its window. All in pixels but `count`. */
export interface RowsPlace {
  count: number;
  rowPx: number;
  /** From the top of the rows to the top of the window. */
  at: number;
  /** Height of the window. */
  room: number;
}

/** The rows to draw: from `first` up to `end`, which is not drawn. */
export function rowsToDraw({ count, rowPx, at, room }: RowsPlace): { first: number; end: number } {
  return {
    first: Math.max(0, Math.floor(at / rowPx) - OVERSCAN),
    end: Math.min(count, Math.ceil((at + room) / rowPx) + OVERSCAN),
  };
}

/** The last place that a list can be scrolled to. */
export function lastPlace({ count, rowPx, room }: Omit<RowsPlace, 'at'>): number {
  return Math.max(0, count * rowPx - room);
}

/**
 * Where to scroll so that a row is seen; undefined where it is.
 * @param middle puts it in the middle; else the list moves as little as it takes
 */
export function placeToSee(
  index: number,
  { rowPx, at, room }: RowsPlace,
  middle = false,
): number | undefined {
  const top = index * rowPx;
  const isAbove = top < at;
  if (!isAbove && top + rowPx <= at + room) return undefined;
  return Math.max(0, middle ? top - room / 2 : isAbove ? top : top + rowPx - room);
}

/** Rows that a page key moves by: one of them stays in sight. */
export function rowsOfPage({ rowPx, room }: Pick<RowsPlace, 'rowPx' | 'room'>): number {
  return Math.max(1, Math.floor(room / rowPx) - 1);
}

/**
 * The row that a key goes to; undefined for keys that go to none.
 * @param selected the chosen row, -1 for none: keys start from what is in sight, up from the end
 */
export function rowOfKey(key: string, selected: number, place: RowsPlace): number | undefined {
  const { count, rowPx, at } = place;
  const from = selected === -1 ? Math.ceil(at / rowPx) - 1 : selected;
  const within = (index: number) => Math.max(0, Math.min(count - 1, index));
  switch (key) {
    case 'ArrowDown':
      return within(from + 1);
    case 'ArrowUp':
      return within(selected === -1 ? count - 1 : from - 1);
    case 'PageDown':
      return within(from + rowsOfPage(place));
    case 'PageUp':
      return within(from - rowsOfPage(place));
    case 'Home':
      return 0;
    case 'End':
      return within(count - 1);
    default:
      return undefined;
  }
}
