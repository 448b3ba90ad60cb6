import type { Entry } from '../../session/entry.ts';
import { consentOfCall } from '../../vendors/consent/consent-calls.ts';
import { type SourceEvent, sourcesOf } from '../../vendors/source-event.ts';
import type { Fact } from '../facts/fact.ts';
import { listOf, toLength } from '../ordered.ts';
import type { Context, Part } from '../part.ts';
import { callOfHit } from '../pixel-hits.ts';
import type { Coverage, Match } from '../verdicts.ts';
import { type Assessment, assess, ruleOf } from './assess.ts';
import { Books, type Desk, entryOfKey, type Page } from './books.ts';
import { chainFacts } from './chain-facts.ts';
import { createGroupFacts, hasSource, mayBeUnexpected } from './group-facts.ts';
import { claim, setOpen, stateOf } from './groups.ts';
import { nearFacts } from './match-facts.ts';
import { readMetaEvent } from './meta-event.ts';
import { type HashJudge, judgeNoHash } from './parameters.ts';
import { climb, isCollectorHit, runsOf } from './reach.ts';
import { createRules } from './rules.ts';
import { createMatchReader } from './to-match.ts';
import { noteTrigger, sortTriggers } from './triggers.ts';

/** Source events held against the mapping rules. */
export interface Matches extends Part {
  /** By the time of their source event. */
  matches(): Match[];
  /** The same, made one by one. */
  eachMatch(): Iterable<Match>;
  /** Every match that the entry has a part in. */
  matchesOf(id: string): Match[];
  coverage(): Coverage[];
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
  const book = context.facts.book();
  const books = new Books(context);
  let dirty = new Set<string>();

  const assessmentOf = (key: string): Assessment | undefined => {
    const id = entryOfKey(key);
    const entry = context.get(id);
    const members = books.membersOf(id);
    const source = entry && sourcesOf(entry).find((candidate) => candidate.key === key);
    return source && members && assessSource(source, members);
  };

  const desk: Desk = { context, rules, judgeHash, book, books, assessmentOf };
  const groupFacts = createGroupFacts(desk);
  const reader = createMatchReader(desk);

  // ---- Meta events -------------------------------------------------------------------------

  /** Puts a pixel call or hit into the groups of its names, or takes it out where it is no event. */
  const refreshEvent = (id: string) => {
    const before = books.eventNames.get(id);
    const entry = context.get(id);
    const isOfCall = entry?.kind === 'hit' && callOfHit(context, id) !== undefined;
    const event = isOfCall ? undefined : readMetaEvent(context, id);
    if (before !== undefined) {
      for (const name of before.names) {
        const group = before.page.groups.get(name);
        if (group === undefined) continue;
        books.makeStale(group);
        if (event?.names.includes(name)) continue;
        group.events.delete(id);
        book.put(`unexpected:${id}:${name}`, []);
      }
      if (event === undefined) {
        before.page.events.delete(id);
        books.eventNames.delete(id);
      }
    }
    if (event === undefined || entry === undefined) return;
    const page = books.pageOf(entry);
    // A convention is in force where Meta is in use: its rules are looked at again.
    if (page.events.size === 0) for (const group of page.groups.values()) books.makeStale(group);
    page.events.add(id);
    for (const name of event.names) {
      const group = books.groupOf(page, entry.page, name);
      group.events.add(id);
      books.makeStale(group, id);
    }
    books.eventNames.set(id, { page, names: event.names });
  };

  // ---- Source events -----------------------------------------------------------------------

  const membersOf = (id: string, entry: Entry): readonly string[] =>
    entry.kind === 'call' && entry.source === 'loyjoy'
      ? runsOf(context, entry).map((run) => run.id)
      : [id];

  const assessSource = (source: SourceEvent, members: readonly string[]): Assessment =>
    assess(context, source, members, rules.find(source));

  const unplace = (key: string) => {
    const before = books.placed.get(key);
    if (before === undefined) return;
    books.placed.delete(key);
    for (const { group, event } of before.claims) {
      claim(group, before.system, event, -1);
      books.makeStale(group);
    }
    if (before.group !== undefined) {
      setOpen(before.group, before.system, key, false);
      before.group.judged.delete(key);
      books.makeStale(before.group);
    }
    if (before.rule !== undefined) books.met.get(before.rule)?.delete(key);
    book.put(key, []);
  };

  /** Keys of source events of which a near miss is told. */
  const nearMisses = new Set<string>();

  const putNear = (key: string, found: readonly Fact[]) => {
    if (found.length > 0) nearMisses.add(key);
    else if (!nearMisses.delete(key)) return;
    book.put(`near:${key}`, found);
  };

  const dropSource = (id: string) => {
    const entry = context.get(id);
    if (entry === undefined || !books.sources.delete(id)) return;
    const page = books.pageOf(entry);
    for (const source of sourcesOf(entry)) {
      const { key, system } = source;
      unplace(key);
      putNear(key, []);
      noteUnowned(page, source, -1);
      const { spoke } = page;
      const left = (spoke.get(system) ?? 1) - 1;
      spoke.set(system, left);
      if (left === 0) for (const group of page.groups.values()) books.makeStale(group);
    }
  };

  const evaluate = (id: string) => {
    const entry = context.get(id);
    if (entry === undefined) return;
    const list = sourcesOf(entry);
    if (list.length === 0 || hasKnownCall(entry)) {
      if (books.sources.has(id)) dropSource(id);
      return;
    }
    const members = membersOf(id, entry);
    const [lead = id] = members;
    if (members.length > 1)
      for (const member of members) {
        books.leads.set(member, lead);
        if (member !== lead) dropSource(member);
      }
    const first = lead === id ? entry : context.get(lead);
    if (first !== undefined) put(first, first === entry ? list : sourcesOf(first), members);
  };

  /** A hit whose call is known is that call's, and no source event of its own. */
  const hasKnownCall = (entry: Entry): boolean =>
    isCollectorHit(entry) &&
    context.previousOf(entry.id).some((above) => {
      const call = context.get(above);
      return call?.kind === 'call' && call.source !== 'fbq';
    });

  const put = (entry: Entry, list: readonly SourceEvent[], members: readonly string[]) => {
    const { id } = entry;
    const page = books.pageOf(entry);
    const isNew = !books.sources.has(id);
    books.sources.set(id, members.length > 1 ? members : NO_OTHERS);
    for (const source of list) {
      if (isNew) {
        const count = page.spoke.get(source.system) ?? 0;
        page.spoke.set(source.system, count + 1);
        books.spokeAnywhere.add(source.system);
        noteUnowned(page, source, 1);
        if (count === 0) for (const group of page.groups.values()) books.makeStale(group);
      }
      place(source, members, entry, page);
    }
  };

  const place = (source: SourceEvent, members: readonly string[], entry: Entry, page: Page) => {
    const { key, system } = source;
    unplace(key);
    const answer = rules.find(source);
    const near = rules.near(source, answer);
    // Most events of a page: nobody's rule, and nothing came of them.
    if (answer.kind === 'none' && near === undefined && isAlone(entry, members)) {
      putNear(key, []);
      return;
    }
    const assessment = assess(context, source, members, answer);
    putNear(key, nearFacts(assessment, near));
    const rule = ruleOf(assessment);
    if (system === 'cact' && !source.isTag) {
      const hasMoved = noteTrigger(page.triggers, key, assessment.collected.length > 0);
      if (hasMoved) sortedPages.add(page);
    }
    if (assessment.answer.kind === 'none' && assessment.events.length === 0) return;
    const claims = assessment.events.flatMap((event) => {
      const owner = context.get(event.id);
      if (owner === undefined) return [];
      const home = books.pageOf(owner);
      return event.names.map((name) => ({
        group: books.groupOf(home, owner.page, name),
        event: event.id,
      }));
    });
    for (const { group, event } of claims) {
      claim(group, system, event, 1);
      books.makeStale(group, event);
    }
    // Their call is known now: they are no source events of their own.
    for (const hit of assessment.collected)
      if (hit.id !== entry.id && books.sources.has(hit.id) && hasKnownCall(hit)) dropSource(hit.id);
    const isWaiting =
      rule?.to !== undefined && rule.to !== null && assessment.verdict !== 'unexpected';
    const isBare = isWaiting && assessment.arrived.length === 0;
    const group = isBare ? books.groupOf(page, entry.page, rule.to ?? '') : undefined;
    if (group !== undefined) {
      if (assessment.verdict === 'open') setOpen(group, system, key, true);
      else group.judged.add(key);
      books.makeStale(group, key);
    }
    books.placed.set(key, { rule: rule?.id, claims: toLength(claims), group, system });
    if (rule !== undefined) {
      const ids = books.met.get(rule.id);
      if (ids) ids.add(key);
      else books.met.set(rule.id, new Set([key]));
    }
    if (assessment.verdict !== 'open')
      book.put(key, chainFacts(context.facts, assessment, page, judgeHash));
  };

  const isAlone = (entry: Entry, members: readonly string[]): boolean =>
    entry.kind === 'call' && members.length === 1 && context.nextOf(entry.id).length === 0;

  /** Counts hits whose trigger is not known: while there is one of its name, no trigger is lost. */
  const noteUnowned = (page: Page, { system, name }: SourceEvent, by: 1 | -1) => {
    if (system !== 'commanders-act') return;
    const before = page.unowned.get(name) ?? 0;
    page.unowned.set(name, before + by);
    if (before === 0 || before + by === 0)
      for (const key of [...page.triggers.lost, ...page.triggers.waiting]) dirtyTriggers.add(key);
  };
  let dirtyTriggers = new Set<string>();
  let sortedPages = new Set<Page>();

  // ---- Reading -----------------------------------------------------------------------------

  const matchesOfSource = (id: string): Match[] => {
    const entry = context.get(id);
    const members = books.membersOf(id);
    if (entry === undefined || members === undefined) return [];
    return sourcesOf(entry).map((source) => reader.toMatch(assessSource(source, members)));
  };

  function* eachMatch(): Iterable<Match> {
    const unexpected = new Map<string, Match[]>();
    for (const match of reader.unexpectedMatches()) listOf(unexpected, match.entry).push(match);
    const entries = new Set([...books.sources.keys(), ...unexpected.keys()]);
    for (const id of [...entries].sort(books.compare))
      yield* [...matchesOfSource(id), ...(unexpected.get(id) ?? [])].sort(byName);
  }

  const isPartOf = (match: Match, id: string): boolean =>
    match.entry === id ||
    match.proof.includes(id) ||
    (books.sources.get(match.entry)?.includes(id) ?? false);

  return {
    add(entry) {
      if (entry.kind === 'consent' || (entry.kind === 'call' && consentOfCall(entry).length > 0)) {
        const page = books.pageOf(entry);
        page.turns += 1;
        for (const group of page.groups.values()) books.makeStale(group);
      }
      if (entry.kind === 'call' || entry.kind === 'hit') dirty.add(entry.id);
    },
    settle(changed) {
      reader.forget();
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
      }
      for (const id of above) evaluate(books.leads.get(id) ?? id);
      for (const page of sortedPages)
        for (const key of sortTriggers(page.triggers)) dirtyTriggers.add(key);
      sortedPages = new Set();
      const triggers = dirtyTriggers;
      dirtyTriggers = new Set();
      for (const key of triggers) evaluate(entryOfKey(key));
      for (const [group, given] of books.takeStale()) groupFacts.refresh(group, given);
    },
    matches: () => [...eachMatch()],
    eachMatch,
    matchesOf(id) {
      const candidates = new Set<string>();
      climb(context, id, new Set(), (above) => candidates.add(books.leads.get(above) ?? above));
      const entry = context.get(id);
      const eventId = entry?.kind === 'hit' ? (callOfHit(context, id)?.id ?? id) : id;
      const own: Match[] = [];
      const event = books.eventNames.get(eventId);
      for (const name of event?.names ?? []) {
        const group = event?.page.groups.get(name);
        if (group === undefined || event === undefined) continue;
        for (const system of group.open.keys()) {
          if (stateOf(group, system) !== 'paired') continue;
          for (const [key, paired] of reader.pairingOf(group, system))
            if (paired === eventId) candidates.add(entryOfKey(key));
        }
        if (mayBeUnexpected(desk, group, event.page) && !hasSource(desk, eventId))
          own.push(reader.unexpectedMatch(eventId, name));
      }
      const matches = [...candidates]
        .flatMap(matchesOfSource)
        .filter((match) => isPartOf(match, id));
      return [...matches, ...own].sort((a, b) => books.compare(a.entry, b.entry));
    },
    coverage() {
      const ids = new Set(rules.ids((system) => books.spokeAnywhere.has(system)));
      const others = [...books.met].filter(([, keys]) => keys.size > 0).map(([rule]) => rule);
      for (const rule of others.sort()) ids.add(rule);
      return [...ids].map((rule) => ({
        rule,
        entries: [...new Set([...(books.met.get(rule) ?? [])].map(entryOfKey))].sort(books.compare),
      }));
    },
    clear() {
      book.clear();
      dirty = new Set();
      nearMisses.clear();
      books.clear();
      groupFacts.clear();
      reader.forget();
      dirtyTriggers = new Set();
      sortedPages = new Set();
    },
  };
}

const NO_OTHERS: readonly string[] = [];

function byName(a: Match, b: Match): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

function isOfMeta(entry: Entry): boolean {
  return entry.kind === 'call'
    ? entry.source === 'fbq'
    : entry.kind === 'hit' && entry.vendor === 'meta';
}
