import { getNodeValue } from 'jsonc-parser';
import type { MappingRule } from '../../../session/profile.ts';
import { addRule } from './add-rule.ts';
import { type EditedText, openText, select } from './edit-text.ts';
import type { FormParameter, RuleForm } from './rule-form.ts';
import { ruleOfForm } from './rule-form.ts';

/**
 * Writes a rule into a profile as its form has it: a new one at the end, a known one where it
 * stands. Of that only what changed is written; what else the author wrote stays, comments and
 * layout included. Undefined where the text has no such place, or the form is no rule yet.
 */
export function putRule(text: string, form: RuleForm): EditedText | undefined {
  const rule = ruleOfForm(form);
  if (rule === undefined) return undefined;
  if (form.at === undefined) return addRule(text, rule);
  const path = ['mapping', 'rules', form.at];
  const node = openText(text)?.at(path);
  if (node?.type !== 'object') return undefined;
  const before: MappingRule = getNodeValue(node);
  let edited = text;
  if (before.to !== rule.to) edited = openText(edited)?.replace([...path, 'to'], rule.to) ?? edited;
  if (rule.to !== null) edited = putParameters(edited, [...path, 'parameters'], before, form);
  return select(edited, [...path, 'to']);
}

/** A rule that lets nothing through keeps its parameters, for the day on which it does again. */
function putParameters(
  text: string,
  path: (string | number)[],
  { parameters: known = [] }: MappingRule,
  { parameters }: RuleForm,
): string {
  const named = parameters.filter(({ to }) => to.trim() !== '');
  const stays = new Set(named.map(({ at }) => at));
  let edited = text;
  const edit = (change: (open: NonNullable<ReturnType<typeof openText>>) => string) => {
    const open = openText(edited);
    if (open) edited = change(open);
  };
  for (const one of named) {
    const before = one.at === undefined ? undefined : known[one.at];
    if (before === undefined || one.at === undefined) continue;
    const own = [...path, one.at];
    for (const key of ['to', 'value', 'hashed'] as const) {
      const value = parameterOf(one)[key];
      if (value === before[key]) continue;
      const at = [...own, key];
      if (value === undefined) edit((open) => open.remove(at));
      else edit((open) => (open.at(at) ? open.replace(at, value) : open.put(at, value)));
    }
  }
  const isEmptied = known.length > 0 && named.length === 0;
  if (isEmptied) edit((open) => open.remove(path));
  else
    for (let n = known.length - 1; n >= 0; n -= 1)
      if (!stays.has(n)) edit((open) => open.remove([...path, n]));
  let count = known.filter((_, n) => stays.has(n)).length;
  for (const one of named) {
    if (one.at !== undefined && known[one.at] !== undefined) continue;
    const at = [...path, count];
    count += 1;
    edit((open) => open.put(at, parameterOf(one)));
  }
  return edited;
}

function parameterOf({
  at: _,
  to,
  ...rest
}: FormParameter): NonNullable<MappingRule['parameters']>[number] {
  return { ...rest, to: to.trim() };
}
