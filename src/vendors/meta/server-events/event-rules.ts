import { isJsonObject, type JsonObject } from '../../fields.ts';
import type { Expected, Fault, Found, JsonType } from './fault.ts';
import { hideSecrets } from './secrets.ts';

/** What is wrong with one event, and where in it: a JSON pointer, '' for the event as a whole. */
export type EventProblem = Pick<Fault, 'expected' | 'found'> & { pointer: string };

/**
 * The keys of an event whose type decides whether it can be read at all (domain facts 4, event
 * keys). An event id may be a number here: that is a mistake to be shown, not to be refused.
 */
const TYPES: Readonly<Record<string, readonly JsonType[]>> = {
  event_id: ['string', 'number'],
  action_source: ['string'],
  user_data: ['object'],
  custom_data: ['object'],
  app_data: ['object'],
  event_source_url: ['string'],
  referrer_url: ['string'],
  data_processing_options: ['list'],
};

function typeOf(value: unknown): JsonType | undefined {
  if (Array.isArray(value)) return 'list';
  if (isJsonObject(value)) return 'object';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? type : undefined;
}

/** A value as something found: its type, or itself, cut where it is long. No access token is in it. */
export function foundValue(value: unknown): Found {
  if (value === undefined) return { code: 'nothing' };
  const type = typeOf(value);
  if (type === 'object' || type === 'list') return { code: 'type', type };
  // Hidden before it is cut: half a token is not known for one.
  const text = hideSecrets(JSON.stringify(value));
  return { code: 'text', text: text.length > 60 ? `${text.slice(0, 60)}…` : text };
}

/** Seconds beyond this are the year 5138; milliseconds beyond it are 1973. */
const LATEST_SECONDS = 1e11;

/** event_time as a number; undefined where it is missing, NaN where it is none. A numeric text counts. */
function timeOf(event: JsonObject): number | undefined {
  const { event_time: time } = event;
  if (time === undefined || time === null || time === '') return undefined;
  return typeof time === 'number' || typeof time === 'string' ? Number(time) : Number.NaN;
}

/** What is wrong with event_time, where Meta takes seconds; undefined where it is missing, too. */
export function timeFault(event: JsonObject): 'milliseconds' | 'date' | 'no-time' | undefined {
  const time = timeOf(event);
  if (time === undefined) return undefined;
  if (Number.isFinite(time)) return Math.abs(time) >= LATEST_SECONDS ? 'milliseconds' : undefined;
  return Number.isNaN(dateOf(event.event_time)) ? 'no-time' : 'date';
}

function dateOf(time: unknown): number {
  // A date is short; what is not one may be long.
  return typeof time === 'string' && time.length <= 60 ? Date.parse(time) : Number.NaN;
}

/** The moment that event_time means, however it is written; ms since the epoch. */
export function eventMoment(event: JsonObject): number | undefined {
  const time = timeOf(event);
  if (time === undefined) return undefined;
  if (Number.isFinite(time)) return Math.abs(time) >= LATEST_SECONDS ? time : time * 1000;
  const date = dateOf(event.event_time);
  return Number.isNaN(date) ? undefined : date;
}

function timeProblem(event: JsonObject): EventProblem | undefined {
  const wrong = timeFault(event);
  if (wrong === undefined) return undefined;
  const found = foundValue(event.event_time);
  return {
    pointer: '/event_time',
    expected: { code: 'whole-seconds' },
    found:
      wrong === 'milliseconds' && 'text' in found
        ? { code: 'milliseconds', text: found.text }
        : found,
  };
}

/**
 * Why an event cannot be used at all, or undefined. What the Conversions API would refuse but can
 * be shown, such as an unknown action_source, is no reason (see `refusalsOf`).
 */
export function eventProblem(event: unknown): EventProblem | undefined {
  if (!isJsonObject(event))
    return { pointer: '', expected: { code: 'event' }, found: foundValue(event) };
  const { event_name: name } = event;
  if (typeof name !== 'string' || name.trim() === '')
    return {
      pointer: '/event_name',
      expected: { code: 'event-name' },
      found: foundValue(name),
    };
  // Google's names of events are in the same key.
  if (Array.isArray(event.event_params) || 'user_pseudo_id' in event)
    return {
      pointer: '',
      expected: { code: 'known-format' },
      found: { code: 'other-format', format: 'ga4-export' },
    };
  for (const [key, types] of Object.entries(TYPES)) {
    const value = event[key];
    if (value === undefined || value === null) continue;
    const type = typeOf(value);
    if (type === undefined || !types.includes(type))
      return {
        pointer: `/${key}`,
        expected: { code: 'types', types },
        found: foundValue(value),
      };
  }
  return undefined;
}

/** A body has at most this many events (domain facts 4). */
export const EVENTS_PER_REQUEST = 1_000;

/** Values of action_source (domain facts 4). */
export const ACTION_SOURCES: readonly string[] = [
  'email',
  'website',
  'app',
  'phone_call',
  'chat',
  'physical_store',
  'system_generated',
  'business_messaging',
  'other',
];

/** Sets of user_data keys that are too little, alone or in part (domain facts 4). */
const WEAK_USER_DATA: readonly (readonly string[])[] = [
  ['ct', 'country', 'st', 'zp', 'ge', 'client_user_agent'],
  ['db', 'client_user_agent'],
  ['fn', 'ge'],
  ['ln', 'ge'],
];

const DAY = 86_400_000;
/** How old an event may be (domain facts 4). */
const AGE_DAYS = 7;
const STORE_AGE_DAYS = 62;

/**
 * Why the Conversions API would refuse an event that was received at `nowMs`, by the documented
 * rules (domain facts 4). One refused event refuses the whole request.
 */
export function refusalsOf(event: unknown, nowMs: number): EventProblem[] {
  const unusable = eventProblem(event);
  if (unusable || !isJsonObject(event)) return unusable ? [unusable] : [];
  const problems: EventProblem[] = [];
  const refuse = (pointer: string, expected: Expected, value: unknown) =>
    problems.push({ pointer, expected, found: foundValue(value) });

  const { action_source: source } = event;
  const time = timeProblem(event);
  const moment = eventMoment(event);
  const days = source === 'physical_store' ? STORE_AGE_DAYS : AGE_DAYS;
  if (time !== undefined) problems.push(time);
  else if (moment === undefined) refuse('/event_time', { code: 'seconds' }, event.event_time);
  else if (nowMs - moment > days * DAY)
    refuse('/event_time', { code: 'within-days', days }, event.event_time);

  if (typeof source !== 'string' || !ACTION_SOURCES.includes(source))
    refuse('/action_source', { code: 'one-of', values: ACTION_SOURCES }, source);

  const { user_data: user } = event;
  if (!isJsonObject(user)) refuse('/user_data', { code: 'object' }, user);
  else {
    const keys = Object.keys(user).filter((key) => isThere(user[key]));
    if (WEAK_USER_DATA.some((set) => keys.every((key) => set.includes(key))))
      problems.push({
        pointer: '/user_data',
        expected: { code: 'about-person' },
        found: keys.length === 0 ? { code: 'nothing' } : { code: 'only-keys', keys },
      });
    if (source === 'website' && !isThere(user.client_user_agent))
      refuse('/user_data/client_user_agent', { code: 'user-agent' }, undefined);
  }
  if (source === 'website' && !isThere(event.event_source_url))
    refuse('/event_source_url', { code: 'page-address' }, event.event_source_url);
  // Seen: error 100, subcode 2804010, "Missing Currency for Purchase Event".
  if (event.event_name === 'Purchase') {
    const data = isJsonObject(event.custom_data) ? event.custom_data : {};
    for (const code of ['value', 'currency'] as const)
      if (!isThere(data[code])) refuse(`/custom_data/${code}`, { code }, data[code]);
  }
  return problems;
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
