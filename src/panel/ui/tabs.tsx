/** Tabs in a row; the arrow keys, Home and End go through them. */
export function Tabs<Id extends string>(props: {
  class: string;
  label: string;
  /** The tabs' own ids begin so. */
  id: string;
  /** Id of what they show. */
  panel: string;
  chosen: Id;
  tabs: readonly { id: Id; label: string }[];
  onChoose(id: Id): void;
}) {
  const { id: prefix, tabs, chosen, onChoose } = props;
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
    <div class={props.class} role="tablist" aria-label={props.label}>
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
          onClick={() => onChoose(id)}
          onKeyDown={onKeyDown}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
