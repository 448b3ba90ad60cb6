import { useRef } from 'preact/hooks';
import { usePanel } from '../model/context.ts';
import { VIEWS, type View } from '../model/store/view.ts';
import { t } from '../text/language.ts';
import { RestMenu } from '../ui/rest-menu.tsx';
import { VIEW_PANES } from './view-panes.tsx';

/** One tab per view. Where there is no room for all, the chosen one stands first. */
export function ViewTabs() {
  const { store } = usePanel();
  const bar = useRef<HTMLDivElement>(null);
  const chosen = store.view.value;
  const words = t().app;

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
      <div ref={bar} class="one-line tabs" role="tablist" aria-label={words.views}>
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
              data-part={view}
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
      <RestMenu
        line={bar}
        testId="more-views"
        label={words.moreViews}
        menuLabel={words.views}
        parts={VIEWS.map((view) => {
          const note = badgesOf(view).map(
            ({ count, label }) => `${t().say.number(count)} ${label}`,
          );
          return {
            part: view,
            label: words.view[view],
            testId: `menu-${view}`,
            ...(note.length > 0 && { note: note.join(', ') }),
            run: () => goTo(view),
          };
        })}
      />
    </>
  );
}
