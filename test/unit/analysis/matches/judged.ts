import { createMatches, type Matches } from '../../../../src/analysis/matches/matches.ts';
import type { HashJudge } from '../../../../src/analysis/matches/parameters.ts';
import type { Finding } from '../../../../src/rules/read-finding.ts';
import type { MappingRule } from '../../../../src/session/profile.ts';
import type { Session } from '../../../session/session.ts';
import { alone, type Given } from '../alone.ts';

/** What the matches' part says of a session, alone. */

/** The part, and what it found. */
export type JudgedMatches = Matches & { all(): Finding[] };

export function createJudged(given: Given = {}, judgeHash?: HashJudge) {
  const { part, add, findings, counts } = alone(
    (context) => createMatches(context, judgeHash),
    given,
    'mapping/',
  );
  return { matches: { ...part, all: findings }, add, counts };
}

/** The part after a session came at once, with the links that its text says. */
export function judged(
  { entries, links }: Session,
  { rules, ...given }: { rules?: MappingRule[] } & Given = {},
): JudgedMatches {
  const { matches, add } = createJudged({
    ...(rules === undefined ? {} : { profile: { mapping: { rules } } }),
    ...given,
    links: [...links, ...(given.links ?? [])],
  });
  add(entries);
  return matches;
}

/** Rule and severity of each finding, in order. */
export function foundIn(matches: JudgedMatches): string[] {
  return matches
    .all()
    .map(({ rule, severity }) => `${severity} ${rule}`)
    .sort();
}
