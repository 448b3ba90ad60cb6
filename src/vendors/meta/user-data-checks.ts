import { isNothing, isUnknown, itemsOf, propertiesOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import type { PixelCall } from './call.ts';
import { DATE_OF_BIRTH, type Fault, fault, PHONE, show, withProperties } from './fault.ts';
import { sha256Hex } from './user-data/digest.ts';
import {
  INVALID_EMAIL_WORDS,
  readUserData,
  type UserDatum,
  validEmailOf,
} from './user-data/init-data.ts';
import { type FormFault, formFaultOf } from './user-data/written-form.ts';

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
  const own = propertiesOf(given)?.values ?? {};
  const without = (data: readonly UserDatum[], changes: Record<string, PageValue> = {}) => {
    const removed = Object.fromEntries(data.map(({ key }) => [key, undefined]));
    return {
      rest: [pixel, withProperties(own, { ...removed, ...changes }), ...call.rest.slice(2)],
    };
  };
  // What one fault takes away the other must not bring back: all of them share one line.
  const wrong = read.filter((datum) => datum.fault !== undefined);
  const lists = about('type').flatMap(({ key, value }) => {
    const text = /^em/.test(key) ? validEmailOf(value) : onlyTextIn(value);
    return text === undefined ? [] : [[key, text]];
  });
  const renamed = about('key').flatMap(({ meant = '', value }) => {
    if (!isNothing(own[meant]) && own[meant] !== '') return [];
    const wrongForm = typeof value === 'string' ? formFaultOf(meant, value) : undefined;
    return [[meant, wrongForm ? rightForm(wrongForm) : value]];
  });
  const rewritten = about('form').map(({ key, meant, form }) => [key, rightForm({ meant, form })]);
  const mend = without(wrong, Object.fromEntries([...lists, ...renamed, ...rewritten]));
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
        fault(
          'pixel/user-data-type',
          'data',
          hashed === undefined ? 'unknown' : 'sent',
          { key, given: show(value), ...(hashed === undefined ? {} : { hashed }) },
          { mend },
        ),
      );
  }
  const written = about('form').flatMap(({ key, value, hashed, form }) =>
    form === undefined
      ? []
      : [{ key, given: show(value), form, ...(hashed !== undefined && { hashed }) }],
  );
  if (written.length > 0)
    into.push(fault('pixel/user-data-form', 'data', 'sent', { places: written }, { mend }));
  const named = about('key').map(({ key, meant = '' }) => ({ key, meant }));
  if (named.length > 0)
    into.push(fault('pixel/user-data-key', 'data', 'sent', { places: named }, { mend }));
}

/** What stands in the corrected line for a value in a wrong form; undefined where it is left out. */
function rightForm({ form, meant }: Partial<FormFault>): PageValue | undefined {
  if (meant !== undefined) return meant;
  if (form === 'no-country-code') return PHONE;
  return form === 'no-date' ? DATE_OF_BIRTH : undefined;
}

/** The text that a list consists of. */
function onlyTextIn(value: PageValue): string | number | undefined {
  const [only, ...others] = itemsOf(value);
  const isText = typeof only === 'string' || typeof only === 'number';
  return isText && others.length === 0 ? only : undefined;
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
