import { type PageValue, parseStandIn } from '../session/value.ts';

/** Properties of an object that the page passed. */
export interface Properties {
  /** By name; read with `Object.hasOwn`. */
  values: Readonly<Record<string, PageValue>>;
  /** False where some of them were cut away. */
  isWhole: boolean;
}

/** No properties. */
export const NO_PROPERTIES: Properties = { values: {}, isWhole: true };

/**
 * The own properties of a plain object or of an instance of a class. Undefined for everything else:
 * lists, texts, functions, what was cut.
 */
export function propertiesOf(value: PageValue | undefined): Properties | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const standIn = parseStandIn(value);
  if (standIn === undefined)
    return { values: value as { [key: string]: PageValue }, isWhole: true };
  if (standIn.$type === 'instance') return { values: standIn.properties, isWhole: true };
  if (standIn.$type !== 'entries') return undefined;
  const values: Record<string, PageValue> = Object.create(null);
  for (const [key, item] of standIn.entries) values[key] = item;
  return { values, isWhole: standIn.length <= standIn.entries.length };
}

/** The property's value; undefined where the object has none of that name. */
export function propertyOf(properties: Properties, name: string): PageValue | undefined {
  return Object.hasOwn(properties.values, name) ? properties.values[name] : undefined;
}

/** Whether the page passed nothing, `undefined` or `null`. */
export function isNothing(value: PageValue | undefined): boolean {
  return value === undefined || value === null || parseStandIn(value)?.$type === 'undefined';
}

/** Whether the value was there but could not be copied: nothing can be said about it. */
export function isUnknown(value: PageValue | undefined): boolean {
  const type = parseStandIn(value)?.$type;
  return type === 'accessor' || type === 'cut' || type === 'unreadable' || type === 'string';
}
