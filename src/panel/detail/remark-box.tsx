import { useEffect, useRef } from 'preact/hooks';
import { type Entry, HIGHLIGHTS } from '../../session/entry.ts';
import { useBook, usePanel } from '../model/context.ts';
import { focusView } from '../model/store/view.ts';
import { t } from '../text/language.ts';
import { PinIcon } from '../ui/icons.tsx';

/** What a person adds to an entry; seen where there is something, or while it is being written. */
export function RemarkBox({ entry }: { entry: Entry }) {
  const { store } = usePanel();
  const remark = useBook().remarks.get(entry.id);
  const field = useRef<HTMLTextAreaElement>(null);
  const isAsked = store.noting.value === entry.id;
  const words = t().remarks;
  useEffect(() => {
    if (isAsked) field.current?.focus();
  }, [isAsked]);
  if (!isAsked && remark === undefined) return null;
  return (
    <div class="remark" data-testid="remark" data-highlight={remark?.highlight}>
      <textarea
        ref={field}
        class="text tall"
        data-testid="note"
        rows={2}
        aria-label={words.note}
        title={words.noteHint}
        placeholder={words.notePlaceholder}
        value={remark?.note ?? ''}
        onInput={(event) =>
          store.remark(entry.id, { note: event.currentTarget.value || undefined })
        }
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          store.noting.value = undefined;
          focusView(document, store.view.peek());
          event.stopPropagation();
          event.preventDefault();
        }}
      />
      <fieldset class="remark-colours">
        <legend class="offscreen">{words.highlight}</legend>
        {[...HIGHLIGHTS, undefined].map((highlight) => {
          const label = highlight === undefined ? words.noColour : words.colour[highlight];
          return (
            <button
              key={label}
              type="button"
              class="swatch"
              data-testid={`highlight-${highlight ?? 'none'}`}
              data-highlight={highlight}
              aria-pressed={remark?.highlight === highlight}
              aria-label={`${words.highlight}: ${label}`}
              title={label}
              onClick={() => store.remark(entry.id, { highlight })}
            >
              {highlight === undefined ? '×' : ''}
            </button>
          );
        })}
        <button
          type="button"
          class="icon-button small"
          data-testid="pin"
          aria-pressed={remark?.pinned === true}
          aria-label={words.pin}
          title={remark?.pinned ? words.unpin : words.pin}
          onClick={() => store.remark(entry.id, { pinned: remark?.pinned ? undefined : true })}
        >
          <PinIcon />
        </button>
      </fieldset>
    </div>
  );
}
