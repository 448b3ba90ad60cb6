import { getNodeValue, type Node } from 'jsonc-parser';
import type { Profile, RuleCondition, RuleLevel } from '../../../session/profile.ts';
import { openText } from './edit-text.ts';

/** What findings are to count as. */
export interface LevelChange {
  /** A rule's id, or an area: `dedup/no-event-id`, `dedup/*`. */
  key: string;
  /** Undefined: what it is without the profile. */
  level: RuleLevel | undefined;
  /** Only where all of this holds. */
  condition?: Omit<RuleCondition, 'level'>;
}

/**
 * A profile's text with another level; what else its author wrote stays. Undefined where the text is
 * no object, or has something else in that place.
 */
export function setLevel(text: string, change: LevelChange): string | undefined {
  const open = openText(text);
  if (!open || (open.at(['rules'])?.type ?? 'object') !== 'object') return undefined;
  const path = ['rules', change.key];
  const { level, condition } = change;
  const node = open.at(path);
  const value = condition === undefined ? level : { level, ...condition };
  if (node === undefined) return level === undefined ? text : open.put(path, value);
  if (!['string', 'object', 'array'].includes(node.type)) return undefined;
  if (level === undefined && condition === undefined) return open.remove(path);

  const items = node.type === 'array' ? (node.children ?? []) : [node];
  const at = items.findIndex((item) => isAbout(item, condition));
  const own = node.type === 'array' ? [...path, at] : path;
  if (level === undefined) return at === -1 ? text : open.remove(items.length === 1 ? path : own);
  if (at !== -1) return open.replace(condition === undefined ? own : [...own, 'level'], level);
  // The first that fits counts: what holds under conditions stands before what always holds.
  if (condition === undefined)
    return node.type === 'array'
      ? open.put([...path, items.length], value)
      : open.intoList(path, { after: value });
  return node.type === 'array'
    ? open.putFirst(path, value)
    : open.intoList(path, { before: value });
}

/** Whether a level holds under just this condition; undefined: always. */
function isAbout(item: Node, condition: LevelChange['condition']): boolean {
  const value: unknown = getNodeValue(item);
  if (typeof value === 'string') return condition === undefined;
  if (typeof value !== 'object' || value === null) return false;
  const { event, pixel, address } = value as Omit<RuleCondition, 'level'>;
  return event === condition?.event && pixel === condition?.pixel && address === condition?.address;
}

/** The keys of a profile's levels that a rule falls under: its own, its area's, and that of all. */
export function settingsOf(rules: Profile['rules'], rule: string): string[] {
  const keys = [rule, `${rule.slice(0, rule.indexOf('/'))}/*`, '*'];
  return keys.filter((key) => Object.hasOwn(rules ?? {}, key));
}
