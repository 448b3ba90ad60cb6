import { useSignal } from '@preact/signals';
import type { HitEntry, HitEvent } from '../../session/entry.ts';
import { usePanel } from '../model/context.ts';
import { formatCount } from '../text/describe-entry.ts';
import { describeMark } from '../text/hit-words.ts';
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
  return (
    <>
      {hit.events.slice(0, shown.value).map((event, i) => (
        <EventParameters
          key={i}
          vendor={hit.vendor}
          event={event}
          title={
            hit.events.length === 1
              ? 'Parameters'
              : `Event ${i + 1} of ${hit.events.length}: ${event.eventName ?? '(no name)'}`
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
          Show {Math.min(EVENTS, hidden)} more of {formatCount(hidden)} events
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
      {sections.length === 0 && <p class="dim">It carries no parameters.</p>}
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
          <th scope="col">Parameter</th>
          <th scope="col">Value</th>
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
                Show {Math.min(ROWS, hidden)} more of {formatCount(hidden)}
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
  const doubt = isUnverified ? ' What it means is not verified.' : '';
  return (
    <tr data-testid="parameter" data-name={name.slice(0, 200)}>
      <th scope="row" title={meaning === '' ? undefined : `${meaning}${doubt}`}>
        <span class="parameter-label">{label.slice(0, 200)}</span>
        {isNamed && <code class="parameter-name">{name.slice(0, 200)}</code>}
      </th>
      <td>
        <span class="parameter-value">
          {value === '' ? <span class="dim">(empty)</span> : <LongText text={value} label={name} />}
        </span>
        {reading !== undefined && <span class="reading">{reading}</span>}
        <button
          type="button"
          class="link copy-parameter"
          data-testid="copy-parameter"
          aria-label={`Copy the value of ${name.slice(0, 200)}`}
          onClick={() => void copyAndTell(store, value, `the value of ${name.slice(0, 60)}`)}
        >
          Copy
        </button>
      </td>
    </tr>
  );
}
