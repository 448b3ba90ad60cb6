/** What an error says, whatever was thrown: the browser's own words, in the browser's language. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
