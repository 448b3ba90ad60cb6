import { HIGHLIGHTS, type Highlight } from '../../session/entry.ts';
import { usePanel } from '../model/context.ts';
import { t } from '../text/language.ts';
import { BookmarkIcon, CloseIcon } from '../ui/icons.tsx';

const SAVED_ID = 'saved-filters';

/** Filters that are used again: each is a button, and may give what it finds a colour. */
export function SavedFilters() {
  const { store, preferences } = usePanel();
  const { filters } = preferences;
  const search = store.search.value.trim();
  const saved = filters.value;
  const words = t().savedFilters;
  const isKnown = saved.some((one) => one.search === search);
  const paint = (index: number, highlight: Highlight | undefined) => {
    filters.value = saved.map((one, n) =>
      n === index ? { search: one.search, ...(highlight && { highlight }) } : one,
    );
  };
  return (
    <>
      <button
        type="button"
        class="icon-button small saved"
        data-testid="saved-filters"
        aria-label={words.title}
        title={words.title}
        popovertarget={SAVED_ID}
      >
        <BookmarkIcon />
      </button>
      <form
        id={SAVED_ID}
        class="popover saved-filters"
        popover="auto"
        aria-label={words.title}
        onSubmit={(event) => {
          event.preventDefault();
          if (search !== '' && !isKnown) filters.value = [...saved, { search }];
        }}
      >
        {saved.length === 0 && <p class="hint">{words.none}</p>}
        {saved.map(({ search: text, highlight }, index) => (
          <div
            key={text}
            class="saved-filter"
            data-testid="saved-filter"
            data-highlight={highlight}
          >
            <button
              type="button"
              class="link"
              data-testid="apply-filter"
              title={words.apply(text)}
              onClick={() => {
                store.setSearch(text);
                document.getElementById(SAVED_ID)?.hidePopover();
              }}
            >
              {text}
            </button>
            <select
              class="text"
              data-testid="filter-highlight"
              aria-label={words.highlightOf(text)}
              title={words.highlightOf(text)}
              value={highlight ?? ''}
              onChange={(event) =>
                paint(
                  index,
                  HIGHLIGHTS.find((one) => one === event.currentTarget.value),
                )
              }
            >
              <option value="">{words.noHighlight}</option>
              {HIGHLIGHTS.map((one) => (
                <option key={one} value={one}>
                  {t().remarks.colour[one]}
                </option>
              ))}
            </select>
            <button
              type="button"
              class="icon-button small"
              data-testid="remove-filter"
              aria-label={words.remove(text)}
              title={words.remove(text)}
              onClick={() => {
                filters.value = saved.filter((_, n) => n !== index);
              }}
            >
              <CloseIcon />
            </button>
          </div>
        ))}
        <div class="actions">
          <button
            type="submit"
            class="button primary"
            data-testid="save-filter"
            disabled={search === '' || isKnown}
          >
            {words.save}
          </button>
        </div>
      </form>
    </>
  );
}
