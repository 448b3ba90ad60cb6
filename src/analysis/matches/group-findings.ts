import type { MappedSystem } from '../../vendors/mapping.ts';
import type { Finding } from '../facts/legacy.ts';
import { type Assessment, parametersOf, ruleOf } from './assess.ts';
import { type Desk, entryOfKey, GROUPED, type Page } from './books.ts';
import { listOf } from './chain-findings.ts';
import { freeCount, type Group, openCount, pairsOf, stateOf } from './groups.ts';
import {
  misnamedFinding,
  parameterFindings,
  tooFewFinding,
  unexpectedFinding,
  unsentFinding,
} from './match-findings.ts';
import { isStopped, readMetaEvent } from './meta-event.ts';
import { climb } from './reach.ts';
import type { Rule } from './rules.ts';

/**
 * Groups larger than this are joined name by name only: their parameters are compared when somebody
 * looks, and give no findings. A page that fires one event this often is no page of a shop.
 */
const COMPARED_PAIRS = 20;

/** Findings about source events and Meta events that the rule alone joins. */
export interface GroupFindings {
  /** @param given members that are new or were judged anew */
  refresh(group: Group, given: ReadonlySet<string>): void;
  clear(): void;
}

/** Keeps the findings of groups in the desk's book. */
export function createGroupFindings(desk: Desk): GroupFindings {
  const { context, rules, judgeHash, findings, books } = desk;
  const { facts } = context;

  /** What a group says of one of its open source events. */
  const openFindings = (assessment: Assessment, rule: Rule, paired: string | undefined) => {
    if (paired === undefined) {
      if (rule.origin === 'profile' && assessment.events.length > 0)
        return listOf(misnamedFinding(facts, assessment, rule, assessment.events));
      return listOf(unsentFinding(assessment, rule, { events: [] }));
    }
    const event = readMetaEvent(context, paired);
    if (event === undefined) return [];
    if (isStopped(event))
      return listOf(
        event.reason === undefined
          ? undefined
          : unsentFinding(assessment, rule, { events: [event], reason: event.reason }),
      );
    const parameters = parametersOf(assessment, event, judgeHash);
    const proof = [event.id, ...event.hits.map(({ id }) => id)];
    return parameterFindings(facts, assessment, rule, parameters, {
      isJoined: false,
      proof,
      call: event.call,
    });
  };

  /** Group and system → what its findings were made of last. */
  const signatures = new Map<Group, Map<MappedSystem | 'unexpected', string>>();

  const refreshGroup = (group: Group, given: ReadonlySet<string>) => {
    const page = books.pages.get(group.page);
    if (page === undefined) return;
    const before = signatures.get(group) ?? new Map<MappedSystem | 'unexpected', string>();
    signatures.set(group, before);
    const inUse = page.events.size > 0;
    for (const [system, open] of group.open) {
      if (!GROUPED.has(system)) continue;
      const state = stateOf(group, system);
      const isPaired = state === 'paired' && open.size <= COMPARED_PAIRS;
      const isJudged = state === 'none' || isPaired;
      const signature = isJudged ? `${state} ${inUse}` : 'unjudged';
      // A long list that grows is not read again: only its new members are.
      const all = isPaired || before.get(system) !== signature;
      before.set(system, signature);
      putTooFew(group, system, state === 'unequal');
      const pairs = isPaired ? pairsOf(group, system, books.compare) : new Map<string, string>();
      for (const key of all ? open : given) {
        if (!open.has(key)) continue;
        findings.put(key, isJudged ? memberFindings(key, inUse, pairs.get(key)) : []);
      }
    }
    refreshUnexpected(group, page, before, given);
  };

  const memberFindings = (key: string, inUse: boolean, paired: string | undefined): Finding[] => {
    const assessment = desk.assessmentOf(key);
    const rule = assessment && ruleOf(assessment);
    if (assessment === undefined || rule === undefined) return [];
    if (rule.visibility === 'convention' && !inUse) return [];
    return openFindings(assessment, rule, paired);
  };

  const putTooFew = (group: Group, system: MappedSystem, isUnequal: boolean) => {
    if (!rules.profileSystemsOf(group.name).includes(system)) return;
    const key = `too-few:${group.page}:${group.name}:${system}`;
    const open = group.open.get(system)?.size ?? 0;
    const free = freeCount(group, system);
    if (!isUnequal || free > open) {
      findings.put(key, []);
      return;
    }
    const proof =
      open <= COMPARED_PAIRS ? [...(group.open.get(system) ?? [])].sort(books.compare) : [];
    findings.put(key, [
      tooFewFinding(proof.length > 0 ? proof.map(entryOfKey) : [group.page], {
        open,
        free,
        name: group.name,
        system,
      }),
    ]);
  };

  const refreshUnexpected = (
    group: Group,
    page: Page,
    before: Map<MappedSystem | 'unexpected', string>,
    given: ReadonlySet<string>,
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
      findings.put(
        `unexpected:${id}:${group.name}`,
        isFound ? [unexpectedFinding(event, group.name, systems)] : [],
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
