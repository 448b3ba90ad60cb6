import type { CallEntry, HitEvent } from '../../session/entry.ts';
import { type PageValue, parseStandIn } from '../../session/value.ts';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../fields.ts';
import { serialised } from '../serialised.ts';

/** An event of Commanders Act, read from the page's call or from the hit that it became. */
export interface SourceEvent {
  seen: 'call' | 'hit';
  name: string | undefined;
  /** Under the names of wire version 2: the page's properties at the root, the rest in `context`. */
  properties: JsonObject;
  /** Paths of what is there but could not be seen. */
  unseen: readonly string[];
  /** The event's own id: `eventId` of the call's configuration, or the one in the hit's context. */
  ownEventId: string | undefined;
}

/**
 * Reads `cact('trigger', name, properties, configuration)`. Undefined for every other call: other
 * commands send no event, and `tC.event.<label>` triggers tags in the browser (domain facts 5.1).
 */
export function sourceOfCall(entry: CallEntry): SourceEvent | undefined {
  if (entry.source !== 'cact') return undefined;
  const [command, name, given, configuration] = argumentsOf(entry.args);
  if (command !== 'trigger') return undefined;
  const unseen: string[] = [];
  const properties = serialised(given ?? null, '', (path) => unseen.push(path));
  const settings = serialised(configuration ?? null, '', () => undefined);
  return {
    seen: 'call',
    name: typeof name === 'string' ? name : undefined,
    properties: isJsonObject(properties) ? properties : Object.create(null),
    unseen,
    ownEventId: isJsonObject(settings) ? textAt(settings, 'eventId') : undefined,
  };
}

/** The stub hands its own `arguments` on as one. */
function argumentsOf(args: readonly PageValue[]): readonly PageValue[] {
  const [first] = args;
  const passed = args.length === 1 ? parseStandIn(first) : undefined;
  return passed?.$type === 'arguments' ? passed.values : args;
}

/** Reads a decoded event of a collection hit: both wire versions have one form there. */
export function sourceOfHitEvent(event: HitEvent): SourceEvent {
  const properties = treeOf(event.parameters);
  const context = objectAt(properties, 'context');
  const own = context && (textAt(context, 'event_id') ?? textAt(context, 'eventId'));
  return {
    seen: 'hit',
    name: event.eventName,
    properties,
    unseen: [],
    ownEventId: own ?? event.eventId,
  };
}

/** The tree that was written out as dotted names (readJson in vendors/fields.ts). */
function treeOf(parameters: Readonly<Record<string, string>>): JsonObject {
  const root: JsonObject = Object.create(null);
  for (const [name, value] of Object.entries(parameters)) {
    const keys = name.split('.');
    const last = keys.pop() ?? name;
    let level: JsonObject | undefined = root;
    for (const key of keys) level = level === undefined ? undefined : levelAt(level, key);
    // A text stands where a level is needed: both were sent, so both are kept.
    if (level === undefined) root[name] = readText(value);
    else level[last] = readText(value);
  }
  return root;
}

function levelAt(level: JsonObject, key: string): JsonObject | undefined {
  if (!Object.hasOwn(level, key)) level[key] = Object.create(null);
  const next = level[key];
  return isJsonObject(next) ? next : undefined;
}

/** Lists and empty objects were written as JSON; whether `101` was a number is not known any more. */
function readText(text: string): unknown {
  if (text === 'null') return null;
  if (!text.startsWith('[') && text !== '{}') return text;
  try {
    return JSON.parse(text);
  } catch {
    // A text that only begins like a list.
    return text;
  }
}
