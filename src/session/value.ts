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
  /** An object that contains itself; `path` is the JSON pointer of that ancestor in `args`. */
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

/** What each kind of stand-in must carry, besides `$type`. Items inside are read on their own. */
const STAND_IN_FIELDS: Readonly<Record<StandIn['$type'], readonly (readonly [string, string])[]>> =
  {
    undefined: [],
    number: [['value', 'string']],
    bigint: [['value', 'string']],
    symbol: [['description', 'string']],
    function: [['name', 'string']],
    accessor: [],
    cycle: [['path', 'string']],
    string: [
      ['value', 'string'],
      ['length', 'number'],
    ],
    cut: [['of', 'string']],
    unreadable: [],
    date: [['value', 'string']],
    regexp: [['value', 'string']],
    url: [['value', 'string']],
    error: [
      ['name', 'string'],
      ['message', 'string'],
    ],
    element: [['value', 'string']],
    map: [
      ['size', 'number'],
      ['entries', 'pairs'],
    ],
    set: [
      ['size', 'number'],
      ['values', 'array'],
    ],
    arguments: [['values', 'array']],
    entries: [
      ['entries', 'named pairs'],
      ['length', 'number'],
    ],
    array: [
      ['values', 'array'],
      ['length', 'number'],
    ],
    instance: [
      ['of', 'string'],
      ['properties', 'object'],
    ],
    object: [['of', 'string']],
  };

/**
 * The stand-in that `value` is, or undefined. Unlike `isStandIn` it checks what a reader relies on:
 * a session file can hold any JSON under `args`. What is not well formed is shown as plain data.
 */
export function parseStandIn(value: unknown): StandIn | undefined {
  if (!isStandIn(value)) return undefined;
  const type: string = value.$type;
  if (!Object.hasOwn(STAND_IN_FIELDS, type)) return undefined;
  const read = value as unknown as Record<string, unknown>;
  for (const [key, kind] of STAND_IN_FIELDS[type as StandIn['$type']])
    if (!Object.hasOwn(read, key) || !isOfKind(read[key], kind)) return undefined;
  return value;
}

function isOfKind(value: unknown, kind: string): boolean {
  if (kind === 'array') return Array.isArray(value);
  if (kind === 'object')
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (kind === 'pairs' || kind === 'named pairs')
    return (
      Array.isArray(value) &&
      value.every(
        (pair: unknown) =>
          Array.isArray(pair) &&
          pair.length === 2 &&
          (kind === 'pairs' || typeof pair[0] === 'string'),
      )
    );
  return typeof value === kind;
}
