import type { Entry } from '../session/entry.ts';
import { EMPTY_PROFILE, type Profile } from '../session/profile.ts';
import type { Analysis, Severity, Summary } from './analysis.ts';
import { createConnector } from './connector/connector.ts';
import { createLinks } from './links/links.ts';
import { type Context, graver, type Part } from './part.ts';
import { createRecording } from './recording.ts';

/**
 * The analysis of a session. Incremental: each entry costs the same however many came before, and
 * what is read is made from what was added, not from the order in which it was.
 * @param profile another profile needs another analysis
 */
export function createAnalysis(profile: Profile = EMPTY_PROFILE): Analysis {
  const entries = new Map<string, Entry>();
  let version = 0;
  /** Entries came since everything was settled. */
  let isDirty = false;

  const links = createLinks((id) => entries.get(id));
  const context: Context = {
    profile,
    get: (id) => entries.get(id),
    chainOf: links.chainOf,
    nextOf: links.nextOf,
    previousOf: links.previousOf,
    statesOf: links.statesOf,
  };
  const recording = createRecording();
  const parts: Part[] = [recording, createConnector(context)];

  const settle = () => {
    if (!isDirty) return;
    isDirty = false;
    const changed = links.settle();
    for (const part of parts) part.settle(changed);
  };

  const totals = (): Record<Severity, number> => {
    const sum = { error: 0, warning: 0, info: 0 };
    for (const { findings } of parts)
      for (const severity of ['error', 'warning', 'info'] as const)
        sum[severity] += findings.counts[severity];
    return sum;
  };

  return {
    profile,
    add(incoming) {
      for (const entry of incoming) {
        const before = entries.get(entry.id);
        if (before !== undefined && (before.kind !== 'hit' || entry.kind !== 'hit')) continue;
        entries.set(entry.id, entry);
        links.add(entry, before);
        for (const part of parts) part.add(entry, before);
      }
      version += 1;
      isDirty = true;
    },
    version: () => version,
    summary(): Summary {
      settle();
      const { pages, calls, hits, serverEvents, lost } = recording.counts;
      return { pages, calls, hits, serverEvents, chains: links.count(), lost, findings: totals() };
    },
    troubles: () => ({ unsent: 0, unpaired: 0, withoutConsent: 0 }),
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
    matches: () => [],
    matchesOf: () => [],
    coverage: () => [],
    pairs: () => [],
    pairsOf: () => [],
    consent: () => [],
    consentOf: () => [],
    consentAt: () => ({}),
    findings() {
      settle();
      const at = (id: string | undefined) => entries.get(id ?? '')?.at ?? 0;
      return parts
        .flatMap(({ findings }) => findings.all())
        .sort(
          (a, b) =>
            (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0) ||
            at(a.entries[0]) - at(b.entries[0]) ||
            ((a.entries[0] ?? '') < (b.entries[0] ?? '') ? -1 : 1),
        );
    },
    severityOf(id) {
      settle();
      let worst: Severity | undefined;
      for (const { findings } of parts) worst = graver(worst, findings.severityOf(id));
      return worst;
    },
    clear() {
      entries.clear();
      links.clear();
      for (const part of parts) part.clear();
      version += 1;
    },
  };
}
