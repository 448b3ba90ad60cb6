import type { TextPlace } from '../../../session/text-place.ts';
import type { OtherFormat } from './format-name.ts';
import { hideSecrets } from './secrets.ts';

/** A step on the way to a place. */
export type Place =
  /** A file's name, or a JSON pointer. */
  | string
  | { line: number }
  | TextPlace
  /** In the text as a whole, where lines were counted from a part of it before. */
  | { wholeLine: number }
  /** In the text that stands as a value at a JSON pointer. */
  | (TextPlace & { pointer: string });

/** What JSON needs at a place; the words stand in the language files. */
export type JsonWanted =
  | 'value'
  | 'name'
  | 'name-or-brace'
  | 'colon'
  | 'comma-or-brace'
  | 'comma-or-bracket'
  | 'no-control-character'
  | 'escape'
  | 'quote'
  | 'end';

export type JsonType = 'string' | 'number' | 'boolean' | 'object' | 'list';

/** What an item of a text is. */
export type ItemKind = 'event' | 'body' | 'session';

/** What was expected; the words stand in the language files. */
export type Expected =
  | {
      code:
        | 'known-format'
        | 'events-request'
        | 'event'
        | 'event-name'
        | 'whole-seconds'
        | 'seconds';
    }
  | { code: 'list-of-events' | 'list' | 'object' | 'batch-request' | 'events-path' | 'multipart' }
  | { code: 'address' | 'date' }
  | { code: 'about-person' | 'user-agent' | 'page-address' | 'value' | 'currency' }
  | { code: 'json'; wanted: JsonWanted }
  | { code: 'item'; kind: ItemKind; isLikeOthers: boolean }
  | { code: 'types'; types: readonly JsonType[] }
  | { code: 'one-of'; values: readonly string[] }
  | { code: 'within-days'; days: number }
  | { code: 'at-most-events'; count: number };

/** What was found; texts are JSON, cut where long, without secrets. */
export type Found =
  | { code: 'nothing' | 'no-request' | 'something-else' | 'end' | 'line-break' | 'empty-object' }
  | { code: 'text' | 'milliseconds'; text: string }
  | { code: 'type'; type: 'object' | 'list' }
  | { code: 'item'; kind: ItemKind }
  /** No event can be read from it; the words say what to export instead. */
  | { code: 'other-format'; format: OtherFormat }
  /** Names of keys; `isMore`: there are others. */
  | { code: 'keys'; keys: readonly string[]; isMore: boolean }
  | { code: 'only-keys'; keys: readonly string[] }
  | { code: 'count'; count: number };

/** Something in the place of what was expected. */
export interface Fault {
  /** From the file inwards. */
  place: readonly Place[];
  expected: Expected;
  found: Found;
  /** How many events cannot be read because of it; 0 where nobody knows. */
  events: number;
}

/** What a part of a request cannot be read for; its place is from there. */
export type Unread = { ok: false } & Pick<Fault, 'place' | 'expected' | 'found'>;

/** Puts a JSON pointer before a place that begins with one. */
export function under(pointer: string, place: readonly Place[]): Place[] {
  const [first, ...rest] = place;
  if (typeof first === 'string') return [pointer + first, ...rest];
  if (typeof first === 'object' && 'pointer' in first)
    return [{ ...first, pointer: pointer + first.pointer }, ...rest];
  return pointer === '' ? [...place] : [pointer, ...place];
}

/** A place in one line, as entries of a session have it (`where`). */
export function writePlace(place: readonly Place[]): string {
  return place
    .map((step) => {
      if (typeof step === 'string') return step;
      if ('wholeLine' in step) return `line ${step.wholeLine}`;
      const line =
        'column' in step ? `line ${step.line}, column ${step.column}` : `line ${step.line}`;
      return 'pointer' in step ? `${step.pointer} (${line})` : line;
    })
    .filter((step) => step !== '')
    .join(', ');
}

/** What was found, without secrets of the request. */
export function hideFound(found: Found, secrets: readonly string[]): Found {
  if ('text' in found) return { ...found, text: hideSecrets(found.text, secrets) };
  if ('keys' in found)
    return { ...found, keys: found.keys.map((key) => hideSecrets(key, secrets)) };
  return found;
}
