import { type CallEntry, type Entry, numberOf } from '../../session/entry.ts';
import type { MappedSystem } from '../../vendors/mapping.ts';
import type { Coverage, Finding, Match } from '../analysis.ts';
import { type Context, createFindingBook, type Part } from '../part.ts';
import { type Assessment, assess, parametersOf, ruleOf } from './assess.ts';
import {
  claim,
  createGroup,
  freeCount,
  type Group,
  openCount,
  pairsOf,
  setOpen,
  stateOf,
} from './groups.ts';
import {
  clashFinding,
  forbiddenFinding,
  lostTriggerFinding,
  misnamedFinding,
  parameterFindings,
  tooFewFinding,
  unexpectedFinding,
  unsentFinding,
} from './match-findings.ts';
import { callOfHit, type MetaEvent, readMetaEvent } from './meta-event.ts';
import { type HashJudge, judgeNoHash } from './parameters.ts';
import { climb, isCollectorHit, runsOf } from './reach.ts';
import { createRules, type Rule } from './rules.ts';
import { type SourceEvent, sourcesOf } from './source-event.ts';

/** Source events held against the mapping rules. */
export interface Matches extends Part {
  /** By the time of their source event. */
  matches(): Match[];
  /** Every match that the entry has a part in. */
  matchesOf(id: string): Match[];
  coverage(): Coverage[];
}

/**
 * Groups larger than this are joined name by name only: their parameters are compared when somebody
 * looks, and give no findings. A page that fires one event this often is no page of a shop.
 */
const COMPARED_PAIRS = 20;

/** What a source event has put into the books, to be taken out when it is judged anew. */
interface Placed {
  rule: string | undefined;
  claims: { group: Group; event: string }[];
  group: Group | undefined;
  system: MappedSystem;
}

/** What is known of one document. */
interface Page {
  /** Ids of Meta events. */
  events: Set<string>;
  groups: Map<string, Group>;
  /** Systems that have spoken, with the number of their source events. */
  spoke: Map<MappedSystem, number>;
  /** Commanders Act: the highest number of a trigger whose hit is known, and triggers without. */
  trigger: { last: number; waiting: Set<string> };
}

/**
 * The part that judges mapping. By rule alone, source events and Meta events are joined within one
 * document (groups.ts). A Meta event without a source is `unexpected` only where the profile maps an
 * event of a system to its name, that system has spoken in the document, no event of it that should
 * become this name stands there without a Meta event, and nothing of any system is above it in its
 * chain. Shipped tables never make one: a page may well call fbq by itself.
 * @param judgeHash judges hashed parameters
 */
export function createMatches(context: Context, judgeHash: HashJudge = judgeNoHash): Matches {
  const rules = createRules(context.profile);
  const findings = createFindingBook();
  let dirty = new Set<string>();
  let pages = new Map<string, Page>();
  /** Ids of entries that are source events; for LoyJoy, the first of the runs that hear one event. */
  let sources = new Map<string, readonly string[]>();
  /** Run → the first of its runs. */
  let leads = new Map<string, string>();
  let placed = new Map<string, Placed>();
  /** Meta event → the names under which it stands in groups. */
  let eventNames = new Map<string, { page: Page; names: string[] }>();
  let met = new Map<string, Set<string>>();
  let spokeAnywhere = new Set<MappedSystem>();
  /** Groups to bring up to date, with the members that are new or were judged anew. */
  let stale = new Map<Group, Set<string>>();

  const pageOf = (entry: Entry): Page => {
    const known = pages.get(entry.page);
    if (known) return known;
    const page: Page = {
      events: new Set(),
      groups: new Map(),
      spoke: new Map(),
      trigger: { last: -1, waiting: new Set() },
    };
    pages.set(entry.page, page);
    return page;
  };

  const groupOf = (page: Page, key: string, name: string): Group => {
    const known = page.groups.get(name);
    if (known) return known;
    const group = createGroup(key, name);
    page.groups.set(name, group);
    return group;
  };

  const makeStale = (group: Group, key?: string) => {
    const keys = stale.get(group) ?? new Set();
    if (key !== undefined) keys.add(key);
    stale.set(group, keys);
  };

  const compare = (a: string, b: string): number => {
    const [x, y] = [context.get(entryOfKey(a)), context.get(entryOfKey(b))];
    const byTime = (x?.at ?? 0) - (y?.at ?? 0);
    if (byTime !== 0) return byTime;
    if (x?.kind === 'call' && y?.kind === 'call') return numberOf(x.id) - numberOf(y.id);
    return a < b ? -1 : a > b ? 1 : 0;
  };

  // ---- Meta events -------------------------------------------------------------------------

  /** Puts a pixel call or hit into the groups of its names, or takes it out where it is no event. */
  const refreshEvent = (id: string) => {
    const before = eventNames.get(id);
    const entry = context.get(id);
    const isOfCall = entry?.kind === 'hit' && callOfHit(context, id) !== undefined;
    const event = isOfCall ? undefined : readMetaEvent(context, id);
    if (before !== undefined) {
      for (const name of before.names) {
        const group = before.page.groups.get(name);
        if (group === undefined) continue;
        makeStale(group);
        if (event?.names.includes(name)) continue;
        group.events.delete(id);
        findings.put(`unexpected:${id}:${name}`, []);
      }
      if (event === undefined) {
        before.page.events.delete(id);
        eventNames.delete(id);
      }
    }
    if (event === undefined || entry === undefined) return;
    const page = pageOf(entry);
    // A convention is in force where Meta is in use: its rules are looked at again.
    if (page.events.size === 0) for (const group of page.groups.values()) makeStale(group);
    page.events.add(id);
    for (const name of event.names) {
      const group = groupOf(page, entry.page, name);
      group.events.add(id);
      makeStale(group, id);
    }
    eventNames.set(id, { page, names: event.names });
  };

  // ---- Source events -----------------------------------------------------------------------

  const membersOf = (id: string, entry: Entry): readonly string[] =>
    entry.kind === 'call' && entry.source === 'loyjoy'
      ? runsOf(context, entry).map((run) => run.id)
      : [id];

  const assessSource = (source: SourceEvent, members: readonly string[]): Assessment =>
    assess(context, source, members, rules.find(source));

  const unplace = (key: string) => {
    const before = placed.get(key);
    if (before === undefined) return;
    placed.delete(key);
    for (const { group, event } of before.claims) {
      claim(group, before.system, event, -1);
      makeStale(group);
    }
    if (before.group !== undefined) {
      setOpen(before.group, before.system, key, false);
      makeStale(before.group);
    }
    if (before.rule !== undefined) met.get(before.rule)?.delete(key);
    findings.put(key, []);
  };

  const dropSource = (id: string) => {
    const entry = context.get(id);
    if (entry === undefined || !sources.delete(id)) return;
    for (const { key, system } of sourcesOf(entry)) {
      unplace(key);
      const { spoke } = pageOf(entry);
      const left = (spoke.get(system) ?? 1) - 1;
      spoke.set(system, left);
      if (left === 0) for (const group of pageOf(entry).groups.values()) makeStale(group);
    }
  };

  const evaluate = (id: string) => {
    const entry = context.get(id);
    if (entry === undefined) return;
    const list = sourcesOf(entry);
    if (list.length === 0 || hasKnownCall(entry)) {
      dropSource(id);
      return;
    }
    const members = membersOf(id, entry);
    const [lead = id] = members;
    if (members.length > 1)
      for (const member of members) {
        leads.set(member, lead);
        if (member !== lead) dropSource(member);
      }
    if (lead !== id) {
      evaluateAs(lead, members);
      return;
    }
    evaluateAs(id, members);
  };

  /** A hit whose call is known is that call's, and no source event of its own. */
  const hasKnownCall = (entry: Entry): boolean =>
    isCollectorHit(entry) &&
    context.previousOf(entry.id).some((above) => {
      const call = context.get(above);
      return call?.kind === 'call' && call.source !== 'fbq';
    });

  const evaluateAs = (id: string, members: readonly string[]) => {
    const entry = context.get(id);
    if (entry === undefined) return;
    const page = pageOf(entry);
    const isNew = !sources.has(id);
    sources.set(id, members.length > 1 ? members : NO_OTHERS);
    for (const source of sourcesOf(entry)) {
      if (isNew) {
        const count = page.spoke.get(source.system) ?? 0;
        page.spoke.set(source.system, count + 1);
        spokeAnywhere.add(source.system);
        if (count === 0) for (const group of page.groups.values()) makeStale(group);
      }
      place(source, members, entry, page);
    }
  };

  const place = (source: SourceEvent, members: readonly string[], entry: Entry, page: Page) => {
    const assessment = assessSource(source, members);
    const rule = ruleOf(assessment);
    const { key, system } = source;
    unplace(key);
    if (system === 'cact' && !source.isTag) noteTrigger(page, source, assessment);
    if (assessment.answer.kind === 'none' && assessment.events.length === 0) return;
    const claims = assessment.events.flatMap((event) => {
      const owner = context.get(event.id);
      if (owner === undefined) return [];
      const home = pageOf(owner);
      return event.names.map((name) => ({
        group: groupOf(home, owner.page, name),
        event: event.id,
      }));
    });
    for (const { group, event } of claims) {
      claim(group, system, event, 1);
      makeStale(group, event);
    }
    // Their call is known now: they are no source events of their own.
    for (const hit of assessment.collected)
      if (hit.id !== entry.id && sources.has(hit.id) && hasKnownCall(hit)) dropSource(hit.id);
    const isWaiting =
      rule?.to !== undefined && rule.to !== null && assessment.verdict !== 'unexpected';
    const isBare = isWaiting && assessment.arrived.length === 0;
    const group = isBare ? groupOf(page, entry.page, rule.to ?? '') : undefined;
    if (group !== undefined) {
      setOpen(group, system, key, true);
      makeStale(group, key);
    }
    placed.set(key, { rule: rule?.id, claims, group, system });
    if (rule !== undefined) {
      const ids = met.get(rule.id);
      if (ids) ids.add(key);
      else met.set(rule.id, new Set([key]));
    }
    if (assessment.verdict !== 'open') findings.put(key, chainFindings(assessment, page));
  };

  /** Triggers without a hit are lost for sure only when a later one has its hit. */
  const noteTrigger = (page: Page, source: SourceEvent, assessment: Assessment) => {
    const { trigger } = page;
    const number = numberOf(source.entry);
    if (assessment.collected.length === 0) {
      if (number > trigger.last) trigger.waiting.add(source.key);
      return;
    }
    trigger.waiting.delete(source.key);
    if (number <= trigger.last) return;
    trigger.last = number;
    for (const key of trigger.waiting) {
      if (numberOf(key) > number) continue;
      trigger.waiting.delete(key);
      dirtyTriggers.add(key);
    }
  };
  let dirtyTriggers = new Set<string>();

  // ---- Findings ----------------------------------------------------------------------------

  /** What the chain alone proves. */
  const chainFindings = (assessment: Assessment, page: Page): Finding[] => {
    const { answer, arrived, verdict, reason, source } = assessment;
    if (answer.kind === 'clash') return [clashFinding(assessment, answer.ids)];
    // Without a rule, a name alone is judged by the rules about Meta's names.
    if (answer.kind === 'none') return [];
    const { rule } = answer;
    switch (verdict) {
      case 'misnamed':
        return [misnamedFinding(assessment, rule, arrived)];
      case 'unexpected':
        return [forbiddenFinding(assessment, rule, arrived)];
      case 'unsent': {
        if (reason !== undefined || arrived.length > 0)
          return oneOrNone(
            arrived.length > 0 && reason === undefined
              ? undefined
              : unsentFinding(assessment, rule, { events: arrived, reason }),
          );
        if (source.isTag) return oneOrNone(unsentFinding(assessment, rule, { events: [] }));
        const isLost = source.system === 'cact' && numberOf(source.entry) < page.trigger.last;
        return isLost ? [lostTriggerFinding(assessment, rule)] : [];
      }
      case 'matched':
      case 'custom': {
        const [event] = arrived;
        const parameters = parametersOf(assessment, event, judgeHash);
        // Two copies of one event, the server's and the pixel's: the ledger compares those.
        const isCopy = event !== undefined && rule.visibility === 'server';
        if (isCopy) return [];
        const proof = [
          ...(event === undefined ? assessment.collected : [event, ...event.hits]),
        ].map((shown) => shown.id);
        return parameterFindings(assessment, rule, parameters, { isJoined: true, proof });
      }
      default:
        return [];
    }
  };

  const oneOrNone = (finding: Finding | undefined): Finding[] =>
    finding === undefined ? [] : [finding];

  /** What a group says of one of its open source events. */
  const openFindings = (assessment: Assessment, rule: Rule, paired: string | undefined) => {
    if (paired === undefined) {
      if (rule.origin === 'profile' && assessment.events.length > 0)
        return [misnamedFinding(assessment, rule, assessment.events)];
      return oneOrNone(unsentFinding(assessment, rule, { events: [] }));
    }
    const event = readMetaEvent(context, paired);
    if (event === undefined) return [];
    if (isUnsent(event))
      return oneOrNone(
        event.reason === undefined
          ? undefined
          : unsentFinding(assessment, rule, { events: [event], reason: event.reason }),
      );
    const parameters = parametersOf(assessment, event, judgeHash);
    const proof = [event.id, ...event.hits.map(({ id }) => id)];
    return parameterFindings(assessment, rule, parameters, { isJoined: false, proof });
  };

  /** Group and system → what its findings were made of last. */
  let signatures = new Map<Group, Map<MappedSystem | 'unexpected', string>>();

  const refreshGroup = (group: Group, given: ReadonlySet<string>) => {
    const page = pages.get(group.page);
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
      const pairs = isPaired ? pairsOf(group, system, compare) : new Map<string, string>();
      for (const key of all ? open : given) {
        if (!open.has(key)) continue;
        findings.put(key, isJudged ? memberFindings(key, inUse, pairs.get(key)) : []);
      }
    }
    refreshUnexpected(group, page, before, given);
  };

  const memberFindings = (key: string, inUse: boolean, paired: string | undefined): Finding[] => {
    const assessment = assessmentOf(key);
    const rule = assessment && ruleOf(assessment);
    if (assessment === undefined || rule === undefined) return [];
    if (rule.visibility === 'convention' && !inUse) return [];
    return openFindings(assessment, rule, paired);
  };

  const putTooFew = (group: Group, system: MappedSystem, isUnequal: boolean) => {
    const key = `too-few:${group.page}:${group.name}:${system}`;
    const open = group.open.get(system)?.size ?? 0;
    const free = freeCount(group, system);
    if (!isUnequal || free > open || !rules.profileSystemsOf(group.name).includes(system)) {
      findings.put(key, []);
      return;
    }
    const proof = open <= COMPARED_PAIRS ? [...(group.open.get(system) ?? [])].sort(compare) : [];
    findings.put(key, [
      tooFewFinding(proof.length > 0 ? proof.map(entryOfKey) : [group.page], {
        open,
        free,
        name: group.name,
        system,
      }),
    ]);
  };

  const isUnexpected = (id: string, group: Group, page: Page): boolean =>
    mayBeUnexpected(group, page) && !hasSource(id);

  const mayBeUnexpected = (group: Group, page: Page): boolean =>
    openCount(group) === 0 &&
    rules.profileSystemsOf(group.name).some((system) => (page.spoke.get(system) ?? 0) > 0);

  /** A source event stands above it in its chain. */
  const hasSource = (id: string): boolean => {
    let isFound = false;
    climb(context, id, new Set(), (above) => {
      if (above !== id && (sources.has(above) || leads.has(above))) isFound = true;
    });
    return isFound;
  };

  const refreshUnexpected = (
    group: Group,
    page: Page,
    before: Map<MappedSystem | 'unexpected', string>,
    given: ReadonlySet<string>,
  ) => {
    const systems = rules.profileSystemsOf(group.name);
    if (systems.length === 0) return;
    const may = mayBeUnexpected(group, page);
    const isSame = before.get('unexpected') === String(may);
    before.set('unexpected', String(may));
    for (const id of isSame ? given : group.events) {
      const event = group.events.has(id) ? readMetaEvent(context, id) : undefined;
      if (event === undefined) continue;
      const isFound = may && !hasSource(id);
      findings.put(
        `unexpected:${id}:${group.name}`,
        isFound ? [unexpectedFinding(event, group.name, systems)] : [],
      );
    }
  };

  // ---- Reading -----------------------------------------------------------------------------

  const sourceOfKey = (
    key: string,
  ): { source: SourceEvent; members: readonly string[] } | undefined => {
    const id = entryOfKey(key);
    const entry = context.get(id);
    const others = sources.get(id);
    if (entry === undefined || others === undefined) return undefined;
    const source = sourcesOf(entry).find((candidate) => candidate.key === key);
    if (source === undefined) return undefined;
    return { source, members: others.length > 0 ? others : [id] };
  };

  const assessmentOf = (key: string): Assessment | undefined => {
    const found = sourceOfKey(key);
    return found && assessSource(found.source, found.members);
  };

  /** Pairs of groups, made once while nothing changes. */
  let pairings = new Map<Group, Map<MappedSystem, Map<string, string>>>();

  const pairingOf = (group: Group, system: MappedSystem): Map<string, string> => {
    const bySystem = pairings.get(group) ?? new Map<MappedSystem, Map<string, string>>();
    pairings.set(group, bySystem);
    const known = bySystem.get(system);
    if (known) return known;
    const pairs = pairsOf(group, system, compare);
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
    if (rule?.note !== undefined) match.note = rule.note;
    if (answer.kind === 'clash') match.note = `It meets ${answer.ids.join('; ')}.`;
    if (assessment.verdict === 'open') return resolveOpen(match, assessment);
    match.verdict = assessment.verdict;
    if (assessment.reason !== undefined) match.reason = assessment.reason;
    if (assessment.nearest !== undefined) match.nearest = assessment.nearest;
    if (assessment.note !== undefined) match.note = joinNotes(match.note, assessment.note);
    showEvents(match, assessment.arrived);
    for (const hit of assessment.collected) if (hit.id !== source.entry) match.proof.push(hit.id);
    const isCompared =
      match.verdict === 'matched' || match.verdict === 'custom' || match.verdict === 'misnamed';
    if (isCompared) match.parameters = parametersOf(assessment, assessment.arrived[0], judgeHash);
    return match;
  };

  const showEvents = (match: Match, events: readonly MetaEvent[]) => {
    match.actual = [...new Set(events.flatMap(({ names }) => names))];
    match.proof = [
      ...new Set(
        events.flatMap(({ id, hits, proof }) => [id, ...hits.map((hit) => hit.id), ...proof]),
      ),
    ];
  };

  const resolveOpen = (match: Match, assessment: Assessment): Match => {
    const { source, events } = assessment;
    const rule = ruleOf(assessment);
    const group = placed.get(source.key)?.group;
    const page = group && pages.get(group.page);
    if (rule === undefined || group === undefined || page === undefined) return match;
    const system = source.system;
    const state = stateOf(group, system);
    if (state === 'unequal') {
      match.verdict = 'ambiguous';
      match.note = `${group.open.get(system)?.size ?? 0} events of this page should become ${group.name}, ${freeCount(group, system)} were sent: which is whose is not known.`;
      return match;
    }
    if (state === 'none') {
      const isConvention = rule.visibility === 'convention';
      if (events.length > 0 && !isConvention) {
        showEvents(match, events);
        match.verdict = 'misnamed';
      } else if (isConvention && page.events.size === 0) {
        match.note = 'The page does not use Meta.';
      } else match.verdict = 'unsent';
      return match;
    }
    const event = readMetaEvent(context, pairingOf(group, system).get(source.key) ?? '');
    if (event === undefined) return match;
    showEvents(match, [event]);
    match.note = 'Joined by the rule and the order on the page, not by the chain.';
    match.verdict = isUnsent(event) ? 'unsent' : 'matched';
    if (isUnsent(event)) {
      if (event.reason !== undefined) match.reason = event.reason;
    } else match.parameters = parametersOf(assessment, event, judgeHash);
    return match;
  };

  const unexpectedMatches = (): Match[] => {
    const list: Match[] = [];
    for (const page of pages.values())
      for (const group of page.groups.values()) {
        if (!mayBeUnexpected(group, page)) continue;
        for (const id of group.events)
          if (!hasSource(id)) list.push(unexpectedMatch(id, group.name));
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

  const matchesOfSource = (id: string): Match[] => {
    const entry = context.get(id);
    const others = sources.get(id);
    if (entry === undefined || others === undefined) return [];
    const members = others.length > 0 ? others : [id];
    return sourcesOf(entry).map((source) => toMatch(assessSource(source, members)));
  };

  const isPartOf = (match: Match, id: string): boolean =>
    match.entry === id ||
    match.proof.includes(id) ||
    (sources.get(match.entry)?.includes(id) ?? false);

  return {
    findings,
    add(entry) {
      if (entry.kind === 'call' || entry.kind === 'hit') dirty.add(entry.id);
    },
    settle(changed) {
      pairings = new Map();
      const ids = dirty;
      dirty = new Set();
      for (const id of changed) ids.add(id);
      const above = new Set<string>();
      for (const id of ids) {
        const entry = context.get(id);
        if (entry === undefined) continue;
        if (isOfMeta(entry)) {
          refreshEvent(id);
          const call = entry.kind === 'hit' ? callOfHit(context, id) : undefined;
          if (call !== undefined) refreshEvent(call.id);
        }
        climb(context, id, above, () => {});
        if (entry.kind === 'call') for (const run of neighbours(entry)) above.add(run);
      }
      for (const id of above) evaluate(leads.get(id) ?? id);
      const triggers = dirtyTriggers;
      dirtyTriggers = new Set();
      for (const key of triggers) evaluate(entryOfKey(key));
      const groups = stale;
      stale = new Map();
      for (const [group, given] of groups) refreshGroup(group, given);
    },
    matches() {
      const list = [...sources.keys()].flatMap(matchesOfSource);
      return [...list, ...unexpectedMatches()].sort(
        (a, b) => compare(a.entry, b.entry) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
      );
    },
    matchesOf(id) {
      const candidates = new Set<string>();
      climb(context, id, new Set(), (above) => candidates.add(leads.get(above) ?? above));
      const entry = context.get(id);
      const eventId = entry?.kind === 'hit' ? (callOfHit(context, id)?.id ?? id) : id;
      const own: Match[] = [];
      const event = eventNames.get(eventId);
      for (const name of event?.names ?? []) {
        const group = event?.page.groups.get(name);
        if (group === undefined || event === undefined) continue;
        for (const system of group.open.keys()) {
          if (!GROUPED.has(system) || stateOf(group, system) !== 'paired') continue;
          for (const [key, paired] of pairingOf(group, system))
            if (paired === eventId) candidates.add(entryOfKey(key));
        }
        if (isUnexpected(eventId, group, event.page)) own.push(unexpectedMatch(eventId, name));
      }
      const matches = [...candidates]
        .flatMap(matchesOfSource)
        .filter((match) => isPartOf(match, id));
      return [...matches, ...own].sort((a, b) => compare(a.entry, b.entry));
    },
    coverage() {
      const ids = new Set(rules.ids((system) => spokeAnywhere.has(system)));
      const others = [...met].filter(([, keys]) => keys.size > 0).map(([rule]) => rule);
      for (const rule of others.sort()) ids.add(rule);
      return [...ids].map((rule) => ({
        rule,
        entries: [...new Set([...(met.get(rule) ?? [])].map(entryOfKey))].sort(compare),
      }));
    },
    clear() {
      findings.clear();
      dirty = new Set();
      pages = new Map();
      sources = new Map();
      leads = new Map();
      placed = new Map();
      eventNames = new Map();
      met = new Map();
      spokeAnywhere = new Set();
      stale = new Map();
      signatures = new Map();
      pairings = new Map();
      dirtyTriggers = new Set();
    },
  };

  /** Runs of the same chat event on both sides: this entry may have joined them. */
  function neighbours(entry: CallEntry): string[] {
    if (entry.source !== 'loyjoy') return [];
    return runsOf(context, entry).map(({ id }) => id);
  }
}

/** Systems whose events are joined by rule alone where no chain does it. */
const GROUPED: ReadonlySet<MappedSystem> = new Set(['dataLayer', 'loyjoy']);

const NO_OTHERS: readonly string[] = [];

function entryOfKey(key: string): string {
  const at = key.lastIndexOf('#');
  return at === -1 ? key : key.slice(0, at);
}

function isOfMeta(entry: Entry): boolean {
  return entry.kind === 'call'
    ? entry.source === 'fbq'
    : entry.kind === 'hit' && entry.vendor === 'meta';
}

function isUnsent(event: MetaEvent): boolean {
  return event.state === 'not-sent' || event.state === 'held';
}

function joinNotes(a: string | undefined, b: string): string {
  return a === undefined ? b : `${a} ${b}`;
}
