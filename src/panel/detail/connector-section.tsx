import { useSignal } from '@preact/signals';
import { sayNotes, sayRequirement } from '../../language/match.ts';
import type { Entry } from '../../session/entry.ts';
import type { ConnectorEvent } from '../../vendors/commanders-act/connector.ts';
import type { Requirement } from '../../vendors/commanders-act/connector-minimum.ts';
import type { ConnectorNote } from '../../vendors/commanders-act/connector-note.ts';
import { sentValues } from '../../vendors/commanders-act/connector-payload.ts';
import { connectorPreview } from '../../vendors/commanders-act/connector-preview.ts';
import type { CustomValue, UserValue } from '../../vendors/commanders-act/connector-values.ts';
import { RULE_LABELS } from '../../vendors/meta/user-data/normalise.ts';
import { useBook } from '../model/context.ts';
import type { Tone } from '../text/hit-words.ts';
import { t } from '../text/language.ts';
import { LongText } from '../ui/long-text.tsx';
import { Section } from '../ui/section.tsx';

/** Events of one hit shown at once. */
const PAGE = 5;

/** The Conversions API event that Commanders Act's connector makes of a trigger or of its hit. */
export function ConnectorSection({ entry }: { entry: Entry }) {
  const { profile } = useBook();
  const shown = useSignal(PAGE);
  const events = connectorPreview(entry, profile);
  if (events.length === 0) return null;
  const words = t().detail.connector;
  const hidden = events.length - shown.value;
  return (
    <Section title={words.title} testId="connector">
      <p class="dim">{words.condition}</p>
      {events.slice(0, shown.value).map((event, i) => (
        <ConnectorPreview key={`${event.sourceName ?? ''} ${i}`} event={event} />
      ))}
      {hidden > 0 && (
        <button
          type="button"
          class="link"
          onClick={() => {
            shown.value += PAGE;
          }}
        >
          {t().ui.showMore(Math.min(PAGE, hidden), hidden)}
        </button>
      )}
    </Section>
  );
}

function ConnectorPreview({ event }: { event: ConnectorEvent }) {
  const { eventName, eventId, eventSourceUrl, userData, customData } = event;
  const words = t().detail.connector;
  return (
    <div class="match-story">
      {event.missing.map((lack) => (
        <p key={JSON.stringify(lack)} class="chain-end bad" data-testid="connector-missing">
          {sayNotes([lack], t())}
        </p>
      ))}
      <dl class="facts connector-facts">
        <Fact
          term="event_name"
          value={eventName?.value}
          from={eventName && words.nameFrom(eventName.from, eventName.rule)}
          note={eventName?.note}
        />
        <Fact
          term="event_id"
          value={eventId?.value}
          from={eventId && words.from(eventId.from)}
          note={eventId?.note}
          otherwise={event.seen === 'call' ? words.inHit : words.none}
        />
        {eventSourceUrl && (
          <Fact
            term="event_source_url"
            value={eventSourceUrl.value}
            from={words.from(eventSourceUrl.from)}
          />
        )}
      </dl>
      <Requirements requirements={event.requirements} />
      <UserData values={userData} />
      <CustomData values={customData} />
      {event.notes.map((note) => (
        <p key={note.code} class="dim">
          {sayNotes([note], t())}
        </p>
      ))}
    </div>
  );
}

function Fact(props: {
  term: string;
  value: string | undefined;
  from?: string | undefined;
  note?: ConnectorNote | undefined;
  otherwise?: string | undefined;
}) {
  const { term, value, from, note, otherwise = t().detail.connector.none } = props;
  return (
    <div data-testid={`connector-${term}`}>
      <dt>{term}</dt>
      <dd>
        {value === undefined ? <span class="dim">{otherwise}</span> : <b>{value}</b>}
        {from !== undefined && <span class="reading">{from}</span>}
        {note !== undefined && <span class="reading">{sayNotes([note], t())}</span>}
      </dd>
    </div>
  );
}

const MET_TONES: Readonly<Record<`${Requirement['met']}`, Tone>> = {
  true: 'ok',
  false: 'bad',
  unclear: 'warn',
};

function Requirements({ requirements }: { requirements: readonly Requirement[] }) {
  return (
    <ul class="states" aria-label={t().detail.connector.requirements}>
      {requirements.map((requirement) => {
        const { id, met } = requirement;
        return (
          <li key={id} data-testid="requirement" data-id={id} data-met={met}>
            <span class={`chip ${MET_TONES[`${met}`]}`}>{t().detail.connector.met[`${met}`]}</span>{' '}
            {sayRequirement(requirement, t())}
          </li>
        );
      })}
    </ul>
  );
}

function UserData({ values }: { values: readonly UserValue[] }) {
  if (values.length === 0) return <p class="dim">{t().detail.connector.noUserData}</p>;
  return (
    <table class="parameters" data-testid="connector-user-data">
      <caption>user_data</caption>
      <tbody>
        {values.map((value) => (
          <tr key={value.field} data-testid="connector-field" data-name={value.field}>
            <th scope="row">
              <span class="parameter-label">{value.field}</span>
              <span class="reading">
                {value.from === '' ? '' : t().detail.connector.from(value.from)}
              </span>
            </th>
            <td>
              <UserValueCell value={value} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function UserValueCell({ value }: { value: UserValue }) {
  const { presence, values, note, judgement } = value;
  const words = t().detail.connector;
  return (
    <>
      {presence === 'automatic' && note === undefined && <span class="dim">{words.automatic}</span>}
      {presence === 'possible' && note === undefined && <span class="dim">{words.possible}</span>}
      {values.map((given) =>
        sentValues(value, given).map(({ rules, text, sent, refused }) => (
          <span key={`${given} ${rules.join()}`} class="connector-value">
            {sent === undefined ? (
              <span class="bad-text">
                {words.refused(refused === undefined ? '' : t().match.refusal[refused])}
              </span>
            ) : (
              <span class="parameter-value">
                <LongText text={sent} label={value.field} />
              </span>
            )}
            {text !== undefined && <span class="reading">{words.hashOf(text)}</span>}
            {rules.length > 0 && (
              <span class="reading">{words.byRules(rules.map((rule) => RULE_LABELS[rule]))}</span>
            )}
          </span>
        )),
      )}
      {judgement !== undefined && <span class="reading">{sayNotes(judgement.notes, t())}</span>}
      {note !== undefined && <span class="reading">{sayNotes([note], t())}</span>}
    </>
  );
}

function CustomData({ values }: { values: readonly CustomValue[] }) {
  const words = t().detail.connector;
  if (values.length === 0) return <p class="dim">{words.noCustomData}</p>;
  return (
    <table class="parameters" data-testid="connector-custom-data">
      <caption>custom_data</caption>
      <tbody>
        {values.map(({ to, from, value, notes }) => (
          <tr key={to} data-testid="connector-field" data-name={to}>
            <th scope="row">
              <span class="parameter-label">{to}</span>
              <span class="reading">{from === '' ? words.constant : words.from(from)}</span>
            </th>
            <td>
              <span class="parameter-value">
                <LongText text={showJson(value)} label={to} />
              </span>
              {notes !== undefined && <span class="reading">{sayNotes(notes, t())}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function showJson(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
