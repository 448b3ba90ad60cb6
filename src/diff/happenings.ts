import type { Analysis, CallState, ConsentVerdict, PairVerdict } from '../analysis/analysis.ts';
import { CONSENT_VERDICTS, PAIR_VERDICTS } from '../analysis/verdicts.ts';
import type { CallEntry, Entry, HitEntry, ServerEntry } from '../session/entry.ts';
import { isObject, type Plain, parseJson, plainText, toPlain } from '../session/value/plain.ts';
import type { PageValue } from '../session/value.ts';
import { describeCall } from '../vendors/call-summary.ts';
import { eventProperties } from '../vendors/event-properties.ts';
import type { Vendor } from '../vendors/hit.ts';
import { askedEventName, pixelCallOf } from '../vendors/meta/call.ts';
import { sourceOfCall } from '../vendors/source-event.ts';
import { pathToken, tokenOf } from './value-token.ts';

/** A parameter of a step: as it was, and what two recordings have in common of it. */
export interface Value {
  text: string;
  token: string;
}

/** One entry of a chain, without its ids. */
export interface Step {
  /** `fbq track Purchase`, `hit meta Purchase`, `server Purchase`; a further one alike ends in ` (2)`. */
  name: string;
  entry: string;
  parameters: ReadonlyMap<string, Value>;
  /** Of a pixel call. */
  state?: CallState;
}

/** One event in all its steps: a chain, or an event that no link touches. */
export interface Happening {
  /** What it is called: the name at Meta where it gets there, else that of its first step. */
  title: string;
  /** Path of the page, ids as their kinds. */
  page: string;
  /** Its first step. */
  root: string;
  /** Its first step that has to do with Meta; absent where none has. */
  end?: string;
  steps: Step[];
  /** The gravest of its copies. */
  pair?: PairVerdict;
  /** The gravest of its calls and hits. */
  consent?: ConsentVerdict;
  /** Steps and parameters as one text: equal for what is equal. */
  signature: string;
}

/** Everything that happened in a session, in order of time; it can be stopped between two of them. */
export function* happeningsOf(analysis: Analysis): Generator<undefined, Happening[]> {
  const { log, chains } = analysis;
  const pages = new Map<string, string>();
  for (const entry of log.entries)
    if (entry.kind === 'page' && entry.event === 'start')
      pages.set(entry.page, pathToken(entry.url, entry.at));
  const lone = log.entries.filter((entry) => !chains.has(entry.id) && isEvent(entry));
  const groups = [
    ...chains.all().map(({ entries }) => entries.flatMap((id) => log.get(id) ?? [])),
    ...lone.map((entry) => [entry]),
  ];
  const order = new Map(log.entries.map(({ id }, n) => [id, n]));
  const placeOf = (entry: Entry | undefined) => order.get(entry?.id ?? '') ?? 0;
  for (const group of groups) group.sort((a, b) => placeOf(a) - placeOf(b));
  const happenings: Happening[] = [];
  for (const group of groups.sort(([a], [b]) => placeOf(a) - placeOf(b))) {
    const [first] = group;
    if (first) happenings.push(happeningOf(group, pages.get(first.page) ?? '', analysis));
    yield;
  }
  return happenings;
}

/** Whether an entry that nothing belongs to is an event by itself: init, consent and the like are not. */
function isEvent(entry: Entry): boolean {
  if (entry.kind === 'server') return true;
  if (entry.kind === 'hit') return entry.role === undefined && entry.events.length > 0;
  if (entry.kind !== 'call') return false;
  const read = pixelCallOf(entry);
  if (read) return askedEventName(read) !== undefined;
  return (sourceOfCall(entry)?.name ?? '') !== '';
}

function happeningOf(entries: readonly Entry[], page: string, analysis: Analysis): Happening {
  const counts = new Map<string, number>();
  const steps = entries.flatMap((entry) => {
    const read = readStep(entry);
    if (read === undefined) return [];
    const count = (counts.get(read.name) ?? 0) + 1;
    counts.set(read.name, count);
    const state = analysis.states.of(entry.id)[0]?.state;
    return [
      {
        name: count === 1 ? read.name : `${read.name} (${count})`,
        entry: entry.id,
        parameters: valuesOf(read.values, entry.at, isOfCommandersAct(entry)),
        ...(state && { state }),
      } satisfies Step,
    ];
  });
  const meta = steps.find(({ name }) => /^(?:fbq|hit meta|server) /.test(name));
  const pair = gravest(PAIR_VERDICTS, (id) => analysis.pairs.of(id), entries);
  const consent = gravest(CONSENT_VERDICTS, (id) => analysis.consent.of(id), entries);
  const root = steps[0]?.name ?? '';
  const told = steps.map(({ name, parameters, state }) => [
    name,
    state ?? '',
    [...parameters].map(([key, { token }]) => [key, token]).sort(),
  ]);
  return {
    title: (meta?.name ?? root).replace(/^.* /, ''),
    page,
    root,
    ...(meta && { end: meta.name }),
    steps,
    ...(pair && { pair }),
    ...(consent && { consent }),
    signature: JSON.stringify([told, pair, consent]),
  };
}

function gravest<V extends string>(
  order: readonly V[],
  of: (id: string) => readonly { verdict: V }[],
  entries: readonly Entry[],
): V | undefined {
  const found = new Set(entries.flatMap(({ id }) => of(id).map(({ verdict }) => verdict)));
  return order.find((verdict) => found.has(verdict));
}

/** A step's name, and its parameters by their paths. */
interface Read {
  name: string;
  values: [string, Plain][];
}

/**
 * What an entry carries, by paths; undefined where that is nothing that could be held against another's.
 * Of a consent tool it is what it said.
 */
export function parametersOf(entry: Entry): ReadonlyMap<string, Value> | undefined {
  const values: [string, Plain][] | undefined =
    entry.kind === 'consent' ? [['', toPlain(entry.value)]] : readStep(entry)?.values;
  return values && valuesOf(values, entry.at, isOfCommandersAct(entry));
}

function readStep(entry: Entry): Read | undefined {
  if (entry.kind === 'call') return readCall(entry);
  if (entry.kind === 'hit') return readHit(entry);
  return entry.kind === 'server' ? readServer(entry) : undefined;
}

function readCall(call: CallEntry): Read {
  const { command, name, rest } = describeCall(call);
  const title = [call.source, command, ...(name === undefined ? [] : [name])].join(' ');
  const pixel = pixelCallOf(call);
  if (pixel) {
    const { data, options, rest: others, isEvent: sends } = pixel;
    const values = sends ? [data, options] : [others];
    return { name: title, values: values.map((value) => ['', toPlain(value as PageValue)]) };
  }
  const source = sourceOfCall(call);
  return { name: title, values: [['', source ? source.properties() : toPlain(rest)]] };
}

function readHit({ vendor, events, role }: HitEntry): Read {
  const names = events.map(({ eventName = '' }) => eventName).join(', ');
  return {
    name: `hit ${vendor} ${role ?? names}`,
    values: events.flatMap(({ parameters, pixelId, eventId }) => [
      ...Object.entries(eventProperties(vendor as Vendor, parameters)).map(
        ([key, text]): [string, Plain] => [key, parseJson(text)],
      ),
      ...Object.entries(parameters).filter(([key]) => key.startsWith('ud[')),
      ...(pixelId === undefined ? [] : [['pixel', pixelId] satisfies [string, Plain]]),
      ...(eventId === undefined ? [] : [['eventID', eventId] satisfies [string, Plain]]),
    ]),
  };
}

function readServer({ event, pixelId }: ServerEntry): Read {
  const { event_name: name, event_id: id, custom_data: custom, user_data: user } = event;
  return {
    name: `server ${String(name)}`,
    values: [
      ['', (custom ?? {}) as Plain],
      ['user_data', (user ?? {}) as Plain],
      ...(id === undefined ? [] : [['eventID', String(id)] satisfies [string, Plain]]),
      ...(pixelId === undefined ? [] : [['pixel', pixelId] satisfies [string, Plain]]),
    ],
  };
}

/** What Google Tag Manager writes into the objects of a data layer is none of the page's. */
const NOT_THE_PAGES = /^(?:gtm\.|\$)/;

/** Commanders Act calls a purchase's order `id`. */
function isOfCommandersAct(entry: Entry): boolean {
  return entry.kind === 'call'
    ? entry.source === 'cact'
    : entry.kind === 'hit' && entry.vendor === 'commanders-act';
}

function valuesOf(
  read: readonly [string, Plain][],
  at: number,
  hasOrderAsId: boolean,
): Map<string, Value> {
  const values = new Map<string, Value>();
  const take = (path: string, value: Plain): void => {
    if (NOT_THE_PAGES.test(path)) return;
    if (Array.isArray(value) && value.length > 0)
      for (const [n, one] of value.entries()) take(`${path}[${n}]`, one);
    else if (isObject(value) && Object.keys(value).length > 0)
      for (const [key, one] of Object.entries(value))
        take(path === '' ? key : `${path}.${key}`, one);
    else if (value !== undefined && path !== '') {
      const text = plainText(value);
      values.set(path, { text, token: tokenOf(path, text, at, hasOrderAsId && path === 'id') });
    }
  };
  for (const [path, value] of read) take(path, value);
  return values;
}
