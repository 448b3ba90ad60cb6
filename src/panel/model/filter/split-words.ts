/** A word of the query: `-key:value`, where the value may be quoted or a regular expression. */
export interface Word {
  negated: boolean;
  key: string | undefined;
  text: string;
  flags: string | undefined;
  /** Where it stands in the search: from its first letter to that of the next word. */
  at: number;
  end: number;
}

/** Words are short: a slip in three letters is forgiven. */
export const LETTERS_PER_SLIP = 3;

/** Alone, `value:` is what stands before a value in the text of a row. */
const KEY =
  /^(source|name|event|pixel|id|vendor|status|verdict|rule|method|page|layer|via|kind|is|(?:value|currency|time|note|highlight|initiator)(?=:\S)):/i;
/** A regular expression ends at a slash that flags and then a blank or the end follow. */
const REGEXP = /^\/((?:[^/\\[]|\\.|\[(?:[^\]\\]|\\.)*\])+)\/([a-z]*)(?=\s|$)/;
/** The same with a pattern that cannot be right, such as an open bracket. */
const LOOSE_REGEXP = /^\/((?:[^/\\]|\\.)+)\/([a-z]*)(?=\s|$)/;
const QUOTED = /^"([^"]*)"?/;

/** The words of a search; those that are still being typed are left out. */
export function* splitWords(text: string): Generator<Word> {
  let rest = text.trimStart();
  while (rest !== '') {
    const at = text.length - rest.length;
    const negated = rest.startsWith('-') && /^-\S/.test(rest);
    if (negated) rest = rest.slice(1);
    const key = KEY.exec(rest)?.[1]?.toLowerCase();
    if (key !== undefined) rest = rest.slice(key.length + 1);
    const found = REGEXP.exec(rest) ?? LOOSE_REGEXP.exec(rest);
    const quoted = found ? null : QUOTED.exec(rest);
    const plain = /^\S*/.exec(rest)?.[0] ?? '';
    const taken = found?.[0] ?? quoted?.[0] ?? plain;
    rest = rest.slice(taken.length).trimStart();
    const value = found?.[1] ?? quoted?.[1] ?? plain;
    // `name:` while it is being typed narrows nothing.
    if (value !== '')
      yield { negated, key, text: value, flags: found?.[2], at, end: text.length - rest.length };
  }
}
