import { isJsonObject, type JsonObject } from '../../fields.ts';
import { isHashedField } from '../user-data/fields.ts';
import { sentUnder } from '../user-data/normalise.ts';

/**
 * The business SDK's own objects, printed as JSON (facebook-nodejs-business-sdk 24.0.1,
 * objects/serverside): every key has `_` before it, and user data is not hashed yet.
 */
const PRINTED = ['_event_name', '_events'];

/** Keys of the SDK's UserData whose names differ from those on the wire (user-data.js; UserData.php). */
const USER_KEYS: ReadonlyMap<string, string> = new Map([
  ['_emails', 'em'],
  ['_phones', 'ph'],
  ['_genders', 'ge'],
  ['_first_names', 'fn'],
  ['_last_names', 'ln'],
  ['_dates_of_birth', 'db'],
  ['_cities', 'ct'],
  ['_states', 'st'],
  ['_countries', 'country'],
  ['_zips', 'zp'],
  ['_external_ids', 'external_id'],
  ['_email', 'em'],
  ['_phone', 'ph'],
  ['_gender', 'ge'],
  ['_first_name', 'fn'],
  ['_last_name', 'ln'],
  ['_date_of_birth', 'db'],
  ['_city', 'ct'],
  ['_state', 'st'],
  ['_country_code', 'country'],
  ['_country_codes', 'country'],
  ['_zip_code', 'zp'],
  ['_zip_codes', 'zp'],
]);

/** Tells an EventRequest or a ServerEvent of the SDK from what is sent. */
export function isSdkObject(value: JsonObject): boolean {
  return PRINTED.some((key) => Object.hasOwn(value, key));
}

/** What the SDK sends for an object of its own: a request body, or an event. */
export function fromSdkObject(object: JsonObject): JsonObject {
  const { events, ...rest } = withoutUnderscores(object);
  return events === undefined ? rest : { ...rest, data: events };
}

function withoutUnderscores(object: JsonObject): JsonObject {
  const plain: JsonObject = {};
  for (const [key, value] of Object.entries(object)) {
    const name = key.startsWith('_') ? key.slice(1) : key;
    if (value === null || value === undefined) continue;
    if (key === '_user_data' && isJsonObject(value)) plain[name] = userData(value);
    else if (key === '_custom_data' && isJsonObject(value)) plain[name] = customData(value);
    else plain[name] = rename(value);
  }
  return plain;
}

function rename(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rename);
  return isJsonObject(value) ? withoutUnderscores(value) : value;
}

function userData(object: JsonObject): JsonObject {
  const sent: JsonObject = {};
  for (const [key, value] of Object.entries(object)) {
    if (value === null) continue;
    const field = USER_KEYS.get(key) ?? key.replace(/^_/, '');
    const values = Array.isArray(value) ? value : [value];
    const texts = values.flatMap((one) =>
      typeof one !== 'string'
        ? []
        : isHashedField(field)
          ? (sentUnder('business-sdk', field, one) ?? [])
          : one,
    );
    if (texts.length > 0) sent[field] = Array.isArray(value) ? texts : texts[0];
  }
  return sent;
}

/** PHP's and Python's Content has the product's id under a name of its own (Content.php, content.py). */
function product(value: unknown): unknown {
  if (!isJsonObject(value) || !Object.hasOwn(value, 'product_id')) return value;
  const { product_id: id, ...rest } = value;
  return { id, ...rest };
}

/** `custom_properties` stand beside the others on the wire, and the currency in small letters. */
function customData(object: JsonObject): JsonObject {
  const { custom_properties: more, currency, contents, ...rest } = withoutUnderscores(object);
  return {
    ...rest,
    ...(contents === undefined
      ? {}
      : { contents: Array.isArray(contents) ? contents.map(product) : contents }),
    ...(isJsonObject(more) ? more : {}),
    ...(currency === undefined
      ? {}
      : { currency: typeof currency === 'string' ? currency.trim().toLowerCase() : currency }),
  };
}
