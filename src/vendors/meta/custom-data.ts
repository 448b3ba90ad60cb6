import { type PageValue, parseStandIn } from '../../session/value.ts';

/**
 * Custom data as the SDK writes it into `cd[…]`: objects and arrays as JSON, null and undefined
 * left out, the rest as text (domain facts 2.3, recorded run `nested_custom`). Undefined where the
 * copy does not say it all, so that it cannot be compared.
 */
export function serialiseCustomData(data: PageValue | undefined): Map<string, string> | undefined {
  const fields = new Map<string, string>();
  if (data === undefined || data === null) return fields;
  if (typeof data !== 'object' || Array.isArray(data))
    return parseStandIn(data)?.$type === 'undefined' ? fields : undefined;
  const standIn = parseStandIn(data);
  if (standIn?.$type === 'undefined') return fields;
  if (standIn !== undefined) return undefined;
  for (const [key, value] of Object.entries(data as { [key: string]: PageValue })) {
    const text = serialise(value);
    if (text === undefined) return undefined;
    if (text !== '') fields.set(key, text.slice(1));
  }
  return fields;
}

/** `=` and the text; '' for what is left out; undefined for what is not known. */
function serialise(value: PageValue): string | undefined {
  if (value === null) return '';
  if (typeof value === 'string') return `=${value}`;
  if (typeof value === 'number' || typeof value === 'boolean') return `=${String(value)}`;
  const standIn = parseStandIn(value);
  if (standIn?.$type === 'undefined') return '';
  if (standIn?.$type === 'date') return `="${standIn.value}"`;
  if (standIn !== undefined || holdsStandIn(value)) return undefined;
  return `=${JSON.stringify(value)}`;
}

function holdsStandIn(value: PageValue): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (parseStandIn(value) !== undefined) return true;
  return Object.values(value).some((item) => holdsStandIn(item as PageValue));
}

/**
 * True for arguments that make the SDK fail without a word: a cycle, a getter or a toString that
 * throws (domain facts 9). What the copy cannot tell is not claimed.
 */
export function cannotBeSent(data: PageValue | undefined): boolean {
  if (typeof data !== 'object' || data === null) return false;
  const standIn = parseStandIn(data);
  if (standIn !== undefined) return standIn.$type === 'cycle';
  return Object.values(data).some((item) => cannotBeSent(item as PageValue));
}
