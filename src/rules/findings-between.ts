import type { Finding } from './read-finding.ts';

/** Findings that only one of two judgements of the same entries has. */
export interface FindingsBetween<F> {
  came: F[];
  went: F[];
}

/** What is found under another profile or assumption, and what no longer is. */
export function findingsBetween<F extends Pick<Finding, 'rule' | 'severity' | 'entries'>>(
  before: readonly F[],
  after: readonly F[],
): FindingsBetween<F> {
  const keyOf = ({ rule, severity, entries }: F) =>
    JSON.stringify([rule, severity, [...entries].sort()]);
  const [was, is] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  return {
    came: after.filter((one) => !was.has(keyOf(one))),
    went: before.filter((one) => !is.has(keyOf(one))),
  };
}
