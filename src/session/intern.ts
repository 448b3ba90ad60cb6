/** JSON.parse keeps one of equal strings by itself up to this length. */
const SHORT = 10;
/** Longer ones are seldom equal, and dear to compare. */
const LONG = 4_096;
/** Strings that are remembered: more than a session's pages, stacks and names. */
const REMEMBERED = 20_000;

/**
 * Keeps one of equal strings: those of a page, a stack, an address or an agent stand in thousands of
 * entries. @returns what puts the one that is known in the place of each string of a parsed value
 */
export function createInterner(): (value: object) => void {
  const known = new Map<string, string>();
  const one = (text: string): string => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED) known.clear();
    known.set(text, text);
    return text;
  };
  const intern = (value: object): void => {
    const fields = value as Record<string, unknown>;
    for (const name of Object.keys(fields)) {
      const inner = fields[name];
      if (typeof inner === 'string') {
        if (inner.length > SHORT && inner.length <= LONG) fields[name] = one(inner);
      } else if (typeof inner === 'object' && inner !== null) intern(inner);
    }
  };
  return intern;
}
