import { computed, effect, untracked } from '@preact/signals';
import { withSpan } from './filter/time-span.ts';
import { siteOf } from './profile/sites.ts';
import type { Store } from './store/store.ts';

/** Longest filter that is kept, in UTF-16 units. */
const TEXT_UNITS = 1_000;

/**
 * Keeps the filter with the site on screen: it names pixels and events of that site, and would leave
 * another one's list empty. How things look is the person's, on every site. A stretch of time is none of
 * the site's: it belongs to one session.
 *
 * Once a panel knows its site, that site's filter is put in force, unless one was typed before. Later
 * pages change nothing: a visit may lead over a checkout of another origin.
 * @param kept filters by site
 * @param write keeps a site's filter; '' forgets it
 * @returns what ends that
 */
export function keepSiteFilter(
  store: Store,
  kept: ReadonlyMap<string, string>,
  write: (site: string, filter: string) => void,
): () => void {
  const url = computed(() => {
    void store.counts.value;
    void store.openFile.value;
    return store.book().latestUrl();
  });
  let known = store.search.peek();
  let isFirst = true;
  return effect(() => {
    const filter = withSpan(store.search.value, undefined);
    const site = siteOf(url.value);
    untracked(() => {
      if (url.peek() !== '' && isFirst) {
        isFirst = false;
        const before = kept.get(site);
        if (store.search.peek() === '' && before !== undefined) {
          known = before;
          store.setSearch(before);
          return;
        }
      }
      if (isFirst || filter === known || filter.length > TEXT_UNITS) return;
      known = filter;
      write(site, filter);
    });
  });
}
