import { sayFault } from '../language/input.ts';
import { placeOf } from '../session/text-place.ts';
import { isJsonObject } from '../vendors/fields.ts';
import { foundValue } from '../vendors/meta/server-events/event-rules.ts';
import type { Fault } from '../vendors/meta/server-events/fault.ts';
import { parseJson } from '../vendors/meta/server-events/json-text.ts';
import { Failure } from './failure.ts';
import { readText } from './read-text.ts';

/** What Playwright saves (https://playwright.dev/docs/api/class-browsercontext#browser-context-storage-state). */
const LISTS = ['cookies', 'origins'] as const;

/**
 * Looks whether a file is a storage state of Playwright: Playwright itself takes any object, and
 * sets nothing where it has other names.
 * @throws Failure that names the place and what was expected there
 */
export async function checkStorageState(file: string): Promise<void> {
  const fault = faultOf(await readText(file));
  if (fault)
    throw new Failure((_, words) => sayFault({ ...fault, place: [file, ...fault.place] }, words));
}

function faultOf(text: string): Omit<Fault, 'events'> | undefined {
  const parsed = parseJson(text);
  if (!parsed.ok)
    return {
      place: [placeOf(text, parsed.at)],
      expected: { code: 'json', wanted: parsed.expected },
      found: parsed.found,
    };
  const state = parsed.value;
  if (!isJsonObject(state))
    return { place: [], expected: { code: 'object' }, found: foundValue(state) };
  const wrong = LISTS.find((name) => Object.hasOwn(state, name) && !Array.isArray(state[name]));
  const missing = LISTS.some((name) => Object.hasOwn(state, name)) ? undefined : LISTS[0];
  const name = wrong ?? missing;
  return name === undefined
    ? undefined
    : { place: [`/${name}`], expected: { code: 'list' }, found: foundValue(state[name]) };
}
