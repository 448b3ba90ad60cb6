import { useRef } from 'preact/hooks';
import { RestMenu } from './rest-menu.tsx';

/**
 * Tabs in a row; the arrow keys, Home and End go through them. Those without room are in a menu at
 * its end.
 */
export function Tabs<Id extends string>(props: {
  class: string;
  label: string;
  /** Of the menu. */
  moreLabel: string;
  /** The tabs' own ids begin so. */
  id: string;
  /** Id of what they show. */
  panel: string;
  chosen: Id;
  tabs: readonly { id: Id; label: string }[];
  onChoose(id: Id): void;
}) {
  const { id: prefix, tabs, chosen, onChoose } = props;
  const line = useRef<HTMLDivElement>(null);
  const goTo = (index: number) => {
    const tab = tabs[(index + tabs.length) % tabs.length];
    if (!tab) return;
    onChoose(tab.id);
    document.getElementById(`${prefix}-${tab.id}`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ id }) => id === chosen);
    if (event.key === 'ArrowLeft') goTo(at - 1);
    else if (event.key === 'ArrowRight') goTo(at + 1);
    else if (event.key === 'Home') goTo(0);
    else if (event.key === 'End') goTo(-1);
    else return;
    event.preventDefault();
  };
  return (
    <div class={props.class}>
      <div ref={line} class="one-line tabs" role="tablist" aria-label={props.label}>
        {tabs.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            role="tab"
            class="tab"
            id={`${prefix}-${id}`}
            aria-selected={id === chosen}
            aria-controls={id === chosen ? props.panel : undefined}
            tabIndex={id === chosen ? 0 : -1}
            data-testid={`${prefix}-${id}`}
            data-part={id}
            onClick={() => onChoose(id)}
            onKeyDown={onKeyDown}
          >
            <span class="tab-label">{label}</span>
          </button>
        ))}
      </div>
      <RestMenu
        line={line}
        testId={`${prefix}s-more`}
        label={props.moreLabel}
        menuLabel={props.label}
        parts={tabs.map(({ id, label }, at) => ({
          part: id,
          label,
          testId: `menu-${prefix}-${id}`,
          run: () => goTo(at),
        }))}
      />
    </div>
  );
}
