import { focusView, type View } from '../model/store/view.ts';

const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), [tabindex="0"]';

/**
 * What had the focus may go with what it did: a row that is folded out, a finding that is muted, a
 * bar that has been answered. Then the focus goes to what stands nearest to its place, or to the
 * view, and never back to the start of the panel.
 * @returns what ends it
 */
export function keepFocus(target: Document, view: () => View): () => void {
  /** What had the focus last, and what it stood in, the innermost first. */
  let path: Element[] = [];
  const onFocus = ({ target: focused }: FocusEvent) => {
    path = [];
    for (let e = focused as Element | null; e && e !== target.body; e = e.parentElement)
      path.push(e);
  };
  const isLost = () =>
    target.activeElement === target.body &&
    // Nobody is here: to take the focus would take it from the page or another tool.
    target.hasFocus() &&
    path[0] !== undefined &&
    !isUsable(path[0]);
  const mend = () => {
    // Whoever made it go may have given the focus on meanwhile.
    if (!isLost()) return;
    for (const place of path.slice(1)) {
      if (!place.isConnected) continue;
      // Around the views, as the panel itself: its first button is no place to go on from.
      if (place.querySelector('[id^="view-"]') !== null) break;
      const near = [...place.querySelectorAll<HTMLElement>(FOCUSABLE)].find(isUsable);
      if (near === undefined) continue;
      near.focus();
      return;
    }
    focusView(target, view());
  };
  const observer = new MutationObserver(() => {
    if (isLost()) requestAnimationFrame(mend);
  });
  target.addEventListener('focusin', onFocus);
  observer.observe(target.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  return () => {
    target.removeEventListener('focusin', onFocus);
    observer.disconnect();
  };
}

function isUsable(element: Element): boolean {
  return (
    element.isConnected && !element.matches(':disabled') && element.checkVisibility?.() !== false
  );
}
