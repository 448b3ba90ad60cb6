import type { ConnectorEvent } from '../../vendors/commanders-act/connector.ts';
import type { UserValue } from '../../vendors/commanders-act/connector-values.ts';
import { OVERRIDES } from '../../vendors/commanders-act/mapping.ts';
import type { Fact } from '../facts/fact.ts';

/** What is found of the event that the connector will send. */
export type ConnectorFact = Fact<'connector/minimum' | 'connector/user-data'>;

/** Fields that come of themselves, and tell a browser, not a person. */
const OF_THE_BROWSER: readonly string[] = ['client_ip_address', 'client_user_agent', 'fbp', 'fbc'];

/**
 * What is wrong with the event that the connector will send: that it will not be sent at all, and
 * user data that is of no use to Meta. Consent is not told here: the consent checks do that.
 * @param entries the hit or the call that shows it first, then further proof
 */
export function connectorFacts(event: ConnectorEvent, entries: readonly string[]): ConnectorFact[] {
  return [...minimumFact(event, entries), ...userDataFact(event, entries)];
}

function minimumFact(event: ConnectorEvent, entries: readonly string[]): ConnectorFact[] {
  const unmet = event.requirements.filter(({ id, met }) => id !== 'consent' && met === false);
  if (unmet.length === 0) return [];
  const name = event.sourceName ?? '';
  const to = event.eventName?.value;
  // Nothing is known of an anonymous visitor, and that is no fault of the page's.
  const isAnonymous = isOfBrowser(event);
  return [
    {
      rule: 'connector/minimum',
      severity: isAnonymous ? 'info' : 'warning',
      entries,
      data: {
        name,
        ...(to === undefined || to === name ? {} : { to }),
        isAnonymous,
        unmet,
      },
    },
  ];
}

/** Whether a fact is about a visitor of whom nothing is known: told once in a document. */
export function isOfAnonymous(fact: ConnectorFact): boolean {
  return fact.rule === 'connector/minimum' && fact.data.isAnonymous;
}

function isOfBrowser({ sourceName, userData }: ConnectorEvent): boolean {
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

function userDataFact(event: ConnectorEvent, entries: readonly string[]): ConnectorFact[] {
  const judged = event.userData.filter(({ judgement }) => judgement !== undefined);
  if (judged.length === 0) return [];
  return [
    {
      rule: 'connector/user-data',
      severity: judged.every(mayBeFine) ? 'info' : 'warning',
      entries,
      data: {
        name: event.sourceName ?? '',
        items: judged.map(({ field, from, judgement }) => ({
          field,
          from,
          notes: judgement?.notes ?? [],
        })),
      },
    },
  ];
}
