import type { Language } from '../../../src/language/languages.ts';
import { createAnalysis } from '../../../src/rules/create-analysis.ts';
import type { Finding } from '../../../src/rules/read-finding.ts';
import type { Profile } from '../../../src/session/profile.ts';
import { session } from '../../session/session.ts';

/** Sessions that a rule is held against: test/session/fragments.ts has what they are made of. */

/** A session that a rule speaks of, and one as near as can be of which it does not. */
export interface RuleCase {
  found: string;
  near: string;
  profile?: Profile;
}

/** By rule id. */
export type RuleCases = Readonly<Record<string, RuleCase>>;

/** Cases that begin alike. */
export function after(before: string) {
  return (found: string, near: string, profile?: Profile): RuleCase => ({
    found: `${before}\n${found}`,
    near: `${before}\n${near}`,
    ...(profile === undefined ? {} : { profile }),
  });
}

/** The first finding of a rule in a session. */
export function findingIn(
  text: string,
  rule: string,
  profile?: Profile,
  language?: Language,
): Finding | undefined {
  const analysis = createAnalysis(profile);
  analysis.add(session(text).entries);
  analysis.end();
  return analysis.findings(language).find((finding) => finding.rule === rule);
}

/** The rules of a session's findings, each once. */
export function rulesIn(text: string, profile?: Profile): string[] {
  const analysis = createAnalysis(profile);
  analysis.add(session(text).entries);
  analysis.end();
  return [...new Set(analysis.findings().map(({ rule }) => rule))].sort();
}
