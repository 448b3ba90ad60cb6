import { sha256Hex } from '../meta/user-data/digest.ts';
import { isHashedField } from '../meta/user-data/fields.ts';
import {
  NORMALISATION_RULES,
  type NormalisationRule,
  normalise,
} from '../meta/user-data/normalise.ts';
import type { Refusal } from '../meta/user-data/outcome.ts';
import type { ConnectorEvent } from './connector.ts';
import type { UserValue } from './connector-values.ts';

/** What would be sent for one value of user_data, and which of Meta's libraries would send it. */
export interface SentValue {
  rules: readonly NormalisationRule[];
  /** The normalised text; undefined where the value is not hashed. */
  text?: string;
  /** The hash, or the value as it is; undefined where the rules send nothing. */
  sent: string | undefined;
  /** Why nothing is sent. */
  refused?: Refusal;
}

/**
 * What a value becomes. Which normalisation the connector follows is not documented, so each rule of
 * Meta's libraries is told, those that agree together.
 */
export function sentValues({ field, isHashed }: UserValue, value: string): SentValue[] {
  if (!isHashed || !isHashedField(field)) return [{ rules: [], sent: value }];
  const groups: (SentValue & { rules: NormalisationRule[] })[] = [];
  for (const rule of NORMALISATION_RULES) {
    const made = sentBy(rule, field, value);
    const same = groups.find(({ sent, text }) => sent === made.sent && text === made.text);
    if (same) same.rules.push(rule);
    else groups.push({ ...made, rules: [rule] });
  }
  return groups;
}

function sentBy(
  rule: NormalisationRule,
  field: Parameters<typeof normalise>[1],
  value: string,
): Omit<SentValue, 'rules'> {
  const outcome = normalise(rule, field, value);
  switch (outcome.do) {
    case 'refuse':
      return { sent: undefined, refused: outcome.why };
    case 'hash':
      return { text: outcome.text, sent: sha256Hex(outcome.text) };
    case 'keep':
      return { sent: outcome.text };
  }
}

/**
 * The event as it would be sent, hashed by one rule of Meta's libraries. An external id is hashed in
 * any case, as the vendor's page says (seed 003), though the business SDK would not.
 */
export function connectorPayload(
  event: ConnectorEvent,
  rule: NormalisationRule = 'param-builder',
): Record<string, unknown> {
  const userData: Record<string, unknown> = {};
  for (const value of event.userData) {
    const sent = value.values.flatMap((text) => payloadValue(value, text, rule));
    if (sent.length > 0) userData[value.field] = sent.length === 1 ? sent[0] : sent;
  }
  const customData = Object.fromEntries(event.customData.map(({ to, value }) => [to, value]));
  return {
    ...(event.eventName && { event_name: event.eventName.value }),
    ...(event.eventTime && { event_time: event.eventTime.value }),
    ...(event.eventId && { event_id: event.eventId.value }),
    ...(event.eventSourceUrl && { event_source_url: event.eventSourceUrl.value }),
    user_data: userData,
    custom_data: customData,
  };
}

function payloadValue(
  { field, isHashed }: UserValue,
  text: string,
  rule: NormalisationRule,
): string[] {
  if (!isHashed || !isHashedField(field)) return [text];
  const followed = field === 'external_id' && rule === 'business-sdk' ? 'param-builder' : rule;
  const { sent } = sentBy(followed, field, text);
  return sent === undefined ? [] : [sent];
}
