import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { CloseIcon } from './icons.tsx';

/** A dialog over everything else. The focus goes back to what opened it. */
export function Dialog(props: {
  class: string;
  testId: string;
  closeTestId: string;
  title: string;
  closeLabel: string;
  /** What was typed is not thrown away by one key. */
  isChanged: boolean;
  onClose(): void;
  children: ComponentChildren;
}) {
  const { title, closeLabel, isChanged, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  // At once: a key that is pressed before the next picture must not go to what lies behind.
  useLayoutEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`dialog ${props.class}`}
      data-testid={props.testId}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        if (!isChanged) onClose();
      }}
      // A second Esc closes it whatever we say.
      onClose={onClose}
    >
      <header class="detail-title">
        <h2>{title}</h2>
        <button
          type="button"
          class="icon-button"
          data-testid={props.closeTestId}
          aria-label={closeLabel}
          title={closeLabel}
          onClick={onClose}
        >
          <CloseIcon />
        </button>
      </header>
      {props.children}
    </dialog>
  );
}
