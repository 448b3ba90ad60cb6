import type { Chain, Match, Pair } from '../../src/analysis/analysis.ts';
import { createAnalysis, type JudgedAnalysis } from '../../src/rules/create-analysis.ts';
import type { Profile } from '../../src/session/profile.ts';
import type { Session } from './session.ts';

/** What can be told of a session, in this order. */
export type Section = 'chains' | 'states' | 'matches' | 'pairs' | 'consent' | 'findings';

type NameOf = (id: string) => string;

/**
 * What the analysis says of a session, as text, with the session's names in place of ids:
 *
 * ```
 * chains
 *   push
 *     lead (nested)
 *       image (same-id)
 * states
 *   lead 1234567890123456 Lead: sent by image
 * matches
 *   push dataLayer lead > Lead: matched by lead, image
 *     value -> value 3 3: equal
 * pairs
 *   1234567890123456 Lead a1: paired image | copy, kept image
 * consent
 *   lead image: no-source > no-source, no-source
 * findings
 *   error pixel/invalid-value: lead
 * ```
 *
 * Sections without a line are left out.
 */
export function verdictsOf(
  { entries, nameOf }: Session,
  { profile, sections }: { profile?: Profile; sections?: readonly Section[] } = {},
): string {
  const analysis = createAnalysis(profile);
  analysis.add(entries);
  return writeVerdicts(
    analysis,
    entries.map(({ id }) => id),
    nameOf,
    sections,
  );
}

/** The same of an analysis that has its entries. */
export function writeVerdicts(
  analysis: JudgedAnalysis,
  ids: readonly string[],
  nameOf: NameOf = (id) => id,
  sections: readonly Section[] = ['chains', 'states', 'matches', 'pairs', 'consent', 'findings'],
): string {
  const names = (list: readonly string[]) => list.map(nameOf).join(', ');
  const write: Record<Section, () => string[]> = {
    chains: () => analysis.chains.all().flatMap((chain) => chainLines(chain, nameOf)),
    states: () =>
      [...new Set(ids)].flatMap((id) =>
        analysis.states.of(id).map(({ entry, pixelId, eventName, state, reason, hits, proof }) => {
          const who = words(nameOf(entry), pixelId, eventName);
          const why = reason === undefined ? '' : `, ${reason} (${names(proof)})`;
          return `${who}: ${state}${hits.length > 0 ? ` by ${names(hits)}` : ''}${why}`;
        }),
      ),
    matches: () => analysis.matches.all().flatMap((match) => matchLines(match, nameOf)),
    pairs: () => analysis.pairs.all().map((pair) => pairLine(pair, nameOf)),
    consent: () =>
      analysis.consent.all().map(({ entry, hit, atCall, atHit, verdict }) => {
        const who = words(nameOf(entry), hit && nameOf(hit));
        return `${who}: ${words(atCall, atHit && `> ${atHit}`)}, ${verdict}`;
      }),
    findings: () =>
      analysis
        .findings()
        .map(({ severity, rule, entries }) => `${severity} ${rule}: ${names(entries)}`)
        .sort(),
  };
  return sections
    .flatMap((section) => {
      const lines = write[section]();
      return lines.length === 0 ? [] : [section, ...lines.map((line) => `  ${line}`)];
    })
    .join('\n');
}

const words = (...parts: (string | undefined)[]) => parts.filter((part) => part).join(' ');

/** A chain as a tree, each entry under the one that it came of, with the evidence. */
function chainLines({ root, links }: Chain, nameOf: NameOf): string[] {
  const told = new Set<string>();
  const under = (id: string, depth: number): string[] =>
    links
      .filter(({ from, to }) => from === id && !told.has(to))
      .flatMap(({ to, evidence }) => {
        told.add(to);
        return [`${'  '.repeat(depth)}${nameOf(to)} (${evidence})`, ...under(to, depth + 1)];
      });
  return [nameOf(root), ...under(root, 1)];
}

function matchLines(match: Match, nameOf: NameOf): string[] {
  const { entry, source, name, expected, actual, proof, verdict, reason, nearest } = match;
  const by = proof.length > 0 ? ` by ${proof.map(nameOf).join(', ')}` : '';
  const to = actual.length > 0 ? actual.join(', ') : undefined;
  const head = words(nameOf(entry), source, name, `> ${to ?? 'nothing'}`);
  const meant = expected !== undefined && expected !== to ? `, expected ${expected}` : '';
  const more = words(reason && `, ${reason}`, nearest && `, nearest ${nearest}`);
  return [
    `${head}: ${verdict}${by}${meant}${more}`,
    ...match.parameters.map(
      (one) =>
        `  ${words(one.from || '-', '->', one.to)} ${words(one.expected, one.actual)}: ${one.verdict}`,
    ),
  ];
}

function pairLine(
  { pixelId, eventName, eventId, verdict, browser, server, ...more }: Pair,
  nameOf: NameOf,
) {
  const sides = [browser, server].map((side) => side.map(nameOf).join(', ') || '-').join(' | ');
  const kept = more.kept === undefined ? '' : `, kept ${nameOf(more.kept)}`;
  const why = more.why.length === 0 ? '' : `, for ${more.why.join(', ')}`;
  return `${words(pixelId || '-', eventName, eventId || '-')}: ${verdict} ${sides}${kept}${why}`;
}
