import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { formatConsent } from '../../../../src/cli/report/consent.ts';
import { en } from '../../../../src/language/en.ts';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import reportSchema from '../../../../src/rules/report.schema.json';
import { createReport } from '../../../../src/rules/report.ts';
import { LOADED, OFF, ON, oneTrust, PIXEL } from '../../../session/fragments.ts';
import { entries } from '../../../session/session.ts';

const session = entries`
  ${LOADED}
  @300 fbq dataProcessingOptions [LDU] (0) (0)
  @400 ${oneTrust(ON)}
  @500 fbq track Lead
  @505 hit ${PIXEL} Lead
  @1000 ${oneTrust(OFF)}
  @2000 #d:2000 fbq track Lead
  @2005 #net:2005 hit ${PIXEL} Lead
`;
const analysis = createAnalysis();
analysis.add(session);

describe('the consent part of the text report', () => {
  const report = createReport(analysis);

  it('counts by verdict, and says of what needs a look what each source said', () => {
    const byId = new Map(session.map((entry) => [entry.id, entry]));
    expect(formatConsent(report.consent, byId, en)).toEqual([
      'consent of events for Meta: denied 1, granted 1',
      '  denied',
      '    fbq track Lead [d:2000] hit [net:2005]: denied',
      '      Limited Data Use: undecided (LDU, 0, 0: limits processing, but is no consent), not counted; OneTrust: denied (C0004 “Targeting” denied)',
    ]);
  });

  it('is nothing where no event is bound for Meta', () => {
    expect(formatConsent([], new Map(), en)).toEqual([]);
  });

  it('is in the JSON report as its schema says', () => {
    const validate = new Ajv({ allErrors: true }).compile(reportSchema);
    validate(JSON.parse(JSON.stringify(report)));
    expect(validate.errors).toBeNull();
    expect(report.consent).toHaveLength(2);
  });
});
