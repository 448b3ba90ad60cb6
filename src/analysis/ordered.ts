interface Lists<K, T> {
  get(key: K): T[] | undefined;
  set(key: K, list: T[]): unknown;
}

/** Puts an item into the list under a key. Most lists stay at one item, and are made to that length. */
export function addTo<K, T>(lists: Lists<K, T>, key: K, item: T): void {
  const list = lists.get(key);
  const longer = append(list ?? [], item);
  if (longer !== list) lists.set(key, longer);
}

/** The list under a key, made where there is none. */
export function listOf<K, T>(lists: Map<K, T[]>, key: K): T[] {
  let list = lists.get(key);
  if (!list) {
    list = [];
    lists.set(key, list);
  }
  return list;
}

/**
 * Up to this length a list is made anew, to its length, as it grows: the engine gives a growing one
 * room for sixteen more, and of a long session's lists nearly all stay short.
 */
const SHORT = 6;

/** A list that is kept, made to its length: what was pushed or filtered together has room for more. */
export function toLength<T>(list: readonly T[]): T[] {
  return list.slice();
}

/** Puts an item at the end of a list. @returns the list, or the one that takes the place of a short one */
export function append<T>(list: T[], item: T): T[] {
  if (list.length < SHORT) return list.concat([item]);
  list.push(item);
  return list;
}

/**
 * Keeps a list in the order of its numbers; what comes usually belongs at the end.
 * @returns the list, as `append` does
 */
export function insert<T extends { readonly number: number }>(list: T[], item: T): T[] {
  let at = list.length;
  while (at > 0 && (list[at - 1] as T).number > item.number) at -= 1;
  if (at === list.length) return append(list, item);
  list.splice(at, 0, item);
  return list;
}

/** Keeps numbers in their order. @returns the list, as `append` does */
export function insertNumber(numbers: number[], number: number): number[] {
  let at = numbers.length;
  while (at > 0 && (numbers[at - 1] as number) > number) at -= 1;
  if (at === numbers.length) return append(numbers, number);
  numbers.splice(at, 0, number);
  return numbers;
}

/** How many numbers are no greater than this one. */
export function countUpTo(numbers: readonly number[], number: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) <= number) low = middle + 1;
    else high = middle;
  }
  return low;
}
