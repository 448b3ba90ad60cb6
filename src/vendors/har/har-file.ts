import { HAR_IMPORT_BYTES } from '../../session/limits.ts';
import { placeOf } from '../../session/text-place.ts';
import { isHar } from '../meta/server-events/har.ts';
import { parseJson } from '../meta/server-events/json-text.ts';
import { type HarSession, readHarSession } from './har-session.ts';
import { harOfOmnibug, looksLikeOmnibug } from './omnibug-table.ts';
import { harOfTrace, looksLikeZip } from './playwright-trace.ts';

/**
 * Whether a file begins like the record of a visit that another tool made: a HAR, whose one member
 * is `log`, a table of Omnibug, or a zip, which a Playwright trace is.
 */
export function looksLikeHar(head: string): boolean {
  return (
    /^\ufeff?\s*\{\s*"log"\s*:\s*\{/.test(head) || looksLikeOmnibug(head) || looksLikeZip(head)
  );
}

/**
 * Reads the record of a visit; see `readHarText`. Undefined where it is a zip that is no Playwright
 * trace.
 */
export async function readHarFile(
  bytes: Uint8Array,
  options: Parameters<typeof readHarSession>[2],
): Promise<HarSession | undefined> {
  const head = String.fromCharCode(...bytes.subarray(0, 4));
  if (!looksLikeZip(head)) return readHarText(new TextDecoder().decode(bytes), options);
  const har = harOfTrace(bytes, HAR_IMPORT_BYTES);
  return har && readHarSession(har, JSON.stringify(har), options);
}

/** Reads the text of a HAR as a session; see `readHarSession`. Never throws: what is wrong is a fault. */
export async function readHarText(
  text: string,
  options: Parameters<typeof readHarSession>[2],
): Promise<HarSession> {
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (looksLikeOmnibug(plain)) return readHarSession(harOfOmnibug(plain), plain, options);
  const parsed = parseJson(plain);
  if (!parsed.ok)
    return fault(options.name, {
      place: [placeOf(plain, parsed.at)],
      expected: { code: 'json', wanted: parsed.expected },
      found: parsed.found,
    });
  if (!isHar(parsed.value))
    return fault(options.name, {
      place: ['/log/entries'],
      expected: { code: 'list' },
      found: { code: 'nothing' },
    });
  return readHarSession(parsed.value, plain, options);
}

function fault(name: string, what: Omit<HarSession['faults'][number], 'events'>): HarSession {
  return {
    entries: [],
    faults: [{ ...what, place: [name, ...what.place], events: 0 }],
    hosts: new Map(),
  };
}
