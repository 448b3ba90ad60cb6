/** Items of one kind. */
export interface Kind<T> {
  count: number;
  /** The first of them; the others are only counted. */
  first: T[];
}

/** Counts items by kind, in the order in which the kinds come, and keeps the first `shown` of each. */
export function countKinds<T, K>(
  items: Iterable<T>,
  kindOf: (item: T) => K,
  shown: number,
): Map<K, Kind<T>> {
  const kinds = new Map<K, Kind<T>>();
  for (const item of items) {
    const key = kindOf(item);
    const kind = kinds.get(key);
    if (kind === undefined) kinds.set(key, { count: 1, first: [item] });
    else {
      kind.count += 1;
      if (kind.first.length < shown) kind.first.push(item);
    }
  }
  return kinds;
}
