import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { usePanel } from '../model/context.ts';
import { VIEWS, type View } from '../model/store/view.ts';
import { t } from '../text/language.ts';
import { MenuButton } from '../ui/menu.tsx';
import { VIEW_PANES } from './view-panes.tsx';

/** One tab per view. Where there is no room for all, the others stand in a menu at the end. */
export function ViewTabs() {
  const { store } = usePanel();
  const bar = useRef<HTMLDivElement>(null);
  const hidden = useSignal<readonly View[]>([]);
  const chosen = store.view.value;
  const words = t().app;

  useEffect(() => {
    const element = bar.current;
    if (!element) return;
    const measure = () => {
      const next = viewsBelow(element);
      if (next.join() !== hidden.peek().join()) hidden.value = next;
    };
    // Words, badges and the bar itself may take more room or less.
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    for (const tab of element.children) sizes.observe(tab);
    return () => sizes.disconnect();
  }, [hidden]);

  const goTo = (view: View | undefined) => {
    if (!view) return;
    store.view.value = view;
    document.getElementById(`tab-${view}`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = VIEWS.indexOf(chosen);
    switch (event.key) {
      case 'ArrowLeft':
        goTo(VIEWS[(at + VIEWS.length - 1) % VIEWS.length]);
        break;
      case 'ArrowRight':
        goTo(VIEWS[(at + 1) % VIEWS.length]);
        break;
      case 'Home':
        goTo(VIEWS[0]);
        break;
      case 'End':
        goTo(VIEWS.at(-1));
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  const badgesOf = (view: View) => VIEW_PANES[view].badges?.(store.counts.value) ?? [];

  return (
    <>
      <div ref={bar} class="tabs" role="tablist" aria-label={words.views}>
        {VIEWS.map((view, i) => {
          const label = words.view[view];
          return (
            <button
              key={view}
              type="button"
              role="tab"
              class="tab"
              id={`tab-${view}`}
              aria-selected={chosen === view}
              aria-controls={chosen === view ? `view-${view}` : undefined}
              tabIndex={chosen === view ? 0 : -1}
              data-testid={`tab-${view}`}
              data-view={view}
              title={`${label} (${i + 1})`}
              onClick={() => {
                store.view.value = view;
              }}
              onKeyDown={onKeyDown}
            >
              <span class="tab-label">{label}</span>
              {badgesOf(view).map(({ count, tone, label: what }) => (
                <span key={tone} class={`badge ${tone}`} data-count={count}>
                  {t().say.number(count)}
                  <span class="offscreen"> {what}</span>
                </span>
              ))}
            </button>
          );
        })}
      </div>
      {hidden.value.length > 0 && (
        <MenuButton
          class="icon-button more-views"
          testId="more-views"
          label={words.moreViews}
          title={words.moreViews}
          menuLabel={words.views}
          items={hidden.value.map((view) => {
            const note = badgesOf(view).map(
              ({ count, label }) => `${t().say.number(count)} ${label}`,
            );
            return {
              label: words.view[view],
              testId: `menu-${view}`,
              ...(note.length > 0 && { note: note.join(', ') }),
              run: () => goTo(view),
            };
          })}
        >
          »
        </MenuButton>
      )}
    </>
  );
}

/** The views whose tabs were wrapped into lines that are not seen. The chosen one stands first then. */
function viewsBelow(bar: HTMLElement): View[] {
  const tabs = [...bar.querySelectorAll<HTMLElement>('[data-view]')];
  const top = Math.min(...tabs.map((tab) => tab.offsetTop));
  return tabs.filter((tab) => tab.offsetTop > top).map((tab) => tab.dataset.view as View);
}
