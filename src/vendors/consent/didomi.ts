import { entriesOf, itemsOf, propertyOf, textOf } from '../../session/value/read.ts';
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
 * What Didomi said: the purposes and vendors that were enabled and disabled, as two lists or each
 * with its own word. What stands in neither list has no decision yet.
 * @param category ids of purposes or vendors; all must be enabled
 */
export function readDidomi(value: PageValue, category: string | undefined): ConsentReading {
  if (propertyOf(value, 'required') === false) return notApplicable({ code: 'not-required' });
  const status = propertyOf(value, 'status');
  // Then what is off is what nobody has decided.
  const isOpen = propertyOf(value, 'isOpen') === true;
  const states = new Map<string, Decision>();
  for (const group of GROUPS) {
    const said = propertyOf(status, group);
    for (const [list, state] of [
      ['enabled', 'granted'],
      ['disabled', 'denied'],
    ] as const)
      for (const id of itemsOf(propertyOf(said, list))) states.set(textOf(id) ?? '', state);
    for (const [id, own] of entriesOf(said)) {
      const isOn = propertyOf(own, 'enabled');
      if (isOn === true) states.set(id, 'granted');
      else if (isOn === false && !isOpen) states.set(id, 'denied');
    }
  }
  const all = [...states].map(([name, state]) => ({ name, state }));
  if (all.length === 0) return noted('undecided', { code: 'no-decision' });
  if (category === undefined) {
    // What is essential is on before anybody was asked.
    if (isOpen) return noted('undecided', { code: 'no-decision' });
    const likely = namedForMeta(all);
    // What a vendor that is on may do is the purposes' to say.
    if (likely?.state === 'denied') return likely;
    return whichever(all, { code: 'didomi', known: [...states.keys()] }, { items: all, notes: [] });
  }
  const asked = idsOf(category).map((name) => ({ name, state: states.get(name) ?? 'undecided' }));
  return reading(stateOf(asked), asked);
}
