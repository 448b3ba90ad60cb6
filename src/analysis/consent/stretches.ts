import type { ConsentStretch } from '../analysis.ts';
import { describeSources } from './combine.ts';
import type { DocumentConsent } from './document-consent.ts';

/** What holds in a document before anybody speaks, and from each change on. */
export function stretchesOf(
  page: string,
  consent: DocumentConsent | undefined,
  governs: string | undefined,
): ConsentStretch[] {
  if (consent === undefined) return [];
  const stretchAt = (from: number, number: number, entry: { entry?: string }): ConsentStretch => {
    const { all, together } = consent.at({ at: from, number });
    const sources = describeSources(all, governs);
    return { page, from, ...entry, state: together.state, sources };
  };
  const first = stretchAt(Number.NEGATIVE_INFINITY, 0, {});
  const later = consent.changes().map(({ at, number, entry }) => stretchAt(at, number, { entry }));
  return Object.keys(first.sources).length === 0 ? later : [first, ...later];
}
