import type { ServerEntry } from '../../session/entry.ts';
import type { MappedSystem } from '../../vendors/mapping.ts';
import type { Match, MatchNote, MatchVerdict } from '../verdicts.ts';
import { type Assessment, isOwnName, parametersOf, ruleOf } from './assess.ts';
import { type Desk, mayBeUnowned } from './books.ts';
import { hasSource, mayBeUnexpected } from './group-facts.ts';
import { freeCount, type Group, pairsOf, stateOf } from './groups.ts';
import { isStopped, type MetaEvent, readMetaEvent } from './meta-event.ts';

/** Makes matches of what was judged. */
export interface MatchReader {
  toMatch(assessment: Assessment): Match;
  /** The Meta event of each open source event; only where the group is `paired`. */
  pairingOf(group: Group, system: MappedSystem): Map<string, string>;
  unexpectedMatches(): Match[];
  unexpectedMatch(id: string, name: string): Match;
  /** Forgets what it keeps while nothing changes. */
  forget(): void;
}

/** Reads matches from the desk's books. */
export function createMatchReader(desk: Desk): MatchReader {
  const { context, judgeHash, books } = desk;

  /** Pairs of groups, made once while nothing changes. */
  const pairings = new Map<Group, Map<MappedSystem, Map<string, string>>>();

  const pairingOf = (group: Group, system: MappedSystem): Map<string, string> => {
    const bySystem = pairings.get(group) ?? new Map<MappedSystem, Map<string, string>>();
    pairings.set(group, bySystem);
    const known = bySystem.get(system);
    if (known) return known;
    const pairs = pairsOf(group, system, books.compare);
    bySystem.set(system, pairs);
    return pairs;
  };

  const toMatch = (assessment: Assessment): Match => {
    const { source, answer } = assessment;
    const rule = ruleOf(assessment);
    const match: Match = {
      entry: source.entry,
      source: source.system,
      name: source.name,
      actual: [],
      proof: [],
      verdict: 'unmapped',
      parameters: [],
    };
    if (rule !== undefined) match.rule = rule.id;
    if (rule !== undefined && rule.to !== null) match.expected = rule.to;
    if (rule?.note !== undefined) addNote(match, { code: rule.note });
    if (answer.kind === 'clash') addNote(match, { code: 'clash', rules: answer.ids });
    if (assessment.verdict === 'open') return resolveOpen(match, assessment);
    match.verdict = assessment.verdict;
    if (assessment.reason !== undefined) match.reason = assessment.reason;
    if (assessment.nearest !== undefined) match.nearest = assessment.nearest;
    if (assessment.note !== undefined) addNote(match, assessment.note);
    showEvents(match, assessment.arrived);
    showArrivals(match, assessment.arrivals);
    if (isUnclear(assessment)) {
      match.verdict = 'ambiguous';
      match.notes = [{ code: 'hit-without-trigger' }];
    }
    for (const hit of assessment.collected) if (hit.id !== source.entry) match.proof.push(hit.id);
    if (COMPARED.has(match.verdict))
      match.parameters = parametersOf(assessment, assessment.arrived[0], judgeHash);
    return match;
  };

  /** A trigger without a hit, while a hit of its name is given to no trigger. */
  const isUnclear = ({ source, verdict, arrived, collected }: Assessment): boolean => {
    const entry = context.get(source.entry);
    if (verdict !== 'unsent' || arrived.length > 0 || collected.length > 0) return false;
    return entry !== undefined && mayBeUnowned(books.pageOf(entry), source);
  };

  const showEvents = (match: Match, events: readonly MetaEvent[]) => {
    match.actual = [...new Set(events.flatMap(({ names }) => names))];
    match.proof = [
      ...new Set(
        events.flatMap(({ id, hits, proof }) => [id, ...hits.map((hit) => hit.id), ...proof]),
      ),
    ];
  };

  const showArrivals = (match: Match, arrivals: readonly ServerEntry[]) => {
    const names = arrivals.map(({ event }) => String(event.event_name));
    match.actual = [...new Set([...match.actual, ...names])];
    for (const { id } of arrivals) if (!match.proof.includes(id)) match.proof.push(id);
  };

  const resolveOpen = (match: Match, assessment: Assessment): Match => {
    const { source, events } = assessment;
    const rule = ruleOf(assessment);
    const group = books.placed.get(source.key)?.group;
    const page = group && books.pages.get(group.page);
    if (rule === undefined || group === undefined || page === undefined) return match;
    const system = source.system;
    const state = stateOf(group, system);
    if (state !== 'paired' && rule.visibility === 'either') {
      if (assessment.note !== undefined) addNote(match, assessment.note);
      return match;
    }
    if (state === 'unequal') {
      match.verdict = 'ambiguous';
      const expected = group.open.get(system)?.size ?? 0;
      const sent = freeCount(group, system);
      match.notes = [{ code: 'unequal', to: group.name, expected, sent }];
      return match;
    }
    if (state === 'none') {
      const isConvention = rule.visibility === 'convention';
      if (events.length > 0 && !isConvention) {
        showEvents(match, events);
        match.verdict = 'misnamed';
      } else if (isConvention && page.events.size === 0) {
        match.notes = [{ code: 'meta-unused' }];
      } else {
        match.verdict = 'unsent';
        if (context.consentAt(source.entry) === 'denied') addNote(match, { code: 'no-consent' });
      }
      return match;
    }
    const event = readMetaEvent(context, pairingOf(group, system).get(source.key) ?? '');
    if (event === undefined) return match;
    showEvents(match, [event]);
    match.notes = [{ code: 'by-order' }];
    match.verdict = OPEN_VERDICTS[event.state];
    if (match.verdict === 'matched' && isOwnName(rule)) match.verdict = 'custom';
    if (event.state === 'unknown') addNote(match, { code: 'hit-unseen' });
    if (isStopped(event)) {
      if (event.reason !== undefined) match.reason = event.reason;
    } else match.parameters = parametersOf(assessment, event, judgeHash);
    return match;
  };

  const unexpectedMatches = (): Match[] => {
    const list: Match[] = [];
    for (const page of books.pages.values())
      for (const group of page.groups.values()) {
        if (!mayBeUnexpected(desk, group, page)) continue;
        for (const id of group.events)
          if (!hasSource(desk, id)) list.push(unexpectedMatch(id, group.name));
      }
    return list;
  };

  const unexpectedMatch = (id: string, name: string): Match => {
    const event = readMetaEvent(context, id);
    return {
      entry: id,
      source: event?.call === undefined ? 'meta' : 'fbq',
      name,
      actual: [name],
      proof: [id, ...(event?.hits ?? []).map((hit) => hit.id).filter((hit) => hit !== id)],
      verdict: 'unexpected',
      parameters: [],
    };
  };

  return {
    toMatch,
    pairingOf,
    unexpectedMatches,
    unexpectedMatch,
    forget: () => pairings.clear(),
  };
}

/** Verdicts of events whose parameters are held against something. */
const COMPARED: ReadonlySet<MatchVerdict> = new Set([
  'matched',
  'custom',
  'misnamed',
  'not-visible',
]);

/** The verdict of a source event that the rule alone joins, by what became of its Meta event. */
const OPEN_VERDICTS: Readonly<Record<MetaEvent['state'], MatchVerdict>> = {
  out: 'matched',
  unknown: 'not-visible',
  held: 'unsent',
  'not-sent': 'unsent',
};

function addNote(match: Match, note: MatchNote): void {
  match.notes = [...(match.notes ?? []), note];
}
