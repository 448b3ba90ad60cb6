import { CUTS } from '../session/limits.ts';
import { methodOf, numberText, slice, stringify } from './natives.ts';

/** An object on the way down to the value at hand: cycles are found and pointers made from it. */
export interface Step {
  value: object;
  key: string | number;
  up: Step | null;
}

/** What is left of one call's limits, and what was cut. */
export interface Left {
  nodes: number;
  units: number;
  /** JSON texts of pointers, separated by commas. */
  cutText: string;
  cutCount: number;
}

/** Of the call that is being written. */
export const left: Left = { nodes: 0, units: 0, cutText: '', cutCount: 0 };

const replaceAll = methodOf<[string, string], string>(String.prototype, 'replaceAll');

/** Goes on with these limits. */
export function resume(limits: Left): void {
  left.nodes = limits.nodes;
  left.units = limits.units;
  left.cutText = limits.cutText;
  left.cutCount = limits.cutCount;
}

/** The limits as they are now. */
export function suspend(into: Left = { nodes: 0, units: 0, cutText: '', cutCount: 0 }): Left {
  into.nodes = left.nodes;
  into.units = left.units;
  into.cutText = left.cutText;
  into.cutCount = left.cutCount;
  return into;
}

/** The JSON pointer, from the arguments, to a property of the object at `step`. */
export function pointer(step: Step | null, key: string | number): string {
  let text = '';
  for (let s = step, k: string | number = key; ; k = s.key, s = s.up) {
    const part =
      typeof k === 'number' ? numberText(k) : replaceAll(replaceAll(k, '~', '~0'), '/', '~1');
    text = `/${part}${text}`;
    if (s === null) return text;
  }
}

/** The same as JSON text, bounded. */
export function pointerText(step: Step | null, key: string | number): string {
  return stringify(slice(pointer(step, key), 0, 500));
}

/** Notes that the value at this place is not whole. */
export function markCut(up: Step | null, key: string | number): void {
  if (left.cutCount >= CUTS) return;
  left.cutText += `${left.cutCount === 0 ? '' : ','}${pointerText(up, key)}`;
  left.cutCount += 1;
}
