import type { ConnectorEvent } from '../../vendors/commanders-act/connector.ts';
import type { UserValue } from '../../vendors/commanders-act/connector-values.ts';
import { OVERRIDES } from '../../vendors/commanders-act/mapping.ts';
import type { Severity } from '../analysis.ts';
import type { Finding } from '../facts/legacy.ts';

const MINIMUM = 'mapping/connector-minimum';

/** Fields that come of themselves, and tell a browser, not a person. */
const OF_THE_BROWSER: readonly string[] = ['client_ip_address', 'client_user_agent', 'fbp', 'fbc'];

/**
 * What is wrong with the event that the connector will send: that it will not be sent at all, and
 * user data that is of no use to Meta. Consent is not told here: the consent checks do that.
 * @param entries the hit or the call that shows it first, then further proof
 */
export function connectorFindings(event: ConnectorEvent, entries: readonly string[]): Finding[] {
  return [...minimumFinding(event, entries), ...userDataFinding(event, entries)];
}

function minimumFinding(event: ConnectorEvent, entries: readonly string[]): Finding[] {
  const unmet = event.requirements.filter(({ id, met }) => id !== 'consent' && met === false);
  if (unmet.length === 0) return [];
  const name = event.sourceName ?? 'An event without a name';
  const becomes = event.eventName?.value;
  const as = becomes === undefined || becomes === name ? '' : ` as ${becomes}`;
  // Nothing is known of an anonymous visitor, and that is no fault of the page's.
  const severity = isAnonymous(event) ? 'info' : 'warning';
  const others =
    severity === 'info'
      ? ' The same holds for the other events of this document that tell no more of their visitor.'
      : '';
  return [
    {
      rule: MINIMUM,
      severity,
      entries: [...entries],
      message: `By its documentation, Commanders Act's connector does not send ${name} to Meta${as}. ${unmet.map(({ words }) => words).join(' ')}${others}`,
      fix: 'Put what is known of the user into the event: user.email or user.phone first, then user.id, user.firstname, user.lastname, user.city, user.zipcode, user.country.',
      reference: [...new Set(unmet.map(({ reference }) => reference))].join('; '),
    },
  ];
}

/** Whether a finding is about a visitor of whom nothing is known: said once in a document. */
export function isOfAnonymous({ rule, severity }: Finding): boolean {
  return rule === MINIMUM && severity === 'info';
}

function isAnonymous({ sourceName, userData }: ConnectorEvent): boolean {
  const isPurchase = sourceName === 'purchase';
  return !isPurchase && userData.every(({ field }) => OF_THE_BROWSER.includes(field));
}

/**
 * Faults that may do no harm: the connector may hash an override itself, or mend the digits of a
 * hash. Its documentation does not say.
 */
function mayBeFine({ from, judgement }: UserValue): boolean {
  if (judgement?.fault === 'irregular') return true;
  return judgement?.fault === 'in-the-clear' && from.startsWith(`${OVERRIDES.user}.`);
}

function userDataFinding(event: ConnectorEvent, entries: readonly string[]): Finding[] {
  const judged = event.userData.filter(({ judgement }) => judgement !== undefined);
  if (judged.length === 0) return [];
  const isMild = judged.every(mayBeFine);
  const severity: Severity = isMild ? 'info' : 'warning';
  return [
    {
      rule: 'mapping/connector-user-data',
      severity,
      entries: [...entries],
      message: `${event.sourceName ?? 'The event'} gives user data that Meta cannot match. ${judged.map(sentence).join(' ')}`,
      fix: 'Give the plain text under user.* and let the connector hash it; or give the lower-case hex SHA-256 of the text after trimming it and writing it in lower case. Never hash fbp, fbc, the IP address or the user agent.',
      reference: 'Meta, Conversions API, customer information parameters (domain facts 4, 4.2)',
    },
  ];
}

function sentence({ field, from, judgement }: UserValue): string {
  return `${from} (${field}): ${judgement?.note ?? ''}`;
}
