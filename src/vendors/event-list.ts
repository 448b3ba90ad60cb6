import { KEYS } from '../session/limits.ts';
import { isJsonObject, type JsonObject } from './fields.ts';
import type { Reading } from './reading.ts';

/**
 * The event objects of a JSON body: the list that stands under one of `listKeys`, the body itself
 * where it is a list, or the one object that it is. What is no object in a list is passed over with
 * a mark.
 */
export function eventsOf(reading: Reading, listKeys: readonly string[]): JsonObject[] {
  const value = reading.json();
  const list = listOf(value, listKeys);
  if (list === undefined) {
    if (isJsonObject(value)) return [value];
    if (value !== undefined) reading.mark('bad-json');
    return [];
  }
  if (list.length === 0) reading.mark('no-parameters');
  const kept = list.length > KEYS ? list.slice(0, KEYS) : list;
  if (kept !== list) reading.mark('too-many-events');
  const events = kept.filter(isJsonObject);
  if (events.length < kept.length) reading.mark('bad-json');
  return events;
}

function listOf(value: unknown, listKeys: readonly string[]): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (!isJsonObject(value)) return undefined;
  const key = listKeys.find((name) => Object.hasOwn(value, name) && Array.isArray(value[name]));
  const list = key === undefined ? undefined : value[key];
  return Array.isArray(list) ? list : undefined;
}
