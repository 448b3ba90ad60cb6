/**
 * Text of a page, a file or a server, made safe for a terminal: what it would obey (escape
 * sequences, backspaces, changes of direction, line separators) stands as a visible escape.
 */
export function printable(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
