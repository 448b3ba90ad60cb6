import type { OrderBy, Widths } from '../model/columns.ts';
import { COLUMN_PX, widthVariable } from '../model/columns.ts';
import { usePanel } from '../model/context.ts';
import type { Preferences } from '../model/preferences.ts';

/** What the event itself keeps, in pixels, however wide the others are made. */
const EVENT_PX = 120;
/** A press of a key, in pixels. */
const STEP_PX = 8;

/** Width of the page's column, whose cells are those of a parameter's. */
export const PAGE_WIDTH = { '--own-width': 'var(--page-width, 132px)' };

/** The widths that were chosen, for the style of heads and rows. */
export function widthStyle(widths: Widths, own: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    [...widths].flatMap(([id, px]) => {
      const name = widthVariable(id, own);
      return name === undefined ? [] : [[name, `${px}px`]];
    }),
  );
}

/** Gives a column a width, as far as the event beside it has room to give. */
function setWidth({ widths }: Preferences, head: HTMLElement, id: OrderBy, px: number): void {
  const event = head.closest('.column-heads')?.querySelector<HTMLElement>('.head.what');
  const room = head.offsetWidth + Math.max(0, (event?.offsetWidth ?? 0) - EVENT_PX);
  const most = Math.min(COLUMN_PX.most, Math.max(COLUMN_PX.least, room));
  const next = Math.round(Math.min(most, Math.max(COLUMN_PX.least, px)));
  widths.value = new Map([...widths.peek(), [id, next]]);
}

/** Shift with the arrows makes the column of a head wider and narrower. @returns whether it was such a key */
export function widthByKey(
  event: KeyboardEvent,
  preferences: Preferences,
  head: HTMLElement,
  id: OrderBy,
): boolean {
  const step = event.key === 'ArrowRight' ? STEP_PX : event.key === 'ArrowLeft' ? -STEP_PX : 0;
  if (!event.shiftKey || step === 0) return false;
  setWidth(preferences, head, id, head.offsetWidth + step);
  return true;
}

/**
 * The edge of a column beside its head: dragged, the column follows; a double click gives it its first
 * width back. It stands on the side of the event, whose room it takes.
 */
export function ColumnEdge({ id, side }: { id: OrderBy; side: 'left' | 'right' }) {
  const { preferences } = usePanel();
  return (
    <i
      class="column-edge"
      aria-hidden="true"
      data-side={side}
      data-testid={`edge-${id}`}
      onDblClick={() => {
        const { widths } = preferences;
        widths.value = new Map([...widths.peek()].filter(([each]) => each !== id));
      }}
      onPointerDown={(event) => {
        const edge = event.currentTarget;
        const head = side === 'left' ? edge.nextElementSibling : edge.previousElementSibling;
        if (!(head instanceof HTMLElement) || event.button !== 0) return;
        const [from, start] = [event.clientX, head.offsetWidth];
        edge.setPointerCapture(event.pointerId);
        edge.onpointermove = ({ clientX }) =>
          setWidth(
            preferences,
            head,
            id,
            start + (side === 'left' ? from - clientX : clientX - from),
          );
        edge.onlostpointercapture = () => {
          edge.onpointermove = null;
        };
        event.preventDefault();
      }}
    />
  );
}
