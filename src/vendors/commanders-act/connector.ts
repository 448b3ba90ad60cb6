import { locateGiven, readPath } from '../../session/value/path.ts';
import { plainText } from '../../session/value/plain.ts';
import { FACEBOOK_EVENT_ID } from '../event-properties.ts';
import { type MappingTable, ruleId } from '../mapping.ts';
import type { SourceEvent } from '../source-event.ts';
import { type ConnectorConsent, type Requirement, requirementsOf } from './connector-minimum.ts';
import type { ConnectorIdNote, ConnectorLack, ConnectorNote } from './connector-note.ts';
import { type CustomValue, customValues, type UserValue, userValues } from './connector-values.ts';
import { type GivenEvent, givenOf } from './given-event.ts';
import { COMMANDERS_ACT_MAPPING } from './mapping.ts';

/** One of the event's own fields, and where it comes from. */
export interface ConnectorField<Value> {
  value: Value;
  /** The path that it was read at. */
  from: string;
  note?: ConnectorNote;
}

/** The Conversions API event that Commanders Act's connector makes of an event. */
export interface ConnectorEvent {
  seen: SourceEvent['seen'];
  /** The source event's own name. */
  sourceName: string | undefined;
  /** Undefined where the event has no name. */
  eventName: (ConnectorField<string> & { rule: string }) | undefined;
  eventId: ConnectorField<string> | undefined;
  /** Unix time in seconds, where the event says it. */
  eventTime: ConnectorField<number> | undefined;
  eventSourceUrl: ConnectorField<string> | undefined;
  userData: readonly UserValue[];
  customData: readonly CustomValue[];
  /** What it takes for the connector to send it at all. */
  requirements: readonly Requirement[];
  /** What is not there and should be. */
  missing: readonly ConnectorLack[];
  /** What is odd about the ids. */
  notes: readonly ConnectorIdNote[];
}

/** What is known besides the event itself. */
export interface ConnectorOptions {
  table?: MappingTable;
  consent?: ConnectorConsent;
}

/**
 * What the connector makes of an event (Commanders Act, Facebook Conversions API; seed 003; domain
 * facts 5.4). Nothing is hashed here: `connectorPayload` does that, for it costs.
 */
export function connectorEvent(
  event: SourceEvent,
  { table = COMMANDERS_ACT_MAPPING, consent = {} }: ConnectorOptions = {},
): ConnectorEvent {
  const source = givenOf(event);
  const eventName = nameOf(source, table);
  const eventId = idOf(source);
  const userData = userValues(source, table);
  const customData = customValues(source, table);
  const missing: ConnectorLack[] = [];
  if (eventName === undefined) missing.push({ code: 'no-name' });
  if (eventId === undefined && source.seen === 'hit') missing.push({ code: 'no-event-id' });
  if (eventName?.value === 'Purchase')
    for (const parameter of ['value', 'currency'])
      if (!customData.some(({ to }) => to === parameter))
        missing.push({ code: 'purchase-without', parameter });
  return {
    seen: source.seen,
    sourceName: source.name,
    eventName,
    eventId,
    eventTime: timeOf(source),
    eventSourceUrl: addressOf(source),
    userData,
    customData,
    requirements: requirementsOf({ source, userData, consent }),
    missing,
    notes: idNotes(source),
  };
}

function nameOf(source: GivenEvent, table: MappingTable): ConnectorEvent['eventName'] {
  const { nameOverride } = table;
  const given = nameOverride && locateGiven(source.properties, nameOverride);
  if (given)
    return {
      value: plainText(given.value),
      from: given.path,
      rule: ruleId(table, 'event_name'),
    };
  const { name } = source;
  if (name === undefined || name === '') return undefined;
  const row = table.rows.find(({ from }) => from === name);
  if (row === undefined)
    return {
      value: name,
      from: 'event name',
      rule: ruleId(table, '*'),
      note: { code: 'own-name' },
    };
  const made = { value: row.to, from: 'event name', rule: ruleId(table, name) };
  return row.note === undefined ? made : { ...made, note: { code: row.note } };
}

function idOf({ properties }: GivenEvent): ConnectorEvent['eventId'] {
  const found = locateGiven(properties, FACEBOOK_EVENT_ID);
  return found && { value: plainText(found.value), from: found.path };
}

/** The trap of the two ids (domain facts 5.1). */
function idNotes(source: GivenEvent): ConnectorIdNote[] {
  const { ownEventId, seen } = source;
  const sent = locateGiven(source.properties, FACEBOOK_EVENT_ID)?.value;
  if (seen === 'call') {
    if (sent !== undefined) return [];
    const byLibrary: ConnectorIdNote = { code: 'id-by-library' };
    return ownEventId === undefined
      ? [byLibrary]
      : [{ code: 'own-id', ownId: ownEventId }, byLibrary];
  }
  if (sent === undefined || ownEventId === undefined || plainText(sent) === ownEventId) return [];
  return [{ code: 'two-ids', ownId: ownEventId, metaId: plainText(sent) }];
}

const TIMES = ['context.event_timestamp', 'event_timestamp'];

function timeOf({ properties }: GivenEvent): ConnectorEvent['eventTime'] {
  for (const path of TIMES) {
    const found = locateGiven(properties, path);
    const milliseconds = Number(plainText(found?.value));
    if (found && Number.isFinite(milliseconds))
      return { value: Math.floor(milliseconds / 1_000), from: path };
  }
  return undefined;
}

function addressOf({ properties }: GivenEvent): ConnectorEvent['eventSourceUrl'] {
  const url = readPath(properties, 'context.page.url');
  return typeof url === 'string' ? { value: url, from: 'context.page.url' } : undefined;
}
