import { useSignal } from '@preact/signals';
import type { HitEntry, HitEvent } from '../../session/entry.ts';
import { usePanel } from '../model/context.ts';
import { describeMark } from '../text/hit-words.ts';
import { t } from '../text/language.ts';
import { copyAndTell } from '../ui/copy-button.tsx';
import { LongText } from '../ui/long-text.tsx';
import { Section } from '../ui/section.tsx';
import { groupParameters, type ShownParameter } from './parameter-groups.ts';

/** Events of one request shown at once, and rows of one part. */
const EVENTS = 10;
const ROWS = 60;

/** What a hit carries: the parameters of each event, with their meaning and as they were sent. */
export function HitEvents({ hit }: { hit: HitEntry }) {
  const shown = useSignal(EVENTS);
  const hidden = hit.events.length - shown.value;
  if (hit.events.length === 0) return null;
  const words = t().detail.parameters;
  return (
    <>
      {hit.events.slice(0, shown.value).map((event, i) => (
        <EventParameters
          key={i}
          vendor={hit.vendor}
          event={event}
          title={
            hit.events.length === 1
              ? words.title
              : words.eventOf(i + 1, hit.events.length, event.eventName ?? t().entry.noName)
          }
        />
      ))}
      {hidden > 0 && (
        <button
          type="button"
          class="link"
          onClick={() => {
            shown.value += EVENTS;
          }}
        >
          {words.moreEvents(Math.min(EVENTS, hidden), hidden)}
        </button>
      )}
    </>
  );
}

function EventParameters(props: { vendor: string; event: HitEvent; title: string }) {
  const { vendor, event, title } = props;
  const sections = groupParameters(vendor, event.parameters);
  return (
    <Section title={title} testId="hit-event">
      {(event.marks ?? []).map((mark) => (
        <p key={mark} class="mark">
          {describeMark(mark)}
        </p>
      ))}
      {sections.length === 0 && <p class="dim">{t().detail.parameters.none}</p>}
      {sections.map((section) => (
        <ParameterPart key={section.title} title={section.title} rows={section.parameters} />
      ))}
    </Section>
  );
}

function ParameterPart({ title, rows }: { title: string; rows: ShownParameter[] }) {
  const shown = useSignal(ROWS);
  const hidden = rows.length - shown.value;
  return (
    <table class="parameters">
      <caption>{title}</caption>
      <thead class="offscreen">
        <tr>
          <th scope="col">{t().detail.parameters.parameter}</th>
          <th scope="col">{t().detail.parameters.value}</th>
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, shown.value).map((row) => (
          <ParameterRow key={row.name} row={row} />
        ))}
        {hidden > 0 && (
          <tr>
            <td colSpan={2}>
              <button
                type="button"
                class="link"
                onClick={() => {
                  shown.value += ROWS;
                }}
              >
                {t().ui.showMore(Math.min(ROWS, hidden), hidden)}
              </button>
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function ParameterRow({ row }: { row: ShownParameter }) {
  const { store } = usePanel();
  const { name, value, label, meaning, reading, isUnverified } = row;
  const isNamed = label !== name;
  const doubt = isUnverified ? ` ${t().detail.parameters.unverified}` : '';
  return (
    <tr data-testid="parameter" data-name={name.slice(0, 200)}>
      <th scope="row" title={meaning === '' ? undefined : `${meaning}${doubt}`}>
        <span class="parameter-label">{label.slice(0, 200)}</span>
        {isNamed && <code class="parameter-name">{name.slice(0, 200)}</code>}
      </th>
      <td>
        <span class="parameter-value">
          {value === '' ? (
            <span class="dim">{t().ui.empty}</span>
          ) : (
            <LongText text={value} label={name} />
          )}
        </span>
        {reading !== undefined && <span class="reading">{reading}</span>}
        <button
          type="button"
          class="link copy-parameter"
          data-testid="copy-parameter"
          aria-label={t().detail.copy.of.value(name.slice(0, 200))}
          onClick={() =>
            void copyAndTell(store, value, t().detail.copied.valueOf(name.slice(0, 60)))
          }
        >
          {t().ui.copy}
        </button>
      </td>
    </tr>
  );
}
