import { readPath } from '../../session/value/path.ts';
import { plainText } from '../../session/value/plain.ts';
import { broadCombination } from '../meta/user-data/combinations.ts';
import type { UserValue } from './connector-values.ts';
import type { GivenEvent } from './given-event.ts';

const SEED = 'Commanders Act, Facebook Conversions API (seed 003)';

/** Something that must be so for the event to reach Meta. */
export interface Requirement {
  id: 'identifier' | 'other-fields' | 'personal-data' | 'consent' | 'combination';
  /** `unclear`: it cannot be told from what is seen, or the documents can be read either way. */
  met: true | false | 'unclear';
  /** In one or two plain sentences, with what is there. */
  words: string;
  reference: string;
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

/** One of these must be there (seed 003, Minimal required information). */
const IDENTIFIERS: readonly string[] = ['em', 'ph', 'external_id', 'fbp', 'fbc'];
/** How many fields there must be besides. */
const OTHER_FIELDS = 3;

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

function identifier({ userData }: Question): Requirement {
  const found = userData.filter(({ field }) => IDENTIFIERS.includes(field));
  const sure = found.filter(isSure).map(({ field }) => field);
  const possible = found.filter((value) => !isSure(value)).map(({ field }) => field);
  const wanted = 'At least one of em, ph, external_id, fbp and fbc must be there';
  return {
    id: 'identifier',
    met: sure.length > 0 ? true : possible.length > 0 ? 'unclear' : false,
    words:
      sure.length > 0
        ? `${wanted}: ${sure.join(', ')}.`
        : possible.length > 0
          ? `${wanted}: perhaps ${possible.join(', ')}.`
          : `${wanted}: there is none.`,
    reference: `${SEED}, Minimal required information`,
  };
}

/**
 * "At least 3 of the other fields": other than those five, or other than the one that is counted.
 * The page does not say which, so only what fails both readings fails.
 */
function otherFields({ userData }: Question): Requirement {
  const sure = userData.filter(isSure).map(({ field }) => field);
  const strict = sure.filter((field) => !IDENTIFIERS.includes(field)).length;
  const most =
    userData.length - (userData.some(({ field }) => IDENTIFIERS.includes(field)) ? 1 : 0);
  const met = strict >= OTHER_FIELDS ? true : most < OTHER_FIELDS ? false : 'unclear';
  const possible = userData.filter((value) => !isSure(value)).map(({ field }) => field);
  const list = sure.length === 0 ? 'none' : sure.join(', ');
  const more = possible.length === 0 ? '' : `; perhaps ${possible.join(', ')}`;
  const reading =
    met === 'unclear'
      ? ' Whether the rest of em, ph, external_id, fbp and fbc counts is not documented.'
      : '';
  return {
    id: 'other-fields',
    met,
    words: `At least ${OTHER_FIELDS} other fields of user_data must be there. There are: ${list}${more}.${reading}`,
    reference: `${SEED}, Minimal required information`,
  };
}

/** Fields that tell who somebody is, besides e-mail and phone. */
const PERSONAL: readonly string[] = ['fn', 'ln', 'db', 'ct', 'st', 'zp', 'ge'];

function personalData({ userData }: Question): Requirement {
  const contact = userData.filter(({ field }) => field === 'em' || field === 'ph');
  const personal = userData.filter(({ field }) => PERSONAL.includes(field));
  const wanted = 'Only purchases with personal data (e-mail, phone …) are sent';
  const reference = `${SEED}, How to manage consents?`;
  const names = (values: readonly UserValue[]) => values.map(({ field }) => field).join(', ');
  if (contact.some(isSure))
    return { id: 'personal-data', met: true, words: `${wanted}: ${names(contact)}.`, reference };
  if (contact.length + personal.length > 0)
    return {
      id: 'personal-data',
      met: 'unclear',
      words: `${wanted}. There is ${names([...contact, ...personal])}; whether that is enough is not documented.`,
      reference,
    };
  return { id: 'personal-data', met: false, words: `${wanted}: there is none.`, reference };
}

function consented({ source, consent }: Question): Requirement {
  const reference = `${SEED}, How to manage consents?`;
  const requirement = (met: Requirement['met'], words: string): Requirement => ({
    id: 'consent',
    met,
    words,
    reference,
  });
  if (consent.isManaged)
    return requirement(true, 'You manage consent yourself: the connector checks no category.');
  const given = readPath(source.properties, 'user.consent_categories');
  const categories = Array.isArray(given) && given.length > 0 ? given.map(plainText) : undefined;
  const wanted = 'Only events with consent are sent';
  const there =
    categories === undefined
      ? source.seen === 'call'
        ? 'user.consent_categories is not in the call; the library adds it.'
        : 'user.consent_categories is empty or not there.'
      : `user.consent_categories is ${categories.join(', ')}.`;
  const { category } = consent;
  if (category === undefined)
    return requirement(
      'unclear',
      `${wanted}. ${there} Which category stands for Meta is not known.`,
    );
  if (categories === undefined)
    return requirement(
      source.seen === 'call' ? 'unclear' : false,
      `${wanted}: category ${category} must be given. ${there}`,
    );
  return requirement(
    categories.includes(category),
    `${wanted}: category ${category} must be given. ${there}`,
  );
}

function combination({ userData }: Question): Requirement {
  const reference = 'Meta, Conversions API, customer information parameters (domain facts 4)';
  const broad = broadCombination(userData.map(({ field }) => field));
  if (broad === undefined)
    return {
      id: 'combination',
      met: true,
      words: 'Meta takes this combination of fields.',
      reference,
    };
  const all = broad.fields.join(' + ');
  return {
    id: 'combination',
    met: broad.isWhole ? false : 'unclear',
    words: broad.isWhole
      ? `Meta refuses an event whose user_data is only ${all}: it fits too many people.`
      : `Meta refuses an event whose user_data is only ${all}. Here it is a part of that.`,
    reference,
  };
}
