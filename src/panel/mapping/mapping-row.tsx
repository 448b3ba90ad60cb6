import type { MatchVerdict } from '../../analysis/analysis.ts';
import { describeChatEvent } from '../../vendors/loyjoy/catalogue.ts';
import { usePanel } from '../model/context.ts';
import type { MappingRow, Tally } from '../model/mapping/mapping-rows.ts';
import { facetOf, formatCount } from '../text/describe-entry.ts';
import { formatRelative } from '../text/format-time.ts';
import { t } from '../text/language.ts';
import { MATCH_TONES, matchLabel, matchTone, verdictsTone } from '../text/verdict-chips.ts';
import { ChevronIcon } from '../ui/icons.tsx';

/** One row of the list. */
export function MappingRowLine(props: {
  row: MappingRow;
  index: number;
  isSelected: boolean;
  onPick(): void;
}) {
  const { row, index, isSelected, onPick } = props;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus, and names the row
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keys
    <div
      class={`mapping-row of-${row.kind}`}
      id={`mapping-row-${index}`}
      role="treeitem"
      aria-level={row.level}
      aria-expanded={row.isOpen}
      aria-selected={isSelected}
      data-testid="mapping-row"
      data-kind={row.kind}
      data-key={row.key}
      style={{ '--level': row.level - 1 }}
      onClick={onPick}
    >
      <span class={`twisty ${row.isOpen ? 'open' : ''}`}>
        {row.isOpen !== undefined && <ChevronIcon />}
      </span>
      <RowContent row={row} />
    </div>
  );
}

function RowContent({ row }: { row: MappingRow }) {
  switch (row.kind) {
    case 'group':
      return (
        <>
          <span class="what">
            <b>{row.group.label}</b>
            {row.group.rules.length > 0 && row.seen !== undefined && (
              <span class="dim"> {t().mapping.seenOf(row.seen, row.group.rules.length)}</span>
            )}
          </span>
          <TallyChips tally={row.tally} />
        </>
      );
    case 'rule':
      return (
        <>
          <span class="what">
            <Arrow from={row.rule.from} to={row.rule.to} />
          </span>
          <TallyChips tally={row.tally} />
        </>
      );
    case 'name': {
      const chat = row.source === 'loyjoy' ? describeChatEvent(row.name) : undefined;
      return (
        <>
          <span class="what" title={chat?.description}>
            <span class="name">{row.name}</span> <span class="dim">{row.source}</span>
            {chat && <span class="summary"> {chat.description}</span>}
          </span>
          <TallyChips tally={row.tally} />
        </>
      );
    }
    case 'never':
      return <span class="what dim">{t().mapping.neverSeen(row.count)}</span>;
    case 'match':
      return <MatchContent row={row} />;
  }
}

/** A name and what it becomes. */
export function Arrow({ from, to }: { from: string; to: string | null | undefined }) {
  return (
    <>
      <span class="name">{from}</span>
      {to !== undefined && (
        <>
          <span class="dim"> → </span>
          {to === null ? <span class="dim">{t().mapping.nothing}</span> : to}
        </>
      )}
    </>
  );
}

function MatchContent({ row }: { row: Extract<MappingRow, { kind: 'match' }> }) {
  const { store } = usePanel();
  const { line } = row;
  const entry = store.get(line.entry);
  return (
    <>
      <span class="dot" data-tone={entry === undefined ? undefined : facetOf(entry)} />
      <span class="what">
        <span class="dim">{entry && formatRelative(entry.at - store.book().originOf(entry))}</span>{' '}
        {line.name}
        {line.actual.length > 0 && (
          <>
            <span class="dim"> → </span>
            {line.actual.join(', ')}
          </>
        )}
      </span>
      <span class="chips">
        {line.faults > 0 && (
          <span class="chip bad" title={t().mapping.faultyParametersTitle}>
            {t().mapping.faultyParameters(line.faults)}
          </span>
        )}
        <span class={`chip ${matchTone(line)}`}>{matchLabel(line.verdict)}</span>
      </span>
    </>
  );
}

function TallyChips({ tally }: { tally: Tally }) {
  const { events, faulty } = tally;
  const words = t().mapping;
  const verdicts = (Object.keys(MATCH_TONES) as MatchVerdict[]).filter((one) =>
    tally.verdicts.has(one),
  );
  return (
    <span class="chips">
      {faulty > 0 && (
        <span class="chip bad" title={words.faultyEventsTitle}>
          {events > 1 ? words.faultyEvents(faulty) : words.faultyEvent}
        </span>
      )}
      {verdicts.map((verdict) => (
        <span key={verdict} class={`chip ${verdictsTone(verdict, tally)}`}>
          {verdicts.length > 1 && `${formatCount(tally.verdicts.get(verdict) ?? 0)} `}
          {matchLabel(verdict)}
        </span>
      ))}
      {events > 0 && (
        <span class="mapping-count">
          {formatCount(events)}
          <span class="offscreen"> {words.events(events)}</span>
        </span>
      )}
    </span>
  );
}
