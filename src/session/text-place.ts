/** A place in a text; line and column are counted from 1. */
export interface TextPlace {
  line: number;
  column: number;
}

/** The place of an offset. */
export function placeOf(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset);
  return { line: createLineCounter(text)(offset), column: offset - before.lastIndexOf('\n') };
}

/** Tells lines of offsets, counted from 1; the offsets must not go back, so that all cost one walk. */
export function createLineCounter(text: string): (offset: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return (offset) => {
    while (next !== -1 && next < offset) {
      line += 1;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
}
