import { placeOf } from '../../session/text-place.ts';
import { isHar } from '../meta/server-events/har.ts';
import { parseJson } from '../meta/server-events/json-text.ts';
import { type HarSession, readHarSession } from './har-session.ts';

/** Whether a text begins like a HAR: its one member is `log`. */
export function looksLikeHar(head: string): boolean {
  return /^\ufeff?\s*\{\s*"log"\s*:\s*\{/.test(head);
}

/** Reads the text of a HAR as a session; see `readHarSession`. Never throws: what is wrong is a fault. */
export async function readHarText(
  text: string,
  options: Parameters<typeof readHarSession>[2],
): Promise<HarSession> {
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
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
  return { entries: [], faults: [{ ...what, place: [name, ...what.place], events: 0 }] };
}
