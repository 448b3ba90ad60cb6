import type { Signal } from '@preact/signals';

/** The button that stands for lines that are folded away, and unfolds them. */
export function FoldedLines(props: { label: string; shows: Signal<boolean>; testId: string }) {
  return (
    <button
      type="button"
      class="link folded"
      data-testid={props.testId}
      onClick={() => {
        props.shows.value = true;
      }}
    >
      {props.label}
    </button>
  );
}
