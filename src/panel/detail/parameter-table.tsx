import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { HitEntry, HitEvent } from '../../session/entry.ts';
import { useBook, usePanel } from '../model/context.ts';
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
  const { labels = {} } = useBook().profile;
  const isRenaming = useSignal(false);
  const { name, value, meaning, reading, isUnverified } = row;
  const label = (Object.hasOwn(labels, name) ? labels[name] : undefined) ?? row.label;
  const isNamed = label !== name;
  const doubt = isUnverified ? ` ${t().detail.parameters.unverified}` : '';
  return (
    <tr data-testid="parameter" data-name={name.slice(0, 200)}>
      <th scope="row" title={meaning === '' ? undefined : `${meaning}${doubt}`}>
        {isRenaming.value ? (
          <Rename name={name} label={label} given={row.label} isRenaming={isRenaming} />
        ) : (
          <span class="parameter-label">{label.slice(0, 200)}</span>
        )}
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
        <span class="copy-parameter">
          <button
            type="button"
            class="link"
            data-testid="copy-parameter"
            aria-label={t().detail.copy.of.value(name.slice(0, 200))}
            onClick={() =>
              void copyAndTell(store, value, t().detail.copied.valueOf(name.slice(0, 60)))
            }
          >
            {t().ui.copy}
          </button>{' '}
          <button
            type="button"
            class="link"
            data-testid="rename-parameter"
            aria-label={t().detail.parameters.renameOf(name.slice(0, 200))}
            onClick={() => {
              isRenaming.value = true;
            }}
          >
            {t().detail.parameters.rename}
          </button>
        </span>
      </td>
    </tr>
  );
}

/** A field for the name that the site's people know; Enter, or leaving the field, keeps it in the profile; empty is none. */
function Rename(props: {
  name: string;
  label: string;
  /** Without the profile. */
  given: string;
  isRenaming: Signal<boolean>;
}) {
  const { profiles } = usePanel();
  const { name, label, given, isRenaming } = props;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const words = t().detail.parameters;
  const save = (text: string) => {
    isRenaming.value = false;
    const next = text === '' || text === given ? undefined : text;
    if (text === label) return;
    const told = next === undefined ? words.unnamed(name) : words.named(name, next);
    void profiles.setValue(['labels', name], next, told);
  };
  return (
    <input
      ref={field}
      class="text"
      data-testid="parameter-rename"
      aria-label={words.renameOf(name)}
      defaultValue={label}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save(event.currentTarget.value.trim());
        else if (event.key === 'Escape') isRenaming.value = false;
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onBlur={(event) => {
        // Some browsers tell it of a field that was taken away, after Escape too.
        if (isRenaming.peek()) save(event.currentTarget.value.trim());
      }}
    />
  );
}
