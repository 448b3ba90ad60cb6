import type { CallEntry } from '../../session/entry.ts';
import { nearOf } from '../../session/nearest.ts';
import { isNothing, propertiesOf, propertyOf } from '../../session/value/read.ts';
import { CURRENT_NAMES, LEGACY_NAMES } from '../../vendors/loyjoy/catalogue.ts';
import { newNamesOf } from '../../vendors/loyjoy/old-names.ts';
import type { Fact } from '../facts/fact.ts';

/** Faults of what a page has LoyJoy's chat do. */

/** What a listener's run shows on its own: that it threw. */
export function checkListener(entry: CallEntry): Fact[] {
  if (entry.threw !== true || entry.method !== 'listener') return [];
  const event = entry.name ?? '';
  // The list's listeners get (type, detail), those of the map get (detail).
  const isList = entry.args.length > 0 && entry.args[0] === entry.name;
  if (!isNothing(entry.args[isList ? 1 : 0]))
    return [{ rule: 'loyjoy/listener-threw', entries: [entry.id], data: { event } }];
  return [
    {
      rule: 'loyjoy/listener-reads-missing-detail',
      entries: [entry.id],
      data: { event, isList },
    },
  ];
}

/** An event under an old name, as the chat itself calls it; the name, or undefined. */
export function oldNameOf(entry: CallEntry): string | undefined {
  if (entry.method !== 'listener' || entry.name === undefined) return undefined;
  return newNamesOf(entry.name) === undefined ? undefined : entry.name;
}

/** The first event of a document that came under an old name. */
export function oldNameFact(entry: CallEntry, event: string): Fact {
  return {
    rule: 'loyjoy/old-event-name',
    entries: [entry.id],
    data: { event, names: [...(newNamesOf(event) ?? [])] },
  };
}

/** A boot whose map of listeners waits for events under old names, or under names that are almost known. */
export function checkBoot(entry: CallEntry): Fact[] {
  if (entry.method !== 'boot') return [];
  const listeners = propertiesOf(propertyOf(entry.args[1], 'eventListeners'));
  if (listeners === undefined) return [];
  return Object.keys(listeners.values).flatMap((event): Fact[] => {
    const names = newNamesOf(event);
    if (names === undefined) return nearNameFacts(entry, event);
    return [
      {
        rule: 'loyjoy/listener-for-old-name',
        entries: [entry.id],
        data: { event, names: [...names] },
      },
    ];
  });
}

/** A chat may have events of its own: only what is almost a name of the catalogue is told. */
function nearNameFacts(entry: CallEntry, event: string): Fact[] {
  if (LEGACY_NAMES.includes(event)) return [];
  const near = nearOf(event, CURRENT_NAMES);
  if (near === undefined) return [];
  return [
    {
      rule: 'loyjoy/listener-near-name',
      entries: [entry.id],
      data: { event, meant: near.word, by: near.by },
    },
  ];
}
