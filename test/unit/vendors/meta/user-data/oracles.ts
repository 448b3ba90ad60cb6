import { ParamBuilder } from 'capi-param-builder-nodejs';
import { ServerEvent, UserData } from 'facebook-nodejs-business-sdk';
import type { HashedField } from '../../../../../src/vendors/meta/user-data/fields.ts';

const SETTERS = {
  em: 'setEmails',
  ph: 'setPhones',
  fn: 'setFirstNames',
  ln: 'setLastNames',
  ge: 'setGenders',
  db: 'setDatesOfBirth',
  ct: 'setCities',
  st: 'setStates',
  zp: 'setZips',
  country: 'setCountries',
  external_id: 'setExternalIds',
} as const satisfies Record<HashedField, keyof UserData>;

/** What Meta's business SDK puts into a server event; undefined where it sends nothing or throws. */
export function businessSdkSends(field: HashedField, value: string): string | undefined {
  const userData = new UserData();
  userData[SETTERS[field]]([value]);
  const event = new ServerEvent().setEventName('Lead').setUserData(userData);
  try {
    return event.normalize().user_data[field]?.[0] ?? undefined;
  } catch (error) {
    if (error instanceof Error && /^Invalid /.test(error.message)) return undefined;
    throw error;
  }
}

const PII_NAMES: Readonly<Record<HashedField, string>> = {
  em: 'email',
  ph: 'phone',
  fn: 'first_name',
  ln: 'last_name',
  ge: 'gender',
  db: 'date_of_birth',
  ct: 'city',
  st: 'state',
  zp: 'zip_code',
  country: 'country',
  external_id: 'external_id',
};

const builder = new ParamBuilder();

/** What Meta's Parameter Builder makes of a value, its suffix included; undefined for nothing. */
export function paramBuilderSends(field: HashedField, value: string): string | undefined {
  return builder.getNormalizedAndHashedPII(value, PII_NAMES[field] as 'email') ?? undefined;
}
