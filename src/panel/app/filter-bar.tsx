import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Entry } from '../../session/entry.ts';
import { usePanel } from '../model/context.ts';
import { unknownValueIn } from '../model/filter/closed-words.ts';
import { QUERY_KEYS, unknownKeyIn } from '../model/filter/query.ts';
import { suggestionsFor } from '../model/filter/suggest.ts';
import { hasWord, toggleWord } from '../model/filter/toggle-word.ts';
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
import { RestMenu } from '../ui/rest-menu.tsx';
import { SavedFilters } from './saved-filters.tsx';

const HELP_ID = 'search-help';
const ERROR_ID = 'search-error';
const SUGGESTIONS_ID = 'search-suggestions';

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
  const unknown = error === undefined ? unknownIn(text, store.book().log.entries) : undefined;
  const isTyping = useSignal(false);
  /** The suggestion that the arrows stand on; -1: none. */
  const at = useSignal(-1);
  /** Where the user types: the word before it is the one that goes on. */
  const caret = useSignal(0);
  const behind = text.slice(caret.value);
  const offered =
    isTyping.value && /^(?:\s|$)/.test(behind)
      ? suggestionsFor(text.slice(0, caret.value), store.book().log.entries).map(
          (suggestion) => suggestion + behind,
        )
      : [];
  const take = (suggestion: string) => {
    at.value = -1;
    store.setSearch(suggestion);
    // Behind a key its values come next.
    isTyping.value = suggestion.endsWith(':');
    caret.value = suggestion.length;
    document.getElementById(SEARCH_ID)?.focus();
  };
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
        role="combobox"
        aria-expanded={offered.length > 0}
        aria-controls={offered.length > 0 ? SUGGESTIONS_ID : undefined}
        aria-activedescendant={at.value === -1 ? undefined : `${SUGGESTIONS_ID}-${at.value}`}
        onFocus={() => store.prepareSearch()}
        onBlur={() => {
          isTyping.value = false;
          at.value = -1;
        }}
        onInput={(event) => {
          at.value = -1;
          isTyping.value = true;
          caret.value = event.currentTarget.selectionEnd ?? event.currentTarget.value.length;
          store.setSearch(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          const { key } = event;
          const chosen = offered[at.value];
          if (offered.length > 0 && (key === 'ArrowDown' || key === 'ArrowUp')) {
            const step = key === 'ArrowDown' ? 1 : -1;
            at.value = Math.max(-1, Math.min(offered.length - 1, at.value + step));
            event.preventDefault();
          } else if (chosen !== undefined && key === 'Enter') {
            take(chosen);
            event.preventDefault();
          } else if (chosen !== undefined && key === 'Escape') {
            isTyping.value = false;
            at.value = -1;
            event.preventDefault();
            event.stopPropagation();
          } else if (event.key === 'Escape' && text !== '') {
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
      <SavedFilters />
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
          <br />
          {words.stillShown(store.searchInForce.value)}
        </span>
      )}
      {unknown !== undefined && offered.length === 0 && (
        <output class="search-error hint-only" data-testid="search-hint">
          {unknown}
        </output>
      )}
      {offered.length > 0 && (
        <div
          id={SUGGESTIONS_ID}
          class="suggestions"
          role="listbox"
          aria-label={words.suggestions}
          data-testid="suggestions"
        >
          {offered.map((suggestion, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field itself takes the keys
            <div
              key={suggestion}
              id={`${SUGGESTIONS_ID}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === at.value}
              data-testid="suggestion"
              // The field keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(suggestion)}
            >
              {suggestion}
            </div>
          ))}
        </div>
      )}
      <Help />
    </div>
  );
}

/** What is said of a word that the filter does not know, or of a value that nothing can have. */
function unknownIn(text: string, entries: readonly Entry[]): string | undefined {
  const words = t().filter;
  const key = unknownKeyIn(text);
  if (key) return words.unknownKey(key.given, key.meant);
  const value = unknownValueIn(text, entries);
  return value && words.unknownValue(value.given, value.known, value.meant);
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

/** The filter that takes out what every page does; a word of the search, so that it is seen and kept. */
const NO_LIFECYCLE = '-is:lifecycle';

function FacetToggles() {
  const { store } = usePanel();
  const line = useRef<HTMLFieldSetElement>(null);
  const counts = store.counts.value.facets;
  const chosen = store.facets.value;
  const words = t().filter;
  const isHidden = hasWord(store.search.value, NO_LIFECYCLE);
  const hide = () => store.setSearch(toggleWord(store.search.value, NO_LIFECYCLE));
  const isShown = (toggle: Toggle) =>
    chosen.has(toggle) ||
    // With one vendor its toggle would do what the hits' does.
    (isVendorToggle(toggle)
      ? counts.has(toggle) && counts.get(toggle) !== counts.get('hit')
      : !isOptional(toggle) || counts.has(toggle));
  const toggles = togglesOf(counts).filter(isShown);
  return (
    <div class="facet-line">
      <fieldset ref={line} class="one-line facets" aria-label={words.sources}>
        {toggles.map((toggle) => {
          const label = toggleLabel(toggle);
          const what = isVendorToggle(toggle) ? words.hitsFor(label) : label;
          const isOn = chosen.has(toggle);
          const count = counts.get(toggle) ?? 0;
          return (
            <button
              key={toggle}
              type="button"
              class={isVendorToggle(toggle) ? 'facet vendor' : 'facet'}
              data-tone={toggleTone(toggle)}
              data-testid={`source-${toggle}`}
              data-part={toggle}
              aria-pressed={isOn}
              data-count={count}
              aria-label={words.count(isVendorToggle(toggle) ? words.hitsOf(label) : label, count)}
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
              {label} <span class="count">{t().say.number(count)}</span>
            </button>
          );
        })}
        <button
          type="button"
          class="facet lifecycle"
          data-testid="hide-lifecycle"
          data-part={NO_LIFECYCLE}
          aria-pressed={isHidden}
          title={words.lifecycleTitle}
          onClick={hide}
        >
          {words.lifecycle}
        </button>
      </fieldset>
      <RestMenu
        line={line}
        testId="more-filters"
        label={words.more}
        menuLabel={words.sources}
        parts={[
          ...toggles.map((toggle) => ({
            part: toggle,
            label: isVendorToggle(toggle) ? words.hitsOf(toggleLabel(toggle)) : toggleLabel(toggle),
            testId: `menu-source-${toggle}`,
            note: t().say.number(counts.get(toggle) ?? 0),
            isOn: chosen.has(toggle),
            run: () => store.toggleFacet(toggle),
          })),
          {
            part: NO_LIFECYCLE,
            label: words.lifecycle,
            testId: 'menu-hide-lifecycle',
            isOn: isHidden,
            run: hide,
          },
        ]}
      />
    </div>
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
  return ['cbq', 'hit', 'server', 'consent', 'console'].includes(toggle);
}
