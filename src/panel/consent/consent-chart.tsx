import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Entry } from '../../session/entry.ts';
import { type Item, itemByKey, rowsOf } from '../model/consent/chart-rows.ts';
import type { ConsentRead } from '../model/consent/read-consent.ts';
import { usePanel } from '../model/context.ts';
import { describeWindow } from '../model/time/describe-place.ts';
import {
  panBy,
  resolveWindow,
  type TimePlace,
  type TimeWindow,
  ticksOf,
  wholeWindow,
  zoomAbout,
} from '../model/time/time-window.ts';
import { hitTone } from '../text/consent-words.ts';
import { isDivider, pageLabel } from '../text/describe-entry.ts';
import { formatRelative } from '../text/format-time.ts';
import { t } from '../text/language.ts';
import { MinusIcon, PlusIcon } from '../ui/icons.tsx';

/** A stretch that is narrower has no edge of its own: many of them would be nothing but edges. */
const THIN_PX = 8;

/** One press of a zoom key or button, and of a pan key. */
const ZOOM_STEP = 1.6;
const PAN_STEP = 0.15;
/** Room after the last entry, of the session's length. */
const NOW_ROOM = 0.12;
/** Width of the names on the left; as in the stylesheet. */
const LABELS_PX = 172;
const LABELS_NARROW_PX = 96;
const NARROW_PX = 520;
/**
 * The changes of each source over the session as bands, the hits that left on top of them. Arrow
 * keys move from band to band and from row to row, Enter opens the entry behind.
 */
export function ConsentChart({ id, read }: { id: string; read: ConsentRead }) {
  const { store } = usePanel();
  const book = store.book();
  const { entries } = book.log;
  const place = useSignal<TimePlace>({ kind: 'all' });
  const width = useSignal(0);
  const chosen = useSignal<string | undefined>(undefined);
  const frame = useRef<HTMLDivElement>(null);
  const isEmpty = read.bands.rows.length === 0 && read.tally.length === 0;

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      width.value = element.clientWidth;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [isEmpty]);

  const startAt = book.startAt();
  const first = entries[0]?.at ?? 0;
  const last = Math.max(first, entries.at(-1)?.at ?? first);
  // What holds now goes on after the last entry: room to see it.
  const whole = wholeWindow(first, last + (last - first) * NOW_ROOM);
  const window = resolveWindow(place.value, whole);
  const left = width.value < NARROW_PX ? LABELS_NARROW_PX : LABELS_PX;
  const plot = Math.max(1, width.value - left);
  const rows = useMemo(
    () =>
      rowsOf({
        read,
        entries,
        window,
        plot,
        verdictOf: book.analysis.consent.verdictOf,
        toneOf: (hit, verdict) => hitTone(hit, verdict, book.analysis.consent),
        timeOf: (at) => formatRelative(at - startAt),
        get: store.get,
      }),
    [read, window.from, window.to, plot, t()],
  );
  if (isEmpty) return null;

  const words = t().consentView;
  const zoom = (factor: number) => {
    const at = selectedTime(store.selected.peek(), window);
    place.value = zoomAbout(window, factor, at, whole);
  };
  const pan = (part: number) => {
    place.value = panBy(window, (window.to - window.from) * part, whole);
  };
  const items = rows.flatMap((row) => row.items);
  const current = items.find(({ key }) => key === chosen.value) ?? items[0];
  const said = items.find(({ key }) => key === chosen.value);

  const choose = (item: Item, opens: boolean) => {
    chosen.value = item.key;
    const entry = item.entry === undefined ? undefined : store.get(item.entry);
    if (!entry) return;
    store.select(entry);
    if (!opens) return;
    store.detailTab.value = 'consent';
    store.isDetailOpen.value = true;
  };
  const focus = (item: Item | undefined) => {
    if (!item) return;
    chosen.value = item.key;
    frame.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(item.key)}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key, shiftKey } = event;
    if (key === '+' || key === '=') zoom(ZOOM_STEP);
    else if (key === '-' || key === '_') zoom(1 / ZOOM_STEP);
    else if (key === '0') place.value = { kind: 'all' };
    else if (shiftKey && key === 'ArrowRight') pan(PAN_STEP);
    else if (shiftKey && key === 'ArrowLeft') pan(-PAN_STEP);
    else if (/^(?:Arrow(?:Left|Right|Up|Down)|Home|End)$/.test(key))
      focus(itemByKey(rows, current, key));
    else return;
    event.preventDefault();
  };

  return (
    <section class="consent-part" aria-labelledby="consent-over-time">
      <div class="consent-bar">
        <h2 id="consent-over-time">{words.overTime}</h2>
        <button
          type="button"
          class="icon-button"
          data-testid="consent-zoom-out"
          aria-label={words.zoomOut}
          title={`${words.zoomOut} (-)`}
          disabled={place.value.kind === 'all'}
          onClick={() => zoom(1 / ZOOM_STEP)}
        >
          <MinusIcon />
        </button>
        <button
          type="button"
          class="icon-button"
          data-testid="consent-zoom-in"
          aria-label={words.zoomIn}
          title={`${words.zoomIn} (+)`}
          onClick={() => zoom(ZOOM_STEP)}
        >
          <PlusIcon />
        </button>
        <button
          type="button"
          class="button small"
          title={`${words.showAll} (0)`}
          disabled={place.value.kind === 'all'}
          onClick={() => {
            place.value = { kind: 'all' };
          }}
        >
          {words.all}
        </button>
        <span class="dim consent-range">{describeWindow(window, startAt, first)}</span>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys that move between the buttons in it */}
      <div
        ref={frame}
        id={id}
        class="consent-chart"
        data-testid="consent-chart"
        data-from={window.from}
        data-to={window.to}
        tabIndex={-1}
        style={{ '--labels': `${left}px` }}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          // The view's key and closing the detail give the chart the focus: it stands for its band.
          if (event.target === frame.current) focus(current);
        }}
      >
        <Axis window={window} plot={plot} startAt={startAt} entries={entries} />
        <HitLines marks={rows[0]?.items ?? []} />
        {rows.map((row) => (
          <div
            key={row.key}
            class={`consent-row ${row.kind}`}
            data-testid="consent-row"
            data-row={row.key}
          >
            <span class="consent-label" id={`consent-row-${row.key}`} title={row.label}>
              {row.label}
              {row.isAside && <span class="dim"> ({words.shownOnly})</span>}
            </span>
            <ol class="consent-plot" aria-labelledby={`consent-row-${row.key}`}>
              {row.items.map((item) => (
                <li key={item.key}>
                  <button
                    type="button"
                    class={`${row.kind === 'hits' ? 'consent-mark' : 'consent-band'} ${item.tone} ${row.isAside ? 'aside' : ''} ${item.width < THIN_PX ? 'thin' : ''}`}
                    style={{ left: `${item.x}px`, width: `${item.width}px` }}
                    tabIndex={item.key === current?.key ? 0 : -1}
                    aria-pressed={item.key === chosen.value}
                    aria-label={item.words}
                    title={item.words}
                    data-key={item.key}
                    data-testid={row.kind === 'hits' ? 'consent-mark' : 'consent-band'}
                    data-tone={item.tone}
                    onFocus={() => {
                      chosen.value = item.key;
                    }}
                    onClick={() => choose(item, true)}
                  >
                    <span>{item.text}</span>
                  </button>
                </li>
              ))}
            </ol>
          </div>
        ))}
      </div>
      <p class="consent-status dim" role="status" data-testid="consent-status">
        {said === undefined ? words.keys : said.words}
      </p>
    </section>
  );
}

function selectedTime(selected: Entry | undefined, { from, to }: TimeWindow): number {
  const at = selected?.at;
  return at !== undefined && at > from && at < to ? at : (from + to) / 2;
}

/** The hits through all the bands, so that each is seen on the state that it left under. */
function HitLines({ marks }: { marks: readonly Item[] }) {
  return (
    <div class="consent-lines" aria-hidden="true">
      {marks.map(({ key, place, tone }) => (
        <span key={key} class={tone} style={{ left: `${place}px` }} />
      ))}
    </div>
  );
}

/** The time axis, and where each page began. */
function Axis(props: {
  window: TimeWindow;
  plot: number;
  startAt: number;
  entries: readonly Entry[];
}) {
  const { window, plot, startAt, entries } = props;
  const scale = plot / (window.to - window.from);
  const pages = useMemo(() => entries.filter(isDivider), [entries, entries.length]);
  const shown: { x: number; text: string }[] = [];
  for (const [i, page] of pages.entries()) {
    const nextAt = pages[i + 1]?.at ?? window.to;
    const x = (page.at - window.from) * scale;
    if (page.kind !== 'page' || nextAt < window.from || x > plot) continue;
    const last = shown.at(-1);
    // A page that had no room gives its place to the next one.
    if (last && x - last.x < 24 && x > 0) shown.pop();
    const before = pages[i - 1];
    const url = before?.kind === 'page' ? before.url : undefined;
    shown.push({ x: Math.max(0, x), text: pageLabel(page.url, url) });
  }
  return (
    <>
      <div class="consent-axis" aria-hidden="true">
        {ticksOf(window, plot, startAt).map(({ at, label }) => (
          <span key={at} style={{ left: `${(at - window.from) * scale}px` }}>
            {label}
          </span>
        ))}
      </div>
      <div class="consent-row pages">
        <span class="consent-label">{t().consentView.pages}</span>
        <ol class="consent-plot" aria-label={t().consentView.pages}>
          {shown.map(({ x, text }, i) => (
            <li
              key={`${x} ${text}`}
              class="consent-page"
              title={text}
              style={{ left: `${x}px`, width: `${(shown[i + 1]?.x ?? plot) - x}px` }}
            >
              {text}
            </li>
          ))}
        </ol>
      </div>
    </>
  );
}
