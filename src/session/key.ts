/**
 * A key that no other document or stream has: 14 letters and digits. `crypto.randomUUID` is missing
 * on http pages.
 */
export function makeKey(): string {
  let text = '';
  for (const n of crypto.getRandomValues(new Uint32Array(2)))
    text += n.toString(36).padStart(7, '0');
  return text;
}
