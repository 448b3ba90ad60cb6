import { useEffect, useRef } from 'preact/hooks';
import { usePanel } from '../model/context.ts';
import { VIEWS, type View } from '../model/store/view.ts';
import { t } from '../text/language.ts';
import { VIEW_PANES } from './view-panes.tsx';

/** One tab per view. Where there is no room for all, the bar scrolls and shows the chosen one. */
export function ViewTabs() {
  const { store } = usePanel();
  const bar = useRef<HTMLDivElement>(null);
  const chosen = store.view.value;
  useEffect(() => {
    bar.current
      ?.querySelector('[aria-selected=true]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [chosen]);

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

  return (
    <div ref={bar} class="tabs" role="tablist" aria-label={t().app.views}>
      {VIEWS.map((view, i) => {
        const { badge } = VIEW_PANES[view];
        const label = t().app.view[view];
        const shown = badge?.(store.counts.value);
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
            title={`${label} (${i + 1})`}
            onClick={() => {
              store.view.value = view;
            }}
            onKeyDown={onKeyDown}
          >
            {label}
            {shown && <span class={`badge ${shown.tone}`}>{t().say.number(shown.count)}</span>}
          </button>
        );
      })}
    </div>
  );
}
