/** "event_name" in each of the three ways in which its letters can fall. */
export const BASE64_EVENT_NAME = /ZXZlbnRfbmFtZ|V2ZW50X25hbW|ldmVudF9uYW1l/;
/** One text of Base64 and nothing else, in either alphabet (RFC 4648). */
const WHOLE = /^[\w+/-]+={0,2}$/;

/** Whether events stand in a text as Base64: a queue's messages, a function's bodies. */
export function hasBase64Events(text: string): boolean {
  return BASE64_EVENT_NAME.test(text);
}

/** The text behind one of Base64 that has events in it; undefined for every other. */
export function fromBase64(text: string): string | undefined {
  if (!hasBase64Events(text)) return undefined;
  // Some writers break it into lines.
  const letters = text.replace(/\s+/g, '');
  if (!WHOLE.test(letters)) return undefined;
  try {
    const units = atob(letters.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(units, (unit) => unit.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
