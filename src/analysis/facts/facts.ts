import type { Aspect } from '../../vendors/aspect.ts';
import { graver } from '../severity.ts';
import type { Severity } from '../verdicts.ts';
import type { Fact, RuleId, Subject } from './fact.ts';
import { subject } from './fact.ts';
import type { GradedSession, Grading } from './grading.ts';

/** Where one part of the analysis keeps what it found. */
export interface FactBook {
  /** Replaces what was found about `key`; an empty list removes it. */
  put(key: string, facts: readonly Fact[]): void;
  clear(): void;
}

/** The facts of a session, and which of them speak. */
export interface Facts {
  /** A book of its own for one part: keys of different books do not meet. */
  book(): FactBook;
  /** Decides who speaks, after books have changed. Cheap where nothing has. */
  settle(): void;
  /** Facts that speak, in no particular order; items that others speak for are left out. */
  all(): Fact[];
  /** Facts that speak and name the entry. */
  of(id: string): Fact[];
  /** What was found about one aspect of an entry, whether it speaks or not. */
  about(id: string, aspect: Aspect): readonly Fact[];
  /** Rules that speak for what a fact is about: its own, or those that silence it. */
  speakersOf(fact: Fact): RuleId[];
  /** As the profile has it; undefined where the fact is switched off. */
  severityOf(fact: Fact): Severity | undefined;
  /** Gravest severity among the facts that speak and name the entry. */
  worstOf(id: string): Severity | undefined;
  /** Whether a fact of this severity speaks and names the entry. */
  hasOf(id: string, severity: Severity): boolean;
  readonly counts: Readonly<Record<Severity, number>>;
  /**
   * Conditions of the profile may hold now that did not, or no more.
   * @param changed entries whose pixels changed; absent: a page came, whose address any may ask for
   */
  regrade(changed?: Iterable<string>): void;
  clear(): void;
}

interface Held {
  readonly fact: Fact;
  severity: Severity | undefined;
  /** Others speak for all that it is about, or the profile has switched it off. */
  isSilent: boolean;
}

const GRAVITY: Readonly<Record<Severity, number>> = { error: 3, warning: 2, info: 1 };

/** No facts. */
export function createFacts(grading: Grading, session: GradedSession): Facts {
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  const byFact = new Map<Fact, Held>();
  const byEntry = new Map<string, Held | Set<Held>>();
  const bySubject = new Map<Subject, Set<Held>>();
  const conditional = new Set<Held>();
  /** Subjects whose facts came or went. */
  const dirty = new Set<Subject>();

  const count = ({ severity, isSilent }: Held, by: 1 | -1) => {
    if (severity !== undefined && !isSilent) counts[severity] += by;
  };

  const add = (fact: Fact) => {
    const held: Held = { fact, severity: grading.severityOf(fact, session), isSilent: false };
    byFact.set(fact, held);
    if (grading.isConditional(fact.rule)) conditional.add(held);
    for (const id of fact.entries) index(id, held);
    for (const about of fact.about ?? NOTHING) {
      if (about === undefined) continue;
      const others = bySubject.get(about);
      if (others === undefined) bySubject.set(about, new Set([held]));
      else {
        others.add(held);
        dirty.add(about);
      }
    }
    count(held, 1);
  };

  const remove = (fact: Fact) => {
    const held = byFact.get(fact);
    if (held === undefined) return;
    byFact.delete(fact);
    conditional.delete(held);
    count(held, -1);
    for (const id of fact.entries) unindex(id, held);
    for (const about of fact.about ?? NOTHING) {
      if (about === undefined) continue;
      const others = bySubject.get(about);
      if (!others?.delete(held)) continue;
      if (others.size === 0) bySubject.delete(about);
      else dirty.add(about);
    }
  };

  const index = (id: string, held: Held) => {
    const known = byEntry.get(id);
    if (known === undefined) byEntry.set(id, held);
    else if (known instanceof Set) known.add(held);
    else if (known !== held) byEntry.set(id, new Set([known, held]));
  };
  const unindex = (id: string, held: Held) => {
    const known = byEntry.get(id);
    if (known === held) byEntry.delete(id);
    else if (known instanceof Set && known.delete(held) && known.size === 0) byEntry.delete(id);
  };
  const heldOf = (id: string): Iterable<Held> => {
    const known = byEntry.get(id);
    if (known === undefined) return NOTHING;
    return known instanceof Set ? known : [known];
  };

  /** The facts that speak for a subject in place of this one. */
  const speakersFor = (about: Subject, { fact, severity }: Held): Held[] => {
    const rank = grading.rankOf(fact.rule);
    return [...(bySubject.get(about) ?? NOTHING)].filter(
      (other) =>
        other.severity !== undefined &&
        grading.rankOf(other.fact.rule) < rank &&
        // A graver fault is not hidden behind a slighter one.
        (severity === undefined || GRAVITY[other.severity] >= GRAVITY[severity]),
    );
  };
  const isSpokenFor = (about: Subject | undefined, held: Held) =>
    about !== undefined && speakersFor(about, held).length > 0;

  const judge = (held: Held) => {
    const { about } = held.fact;
    const isSilent =
      about !== undefined && about.length > 0 && about.every((one) => isSpokenFor(one, held));
    if (isSilent === held.isSilent) return;
    count(held, -1);
    held.isSilent = isSilent;
    count(held, 1);
  };

  /** The fact without the items that others speak for. */
  const spoken = (held: Held): Fact => {
    const { fact } = held;
    const { about } = fact;
    if (about === undefined || about.length < 2) return fact;
    const { items } = fact.data as { items?: readonly unknown[] };
    const left = items?.filter((_, i) => !isSpokenFor(about[i], held));
    if (left === undefined || left.length === items?.length) return fact;
    const data: object = { ...fact.data, items: left };
    return { ...fact, data } as Fact;
  };

  const speaks = ({ severity, isSilent }: Held) => severity !== undefined && !isSilent;

  return {
    counts,
    book() {
      const byKey = new Map<string, readonly Fact[]>();
      return {
        put(key, facts) {
          const before = byKey.get(key);
          if (before !== undefined) for (const fact of before) remove(fact);
          if (facts.length === 0) {
            if (before !== undefined) byKey.delete(key);
            return;
          }
          byKey.set(key, facts);
          for (const fact of facts) add(fact);
        },
        clear() {
          for (const facts of byKey.values()) for (const fact of facts) remove(fact);
          byKey.clear();
        },
      };
    },
    settle() {
      for (const about of dirty) for (const held of bySubject.get(about) ?? NOTHING) judge(held);
      dirty.clear();
    },
    all() {
      const facts: Fact[] = [];
      for (const held of byFact.values()) if (speaks(held)) facts.push(spoken(held));
      return facts;
    },
    of(id) {
      const facts: Fact[] = [];
      for (const held of heldOf(id)) if (speaks(held)) facts.push(spoken(held));
      return facts;
    },
    about(id, aspect) {
      const all = bySubject.get(subject(id, aspect));
      return all === undefined ? NOTHING : [...all].map(({ fact }) => fact);
    },
    speakersOf(fact) {
      const held = byFact.get(fact);
      if (held === undefined) return [];
      if (!held.isSilent) return [fact.rule];
      const rules = (fact.about ?? NOTHING).flatMap((about) =>
        about === undefined ? [] : speakersFor(about, held).map((other) => other.fact.rule),
      );
      return [...new Set(rules)];
    },
    severityOf: (fact) => byFact.get(fact)?.severity ?? grading.severityOf(fact, session),
    worstOf(id) {
      let worst: Severity | undefined;
      for (const held of heldOf(id)) if (!held.isSilent) worst = graver(worst, held.severity);
      return worst;
    },
    hasOf(id, severity) {
      for (const held of heldOf(id)) if (!held.isSilent && held.severity === severity) return true;
      return false;
    },
    regrade(changed) {
      if (conditional.size === 0) return;
      const some = changed && new Set([...changed].flatMap((id) => [...heldOf(id)]));
      for (const held of some ?? conditional) {
        if (!conditional.has(held)) continue;
        const severity = grading.severityOf(held.fact, session);
        if (severity === held.severity) continue;
        count(held, -1);
        held.severity = severity;
        count(held, 1);
        for (const about of held.fact.about ?? NOTHING) if (about !== undefined) dirty.add(about);
      }
    },
    clear() {
      byFact.clear();
      byEntry.clear();
      bySubject.clear();
      conditional.clear();
      dirty.clear();
      counts.error = 0;
      counts.warning = 0;
      counts.info = 0;
    },
  };
}

const NOTHING: readonly never[] = [];
