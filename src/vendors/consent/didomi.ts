import { itemsOf, propertyOf, textOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import {
  allOf,
  type ConsentReading,
  type Decision,
  idsOf,
  listed,
  notApplicable,
  reading,
  unanswered,
} from './reading.ts';

const GROUPS = ['purposes', 'vendors'];

/**
 * What Didomi said: the purposes and vendors that were enabled and disabled. What stands in neither
 * list has no decision yet.
 * @param category ids of purposes or vendors; all must be enabled
 */
export function readDidomi(value: PageValue, category: string | undefined): ConsentReading {
  if (propertyOf(value, 'required') === false)
    return notApplicable('Didomi says that no consent is required here');
  const status = propertyOf(value, 'status');
  const states = new Map<string, Decision>();
  for (const group of GROUPS)
    for (const [list, state] of [
      ['enabled', 'granted'],
      ['disabled', 'denied'],
    ] as const)
      for (const id of itemsOf(propertyOf(propertyOf(status, group), list)))
        states.set(textOf(id) ?? '', state);
  const details = [...states].map(([name, state]) => ({ name, state }));
  if (details.length === 0) return reading('undecided', 'no decision yet');
  if (category === undefined)
    return unanswered(
      'Which purposes or vendors of Didomi stand for Meta? Set consent.categories.didomi.',
      listed(details),
      details,
    );
  const asked = idsOf(category).map((id) => ({ name: id, state: states.get(id) ?? 'undecided' }));
  return reading(allOf(asked.map(({ state }) => state)), listed(asked), details);
}
