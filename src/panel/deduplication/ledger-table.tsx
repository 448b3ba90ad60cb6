// biome-ignore-all lint/a11y/useSemanticElements: rows stand at computed places, which a table's cannot
// biome-ignore-all lint/a11y/useFocusableInteractive: the table itself takes the focus and the keys
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Pair } from '../../analysis/analysis.ts';
import { titleOf } from '../../rules/read-finding.ts';
import { usePanel } from '../model/context.ts';
import { COLUMNS, type Column, pairKey } from '../model/deduplication/ledger-rows.ts';
import { FOCUS_IDS } from '../model/store/view.ts';
import { formatCount } from '../text/describe-entry.ts';
import { language } from '../text/language.ts';
import { delayWords, pairTone } from '../text/pair-words.ts';
import { showFinding } from './show-finding.ts';

/** Height of a row and of the head in pixels; deduplication.css has the same. */
const ROW_PX = 24;
const HEAD_PX = 25;
/** Rows kept ready above and below what is in sight. */
const OVERSCAN = 8;

const LABELS: Readonly<Record<Column, string>> = {
  pixel: 'Pixel',
  event: 'Event',
  id: 'Event id',
  browser: 'Browser',
  server: 'Server',
  delay: 'Delay',
  verdict: 'Verdict',
  why: 'Why',
};

/**
 * The rows of the ledger. Those in sight alone are in the document, as in the Stream: one height,
 * so a place is a multiplication. Unlike the Stream it stays where it is when rows come.
 */
export function LedgerTable(props: { rows: readonly Pair[]; selected: Pair | undefined }) {
  const { ledger } = usePanel();
  const { rows, selected } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const height = useSignal(600);
  const top = useSignal(0);
  const room = Math.max(ROW_PX, height.value - HEAD_PX);
  const at = Math.min(top.value, Math.max(0, rows.length * ROW_PX - room));
  const first = Math.max(0, Math.floor(at / ROW_PX) - OVERSCAN);
  const last = Math.min(rows.length, Math.ceil((at + room) / ROW_PX) + OVERSCAN) - 1;
  const selectedIndex = selected ? rows.indexOf(selected) : -1;

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      height.value = element.clientHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [height]);

  const bringIntoView = (index: number) => {
    const element = scroller.current;
    if (!element || index < 0) return;
    const rowTop = index * ROW_PX;
    const space = Math.max(ROW_PX, element.clientHeight - HEAD_PX);
    if (rowTop < element.scrollTop) element.scrollTop = rowTop;
    else if (rowTop + ROW_PX > element.scrollTop + space)
      element.scrollTop = rowTop + ROW_PX - space;
    top.value = element.scrollTop;
  };
  // A row that is shown from elsewhere, and one that another order moved, is brought into sight.
  const order = ledger.order.value;
  const selectedKey = ledger.selected.value;
  useLayoutEffect(() => bringIntoView(selectedIndex), [order, selectedKey, height.value]);

  const choose = (index: number) => {
    const pair = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (pair) ledger.select(pair);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor(room / ROW_PX) - 1);
    const from = selectedIndex === -1 ? Math.ceil(at / ROW_PX) - 1 : selectedIndex;
    switch (event.key) {
      case 'ArrowDown':
        choose(from + 1);
        break;
      case 'ArrowUp':
        choose(selectedIndex === -1 ? rows.length - 1 : from - 1);
        break;
      case 'PageDown':
        choose(from + page);
        break;
      case 'PageUp':
        choose(from - page);
        break;
      case 'Home':
        choose(0);
        break;
      case 'End':
        choose(rows.length - 1);
        break;
      case 'Enter':
      case ' ':
        if (selectedIndex === -1) return;
        ledger.isOpen.value = true;
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      id={FOCUS_IDS.deduplication}
      class="ledger"
      role="grid"
      tabIndex={0}
      aria-label="Ledger of browser and server copies"
      aria-rowcount={rows.length + 1}
      aria-colcount={COLUMNS.length}
      aria-activedescendant={
        selectedIndex >= first && selectedIndex <= last ? `pair-${selectedIndex}` : undefined
      }
      data-testid="ledger"
      data-count={rows.length}
      onKeyDown={onKeyDown}
      onScroll={(event) => {
        top.value = event.currentTarget.scrollTop;
      }}
    >
      <LedgerHead />
      <div class="rows" role="presentation" style={{ height: `${rows.length * ROW_PX}px` }}>
        <div
          class="rows-drawn"
          role="rowgroup"
          style={{ transform: `translateY(${first * ROW_PX}px)` }}
        >
          {rows.slice(first, last + 1).map((pair, i) => (
            <LedgerRow
              key={pairKey(pair)}
              pair={pair}
              index={first + i}
              isSelected={pair === selected}
            />
          ))}
        </div>
      </div>
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
                title={`Sort by ${LABELS[column]}`}
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
  const label = LABELS[column];
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
  const { ledger, store } = usePanel();
  const { pair, index } = props;
  const { pixelId, eventName, eventId, browser, server, delay, verdict, why } = pair;
  const [reason] = why;
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
        {pixelId || <i>not known</i>}
      </Cell>
      <Cell column="event" title={eventName}>
        {eventName}
      </Cell>
      <Cell column="id" title={eventId}>
        {eventId.slice(0, 120) || <i>none</i>}
      </Cell>
      <Cell column="browser">{formatCount(browser.length)}</Cell>
      <Cell column="server">{formatCount(server.length)}</Cell>
      <Cell column="delay">{delay === undefined ? '' : delayWords(delay)}</Cell>
      <Cell column="verdict">
        <span class={`chip ${pairTone(pair)}`}>{verdict}</span>
      </Cell>
      <Cell column="why" title={reasons}>
        {reason !== undefined && (
          <button
            type="button"
            class="link"
            tabIndex={-1}
            data-testid="pair-why"
            data-rule={reason}
            title={`${why.map((rule) => `${titleOf(rule, language.value)} (${rule})`).join(', ')}. Show the finding`}
            onClick={(event) => {
              event.stopPropagation();
              showFinding(store, reason);
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
