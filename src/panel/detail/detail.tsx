import type { ComponentType } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { canCompare } from '../../diff/entries.ts';
import type { Entry } from '../../session/entry.ts';
import { connectorPreview } from '../../vendors/commanders-act/connector-preview.ts';
import { useBook, usePanel } from '../model/context.ts';
import type { Book } from '../model/store/book.ts';
import { DETAIL_TABS, type DetailTab } from '../model/store/view.ts';
import { describeEntry, facetOf } from '../text/describe-entry.ts';
import { t } from '../text/language.ts';
import { Tabs } from '../ui/tabs.tsx';
import { CallStates } from './call-states.tsx';
import { ChainSteps } from './chain-steps.tsx';
import { ComparePane } from './compare-pane.tsx';
import { ConnectorSection } from './connector-section.tsx';
import { ConsentMoment } from './consent-moment.tsx';
import { DetailHead } from './detail-head.tsx';
import { Facts } from './facts.tsx';
import { HitRequest } from './hit-request.tsx';
import { LayerPane } from './layer-pane.tsx';
import { MatchSection } from './match-section.tsx';
import { PairSection } from './pair-section.tsx';
import { Payload } from './payload.tsx';
import { StackLines } from './stack-lines.tsx';

/** What stands under each tab. */
const PANES: Readonly<Record<DetailTab, ComponentType<{ entry: Entry }>>> = {
  payload: Payload,
  layer: LayerPane,
  chain: ({ entry }) => (
    <>
      <CallStates entry={entry} />
      <ChainSteps entry={entry} />
    </>
  ),
  mapping: ({ entry }) => (
    <>
      <MatchSection entry={entry} />
      <ConnectorSection entry={entry} />
    </>
  ),
  pair: PairSection,
  consent: ConsentMoment,
  request: ({ entry }) =>
    entry.kind === 'hit' ? (
      <>
        <Facts entry={entry} />
        <HitRequest hit={entry} />
      </>
    ) : null,
  stack: StackLines,
  compare: ComparePane,
};

/** Everything about one entry: the answers on top, and the proof of each under a tab. */
export function Detail(props: { entry: Entry }) {
  const { store } = usePanel();
  const book = useBook();
  // A hit is told again when its end is known; what was selected may be its earlier form.
  const entry = store.get(props.entry.id) ?? props.entry;
  const { label, command, name } = describeEntry(entry, 0);
  const title = name ?? (command === '' ? label : command);
  const compared = store.compared.value;
  const isCompared = compared !== undefined && compared !== entry.id && canCompare(entry);
  const tabs = DETAIL_TABS.filter((tab) =>
    tab === 'compare' ? isCompared && store.get(compared) !== undefined : hasPane(tab, entry, book),
  );
  const wanted = store.detailTab.value;
  // What was looked at last stays chosen over entries that have no such tab.
  const tab = tabs.includes(wanted) ? wanted : 'payload';
  const Pane = PANES[tab];
  const pane = useRef<HTMLDivElement>(null);
  const shownTab = useRef(tab);
  useLayoutEffect(() => {
    // Where the detail is so low that all of it scrolls, what was asked for is brought into sight.
    if (shownTab.current !== tab && pane.current) scrollBelowTabs(pane.current);
    shownTab.current = tab;
  }, [tab]);
  const words = t().detail;
  return (
    <aside
      class="detail"
      id="detail"
      aria-label={words.of(title)}
      data-testid="detail"
      data-id={entry.id}
      data-tone={facetOf(entry)}
    >
      <DetailHead entry={entry} />
      <Tabs
        class="detail-tabs"
        label={words.tabs}
        moreLabel={words.moreTabs}
        id="detail-tab"
        panel="detail-pane"
        chosen={tab}
        tabs={tabs.map((id) => ({ id, label: words.tab[id] }))}
        onChoose={(id) => {
          store.detailTab.value = id;
        }}
      />
      <div
        ref={pane}
        class="detail-body"
        id="detail-pane"
        role="tabpanel"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys
        tabIndex={0}
        aria-labelledby={`detail-tab-${tab}`}
        data-testid={`pane-${tab}`}
        key={`${entry.id} ${tab}`}
      >
        <Pane entry={entry} />
      </div>
    </aside>
  );
}

/** By hand: asked to bring an element into sight, a browser would scroll the whole panel, too. */
function scrollBelowTabs(pane: HTMLElement): void {
  const [detail, tabs] = [pane.parentElement, pane.previousElementSibling];
  if (!detail || !tabs) return;
  const top = detail.getBoundingClientRect().top + tabs.getBoundingClientRect().height;
  detail.scrollTop += pane.getBoundingClientRect().top - top;
}

/** Whether there is anything to show under a tab. */
function hasPane(
  tab: Exclude<DetailTab, 'compare'>,
  entry: Entry,
  { analysis, profile }: Book,
): boolean {
  const { id, kind } = entry;
  switch (tab) {
    case 'payload':
      return true;
    case 'layer':
      return kind === 'call' && entry.source === 'dataLayer';
    case 'chain':
      return analysis.chains.has(id) || analysis.states.of(id).length > 0 || isLoose(id, analysis);
    case 'mapping':
      return analysis.matches.of(id).length > 0 || connectorPreview(entry, profile).length > 0;
    case 'pair':
      return analysis.pairs.of(id).length > 0;
    case 'consent':
      return kind === 'call' || kind === 'hit' || Object.keys(analysis.consent.at(id)).length > 0;
    case 'request':
      return kind === 'hit';
    case 'stack':
      return kind === 'call' || ((kind === 'hit' || kind === 'page') && entry.stack !== undefined);
  }
}

/** It could belong to several others, or has copies on a server. */
function isLoose(id: string, { chains, pairs }: Book['analysis']): boolean {
  return (
    pairs.of(id).some(({ server }) => server.length > 0) ||
    chains.ambiguities().some(({ entry, candidates }) => entry === id || candidates.includes(id))
  );
}
