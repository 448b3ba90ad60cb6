/**
 * A value of the page, copied into JSON. What JSON carries stays as it is; everything else is a
 * stand-in: an object whose key `$type` says what stood there. A page's own object that has a key
 * `$type` becomes an `entries` stand-in, so a stand-in can never be forged by data.
 */
export type PageValue =
  | null
  | boolean
  | number
  | string
  | PageValue[]
  | { [key: string]: PageValue }
  | StandIn;

/** What stands where JSON cannot carry the page's value. */
export type StandIn =
  | { $type: 'undefined' }
  | { $type: 'number'; value: 'NaN' | 'Infinity' | '-Infinity' | '-0' }
  | { $type: 'bigint'; value: string }
  | { $type: 'symbol'; description: string }
  | { $type: 'function'; name: string }
  /** A property with a getter: never read, since reading runs the page's code. */
  | { $type: 'accessor' }
  /** An object that contains itself; `path` is the JSON pointer of the ancestor, '' for the root. */
  | { $type: 'cycle'; path: string }
  /** A string cut at its head; `length` counts UTF-16 units of the whole. */
  | { $type: 'string'; value: string; length: number }
  /** Cut for depth or size; `of` says what was there (`Object`, `Array(90000)`). */
  | { $type: 'cut'; of: string }
  /** Reading it threw (revoked proxy, hostile trap). */
  | { $type: 'unreadable' }
  | { $type: 'date'; value: string }
  | { $type: 'regexp'; value: string }
  | { $type: 'url'; value: string }
  | { $type: 'error'; name: string; message: string }
  | { $type: 'element'; value: string }
  | { $type: 'map'; size: number; entries: [PageValue, PageValue][] }
  | { $type: 'set'; size: number; values: PageValue[] }
  /** `arguments` of a function, as gtag() pushes it. */
  | { $type: 'arguments'; values: PageValue[] }
  /** A plain object that itself has a key `$type`, and objects longer than the key limit. */
  | { $type: 'entries'; entries: [string, PageValue][]; length: number }
  /** The first items of an array longer than the limit, or of one with holes. */
  | { $type: 'array'; values: PageValue[]; length: number }
  /** An instance of a class: its own enumerable properties. */
  | { $type: 'instance'; of: string; properties: { [key: string]: PageValue } }
  /** Anything else, by its class name: Promise, WeakMap, Blob, ArrayBuffer, Window … */
  | { $type: 'object'; of: string };

/** Tells a stand-in from the page's own plain objects. */
export function isStandIn(value: unknown): value is StandIn {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.hasOwn(value, '$type') &&
    typeof (value as { $type: unknown }).$type === 'string'
  );
}
