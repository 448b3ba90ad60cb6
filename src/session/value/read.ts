import { type PageValue, parseStandIn } from '../value.ts';

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

/**
 * One property of a copied object, whichever form the copy has; undefined where there is no such
 * property, or no object. Copies nothing.
 */
export function propertyOf(value: PageValue | undefined, key: string): PageValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const standIn = parseStandIn(value);
  if (standIn?.$type === 'entries') return standIn.entries.find(([name]) => name === key)?.[1];
  const values =
    standIn === undefined ? value : standIn.$type === 'instance' ? standIn.properties : {};
  return Object.hasOwn(values, key) ? (values as { [key: string]: PageValue })[key] : undefined;
}

/** The properties of an object with their names; none for everything else. */
export function entriesOf(value: PageValue | undefined): [string, PageValue][] {
  return Object.entries(propertiesOf(value)?.values ?? {});
}

/** The items of a list or a set, as far as they were copied; none for everything else. */
export function itemsOf(value: PageValue | undefined): readonly PageValue[] {
  if (Array.isArray(value)) return value;
  const standIn = parseStandIn(value);
  return standIn?.$type === 'array' || standIn?.$type === 'set' ? standIn.values : [];
}

/**
 * What a text says, or a number or the address in a URL object as text. Of a text that was cut, the
 * head.
 */
export function textOf(value: PageValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  const standIn = parseStandIn(value);
  return standIn?.$type === 'string' || standIn?.$type === 'url' ? standIn.value : undefined;
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

/** The arguments of a call, out of the `arguments` object that a stub pushes as one of them. */
export function argumentsOf(args: readonly PageValue[]): readonly PageValue[] {
  const [first] = args;
  if (args.length !== 1 || typeof first !== 'object') return args;
  const passed = parseStandIn(first);
  return passed?.$type === 'arguments' ? passed.values : args;
}
