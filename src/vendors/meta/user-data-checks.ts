import { isNothing, isUnknown, propertiesOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import type { PixelCall } from './call.ts';
import { type Fault, fault, show, withProperties } from './fault.ts';
import { sha256Hex } from './user-data/digest.ts';
import {
  INVALID_EMAIL_WORDS,
  readUserData,
  type UserDatum,
  validEmailOf,
} from './user-data/init-data.ts';

/** Digits of a hash that are enough to find it in a hit. */
const HASH_DIGITS = 12;

/**
 * Finds the faults of the user data that `init` gets for advanced matching.
 * @param words what the SDK prints about the call
 */
export function checkUserData(call: PixelCall, words: readonly string[], into: Fault[]): void {
  const [pixel, given] = call.rest;
  if (isNothing(given) || isUnknown(given)) return;
  const read = readUserData(given);
  if (read === undefined) {
    into.push(notAnObject(pixel, given ?? null, words));
    return;
  }
  const about = (fault: UserDatum['fault']) => read.filter((datum) => datum.fault === fault);
  const without = (data: readonly UserDatum[], changes: Record<string, PageValue> = {}) => {
    const removed = Object.fromEntries(data.map(({ key }) => [key, undefined]));
    const own = propertiesOf(given)?.values ?? {};
    return {
      rest: [pixel, withProperties(own, { ...removed, ...changes }), ...call.rest.slice(2)],
    };
  };
  // What one fault takes away the other must not bring back: all of them share one line.
  const wrong = read.filter((datum) => datum.fault !== undefined);
  const lists = Object.fromEntries(
    about('type').flatMap(({ key, value }) => {
      const email = validEmailOf(value);
      return email === undefined ? [] : [[key, email]];
    }),
  );
  const mend = without(wrong, lists);
  const prints = words.find((text) => text.endsWith(INVALID_EMAIL_WORDS));
  const open = about('placeholder');
  if (open.length > 0)
    into.push(
      fault(
        'pixel/placeholder-user-data',
        'data',
        'sent',
        { places: open.map(placeOf) },
        { prints: open.some(({ key }) => /^em/.test(key)) ? prints : undefined, mend },
      ),
    );
  for (const { key, value, hashed, fault: kind } of read) {
    if (kind === 'no-address' || kind === 'md5')
      into.push(
        fault(
          'pixel/invalid-email',
          'data',
          'sent',
          {
            key,
            given: show(value),
            isMd5: kind === 'md5',
            ...(hashed === undefined ? {} : { hashed }),
          },
          { prints: kind === 'md5' ? undefined : prints, mend },
        ),
      );
    else if (kind === 'type')
      into.push(
        fault('pixel/user-data-type', 'data', 'unknown', { key, given: show(value) }, { mend }),
      );
  }
}

function placeOf({ key, value, hashed }: UserDatum) {
  const place = { key, given: show(value) };
  return hashed === undefined
    ? place
    : { ...place, hashed, hash: sha256Hex(hashed).slice(0, HASH_DIGITS) };
}

function notAnObject(
  pixel: PageValue | undefined,
  given: PageValue,
  words: readonly string[],
): Fault {
  const email = validEmailOf(given);
  return fault(
    'pixel/user-data-type',
    'data',
    'unknown',
    { given: show(given) },
    {
      prints: words.find((text) => text.includes('"user_data"')),
      mend: email === undefined ? undefined : { rest: [pixel, { em: email }] },
    },
  );
}
