import { itemsOf, propertyOf, textOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import {
  type ConsentReading,
  type Decision,
  idsOf,
  namedForMeta,
  notApplicable,
  noted,
  reading,
  stateOf,
  whichever,
} from './reading.ts';

const GROUPS = ['purposes', 'vendors'];

/**
 * What Didomi said: the purposes and vendors that were enabled and disabled. What stands in neither
 * list has no decision yet.
 * @param category ids of purposes or vendors; all must be enabled
 */
export function readDidomi(value: PageValue, category: string | undefined): ConsentReading {
  if (propertyOf(value, 'required') === false) return notApplicable({ code: 'not-required' });
  const status = propertyOf(value, 'status');
  const states = new Map<string, Decision>();
  for (const group of GROUPS)
    for (const [list, state] of [
      ['enabled', 'granted'],
      ['disabled', 'denied'],
    ] as const)
      for (const id of itemsOf(propertyOf(propertyOf(status, group), list)))
        states.set(textOf(id) ?? '', state);
  const all = [...states].map(([name, state]) => ({ name, state }));
  if (all.length === 0) return noted('undecided', { code: 'no-decision' });
  if (category === undefined) {
    const likely = namedForMeta(all);
    // What a vendor that is on may do is the purposes' to say.
    if (likely?.state === 'denied') return likely;
    return whichever(all, { code: 'didomi', known: [...states.keys()] }, { items: all, notes: [] });
  }
  const asked = idsOf(category).map((name) => ({ name, state: states.get(name) ?? 'undecided' }));
  return reading(stateOf(asked), asked);
}
