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
import { usePanel } from '../model/context.ts';
import type { Tone } from '../text/hit-words.ts';
import { t } from '../text/language.ts';
import { LongText } from '../ui/long-text.tsx';
import { Section } from '../ui/section.tsx';

/** Events of one hit shown at once. */
const PAGE = 5;

/** The Conversions API event that Commanders Act's connector makes of a trigger or of its hit. */
export function ConnectorSection({ entry }: { entry: Entry }) {
  const { store } = usePanel();
  const shown = useSignal(PAGE);
  const events = connectorPreview(entry, store.book().profile);
  if (events.length === 0) return null;
  const hidden = events.length - shown.value;
  return (
    <Section title="What Commanders Act’s connector will send to Meta" testId="connector">
      <p class="dim">
        If the connector is on: that is a setting of Commanders Act, which no page shows.
      </p>
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
          Show {Math.min(PAGE, hidden)} more of {hidden}
        </button>
      )}
    </Section>
  );
}

function ConnectorPreview({ event }: { event: ConnectorEvent }) {
  const { eventName, eventId, eventSourceUrl, userData, customData } = event;
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
          from={eventName && `${eventName.from}, rule ${eventName.rule}`}
          note={eventName?.note}
        />
        <Fact
          term="event_id"
          value={eventId?.value}
          from={eventId?.from}
          note={eventId?.note}
          otherwise={event.seen === 'call' ? 'in the hit' : undefined}
        />
        {eventSourceUrl && (
          <Fact term="event_source_url" value={eventSourceUrl.value} from={eventSourceUrl.from} />
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
  const { term, value, from, note, otherwise = 'none' } = props;
  return (
    <div data-testid={`connector-${term}`}>
      <dt>{term}</dt>
      <dd>
        {value === undefined ? <span class="dim">{otherwise}</span> : <b>{value}</b>}
        {from !== undefined && <span class="reading">from {from}</span>}
        {note !== undefined && <span class="reading">{sayNotes([note], t())}</span>}
      </dd>
    </div>
  );
}

const MET: Readonly<Record<'true' | 'false' | 'unclear', { label: string; tone: Tone }>> = {
  true: { label: 'met', tone: 'ok' },
  false: { label: 'not met', tone: 'bad' },
  unclear: { label: 'unclear', tone: 'warn' },
};

function Requirements({ requirements }: { requirements: readonly Requirement[] }) {
  return (
    <ul class="states" aria-label="What it takes to be sent">
      {requirements.map((requirement) => {
        const { id, met } = requirement;
        const { label, tone } = MET[`${met}`];
        return (
          <li key={id} data-testid="requirement" data-id={id} data-met={met}>
            <span class={`chip ${tone}`}>{label}</span> {sayRequirement(requirement, t())}
          </li>
        );
      })}
    </ul>
  );
}

function UserData({ values }: { values: readonly UserValue[] }) {
  if (values.length === 0) return <p class="dim">user_data: nothing is there.</p>;
  return (
    <table class="parameters" data-testid="connector-user-data">
      <caption>user_data</caption>
      <tbody>
        {values.map((value) => (
          <tr key={value.field} data-testid="connector-field" data-name={value.field}>
            <th scope="row">
              <span class="parameter-label">{value.field}</span>
              <span class="reading">{value.from === '' ? '' : `from ${value.from}`}</span>
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
  return (
    <>
      {presence === 'automatic' && note === undefined && (
        <span class="dim">taken from the request by the server</span>
      )}
      {presence === 'possible' && note === undefined && (
        <span class="dim">perhaps: it cannot be seen here</span>
      )}
      {values.map((given) =>
        sentValues(value, given).map(({ rules, text, sent, refused }) => (
          <span key={`${given} ${rules.join()}`} class="connector-value">
            {sent === undefined ? (
              <span class="bad-text">
                nothing{refused === undefined ? '' : `: ${t().match.refusal[refused]}`}
              </span>
            ) : (
              <span class="parameter-value">
                <LongText text={sent} label={value.field} />
              </span>
            )}
            {text !== undefined && <span class="reading">SHA-256 of “{text}”</span>}
            {rules.length > 0 && (
              <span class="reading">
                by the rule of {rules.map((rule) => RULE_LABELS[rule]).join(', ')}
              </span>
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
  if (values.length === 0) return <p class="dim">custom_data: nothing is there.</p>;
  return (
    <table class="parameters" data-testid="connector-custom-data">
      <caption>custom_data</caption>
      <tbody>
        {values.map(({ to, from, value, notes }) => (
          <tr key={to} data-testid="connector-field" data-name={to}>
            <th scope="row">
              <span class="parameter-label">{to}</span>
              <span class="reading">{from === '' ? 'a constant' : `from ${from}`}</span>
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
