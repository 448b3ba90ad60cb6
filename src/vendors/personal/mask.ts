import type { CallEntry, Entry, HitBody, HitEntry } from '../../session/entry.ts';
import { argumentsOf } from '../../session/value/read.ts';
import { parseStandIn } from '../../session/value.ts';
import { partsOf } from './kind.ts';
import { createTextMasker, type Masking, walk } from './mask-text.ts';

/**
 * Takes what is personal out of entries, and leaves what rules look at: the form of each value, which
 * values are equal, and which hash is whose. First it learns all entries, then it masks them.
 */
export interface Masker {
  learn(entry: Entry): void;
  /** The entry without anything personal; the same one where there is nothing. */
  mask(entry: Entry): Entry;
}

/** Texts that are no property's value: where a person is told in arguments without a name. */
const PERSON = ['user_data'];
const TRAITS = ['traits'];

/** A masker that has learned nothing yet. */
export function createMasker(masking: Masking): Masker {
  const texts = createTextMasker(masking);
  const learnText = (text: string, path: readonly string[]) => {
    texts.learn(text, path);
    // What names an event is compared with names that rules know.
    if (path.length > 0 && NAMES_EVENT.test(path.at(-1) ?? '')) texts.protect(text);
    return text;
  };
  return {
    learn(entry) {
      for (const word of wordsOf(entry)) texts.protect(word);
      maskEntry(entry, learnText);
    },
    mask: (entry) => maskEntry(entry, texts.mask),
  };
}

/** Entries without anything personal. @param masking what is masked, and the key */
export function maskEntries(entries: readonly Entry[], masking: Masking): Entry[] {
  const masker = createMasker(masking);
  for (const entry of entries) masker.learn(entry);
  return entries.map(masker.mask);
}

const NAMES_EVENT = /^(?:event|event_?name|currency|content_type)$/i;

/** Words of an entry that mean something to the rules. */
function wordsOf(entry: Entry): string[] {
  switch (entry.kind) {
    case 'call': {
      const first = argumentsOf(entry.args)
        .slice(0, 3)
        .filter((argument) => typeof argument === 'string');
      const isTraits = entry.source === 'analytics' && entry.method === 'identify';
      return [entry.method, ...(entry.name ? [entry.name] : []), ...(isTraits ? [] : first)];
    }
    case 'hit':
      return entry.events.flatMap(({ eventName }) => (eventName ? [eventName] : []));
    default:
      return [];
  }
}

type MaskText = (text: string, path: readonly string[]) => string;

function maskEntry(entry: Entry, mask: MaskText): Entry {
  const masked = maskRecorded(entry, mask);
  return entry.note === undefined ? masked : changed(masked, { note: mask(entry.note, []) });
}

function maskRecorded(entry: Entry, mask: MaskText): Entry {
  const optional = (text: string | undefined) => (text === undefined ? text : mask(text, []));
  switch (entry.kind) {
    case 'page':
      return changed(entry, {
        url: mask(entry.url, []),
        title: optional(entry.title),
        stack: optional(entry.stack),
      });
    case 'call':
      return maskCall(entry, mask);
    case 'hit':
      return maskHit(entry, mask);
    case 'server':
      return changed(entry, {
        event: walk(entry.event, [], mask) as Record<string, unknown>,
        where: optional(entry.where),
        answer: walk(entry.answer, [], mask) as typeof entry.answer,
      });
    case 'consent':
      return changed(entry, { value: maskValue(entry.value, [], mask) });
    case 'console':
      return changed(entry, { text: mask(entry.text, []), place: optional(entry.place) });
    case 'gap':
      return entry;
  }
}

function maskCall(entry: CallEntry, mask: MaskText): CallEntry {
  const pointers = (list: string[] | undefined) =>
    list?.map((pointer) =>
      pointer
        .split('/')
        .map((part) => mask(part, []))
        .join('/'),
    );
  const args = maskArguments(entry, mask);
  return changed(entry, {
    args,
    name: entry.name === undefined ? undefined : mask(entry.name, []),
    cut: pointers(entry.cut),
    late: pointers(entry.late),
    stack: entry.stack === undefined ? undefined : mask(entry.stack, []),
  });
}

/** Some arguments tell a person, though no name says so. */
function maskArguments(entry: CallEntry, mask: MaskText): CallEntry['args'] {
  const { source, args } = entry;
  const [command] = argumentsOf(args);
  if (
    (source === 'fbq' || source === 'cbq') &&
    typeof command === 'string' &&
    /^(?:init|set|setUser)/.test(command)
  )
    return maskValue(args, PERSON, mask);
  if (source === 'analytics' && entry.method === 'identify')
    return eachOf(args, (argument, at) =>
      typeof argument === 'string' || typeof argument === 'number'
        ? maskValue(argument, at === 0 ? ['userId'] : [], mask)
        : maskValue(argument, TRAITS, mask),
    );
  return maskValue(args, [], mask);
}

function maskHit(entry: HitEntry, mask: MaskText): HitEntry {
  return changed(entry, {
    url: mask(entry.url, []),
    redirect: entry.redirect === undefined ? undefined : mask(entry.redirect, []),
    initiator: entry.initiator === undefined ? undefined : mask(entry.initiator, []),
    error: entry.error === undefined ? undefined : mask(entry.error, []),
    stack: entry.stack === undefined ? undefined : mask(entry.stack, []),
    body: entry.body && maskBody(entry.body, mask),
    events: eachOf(entry.events, (event) =>
      changed(event, {
        eventName: event.eventName === undefined ? undefined : mask(event.eventName, ['event']),
        eventId: event.eventId === undefined ? undefined : mask(event.eventId, []),
        parameters: maskNamed(event.parameters, (value, path) => mask(value, path), mask),
      }),
    ),
  });
}

function maskBody(body: HitBody, mask: MaskText): HitBody {
  if (body.kind === 'text') return changed(body, { text: mask(body.text, []) });
  if (body.kind === 'unreadable') return body;
  return changed(body, {
    fields: maskNamed(
      body.fields,
      (list, path) => eachOf(list, (value) => mask(value, path)),
      mask,
    ),
  });
}

/** Values under names such as `ud[em]` and `user.email`. */
function maskNamed<T>(
  values: Record<string, T>,
  maskOne: (value: T, path: readonly string[]) => T,
  mask: MaskText,
): Record<string, T> {
  let isChanged = false;
  const made: [string, T][] = [];
  for (const [name, value] of Object.entries(values)) {
    const after = maskOne(value, partsOf(name));
    const masked = mask(name, []);
    isChanged ||= after !== value || masked !== name;
    made.push([masked, after]);
  }
  return isChanged ? Object.fromEntries(made) : values;
}

/** A copied value: inside a stand-in, names are the page's and not the stand-in's. */
function maskValue<T>(value: T, path: readonly string[], mask: MaskText): T {
  return maskAny(value, path, mask) as T;
}

function maskAny(value: unknown, path: readonly string[], mask: MaskText): unknown {
  if (Array.isArray(value)) return eachOf(value, (item) => maskValue(item, path, mask));
  if (typeof value !== 'object' || value === null) return walk(value, path, mask);
  const standIn = parseStandIn(value);
  if (standIn === undefined) {
    let isChanged = false;
    const made: [string, unknown][] = [];
    for (const [key, item] of Object.entries(value)) {
      const after = maskValue(item, [...path, key], mask);
      const name = mask(key, []);
      isChanged ||= after !== item || name !== key;
      made.push([name, after]);
    }
    return isChanged ? Object.fromEntries(made) : value;
  }
  const pair = ([key, item]: readonly [unknown, unknown]): [unknown, unknown] =>
    typeof key === 'string'
      ? [mask(key, []), maskValue(item, [...path, key], mask)]
      : [maskValue(key, [], mask), maskValue(item, path, mask)];
  switch (standIn.$type) {
    case 'string':
    case 'date':
    case 'url':
    case 'regexp':
    case 'element':
    case 'bigint':
      return changed(standIn, { value: mask(standIn.value, path) });
    case 'error':
      return changed(standIn, { message: mask(standIn.message, []) });
    case 'symbol':
      return changed(standIn, { description: mask(standIn.description, []) });
    case 'arguments':
    case 'array':
    case 'set':
      return { ...standIn, values: standIn.values.map((item) => maskValue(item, path, mask)) };
    case 'map':
    case 'entries':
      return { ...standIn, entries: standIn.entries.map(pair) };
    case 'instance':
      return changed(standIn, {
        properties: maskValue(standIn.properties, path, mask),
      });
    default:
      return standIn;
  }
}

/** The object with other values where they differ; the same one where none does. */
function changed<T extends object>(object: T, values: { [K in keyof T]?: T[K] | undefined }): T {
  let made: T | undefined;
  for (const key of Object.keys(values) as (keyof T)[]) {
    const value = values[key];
    if (value === undefined || value === object[key]) continue;
    made ??= { ...object };
    made[key] = value as T[keyof T];
  }
  return made ?? object;
}

function eachOf<T>(list: T[], mask: (item: T, at: number) => T): T[] {
  let isChanged = false;
  const made = list.map((item, at) => {
    const after = mask(item, at);
    isChanged ||= after !== item;
    return after;
  });
  return isChanged ? made : list;
}
