/**
 * What a terminal would obey and an eye would not see: control characters and escape sequences,
 * line separators, changes of direction. Tabs and line feeds are none of it.
 */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Text of a page, a file or a server with visible escapes in place of what is not seen: `\u001b`.
 * In JSON, where such characters stand in texts alone, it says the same.
 */
export function visible(text: string): string {
  return text.replace(UNSEEN, escapeOf);
}

/** The same on one line: tabs and line feeds are escaped, too. */
export function visibleLine(text: string): string {
  return visible(text).replace(/[\t\n]/g, escapeOf);
}

function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
