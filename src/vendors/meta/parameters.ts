/**
 * What is known of the parameters of the pixel's `/tr`; their words stand in the languages. Source of
 * every row, unless it says otherwise: runs of the real library, and its source. A row's evidence is
 * that of its meaning: where only a name is known, the words are `unverified`. So are the words for
 * values of dpoco and dpost.
 */

/**
 * How a fact is known. `observed`: the real code was run and this was seen. `source`: read in the
 * vendor's source. `documentation`: the vendor says so. `unverified`: general knowledge.
 */
export type Evidence = 'observed' | 'source' | 'documentation' | 'unverified';

/** Parts of the panel's table, in this order. */
export type ParameterGroup =
  | 'event'
  | 'custom data'
  | 'matching'
  | 'page'
  | 'privacy'
  | 'browser'
  | 'sdk'
  | 'unknown';

/** A parameter as far as it is known. */
export interface ParameterReading {
  /** The parameter `id`, or `ud[em]` of the family `ud`; absent where it is not known. */
  known?:
    | { kind: 'parameter'; name: ParameterName }
    | { kind: 'family'; name: FamilyName; key: string; field?: MatchingKey };
  group: ParameterGroup;
  /** Absent where the parameter is not known. */
  evidence?: Evidence;
  /** What this value says in its own terms: `trackSingle`, `2026-11-21T10:00:00.000Z`. */
  reading?: string;
  /** The names of the bits that are set (`o`). */
  bits?: string[];
}

interface Row {
  group: ParameterGroup;
  evidence: Evidence;
  /** Names that values stand for. */
  names?: Readonly<Record<string, string>>;
  /** Reads the value; undefined where it cannot. */
  read?: (value: string) => string | undefined;
}

const PARAMETERS = {
  id: { group: 'event', evidence: 'observed' },
  ev: { group: 'event', evidence: 'observed' },
  eid: { group: 'event', evidence: 'observed' },
  tm: {
    group: 'event',
    evidence: 'observed',
    names: { '0': 'track', '1': 'trackSingle', '2': 'trackSingleCustom', '3': 'trackSingleSystem' },
  },
  es: { group: 'event', evidence: 'observed' },
  ts: { group: 'event', evidence: 'observed', read: readTime },
  ec: { group: 'event', evidence: 'observed' },
  noscript: { group: 'event', evidence: 'documentation' },
  fbp: { group: 'matching', evidence: 'source' },
  fbc: { group: 'matching', evidence: 'source' },
  fbcs: { group: 'matching', evidence: 'unverified' },
  dl: { group: 'page', evidence: 'observed' },
  rl: { group: 'page', evidence: 'observed' },
  if: { group: 'page', evidence: 'observed' },
  ler: { group: 'page', evidence: 'source' },
  cdl: { group: 'page', evidence: 'unverified' },
  dlc: { group: 'page', evidence: 'unverified' },
  rlc: { group: 'page', evidence: 'unverified' },
  plt: { group: 'page', evidence: 'unverified' },
  dpo: { group: 'privacy', evidence: 'observed' },
  dpoco: { group: 'privacy', evidence: 'observed' },
  dpost: { group: 'privacy', evidence: 'observed' },
  coo: { group: 'privacy', evidence: 'observed' },
  sw: { group: 'browser', evidence: 'observed' },
  sh: { group: 'browser', evidence: 'observed' },
  tz: { group: 'browser', evidence: 'unverified' },
  chmd: { group: 'browser', evidence: 'unverified' },
  chpv: { group: 'browser', evidence: 'unverified' },
  chfv: { group: 'browser', evidence: 'unverified' },
  v: { group: 'sdk', evidence: 'observed' },
  r: { group: 'sdk', evidence: 'observed' },
  a: {
    group: 'sdk',
    evidence: 'observed',
    names: { seg: 'Segment', tmgoogletagmanager: 'Google Tag Manager' },
  },
  o: { group: 'sdk', evidence: 'source' },
  it: { group: 'sdk', evidence: 'observed', read: readTime },
  rqm: { group: 'sdk', evidence: 'observed' },
  exp: { group: 'sdk', evidence: 'observed' },
  imft: { group: 'sdk', evidence: 'unverified' },
  cf: { group: 'sdk', evidence: 'unverified' },
  de: { group: 'sdk', evidence: 'unverified' },
} as const satisfies Readonly<Record<string, Row>>;

/** A parameter that is known by its name. */
export type ParameterName = keyof typeof PARAMETERS;

/** Families of parameters `name[key]`. */
const FAMILIES = {
  cd: { group: 'custom data', evidence: 'observed' },
  ud: { group: 'matching', evidence: 'observed' },
  aud: { group: 'matching', evidence: 'source' },
  udff: { group: 'matching', evidence: 'source' },
  audff: { group: 'matching', evidence: 'source' },
  cud: { group: 'matching', evidence: 'source' },
  ncud: { group: 'matching', evidence: 'source' },
  eid: { group: 'event', evidence: 'observed' },
  pmd: { group: 'page', evidence: 'source' },
  ap: { group: 'page', evidence: 'source' },
  bfs: { group: 'sdk', evidence: 'source' },
  expv2: { group: 'sdk', evidence: 'observed' },
} as const satisfies Readonly<Record<string, Row>>;

/** A family of parameters `name[…]` that is known. */
export type FamilyName = keyof typeof FAMILIES;

/** The keys of ud[*]. */
const MATCHING_KEYS = [
  'em',
  'ph',
  'fn',
  'ln',
  'ge',
  'db',
  'ct',
  'st',
  'zp',
  'country',
  'external_id',
] as const;

/** What advanced matching says of a person. */
export type MatchingKey = (typeof MATCHING_KEYS)[number];

/** The bits of `o`, lowest first. */
const OPTION_BITS: readonly string[] = [
  'AUTO_CONFIG_OPT_OUT',
  'AUTO_CONFIG',
  'CONFIG_LOADING',
  'DEFINE_PROPERTY',
  'SEND_BEACON',
  'INVALIDATED_PII',
  'PROXY',
  'HEADLESS',
  'SELENIUM',
  'DETECTION_FAILED',
  'CONFLICTING_PII',
  'AUTOMATCHED_PII',
  'FIRST_PARTY_COOKIES',
];

/** Parameters that `readParameter` knows by name. */
export const PARAMETER_NAMES = Object.keys(PARAMETERS) as readonly ParameterName[];
/** Families `name[…]` that `readParameter` knows. */
export const FAMILY_NAMES = Object.keys(FAMILIES) as readonly FamilyName[];

/** Says what is known of a parameter of `/tr` and of its value. */
export function readParameter(name: string, value: string): ParameterReading {
  // `id (2)` is the second value of a repeated parameter.
  const bare = name.replace(/ \(\d{1,6}\)$/, '');
  if (Object.hasOwn(PARAMETERS, bare)) {
    const known = bare as ParameterName;
    const reading = readValue(PARAMETERS[known], value);
    reading.known = { kind: 'parameter', name: known };
    if (known === 'o') reading.bits = optionBits(value);
    return reading;
  }
  const open = bare.indexOf('[');
  const family = open > 0 ? bare.slice(0, open) : '';
  if (!Object.hasOwn(FAMILIES, family)) return { group: 'unknown' };
  const known = family as FamilyName;
  const key = bare.slice(open + 1, bare.endsWith(']') ? -1 : undefined);
  const field =
    FAMILIES[known].group === 'matching'
      ? MATCHING_KEYS.find((matching) => matching === key)
      : undefined;
  const reading = readValue(FAMILIES[known], value);
  reading.known = { kind: 'family', name: known, key, ...(field && { field }) };
  return reading;
}

function readValue({ group, evidence, names, read }: Row, value: string): ParameterReading {
  const named = names !== undefined && Object.hasOwn(names, value) ? names[value] : undefined;
  const reading = named ?? read?.(value);
  return reading === undefined ? { group, evidence } : { group, evidence, reading };
}

/**
 * The names of the bits that `o` sets; bits without a name as their number. Empty for a value that
 * is no whole number of up to 31 bits.
 */
export function optionBits(value: string): string[] {
  if (!/^\d{1,10}$/.test(value)) return [];
  const number = Number(value);
  if (number > 0x7fffffff) return [];
  const names: string[] = [];
  for (let bit = 0; bit < 31; bit += 1)
    if ((number & (1 << bit)) !== 0) names.push(OPTION_BITS[bit] ?? String(1 << bit));
  return names;
}

/** The last millisecond that a Date can hold. */
const LAST_MILLISECOND = 8.64e15;

function readTime(value: string): string | undefined {
  if (!/^\d{1,16}$/.test(value)) return undefined;
  const time = Number(value);
  return time <= LAST_MILLISECOND ? new Date(time).toISOString() : undefined;
}
