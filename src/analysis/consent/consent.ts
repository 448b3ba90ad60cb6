import type { CallEntry, Entry, HitEntry } from '../../session/entry.ts';
import { numberOf } from '../../session/entry.ts';
import { consentOfCall } from '../../vendors/consent/consent-calls.ts';
import type {
  ConsentCheck,
  ConsentState,
  ConsentStretch,
  ConsentTally,
  ConsentVerdict,
  SourceState,
} from '../analysis.ts';
import type { Fact } from '../facts/fact.ts';
import { toLength } from '../ordered.ts';
import type { Context, Part } from '../part.ts';
import { createTops } from '../tops.ts';
import { type BoundEntry, hasLeft, isBound } from './bound.ts';
import { combine, countedOf, describeSources, type Together } from './combine.ts';
import {
  conflictFault,
  deniedFact,
  earlyFact,
  lateDefaultFact,
  leftOverFact,
  missingCategoriesFault,
  noSourceFault,
  questionFaults,
  type SharedFault,
  withdrawnFact,
} from './consent-facts.ts';
import { DocumentConsent } from './document-consent.ts';
import { createGroups } from './groups.ts';
import { stretchesOf } from './stretches.ts';
import { createTally } from './tally.ts';
import { countUntil, type Point, Timeline } from './timeline.ts';
import { judge, momentOf, type Verdict } from './verdict.ts';

/** Whether every Meta-bound event had consent, at the call and at the hit. */
export interface ConsentPart extends Part {
  /** By the time of their entry. */
  checks(): ConsentCheck[];
  /** The same, made one by one. */
  eachCheck(): Iterable<ConsentCheck>;
  /** Of a call or a hit: the checks that it has a part in. */
  checksOf(id: string): ConsentCheck[];
  /** What each source said when an entry happened. */
  sourcesAt(id: string): Record<string, SourceState>;
  /** What it said in an entry's document when the entry was made. */
  stateAt(id: string): ConsentState;
  /** What holds in a document after all that was said in it. */
  stateOf(page: string): ConsentState;
  /** The same without what the page told the pixel itself, and since when. */
  stateBesideLock(page: string): { state: ConsentState; since: number };
  /** Every change, document by document, each in order of time. */
  stretches(): readonly ConsentStretch[];
  /** What left in which state, by vendor and pixel. */
  tally(): ConsentTally[];
  /** The gravest verdict of a hit that left. */
  verdictOf(id: string): ConsentVerdict | undefined;
  /** Events that left without consent. */
  readonly missing: number;
  /** Whether a hit left without consent. */
  isMissing(hit: string): boolean;
  /** Hits that left where nobody listened: they have no verdict. */
  readonly unwatched: ReadonlySet<string>;
}

/** One document: what its sources said, and its Meta-bound entries in order. */
interface Document {
  consent: DocumentConsent | undefined;
  bound: Timeline<undefined>;
  /** Entries from here on have to be judged anew. */
  from: number;
  /** Keys of what was found about the document's changes. */
  found: string[];
  /** Its changes from granted to denied; undefined where they have to be looked for anew. */
  withdrawals: { entry: string; at: number; number: number }[] | undefined;
  /** Its stretches; undefined where they have to be made anew. */
  stretches: readonly ConsentStretch[] | undefined;
  /** It said something itself. Of one that was there before us only the requests are known. */
  isHeard: boolean;
}

interface Kept {
  hit: string | undefined;
  verdict: ConsentCheck['verdict'];
  atCall: ConsentCheck['atCall'];
  atHit: ConsentCheck['atHit'];
  faults: readonly string[];
  hasFact: boolean;
  /** It left without consent. */
  isMissing: boolean;
  /** The hit left, and stands in the tally. */
  isTallied: boolean;
}

const NONE: readonly never[] = [];

/** After all that a document said. */
const THE_END = { at: Number.POSITIVE_INFINITY, number: Number.POSITIVE_INFINITY };

/** Hits that stand for the events before a withdrawal. */
const BEFORE = 3;
/** How far back they are looked for. */
const LOOK_BACK = 50;

/** The part that judges consent. */
export function createConsent(context: Context): ConsentPart {
  const { profile, assumptions } = context;
  const governs = profile.consent?.governs;
  const facts = context.facts.book();
  const groups = createGroups(facts);
  const tally = createTally();
  const documents = new Map<string, Document>();
  let tops = createTops();
  const changedDocuments = new Set<string>();
  /** Verdicts by the call, or by the hit where no call is known. */
  const kept = new Map<string, Kept[]>();
  const unwatched = new Set<string>();
  let dirty = new Set<string>();

  const documentFor = (page: string): Document => {
    const known = documents.get(page);
    if (known) return known;
    const made: Document = {
      consent: undefined,
      bound: new Timeline(),
      from: Number.POSITIVE_INFINITY,
      found: [],
      withdrawals: undefined,
      stretches: undefined,
      isHeard: false,
    };
    documents.set(page, made);
    return made;
  };

  /** Something was said about consent: what comes after it is judged anew, in frames as well. */
  const touch = (page: string, document: Document, from: number | undefined) => {
    changedDocuments.add(page);
    if (from === undefined) return;
    document.from = Math.min(document.from, from);
    document.withdrawals = undefined;
    document.stretches = undefined;
    for (const frame of tops.framesOf(page)) touch(frame, documentFor(frame), from);
  };

  /** The document speaks for the first time: what left it before is judged anew. */
  const hear = (entry: Entry) => {
    const document = documentFor(entry.page);
    if (document.isHeard) return;
    document.isHeard = true;
    touch(entry.page, document, Number.NEGATIVE_INFINITY);
  };

  const addCall = (entry: CallEntry) => {
    const sayings = consentOfCall(entry);
    if (sayings.length === 0) return;
    const document = documentFor(entry.page);
    document.consent ??= new DocumentConsent(profile, assumptions);
    touch(entry.page, document, document.consent.addSayings(entry, sayings));
  };

  const linked = (ids: readonly string[], kind: Entry['kind']): readonly BoundEntry[] => {
    if (ids.length === 0) return NONE;
    const found: BoundEntry[] = [];
    for (const id of ids) {
      const entry = context.get(id);
      if (entry?.kind === kind && isBound(entry)) found.push(entry);
    }
    return found;
  };
  const hitsOf = (call: string) => linked(context.nextOf(call), 'hit') as readonly HitEntry[];
  const callsOf = (hit: string) => linked(context.previousOf(hit), 'call') as readonly CallEntry[];

  const keyOf = (owner: string, hit: string | undefined) => `${owner}|${hit ?? ''}`;

  const forget = (owner: string) => {
    const old = kept.get(owner);
    if (old === undefined) return;
    for (const { hit, faults, hasFact, isMissing, isTallied, verdict } of old) {
      if (isTallied) tally.leave(hit ?? owner, { verdict, isMissing });
      if (hasFact) facts.put(keyOf(owner, hit), []);
      for (const fault of faults) groups.leave(fault, keyOf(owner, hit));
    }
    kept.delete(owner);
  };

  /** That nothing is said where nobody listens says nothing. */
  const isUnwatched = (page: string): boolean =>
    documents.get(page)?.isHeard !== true || isUnseen(context.get(page));

  const judgeOne = (owner: BoundEntry, hit: HitEntry | undefined): Kept | undefined => {
    const one = weigh(owner, hit);
    if (hit !== undefined && one === undefined) unwatched.add(hit.id);
    if (hit !== undefined && one?.isTallied) tally.join(hit, one);
    return one;
  };

  const weigh = (owner: BoundEntry, hit: HitEntry | undefined): Kept | undefined => {
    const consent = documents.get((hit ?? owner).page)?.consent;
    const call = owner.kind === 'call' ? owner : undefined;
    const verdict = judge(consent, call, hit, profile, assumptions);
    const { atCall, atHit } = verdict;
    if (hit !== undefined && atHit === 'no-source' && isUnwatched(hit.page)) return undefined;
    const one: Kept = {
      hit: hit?.id,
      verdict: verdict.verdict,
      atCall,
      atHit,
      faults: NONE,
      hasFact: false,
      isMissing: false,
      isTallied: hit !== undefined && hasLeft(hit),
    };
    // Most events are well, and cost no more than this.
    if (hit === undefined || atHit === 'granted' || !hasLeft(hit)) return one;
    const key = keyOf(owner.id, hit.id);
    const faults = sharedFaults(verdict, hit);
    for (const { fault, proof, write } of faults)
      groups.join(fault, { key, at: hit.at, proof: [hit.id].concat(proof) }, write);
    one.faults = faults.map(({ fault }) => fault);
    if (verdict.gate === undefined) {
      const isEarly = atHit === 'undecided' && verdict.together.questions.length === 0;
      const early = isEarly ? earlyFact(verdict, hit, call?.id, profile) : undefined;
      const fact = atHit === 'denied' ? deniedFact(verdict, hit, call?.id) : early;
      if (fact) facts.put(key, [fact]);
      one.hasFact = fact !== undefined;
      one.isMissing = atHit === 'conflict' || (fact !== undefined && fact.severity !== 'info');
    } else one.isMissing = verdict.gate === 'missing';
    return one;
  };

  /** What held in the page around a frame as something left the frame. */
  const aroundAt = ({ page, at }: HitEntry): Together | undefined => {
    const top = tops.topOf(page);
    const around = top === undefined || top === page ? undefined : documents.get(top)?.consent;
    return around?.at({ at, number: Number.POSITIVE_INFINITY }).together;
  };

  const sharedFaults = (verdict: Verdict, hit: HitEntry): SharedFault[] => {
    if (verdict.gate === 'missing') return [missingCategoriesFault(hit.page, hit)];
    if (verdict.gate === 'filtered') return [];
    switch (verdict.atHit) {
      case 'no-source':
        return [noSourceFault(hit, aroundAt(hit))];
      case 'conflict':
        return [conflictFault(hit.page, verdict.together.deciding)];
      case 'undecided':
        return verdict.together.questions.flatMap(questionFaults);
      default:
        return [];
    }
  };

  /** A hit stands under its calls, or alone. */
  const judgeOwner = (id: string) => {
    forget(id);
    const owner = context.get(id);
    if (!isBound(owner)) return;
    if (owner.kind === 'hit' && callsOf(id).length > 0) return;
    const hits = owner.kind === 'hit' ? [owner] : inOrder(hitsOf(id));
    for (const hit of hits) unwatched.delete(hit.id);
    const judged =
      hits.length === 0 ? [judgeOne(owner, undefined)] : hits.map((hit) => judgeOne(owner, hit));
    kept.set(id, toLength(judged.filter((one) => one !== undefined)));
  };

  /** Adds whose verdicts are about an entry: its own, its calls', and what its hits had alone. */
  const addOwners = (id: string, owners: Set<string>) => {
    const entry = context.get(id);
    if (entry?.kind !== 'call' && entry?.kind !== 'hit') return;
    if (!isBound(entry) && !kept.has(id)) return;
    const others = entry.kind === 'hit' ? callsOf(id) : hitsOf(id);
    // A hit with a call stands under it, and has nothing of its own but what it had alone.
    if (entry.kind === 'call' || others.length === 0 || kept.has(id)) owners.add(id);
    for (const other of others)
      if (other.kind === 'call' || kept.has(other.id)) owners.add(other.id);
    if (documents.get(entry.page)?.consent !== undefined) changedDocuments.add(entry.page);
  };

  const findWithdrawals = (consent: DocumentConsent): Document['withdrawals'] => {
    const found: NonNullable<Document['withdrawals']> = [];
    let before = '';
    for (const { at, number, entry } of consent.changes()) {
      const { state } = consent.at({ at, number }).together;
      if (before === 'granted' && state === 'denied') found.push({ entry, at, number });
      // Where the tool has said no and the page not yet passed it on, they contradict each other.
      if (state !== 'conflict') before = state;
    }
    return found;
  };

  /** The last hits before a moment that left with consent. */
  const hitsBefore = (document: Document, at: number): string[] => {
    const { points } = document.bound;
    const hits: string[] = [];
    const last = countUntil(points, { at, number: Number.POSITIVE_INFINITY }) - 1;
    for (let i = last; i >= 0 && i > last - LOOK_BACK && hits.length < BEFORE; i -= 1) {
      const id = points[i]?.entry ?? '';
      const hit = context.get(id);
      if (hit?.kind !== 'hit' || !isBound(hit) || !hasLeft(hit) || hits.includes(id)) continue;
      const owners = callsOf(id);
      const checks = (owners.length === 0 ? [id] : owners.map((call) => call.id)).flatMap(
        (owner) => kept.get(owner) ?? [],
      );
      if (checks.some((check) => check.hit === id && check.atHit === 'granted')) hits.push(id);
    }
    return hits.reverse();
  };

  const findInDocument = (key: string) => {
    const document = documents.get(key);
    const consent = document?.consent;
    if (document === undefined || consent === undefined) return;
    for (const one of document.found) facts.put(one, []);
    document.found = [];
    const put = (name: string, fact: Fact) => {
      facts.put(name, [fact]);
      document.found.push(name);
    };
    const late = consent.lateDefault();
    if (late) put(`late ${key}`, lateDefaultFact(late));
    if (document.bound.points.length > 0) {
      const { all } = consent.at(THE_END);
      const counted = countedOf(all, governs);
      for (const said of all)
        if (said.isLeftOver)
          put(`left-over ${said.source} ${key}`, leftOverFact(said, counted.includes(said)));
    }
    document.withdrawals ??= findWithdrawals(consent);
    for (const { entry, at, number } of document.withdrawals ?? []) {
      const hits = hitsBefore(document, at);
      const { deciding } = consent.at({ at, number }).together;
      if (hits.length > 0) put(`withdrawn ${entry}`, withdrawnFact(entry, hits, deciding));
    }
  };

  const describe = (owner: string, { hit, atCall, atHit, verdict }: Kept): ConsentCheck => {
    const entry = context.get(owner);
    const hitEntry = hit === undefined ? undefined : context.get(hit);
    const page = (hitEntry ?? entry)?.page ?? '';
    const { all } = judge(
      documents.get(page)?.consent,
      entry?.kind === 'call' ? entry : undefined,
      hitEntry?.kind === 'hit' ? hitEntry : undefined,
      profile,
      assumptions,
    );
    return {
      entry: owner,
      ...(hit === undefined ? {} : { hit }),
      atCall,
      ...(atHit === undefined ? {} : { atHit }),
      verdict,
      sources: describeSources(all, governs),
    };
  };

  function* eachCheck(): Iterable<ConsentCheck> {
    const at = (id: string) => context.get(id)?.at ?? 0;
    const owners = [...kept.keys()].sort((a, b) => at(a) - at(b) || (a < b ? -1 : 1));
    for (const owner of owners)
      for (const one of kept.get(owner) ?? NONE) yield describe(owner, one);
  }

  return {
    unwatched,
    get missing() {
      return tally.missing();
    },
    isMissing: tally.isMissing,
    add(entry, before) {
      if (entry.kind === 'consent' || entry.kind === 'call' || entry.kind === 'page') hear(entry);
      if (entry.kind === 'page')
        for (const frame of tops.add(entry))
          touch(frame, documentFor(frame), Number.NEGATIVE_INFINITY);
      if (entry.kind === 'consent') {
        const document = documentFor(entry.page);
        document.consent ??= new DocumentConsent(profile, assumptions);
        touch(entry.page, document, document.consent.addReading(entry));
      } else if (entry.kind === 'call') addCall(entry);
      else if (isUnseen(entry))
        touch(entry.page, documentFor(entry.page), Number.NEGATIVE_INFINITY);
      if (entry.kind !== 'hit' && entry.kind !== 'call') return;
      const isNow = isBound(entry) as boolean;
      if (isNow || before !== undefined) dirty.add(entry.id);
      if (isNow && (before === undefined || isElsewhere(entry, before)))
        documentFor(entry.page).bound.insert(pointOf(entry));
    },
    settle(changed) {
      const ids = dirty;
      dirty = new Set();
      for (const page of changedDocuments) {
        const document = documents.get(page);
        if (!document) continue;
        const { points } = document.bound;
        const first = { at: document.from, number: Number.NEGATIVE_INFINITY };
        for (let i = countUntil(points, first); i < points.length; i += 1)
          ids.add(points[i]?.entry ?? '');
        document.from = Number.POSITIVE_INFINITY;
      }
      const owners = new Set<string>();
      for (const id of ids) addOwners(id, owners);
      for (const id of changed) if (!ids.has(id)) addOwners(id, owners);
      for (const owner of owners) judgeOwner(owner);
      for (const key of changedDocuments) findInDocument(key);
      changedDocuments.clear();
      groups.settle();
    },
    checks: () => [...eachCheck()],
    eachCheck,
    checksOf(id) {
      const own = (kept.get(id) ?? []).map((one) => describe(id, one));
      const under = callsOf(id).flatMap((call) =>
        (kept.get(call.id) ?? [])
          .filter(({ hit }) => hit === id)
          .map((one) => describe(call.id, one)),
      );
      return [...own, ...under];
    },
    sourcesAt(id) {
      const entry = context.get(id);
      const consent = entry && documents.get(entry.page)?.consent;
      if (entry === undefined || consent === undefined) return {};
      return describeSources(consent.at(momentOf(entry)).all, governs);
    },
    stateAt(id) {
      const entry = context.get(id);
      const consent = entry && documents.get(entry.page)?.consent;
      return entry && consent ? consent.at(momentOf(entry)).together.state : 'no-source';
    },
    stateOf(page) {
      return documents.get(page)?.consent?.at(THE_END).together.state ?? 'no-source';
    },
    stateBesideLock(page) {
      const consent = documents.get(page)?.consent;
      const all = consent?.at(THE_END).all.filter(({ source }) => source !== 'meta') ?? [];
      const { state, deciding } = combine(all, governs);
      const times = deciding.map(({ entry }) => context.get(entry)?.at ?? 0);
      return { state, since: Math.max(0, ...times) };
    },
    stretches() {
      const all: ConsentStretch[] = [];
      for (const [page, document] of documents) {
        document.stretches ??= stretchesOf(page, document.consent, governs);
        for (const stretch of document.stretches) all.push(stretch);
      }
      return all;
    },
    tally: tally.rows,
    verdictOf: tally.verdictOf,
    clear() {
      facts.clear();
      groups.clear();
      tally.clear();
      documents.clear();
      tops = createTops();
      changedDocuments.clear();
      kept.clear();
      unwatched.clear();
      dirty = new Set();
    },
  };
}

/** A document whose consent nobody could see: that nothing is said there says nothing. */
function isUnseen(entry: Entry | undefined): boolean {
  return entry?.kind === 'page' && entry.seen === 'requests';
}

/** Whether a later form of a hit stands elsewhere than the one before, or only now counts. */
function isElsewhere(entry: Entry, before: Entry): boolean {
  return before.at !== entry.at || before.page !== entry.page || !isBound(before);
}

function pointOf(entry: CallEntry | HitEntry): Point<undefined> {
  const number = entry.kind === 'hit' ? Number.POSITIVE_INFINITY : numberOf(entry.id);
  return { at: entry.at, number, entry: entry.id, value: undefined };
}

/** Hits by their time, whichever was told first: a call has one for each pixel. */
function inOrder(hits: readonly HitEntry[]): readonly HitEntry[] {
  if (hits.length < 2) return hits;
  return [...hits].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}
