import type { CallEntry, Entry } from '../../session/entry.ts';
import { propertiesOf } from '../../session/value/read.ts';
import { pixelCallOf } from '../../vendors/meta/call.ts';
import { EVENT_ID_KEYS, isMeantAsEventId } from '../../vendors/meta/deduplication.ts';
import type { Fact } from '../facts/fact.ts';
import type { Copy } from './copy.ts';

/** A copy's own words for why its event id is none. */
type MissingId = Fact<
  | 'dedup/event-id-empty'
  | 'dedup/event-id-list'
  | 'dedup/event-id-key'
  | 'dedup/event-id-in-custom-data'
>;

/**
 * Why a copy that was meant to have an event id has none, or undefined where nothing shows that one
 * was meant. Asked only where no fact about the copy's call says so already. Proof: the copy, and
 * the call where it shows more than the hit does.
 */
export function missingIdFact(
  copy: Copy,
  entry: Entry | undefined,
  call: CallEntry | undefined,
): MissingId | undefined {
  if (entry?.kind === 'server') return serverFact(copy, entry.event);
  const parameters = entry?.kind === 'hit' ? entry.events[copy.index]?.parameters : undefined;
  if (parameters === undefined || copy.side === 'server') return undefined;
  const entries = call ? [copy.entry, call.id] : [copy.entry];
  const base = { eventName: copy.name, side: copy.side };
  const names = Object.keys(parameters);
  const keys = names.filter((name) => name.startsWith('eid['));
  if (keys.length > 0)
    return { rule: 'dedup/event-id-list', entries, data: { ...base, keys: keys.slice(0, SHOWN) } };
  if (parameters.eid === '') return { rule: 'dedup/event-id-empty', entries, data: base };
  const inData = names.find((name) => name.startsWith('cd[') && isMeantAsEventId(inner(name)));
  if (inData !== undefined)
    return {
      rule: 'dedup/event-id-in-custom-data',
      entries,
      data: { ...base, key: inner(inData), value: parameters[inData] as string },
    };
  return call && optionsFact(copy, call);
}

/** Parameters of a list that are named. */
const SHOWN = 3;

function optionsFact(copy: Copy, call: CallEntry): MissingId | undefined {
  const options = propertiesOf(pixelCallOf(call)?.options)?.values ?? {};
  const read = EVENT_ID_KEYS.find((key) => Object.hasOwn(options, key));
  const misspelt = Object.keys(options).find(
    (key) => isMeantAsEventId(key) && !EVENT_ID_KEYS.includes(key),
  );
  if (read !== undefined || misspelt === undefined) return undefined;
  return {
    rule: 'dedup/event-id-key',
    entries: [copy.entry, call.id],
    data: { eventName: copy.name, side: copy.side, key: misspelt },
  };
}

function serverFact(copy: Copy, event: Record<string, unknown>): MissingId | undefined {
  const base = { eventName: copy.name, side: copy.side };
  const entries = [copy.entry];
  if (event.event_id === '') return { rule: 'dedup/event-id-empty', entries, data: base };
  if (Array.isArray(event.event_id))
    return { rule: 'dedup/event-id-list', entries, data: { ...base, keys: [] } };
  const misspelt = Object.keys(event).find((key) => key !== 'event_id' && isMeantAsEventId(key));
  if (misspelt !== undefined)
    return { rule: 'dedup/event-id-key', entries, data: { ...base, key: misspelt } };
  const inData = meantIn(event.custom_data);
  if (inData !== undefined)
    return { rule: 'dedup/event-id-in-custom-data', entries, data: { ...base, key: inData } };
  for (const part of OTHER_PARTS) {
    const inPart = meantIn(event[part]);
    if (inPart !== undefined)
      return { rule: 'dedup/event-id-key', entries, data: { ...base, key: `${part}.${inPart}` } };
  }
  return undefined;
}

/** Objects of a server's event besides its custom data. */
const OTHER_PARTS = ['user_data', 'app_data'];

function meantIn(part: unknown): string | undefined {
  return typeof part === 'object' && part !== null
    ? Object.keys(part).find(isMeantAsEventId)
    : undefined;
}

/** `eventID` of `cd[eventID]`. */
function inner(name: string): string {
  return name.slice(name.indexOf('[') + 1, -1);
}
