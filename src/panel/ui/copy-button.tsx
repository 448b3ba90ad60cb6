import type { Signal } from '@preact/signals';
import { t } from '../text/language.ts';
import { copyText } from './copy-text.ts';
import { CopyIcon } from './icons.tsx';

/** Where it is said that something was done, or why it was not. */
export interface Teller {
  notify(text: string): void;
  readonly message: Signal<string | undefined>;
}

/** Copies and says so, or says why not. */
export async function copyAndTell(teller: Teller, text: string, what: string): Promise<void> {
  try {
    await copyText(text);
    teller.notify(t().ui.copied(what));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    teller.message.value = t().ui.couldNotCopy(why);
  }
}

/** A small button that copies. The text is made when it is asked for. */
export function CopyButton(props: {
  teller: Teller;
  label: string;
  what: string;
  testId: string;
  text(): string;
}) {
  const { teller, label, what, testId, text } = props;
  return (
    <button
      type="button"
      class="button small"
      data-testid={testId}
      onClick={() => void copyAndTell(teller, text(), what)}
    >
      <CopyIcon />
      {label}
    </button>
  );
}
