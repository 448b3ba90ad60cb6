import type { HitEntry } from '../../session/entry.ts';
import type { MappedSystem } from '../../vendors/mapping.ts';
import { isStandardEvent, nearStandardEvent } from '../../vendors/meta/standard-events.ts';
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
 *   send cannot be seen here. For Commanders Act the hit to its collection is then what counts: the
 *   mapping of seed 003 runs "without any configuration", so an event whose hit left under its name
 *   has done all that the browser can show, and the match says so in its note. It is `unsent` only
 *   where its hit was stopped, or no hit of it is in the log. Segment's Meta destination is a setting
 *   that nobody sees: without a Meta event in sight the event is `unmapped`, never `unsent`.
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
  const reach: Reach = reachOf(context, members, (hit) => isOwnHit(source, hit));
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

/** A call inside another has a hit of its own: this one's has its vendor and its name. */
function isOwnHit(source: SourceEvent, hit: HitEntry): boolean {
  const vendor = COLLECTOR_OF[source.system];
  if (vendor === undefined) return true;
  return (
    hit.vendor === vendor &&
    hit.events.some((event) => nameOfHitEvent(vendor, event) === source.name)
  );
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
      return underRule(answer.rule, { source, events, collected: reach.collected }, reach.sameId);
  }
}

type Verdict = Pick<Assessment, 'verdict' | 'arrived' | 'reason' | 'nearest' | 'note'>;

function withoutRule(events: MetaEvent[]): Verdict {
  if (events.length === 0) return { verdict: 'unmapped', arrived: [] };
  const sent = sendingOf(events);
  if (sent.verdict === 'unsent') return sent;
  const nearest = nearestOf(events);
  return nearest === undefined
    ? { verdict: 'custom', arrived: events }
    : { verdict: 'misnamed', arrived: events, nearest };
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

function underRule(
  rule: Rule,
  { source, events, collected }: Pick<Assessment, 'source' | 'events' | 'collected'>,
  sameId: ReadonlySet<string>,
): Verdict {
  const { to } = rule;
  if (to === null) {
    const left = events.filter(({ state }) => state !== 'not-sent');
    return left.length > 0
      ? { verdict: 'unexpected', arrived: left }
      : { verdict: 'matched', arrived: [] };
  }
  const right = events.filter(({ names }) => names.includes(to));
  if (right.length > 0) {
    const verdict = sendingOf(right);
    if (verdict.verdict === 'unsent') return verdict;
    const isOwnName = rule.isPassThrough === true && !isStandardEvent(to);
    return { verdict: isOwnName ? 'custom' : 'matched', arrived: verdict.arrived };
  }
  const near = events.filter(({ names }) =>
    names.some((name) => nearStandardEvent(name)?.name === to),
  );
  if (near.length > 0) return { verdict: 'misnamed', arrived: near, nearest: to };
  if (source.system === 'dataLayer' || source.system === 'loyjoy')
    return { verdict: 'open', arrived: [] };
  // Other events inside the call may be other tags' business; one with its id is its copy.
  const copies = events.filter(({ id }) => sameId.has(id));
  if (copies.length > 0) return misnamed(copies, to);
  if (source.isTag) return { verdict: 'unsent', arrived: [] };
  return byCollection(rule, collected);
}

function misnamed(events: readonly MetaEvent[], to: string): Verdict {
  const arrived = [...events];
  return isStandardEvent(to)
    ? { verdict: 'misnamed', arrived, nearest: to }
    : { verdict: 'misnamed', arrived };
}

/** `matched` with the events that left, or `unsent` with the reason where none did. */
function sendingOf(events: MetaEvent[]): Verdict {
  const left = events.filter(({ state }) => state === 'out' || state === 'unknown');
  if (left.length > 0) return { verdict: 'matched', arrived: left };
  const telling = events.find(({ reason }) => reason !== undefined);
  return telling?.reason === undefined
    ? { verdict: 'unsent', arrived: events }
    : { verdict: 'unsent', arrived: events, reason: telling.reason };
}

function byCollection(rule: Rule, hits: readonly HitEntry[]): Verdict {
  const { visibility } = rule;
  const isServer = visibility === 'server' || rule.origin === 'profile';
  if (!isServer) return { verdict: 'unmapped', arrived: [], note: { code: 'destination-unseen' } };
  const isSent = hits.some((hit) => stopOf(hit) === undefined);
  if (isSent) {
    const isOwnName = rule.isPassThrough === true && !isStandardEvent(rule.to ?? '');
    return {
      verdict: isOwnName ? 'custom' : 'matched',
      arrived: [],
      note: { code: 'server-unseen' },
    };
  }
  const reason = hits.map(stopOf).find((stop) => stop !== undefined);
  if (reason !== undefined) return { verdict: 'unsent', arrived: [], reason };
  return { verdict: 'unsent', arrived: [], note: { code: 'no-hit' } };
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
  return compareParameters(rule?.parameters ?? [], source.properties(), arrived, judgeHash);
}
