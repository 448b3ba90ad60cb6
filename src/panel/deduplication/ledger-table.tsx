// biome-ignore-all lint/a11y/useSemanticElements: rows stand at computed places, which a table's cannot
// biome-ignore-all lint/a11y/useFocusableInteractive: the table itself takes the focus and the keys
import type { ComponentChildren } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { Pair } from '../../analysis/analysis.ts';
import { titleOf } from '../../rules/read-finding.ts';
import { usePanel } from '../model/context.ts';
import { COLUMNS, type Column, pairKey } from '../model/deduplication/ledger-rows.ts';
import { FOCUS_IDS } from '../model/store/view.ts';
import { formatCount } from '../text/describe-entry.ts';
import { language, t } from '../text/language.ts';
import { delayWords, pairLabel, pairTone } from '../text/pair-words.ts';
import { rowOfKey } from '../ui/rows.ts';
import { useVirtualList, VirtualRows } from '../ui/virtual-list.tsx';

/** Height of a row in pixels; the head is one, with a line below. */
const ROW_PX = 24;
const HEAD_PX = ROW_PX + 1;

/**
 * The rows of the ledger. Those in sight alone are in the document, as in the Stream; unlike the
 * Stream it stays where it is when rows come.
 */
export function LedgerTable(props: { rows: readonly Pair[]; selected: Pair | undefined }) {
  const { ledger } = usePanel();
  const { rows, selected } = props;
  const selectedIndex = selected ? rows.indexOf(selected) : -1;
  const list = useVirtualList({
    count: rows.length,
    rowPx: ROW_PX,
    headPx: HEAD_PX,
    selected: selectedIndex,
  });
  const { first, end } = list;

  // A row that is shown from elsewhere, and one that another order moved, is brought into sight.
  const order = ledger.order.value;
  const selectedKey = ledger.selected.value;
  useLayoutEffect(() => {
    if (selectedIndex !== -1) list.see(selectedIndex);
  }, [order, selectedKey]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target !== event.currentTarget) return;
    const to = rowOfKey(event.key, selectedIndex, list);
    if (to !== undefined) {
      const pair = rows[to];
      if (!pair) return;
      ledger.select(pair);
    } else if (selectedIndex !== -1 && (event.key === 'Enter' || event.key === ' '))
      ledger.isOpen.value = true;
    else return;
    event.preventDefault();
  };

  return (
    <div
      {...list.scroller}
      id={FOCUS_IDS.deduplication}
      class="ledger"
      role="grid"
      tabIndex={0}
      aria-label={t().deduplication.ledger}
      aria-rowcount={rows.length + 1}
      aria-colcount={COLUMNS.length}
      aria-activedescendant={
        selectedIndex >= first && selectedIndex < end ? `pair-${selectedIndex}` : undefined
      }
      data-testid="ledger"
      data-count={rows.length}
      onKeyDown={onKeyDown}
    >
      <LedgerHead />
      <VirtualRows list={list} role="rowgroup">
        {rows.slice(first, end).map((pair, i) => (
          <LedgerRow
            key={pairKey(pair)}
            pair={pair}
            index={first + i}
            isSelected={pair === selected}
          />
        ))}
      </VirtualRows>
    </div>
  );
}

function LedgerHead() {
  const { ledger } = usePanel();
  const order = ledger.order.value;
  return (
    <div class="ledger-head" role="rowgroup">
      <div class="ledger-row" role="row" aria-rowindex={1}>
        {COLUMNS.map((column, i) => {
          const isOn = order?.column === column;
          const sort = isOn ? (order.isDescending ? 'descending' : 'ascending') : 'none';
          return (
            <div
              key={column}
              class={`cell ${column}`}
              role="columnheader"
              aria-colindex={i + 1}
              aria-sort={sort}
            >
              <button
                type="button"
                data-testid={`sort-${column}`}
                title={t().deduplication.sortBy(t().deduplication.column[column])}
                onClick={() => ledger.orderBy(column)}
              >
                <HeadLabel column={column} />
                <span aria-hidden="true">{isOn ? (order.isDescending ? ' ↓' : ' ↑') : ''}</span>
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Where there is little room, the counts' columns are as wide as their initials. */
function HeadLabel({ column }: { column: Column }) {
  const label = t().deduplication.column[column];
  if (column !== 'browser' && column !== 'server') return label;
  return (
    <>
      <span class="long">{label}</span>
      <abbr class="short" title={label}>
        {label[0]}
      </abbr>
    </>
  );
}

function LedgerRow(props: { pair: Pair; index: number; isSelected: boolean }) {
  const { ledger, rulePane } = usePanel();
  const { pair, index } = props;
  const { pixelId, eventName, eventId, browser, server, delay, verdict, why } = pair;
  const [reason] = why;
  const words = t().deduplication;
  const reasons = why.map((rule) => titleOf(rule, language.value)).join(', ');
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the table itself takes the keys
    <div
      id={`pair-${index}`}
      class="ledger-row"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={props.isSelected}
      data-testid="pair"
      data-verdict={verdict}
      data-why={why.join(' ')}
      onClick={() => {
        ledger.select(pair);
        ledger.isOpen.value = true;
      }}
    >
      <Cell column="pixel" title={pixelId}>
        {pixelId || <i>{words.notKnown}</i>}
      </Cell>
      <Cell column="event" title={eventName}>
        {eventName}
      </Cell>
      <Cell column="id" title={eventId}>
        {eventId.slice(0, 120) || <i>{words.none}</i>}
      </Cell>
      <Cell column="browser">{formatCount(browser.length)}</Cell>
      <Cell column="server">{formatCount(server.length)}</Cell>
      <Cell column="delay">{delay === undefined ? '' : delayWords(delay)}</Cell>
      <Cell column="verdict">
        <span class={`chip ${pairTone(pair)}`}>{pairLabel(verdict)}</span>
      </Cell>
      <Cell column="why" title={reasons}>
        {reason !== undefined && (
          <button
            type="button"
            class="link"
            tabIndex={-1}
            data-testid="pair-why"
            data-rule={reason}
            title={words.showFinding(
              why.map((rule) => `${titleOf(rule, language.value)} (${rule})`).join(', '),
            )}
            onClick={(event) => {
              event.stopPropagation();
              rulePane.open(reason);
            }}
          >
            {reasons}
          </button>
        )}
      </Cell>
    </div>
  );
}

function Cell(props: { column: Column; title?: string; children?: ComponentChildren }) {
  const { column } = props;
  return (
    <div
      class={`cell ${column}`}
      role="gridcell"
      aria-colindex={COLUMNS.indexOf(column) + 1}
      title={props.title}
    >
      {props.children}
    </div>
  );
}
