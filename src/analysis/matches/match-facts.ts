import type { CallEntry } from '../../session/entry.ts';
import type { MappedSystem } from '../../vendors/mapping.ts';
import { isStandardEvent, standardEvent } from '../../vendors/meta/standard-events.ts';
import { type Fact, type Subject, subject } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import type { MappedEvent, MappedSource, WantedEvent } from '../facts/mapping-data.ts';
import { toldName, toldParameter } from '../facts/told.ts';
import type { ParameterMatch, Severity, StateReason } from '../verdicts.ts';
import type { Assessment } from './assess.ts';
import { mayBeRight } from './compare.ts';
import type { MetaEvent } from './meta-event.ts';
import type { NearRule, Rule } from './rules.ts';

/** The user's own rule was broken: an error. A vendor's: a warning. A convention: worth knowing. */
function severityOf(rule: Rule): Severity {
  if (rule.origin === 'profile') return 'error';
  return rule.visibility === 'convention' ? 'info' : 'warning';
}

function sourceOf({ source: { system, name } }: Assessment): MappedSource {
  return { system, name };
}

function mappedOf(assessment: Assessment, { id, origin }: Rule): MappedEvent {
  return { ...sourceOf(assessment), mappingRule: id, isOwn: origin === 'profile' };
}

function wantedOf(assessment: Assessment, rule: Rule): WantedEvent {
  const to = rule.to ?? '';
  return { ...mappedOf(assessment, rule), to, isStandard: isStandardEvent(to) };
}

function sentNames(events: readonly MetaEvent[]): string[] {
  return [...new Set(events.flatMap(({ names }) => names))];
}

/** Reasons that are no fault: the event is wanted to wait, or the SDK keeps a repetition back. */
const HARMLESS: ReadonlySet<StateReason> = new Set([
  'library-loading',
  'config-loading',
  'consent-revoked',
  'repeated-page-view',
]);

/** A Meta event came under another name than the rule says. */
export function misnamedFacts(
  facts: Facts,
  assessment: Assessment,
  rule: Rule,
  events: readonly MetaEvent[],
): Fact[] {
  // One fault, one finding: a standard name that is spelt otherwise is told of the call.
  const isTold =
    events.length > 0 &&
    events.every(({ call }) => call && toldName(facts, call.id, rule.to ?? ''));
  if (isTold) return [];
  return [
    {
      rule: 'mapping/misnamed',
      severity: rule.origin === 'profile' ? 'error' : 'warning',
      entries: [assessment.source.entry, ...events.map(({ id }) => id)],
      data: { ...wantedOf(assessment, rule), sent: sentNames(events) },
      // That one id stands for two names is told of the pair.
      about: events.flatMap(({ id, hits }) =>
        (hits.length > 0 ? hits.map((hit) => hit.id) : [id]).map((shown) => subject(shown, 'name')),
      ),
    },
  ];
}

/**
 * A source event whose name is almost the one of a mapping rule; nothing where the Meta event that the
 * rule is about belongs to it all the same.
 */
export function nearFacts({ source, events }: Assessment, near: NearRule | undefined): Fact[] {
  if (near === undefined) return [];
  const { id, origin, visibility, to, meant, by } = near;
  if (to !== null && events.some(({ names }) => names.includes(to))) return [];
  const isOwn = origin === 'profile';
  // A convention binds nobody; what a destination's settings say, a Meta event alone can show.
  const isOpen = visibility === 'convention' || (visibility === 'either' && events.length === 0);
  return [
    {
      rule: 'mapping/near-name',
      severity: !isOwn && isOpen ? 'info' : 'warning',
      entries: [source.entry, ...events.map((event) => event.id)],
      data: { system: source.system, name: source.name, mappingRule: id, isOwn, meant, by, to },
    },
  ];
}

/** No Meta event belongs to the source event, which should have become one. */
export function notCalledFact(assessment: Assessment, rule: Rule): Fact {
  return {
    rule: 'mapping/unsent',
    severity: severityOf(rule),
    entries: unsentProof(assessment),
    data: { ...wantedOf(assessment, rule), how: 'not-called' },
  };
}

/** The source event's hit to its vendor's server did not leave; nothing where that is no fault. */
export function stoppedFacts(assessment: Assessment, rule: Rule, reason: StateReason): Fact[] {
  if (HARMLESS.has(reason)) return [];
  return [
    {
      rule: 'mapping/unsent',
      severity: severityOf(rule),
      entries: unsentProof(assessment),
      data: { ...wantedOf(assessment, rule), how: 'stopped', reason },
    },
  ];
}

function unsentProof({ source, collected }: Assessment): string[] {
  return [...new Set([source.entry, ...collected.map(({ id }) => id)])];
}

/** Commanders Act: a trigger whose hit never left although a later one's did. */
export function lostTriggerFact(assessment: Assessment, rule: Rule): Fact {
  return {
    rule: 'mapping/unsent',
    severity: severityOf(rule),
    entries: [assessment.source.entry],
    data: { ...wantedOf(assessment, rule), how: 'trigger-lost' },
  };
}

/** An event that must not reach Meta did. */
export function forbiddenFact(
  assessment: Assessment,
  rule: Rule,
  events: readonly MetaEvent[],
): Fact {
  const { source, arrivals } = assessment;
  const names = arrivals.map(({ event }) => String(event.event_name));
  return {
    rule: 'mapping/unexpected',
    severity: 'error',
    entries: [source.entry, ...[...events, ...arrivals].map(({ id }) => id)],
    data: {
      ...mappedOf(assessment, rule),
      how: 'forbidden',
      sent: [...new Set([...sentNames(events), ...names])],
    },
  };
}

/** A Meta event that rules of the profile expect of systems, and no event of theirs is there. */
export function noSourceFact(event: MetaEvent, to: string, systems: readonly MappedSystem[]): Fact {
  return {
    rule: 'mapping/unexpected',
    entries: [event.id],
    data: { how: 'no-source', to, systems: [...systems] },
  };
}

/** Rules of the profile contradict each other about an event. */
export function clashFact(assessment: Assessment, mappingRules: string[]): Fact {
  return {
    rule: 'mapping/ambiguous-rules',
    entries: [assessment.source.entry],
    data: { ...sourceOf(assessment), mappingRules },
  };
}

/** More source events than Meta events: some were not sent, and which ones is not known. */
export function tooFewFact(
  entries: readonly string[],
  data: { system: MappedSystem; to: string; expected: number; sent: number },
): Fact {
  return { rule: 'mapping/unsent', entries, data: { how: 'too-few', ...data } };
}

/**
 * Parameters that were lost or changed. One fact for each of the two, whatever their number.
 * @param joined.isJoined by the chain, and not by the rule alone
 * @param joined.call the pixel call, of which the fault may be told
 */
export function parameterFacts(
  facts: Facts,
  assessment: Assessment,
  rule: Rule,
  parameters: readonly ParameterMatch[],
  joined: { isJoined: boolean; proof: readonly string[]; call: CallEntry | undefined },
): Fact[] {
  const severity: Severity =
    rule.origin === 'profile' ? 'error' : joined.isJoined ? 'warning' : 'info';
  const entries = [...new Set([assessment.source.entry, ...joined.proof])];
  // A default of the vendor's may be set otherwise; a constant of the user's own rule may not.
  const constants = new Set(
    rule.parameters.filter(({ constant }) => constant !== undefined).map(({ to }) => to),
  );
  const found: Fact[] = [];
  for (const [verdict, ruleId] of WRONG) {
    const items = parameters.filter(
      (match) =>
        match.verdict === verdict &&
        (match.from !== '' || constants.has(match.to) || isBehindCall(match)),
    );
    if (items.length > 0)
      found.push({
        rule: ruleId,
        severity:
          isSlightLoss(verdict, rule, items) ||
          (rule.origin !== 'profile' && items.every(mayBeRight))
            ? 'info'
            : severity,
        entries,
        data: { ...wantedOf(assessment, rule), items },
        about: items.map((item) => toldSubject(facts, joined.call, item)),
      });
  }
  return found;
}

/** Between the pixel call and its hit. */
function isBehindCall({ notes = [] }: ParameterMatch): boolean {
  return notes.some(({ code }) => code === 'lost-behind-call' || code === 'changed-behind-call');
}

/** What tells of the products; Meta asks for it where catalogue ads need it, and nowhere else. */
const PRODUCTS: ReadonlySet<string> = new Set(['contents', 'content_ids']);

/**
 * Products that are left out of an event for which Meta has them as optional (Meta Pixel reference:
 * catalogue ads need them with AddToCart, Purchase and ViewContent). The user's own rule stands.
 */
function isSlightLoss(
  verdict: ParameterMatch['verdict'],
  { origin, to }: Rule,
  items: readonly ParameterMatch[],
): boolean {
  return (
    origin !== 'profile' &&
    verdict === 'missing' &&
    standardEvent(to ?? '')?.catalogue !== true &&
    items.every((item) => PRODUCTS.has(item.to))
  );
}

const WRONG = [
  ['missing', 'mapping/parameter-lost'],
  ['different', 'mapping/parameter-different'],
] as const;

/** What a parameter is about where the fault of the call is all that is wrong with it. */
function toldSubject(
  facts: Facts,
  call: CallEntry | undefined,
  { to, expected, actual }: ParameterMatch,
): Subject | undefined {
  if (call === undefined || expected === undefined) return undefined;
  if (to !== 'value' && to !== 'currency') return undefined;
  const fault = toldParameter(facts, call.id, to, { expected, actual });
  return fault === undefined ? undefined : subject(call.id, to);
}
