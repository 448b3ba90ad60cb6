import { untracked, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Detail } from '../detail/detail.tsx';
import { DetailSplitter } from '../detail/detail-splitter.tsx';
import { RuleEditorDialog } from '../mapping/rule-editor-dialog.tsx';
import { usePanel } from '../model/context.ts';
import { lookedForBy } from '../model/filter/looked-for.ts';
import { createHistory } from '../model/history.ts';
import { markFound } from '../ui/mark-found.ts';
import { CountStrip } from './count-strip.tsx';
import { DropTarget } from './drop-target.tsx';
import { FilterBar } from './filter-bar.tsx';
import { HeardFindings } from './heard-findings.tsx';
import { ImportQuestion } from './import-question.tsx';
import { keepFocus } from './keep-focus.ts';
import { bindKeys } from './keys.ts';
import { Message } from './message.tsx';
import { NoEntries } from './no-entries.tsx';
import { PageNotice } from './page-notice.tsx';
import { bindPaste } from './paste.ts';
import { ProfileEditor } from './profile-editor.tsx';
import { StatusBar } from './status-bar.tsx';
import { Toast } from './toast.tsx';
import { Toolbar } from './toolbar.tsx';
import { VIEW_PANES } from './view-panes.tsx';

/** Where it is marked what the filter found: in what it looks through. */
const FOUND_IN =
  '.row :is(.source, .what, .chips, .own:not(.initiator)), .row > :is(.divider-page, .divider-query), .detail > header, .detail-body';

/** The whole panel. */
export function App() {
  const panel = usePanel();
  const { store, host, ledger, rulePane, schedule } = panel;
  const history = useMemo(() => createHistory(store, schedule.now), [store, schedule]);
  useEffect(() => history.close, [history]);
  useSignalEffect(() => {
    document.documentElement.dataset.theme = host.theme.value;
  });
  useSignalEffect(() => {
    // What leaving reads and writes is none of the effect's: it would run in a circle.
    if (host.unwatched.value > 0) untracked(() => store.leavePage(Date.now()));
  });
  useEffect(
    () =>
      bindKeys(
        document,
        store,
        ledger,
        rulePane,
        history,
        () => VIEW_PANES[store.view.peek()].hasDetail,
      ),
    [store, ledger, rulePane, history],
  );
  useEffect(() => bindPaste(document, panel), [panel]);
  useEffect(() => keepFocus(document, () => store.view.peek()), [store]);
  const main = useRef<HTMLElement>(null);
  useSignalEffect(() => {
    const { isFiltered } = VIEW_PANES[store.view.value];
    const patterns = isFiltered ? lookedForBy(store.searchInForce.value) : [];
    return main.current ? markFound(main.current, FOUND_IN, patterns) : undefined;
  });
  const view = VIEW_PANES[store.view.value];
  const { Pane } = view;
  const entry = view.hasDetail && store.isDetailOpen.value ? store.selected.value : undefined;
  return (
    <DropTarget>
      <Toolbar />
      {view.isFiltered && (
        <search class="filters">
          <FilterBar />
          <CountStrip />
        </search>
      )}
      <PageNotice />
      <Message />
      <ImportQuestion />
      <main ref={main} class="split" data-detail={entry !== undefined}>
        <Pane empty={<NoEntries />} />
        {entry && <DetailSplitter controls="detail" />}
        {entry && <Detail entry={entry} />}
      </main>
      <StatusBar />
      <RuleEditorDialog />
      <ProfileEditor />
      <Toast />
      <HeardFindings />
    </DropTarget>
  );
}
