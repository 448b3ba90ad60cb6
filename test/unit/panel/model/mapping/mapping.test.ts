import { describe, expect, it } from 'vitest';
import type { Match } from '../../../../../src/analysis/analysis.ts';
import { draftRule } from '../../../../../src/panel/model/mapping/draft-rule.ts';
import { coverRules, mappingRows } from '../../../../../src/panel/model/mapping/mapping-rows.ts';
import { surveyMatches } from '../../../../../src/panel/model/mapping/match-survey.ts';
import { moveInRows } from '../../../../../src/panel/model/mapping/move-in-rows.ts';
import { createCatalogue } from '../../../../../src/panel/model/mapping/rule-catalogue.ts';
import { createAnalysis } from '../../../../../src/rules/create-analysis.ts';
import type { Entry } from '../../../../../src/session/entry.ts';
import type { Profile } from '../../../../../src/session/profile.ts';
import { makeCall, makePage } from '../../../../session/numbered.ts';
import { richSession } from '../../../../session/rich-session.ts';
import { createTestSchedule } from '../../schedule.ts';

const PROFILE: Profile = {
  mapping: {
    rules: [
      { from: { source: 'loyjoy', name: 'newsletter_single_opt_in' }, to: 'Lead' },
      { from: { source: 'loyjoy', name: 'never_happens' }, to: null },
    ],
  },
};

async function survey(entries: readonly Entry[], profile: Profile) {
  const analysis = createAnalysis(profile);
  analysis.add(entries);
  const found = await surveyMatches(entries, analysis, createTestSchedule(1), () => false);
  if (!found) throw new Error('it was wanted');
  return { analysis, found, catalogue: createCatalogue(profile) };
}

const keyOf = ({
  entry,
  name,
  verdict,
  rule,
}: Pick<Match, 'entry' | 'name' | 'verdict' | 'rule'>) => [entry, name, verdict, rule].join(' ');

describe.each([
  ['no profile', {}],
  ['rules of its own', PROFILE],
])('a survey under %s', (_what, profile: Profile) => {
  it('has every match of the analysis, once', async () => {
    const { analysis, found } = await survey(richSession(), profile);
    expect(found.lines.length).toBeGreaterThan(3);
    expect(found.lines.map(keyOf).sort()).toEqual(analysis.matches.all().map(keyOf).sort());
  });

  it('finds the same rules met as the analysis says', async () => {
    const { analysis, found, catalogue } = await survey(richSession(), profile);
    const { groups, seen, rules } = coverRules(catalogue, found);
    const met = groups.flatMap((group) =>
      group.seen.map(({ rule, lines }) => [
        rule.id,
        [...new Set(lines.map((l) => l.entry))].sort(),
      ]),
    );
    const wanted = analysis.matches
      .coverage()
      .filter(({ entries }) => entries.length > 0)
      .map(({ rule, entries }) => [rule, [...entries].sort()]);
    expect(met.sort()).toEqual(wanted.sort());
    expect(seen).toBe(wanted.length);
    const ids = groups.flatMap(({ never }) => never.map(({ id }) => id));
    expect(ids.length + seen).toBe(rules);
    for (const { rule, entries } of analysis.matches.coverage())
      if (entries.length === 0) expect(ids).toContain(rule);
  });
});

it('stops where nobody wants the answer any more', async () => {
  const analysis = createAnalysis();
  analysis.add(richSession());
  const found = await surveyMatches(richSession(), analysis, createTestSchedule(10), () => true);
  expect(found).toBeUndefined();
});

describe('the rows', () => {
  const none: ReadonlySet<never> = new Set();
  it('group rules by system, the profile’s first, never seen ones closed', async () => {
    const { found, catalogue } = await survey(richSession(), PROFILE);
    const coverage = coverRules(catalogue, found);
    const rows = mappingRows(coverage, { toggled: none, verdicts: none });
    expect(rows.filter(({ level }) => level === 1).map(({ key }) => key)).toEqual([
      'profile',
      'commanders-act',
      'segment',
      'data-layer',
    ]);
    expect(rows[1]).toMatchObject({
      kind: 'rule',
      key: 'rule:loyjoy newsletter_single_opt_in → Lead',
      tally: { events: 1, faulty: 0 },
    });
    expect(rows.find(({ key }) => key === 'never:profile')).toMatchObject({
      count: 1,
      isOpen: false,
    });
    const opened = mappingRows(coverage, {
      toggled: new Set(['never:profile', 'rule:loyjoy newsletter_single_opt_in → Lead']),
      verdicts: none,
    });
    expect(opened.map(({ key }) => key)).toContain('rule:loyjoy never_happens → nothing');
    expect(opened.filter(({ kind }) => kind === 'match')).toHaveLength(1);
    expect(new Set(opened.map(({ key }) => key)).size).toBe(opened.length);
  });

  it('have events that no rule names by their name', async () => {
    const push = (n: number, event: string) =>
      makeCall(n, { source: 'dataLayer', method: 'push', args: [{ event }] });
    const { found, catalogue } = await survey(
      [makePage(0), push(1, 'quiz'), push(2, 'quiz'), push(3, 'line\nbreak')],
      {},
    );
    const coverage = coverRules(catalogue, found);
    expect(coverage.unmapped).toBe(3);
    const rows = mappingRows(coverage, { toggled: none, verdicts: none });
    expect(rows.filter(({ kind }) => kind === 'name')).toMatchObject([
      { name: 'quiz', tally: { events: 2, verdicts: new Map([['unmapped', 2]]), faulty: 0 } },
      { name: 'line\nbreak', tally: { events: 1 } },
    ]);
  });

  it('count events whose parameters were lost on the way', async () => {
    const { found, catalogue } = await survey(richSession(), {});
    const rows = mappingRows(coverRules(catalogue, found), { toggled: none, verdicts: none });
    expect(rows.find(({ key }) => key === 'rule:commanders-act/purchase')).toMatchObject({
      tally: { events: 1, faulty: 1 },
    });
  });

  it('under a verdict are those events alone, opened', async () => {
    const { found, catalogue } = await survey(richSession(), PROFILE);
    const rows = mappingRows(coverRules(catalogue, found), {
      toggled: none,
      verdicts: new Set(['unmapped']),
    });
    const matches = rows.flatMap((row) => (row.kind === 'match' ? [row.line.verdict] : []));
    expect(matches).toHaveLength(found.verdicts.get('unmapped') ?? -1);
    expect(new Set(matches)).toEqual(new Set(['unmapped']));
    expect(rows.some(({ kind }) => kind === 'never')).toBe(false);
  });
});

describe('the keys of the list', () => {
  const rows = [
    { key: 'a', level: 1, isOpen: true },
    { key: 'b', level: 2, isOpen: false },
    { key: 'c', level: 2, isOpen: true },
    { key: 'd', level: 3, isOpen: undefined },
  ] as const;
  it.each([
    [-1, 'ArrowDown', { to: 0 }],
    [0, 'ArrowUp', { to: 0 }],
    [0, 'ArrowRight', { to: 1 }],
    [1, 'ArrowRight', { toggle: 'b' }],
    [3, 'ArrowRight', undefined],
    [3, 'ArrowLeft', { to: 2 }],
    [2, 'ArrowLeft', { toggle: 'c' }],
    [1, 'ArrowLeft', { to: 0 }],
    [0, 'End', { to: 3 }],
    [3, 'Home', { to: 0 }],
    [3, 'PageUp', { to: 1 }],
    [1, 'Enter', { toggle: 'b' }],
    [3, 'Enter', undefined],
    [0, 'x', undefined],
  ])('from row %i, %s does %j', (at, key, expected) => {
    expect(moveInRows(rows, at, key, 2)).toEqual(expected);
  });
});

describe('a rule made of an event', () => {
  it.each([
    [{ source: 'loyjoy', name: 'quiz', actual: [] }, 'loyjoy', 'quiz'],
    [
      { source: 'commanders-act', name: 'buy', actual: ['buy'], nearest: 'Purchase' },
      'cact',
      'Purchase',
    ],
    [{ source: 'segment', name: 'Signed Up', actual: ['Lead'] }, 'analytics', 'Lead'],
    [{ source: 'cact', name: 'purchase', actual: [], expected: 'Purchase' }, 'cact', 'Purchase'],
    [{ source: 'dataLayer', name: 'add_to_cart2', actual: [] }, 'dataLayer', 'AddToCart'],
  ])('%j', (match, source, to) => {
    expect(draftRule(match)).toEqual({ from: { source, name: match.name }, to });
  });

  it.each(['fbq', 'meta'])('is none of an event of %s', (source) => {
    expect(draftRule({ source, name: 'Lead', actual: [] })).toBeUndefined();
  });
});
