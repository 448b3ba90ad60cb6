import type { HitEvent } from '../../session/entry.ts';
import { compilePattern } from '../../session/mapping-rule.ts';
import type { MappingRule, Profile } from '../../session/profile.ts';
import { COMMANDERS_ACT_MAPPING } from '../../vendors/commanders-act/mapping.ts';
import type { MappingTable } from '../../vendors/mapping.ts';
import { SEGMENT_MAPPING } from '../../vendors/segment/mapping.ts';
import { isPersonCall } from '../../vendors/segment/person-calls.ts';

/**
 * Names under which Meta may see the event of a hit that another system hands on, the likeliest
 * first; none where it is no event for Meta.
 */
export type MetaNames = (
  vendor: 'commanders-act' | 'segment',
  event: HitEvent,
) => readonly string[];

/**
 * Where today's documentation has a row that the seed has not, the seed's page passes the name on
 * as it is: either may arrive (domain facts 5.4).
 */
const LATER_ROWS: ReadonlySet<string> = new Set(['sign_up']);

const namesOf = ({ rows }: MappingTable): ReadonlyMap<string, string> =>
  new Map(rows.map(({ from, to }) => [from, to]));
const COMMANDERS_ACT_NAMES = namesOf(COMMANDERS_ACT_MAPPING);
const SEGMENT_NAMES = namesOf(SEGMENT_MAPPING);
const OVERRIDE = COMMANDERS_ACT_MAPPING.nameOverride ?? '';

/** The vendors' own tables, and before them the mapping rules of the user's profile. */
export function createMetaNames(profile: Profile): MetaNames {
  // What a rule's condition asks is in the event's properties, which a copy may not carry.
  const rules = (profile.mapping?.rules ?? [])
    .filter(({ from }) => from.where === undefined)
    .map((rule) => ({ rule, isMet: nameTest(rule) }));
  const fromProfile = (source: 'cact' | 'analytics', name: string): MappingRule | undefined =>
    rules.find(({ rule, isMet }) => rule.from.source === source && isMet(name))?.rule;
  return (vendor, event) => {
    const name = event.eventName;
    if (name === undefined) return [];
    const rule = fromProfile(vendor === 'segment' ? 'analytics' : 'cact', name);
    if (rule !== undefined) return rule.to === null ? [] : [rule.to];
    if (vendor === 'segment') return segmentNames(event, name);
    const given = event.parameters[OVERRIDE];
    if (given) return [given];
    const mapped = COMMANDERS_ACT_NAMES.get(name);
    if (mapped === undefined) return [name];
    return LATER_ROWS.has(name) ? [name, mapped] : [mapped];
  };
}

function nameTest({ from }: MappingRule): (name: string) => boolean {
  if (from.pattern === undefined) return (name) => name === from.name;
  try {
    const pattern = compilePattern(from.pattern);
    return (name) => pattern.test(name);
  } catch (error) {
    // The profile's own check tells the user.
    if (error instanceof SyntaxError) return () => false;
    throw error;
  }
}

function segmentNames(event: HitEvent, name: string): readonly string[] {
  if (isPersonCall(event)) return [];
  if (event.parameters.type === 'page' || name === 'page') return ['PageView'];
  return [SEGMENT_NAMES.get(name) ?? name];
}

/** The Meta name that a name of another system is known to stand for, or undefined. */
export function knownMetaName(name: string): string | undefined {
  return COMMANDERS_ACT_NAMES.get(name) ?? SEGMENT_NAMES.get(name);
}
