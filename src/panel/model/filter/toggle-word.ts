/** Whether a search has a word. */
export function hasWord(text: string, word: string): boolean {
  return text.split(/\s+/).includes(word);
}

/** Adds a word to a search, or takes it out. */
export function toggleWord(text: string, word: string): string {
  if (!hasWord(text, word)) return `${text.trimEnd()} ${word}`.trimStart();
  // Only this word is taken out: blanks in quotes and regular expressions mean something.
  const at = ` ${text} `.search(new RegExp(`\\s${word}\\s`));
  return `${text.slice(0, at)}${text.slice(at + word.length + 1)}`.trim();
}
