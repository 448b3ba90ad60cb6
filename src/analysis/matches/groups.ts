import type { MappedSystem } from '../../vendors/mapping.ts';
import { LateMap, LateSet } from '../late.ts';

/**
 * Source events and Meta events of one document that only a rule joins: events of one system that
 * should become the Meta event `name` and have none in their chain, against the document's Meta
 * events of that name which no other event of that system has in its chain.
 *
 * As many of one as of the other: the n-th is the n-th, in the order in which they were seen. None of
 * Meta's: nothing was sent. Anything else: which one is missing is not known.
 */
export interface Group {
  readonly page: string;
  readonly name: string;
  /** Ids of Meta events. */
  readonly events: LateSet<string>;
  /** Keys of source events by system: those that the rule alone may join. */
  readonly open: LateMap<MappedSystem, LateSet<string>>;
  /** Keys of those that their chain has judged, and gave no Meta event. */
  readonly judged: LateSet<string>;
  /** Meta events that a chain gives to a source event of the system: event id → how many have it. */
  readonly claimed: LateMap<MappedSystem, LateMap<string, number>>;
}

/** How a system's source events stand to a group's Meta events. */
export type GroupState = 'none' | 'paired' | 'unequal';

/** A group with nothing in it. */
export function createGroup(page: string, name: string): Group {
  return {
    page,
    name,
    events: new LateSet(),
    open: new LateMap(),
    judged: new LateSet(),
    claimed: new LateMap(),
  };
}

/** How many Meta events there are that no chain gives to the system. */
export function freeCount(group: Group, system: MappedSystem): number {
  return group.events.size - (group.claimed.get(system)?.size ?? 0);
}

/** How the open source events of a system stand. */
export function stateOf(group: Group, system: MappedSystem): GroupState {
  const free = freeCount(group, system);
  if (free === 0) return 'none';
  return free === (group.open.get(system)?.size ?? 0) ? 'paired' : 'unequal';
}

/** The Meta event of each open source event of a system; only where the group is `paired`. */
export function pairsOf(
  group: Group,
  system: MappedSystem,
  compare: (a: string, b: string) => number,
): Map<string, string> {
  const claimed = group.claimed.get(system);
  const free = [...group.events].filter((id) => claimed?.has(id) !== true).sort(compare);
  const open = [...(group.open.get(system) ?? [])].sort(compare);
  return new Map(open.map((key, i) => [key, free[i] ?? '']));
}

/** Notes that a chain gives a Meta event to a source event of the system, or takes it back. */
export function claim(group: Group, system: MappedSystem, event: string, by: 1 | -1): void {
  const claimed = group.claimed.get(system) ?? new LateMap<string, number>();
  const count = (claimed.get(event) ?? 0) + by;
  if (count > 0) claimed.set(event, count);
  else claimed.delete(event);
  group.claimed.set(system, claimed);
}

/** Adds an open source event, or takes it out. */
export function setOpen(group: Group, system: MappedSystem, key: string, isOpen: boolean): void {
  const open = group.open.get(system);
  if (!isOpen) open?.delete(key);
  else if (open) open.add(key);
  else group.open.set(system, new LateSet<string>().add(key));
}

/** Source events of any system that should become this Meta event and have none. */
export function openCount(group: Group): number {
  let count = group.judged.size;
  for (const keys of group.open.values()) count += keys.size;
  return count;
}
