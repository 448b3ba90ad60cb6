import type { MappingRule } from '../../../session/profile.ts';

/** A profile's text, and the part of it that is to be looked at. */
export interface EditedText {
  text: string;
  /** UTF-16 offsets: the value of the rule's `to`. */
  from: number;
  to: number;
}

/** A profile that has one rule to fill in, for those who start from nothing. */
export const NEW_PROFILE_TEXT = `${JSON.stringify({ mapping: { rules: [] } }, null, 2)}\n`;

/**
 * Puts a rule at the end of a profile's rules; one that is about the same source event is shown
 * instead, since there can be only one. Undefined where the text is no object with a list of rules.
 */
export function addRule(text: string, rule: MappingRule): EditedText | undefined {
  const profile = parseObject(text);
  if (profile === undefined) return undefined;
  const mapping = profile.mapping ?? {};
  if (!isObject(mapping)) return undefined;
  const rules = mapping.rules ?? [];
  if (!Array.isArray(rules)) return undefined;
  const at = rules.findIndex((one) => isAboutSame(one, rule));
  if (at !== -1) return select(text, profile, at);
  return select(
    undefined,
    { ...profile, mapping: { ...mapping, rules: [...rules, rule] } },
    rules.length,
  );
}

function isAboutSame(one: unknown, { from }: MappingRule): boolean {
  if (!isObject(one) || !isObject(one.from)) return false;
  return (
    one.from.source === from.source && one.from.name === from.name && one.from.where === undefined
  );
}

const TO_KEY = '"to": ';

/** Where the `to` of a rule stands. A text of the user's own that is laid out otherwise is kept. */
function select(own: string | undefined, profile: JsonObject, at: number): EditedText {
  const text = own ?? `${JSON.stringify(profile, null, 2)}\n`;
  const { mapping } = profile;
  const rules = isObject(mapping) && Array.isArray(mapping.rules) ? mapping.rules : [];
  let place = text.indexOf('"rules"');
  for (let i = 0; i <= at && place !== -1; i += 1) {
    if (!isObject(rules[i]) || !('from' in (rules[i] as JsonObject))) continue;
    place = text.indexOf('"from": {', place + 1);
  }
  const key = place === -1 ? -1 : text.indexOf(TO_KEY, place);
  if (key === -1) return { text, from: text.length, to: text.length };
  const from = key + TO_KEY.length;
  const end = text.indexOf('\n', from);
  const line = text.slice(from, end === -1 ? undefined : end);
  const value = line.replace(/,\s*$/, '');
  const quotes = value.startsWith('"') ? 1 : 0;
  return { text, from: from + quotes, to: from + value.length - quotes };
}

type JsonObject = { [key: string]: unknown };

/** Whether a value of JSON is an object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object of a text, `{}` for an empty one; undefined while it is no JSON object. */
export function parseObject(text: string): JsonObject | undefined {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    // Being edited: the rule cannot be put into it.
    return undefined;
  }
}
