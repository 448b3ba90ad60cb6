import type { CallEntry, Entry } from '../../session/entry.ts';
import { propertiesOf } from '../../session/value/read.ts';
import { pixelCallOf } from '../../vendors/meta/call.ts';
import { EVENT_ID_KEYS, isMeantAsEventId } from '../../vendors/meta/deduplication.ts';
import type { Finding } from '../facts/legacy.ts';
import type { Copy } from './copy.ts';

const OBSERVED = 'domain facts 2.3 (the real SDK, observed); Meta Pixel, "eventID"';
const SERVER_KEY = 'domain facts 4; Meta, "Server event parameters", event_id';

/**
 * Why a copy that was meant to have an event id has none, or undefined where nothing shows that one
 * was meant. Asked only where no finding about the copy's call says so already. Proof: the copy,
 * and the call where it shows more than the hit does.
 */
export function missingIdFinding(
  copy: Copy,
  entry: Entry | undefined,
  call: CallEntry | undefined,
): Finding | undefined {
  if (entry?.kind === 'server') return serverFinding(copy, entry.event);
  const parameters = entry?.kind === 'hit' ? entry.events[copy.index]?.parameters : undefined;
  if (parameters === undefined || copy.side === 'server') return undefined;
  const proof = call ? [copy.entry, call.id] : [copy.entry];
  const names = Object.keys(parameters);
  if (names.some((name) => name.startsWith('eid[')))
    return {
      rule: 'dedup/event-id-list',
      severity: 'error',
      entries: proof,
      message: `The eventID of ${copy.name} is a list: the pixel sends ${quoteSome(names.filter((name) => name.startsWith('eid[')))} and no eid. Nobody documents which of them Meta takes.`,
      fix: 'Pass one string: {eventID: id}.',
      reference: OBSERVED,
    };
  if (parameters.eid === '')
    return {
      rule: 'dedup/event-id-empty',
      severity: 'error',
      entries: proof,
      message: `The eventID of ${copy.name} is an empty text: the hit carries "eid=" and no id.`,
      fix: 'Make the id before fbq is called, and leave the option out where there is none.',
      reference: OBSERVED,
    };
  const inData = names.find((name) => name.startsWith('cd[') && isMeantAsEventId(inner(name)));
  if (inData !== undefined)
    return {
      rule: 'dedup/event-id-in-custom-data',
      severity: 'error',
      entries: proof,
      message: `${inner(inData)} of ${copy.name} stands in the third argument of fbq. The pixel sends it as ${inData}=${parameters[inData]} and the hit has no event id; the SDK says nothing.`,
      fix: `Move it into a fourth argument: fbq('track', '${copy.name}', {…}, {eventID: '${parameters[inData]}'}).`,
      reference: OBSERVED,
    };
  return optionsFinding(copy, call);
}

function optionsFinding(copy: Copy, call: CallEntry | undefined): Finding | undefined {
  if (call === undefined) return undefined;
  const options = propertiesOf(pixelCallOf(call)?.options)?.values ?? {};
  const read = EVENT_ID_KEYS.find((key) => Object.hasOwn(options, key));
  const misspelt = Object.keys(options).find(
    (key) => isMeantAsEventId(key) && !EVENT_ID_KEYS.includes(key),
  );
  if (read !== undefined || misspelt === undefined) return undefined;
  return {
    rule: 'dedup/event-id-key',
    severity: 'error',
    entries: [copy.entry, call.id],
    message: `The option of ${copy.name} is called ${misspelt}; the pixel reads eventID and event_id alone and ignores it without a word. The hit has no event id.`,
    fix: `Write {eventID: …} instead of {${misspelt}: …}.`,
    reference: OBSERVED,
  };
}

function serverFinding(copy: Copy, event: Record<string, unknown>): Finding | undefined {
  if (event.event_id === '')
    return {
      rule: 'dedup/event-id-empty',
      severity: 'error',
      entries: [copy.entry],
      message: `The server sent ${copy.name} with an empty event_id.`,
      fix: "Give it the browser's id, or leave the key out where there is none.",
      reference: SERVER_KEY,
    };
  if (Array.isArray(event.event_id))
    return {
      rule: 'dedup/event-id-list',
      severity: 'error',
      entries: [copy.entry],
      message: `The server sent ${copy.name} with a list as event_id; it is a string.`,
      fix: 'Send one string.',
      reference: SERVER_KEY,
    };
  const misspelt = Object.keys(event).find((key) => key !== 'event_id' && isMeantAsEventId(key));
  if (misspelt !== undefined)
    return {
      rule: 'dedup/event-id-key',
      severity: 'error',
      entries: [copy.entry],
      message: `The server sent the id of ${copy.name} as ${misspelt}; the Conversions API's key is event_id.`,
      fix: `Rename ${misspelt} to event_id.`,
      reference: SERVER_KEY,
    };
  const data = event.custom_data;
  const keys = typeof data === 'object' && data !== null ? Object.keys(data) : [];
  const inData = keys.find(isMeantAsEventId);
  if (inData === undefined) return undefined;
  return {
    rule: 'dedup/event-id-in-custom-data',
    severity: 'error',
    entries: [copy.entry],
    message: `The server sent the id of ${copy.name} inside custom_data, as ${inData}; the event itself has no event_id.`,
    fix: 'Move it out of custom_data: {event_name, event_id, custom_data: {…}}.',
    reference: SERVER_KEY,
  };
}

/** `eventID` of `cd[eventID]`. */
function inner(name: string): string {
  return name.slice(name.indexOf('[') + 1, -1);
}

function quoteSome(names: readonly string[]): string {
  return names.slice(0, 3).join(', ');
}
