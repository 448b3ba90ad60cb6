import { describe, expect, it } from 'vitest';
import type { Severity } from '../../../../../src/analysis/analysis.ts';
import type { Fact } from '../../../../../src/analysis/facts/fact.ts';
import { ENGLISH, LANGUAGES } from '../../../../../src/language/languages.ts';
import { groupFacts, readBlocks } from '../../../../../src/panel/model/findings/group-facts.ts';
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
