import type { Entry } from '../session/entry.ts';
import type { Profile } from '../session/profile.ts';
import { judgeHashed } from '../vendors/meta/user-data/judge-hash.ts';
import type { Analysis, ConsentAssumption, Pair, PairOverrides, Summary } from './analysis.ts';
import { createChecks } from './checks/checks.ts';
import { createConnector } from './connector/connector.ts';
import { createConsent } from './consent/consent.ts';
import { createFacts } from './facts/facts.ts';
import type { Grading } from './facts/grading.ts';
import { createLinks } from './links/links.ts';
import { type Added, createLog, type Log } from './log.ts';
import { createMatches } from './matches/matches.ts';
import { createPairs } from './pairs/pairs.ts';
import type { Context, Part } from './part.ts';
import { createPersonal } from './personal/personal.ts';
import { createPlans } from './plan/plan.ts';
import { createRecording } from './recording.ts';
import { createServerEvents } from './server/server-events.ts';
import { createSetup } from './unsent/setup.ts';
import { createStopped } from './unsent/stopped.ts';
import { createUnsent } from './unsent/unsent.ts';
import { createWhole } from './whole.ts';

/**
 * The analysis of a session. Incremental: each entry costs the same however many came before, and
 * what is read is made from what was added, not from the order in which it was.
 * @param profile another profile needs another analysis
 * @param grading what the catalogue of rules says of facts under this profile
 * @param log a log that another analysis fills, to be taken from; absent: its own
 * @param assumptions decisions of the visitor to be tried in place of the recorded ones
 */
export function createAnalysis(
  profile: Profile,
  grading: Grading,
  log: Log = createLog(),
  assumptions: readonly ConsentAssumption[] = [],
): Analysis {
  let version = 0;
  /** Entries came since everything was settled. */
  let isDirty = false;

  const links = createLinks();
  const facts = createFacts(grading, {
    get: links.get,
    pixelsOf: (call) => links.statesOf(call).flatMap(({ pixelId }) => pixelId ?? []),
  });
  /** Pages came since everything was settled. */
  let hasNewPages = false;
  const context: Context = {
    profile,
    assumptions,
    get: links.get,
    chainOf: links.chainOf,
    nextOf: links.nextOf,
    previousOf: links.previousOf,
    facts,
    isOwnView: links.isOwnView,
    addressAt: links.addressAt,
    consentOf: (page) => consent.stateOf(page),
    consentBesideLock: (page) => consent.stateBesideLock(page),
    consentAt: (entry) => consent.stateAt(entry),
    consentVerdictOf: (hit) => consent.verdictOf(hit),
    pairVerdictsOf: (hit) => pairs.pairsOf(hit).map(({ verdict }) => verdict),
    statesOf: links.statesOf,
    alongside: (id) => pairs.alongside(id),
  };
  const recording = createRecording(context);
  const pairs = createPairs(context);
  const matches = createMatches(context, judgeHashed);
  const connector = createConnector(context);
  const consent = createConsent(context);
  const whole = createWhole(context, recording, matches.coverage);
  const plans = createPlans(context);
  const unsent = createUnsent(context);
  const setup = createSetup(context);
  const parts: Part[] = [
    recording,
    createChecks(context),
    consent,
    unsent,
    setup,
    createStopped(context),
    createServerEvents(context),
    pairs,
    matches,
    connector,
    createPersonal(context),
    whole,
    plans,
  ];

  const settle = () => {
    if (!isDirty) return;
    isDirty = false;
    const changed = new Set(links.settle());
    for (const part of parts) {
      part.settle(changed);
      // Matches read what the ledger has beside a connector's hit.
      if (part === pairs) for (const id of pairs.takeAlongside()) changed.add(id);
    }
    facts.regrade(hasNewPages ? undefined : changed);
    hasNewPages = false;
    facts.settle();
  };

  /** The same answers, once everything that came is worked in. */
  const settled = <Answers extends object>(answers: Answers): Answers =>
    Object.fromEntries(
      Object.entries(answers).map(([name, answer]) => [
        name,
        (...args: unknown[]) => {
          settle();
          return answer(...args);
        },
      ]),
    ) as Answers;

  const take = ({ fresh, revised }: Added) => {
    for (const entry of fresh) takeOne(entry);
    for (const { after } of revised) takeOne(after);
    version += 1;
    isDirty = true;
  };
  const takeOne = (entry: Entry) => {
    const { before, isNew } = links.add(entry);
    if (entry.kind === 'page') hasNewPages = true;
    if (isNew) for (const part of parts) part.add(entry, before);
  };

  return {
    profile,
    log,
    add(entries) {
      const added = log.add(entries);
      take(added);
      return added;
    },
    take,
    end() {
      whole.end();
      plans.end();
      unsent.end();
      setup.end();
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
        withheld: links.withheld(),
        unpaired: pairs.unpaired(),
        withoutConsent: consent.missing,
      };
    },
    chains: settled({
      all: () => [...links.chains()],
      each: links.chains,
      of: links.chainOf,
      has: links.isChained,
      ambiguities: links.ambiguities,
    }),
    states: settled({ of: (id: string) => [...links.statesOf(id)] }),
    matches: settled({
      all: matches.matches,
      each: matches.eachMatch,
      of: matches.matchesOf,
      coverage: matches.coverage,
    }),
    pairs: settled({
      all: () => pairs.pairs(),
      each: () => pairs.eachPair(),
      of: (id: string) => pairs.pairsOf(id),
      isFault: (pair: Pair) => pairs.isFault(pair),
      isUnpaired: (id: string) => pairs.isUnpaired(id),
      coverage: () => pairs.coverage(),
      under: (overrides: PairOverrides) => pairs.pairsUnder(overrides),
    }),
    consent: settled({
      all: consent.checks,
      each: consent.eachCheck,
      of: consent.checksOf,
      isMissing: consent.isMissing,
      unwatched: () => consent.unwatched,
      at: consent.sourcesAt,
      stretches: consent.stretches,
      tally: consent.tally,
      verdictOf: consent.verdictOf,
    }),
    facts: settled({
      all() {
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
      of: facts.of,
      gradeOf: facts.severityOf,
      worstOf: facts.worstOf,
      hasOf: facts.hasOf,
    }),
    clear() {
      log.clear();
      links.clear();
      for (const part of parts) part.clear();
      facts.clear();
      version += 1;
    },
  };
}
