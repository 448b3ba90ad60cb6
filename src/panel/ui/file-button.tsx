import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

/** A button that lets files be chosen. */
export function FileButton(props: {
  class: string;
  testId: string;
  /** Of the field behind the button, which the browser's own dialog fills. */
  fieldTestId: string;
  /** Endings and types that the dialog offers, as in HTML's `accept`. */
  accept: string;
  multiple?: boolean;
  /** What a screen reader says, where the button's content is no text. */
  label?: string;
  title?: string;
  children: ComponentChildren;
  /** At least one. */
  onFiles(files: readonly [File, ...File[]]): void;
}) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={field}
        type="file"
        multiple={props.multiple}
        class="offscreen"
        data-testid={props.fieldTestId}
        accept={props.accept}
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          const [first, ...others] = event.currentTarget.files ?? [];
          // The same file can be chosen again after it was repaired.
          event.currentTarget.value = '';
          if (first) props.onFiles([first, ...others]);
        }}
      />
      <button
        type="button"
        class={props.class}
        data-testid={props.testId}
        aria-label={props.label}
        title={props.title}
        onClick={() => field.current?.click()}
      >
        {props.children}
      </button>
    </>
  );
}
