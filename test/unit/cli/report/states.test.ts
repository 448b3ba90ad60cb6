import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { formatCoverage, formatStates } from '../../../../src/cli/report/states.ts';
import { en } from '../../../../src/language/en.ts';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import reportSchema from '../../../../src/rules/report.schema.json';
import { createReport } from '../../../../src/rules/report.ts';
import { OTHER_PIXEL, PIXEL, READY, sent } from '../../../session/fragments.ts';
import { type Session, session } from '../../../session/session.ts';

const analysisOf = ({ entries }: Session) => {
  const analysis = createAnalysis();
  analysis.add(entries);
  return analysis;
};

const visit = session`
  page https://shop.example/
  #early fbq track Lead
  ${READY}
  ${sent('Purchase', '{value: 3, currency: EUR}', 'a1')}
  #other fbq trackSingle ${OTHER_PIXEL} Contact
  #revoke fbq consent revoke
  #held fbq track Search
  dataLayer {event: purchase}
`;

describe('what the panel knows of calls and rules, in the report', () => {
  it('has every pixel call with its state, reason, hits and proof', () => {
    const analysis = analysisOf(visit);
    const report = createReport(analysis);
    const known = visit.entries.flatMap(({ id }) => analysis.states.of(id));
    expect(report.states).toEqual(known);
    expect(known.map(({ state, reason }) => `${state} ${reason ?? ''}`.trim()).sort()).toEqual([
      'held consent-revoked',
      'not-sent before-init',
      'not-sent unknown-pixel',
      'sent',
    ]);
  });

  it('has the rules that could be met with how often they were, and the keys of copies', () => {
    const analysis = analysisOf(visit);
    const { coverage, keyCoverage } = createReport(analysis);
    expect(coverage).toEqual(
      analysis.matches.coverage().map(({ rule, entries }) => ({ rule, seen: entries.length })),
    );
    expect(coverage.filter(({ seen }) => seen > 0)).toEqual([
      { rule: 'data-layer/purchase', seen: 1 },
    ]);
    expect(keyCoverage).toEqual(analysis.pairs.coverage());
    expect(keyCoverage).toMatchObject([{ pixelId: PIXEL, eventName: 'Purchase', eventId: 1 }]);
  });

  it('is what the shipped schema describes', () => {
    const validate = new Ajv({ allErrors: true }).compile(reportSchema);
    validate(createReport(analysisOf(visit)));
    expect(validate.errors).toBeNull();
  });
});

describe('pixel calls and rules in the text report', () => {
  it('are counted, and those without a hit named by reason', () => {
    const { states, coverage } = createReport(analysisOf(visit));
    const idOf = (name: string) => visit.idOf(name);
    expect(formatStates(states, en.report)).toEqual([
      'pixel calls: 2 not-sent, 1 held, 1 sent',
      '  not-sent: before-init',
      `    Lead [${idOf('early')}], unknown pixel`,
      '  not-sent: unknown-pixel',
      `    Contact [${idOf('other')}], unknown pixel`,
      '  held: consent-revoked',
      `    Search [${idOf('held')}], ${PIXEL}`,
    ]);
    expect(formatCoverage(coverage, en.report)).toEqual([
      `mapping rules: 1 of ${coverage.length} met`,
    ]);
  });

  it('end after ten of a reason, and say nothing where there are none', () => {
    const many = Array.from({ length: 12 }, () => 'fbq track Lead');
    const { states } = createReport(
      analysisOf(session`
      page https://shop.example/
      ${many.join('\n')}
    `),
    );
    const lines = formatStates(states, en.report);
    expect(lines).toHaveLength(13);
    expect(lines.at(-1)).toBe('    and 2 more');
    expect(formatStates([], en.report)).toEqual([]);
    expect(formatCoverage([], en.report)).toEqual([]);
  });
});
