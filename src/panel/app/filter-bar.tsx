import { usePanel } from '../model/context.ts';
import { QUERY_KEYS } from '../model/filter/query.ts';
import { focusView, SEARCH_ID } from '../model/store/view.ts';
import {
  formatCount,
  isVendorToggle,
  TOGGLES,
  type Toggle,
  toggleLabel,
  toggleTone,
} from '../text/describe-entry.ts';
import { CloseIcon, SearchIcon } from '../ui/icons.tsx';

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
        placeholder="Filter: text, /regexp/, event:Purchase, is:unsent, -term"
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
            focusView(document, store.view.value);
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
  const isShown = (toggle: Toggle) =>
    chosen.has(toggle) ||
    // With one vendor its toggle would do what the hits' does.
    (isVendorToggle(toggle)
      ? counts.has(toggle) && counts.get(toggle) !== counts.get('hit')
      : !isOptional(toggle) || counts.has(toggle));
  return (
    <fieldset class="facets" aria-label="Sources">
      {togglesOf(counts)
        .filter(isShown)
        .map((toggle) => {
          const label = toggleLabel(toggle);
          const isOn = chosen.has(toggle);
          return (
            <button
              key={toggle}
              type="button"
              class={isVendorToggle(toggle) ? 'facet vendor' : 'facet'}
              data-tone={toggleTone(toggle)}
              data-testid={`source-${toggle}`}
              aria-pressed={isOn}
              aria-label={`${isVendorToggle(toggle) ? 'hits · ' : ''}${label} ${formatCount(counts.get(toggle) ?? 0)}`}
              title={
                isOn
                  ? `Do not limit to ${label}`
                  : `Show ${isVendorToggle(toggle) ? 'hits for ' : ''}${label}${chosen.size > 0 ? ' too' : ' only'}`
              }
              onClick={() => store.toggleFacet(toggle)}
            >
              <span class="dot" />
              {label} <span class="count">{formatCount(counts.get(toggle) ?? 0)}</span>
            </button>
          );
        })}
    </fieldset>
  );
}

/** Every toggle; vendors that this version does not know come from a newer session file. */
function togglesOf(counts: ReadonlyMap<Toggle, number>): Toggle[] {
  const known = [...TOGGLES];
  const others = [...counts.keys()].filter(
    (toggle) => isVendorToggle(toggle) && !known.includes(toggle),
  );
  known.splice(known.indexOf('server'), 0, ...others);
  return known;
}

/** Facets that most sessions do not have. */
function isOptional(toggle: Toggle): boolean {
  return toggle === 'hit' || toggle === 'server' || toggle === 'consent';
}
