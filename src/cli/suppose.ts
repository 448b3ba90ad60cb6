import { type Assumable, assumableIn, parseAssumption, withPixel } from '../diff/assumption.ts';
import { type ChangedEvent, compareUnder, FATES, type WhatIf } from '../diff/what-if.ts';
import { sayStandings } from '../language/diff.ts';
import type { Language } from '../language/languages.ts';
import { createAnalysis, type JudgedAnalysis } from '../rules/create-analysis.ts';
import { type NamedFinding, nameFindings } from '../rules/finding-id.ts';
import { type FindingsBetween, findingsBetween } from '../rules/findings-between.ts';
import type { Entry } from '../session/entry.ts';
import type { Profile } from '../session/profile.ts';
import { visible, visibleLine } from '../session/visible.ts';
import { Failure } from './failure.ts';
import type { Output } from './output.ts';
import { readProfile } from './profile.ts';
import type { Format } from './report/formats.ts';

/** A session as it would be under assumptions. */
export interface Supposed extends WhatIf {
  file: string;
  /** `came`: under the assumptions, and not as it was recorded. */
  findings: FindingsBetween<NamedFinding>;
}

/** Forms in which suppositions are written. */
const SUPPOSED_FORMATS: readonly Format[] = ['text', 'json'];

/**
 * Judges a session again under assumptions, and says what would change.
 * @param assume `consent.trust.3=denied`, `pixel=…`, `profile=other.json`
 * @throws Failure where an assumption is none, or is about something that the session does not have
 */
export async function suppose(
  {
    file,
    entries,
    analysis,
  }: { file: string; entries: readonly Entry[]; analysis: JudgedAnalysis },
  assume: readonly string[],
  output: Pick<Output, 'language'>,
): Promise<Supposed> {
  const known = assumableIn(analysis);
  let { profile }: { profile: Profile } = analysis;
  let supposed: readonly Entry[] = entries;
  const decisions = [];
  for (const text of assume) {
    const assumption = parseAssumption(text);
    if (assumption === undefined) throw badAssumption(text, known);
    if (assumption.kind === 'profile') profile = await readProfile(assumption.file);
    else if (assumption.kind === 'pixel') {
      const { from = known.pixels.length === 1 ? known.pixels[0] : undefined, to } = assumption;
      if (from === undefined || !known.pixels.includes(from)) throw badAssumption(text, known);
      supposed = withPixel(supposed, from, to);
    } else {
      const { kind: _, ...decision } = assumption;
      const name = ['consent', decision.source, decision.category]
        .filter((part) => part !== undefined)
        .join('.');
      const isKnown =
        decision.source === undefined ? known.consent.length > 0 : known.consent.includes(name);
      if (!isKnown) throw badAssumption(text, known);
      decisions.push(decision);
    }
  }
  const named = (one: JudgedAnalysis) => nameFindings(one.findings(output.language), one.log);
  const after = createAnalysis(profile, undefined, decisions);
  after.add(supposed);
  after.end();
  return {
    file,
    ...compareUnder(analysis, after),
    findings: findingsBetween(named(analysis), named(after)),
  };
}

function badAssumption(text: string, { consent, pixels }: Assumable): Failure {
  return new Failure((_, words) =>
    words.suppose.unknown(text, [...consent, ...pixels.map((pixel) => `pixel=${pixel}:…`)]),
  );
}

/**
 * What would change, for people or as JSON.
 * @throws Failure where it is asked for in another form
 */
export function writeSuppositions(
  format: Format,
  sessions: readonly Supposed[],
  assume: readonly string[],
  { words }: Language,
): string {
  if (!SUPPOSED_FORMATS.includes(format))
    throw new Failure((t) => t.choice('--format', format, SUPPOSED_FORMATS));
  if (format === 'json')
    return `${visible(JSON.stringify({ version: 1, assume, sessions: sessions.map(({ version: _, ...one }) => one) }, undefined, 2))}\n`;
  const { suppose: t, report } = words;
  const lines = sessions.flatMap(({ file, events, same, changed, findings }) => [
    t.head(file, assume),
    t.counts(events, same),
    ...FATES.flatMap((fate) => changed.filter((one) => one.fate === fate)).map(
      (one) => `  ${sayChanged(one, words)}`,
    ),
    ...findings.came.map(
      (one) => `  ${t.came(report.severity[one.severity], one.rule, one.message)}`,
    ),
    ...findings.went.map((one) => `  ${t.went(report.severity[one.severity], one.rule)}`),
  ]);
  return `${lines.map(visibleLine).join('\n')}\n`;
}

function sayChanged(
  { event, entry, fate, before, after }: ChangedEvent,
  words: Language['words'],
): string {
  const changes = sayStandings(before, after, words);
  const about = changes.length === 0 ? '' : ` (${changes.join(', ')})`;
  return `${event} ${entry}: ${words.suppose.fate[fate]}${about}`;
}
