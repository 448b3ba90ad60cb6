import type { Entry } from '../session/entry.ts';

/** How grave a finding is. */
export type Severity = 'error' | 'warning' | 'info';

/** What is wrong or worth knowing, with its proof. */
export interface Finding {
  /** Rule id, `<area>/<name>`. */
  rule: string;
  severity: Severity;
  /** Ids of the entries that prove it. */
  entries: string[];
  message: string;
  fix: string;
  reference: string;
}

/** Why two entries belong to one event. */
export type Evidence = 'nested' | 'same-id' | 'order';

export interface Link {
  from: string;
  to: string;
  evidence: Evidence;
}

/** Entries that belong to one event. */
export interface Chain {
  /** Id of the first entry. */
  root: string;
  /** Ids, root first, in the order in which they joined. */
  entries: string[];
  links: Link[];
}

/** The counts that answer "is it right?" before the first click. */
export interface Summary {
  pages: number;
  calls: number;
  hits: number;
  serverEvents: number;
  chains: number;
  /** Entries known to be lost: the sizes of all gaps. */
  lost: number;
  findings: Record<Severity, number>;
}

/** Entries in, findings out: no clock, no browser, no I/O. */
export interface Analysis {
  /** In any order and in batches of any size; the result is the same. */
  add(entries: readonly Entry[]): void;
  summary(): Summary;
  /** Chains of two entries or more, by their root's time. */
  chains(): Chain[];
  /** The chain that an entry belongs to, if it belongs to one. */
  chainOf(id: string): Chain | undefined;
  findings(): Finding[];
  clear(): void;
}
