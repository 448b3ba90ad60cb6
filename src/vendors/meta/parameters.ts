/**
 * What the parameters of the pixel's `/tr` mean. Source of every row, unless it says otherwise:
 * facts/domain.md 3.1 (parameters) and 2.3 (what calls produced them). A row's evidence is that of
 * its meaning: where the facts give a name alone, the words here are `unverified`. So are the words
 * for values of dpoco and dpost.
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

/** A parameter in words. */
export interface ParameterDescription {
  /** A few words, for a table. */
  label: string;
  /** A sentence. */
  meaning: string;
  group: ParameterGroup;
  /** Absent where the parameter is not known. */
  evidence?: Evidence;
  /** What this value says, where its form is known: `sendBeacon`, `2026-11-21T10:00:00.000Z`. */
  reading?: string;
  /** The names of the bits that are set (`o`). */
  bits?: string[];
}

interface Row {
  label: string;
  meaning: string;
  group: ParameterGroup;
  evidence: Evidence;
  /** Known values in words, or a reader of the value; a reader answers undefined when it cannot. */
  values?: Readonly<Record<string, string>> | ((value: string) => string | undefined);
}

function row(
  group: ParameterGroup,
  evidence: Evidence,
  label: string,
  meaning: string,
  values?: Row['values'],
): Row {
  return values === undefined
    ? { label, meaning, group, evidence }
    : { label, meaning, group, evidence, values };
}

const PARAMETERS: Readonly<Record<string, Row>> = {
  id: row('event', 'observed', 'Pixel id', 'The pixel (data set) that receives the event.'),
  ev: row(
    'event',
    'observed',
    'Event name',
    'Case counts: purchase is not Purchase. May be missing (track without a name).',
  ),
  eid: row(
    'event',
    'observed',
    'Event id',
    'Meta drops the second event with this id, name and pixel within 48 hours.',
  ),
  tm: row(
    'event',
    'observed',
    'Track method',
    'The command behind the event; absent for plain track.',
    { '0': 'track', '1': 'trackSingle', '2': 'trackSingleCustom', '3': 'trackSingleSystem' },
  ),
  es: row('event', 'observed', 'Event source', 'automatic: the pixel found the event by itself.', {
    automatic: 'found by the pixel itself',
  }),
  ts: row('event', 'observed', 'Time', 'Milliseconds since the epoch when it was sent.', readTime),
  ec: row('event', 'observed', 'Event count', 'How many events this pixel had sent before.'),
  noscript: row(
    'event',
    'documentation',
    'No script',
    'Sent by the image in the noscript part of the snippet.',
    { '1': 'scripts are off, or this is a static image' },
  ),

  fbp: row(
    'matching',
    'source',
    'Browser id',
    'The cookie _fbp: fb.<subdomain index>.<ms>.<random>. Never hashed.',
  ),
  fbc: row(
    'matching',
    'source',
    'Click id',
    'The cookie _fbc: fb.<index>.<ms>.<fbclid>. Case counts. Never hashed.',
  ),
  fbcs: row('matching', 'unverified', 'Click id state', 'Where the click id came from.'),

  dl: row('page', 'observed', 'Page address', 'The address of the document.'),
  rl: row('page', 'observed', 'Referrer', 'The address of the page before; empty where none.'),
  if: row('page', 'observed', 'In a frame', 'Whether the document is a frame.', {
    true: 'in a frame',
    false: 'top document',
  }),
  ler: row('page', 'source', 'Last external referrer', 'The last referrer of another site.'),
  cdl: row('page', 'unverified', 'Canonical address', 'Variant of the page address.'),
  dlc: row(
    'page',
    'unverified',
    'Page address, censored',
    'The address with personal parts masked.',
  ),
  rlc: row('page', 'unverified', 'Referrer, censored', 'The referrer with personal parts masked.'),
  plt: row('page', 'unverified', 'Page load time', 'How long the page took to load.'),

  dpo: row(
    'privacy',
    'observed',
    'Data processing options',
    'LDU limits data use in the states of the USA that ask for it. It is not consent.',
    { LDU: 'limited data use', '': 'explicitly none' },
  ),
  dpoco: row('privacy', 'observed', 'LDU country', 'Country of the data processing options.', {
    '0': 'Meta finds it out',
    '1': 'USA',
  }),
  dpost: row('privacy', 'observed', 'LDU state', 'State of the data processing options.', {
    '0': 'Meta finds it out',
    '1000': 'California',
  }),
  coo: row(
    'privacy',
    'observed',
    'Codeless opt-out',
    'Whether automatic (codeless) events are switched off.',
    { true: 'switched off', false: 'allowed' },
  ),

  sw: row('browser', 'observed', 'Screen width', 'Width of the screen in CSS pixels.'),
  sh: row('browser', 'observed', 'Screen height', 'Height of the screen in CSS pixels.'),
  tz: row('browser', 'unverified', 'Time zone', "The browser's time zone."),
  chmd: row('browser', 'unverified', 'Device model', 'Client hint: model of the device.'),
  chpv: row('browser', 'unverified', 'Platform version', 'Client hint: version of the platform.'),
  chfv: row(
    'browser',
    'unverified',
    'Browser version',
    'Client hint: full version of the browser.',
  ),

  v: row('sdk', 'observed', 'SDK version', 'Version of fbevents.js.'),
  r: row('sdk', 'observed', 'Release', 'Release channel of fbevents.js.'),
  a: row(
    'sdk',
    'observed',
    'Agent',
    "Who installed the pixel: init's agent or fbq('set','agent',…); seg is Segment, tmgoogletagmanager is Google Tag Manager.",
    { seg: 'Segment', tmgoogletagmanager: 'Google Tag Manager' },
  ),
  o: row('sdk', 'source', 'Options', 'Switches of the SDK, one bit each.'),
  it: row('sdk', 'observed', 'Init time', 'Milliseconds since the epoch of init.', readTime),
  rqm: row('sdk', 'observed', 'Request method', 'How the SDK sent the hit.', {
    GET: 'image',
    FGET: 'fetch, GET',
    SB: 'sendBeacon',
    formPOST: 'hidden form, POST',
    fetch: 'fetch, POST',
  }),
  exp: row('sdk', 'observed', 'Experiment', "Meta's own experiment."),
  imft: row('sdk', 'unverified', 'imft', "Internal to Meta's SDK."),
  cf: row('sdk', 'unverified', 'cf', "Internal to Meta's SDK."),
  de: row('sdk', 'unverified', 'de', "Internal to Meta's SDK."),
};

/** Families of parameters `name[key]`; the key goes into the label. */
const FAMILIES: Readonly<Record<string, Row>> = {
  cd: row(
    'custom data',
    'observed',
    'Custom data',
    'A parameter of the event as the page gave it; objects and lists as JSON text.',
  ),
  ud: row(
    'matching',
    'observed',
    'Advanced matching',
    'About the person, SHA-256 of the normalised value.',
  ),
  aud: row(
    'matching',
    'source',
    'Advanced matching, alternate',
    'The same, normalised in another way, SHA-256.',
  ),
  udff: row('matching', 'source', 'Form field', 'Advanced matching found in a form, SHA-256.'),
  audff: row(
    'matching',
    'source',
    'Form field, alternate',
    'Advanced matching found in a form, normalised in another way, SHA-256.',
  ),
  cud: row(
    'matching',
    'source',
    'Censored form',
    'How the value looked, each character masked (*@*.**).',
  ),
  ncud: row(
    'matching',
    'source',
    'Censored form, normalised',
    'How the normalised value looked, each character masked.',
  ),
  eid: row(
    'event',
    'observed',
    'Event id list',
    'The page gave a list as event id. The SDK warns and sends it.',
  ),
  pmd: row('page', 'source', 'Page metadata', 'What the page says about itself.'),
  ap: row('page', 'source', 'Automatic parameter', 'Found by the pixel in the page (microdata).'),
  bfs: row('sdk', 'source', 'Bot flag', 'The SDK takes the visitor for a bot where b is 1.'),
  expv2: row('sdk', 'observed', 'Experiment', "Meta's own experiments."),
};

/** The keys of ud[*] (domain facts 4 and 4.2). */
const MATCHING_KEYS: Readonly<Record<string, string>> = {
  em: 'e-mail',
  ph: 'phone',
  fn: 'first name',
  ln: 'last name',
  ge: 'gender',
  db: 'date of birth',
  ct: 'city',
  st: 'state',
  zp: 'postal code',
  country: 'country',
  external_id: 'external id',
};

/** The bits of `o`, lowest first (domain facts 3.1). */
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

/** Parameters that `describeParameter` knows by name, for tests and documentation. */
export const PARAMETER_NAMES: readonly string[] = Object.keys(PARAMETERS);
/** Families `name[…]` that `describeParameter` knows. */
export const FAMILY_NAMES: readonly string[] = Object.keys(FAMILIES);

/** Says what a parameter of `/tr` means; one that is not known gets its own name as label. */
export function describeParameter(name: string, value: string): ParameterDescription {
  // `id (2)` is the second value of a repeated parameter.
  const bare = name.replace(/ \(\d{1,6}\)$/, '');
  if (Object.hasOwn(PARAMETERS, bare)) {
    const known = PARAMETERS[bare];
    if (known !== undefined) return describe(known, known.label, bare, value);
  }
  const open = bare.indexOf('[');
  const family = open > 0 ? bare.slice(0, open) : '';
  const known = Object.hasOwn(FAMILIES, family) ? FAMILIES[family] : undefined;
  if (known === undefined)
    return { label: name, meaning: 'Not known to Event Loupe.', group: 'unknown' };
  const key = bare.slice(open + 1, bare.endsWith(']') ? -1 : undefined);
  const matching = known.group === 'matching' && Object.hasOwn(MATCHING_KEYS, key);
  const words = matching ? (MATCHING_KEYS[key] ?? key) : key;
  return describe(known, words === '' ? known.label : `${known.label}: ${words}`, bare, value);
}

function describe(known: Row, label: string, name: string, value: string): ParameterDescription {
  const description: ParameterDescription = {
    label,
    meaning: known.meaning,
    group: known.group,
    evidence: known.evidence,
  };
  const reading = readValue(known.values, value);
  if (reading !== undefined) description.reading = reading;
  if (name === 'o') description.bits = optionBits(value);
  return description;
}

function readValue(values: Row['values'], value: string): string | undefined {
  if (values === undefined) return undefined;
  if (typeof values === 'function') return values(value);
  return Object.hasOwn(values, value) ? values[value] : undefined;
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
