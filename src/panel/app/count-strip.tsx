import { useRef } from 'preact/hooks';
import type { Words } from '../../language/words.ts';
import { usePanel } from '../model/context.ts';
import { hasWord, toggleWord } from '../model/filter/toggle-word.ts';
import { useUnwatched } from '../model/unwatched.ts';
import { t } from '../text/language.ts';
import { RestMenu } from '../ui/rest-menu.tsx';

interface Count {
  id: keyof Words['counts']['means'];
  count: number;
  tone: 'plain' | 'bad' | 'warn' | 'ok';
  /** The search that shows these entries. */
  search: string;
}

/**
 * The counts that say at a glance whether something is wrong; each shows the entries that it is
 * about, and the first one how many these are.
 */
export function CountStrip() {
  const { store } = usePanel();
  const { entries, summary, troubles, facets, isBehind } = store.counts.value;
  const { error, warning } = summary.findings;
  const isFiltered = store.isFiltered.value;
  const words = t().counts;
  const isWatched = useUnwatched() === undefined;
  /** A green nought would be a promise where not everything is judged yet, or nothing was looked at. */
  const good = (isLookedAt: boolean) => (isLookedAt && isWatched && !isBehind ? 'ok' : 'plain');
  const isSomething = summary.calls + summary.hits + summary.serverEvents > 0;
  const isChecked =
    summary.unsure === 0 && (store.openFile.value !== undefined || store.status.value === 'live');
  const counts: Count[] = [
    {
      id: 'calls',
      count: summary.calls,
      tone: 'plain',
      search: 'kind:call',
    },
    {
      id: 'chains',
      count: summary.chains,
      tone: 'plain',
      search: 'is:chain',
    },
    {
      id: 'unsent',
      count: troubles.unsent,
      // What only consent holds back is no fault.
      tone:
        troubles.unsent > troubles.withheld
          ? 'bad'
          : troubles.unsent > 0
            ? 'plain'
            : good(summary.hits > 0),
      search: 'is:unsent',
    },
    {
      id: 'unpaired',
      count: troubles.unpaired,
      tone: troubles.unpaired > 0 ? 'warn' : good(summary.serverEvents > 0),
      search: 'is:broken-pair',
    },
    {
      id: 'without-consent',
      count: troubles.withoutConsent,
      tone: troubles.withoutConsent > 0 ? 'bad' : good(facets.has('consent')),
      search: 'is:without-consent',
    },
    {
      id: 'errors',
      count: error,
      tone: error > 0 ? 'bad' : good(isSomething),
      search: 'is:error',
    },
    {
      id: 'warnings',
      count: warning,
      tone: warning > 0 ? 'warn' : good(isSomething),
      search: 'is:warning',
    },
    {
      id: 'lost',
      count: summary.lost,
      // Green means that every page's count was held against what arrived.
      tone: summary.lost > 0 ? 'bad' : good(isChecked),
      search: 'is:lost',
    },
    ...(summary.unsure === 0
      ? []
      : [
          {
            id: 'unsure' as const,
            count: summary.unsure,
            tone: 'warn' as const,
            search: 'is:lost',
          },
        ]),
  ];
  const line = useRef<HTMLFieldSetElement>(null);
  const show = (search: string) => store.setSearch(toggleWord(store.search.value, search));
  return (
    <div class="strip counts">
      <fieldset ref={line} class="one-line stats" aria-label={words.title} data-testid="counts">
        <button
          type="button"
          class="stat plain"
          data-testid="count-entries"
          data-part="entries"
          data-count={entries}
          aria-pressed={!isFiltered}
          title={words.all}
          onClick={() => store.clearFilter()}
        >
          {isFiltered && (
            <>
              <b>{t().say.number(store.shown.value.matched)}</b> {words.of}{' '}
            </>
          )}
          <b>{t().say.number(entries)}</b>{' '}
          {isFiltered ? words.ofEntries(entries) : words.name.entries(entries)}
        </button>
        {counts.map(({ id, count, tone, search }) => {
          const isOn = hasWord(store.search.value, search);
          return (
            <button
              key={id}
              type="button"
              class={`stat ${tone}`}
              data-testid={`count-${id}`}
              data-part={id}
              data-count={count}
              aria-pressed={isOn}
              disabled={count === 0 && !isOn}
              title={`${words.means[id]} (${search})`}
              onClick={() => show(search)}
            >
              <b>{t().say.number(count)}</b> {words.name[id](count)}
            </button>
          );
        })}
      </fieldset>
      <RestMenu
        line={line}
        testId="more-counts"
        label={words.more}
        menuLabel={words.title}
        parts={counts.map(({ id, count, tone, search }) => {
          const isOn = hasWord(store.search.value, search);
          return {
            part: id,
            label: words.name[id](count),
            testId: `menu-count-${id}`,
            note: t().say.number(count),
            isOn,
            isBad: tone === 'bad',
            disabled: count === 0 && !isOn,
            run: () => show(search),
          };
        })}
      />
    </div>
  );
}
