import type { ComponentChildren } from 'preact';
import { HealthList } from '../detail/health-list.tsx';
import { usePanel } from '../model/context.ts';
import { hasWord } from '../model/filter/toggle-word.ts';
import { focusView } from '../model/store/view.ts';
import { useUnwatched } from '../model/unwatched.ts';
import { t } from '../text/language.ts';
import { LoupeIcon } from '../ui/icons.tsx';
import { Marked } from '../ui/marked.tsx';
import { WayOut } from './page-notice.tsx';

/** Searches for the entries of findings; not every finding has one. */
const FINDING_WORDS = ['is:error', 'is:warning', 'is:finding'];

/** Says why there is nothing to see, and what to do about it. */
export function NoEntries() {
  const { store, host } = usePanel();
  const { total, busy } = store.shown.value;
  const searched = store.searchInForce.value;
  const why = useUnwatched();
  if (busy) return null;
  const words = t().empty;
  if (total > 0 && store.isFiltered.value)
    return (
      <Empty title={words.filtered} testId="empty-filter">
        <p>
          {searched === '' ? (
            words.hiddenBySources(total)
          ) : (
            <>
              {words.hiddenBySearch(total)} <code class="quoted">{searched}</code>
            </>
          )}
        </p>
        <button
          type="button"
          class="button"
          data-testid="clear-filter"
          onClick={() => {
            store.clearFilter();
            focusView(document, store.view.peek());
          }}
        >
          {words.clearFilter}
        </button>
        {FINDING_WORDS.some((word) => hasWord(searched, word)) && (
          <p>
            {words.wholeSession}{' '}
            <button
              type="button"
              class="link"
              data-testid="show-findings"
              onClick={() => {
                store.view.value = 'findings';
                focusView(document, 'findings');
              }}
            >
              {words.showFindings}
            </button>
          </p>
        )}
      </Empty>
    );
  const reading = store.reading.value;
  if (reading !== undefined && total === 0)
    return <Empty title={t().app.reading(reading)} testId="empty-reading" />;
  if (store.openFile.value && total === 0)
    return (
      <Empty title={words.file} testId="empty-file">
        <button type="button" class="button" onClick={() => store.closeFile()}>
          {t().app.backToLive}
        </button>
      </Empty>
    );
  if (why !== undefined && total === 0)
    return (
      <Empty title={t().unwatched[why].title} testId={`empty-${why}`}>
        <p>{t().unwatched[why].text}</p>
        <WayOut why={why} />
      </Empty>
    );
  if (store.openFile.value) return <Bare />;
  switch (store.status.value) {
    case 'connecting':
      return <Empty title={words.connecting} testId="empty-connecting" />;
    case 'reload':
      return null;
    case 'none':
      return (
        <Empty title={words.noPage} testId="empty-none">
          <p>{words.noPageText}</p>
        </Empty>
      );
    case 'live':
      if (total > 0) return <Bare />;
      return (
        <Empty title={words.listening} testId="empty-live">
          <p>
            <Marked text={`${words.listeningText} ${words.noneYet}`} />
          </p>
          {host.reload && (
            <button
              type="button"
              class="button"
              data-testid="reload"
              onClick={() => host.reload?.()}
            >
              {words.reload}
            </button>
          )}
        </Empty>
      );
  }
}

/** The page was seen from its start, and has nothing that is known. */
function Bare() {
  return (
    <div class="empty below" data-testid="empty-bare">
      <h2>{t().empty.bare}</h2>
      <HealthList />
    </div>
  );
}

function Empty(props: { title: string; testId: string; children?: ComponentChildren }) {
  return (
    <div class="empty" data-testid={props.testId}>
      <LoupeIcon />
      <h2>{props.title}</h2>
      {props.children}
    </div>
  );
}
