import type { Entry, HitEvent } from '../../session/entry.ts';
import { connectorEvent } from '../../vendors/commanders-act/connector.ts';
import { connectorOptions } from '../../vendors/commanders-act/connector-preview.ts';
import { FACEBOOK_EVENT_ID } from '../../vendors/event-properties.ts';
import { sourceOfHitEvent } from '../../vendors/source-event.ts';
import type { Context, Part } from '../part.ts';
import { createAnonymousVisitors } from './anonymous.ts';
import { type ConnectorFact, connectorFacts, isOfAnonymous } from './connector-facts.ts';

/** Hits that never reached the server: what they carry is sent by nobody. */
const LOST: ReadonlySet<string | undefined> = new Set(['blocked', 'failed']);

/**
 * What Commanders Act's connector makes of the collection hits. Only hits are judged: a call does
 * not hold what the library adds (fbp, fbc, the event id), and its hit shows all of it.
 */
export function createConnector(context: Context): Part {
  const book = context.facts.book();
  const dirty = new Set<string>();
  const options = connectorOptions(context.profile);
  const anonymous = createAnonymousVisitors(context, book);
  const known = new Map<string, readonly ConnectorFact[]>();

  /** Without proof. One visitor's events say the same of the visitor: each is judged once. */
  const factsOf = (event: HitEvent): readonly ConnectorFact[] => {
    const key = userKey(event);
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = connectorFacts(connectorEvent(sourceOfHitEvent(event), options), []);
    if (known.size >= KEPT_VISITORS) known.clear();
    known.set(key, found);
    return found;
  };

  const judge = (id: string) => {
    const entry = context.get(id);
    if (!isCollected(entry)) return;
    const calls = context.previousOf(id).filter((before) => {
      const call = context.get(before);
      return call?.kind === 'call' && call.source === 'cact';
    });
    const proof = [id, ...[...calls].sort()];
    const found = (LOST.has(entry.outcome) ? [] : entry.events.flatMap(factsOf)).map(
      (fact): ConnectorFact => ({ ...fact, entries: proof }),
    );
    anonymous.note(entry, found.find(isOfAnonymous));
    book.put(
      id,
      found.filter((fact) => !isOfAnonymous(fact)),
    );
  };

  return {
    add(entry) {
      if (isCollected(entry)) dirty.add(entry.id);
    },
    settle(changed) {
      for (const id of changed) if (isCollected(context.get(id))) dirty.add(id);
      for (const id of dirty) judge(id);
      dirty.clear();
      anonymous.settle();
    },
    clear() {
      book.clear();
      anonymous.clear();
      dirty.clear();
      known.clear();
    },
  };
}

/** Judged events that are remembered; when there are more, all are forgotten. */
const KEPT_VISITORS = 500;

/** All that the facts depend on: the name, and what is said of the user. */
function userKey({ eventName = '', parameters }: HitEvent): string {
  let key = eventName;
  for (const name in parameters)
    if (OF_THE_USER.test(name) && name !== FACEBOOK_EVENT_ID)
      key += `\n${name}=${JSON.stringify(parameters[name])}`;
  return key;
}

const OF_THE_USER = /^(?:user|browser|integrations)(?:\.|$)/;

function isCollected(entry: Entry | undefined): entry is Entry & { kind: 'hit' } {
  return entry?.kind === 'hit' && entry.vendor === 'commanders-act' && entry.role === undefined;
}
