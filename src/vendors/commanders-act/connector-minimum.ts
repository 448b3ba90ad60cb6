import { readPath } from '../../session/value/path.ts';
import { plainText } from '../../session/value/plain.ts';
import { broadCombination } from '../meta/user-data/combinations.ts';
import type { UserValue } from './connector-values.ts';
import type { GivenEvent } from './given-event.ts';

/** Something that must be so for the event to reach Meta, with what is there. */
export type Requirement = {
  /** `unclear`: it cannot be told from what is seen, or the documents can be read either way. */
  met: true | false | 'unclear';
} & (
  | ({ id: 'identifier' } & FieldsThere)
  | ({ id: 'other-fields' } & FieldsThere)
  /** Of purchases only. */
  | { id: 'personal-data'; fields: string[] }
  | { id: 'consent'; consent: CategoryThere }
  /** The fields of a combination that is too broad; empty where it is not. */
  | { id: 'combination'; fields: string[] }
);

/** Names of fields that count. */
export interface FieldsThere {
  sure: string[];
  /** They may come. */
  possible: string[];
}

/** What an event says of the visitor's consent. */
export interface CategoryThere {
  /** The connector checks no category: the user does. */
  isManaged: boolean;
  /** The category that must be given, where it is known. */
  wanted?: string;
  /** The categories given. */
  given: string[];
  /** They are not in the call: the library adds them. */
  isAdded: boolean;
}

/** What the user says about consent (their profile). */
export interface ConnectorConsent {
  /** The category that stands in the connector's field "User Consent Category". */
  category?: string;
  /** The field is left empty: the user sends events with consent only. */
  isManaged?: boolean;
}

interface Question {
  source: GivenEvent;
  userData: readonly UserValue[];
  consent: ConnectorConsent;
}

/**
 * Commanders Act, Facebook Conversions API (seed 003), Minimal required information: one of these
 * must be there.
 */
export const IDENTIFIERS: readonly string[] = ['em', 'ph', 'external_id', 'fbp', 'fbc'];
/** How many fields there must be besides. */
export const OTHER_FIELDS = 3;

/** Every requirement, met or not, in the order of the vendor's page. */
export function requirementsOf(question: Question): Requirement[] {
  const { source } = question;
  return [
    identifier(question),
    otherFields(question),
    ...(source.name === 'purchase' ? [personalData(question)] : []),
    consented(question),
    combination(question),
  ];
}

function isSure({ presence }: UserValue): boolean {
  return presence !== 'possible';
}

function fieldsThere(userData: readonly UserValue[]): FieldsThere {
  const names = (values: readonly UserValue[]) => values.map(({ field }) => field);
  return {
    sure: names(userData.filter(isSure)),
    possible: names(userData.filter((value) => !isSure(value))),
  };
}

function identifier({ userData }: Question): Requirement {
  const there = fieldsThere(userData.filter(({ field }) => IDENTIFIERS.includes(field)));
  const met = there.sure.length > 0 ? true : there.possible.length > 0 ? 'unclear' : false;
  return { id: 'identifier', met, ...there };
}

/**
 * "At least 3 of the other fields": other than those five, or other than the one that is counted.
 * The page does not say which, so only what fails both readings fails.
 */
function otherFields({ userData }: Question): Requirement {
  const there = fieldsThere(userData);
  const strict = there.sure.filter((field) => !IDENTIFIERS.includes(field)).length;
  const most =
    userData.length - (userData.some(({ field }) => IDENTIFIERS.includes(field)) ? 1 : 0);
  const met = strict >= OTHER_FIELDS ? true : most < OTHER_FIELDS ? false : 'unclear';
  return { id: 'other-fields', met, ...there };
}

/** Fields that tell who somebody is, besides e-mail and phone. */
const PERSONAL: readonly string[] = ['fn', 'ln', 'db', 'ct', 'st', 'zp', 'ge'];

/** How to manage consents: only purchases with personal data are sent. */
function personalData({ userData }: Question): Requirement {
  const contact = userData.filter(({ field }) => field === 'em' || field === 'ph');
  const personal = userData.filter(({ field }) => PERSONAL.includes(field));
  const isReached = contact.some(isSure);
  const found = isReached ? contact : [...contact, ...personal];
  return {
    id: 'personal-data',
    met: isReached ? true : found.length > 0 ? 'unclear' : false,
    fields: found.map(({ field }) => field),
  };
}

/** How to manage consents: only events with consent are sent. */
function consented({ source, consent }: Question): Requirement {
  const found = readPath(source.properties, 'user.consent_categories');
  const given = Array.isArray(found) ? found.map(plainText) : [];
  const { category, isManaged = false } = consent;
  const isAdded = given.length === 0 && source.seen === 'call';
  const there: CategoryThere = { isManaged, given, isAdded };
  if (category !== undefined) there.wanted = category;
  return { id: 'consent', met: isConsented(there), consent: there };
}

function isConsented({ isManaged, wanted, given, isAdded }: CategoryThere): Requirement['met'] {
  if (isManaged) return true;
  if (wanted === undefined || isAdded) return 'unclear';
  return given.includes(wanted);
}

function combination({ userData }: Question): Requirement {
  const broad = broadCombination(userData.map(({ field }) => field));
  if (broad === undefined) return { id: 'combination', met: true, fields: [] };
  return {
    id: 'combination',
    met: broad.isWhole ? false : 'unclear',
    fields: [...broad.fields],
  };
}
