import { useEffect } from 'preact/hooks';
import type { MatchVerdict } from '../../analysis/analysis.ts';
import { usePanel } from '../model/context.ts';
import { type MappingModel, mappingModelOf } from '../model/mapping/mapping-model.ts';
import { moveInRows } from '../model/mapping/move-in-rows.ts';
import { FOCUS_IDS } from '../model/store/view.ts';
import { formatCount } from '../text/describe-entry.ts';
import { t } from '../text/language.ts';
import { MATCH_TONES, matchLabel, verdictsTone } from '../text/verdict-chips.ts';
import { Marked } from '../ui/marked.tsx';
import { rowsOfPage } from '../ui/rows.ts';
import { useVirtualList, VirtualRows } from '../ui/virtual-list.tsx';
import { MappingPane } from './mapping-pane.tsx';
import { MappingRowLine } from './mapping-row.tsx';
import { ProfileBar } from './profile-bar.tsx';

/** Height of a row in pixels. */
const ROW_PX = 24;

/** Rules by system, what met them, and what nobody names; beside it what was chosen. */
export function MappingView() {
  const panel = usePanel();
  const model = mappingModelOf(panel);
  useEffect(() => model.watch(), [model]);
  const rows = model.rows.value;
  const chosen = rows.find(({ key }) => key === model.selected.value);
  return (
    <section class="mapping" id="view-mapping" aria-label={t().mapping.view} data-testid="mapping">
      <header class="mapping-head">
        <ProfileBar />
        <CoverageLine model={model} />
        <VerdictToggles model={model} />
      </header>
      <div class="mapping-split" data-chosen={chosen !== undefined}>
        <RuleList model={model} />
        <MappingPane row={chosen} />
      </div>
    </section>
  );
}

function CoverageLine({ model }: { model: MappingModel }) {
  const { seen, rules, unmapped, isKnown } = model.coverage.value;
  const words = t().mapping;
  if (!isKnown)
    return (
      <p class="mapping-coverage dim" data-testid="mapping-coverage">
        {words.looking}
      </p>
    );
  return (
    <p class="mapping-coverage" data-testid="mapping-coverage">
      <Marked text={words.coverage(seen, rules)} />
      {unmapped > 0 && (
        <>
          {' · '}
          <Marked text={words.unmapped(unmapped)} />
        </>
      )}
      {model.isBusy.value && <span class="dim"> · {words.looking}</span>}
    </p>
  );
}

function VerdictToggles({ model }: { model: MappingModel }) {
  const survey = model.survey.value;
  const { verdicts: tally } = survey;
  const wanted = model.verdicts.value;
  const shown = (Object.keys(MATCH_TONES) as MatchVerdict[]).filter(
    (verdict) => tally.has(verdict) || wanted.has(verdict),
  );
  if (shown.length === 0) return null;
  return (
    <fieldset class="strip mapping-verdicts">
      <legend class="offscreen">{t().mapping.showOnly}</legend>
      {shown.map((verdict) => (
        <button
          key={verdict}
          type="button"
          class={`stat ${verdictsTone(verdict, survey)}`}
          data-testid={`verdict-${verdict}`}
          aria-pressed={wanted.has(verdict)}
          title={t().mapping.showOnlyVerdict(verdict)}
          onClick={() => model.toggleVerdict(verdict)}
        >
          <b>{formatCount(tally.get(verdict) ?? 0)}</b> {matchLabel(verdict)}
        </button>
      ))}
    </fieldset>
  );
}

/** The list as a tree. All rows have one height; only those in sight are in the document. */
function RuleList({ model }: { model: MappingModel }) {
  const rows = model.rows.value;
  const selected = model.selected.value;
  const selectedIndex = rows.findIndex(({ key }) => key === selected);
  const list = useVirtualList({ count: rows.length, rowPx: ROW_PX, selected: selectedIndex });
  const { first, end } = list;

  const choose = (index: number) => {
    const at = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[at];
    if (!row) return;
    model.selected.value = row.key;
    list.see(at);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = moveInRows(rows, selectedIndex, event.key, rowsOfPage(list));
    if (move === undefined) return;
    event.preventDefault();
    if ('toggle' in move) model.toggle(move.toggle);
    else choose(move.to);
  };

  return (
    <div
      {...list.scroller}
      id={FOCUS_IDS.mapping}
      class="mapping-list"
      role="tree"
      tabIndex={0}
      aria-label={t().mapping.list}
      aria-activedescendant={
        selectedIndex >= first && selectedIndex < end ? `mapping-row-${selectedIndex}` : undefined
      }
      data-testid="mapping-list"
      onKeyDown={onKeyDown}
    >
      <VirtualRows list={list} role="presentation">
        {rows.slice(first, end).map((row, i) => (
          <MappingRowLine
            key={row.key}
            row={row}
            index={first + i}
            isSelected={row.key === selected}
            onPick={() => {
              choose(first + i);
              if (row.isOpen !== undefined) model.toggle(row.key);
            }}
          />
        ))}
      </VirtualRows>
    </div>
  );
}
