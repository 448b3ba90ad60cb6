/**
 * The fields of `user_data` (Meta, Conversions API, customer information parameters; domain facts
 * 4). `due`: sent as a hash. `recommended`: a hash is advised, plain text is taken. `never`: a hash
 * makes it useless.
 */
export type Hashing = 'due' | 'recommended' | 'never';

/** Every field that Meta's libraries normalise. */
export const HASHED_FIELDS = [
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

/** A field that Meta's libraries normalise. */
export type HashedField = (typeof HASHED_FIELDS)[number];

const HASHED: ReadonlySet<string> = new Set(HASHED_FIELDS);

/** Fields that are sent as they are. The first six are named by the facts, the rest by the business SDK 24's code. */
const UNHASHED_FIELDS = [
  'client_ip_address',
  'client_user_agent',
  'fbc',
  'fbp',
  'subscription_id',
  'lead_id',
  'fb_login_id',
  'madid',
  'anon_id',
  'ctwa_clid',
  'page_id',
] as const;

/** Any known field of user_data. */
export type UserField = HashedField | (typeof UNHASHED_FIELDS)[number];

const UNHASHED: ReadonlySet<string> = new Set(UNHASHED_FIELDS);

/** Tells a field that has a normalisation from all others. */
export function isHashedField(field: string): field is HashedField {
  return HASHED.has(field);
}

/** Whether a field is hashed; undefined for a name that is no known field of user_data. */
export function hashingOf(field: string): Hashing | undefined {
  if (field === 'external_id') return 'recommended';
  if (isHashedField(field)) return 'due';
  return UNHASHED.has(field) ? 'never' : undefined;
}
