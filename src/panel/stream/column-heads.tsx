import { batch, useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import {
  AS_THEY_CAME,
  COLUMNS,
  type ColumnId,
  FIRST_HIDDEN,
  isColumn,
  type OrderBy,
  OWN_COLUMNS,
} from '../model/columns.ts';
import { usePanel } from '../model/context.ts';
import { QUESTIONS } from '../text/answers.ts';
import { t } from '../text/language.ts';
import { CloseIcon } from '../ui/icons.tsx';
import { whenReleased } from '../ui/menu.tsx';
import { ColumnEdge, PAGE_WIDTH, widthByKey } from './column-width.tsx';

const MENU_ID = 'columns-menu';

/** What is called how in heads and in the menu. */
function columnName(id: ColumnId | 'event' | 'chain'): string {
  const words = t();
  switch (id) {
    case 'time':
    case 'source':
    case 'initiator':
    case 'took':
    case 'page':
    case 'event':
    case 'chain':
      return words.stream.column[id];
    default:
      return words.answers.question[id];
  }
}

/**
 * What stands in the columns: a click orders by one, a right click chooses which there are, and their
 * edges are dragged. One stop of the Tab key: arrows go from head to head.
 * @param props.hasPage rows say their page
 */
export function ColumnHeads({ hasPage }: { hasPage: boolean }) {
  const { preferences } = usePanel();
  const [hidden, own] = [preferences.hidden.value, preferences.own.value];
  const words = t().stream;
  const menu = useRef<HTMLFormElement>(null);
  const isShown = (id: ColumnId) => !hidden.includes(id);
  return (
    <div
      class="column-heads"
      role="toolbar"
      aria-label={words.columns}
      data-testid="column-heads"
      onKeyDown={(event) => {
        const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
        const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
        if (step === 0 || shiftKey || ctrlKey || metaKey || altKey) return;
        const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('.head, .column-menu')];
        const at = stops.indexOf(event.target as HTMLElement);
        if (at === -1) return;
        stops[(at + step + stops.length) % stops.length]?.focus();
        event.preventDefault();
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        const place = menu.current;
        if (!place) return;
        place.dataset.x = String(event.clientX);
        whenReleased(() => place.showPopover());
      }}
    >
      {isShown('time') && <Head id="time" class="at" edge="right" />}
      <span class="rail-head" />
      {isShown('source') && <Head id="source" class="source" edge="right" />}
      <Head id="event" class="what" />
      {isShown('initiator') && <Head id="initiator" class="own initiator" edge="left" />}
      {isShown('took') && <Head id="took" class="own took" edge="left" />}
      {hasPage && isShown('page') && <Head id="page" class="own" edge="left" style={PAGE_WIDTH} />}
      {own.map((path, n) => (
        <Head
          key={path}
          id={`.${path}`}
          class="own"
          edge="left"
          style={{ '--own-width': `var(--own-${n}-width)` }}
        />
      ))}
      <span class="verdicts">
        {QUESTIONS.filter(isShown).map((each) => (
          <Head key={each} id={each} class="verdict" edge="left" />
        ))}
      </span>
      <button
        type="button"
        class="column-menu"
        data-testid="columns"
        aria-label={words.chooseColumns}
        title={words.chooseColumns}
        popovertarget={MENU_ID}
      >
        ⋮
      </button>
      <ColumnMenu menu={menu} />
    </div>
  );
}

/**
 * The head of a column: a click orders by it, a second one the other way round, a third one as they
 * came. Shift with the arrows makes it wider and narrower.
 */
function Head(props: {
  id: OrderBy;
  class: string;
  /** Where the edge stands that is dragged; the event takes what is left. */
  edge?: 'left' | 'right';
  style?: Record<string, string>;
}) {
  const { id, class: name, edge, style } = props;
  const { preferences } = usePanel();
  const { order } = preferences;
  const { by, down } = order.value;
  const isChosen = by === id && !(id === 'time' && !down);
  const label = isColumn(id) || id === 'event' ? columnName(id) : id.slice(1);
  const words = t().stream;
  const head = (
    <button
      type="button"
      class={`head ${name}`}
      style={style}
      // The menu at their end is the stop: the list is not many stops away.
      tabIndex={-1}
      data-testid={`head-${id}`}
      data-column={id}
      data-order={isChosen ? (down ? 'down' : 'up') : undefined}
      title={edge === undefined ? words.orderBy(label) : words.orderOrWiden(label)}
      onKeyDown={(event) => {
        if (edge !== undefined && widthByKey(event, preferences, event.currentTarget, id))
          event.preventDefault();
      }}
      onClick={() => {
        if (by !== id) order.value = { by: id, down: false };
        else order.value = down ? AS_THEY_CAME : { by: id, down: true };
      }}
    >
      {label}
      {isChosen && <span aria-hidden="true">{down ? ' ▾' : ' ▴'}</span>}
    </button>
  );
  return (
    <>
      {edge === 'left' && <ColumnEdge id={id} side="left" />}
      {head}
      {edge === 'right' && <ColumnEdge id={id} side="right" />}
    </>
  );
}

/** Which columns there are, those of parameters too, and the order of the rows. */
function ColumnMenu({ menu }: { menu: { current: HTMLFormElement | null } }) {
  const { preferences } = usePanel();
  const { hidden, own, order, widths } = preferences;
  const text = useSignal('');
  const listId = useId();
  const words = t().stream;
  const { by, down } = order.value;
  const add = () => {
    const path = text.value.trim();
    if (path === '' || own.value.includes(path) || own.value.length >= OWN_COLUMNS) return;
    own.value = [...own.value, path];
    text.value = '';
  };
  const remove = (path: string) => {
    own.value = own.value.filter((each) => each !== path);
    if (by === `.${path}`) order.value = AS_THEY_CAME;
  };
  return (
    <form
      ref={menu}
      id={MENU_ID}
      class="popover columns-menu"
      popover="auto"
      aria-label={words.columns}
      data-testid="columns-menu"
      onContextMenu={(event) => event.stopPropagation()}
      onBeforeToggle={(event) => {
        const { style, dataset, parentElement } = event.currentTarget;
        if (event.newState !== 'open' || !parentElement) return;
        const { bottom } = parentElement.getBoundingClientRect();
        // Where it was asked for with the mouse, or under its button.
        const left = dataset.x === undefined ? innerWidth - 250 : Number(dataset.x);
        style.inset = `${bottom + 2}px auto auto ${Math.max(6, Math.min(left, innerWidth - 250))}px`;
        style.maxHeight = `${innerHeight - bottom - 10}px`;
        delete dataset.x;
      }}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      {COLUMNS.map((id) => (
        <label key={id} class="check">
          <input
            type="checkbox"
            data-testid={`column-${id}`}
            checked={!hidden.value.includes(id)}
            onChange={(event) => {
              const others = hidden.value.filter((each) => each !== id);
              hidden.value = event.currentTarget.checked ? others : [...others, id];
              if (!event.currentTarget.checked && by === id) order.value = AS_THEY_CAME;
            }}
          />
          <span>{id === 'page' ? words.pageColumn : columnName(id)}</span>
        </label>
      ))}
      {own.value.map((path) => (
        <span key={path} class="own-column">
          <code>{path}</code>
          <button
            type="button"
            class="icon-button small"
            data-testid="remove-column"
            aria-label={words.removeColumn(path)}
            title={words.removeColumn(path)}
            onClick={() => remove(path)}
          >
            <CloseIcon />
          </button>
        </span>
      ))}
      <label class="field">
        <span>{words.ownColumn}</span>
        <span class="own-column">
          <input
            type="text"
            class="text"
            data-testid="own-column"
            list={listId}
            placeholder={SUGGESTED[2]}
            spellcheck={false}
            value={text.value}
            onInput={(event) => {
              text.value = event.currentTarget.value;
            }}
          />
          <button
            type="submit"
            class="button small"
            data-testid="add-column"
            disabled={text.value.trim() === '' || own.value.length >= OWN_COLUMNS}
          >
            {words.addColumn}
          </button>
        </span>
        <datalist id={listId}>
          {SUGGESTED.map((path) => (
            <option key={path} value={path} />
          ))}
        </datalist>
      </label>
      <label class="field">
        <span>{words.order}</span>
        <select
          class="text"
          data-testid="order-by"
          value={by}
          onChange={(event) => {
            order.value = { by: event.currentTarget.value as OrderBy, down };
          }}
        >
          {[...COLUMNS, 'event' as const, 'chain' as const].map((id) => (
            <option key={id} value={id}>
              {columnName(id)}
            </option>
          ))}
          {own.value.map((path) => (
            <option key={path} value={`.${path}`}>
              {path}
            </option>
          ))}
        </select>
      </label>
      <label class="check">
        <input
          type="checkbox"
          data-testid="order-down"
          checked={down}
          onChange={(event) => {
            order.value = { by, down: event.currentTarget.checked };
          }}
        />
        <span>{by === 'time' ? words.newestFirst : words.reversed}</span>
      </label>
      <button
        type="button"
        class="button small"
        data-testid="reset-columns"
        disabled={
          hidden.value.join() === FIRST_HIDDEN.join() &&
          own.value.length + widths.value.size === 0 &&
          by === AS_THEY_CAME.by &&
          down === AS_THEY_CAME.down
        }
        onClick={() =>
          batch(() => {
            hidden.value = FIRST_HIDDEN;
            own.value = [];
            widths.value = new Map();
            order.value = AS_THEY_CAME;
          })
        }
      >
        {words.resetColumns}
      </button>
    </form>
  );
}

/** Parameters that people ask for most. */
const SUGGESTED = ['value', 'currency', 'content_ids', 'content_type', 'event_id', 'order_id'];
