import { createChecks } from '../../../../src/analysis/checks/checks.ts';
import { createLinks } from '../../../../src/analysis/links/links.ts';
import type { Finding } from '../../../../src/rules/read-finding.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import { EMPTY_PROFILE } from '../../../../src/session/profile.ts';
import { session } from '../../../session/session.ts';
import { alone, type Given } from '../alone.ts';
import { findingsIn, withFacts } from '../part-findings.ts';

/** What the checks find in a session: text, with its links, or batches of entries. */

export function analyse(made: string | Entry[][], given: Given = {}): Finding[] {
  const { batches, links } =
    typeof made === 'string' ? session(made) : { batches: made, links: [] };
  const { add, findings } = alone(createChecks, {
    ...given,
    links: [...links, ...(given.links ?? [])],
  });
  for (const batch of batches) add(batch);
  return inOrder(findings());
}

function inOrder(findings: Finding[]): Finding[] {
  const key = ({ rule, entries }: Finding) => `${rule} ${entries}`;
  return findings.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** `rule entries` of each. */
export const rulesOf = (...args: Parameters<typeof analyse>) =>
  analyse(...args).map(({ rule, entries }) => `${rule} ${entries.join(' ')}`);

/** With the links and states that the analysis makes of the entries. */
export function analyseWithLinks(batches: Entry[][]): Finding[] {
  const links = createLinks();
  const context = withFacts({ profile: EMPTY_PROFILE, ...links, alongside: () => [] });
  const words = createChecks(context);
  for (const batch of batches) {
    for (const entry of batch) {
      const { before } = links.add(entry);
      words.add(entry, before);
    }
    words.settle(links.settle());
  }
  return inOrder(findingsIn(context).all());
}
