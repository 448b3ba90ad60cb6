import { addTo } from '../ordered.ts';
import { type Copy, compareCopies } from './copy.ts';

/** Commanders Act's events in the order in which each page sent them. */
export interface Triggers {
  /** Returns the one before, whose next one it is now. */
  add(copy: Copy): Copy | undefined;
  /** Returns the one before, whose next one is another now. */
  remove(copy: Copy): Copy | undefined;
  before(copy: Copy): Copy | undefined;
  after(copy: Copy): Copy | undefined;
}

/** No events. */
export function createTriggers(): Triggers {
  const pages = new Map<string, Copy[]>();

  const placeOf = (list: readonly Copy[], copy: Copy): number => {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareCopies(list[middle] as Copy, copy) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    add(copy) {
      const list = pages.get(copy.page) ?? [];
      const place = placeOf(list, copy);
      if (place === list.length) addTo(pages, copy.page, copy);
      else list.splice(place, 0, copy);
      return list[place - 1];
    },
    remove(copy) {
      const list = pages.get(copy.page);
      const place = list ? placeOf(list, copy) : 0;
      if (list?.[place]?.key !== copy.key) return undefined;
      list.splice(place, 1);
      if (list.length === 0) pages.delete(copy.page);
      return list[place - 1];
    },
    before(copy) {
      const list = pages.get(copy.page);
      return list?.[placeOf(list, copy) - 1];
    },
    after(copy) {
      const list = pages.get(copy.page);
      return list?.[placeOf(list, copy) + 1];
    },
  };
}
