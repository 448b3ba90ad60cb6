import type { Store } from '../model/store/store.ts';
import { copyText } from './copy-text.ts';
import { CopyIcon } from './icons.tsx';

/** Copies and says so, or says why not. */
export async function copyAndTell(store: Store, text: string, what: string): Promise<void> {
  try {
    await copyText(text);
    store.notify(`Copied ${what}`);
  } catch (error) {
    store.message.value = `Could not copy: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** A small button that copies. The text is made when it is asked for. */
export function CopyButton(props: {
  store: Store;
  label: string;
  what: string;
  testId: string;
  text(): string;
}) {
  const { store, label, what, testId, text } = props;
  return (
    <button
      type="button"
      class="button small"
      data-testid={testId}
      onClick={() => void copyAndTell(store, text(), what)}
    >
      <CopyIcon />
      {label}
    </button>
  );
}
