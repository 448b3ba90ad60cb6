import type { MappingRule, Profile } from '../../../session/profile.ts';

/** A parameter of a rule while it is edited. */
export interface FormParameter {
  /** Its place among the parameters of the rule as it is written; absent: it is new. */
  at?: number;
  /** Property of the source event; absent: a fixed value. */
  from?: string;
  value?: string | number | boolean;
  /** Parameter at Meta; '' while it is not chosen. */
  to: string;
  hashed?: boolean;
}

/** A rule while it is edited. */
export interface RuleForm {
  /** Its place among the profile's rules; absent: it is new. */
  at?: number;
  id?: string;
  from: MappingRule['from'];
  /** The Meta event; '' while it is not chosen. */
  to: string;
  /** The event must not reach Meta. */
  isBanned: boolean;
  parameters: readonly FormParameter[];
}

/** The form of a rule. @param at its place among the profile's rules; undefined: it is new */
export function formOf({ id, from, to, parameters = [] }: MappingRule, at?: number): RuleForm {
  return {
    ...(at !== undefined && { at }),
    ...(id !== undefined && { id }),
    from,
    to: to ?? '',
    isBanned: to === null,
    parameters: parameters.map((parameter, n) => ({
      ...(at !== undefined && { at: n }),
      ...parameter,
    })),
  };
}

/** The rule that a form says; undefined while its Meta event is not chosen. */
export function ruleOfForm({
  id,
  from,
  to,
  isBanned,
  parameters,
}: RuleForm): MappingRule | undefined {
  const name = to.trim();
  if (name === '' && !isBanned) return undefined;
  const named = isBanned ? [] : parameters.filter((one) => one.to.trim() !== '');
  return {
    ...(id !== undefined && { id }),
    from,
    to: isBanned ? null : name,
    ...(named.length > 0 && {
      parameters: named.map(({ at: _, to: target, ...rest }) => ({ ...rest, to: target.trim() })),
    }),
  };
}

/** The form for a source event: of the profile's rule about it, or of a new one. */
export function formFor(rule: MappingRule, { mapping }: Profile): RuleForm {
  const rules = mapping?.rules ?? [];
  const at = rules.findIndex(
    ({ from }) =>
      from.source === rule.from.source && from.name === rule.from.name && from.where === undefined,
  );
  const known = rules[at];
  return known === undefined ? formOf(rule) : formOf(known, at);
}

/** A profile with the rule of a form in it. */
export function profileWith(profile: Profile, rule: MappingRule, at: number | undefined): Profile {
  const rules = [...(profile.mapping?.rules ?? [])];
  rules[at ?? rules.length] = rule;
  return { ...profile, mapping: { ...profile.mapping, rules } };
}
