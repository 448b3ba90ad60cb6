import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import type { Profile } from '../../../../src/session/profile.ts';
import { PIXEL } from '../../../session/fragments.ts';
import { type Session, session } from '../../../session/session.ts';

/** What the analysis says of consent, of sessions in text. */

/** A call, and its hit 5 ms later. */
export const LEAD = '@1000 #lead fbq track Lead';
export const HIT = `@1005 #hit hit ${PIXEL} Lead`;

/** Lines, or a session that was read. */
type Text = readonly string[] | Session;

const read = (text: Text): Session => ('idOf' in text ? text : session(text.join('\n')));

function analysed(entries: readonly Entry[], profile: Profile = {}) {
  const analysis = createAnalysis(profile);
  analysis.add(entries);
  return analysis;
}

/** The analysis of a session. */
export function of(text: Text, profile?: Profile) {
  const { entries, idOf } = read(text);
  const analysis = analysed(entries, profile);
  return { ...analysis, consentAt: (name: string) => analysis.consent.at(idOf(name)) };
}

/** The checks in few words: `lead hit denied>granted held`. */
export function told(text: Text, profile?: Profile): string[] {
  const { entries, nameOf } = read(text);
  return analysed(entries, profile)
    .consent.all()
    .map(({ entry, hit, atCall, atHit, verdict }) =>
      [nameOf(entry), hit && nameOf(hit), `${atCall}>${atHit ?? ''}`, verdict]
        .filter((part) => part)
        .join(' '),
    );
}

/** The findings about consent: rule, severity, entries. */
export function found(text: Text, profile?: Profile): [string, string, string[]][] {
  const { entries, nameOf } = read(text);
  return analysed(entries, profile)
    .findings()
    .filter(({ rule }) => rule.startsWith('consent/'))
    .map(({ rule, severity, entries: proof }) => [rule.slice(8), severity, proof.map(nameOf)]);
}
