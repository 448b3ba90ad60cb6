/** The list under a key, made where there is none. */
export function listOf<K, T>(lists: Map<K, T[]>, key: K): T[] {
  let list = lists.get(key);
  if (!list) {
    list = [];
    lists.set(key, list);
  }
  return list;
}

/** Keeps a list in the order of its numbers; what comes usually belongs at the end. */
export function insert<T extends { readonly number: number }>(list: T[], item: T): void {
  let at = list.length;
  while (at > 0 && (list[at - 1] as T).number > item.number) at -= 1;
  list.splice(at, 0, item);
}

/** Keeps numbers in their order. */
export function insertNumber(numbers: number[], number: number): void {
  let at = numbers.length;
  while (at > 0 && (numbers[at - 1] as number) > number) at -= 1;
  numbers.splice(at, 0, number);
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
