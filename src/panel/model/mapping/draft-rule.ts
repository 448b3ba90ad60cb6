import type { MappingRule } from '../../../session/profile.ts';
import { nearStandardEvent } from '../../../vendors/meta/standard-events.ts';
import type { MatchLine } from './match-survey.ts';

/** What a profile calls the systems of matches; a hit stands for the call behind it. */
export const MAPPED_SOURCES: ReadonlyMap<string, MappingRule['from']['source']> = new Map([
  ['loyjoy', 'loyjoy'],
  ['dataLayer', 'dataLayer'],
  ['cact', 'cact'],
  ['commanders-act', 'cact'],
  ['analytics', 'analytics'],
  ['segment', 'analytics'],
]);

/**
 * A rule for events like this one, to be looked over by its author: to what it should have become by
 * the rule that it met, else to what arrived or is next to its name. Undefined for Meta's own events.
 */
export function draftRule(
  match: Pick<MatchLine, 'source' | 'name' | 'expected' | 'nearest' | 'actual'>,
): MappingRule | undefined {
  const { source, name, expected, nearest, actual } = match;
  const from = MAPPED_SOURCES.get(source);
  if (from === undefined || name === '') return undefined;
  const to = nearest ?? expected ?? actual[0] ?? nearStandardEvent(name)?.name ?? name;
  return { from: { source: from, name }, to };
}
