import type { HitEvent } from '../../session/entry.ts';

/** Calls of Segment's API that are about a person, not an event. */
const PERSON_CALLS: ReadonlySet<string> = new Set(['identify', 'group', 'alias']);

/** True for an event of a hit that tells of a person alone: no event for anybody else. */
export function isPersonCall({ eventName = '', parameters }: HitEvent): boolean {
  return PERSON_CALLS.has(parameters.type ?? eventName);
}
