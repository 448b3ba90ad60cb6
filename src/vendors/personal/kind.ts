import { isPlaceholder } from '../meta/placeholder.ts';

/** What a value says of a person. `id`: a number or name under which somebody's system knows them. */
export type PersonalKind =
  | 'email'
  | 'phone'
  | 'name'
  | 'address'
  | 'birth'
  | 'bank'
  | 'token'
  | 'id';

/** Names of fields that hold something personal wherever they stand; written as `plainName` does. */
const NAMES: Readonly<Record<PersonalKind, readonly string[]>> = {
  email: ['email', 'emailaddress', 'mailaddress', 'emailadresse', 'mailadresse', 'useremail'],
  phone: [
    'phone',
    'phonenumber',
    'telephone',
    'telephonenumber',
    'tel',
    'mobile',
    'mobilephone',
    'mobilenumber',
    'cellphone',
    'telefon',
    'telefonnummer',
    'handy',
    'handynummer',
    'mobilnummer',
  ],
  name: [
    'firstname',
    'lastname',
    'fname',
    'lname',
    'surname',
    'familyname',
    'givenname',
    'middlename',
    'fullname',
    'username',
    'customername',
    'contactname',
    'personname',
    'vorname',
    'nachname',
    'familienname',
  ],
  address: [
    'street',
    'streetname',
    'streetaddress',
    'address',
    'addressline',
    'postaladdress',
    'strasse',
    'hausnummer',
    'anschrift',
    'zip',
    'zipcode',
    'postcode',
    'postalcode',
    'plz',
    'postleitzahl',
  ],
  birth: ['birthday', 'birthdate', 'dateofbirth', 'dob', 'geburtsdatum', 'geburtstag'],
  bank: ['cardnumber', 'creditcard', 'creditcardnumber', 'ccnumber', 'kreditkarte', 'iban'],
  token: [
    'token',
    'accesstoken',
    'authtoken',
    'idtoken',
    'refreshtoken',
    'sessiontoken',
    'resettoken',
    'password',
    'passwd',
    'pwd',
    'passwort',
    'apikey',
    'jwt',
    'authorization',
  ],
  id: ['externalid', 'userid', 'customerid', 'kundennummer', 'customernumber'],
};

/** Names that are personal only inside what describes a person: a product has a name, too. */
const NAMES_IN_PERSON: Readonly<Record<string, PersonalKind>> = {
  name: 'name',
  city: 'address',
  town: 'address',
  ort: 'address',
  stadt: 'address',
  id: 'id',
};

const PERSONS: ReadonlySet<string> = new Set([
  'user',
  'userdata',
  'userproperties',
  'customer',
  'person',
  'contact',
  'recipient',
  'traits',
  'billing',
  'billingaddress',
  'shipping',
  'shippingaddress',
  'address',
  'profile',
  'buyer',
  'member',
  'advancedmatching',
  'kunde',
]);

/** Meta's own names in `user_data`. Gender, state and country alone tell nobody from others. */
const USER_FIELDS: Readonly<Record<string, PersonalKind>> = {
  em: 'email',
  ph: 'phone',
  fn: 'name',
  ln: 'name',
  ct: 'address',
  zp: 'address',
  db: 'birth',
  externalid: 'id',
  clientipaddress: 'id',
};

/** The same names where somebody wrote them among an event's own data. */
const SHORT_NAMES: Readonly<Record<string, PersonalKind>> = {
  em: 'email',
  ph: 'phone',
  fn: 'name',
  ln: 'name',
};

const CUSTOM_DATA: ReadonlySet<string> = new Set(['cd', 'customdata', 'properties']);

/** Where user data stands: the Conversions API's object, and the families of the pixel's parameters. */
const USER_DATA: ReadonlySet<string> = new Set([
  'userdata',
  'ud',
  'aud',
  'udff',
  'audff',
  'advancedmatching',
]);

const KIND_OF_NAME = new Map(
  Object.entries(NAMES).flatMap(([kind, names]) =>
    names.map((name) => [name, kind as PersonalKind] as const),
  ),
);

/** A name without case, accents and separators: `first_name`, `firstName` and `First-Name` are one. */
export function plainName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/[^a-z]/g, '');
}

/** Longer names are no field's: a key can be any text of the page. */
const NAME_UNITS = 100;

/** `customerFirstName` → customer, first, name. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[^\p{L}]+/u)
    .map(plainName)
    .filter((word) => word !== '');
}

/** What the end of a name says: `newsletter_email` is an email, `content_name` nobody's. */
function kindOfName(name: string): PersonalKind | undefined {
  const words = wordsOf(name);
  for (let from = 0; from < words.length; from += 1) {
    const kind = KIND_OF_NAME.get(words.slice(from).join(''));
    if (kind !== undefined) return kind;
  }
  return undefined;
}

/** `ud[em]`, `user.traits.email` as their parts. */
export function partsOf(name: string): string[] {
  if (name.length > NAME_UNITS) return [];
  // `ud[em] (2)` is the second value of a repeated parameter.
  return name
    .replace(/ \(\d{1,6}\)$/, '')
    .split(/[.[\]]/)
    .filter((part) => part !== '' && !/^\d+$/.test(part));
}

/** What a field holds by its name and those around it; undefined where the names say nothing. */
export interface Field {
  kind: PersonalKind;
  /** The field of `user_data` where it is one of Meta's. */
  userField?: string;
}

/**
 * What is known of a field by its names alone.
 * @param path names from the outermost, as `partsOf` splits them
 */
export function fieldOf(path: readonly string[]): Field | undefined {
  const last = path.at(-1);
  if (last === undefined || last.length > NAME_UNITS) return undefined;
  const plain = plainName(last);
  const parents = path.slice(0, -1).map(plainName);
  if (parents.length === 0 || CUSTOM_DATA.has(parents.at(-1) ?? ''))
    if (Object.hasOwn(SHORT_NAMES, plain)) return { kind: SHORT_NAMES[plain] as PersonalKind };
  if (parents.length > 0) {
    if (parents.some((name) => USER_DATA.has(name)) && Object.hasOwn(USER_FIELDS, plain))
      return {
        kind: USER_FIELDS[plain] as PersonalKind,
        userField: plain === 'externalid' ? 'external_id' : plain,
      };
    if (PERSONS.has(parents.at(-1) ?? '') && Object.hasOwn(NAMES_IN_PERSON, plain))
      return { kind: NAMES_IN_PERSON[plain] as PersonalKind };
  }
  const kind = kindOfName(last);
  return kind && { kind };
}

/** Words that stand where there is no value, or that answer a question. */
const NO_VALUE =
  /^(?:|true|false|yes|no|ja|nein|on|off|undefined|null|nan|none|unknown|\(not set\)|n\/a|\[object \w+\]|\[removed\])$/i;

/** Whether a text is no value of anybody: a placeholder, or an answer such as yes. */
export function isNobody(text: string): boolean {
  const trimmed = text.trim();
  return NO_VALUE.test(trimmed) || isPlaceholder(trimmed);
}

const digitsIn = (text: string): number => text.replace(/\D/g, '').length;

/** Whether a text can be what the name of its field says. */
export function isLike(kind: PersonalKind, text: string): boolean {
  if (text.length > 400 || isNobody(text)) return false;
  switch (kind) {
    case 'email':
    case 'name':
      return /\p{L}/u.test(text) && !text.includes('://');
    case 'phone':
      return /^[\s+()./\d-]+$/.test(text) && digitsIn(text) >= 6 && digitsIn(text) <= 20;
    case 'address':
      return text.trim().length >= 3 && !/:\/\/|^\//.test(text);
    case 'birth':
      return digitsIn(text) >= 4;
    case 'bank':
      return digitsIn(text) >= 10;
    case 'token':
      return text.length >= 8 && !/\s/.test(text.trim().replace(/^(?:bearer|basic)\s+/i, ''));
    case 'id':
      return true;
  }
}
