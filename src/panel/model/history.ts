import { batch, effect } from '@preact/signals';
import type { Store } from './store/store.ts';
import type { DetailTab, View } from './store/view.ts';

/** What was looked at: a view, and an entry whose detail stood open. */
interface Place {
  view: View;
  entry: string | undefined;
  tab: DetailTab;
  /** Keys came to it on their way through a list. */
  isWalkedTo: boolean;
}

/** The way back, and forward again. */
export interface History {
  back(): void;
  forward(): void;
  /** Notes no more. */
  close(): void;
}

/** Places that are remembered. */
const REMEMBERED = 100;

/** What keys came to and left as soon as this was passed on the way. Milliseconds. */
const PASSING_MS = 500;

/** Remembers what was looked at in a panel. */
export function createHistory(store: Store, now: () => number): History {
  let past: Place[] = [];
  let future: Place[] = [];
  let current: Place | undefined;
  let arrivedAt = Number.NEGATIVE_INFINITY;
  let isGoing = false;

  const close = effect(() => {
    const view = store.view.value;
    const isOpen = store.isDetailOpen.value;
    const entry = isOpen ? store.selected.value?.id : undefined;
    const place: Place = {
      view,
      entry,
      tab: store.detailTab.value,
      isWalkedTo: store.isWalkedTo(),
    };
    const before = current;
    current = place;
    if (isGoing || before === undefined || isSame(before, place)) return;
    const isPassing = before.isWalkedTo && now() - arrivedAt < PASSING_MS;
    arrivedAt = now();
    future = [];
    if (!isPassing) past = [...past, before].slice(-REMEMBERED);
  });

  const go = (from: Place[], to: Place[]) => {
    let place = from.pop();
    // What was cleared away since is passed over.
    while (place?.entry !== undefined && store.get(place.entry) === undefined) place = from.pop();
    if (place === undefined || current === undefined) return;
    to.push(current);
    const { view, entry, tab } = place;
    isGoing = true;
    batch(() => {
      if (entry === undefined) store.isDetailOpen.value = false;
      else store.reveal(entry, tab);
      store.view.value = view;
    });
    isGoing = false;
  };

  return {
    back: () => go(past, future),
    forward: () => go(future, past),
    close,
  };
}

function isSame(a: Place, b: Place): boolean {
  return a.view === b.view && a.entry === b.entry && a.tab === b.tab;
}
