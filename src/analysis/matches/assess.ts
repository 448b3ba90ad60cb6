import type { Entry, HitEntry, HitEvent, ServerEntry } from '../../session/entry.ts';
import { serverEventId } from '../../vendors/event-properties.ts';
import type { Vendor } from '../../vendors/hit.ts';
import type { MappedSystem, ParameterRow } from '../../vendors/mapping.ts';
import { isLegacyConversionName } from '../../vendors/meta/event-name.ts';
import { isStandardEvent, nearStandardEvent } from '../../vendors/meta/standard-events.ts';
import { metaDestinations } from '../../vendors/segment/destinations.ts';
import { hitProperties, nameOfHitEvent, type SourceEvent } from '../../vendors/source-event.ts';
import type { Context } from '../part.ts';
import type { MatchNote, MatchVerdict, ParameterMatch, StateReason } from '../verdicts.ts';
import {
  isPartialHit,
  type MetaEvent,
  readMetaEvent,
  readParameters,
  stopOf,
} from './meta-event.ts';
import { type Arrived, compareParameters, type HashJudge } from './parameters.ts';
import { type Reach, reachOf } from './reach.ts';
import type { Rule, RuleAnswer } from './rules.ts';

/**
 * A source event judged by its own chain.
 *
 * What counts as arrived:
 * - Pixel calls and pixel hits that its chain leads to (calls inside it, their hits, and the pixel
 *   hit that carries the id of its own hit to Commanders Act or Segment).
 * - Where a server sends the event on (Commanders Act's connector; Segment's destinations), that
 *   send cannot be seen here: an event whose hit left for that server is `not-visible`, unless a
 *   server event under its id was seen too. Commanders Act's is `unsent` only where its hit was
 *   stopped, or no hit of it is in the log. Whether Segment has a destination for Meta at all is a
 *   setting: without a word of it in the hit, and without a rule of the profile, an event that
 *   nothing came of is `open`, and `unmapped` where the page's own calls do not fit either. Where the
 *   hit says that the destination runs on the page, a rule of the profile finds it `unsent`.
 * - A pixel call counts once its hit was seen; without one, and without a reason, `not-visible`.
 * - For data layers and LoyJoy without a Meta event of the expected name in the chain, the verdict is
 *   `open`: the rule alone joins them, over the whole document (see groups.ts).
 */
export interface Assessment {
  source: SourceEvent;
  /** Entries that are this event: one, or the runs of several listeners that heard it. */
  members: readonly string[];
  answer: RuleAnswer;
  verdict: MatchVerdict | 'open';
  /** Meta events of the chain that are what the verdict is about. */
  arrived: MetaEvent[];
  /** All Meta events of the chain. */
  events: MetaEvent[];
  collected: HitEntry[];
  /** Server events that show its arrival. */
  arrivals: ServerEntry[];
  reason?: StateReason;
  nearest?: string;
  note?: MatchNote;
}

/** The rule that a source event met, if it met one. */
export function ruleOf({ answer }: Assessment): Rule | undefined {
  return answer.kind === 'rule' ? answer.rule : undefined;
}

/** Judges a source event by its chain. */
export function assess(
  context: Context,
  source: SourceEvent,
  members: readonly string[],
  answer: RuleAnswer,
): Assessment {
  const messageIds = new Set(members.flatMap((id) => messageIdOf(context.get(id)) ?? []));
  const reach: Reach = reachOf(context, members, (hit) => ownIds(source, messageIds, hit));
  const events: MetaEvent[] = [];
  for (const id of reach.events) {
    const event = readMetaEvent(context, id);
    if (event !== undefined) events.push(event);
  }
  const given = judge(source, answer, reach, events);
  const assessment: Assessment = {
    source,
    members,
    answer,
    verdict: given.verdict,
    arrived: given.arrived,
    events,
    collected: reach.collected,
    arrivals: given.arrivals ?? [],
  };
  if (given.reason !== undefined) assessment.reason = given.reason;
  if (given.nearest !== undefined) assessment.nearest = given.nearest;
  if (given.note !== undefined) assessment.note = given.note;
  return assessment;
}

const COLLECTOR_OF: Readonly<Partial<Record<MappedSystem, 'commanders-act' | 'segment'>>> = {
  cact: 'commanders-act',
  'commanders-act': 'commanders-act',
  analytics: 'segment',
  segment: 'segment',
};

function messageIdOf(entry: Entry | undefined): string | undefined {
  return entry?.kind === 'call' ? entry.messageId : undefined;
}

/**
 * The ids for Meta of those events of a hit that can be this source event: a call inside another has
 * a hit of its own, which has its vendor and its name, and in a batch its message id.
 */
function ownIds(
  source: SourceEvent,
  messageIds: ReadonlySet<string>,
  hit: HitEntry,
): ReadonlySet<string> | undefined {
  const vendor = COLLECTOR_OF[source.system];
  const idsOf = (events: readonly HitEvent[]) =>
    new Set(events.flatMap((event) => serverEventId(hit.vendor as Vendor, event) ?? []));
  if (vendor === undefined) return idsOf(hit.events);
  if (hit.vendor !== vendor) return undefined;
  const named = eventsIn(source, hit).filter(
    (event) => nameOfHitEvent(vendor, event) === source.name,
  );
  if (named.length === 0) return undefined;
  const sent = named.filter(({ eventId = '' }) => messageIds.has(eventId));
  // Which of several it is, nobody says.
  return idsOf(sent.length > 0 ? sent : named.length === 1 ? named : []);
}

/** The hit's events; of a source event that is one of them, that one. */
function eventsIn({ key, entry, seen }: SourceEvent, hit: HitEntry): readonly HitEvent[] {
  if (seen !== 'hit' || entry !== hit.id) return hit.events;
  const place = key === entry ? 0 : Number(key.slice(entry.length + 1));
  return hit.events.slice(place, place + 1);
}

function judge(
  source: SourceEvent,
  answer: RuleAnswer,
  reach: Reach,
  events: MetaEvent[],
): Verdict {
  switch (answer.kind) {
    case 'clash':
      return { verdict: 'ambiguous', arrived: events };
    case 'none':
      return withoutRule(events);
    case 'rule':
      return underRule(answer.rule, source, events, reach);
  }
}

type Verdict = Pick<Assessment, 'verdict' | 'arrived' | 'reason' | 'nearest' | 'note'> &
  Partial<Pick<Assessment, 'arrivals'>>;

function withoutRule(events: MetaEvent[]): Verdict {
  if (events.length === 0) return { verdict: 'unmapped', arrived: [] };
  const sent = sendingOf(events);
  if (sent.verdict === 'unsent') return sent;
  const nearest = nearestOf(events);
  if (nearest !== undefined) return { verdict: 'misnamed', arrived: events, nearest };
  return sent.verdict === 'matched' ? { ...sent, verdict: 'custom' } : sent;
}

/** The standard event that the first near miss among them means. */
function nearestOf(events: readonly MetaEvent[]): string | undefined {
  for (const { names } of events)
    for (const name of names) {
      const near = nearStandardEvent(name);
      if (near !== undefined) return near.name;
    }
  return undefined;
}

/** Whether the rule has the event keep its name, which is none of Meta's. */
export function isOwnName({ isPassThrough, to }: Rule): boolean {
  return isPassThrough === true && to !== null && !isStandardEvent(to);
}

function underRule(rule: Rule, source: SourceEvent, events: MetaEvent[], reach: Reach): Verdict {
  const { to } = rule;
  const { sameId, collected } = reach;
  if (to === null) return underBan(source, events, reach);
  const arrivals = reach.arrivals.filter(({ event }) => event.event_name === to);
  const matched = isOwnName(rule) ? 'custom' : 'matched';
  const right = events.filter(({ names }) => names.includes(to));
  if (right.length > 0) {
    const sent = sendingOf(right);
    if (sent.verdict === 'matched') return { ...sent, verdict: matched, arrivals };
    if (arrivals.length === 0) return sent;
  }
  if (arrivals.length > 0) return { verdict: matched, arrived: [], arrivals };
  const near = events.filter(({ names }) =>
    names.some(
      (name) =>
        nearStandardEvent(name)?.name === to ||
        // Astronomer and Segment send the number of an old conversion pixel beside it, or instead.
        (rule.visibility === 'either' && isLegacyConversionName(name)),
    ),
  );
  if (near.length > 0) return { verdict: 'misnamed', arrived: near, nearest: to };
  if (source.system === 'dataLayer' || source.system === 'loyjoy')
    return { verdict: 'open', arrived: [] };
  // Other events inside the call may be other tags' business; one with its id is its copy.
  const copies = events.filter(({ id }) => sameId.has(id));
  if (copies.length > 0) return misnamed(copies, to);
  if (source.isTag) return { verdict: 'unsent', arrived: [] };
  return byCollection(rule, source, collected);
}

/** A rule says that nothing may reach Meta: what was not seen to reach it is no proof of that. */
function underBan(source: SourceEvent, events: MetaEvent[], reach: Reach): Verdict {
  const left = events.filter(({ state }) => state !== 'not-sent');
  if (left.length > 0 || reach.arrivals.length > 0)
    return { verdict: 'unexpected', arrived: left, arrivals: reach.arrivals };
  const sent = reach.collected.filter((hit) => stopOf(hit) === undefined);
  return sent.length > 0 && serverOf(source, sent) !== 'none'
    ? { verdict: 'not-visible', arrived: [], note: { code: 'server-unseen' } }
    : { verdict: 'unmapped', arrived: [] };
}

function misnamed(events: readonly MetaEvent[], to: string): Verdict {
  const arrived = [...events];
  return isStandardEvent(to)
    ? { verdict: 'misnamed', arrived, nearest: to }
    : { verdict: 'misnamed', arrived };
}

/**
 * `matched` with the events that left; `not-visible` where nobody saw whether they did; `unsent` with
 * the reason where none did.
 */
function sendingOf(events: MetaEvent[]): Verdict {
  const left = events.filter(({ state }) => state === 'out');
  if (left.length > 0) return { verdict: 'matched', arrived: left };
  const unknown = events.filter(({ state }) => state === 'unknown');
  if (unknown.length > 0)
    return { verdict: 'not-visible', arrived: unknown, note: { code: 'hit-unseen' } };
  const telling = events.find(({ reason }) => reason !== undefined);
  return telling?.reason === undefined
    ? { verdict: 'unsent', arrived: events }
    : { verdict: 'unsent', arrived: events, reason: telling.reason };
}

/** What a hit to the vendor's server, or its absence, says of an event that no Meta event came of. */
function byCollection(rule: Rule, source: SourceEvent, hits: readonly HitEntry[]): Verdict {
  const left = hits.filter((hit) => stopOf(hit) === undefined);
  const stopped = hits.map(stopOf).find((stop) => stop !== undefined);
  const server = serverOf(source, left);
  // Only a rule of the profile says that an event of Segment's is meant for Meta.
  const isMeant = rule.origin === 'profile' || rule.visibility === 'server';
  if (left.length > 0 && server === 'sends')
    return { verdict: 'not-visible', arrived: [], note: { code: 'server-unseen' } };
  if (!isMeant) return { verdict: 'open', arrived: [], note: { code: 'destination-unseen' } };
  if (left.length > 0)
    return server === 'none'
      ? { verdict: 'unsent', arrived: [], note: { code: 'destination-on-page' } }
      : { verdict: 'not-visible', arrived: [], note: { code: 'destination-unseen' } };
  return stopped === undefined
    ? { verdict: 'unsent', arrived: [], note: { code: 'no-hit' } }
    : { verdict: 'unsent', arrived: [], reason: stopped };
}

/**
 * Whether the vendor's server hands the event of these hits on to Meta, as far as they say: Commanders
 * Act's does by itself; Segment's only where the hit says so, and `none` where it says that the
 * destination runs on the page instead.
 */
function serverOf(source: SourceEvent, hits: readonly HitEntry[]): 'sends' | 'none' | 'unknown' {
  const vendor = COLLECTOR_OF[source.system];
  if (vendor !== 'segment') return vendor === undefined ? 'none' : 'sends';
  const said = hits.flatMap((hit) =>
    eventsIn(source, hit)
      .filter((event) => nameOfHitEvent(vendor, event) === source.name)
      .map(({ parameters }) => metaDestinations(parameters)),
  );
  if (said.some(({ server }) => server)) return 'sends';
  return said.some(({ browser }) => browser) ? 'none' : 'unknown';
}

/** What a call of the page's own should have: not what the vendor's code would put in or count. */
function ownRows(rows: readonly ParameterRow[]): ParameterRow[] {
  return rows.flatMap(({ default: _default, ...row }) => (row.form === 'count' ? [] : [row]));
}

/** The parameters of a source event against one Meta event, or against its hit to a server. */
export function parametersOf(
  assessment: Assessment,
  event: MetaEvent | undefined,
  judgeHash: HashJudge,
): ParameterMatch[] {
  const { source, collected } = assessment;
  const rule = ruleOf(assessment);
  const arrived: Arrived = {};
  if (event !== undefined) arrived.pixel = readParameters(event);
  const hit =
    rule?.visibility === 'server' ? collected.find(({ id }) => id !== source.entry) : undefined;
  if (hit !== undefined && !isPartialHit(hit)) {
    const vendor = hit.vendor === 'segment' ? 'segment' : 'commanders-act';
    const found = hit.events.find((sent) => nameOfHitEvent(vendor, sent) === source.name);
    if (found !== undefined) {
      arrived.collected = hitProperties(vendor, found.parameters);
      arrived.collector = vendor;
    }
  }
  if (arrived.pixel === undefined && arrived.collected === undefined) return [];
  const isOwnCall = assessment.verdict === 'open' && rule?.origin !== 'profile';
  const rows = rule?.parameters ?? [];
  return compareParameters(
    isOwnCall ? ownRows(rows) : rows,
    source.properties(),
    arrived,
    judgeHash,
  );
}
