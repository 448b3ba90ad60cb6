/** The text of a request's body in a HAR, which mitmproxy and Charles may write as base64; '' where it has none. */
export function bodyTextOf(postData: object): string {
  const { text, encoding } = postData as { text?: unknown; encoding?: unknown };
  if (typeof text !== 'string') return '';
  return encoding === 'base64' ? fromBase64(text) : text;
}

function fromBase64(text: string): string {
  try {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    // It said base64 and is none: what was there is shown.
    return text;
  }
}
