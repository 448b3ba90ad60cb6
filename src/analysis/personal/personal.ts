import type { CallEntry, Entry, HitEntry, HitEvent, ServerEntry } from '../../session/entry.ts';
import { toPlain } from '../../session/value/plain.ts';
import { eventProperties } from '../../vendors/event-properties.ts';
import { readPixelCall } from '../../vendors/meta/call.ts';
import { readDigest } from '../../vendors/meta/user-data/digest.ts';
import { hashingOf } from '../../vendors/meta/user-data/fields.ts';
import { type Found, personalIn, personalInAddress } from '../../vendors/personal/find.ts';
import { isNobody } from '../../vendors/personal/kind.ts';
import type { Fact } from '../facts/fact.ts';
import type { Context, Part } from '../part.ts';

/** Hits that did not reach Meta. */
const LOST: ReadonlySet<string | undefined> = new Set(['blocked', 'failed']);

/** Parameters that carry an address, by vendor. */
const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  meta: ['dl', 'rl'],
  'meta-gateway': ['website_context.location', 'website_context.referrer'],
};

/** The same of a server's event. */
const SERVER_ADDRESSES = ['event_source_url', 'referrer_url'] as const;

const MATCHING = /^ud\[(\w+)\]$/;

/** Addresses recur in every event of a document. */
const KEPT_ADDRESSES = 1_000;

/**
 * What is personal in plain text in what goes to Meta: in custom data, in the address of the page, and
 * in the pixel's user data, which its library hashes. A server's user data is for the rules of the server's copy.
 */
export function createPersonal(context: Context): Part {
  const book = context.facts.book();
  const dirty = new Set<string>();
  const known = new Map<string, readonly Found[]>();
  /** Document, parameter and places → the entries that carry it. */
  const groups = new Map<string, { parameter: string; places: Found[]; entries: Set<string> }>();
  const grown = new Set<string>();

  const inAddress = (address: string): readonly Found[] => {
    let found = known.get(address);
    if (found === undefined) {
      found = once(personalInAddress(address));
      if (known.size >= KEPT_ADDRESSES) known.clear();
      known.set(address, found);
    }
    return found;
  };

  const noteAddress = (entry: Entry, parameter: string, address: unknown) => {
    if (typeof address !== 'string') return;
    const places = inAddress(address);
    if (places.length === 0) return;
    const key = `${entry.page} ${parameter} ${JSON.stringify(places)}`;
    const group = groups.get(key) ?? { parameter, places: [...places], entries: new Set() };
    groups.set(key, group);
    if (group.entries.has(entry.id)) return;
    group.entries.add(entry.id);
    grown.add(key);
  };

  const judgeHit = (hit: HitEntry) => {
    const list: Fact[] = [];
    const hasLeft = !LOST.has(hit.outcome);
    for (const event of hit.events) {
      const places = once(personalIn(eventProperties(vendorOf(hit), event.parameters)));
      const name = event.eventName ?? '';
      const entries = [hit.id, ...callsOf(hit)];
      if (places.length > 0)
        list.push({
          rule: 'privacy/personal-in-custom-data',
          entries,
          data: { event: name, hasLeft, places },
        });
      if (!hasLeft) continue;
      const fields = plainFields(event);
      if (fields.length > 0)
        list.push({ rule: 'privacy/plain-user-data', entries, data: { event: name, fields } });
      for (const parameter of ADDRESSES[hit.vendor] ?? [])
        noteAddress(hit, parameter, event.parameters[parameter]);
    }
    book.put(hit.id, list);
  };

  const callsOf = (hit: HitEntry): string[] =>
    context
      .previousOf(hit.id)
      .filter((id) => isPixelCall(context.get(id)))
      .sort();

  const judgeCall = (call: CallEntry) => {
    const { isEvent, data, eventName = '' } = readPixelCall(call.args);
    // Its hit shows what has really left.
    const hasHit = context.nextOf(call.id).some((id) => context.get(id)?.kind === 'hit');
    const places = isEvent && !hasHit && data !== undefined ? once(personalIn(toPlain(data))) : [];
    const fact: Fact = {
      rule: 'privacy/personal-in-custom-data',
      entries: [call.id],
      data: { event: eventName, hasLeft: false, places },
    };
    book.put(call.id, places.length === 0 ? [] : [fact]);
  };

  const judgeServer = (entry: ServerEntry) => {
    const { event_name: name, custom_data: data } = entry.event;
    const places = once(personalIn(data));
    const fact: Fact = {
      rule: 'privacy/personal-in-custom-data',
      entries: [entry.id],
      data: { event: typeof name === 'string' ? name : '', hasLeft: true, places },
    };
    book.put(entry.id, places.length === 0 ? [] : [fact]);
    for (const parameter of SERVER_ADDRESSES) noteAddress(entry, parameter, entry.event[parameter]);
  };

  return {
    add(entry) {
      if (isJudged(entry)) dirty.add(entry.id);
    },
    settle(changed) {
      for (const id of changed) if (isJudged(context.get(id))) dirty.add(id);
      for (const id of dirty) {
        const entry = context.get(id);
        if (entry?.kind === 'hit') judgeHit(entry);
        else if (entry?.kind === 'call') judgeCall(entry);
        else if (entry?.kind === 'server') judgeServer(entry);
      }
      dirty.clear();
      for (const key of grown) {
        const group = groups.get(key);
        if (group === undefined) continue;
        const { parameter, places } = group;
        const entries = [...group.entries].sort(byTime(context));
        book.put(key, [
          {
            rule: 'privacy/personal-in-address',
            entries,
            data: { parameter, events: entries.length, places },
          },
        ]);
      }
      grown.clear();
    },
    clear() {
      book.clear();
      dirty.clear();
      groups.clear();
      grown.clear();
    },
  };
}

const vendorOf = ({ vendor }: HitEntry): 'meta' | 'meta-gateway' =>
  vendor === 'meta' ? 'meta' : 'meta-gateway';

function isPixelCall(entry: Entry | undefined): boolean {
  return entry?.kind === 'call' && entry.source === 'fbq';
}

function isJudged(entry: Entry | undefined): boolean {
  if (entry?.kind === 'hit')
    return Object.hasOwn(ADDRESSES, entry.vendor) && entry.role === undefined;
  return entry?.kind === 'server' || isPixelCall(entry);
}

/** Fields of user data that stand in the hit as they are; Meta's library hashes all of them. */
function plainFields({ parameters }: HitEvent): string[] {
  const plain: string[] = [];
  for (const name in parameters) {
    const field = MATCHING.exec(name)?.[1];
    if (field === undefined || hashingOf(field) !== 'due') continue;
    const value = parameters[name] ?? '';
    if (!isNobody(value) && readDigest(value) === undefined) plain.push(field);
  }
  return plain;
}

/** Each place once. */
function once(found: readonly Found[]): Found[] {
  if (found.length < 2) return [...found];
  const seen = new Map(found.map((one) => [`${one.path} ${one.is}`, one]));
  return [...seen.values()];
}

function byTime(context: Context) {
  const at = (id: string) => context.get(id)?.at ?? 0;
  return (a: string, b: string) => at(a) - at(b) || (a < b ? -1 : 1);
}
