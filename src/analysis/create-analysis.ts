import type { Profile } from '../session/profile.ts';
import { judgeHashed } from '../vendors/meta/user-data/judge-hash.ts';
import type { Analysis, Summary } from './analysis.ts';
import { createChecks } from './checks/checks.ts';
import { createConnector } from './connector/connector.ts';
import { createConsent } from './consent/consent.ts';
import { createFacts } from './facts/facts.ts';
import type { Grading } from './facts/grading.ts';
import { createLinks } from './links/links.ts';
import { createMatches } from './matches/matches.ts';
import { createPairs } from './pairs/pairs.ts';
import type { Context, Part } from './part.ts';
import { createRecording } from './recording.ts';
import { createUnsent } from './unsent/unsent.ts';

/**
 * The analysis of a session. Incremental: each entry costs the same however many came before, and
 * what is read is made from what was added, not from the order in which it was.
 * @param profile another profile needs another analysis
 * @param grading what the catalogue of rules says of facts under this profile
 */
export function createAnalysis(profile: Profile, grading: Grading): Analysis {
  let version = 0;
  /** Entries came since everything was settled. */
  let isDirty = false;

  const links = createLinks();
  const facts = createFacts(grading, links.get);
  /** Pages came since everything was settled. */
  let hasNewPages = false;
  const context: Context = {
    profile,
    get: links.get,
    chainOf: links.chainOf,
    nextOf: links.nextOf,
    previousOf: links.previousOf,
    facts,
    statesOf: links.statesOf,
  };
  const recording = createRecording(context);
  const matches = createMatches(context, judgeHashed);
  const pairs = createPairs(context);
  const connector = createConnector(context);
  const consent = createConsent(context);
  const parts: Part[] = [
    recording,
    createChecks(context),
    createUnsent(context),
    matches,
    connector,
    pairs,
    consent,
  ];

  const settle = () => {
    if (!isDirty) return;
    isDirty = false;
    const changed = links.settle();
    for (const part of parts) part.settle(changed);
    if (hasNewPages) facts.regrade();
    hasNewPages = false;
    facts.settle();
  };

  return {
    profile,
    add(incoming) {
      for (const entry of incoming) {
        const { before, isNew } = links.add(entry);
        if (entry.kind === 'page') hasNewPages = true;
        if (isNew) for (const part of parts) part.add(entry, before);
      }
      version += 1;
      isDirty = true;
    },
    version: () => version,
    summary(): Summary {
      settle();
      const { pages, calls, hits, serverEvents, lost, unsure } = recording.counts;
      return {
        pages,
        calls,
        hits,
        serverEvents,
        chains: links.count(),
        lost,
        unsure,
        findings: { ...facts.counts },
      };
    },
    troubles() {
      settle();
      return {
        unsent: links.unsent(),
        unpaired: pairs.unpaired(),
        withoutConsent: consent.troubled,
      };
    },
    chains() {
      settle();
      return links.chains();
    },
    chainOf(id) {
      settle();
      return links.chainOf(id);
    },
    isChained(id) {
      settle();
      return links.isChained(id);
    },
    statesOf(id) {
      settle();
      return [...links.statesOf(id)];
    },
    ambiguities() {
      settle();
      return links.ambiguities();
    },
    matches() {
      settle();
      return matches.matches();
    },
    matchesOf(id) {
      settle();
      return matches.matchesOf(id);
    },
    coverage() {
      settle();
      return matches.coverage();
    },
    pairs() {
      settle();
      return pairs.pairs();
    },
    pairsOf(id) {
      settle();
      return pairs.pairsOf(id);
    },
    isUnpaired(id) {
      settle();
      return pairs.isUnpaired(id);
    },
    pairCoverage() {
      settle();
      return pairs.coverage();
    },
    pairsUnder(overrides) {
      settle();
      return pairs.pairsUnder(overrides);
    },
    consent() {
      settle();
      return consent.checks();
    },
    consentOf(id) {
      settle();
      return consent.checksOf(id);
    },
    isWithoutConsent(id) {
      settle();
      return consent.isTroubled(id);
    },
    consentAt(id) {
      settle();
      return consent.sourcesAt(id);
    },
    consentStretches() {
      settle();
      return consent.stretches();
    },
    consentTally() {
      settle();
      return consent.tally();
    },
    consentVerdictOf(id) {
      settle();
      return consent.verdictOf(id);
    },
    facts() {
      settle();
      const at = (id: string | undefined) => links.get(id ?? '')?.at ?? 0;
      return facts
        .all()
        .sort(
          (a, b) =>
            (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0) ||
            at(a.entries[0]) - at(b.entries[0]) ||
            ((a.entries[0] ?? '') < (b.entries[0] ?? '') ? -1 : 1),
        );
    },
    factsOf(id) {
      settle();
      return facts.of(id);
    },
    gradeOf: facts.severityOf,
    severityOf(id) {
      settle();
      return facts.worstOf(id);
    },
    clear() {
      links.clear();
      for (const part of parts) part.clear();
      facts.clear();
      version += 1;
    },
  };
}
