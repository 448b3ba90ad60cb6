import { useSignal } from '@preact/signals';
import { t } from '../text/language.ts';

/** Shown at first, and with every press of the button: laying out a megabyte at once takes seconds. */
const FIRST = 400;
const MORE = 20_000;

/** Text of any length as it is, in pieces. Never markup. */
export function LongText(props: {
  text: string;
  label: string;
  /** Units shown at first. */
  first?: number;
}) {
  const { text, label, first = FIRST } = props;
  const size = useSignal(first);
  const hidden = text.length - size.value;
  if (hidden <= 0) return <span class="raw">{text}</span>;
  return (
    <>
      <span class="raw">{text.slice(0, size.value)}</span>
      <button
        type="button"
        class="link"
        data-testid="show-more-text"
        aria-label={t().ui.moreOf(label)}
        onClick={() => {
          size.value += MORE;
        }}
      >
        {t().ui.moreCharacters(hidden)}
      </button>
    </>
  );
}
