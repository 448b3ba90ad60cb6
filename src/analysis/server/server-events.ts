import type { HitEvent, ServerEntry } from '../../session/entry.ts';
import { clickIdIn, knownTextsIn } from '../../vendors/meta/known-texts.ts';
import { checkServerEvent } from '../../vendors/meta/server-events/event-checks.ts';
import type { ServerFault } from '../../vendors/meta/server-events/event-faults.ts';
import { type Fact, type Subject, subject } from '../facts/fact.ts';
import type { Context, Part } from '../part.ts';

/** With more texts of a field than this the session is not one visitor's: then none proves anything. */
const TEXTS_OF_VISITOR = 20;

/** Events under one test code that are named. */
const NAMED = 20;

/**
 * What is wrong with the events of a server by themselves, wherever they were seen: imported or
 * tapped. An event that an answer's header announced is no event as it was sent.
 */
export function createServerEvents(context: Context): Part {
  const book = context.facts.book();
  const dirty = new Set<string>();
  /** Events whose user data may be made of what the page knows. */
  const withUser = new Set<string>();
  /** Field of user_data → plain texts that the page has told. */
  const texts = new Map<string, Set<string>>();
  let known: Map<string, readonly string[]> | undefined = new Map();
  /** Test code → its events. */
  const codes = new Map<string, Map<string, ServerEntry>>();
  const dirtyCodes = new Set<string>();
  /** A hit of the pixel has told the cookie _fbc. */
  let hasCookie = false;

  const learn = (field: string, text: string) => {
    const others = texts.get(field) ?? new Set();
    if (others.has(text)) return;
    texts.set(field, others.add(text));
    known = undefined;
  };

  const knownTexts = () => {
    known ??= new Map(
      [...texts]
        .filter(([, all]) => all.size <= TEXTS_OF_VISITOR)
        .map(([field, all]) => [field, [...all].sort()]),
    );
    return known;
  };

  const judge = (id: string) => {
    const entry = context.get(id);
    if (entry?.kind !== 'server') return;
    const { event, origin, answer, at, timeOf } = entry;
    const faults = checkServerEvent(event, {
      receivedAt: timeOf === 'receipt' ? at : undefined,
      isRequest: origin === 'tap',
      isTaken: answer !== undefined && answer.status < 300,
      known: knownTexts(),
    });
    book.put(
      id,
      faults.map((fault) => factOf(id, fault)),
    );
  };

  const tellCode = (code: string) => {
    const events = [...(codes.get(code)?.values() ?? [])];
    events.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    const entries = events.slice(0, NAMED).map(({ id }) => id);
    book.put(
      `code ${code}`,
      entries.length === 0
        ? []
        : [{ rule: 'server/test-code', entries, data: { code, count: events.length } }],
    );
  };

  return {
    add(entry) {
      if (entry.kind === 'call') {
        for (const [field, text] of knownTextsIn(entry)) learn(field, text);
        return;
      }
      if (entry.kind === 'page') {
        const click = clickIdIn(entry.url);
        if (click !== undefined && !hasCookie) learn('fbc', click);
      }
      // With the browser's own fbc the copies are compared.
      if (entry.kind === 'hit' && !hasCookie && entry.events.some(hasFbc)) {
        hasCookie = true;
        if (texts.delete('fbc')) known = undefined;
      }
      if (entry.kind !== 'server' || entry.origin === 'header') return;
      if (Object.keys(entry.event).length === 0) return;
      dirty.add(entry.id);
      if (entry.event.user_data !== undefined) withUser.add(entry.id);
      const code = entry.testCode ?? entry.event.test_event_code;
      if (typeof code !== 'string' || code === '') return;
      const events = codes.get(code) ?? new Map<string, ServerEntry>();
      codes.set(code, events.set(entry.id, entry));
      dirtyCodes.add(code);
    },
    settle() {
      if (known === undefined) for (const id of withUser) dirty.add(id);
      for (const id of dirty) judge(id);
      dirty.clear();
      for (const code of dirtyCodes) tellCode(code);
      dirtyCodes.clear();
    },
    clear() {
      book.clear();
      dirty.clear();
      withUser.clear();
      texts.clear();
      known = new Map();
      codes.clear();
      dirtyCodes.clear();
      hasCookie = false;
    },
  };
}

function hasFbc({ parameters }: HitEvent): boolean {
  return parameters.fbc !== undefined;
}

function factOf(id: string, fault: ServerFault): Fact {
  const { rule, severity, data } = fault;
  const about = aboutOf(id, fault);
  return {
    rule,
    severity,
    entries: [id],
    data,
    ...(about === undefined ? {} : { about }),
  } as Fact;
}

function aboutOf(id: string, fault: ServerFault): (Subject | undefined)[] | undefined {
  switch (fault.rule) {
    case 'server/event-time':
      return [subject(id, 'time')];
    case 'server/event-name-case':
      return [subject(id, 'name')];
    case 'server/custom-data':
      return fault.data.items.map(({ parameter }) =>
        parameter === 'value' || parameter === 'currency' ? subject(id, parameter) : undefined,
      );
    default:
      return undefined;
  }
}
