import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { Store } from '../store/store.ts';
import { focusView } from '../store/view.ts';

/** Which rule's page stands beside the findings. */
export interface RulePane {
  readonly rule: ReadonlySignal<string | undefined>;
  /** Shows a rule's page, from wherever it was asked for. */
  open(rule: string): void;
  /**
   * What the view sees of the rule: its page is closed when its findings have gone, and, if it never
   * had any, when what it was asked for about has: with another page of the site, or Clear.
   */
  see(isFound: boolean): void;
  /** Gives the focus back to what it was opened from. False where none was open. */
  close(): boolean;
}

/** Id of the pane; the focus goes there. */
export const RULE_PANE_ID = 'rule-page';

/** No page is open. */
export function createRulePane(store: Pick<Store, 'view' | 'restarts'>): RulePane {
  const rule = signal<string | undefined>(undefined);
  let opener: Element | null = null;
  let wasFound = false;
  let openedIn = 0;
  const groupOf = (id: string) =>
    document.querySelector<HTMLElement>(`#view-findings [data-rule="${CSS.escape(id)}"]`);

  return {
    rule,
    open(id) {
      opener = document.activeElement;
      // Asked for again where it is on screen, it is what it was: the view has no more to tell.
      if (rule.peek() !== id || store.view.peek() !== 'findings') wasFound = false;
      openedIn = store.restarts.peek();
      batch(() => {
        store.view.value = 'findings';
        rule.value = id;
      });
      // The view and the pane are put on screen first.
      setTimeout(() => {
        groupOf(id)?.scrollIntoView({ block: 'nearest' });
        document.getElementById(RULE_PANE_ID)?.focus({ preventScroll: true });
      });
    },
    see(isFound) {
      const isGone = wasFound || store.restarts.peek() !== openedIn;
      if (isGone && !isFound) rule.value = undefined;
      wasFound = isFound;
    },
    close() {
      const id = rule.peek();
      if (id === undefined) return false;
      rule.value = undefined;
      const title = groupOf(id)?.querySelector<HTMLElement>('button');
      if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body)
        opener.focus();
      else if (title) title.focus();
      else focusView(document, 'findings');
      return true;
    },
  };
}
