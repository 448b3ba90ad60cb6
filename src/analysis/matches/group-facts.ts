import type { MappedSystem } from '../../vendors/mapping.ts';
import type { Fact } from '../facts/fact.ts';
import { LateMap, type LateSet } from '../late.ts';
import { type Assessment, parametersOf, ruleOf } from './assess.ts';
import { type Desk, entryOfKey, type Page } from './books.ts';
import { freeCount, type Group, openCount, pairsOf, stateOf } from './groups.ts';
import {
  misnamedFacts,
  noSourceFact,
  notCalledFact,
  parameterFacts,
  tooFewFact,
} from './match-facts.ts';
import { isStopped, readMetaEvent } from './meta-event.ts';
import { climb } from './reach.ts';
import type { Rule } from './rules.ts';

/**
 * Groups larger than this are joined name by name only: their parameters are compared when somebody
 * looks, and give no facts. A page that fires one event this often is no page of a shop.
 */
const COMPARED_PAIRS = 20;

/** Facts about source events and Meta events that the rule alone joins. */
export interface GroupFacts {
  /** @param given members that are new or were judged anew */
  refresh(group: Group, given: LateSet<string>): void;
  clear(): void;
}

/** Keeps the facts about groups in the desk's book. */
export function createGroupFacts(desk: Desk): GroupFacts {
  const { context, rules, judgeHash, book, books } = desk;
  const { facts } = context;

  /** What a group says of one of its open source events. */
  const openFacts = (assessment: Assessment, rule: Rule, paired: string | undefined): Fact[] => {
    if (paired === undefined) {
      // Whether the vendor has a destination for Meta is a setting.
      if (rule.visibility === 'either') return [];
      if (rule.origin === 'profile' && assessment.events.length > 0)
        return misnamedFacts(facts, assessment, rule, assessment.events);
      const consent = context.consentAt(assessment.source.entry);
      // What has no consent is rightly not sent, and what waits for an answer may be.
      if (consent === 'denied') return [];
      const fact = notCalledFact(assessment, rule);
      return [consent === 'undecided' ? { ...fact, severity: 'info' } : fact];
    }
    const event = readMetaEvent(context, paired);
    // One fault, one finding: why a pixel call was not sent is told of the call.
    if (event === undefined || isStopped(event)) return [];
    const parameters = parametersOf(assessment, event, judgeHash);
    const proof = [event.id, ...event.hits.map(({ id }) => id)];
    return parameterFacts(facts, assessment, rule, parameters, {
      isJoined: false,
      proof,
      call: event.call,
    });
  };

  /** Group and system → what its facts were made of last. */
  const signatures = new Map<Group, LateMap<MappedSystem | 'unexpected', string>>();

  const refreshGroup = (group: Group, given: LateSet<string>) => {
    const page = books.pages.get(group.page);
    if (page === undefined) return;
    const before = signatures.get(group) ?? new LateMap<MappedSystem | 'unexpected', string>();
    const inUse = page.events.size > 0;
    for (const [system, open] of group.open) {
      const state = stateOf(group, system);
      const isPaired = state === 'paired' && open.size <= COMPARED_PAIRS;
      const isJudged = state === 'none' || isPaired;
      const signature = isJudged ? `${state} ${inUse} ${page.turns}` : 'unjudged';
      // A long list that grows is not read again: only its new members are.
      const all = isPaired || before.get(system) !== signature;
      before.set(system, signature);
      putTooFew(group, system, state === 'unequal');
      const pairs = isPaired ? pairsOf(group, system, books.compare) : new Map<string, string>();
      for (const key of all ? open : given) {
        if (!open.has(key)) continue;
        book.put(key, isJudged ? memberFacts(key, inUse, pairs.get(key)) : []);
      }
    }
    refreshUnexpected(group, page, before, given);
    if (before.size > 0) signatures.set(group, before);
  };

  const memberFacts = (key: string, inUse: boolean, paired: string | undefined): Fact[] => {
    const assessment = desk.assessmentOf(key);
    const rule = assessment && ruleOf(assessment);
    if (assessment === undefined || rule === undefined) return [];
    if (rule.visibility === 'convention' && !inUse) return [];
    return openFacts(assessment, rule, paired);
  };

  const putTooFew = (group: Group, system: MappedSystem, isUnequal: boolean) => {
    if (!rules.profileSystemsOf(group.name).includes(system)) return;
    const key = `too-few:${group.page}:${group.name}:${system}`;
    const waiting = [...(group.open.get(system) ?? [])].filter(
      (source) => context.consentAt(entryOfKey(source)) !== 'denied',
    );
    const open = waiting.length;
    const free = freeCount(group, system);
    if (!isUnequal || free >= open) {
      book.put(key, []);
      return;
    }
    const proof = open <= COMPARED_PAIRS ? waiting.sort(books.compare) : [];
    book.put(key, [
      tooFewFact(proof.length > 0 ? proof.map(entryOfKey) : [group.page], {
        system,
        to: group.name,
        expected: open,
        sent: free,
      }),
    ]);
  };

  const refreshUnexpected = (
    group: Group,
    page: Page,
    before: LateMap<MappedSystem | 'unexpected', string>,
    given: LateSet<string>,
  ) => {
    const systems = rules.profileSystemsOf(group.name);
    if (systems.length === 0) return;
    const may = mayBeUnexpected(desk, group, page);
    const isSame = before.get('unexpected') === String(may);
    before.set('unexpected', String(may));
    for (const id of isSame ? given : group.events) {
      const event = group.events.has(id) ? readMetaEvent(context, id) : undefined;
      if (event === undefined) continue;
      const isFound = may && !hasSource(desk, id);
      book.put(
        `unexpected:${id}:${group.name}`,
        isFound ? [noSourceFact(event, group.name, systems)] : [],
      );
    }
  };

  return { refresh: refreshGroup, clear: () => signatures.clear() };
}

/** True where a Meta event of the group that has no source is `unexpected` (see createMatches). */
export function mayBeUnexpected({ rules }: Desk, group: Group, page: Page): boolean {
  return (
    openCount(group) === 0 &&
    rules.profileSystemsOf(group.name).some((system) => (page.spoke.get(system) ?? 0) > 0)
  );
}

/** A source event stands above the Meta event in its chain. */
export function hasSource({ context, books }: Desk, id: string): boolean {
  let isFound = false;
  climb(context, id, new Set(), (above) => {
    if (above !== id && (books.sources.has(above) || books.leads.has(above))) isFound = true;
  });
  return isFound;
}
