import type { Store } from '../model/store/store.ts';

/** Shows the findings of a rule: the view of findings, scrolled to the rule. */
export function showFinding(store: Store, rule: string): void {
  store.view.value = 'findings';
  // The view is put on screen first.
  setTimeout(() => {
    const group = document.querySelector<HTMLElement>(
      `#view-findings [data-rule="${CSS.escape(rule)}"]`,
    );
    group?.scrollIntoView({ block: 'start' });
    group?.focus();
  });
}
