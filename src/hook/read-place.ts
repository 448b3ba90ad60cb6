import { indexOf, methodOf, slice } from './natives.ts';

const exec = methodOf<[string], RegExpExecArray | null>(RegExp.prototype, 'exec');

/** One line of a stack that is not ours: `url:line:column` at its end. */
const FRAME =
  /(?:\(|@|at )((?!chrome-extension|moz-extension)[a-z][\w+.-]*:[^\n]*?):(\d+):(\d+)\)?$/;

/**
 * Longer lines are not read: a page can give its functions and addresses names that keep the
 * expression busy with the square of their length.
 */
const LINE_UNITS = 2_000;

/**
 * The column, counted from 1, of the first frame of a stack that is not ours; undefined where that
 * is not known.
 */
export function columnOf(stack: string): number | undefined {
  for (let start = 0; start >= 0 && start < stack.length; ) {
    const end = indexOf(stack, '\n', start);
    const stop = end < 0 ? stack.length : end;
    if (stop - start > LINE_UNITS) return undefined;
    const frame = exec(FRAME, slice(stack, start, stop));
    if (frame !== null) return +(frame[3] as string);
    start = end < 0 ? -1 : end + 1;
  }
  return undefined;
}
