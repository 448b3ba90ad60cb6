import type { MappingRule } from './profile.ts';

/**
 * The regular expression of a rule's pattern: it must fit the whole name.
 * @throws SyntaxError where it is none
 */
export function compilePattern(pattern: string): RegExp {
  // Compiled by itself first: `a)(b` would become valid inside the group around it.
  new RegExp(pattern, 'u');
  return new RegExp(`^(?:${pattern})$`, 'u');
}

/** A rule's id: its own, or made from its names: `cact purchase → Purchase`. */
export function mappingRuleId(rule: MappingRule): string {
  if (rule.id !== undefined) return rule.id;
  const { source, name, pattern, where } = rule.from;
  const what = name ?? `/${pattern ?? ''}/`;
  const condition =
    where === undefined
      ? ''
      : ` where ${where.property}${where.equals === undefined ? '' : ` = ${JSON.stringify(where.equals)}`}`;
  return `${source} ${what}${condition} → ${rule.to ?? 'nothing'}`;
}
