import type { Entry } from '../../../session/entry.ts';
import { firstInLane, type Lane, type LaneIndex } from './lane-index.ts';

/** Which way the selection goes. */
export type Move = 'next' | 'previous' | 'up' | 'down' | 'first' | 'last';

/**
 * Where the selection goes with a key: along its lane, or to the entry of the next lane that is
 * nearest in time. Without a selection, to the first entry at or after `from`.
 * @param selected place of the selected entry in the list, -1 for none
 * @returns a place in the list, or undefined where there is nowhere to go
 */
export function moveSelection(
  index: LaneIndex,
  selected: number,
  move: Move,
  from: number,
): number | undefined {
  const { lanes, entries } = index;
  const place = selected === -1 ? undefined : index.find(selected);
  if (!place) return firstFrom(index, entries[selected]?.at ?? from);
  const lane = lanes[place.lane] as Lane;
  switch (move) {
    case 'next':
      return lane.positions[place.at + 1];
    case 'previous':
      return lane.positions[place.at - 1];
    case 'first':
      return lane.positions[0];
    case 'last':
      return lane.positions.at(-1);
    case 'up':
      return nearestIn(entries, lanes[place.lane - 1], selected);
    case 'down':
      return nearestIn(entries, lanes[place.lane + 1], selected);
  }
}

function firstFrom(index: LaneIndex, from: number): number | undefined {
  let best: number | undefined;
  for (const lane of index.lanes) {
    const found = lane.positions[firstInLane(lane, from)] ?? lane.positions.at(-1) ?? undefined;
    if (found === undefined) continue;
    const isLater = (index.entries[found]?.at ?? 0) >= from;
    const bestIsLater = best !== undefined && (index.entries[best]?.at ?? 0) >= from;
    if (best === undefined || (isLater && (!bestIsLater || found < best))) best = found;
  }
  return best;
}

function nearestIn(
  entries: readonly Entry[],
  lane: Lane | undefined,
  position: number,
): number | undefined {
  if (!lane) return undefined;
  const at = entries[position]?.at ?? 0;
  const after = firstInLane(lane, at);
  const later = lane.positions[after];
  const earlier = lane.positions[after - 1];
  if (later === undefined || earlier === undefined) return later ?? earlier;
  return (entries[later]?.at ?? 0) - at <= at - (entries[earlier]?.at ?? 0) ? later : earlier;
}
