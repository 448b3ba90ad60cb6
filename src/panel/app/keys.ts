import type { LedgerState } from '../model/deduplication/ledger-state.ts';
import { spanIn, withSpan } from '../model/filter/time-span.ts';
import type { RulePane } from '../model/findings/rule-pane.ts';
import type { History } from '../model/history.ts';
import type { Store } from '../model/store/store.ts';
import { focusView, hasSearch, SEARCH_ID, showsEntries, VIEWS } from '../model/store/view.ts';

/**
 * Keys that work anywhere in the panel: `/` and Ctrl+F to the search, Ctrl+L clears, Ctrl+E pauses,
 * `1`, `2` … show the views, Esc closes a menu or the detail, or lifts the limit to a
 * stretch of time, Alt with the arrows goes back and forward. Returns
 * what takes them off again.
 * @param hasDetail whether an entry's detail stands beside the view on screen
 */
export function bindKeys(
  target: Document,
  store: Store,
  ledger: LedgerState,
  rulePane: RulePane,
  history: History,
  hasDetail: () => boolean,
): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    const command = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    const isWay = event.altKey && !command && (key === 'arrowleft' || key === 'arrowright');
    // A dialog has the keys for itself, and a field its own on a Mac: by words.
    if (
      target.querySelector('dialog[open]') ||
      (event.altKey && (!isWay || isTyping(event.target)))
    )
      return;
    if (isWay) {
      if (key === 'arrowleft') history.back();
      else history.forward();
      setTimeout(() => focusView(target, store.view.value));
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if ((command && key === 'f') || (key === '/' && !command && !isTyping(event.target))) {
      if (!hasSearch(store.view.value)) store.view.value = 'stream';
      queueMicrotask(() => focusSearch(target));
    } else if (command && key === 'l') store.clear();
    else if (command && key === 'e') store.setPaused(!store.isPaused.value);
    else if (key === 'escape' && !isTyping(event.target) && closePopover(target)) {
      // It gives the focus back to where it was before.
    } else if (
      key === 'escape' &&
      !isTyping(event.target) &&
      closeDetail(store, ledger, hasDetail())
    ) {
      focusView(target, store.view.value);
    } else if (
      key === 'escape' &&
      !isTyping(event.target) &&
      showsEntries(store.view.value) &&
      spanIn(store.search.value) !== undefined
    ) {
      store.setSearch(withSpan(store.search.value, undefined));
    } else if (
      key === 'escape' &&
      !isTyping(event.target) &&
      store.view.value === 'findings' &&
      rulePane.close()
    ) {
      // It has given the focus back.
    } else if (!command && /^[1-9]$/.test(key) && !isTyping(event.target)) {
      const view = VIEWS[Number(key) - 1];
      if (!view) return;
      store.view.value = view;
      setTimeout(() => focusView(target, view));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  // Before Chromium's DevTools, which forwards Esc and some others to itself and prevents them.
  target.addEventListener('keydown', onKeyDown, { capture: true });
  return () => target.removeEventListener('keydown', onKeyDown, { capture: true });
}

/** Closes what stands beside the view; false where nothing did. */
function closeDetail(store: Store, ledger: LedgerState, hasDetail: boolean): boolean {
  const view = store.view.value;
  if (view === 'deduplication' && ledger.isOpen.value) ledger.isOpen.value = false;
  else if (hasDetail && store.isDetailOpen.value && store.selected.value !== undefined)
    store.isDetailOpen.value = false;
  else return false;
  return true;
}

function focusSearch(target: Document): void {
  const field = target.getElementById(SEARCH_ID);
  if (field instanceof HTMLInputElement) {
    field.focus();
    field.select();
  }
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && target.type !== 'checkbox')
  );
}

/**
 * Closes the popover that was opened last. The browser would, too, but in Chromium the same Esc may
 * go on to DevTools, which opens its drawer and takes the focus away.
 */
function closePopover(target: Document): boolean {
  const open = [...target.querySelectorAll<HTMLElement>(':popover-open')].at(-1);
  open?.hidePopover();
  return open !== undefined;
}
