import { usePanel } from '../model/context.ts';
import { QUERY_KEYS } from '../model/filter/query.ts';
import { focusView, SEARCH_ID } from '../model/store/view.ts';
import {
  isVendorToggle,
  TOGGLES,
  type Toggle,
  toggleLabel,
  toggleTone,
} from '../text/describe-entry.ts';
import { t } from '../text/language.ts';
import { CloseIcon, SearchIcon } from '../ui/icons.tsx';

const HELP_ID = 'search-help';
const ERROR_ID = 'search-error';

/** The search field and the toggles of the sources. */
export function FilterBar() {
  return (
    <div class="bar filter-bar">
      <SearchField />
      <FacetToggles />
    </div>
  );
}

function SearchField() {
  const { store } = usePanel();
  const text = store.search.value;
  const error = store.searchError.value;
  const words = t().filter;
  return (
    <div class="search">
      <SearchIcon />
      <input
        id={SEARCH_ID}
        type="text"
        class="text"
        data-testid="search"
        aria-label={words.label}
        placeholder={words.placeholder}
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
          aria-label={words.clear}
          title={words.clearTitle}
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
        aria-label={words.help}
        title={words.help}
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
  const words = t().filter;
  return (
    <div id={HELP_ID} class="popover search-help" popover="auto">
      <table>
        <tbody>
          <tr>
            <th scope="row">
              <code>cart EUR</code>
            </th>
            <td>{words.words}</td>
          </tr>
          <tr>
            <th scope="row">
              <code>"add to cart"</code>
            </th>
            <td>{words.quoted}</td>
          </tr>
          <tr>
            <th scope="row">
              <code>/value: \d+/i</code>
            </th>
            <td>{words.expression}</td>
          </tr>
          <tr>
            <th scope="row">
              <code>-PageView</code>
            </th>
            <td>{words.not}</td>
          </tr>
          {QUERY_KEYS.map(({ key, example }) => (
            <tr key={key}>
              <th scope="row">
                <code>{example}</code>
              </th>
              <td>{words.key[key]}</td>
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
  const words = t().filter;
  const isShown = (toggle: Toggle) =>
    chosen.has(toggle) ||
    // With one vendor its toggle would do what the hits' does.
    (isVendorToggle(toggle)
      ? counts.has(toggle) && counts.get(toggle) !== counts.get('hit')
      : !isOptional(toggle) || counts.has(toggle));
  return (
    <fieldset class="facets" aria-label={words.sources}>
      {togglesOf(counts)
        .filter(isShown)
        .map((toggle) => {
          const label = toggleLabel(toggle);
          const what = isVendorToggle(toggle) ? words.hitsFor(label) : label;
          const isOn = chosen.has(toggle);
          return (
            <button
              key={toggle}
              type="button"
              class={isVendorToggle(toggle) ? 'facet vendor' : 'facet'}
              data-tone={toggleTone(toggle)}
              data-testid={`source-${toggle}`}
              aria-pressed={isOn}
              aria-label={words.count(
                isVendorToggle(toggle) ? words.hitsOf(label) : label,
                counts.get(toggle) ?? 0,
              )}
              title={
                isOn
                  ? words.notLimited(label)
                  : chosen.size > 0
                    ? words.too(what)
                    : words.only(what)
              }
              onClick={() => store.toggleFacet(toggle)}
            >
              <span class="dot" />
              {label} <span class="count">{t().say.number(counts.get(toggle) ?? 0)}</span>
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
