import { QUERY_KEYS } from '../filter/query.ts';
import { CloseIcon, SearchIcon } from '../icons/icons.tsx';
import { usePanel } from '../shell/context.ts';
import { LIST_ID, SEARCH_ID } from '../shell/keys.ts';
import { FACET_LABELS, FACETS, type Facet, formatCount } from '../text/describe-entry.ts';

const HELP_ID = 'search-help';
const ERROR_ID = 'search-error';

/** The search field and the toggles of the sources. */
export function FilterBar() {
  return (
    <search class="bar filter-bar">
      <SearchField />
      <FacetToggles />
    </search>
  );
}

function SearchField() {
  const { store } = usePanel();
  const text = store.search.value;
  const error = store.searchError.value;
  return (
    <div class="search">
      <SearchIcon />
      <input
        id={SEARCH_ID}
        type="text"
        class="text"
        data-testid="search"
        aria-label="Filter entries"
        placeholder="Filter: text, /regexp/, source:fbq name:Purchase, -term"
        spellcheck={false}
        autocomplete="off"
        value={text}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : ERROR_ID}
        onFocus={() => store.prepareSearch()}
        onInput={(event) => store.setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') {
            store.setSearch('');
            event.preventDefault();
            event.stopPropagation();
          } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
            document.getElementById(LIST_ID)?.focus();
            event.preventDefault();
          }
        }}
      />
      {text !== '' && (
        <button
          type="button"
          class="icon-button small"
          data-testid="clear-search"
          aria-label="Clear the search"
          title="Clear the search (Esc)"
          onClick={() => {
            store.setSearch('');
            document.getElementById(SEARCH_ID)?.focus();
          }}
        >
          <CloseIcon />
        </button>
      )}
      <button
        type="button"
        class="icon-button small help"
        aria-label="How to filter"
        title="How to filter"
        popovertarget={HELP_ID}
      >
        ?
      </button>
      {error !== undefined && (
        <span id={ERROR_ID} class="search-error" role="alert" data-testid="search-error">
          {error}
        </span>
      )}
      <Help />
    </div>
  );
}

function Help() {
  return (
    <div id={HELP_ID} class="popover search-help" popover="auto">
      <table>
        <tbody>
          <tr>
            <th scope="row">
              <code>cart EUR</code>
            </th>
            <td>both words, anywhere in the call</td>
          </tr>
          <tr>
            <th scope="row">
              <code>"add to cart"</code>
            </th>
            <td>with blanks</td>
          </tr>
          <tr>
            <th scope="row">
              <code>/value: \d+/i</code>
            </th>
            <td>a regular expression</td>
          </tr>
          <tr>
            <th scope="row">
              <code>-PageView</code>
            </th>
            <td>not this; works before all others too</td>
          </tr>
          {QUERY_KEYS.map(({ key, example, meaning }) => (
            <tr key={key}>
              <th scope="row">
                <code>{example}</code>
              </th>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FacetToggles() {
  const { store } = usePanel();
  const counts = store.counts.value.facets;
  const chosen = store.facets.value;
  const shown = FACETS.filter(
    (facet) => !isOptional(facet) || counts.has(facet) || chosen.has(facet),
  );
  return (
    <fieldset class="facets" aria-label="Sources">
      {shown.map((facet) => (
        <button
          key={facet}
          type="button"
          class="facet"
          data-tone={facet}
          data-testid={`source-${facet}`}
          aria-pressed={chosen.has(facet)}
          title={
            chosen.has(facet)
              ? `Do not limit to ${FACET_LABELS[facet]}`
              : `Show ${FACET_LABELS[facet]}${chosen.size > 0 ? ' too' : ' only'}`
          }
          onClick={() => store.toggleFacet(facet)}
        >
          <span class="dot" />
          {FACET_LABELS[facet]} <span class="count">{formatCount(counts.get(facet) ?? 0)}</span>
        </button>
      ))}
    </fieldset>
  );
}

/** Facets that most sessions do not have. */
function isOptional(facet: Facet): boolean {
  return facet === 'hit' || facet === 'server' || facet === 'consent';
}
