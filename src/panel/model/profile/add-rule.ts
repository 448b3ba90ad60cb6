import { getNodeValue } from 'jsonc-parser';
import type { MappingRule } from '../../../session/profile.ts';
import { type EditedText, openText, select } from './edit-text.ts';

/** A profile that has one rule to fill in, for those who start from nothing. */
export const NEW_PROFILE_TEXT = `${JSON.stringify({ mapping: { rules: [] } }, null, 2)}\n`;

const RULES = ['mapping', 'rules'];

/**
 * Puts a rule at the end of a profile's rules; one that is about the same source event is shown
 * instead, since there can be only one. Undefined where the text is no object with a list of rules.
 */
export function addRule(text: string, rule: MappingRule): EditedText | undefined {
  const open = openText(text);
  const rules = open?.at(RULES);
  if (!open || (open.at(['mapping'])?.type ?? 'object') !== 'object') return undefined;
  if ((rules?.type ?? 'array') !== 'array') return undefined;
  const known = rules?.children ?? [];
  const at = known.findIndex((node) => isAboutSame(getNodeValue(node), rule));
  return at === -1
    ? select(open.put([...RULES, known.length], rule), [...RULES, known.length, 'to'])
    : select(text, [...RULES, at, 'to']);
}

function isAboutSame(one: Partial<MappingRule> | null, { from }: MappingRule): boolean {
  const other = one?.from;
  return other?.source === from.source && other.name === from.name && other.where === undefined;
}
