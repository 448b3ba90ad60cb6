import { hashingOf } from './fields.ts';

/** What people call the fields, without separators; Meta reads none of them. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  email: 'em',
  emailaddress: 'em',
  mail: 'em',
  phone: 'ph',
  phonenumber: 'ph',
  telephone: 'ph',
  firstname: 'fn',
  lastname: 'ln',
  surname: 'ln',
  gender: 'ge',
  dateofbirth: 'db',
  birthday: 'db',
  dob: 'db',
  city: 'ct',
  state: 'st',
  zip: 'zp',
  zipcode: 'zp',
  postalcode: 'zp',
  countrycode: 'country',
  externalid: 'external_id',
  userid: 'external_id',
  ip: 'client_ip_address',
  ipaddress: 'client_ip_address',
  clientip: 'client_ip_address',
  clientipaddress: 'client_ip_address',
  useragent: 'client_user_agent',
  clientuseragent: 'client_user_agent',
  fbclid: 'fbc',
};

/** The field of user_data that a key names, in Meta's word or another; undefined for any other key. */
export function fieldNamed(key: string): string | undefined {
  if (hashingOf(key) !== undefined) return key;
  const bare = key.toLowerCase().replace(/[\s_-]/g, '');
  return Object.hasOwn(OTHER_NAMES, bare) ? OTHER_NAMES[bare] : undefined;
}
