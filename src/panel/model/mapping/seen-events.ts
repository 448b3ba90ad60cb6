import { TABLES } from '../../../analysis/matches/rules.ts';
import type { Entry } from '../../../session/entry.ts';
import type { MappingRule } from '../../../session/profile.ts';
import { isObject, type Plain, plainText } from '../../../session/value/plain.ts';
import { PARAMETER_TYPES } from '../../../vendors/meta/standard-events.ts';
import { HASHED_FIELDS } from '../../../vendors/meta/user-data/fields.ts';
import { sourcesOf } from '../../../vendors/source-event.ts';
import { createPieces, type Schedule } from '../store/schedule.ts';
import { MAPPED_SOURCES } from './draft-rule.ts';

/** A source event that was seen, and some of the entries that are it. */
export interface SeenEvent {
  source: MappingRule['from']['source'];
  name: string;
  samples: Entry[];
}

/** So many entries of one event are read for its keys. */
const SAMPLES = 20;
/** So many events are offered. */
const EVENTS = 500;

/**
 * The source events of a session by name, each once, as they came; in pieces.
 * @param isStale true: nobody wants the answer any more
 */
export async function eventsSeen(
  entries: readonly Entry[],
  schedule: Pick<Schedule, 'now' | 'nextTurn'>,
  isStale: () => boolean,
): Promise<SeenEvent[] | undefined> {
  const seen = new Map<string, SeenEvent>();
  const pieces = createPieces(schedule);
  for (const entry of [...entries]) {
    for (const { system, name, isTag } of sourcesOf(entry)) {
      const source = MAPPED_SOURCES.get(system);
      if (source === undefined || isTag) continue;
      const key = `${source}\n${name}`;
      const known = seen.get(key);
      if (known === undefined && seen.size < EVENTS)
        seen.set(key, { source, name, samples: [entry] });
      else if (known !== undefined && known.samples.length < SAMPLES) known.samples.push(entry);
    }
    if (!pieces.isOver()) continue;
    await pieces.next();
    if (isStale()) return undefined;
  }
  return [...seen.values()];
}

/** A key of a source event, with a value that it had. */
export interface SeenKey {
  /** Dots go deeper, `items[]` is each item of a list. */
  path: string;
  example: string;
}

/** More keys than these are no event that somebody maps by hand. */
const KEYS = 100;
const EXAMPLE_UNITS = 60;
/** What Google Tag Manager and Commanders Act's library write beside the page's own keys. */
const NOT_THE_PAGES = /^(?:gtm\.|context\.|integrations\.|\$)|^(?:event|event_name)$/;

/** The keys that an event had in its samples. */
export function keysOf({ samples, name, source }: SeenEvent): SeenKey[] {
  const keys = new Map<string, string>();
  const take = (path: string, value: Plain): void => {
    if (keys.size >= KEYS || NOT_THE_PAGES.test(path)) return;
    if (isObject(value)) {
      for (const [key, one] of Object.entries(value))
        take(path === '' ? key : `${path}.${key}`, one);
      return;
    }
    if (path === '' || value === undefined) return;
    if (!keys.has(path)) keys.set(path, plainText(value).slice(0, EXAMPLE_UNITS));
    if (Array.isArray(value)) for (const one of value) if (isObject(one)) take(`${path}[]`, one);
  };
  for (const entry of samples)
    for (const event of sourcesOf(entry))
      if (event.name === name && MAPPED_SOURCES.get(event.system) === source)
        take('', event.properties());
  return [...keys].map(([path, example]) => ({ path, example }));
}

/** Parameters at Meta that are offered: custom data, and what is known of the person. */
export const META_PARAMETERS: readonly string[] = [
  ...Object.keys(PARAMETER_TYPES),
  ...HASHED_FIELDS.map((field) => `user_data.${field}`),
];

const PERSON = 'user_data.';

/** Whether a parameter is of the person; such are sent as their SHA-256. */
export function isOfPerson(to: string): boolean {
  return to.startsWith(PERSON);
}

/** What a key is most likely to become: as the vendor's table has it, else Meta's own name, else ''. */
export function targetOf(
  { source, name }: Pick<MappingRule['from'], 'source' | 'name'>,
  path: string,
): string {
  for (const { systems, parameters, parametersOf = {} } of TABLES) {
    if (!systems.includes(source)) continue;
    const own =
      name !== undefined && Object.hasOwn(parametersOf, name) ? parametersOf[name] : undefined;
    for (const { from, to } of own ?? parameters)
      if (from.some((one) => one.path === path)) return to;
  }
  const last = path.slice(Math.max(path.lastIndexOf('.'), path.lastIndexOf(']')) + 1);
  return META_PARAMETERS.includes(last) ? last : '';
}
