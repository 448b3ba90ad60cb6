import type { Entry } from '../session/entry.ts';
import type { Profile } from '../session/profile.ts';
import type { Chain, Finding, PixelState, Severity } from './analysis.ts';

/**
 * What a part of the analysis may ask. Links and states are settled before the other parts are, so
 * these answers are up to date in `settle`; in `add` only `get` is.
 */
export interface Context {
  readonly profile: Profile;
  /** The latest form of an entry that was added. */
  get(id: string): Entry | undefined;
  chainOf(id: string): Chain | undefined;
  /** Ids of entries linked to this one directly, later in the chain: its hits, calls inside it. */
  nextOf(id: string): readonly string[];
  /** Ids of entries linked to this one directly, earlier in the chain. */
  previousOf(id: string): readonly string[];
  /** Of a pixel call, one per pixel. */
  statesOf(id: string): readonly PixelState[];
}

/**
 * One part of the analysis: matches, pairs, consent. It takes entries as they come and does its
 * work when something is read: so a burst is paid once, and order of arrival cannot matter.
 */
export interface Part {
  /** An entry came. `before`: the form of the hit that this one replaces. Cheap: note what is dirty. */
  add(entry: Entry, before: Entry | undefined): void;
  /**
   * Bring everything that can be read up to date. The cost follows what changed, not what there is.
   * @param changed calls and hits whose links or states changed since the last time
   */
  settle(changed: ReadonlySet<string>): void;
  readonly findings: FindingBook;
  clear(): void;
}

/** Findings by what they are about, with their counts kept. */
export interface FindingBook {
  /** Replaces what was found about `key`; an empty list removes it. */
  put(key: string, findings: readonly Finding[]): void;
  readonly counts: Readonly<Record<Severity, number>>;
  /** In no particular order. */
  all(): Finding[];
  /** Gravest severity among the findings that name the entry. */
  severityOf(id: string): Severity | undefined;
  clear(): void;
}

const GRAVITY: Readonly<Record<Severity, number>> = { error: 3, warning: 2, info: 1 };

/** The graver of two severities. */
export function graver(a: Severity | undefined, b: Severity | undefined): Severity | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return GRAVITY[a] >= GRAVITY[b] ? a : b;
}

/** An empty book. */
export function createFindingBook(): FindingBook {
  const byKey = new Map<string, readonly Finding[]>();
  /** Entry id → keys whose findings name it. */
  const byEntry = new Map<string, Set<string>>();
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };

  const remove = (key: string) => {
    for (const finding of byKey.get(key) ?? []) {
      counts[finding.severity] -= 1;
      for (const id of finding.entries) {
        const keys = byEntry.get(id);
        if (keys?.delete(key) && keys.size === 0) byEntry.delete(id);
      }
    }
    byKey.delete(key);
  };

  return {
    counts,
    put(key, findings) {
      remove(key);
      if (findings.length === 0) return;
      byKey.set(key, findings);
      for (const finding of findings) {
        counts[finding.severity] += 1;
        for (const id of finding.entries) {
          const keys = byEntry.get(id);
          if (keys) keys.add(key);
          else byEntry.set(id, new Set([key]));
        }
      }
    },
    all: () => [...byKey.values()].flat(),
    severityOf(id) {
      let worst: Severity | undefined;
      for (const key of byEntry.get(id) ?? [])
        for (const finding of byKey.get(key) ?? [])
          if (finding.entries.includes(id)) worst = graver(worst, finding.severity);
      return worst;
    },
    clear() {
      byKey.clear();
      byEntry.clear();
      counts.error = 0;
      counts.warning = 0;
      counts.info = 0;
    },
  };
}
