/**
 * The fields of `user_data` (Meta, Conversions API, customer information parameters; domain facts
 * 4). `due`: sent as a hash. `recommended`: a hash is advised, plain text is taken. `never`: a hash
 * makes it useless.
 */
export type Hashing = 'due' | 'recommended' | 'never';

const HASHED = {
  em: 'e-mail address',
  ph: 'phone number',
  fn: 'first name',
  ln: 'last name',
  ge: 'gender',
  db: 'date of birth',
  ct: 'city',
  st: 'state',
  zp: 'postal code',
  country: 'country',
  external_id: 'external id',
} as const;

/** A field that Meta's libraries normalise. */
export type HashedField = keyof typeof HASHED;

/** Every field that Meta's libraries normalise. */
export const HASHED_FIELDS = Object.keys(HASHED) as readonly HashedField[];

/** Sent as they are. The first six are named by the facts, the rest by the business SDK 24's code. */
const AS_IT_IS: Readonly<Record<string, string>> = {
  client_ip_address: 'IP address of the browser',
  client_user_agent: 'user agent of the browser',
  fbc: 'click id',
  fbp: 'browser id',
  subscription_id: 'subscription id',
  lead_id: 'lead id',
  fb_login_id: 'Facebook login id',
  madid: 'mobile advertiser id',
  anon_id: 'install id',
  ctwa_clid: 'WhatsApp click id',
  page_id: 'page id',
};

/** Tells a field that has a normalisation from all others. */
export function isHashedField(field: string): field is HashedField {
  return Object.hasOwn(HASHED, field);
}

/** Whether a field is hashed; undefined for a name that is no known field of user_data. */
export function hashingOf(field: string): Hashing | undefined {
  if (field === 'external_id') return 'recommended';
  if (isHashedField(field)) return 'due';
  return Object.hasOwn(AS_IT_IS, field) ? 'never' : undefined;
}

/** The field in words; its name where it is not known. */
export function describeField(field: string): string {
  if (isHashedField(field)) return HASHED[field];
  return (Object.hasOwn(AS_IT_IS, field) ? AS_IT_IS[field] : undefined) ?? field;
}
