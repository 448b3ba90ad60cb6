import { describe, expect, it } from 'vitest';
import type { Severity } from '../../../../../src/analysis/analysis.ts';
import type { Fact } from '../../../../../src/analysis/facts/fact.ts';
import { ENGLISH, LANGUAGES } from '../../../../../src/language/languages.ts';
import {
  type Block,
  groupFacts,
  readBlocks,
} from '../../../../../src/panel/model/findings/group-facts.ts';
import { shareText } from '../../../../../src/panel/model/findings/share-text.ts';
import { createAnalysis } from '../../../../../src/rules/create-analysis.ts';
import { richSession } from '../../../../session/rich-session.ts';

/** Facts that count how often their data is read: text is made of it. */
function countingFacts(severities: readonly Severity[]) {
  const read: string[] = [];
  const facts = severities.map((severity, i) => {
    const fact = { rule: 'pixel/event-name-missing', entries: [`e:${i}`], severity };
    return Object.defineProperty(fact, 'data', {
      get() {
        read.push(`e:${i}`);
        return {
          items: [],
          line: { kind: 'fbq', method: 'track', args: [] },
          outcome: { sdk: 'dropped' },
        };
      },
    }) as unknown as Fact;
  });
  const list = { all: () => facts, gradeOf: (fact: Fact) => fact.severity };
  return { list, read };
}

describe('findings by rule', () => {
  const analysis = createAnalysis();
  analysis.add(richSession());

  it('are the gravest first, then by title, and all of them are there', () => {
    const groups = groupFacts(analysis.facts, ENGLISH);
    const gravity = { error: 0, warning: 1, info: 2 };
    const keys = groups.map(({ severity, title }) => `${gravity[severity]} ${title}`);
    expect(keys).toEqual([...keys].sort(new Intl.Collator('en').compare));
    expect(groups.flatMap(({ facts }) => facts)).toHaveLength(analysis.findings().length);
    expect(groups.length).toBeGreaterThan(5);
  });

  it('have their titles, and that order, in the panel’s language', () => {
    const de = LANGUAGES.de as typeof ENGLISH;
    const rules = (language: typeof ENGLISH) =>
      groupFacts(analysis.facts, language).map(({ rule }) => rule);
    expect(rules(de).toSorted()).toEqual(rules(ENGLISH).toSorted());
    const titles = groupFacts(analysis.facts, de).map(({ title }) => title);
    expect(titles).toContain('Purchase ohne currency');
  });

  it('are grouped without a text being made, and read only as far as they are shown', () => {
    const { list: many, read } = countingFacts(Array(1_000).fill('error'));
    const [group] = groupFacts(many, ENGLISH);
    expect(group?.facts).toHaveLength(1_000);
    expect(read).toEqual([]);
    if (group) readBlocks(group, 3, ENGLISH);
    expect([...new Set(read)]).toEqual(['e:0', 'e:1', 'e:2']);
  });

  it('that read the same are one, with all their entries', () => {
    const { list: many } = countingFacts(['warning', 'warning', 'info']);
    const groups = groupFacts(many, ENGLISH);
    expect(groups.map(({ facts }) => facts.length)).toEqual([2, 1]);
    const blocks = groups[0] && readBlocks(groups[0], 50, ENGLISH);
    expect(blocks?.map(({ entries }) => entries)).toEqual([['e:0', 'e:1']]);
  });
});

describe('what several findings of a rule say', () => {
  const share = (...texts: [message: string, fix?: string, code?: string][]) =>
    shareText(
      texts.map(([message, fix, code]) => {
        const finding = { message, fix, code } as Block['finding'];
        return { finding, fact: {} as Fact, entries: [] };
      }),
    );

  it('is said once, and of each what only it says', () => {
    expect(
      share(
        ['value of Lead is “9. Nine”. Use digits. It was sent.', 'Send a number.'],
        ['value of Purchase is “8. Nine”. Use digits. It waits.', 'Send a number.'],
      ),
    ).toEqual({
      lead: '',
      own: [
        'value of Lead is “9. Nine”. It was sent.',
        'value of Purchase is “8. Nine”. It waits.',
      ],
      rest: 'Use digits.',
      isFixShared: true,
    });
    expect(share(['Both go. One comes.'], ['Both go. Two come.'])).toMatchObject({
      lead: 'Both go.',
      own: ['One comes.', 'Two come.'],
      rest: '',
    });
  });

  it('is left whole in one alone, and within “z. B. X” and quotes', () => {
    expect(share(['A. B.', 'Do it.'])).toEqual({
      lead: '',
      own: ['A. B.'],
      rest: '',
      isFixShared: false,
    });
    expect(share(['Eins, z. B. Lead.'], ['Zwei, z. B. Lead.']).own).toEqual([
      'Eins, z. B. Lead.',
      'Zwei, z. B. Lead.',
    ]);
    expect(share(['„Eins. Lead“ ist da.'], ['„Zwei. Lead“ ist da.']).rest).toBe('');
  });

  it('keeps each its corrected line', () => {
    const { isFixShared } = share(['A.', 'Do: x()', 'x()'], ['B.', 'Do: x()', 'x()']);
    expect(isFixShared).toBe(false);
  });

  it('loses no sentence of any rule, in any language', () => {
    const analysis = createAnalysis();
    analysis.add(richSession());
    for (const language of [ENGLISH, ...Object.values(LANGUAGES)])
      for (const group of groupFacts(analysis.facts, language)) {
        const blocks = readBlocks(group, 50, language);
        const { lead, own, rest } = shareText(blocks);
        for (const [i, { finding }] of blocks.entries())
          expect(wordsOf(`${lead} ${own[i]} ${rest}`)).toEqual(wordsOf(finding.message));
      }
  });
});

const wordsOf = (text: string) => text.split(/\s+/).filter(Boolean).sort();
