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

/** The frame of a handler that stands in an attribute: `at HTMLButtonElement.onclick (`, `onclick@`. */
const HANDLER = /^on[a-z]+@|\.on[a-z]+ \(/;

/** Where the page's code was. */
interface CodePlace {
  /** Counted from 1. */
  column: number;
  /** In a handler that stands in an attribute, and in nothing that this calls. */
  isHandler: boolean;
}

/** The first frame of a stack that is not ours; undefined where that is not known. */
export function codePlaceOf(stack: string): CodePlace | undefined {
  for (let start = 0; start >= 0 && start < stack.length; ) {
    const end = indexOf(stack, '\n', start);
    const stop = end < 0 ? stack.length : end;
    if (stop - start > LINE_UNITS) return undefined;
    const line = slice(stack, start, stop);
    const frame = exec(FRAME, line);
    if (frame !== null)
      return { column: +(frame[3] as string), isHandler: exec(HANDLER, line) !== null };
    start = end < 0 ? -1 : end + 1;
  }
  return undefined;
}
