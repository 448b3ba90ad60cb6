import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { formatConsent } from '../../../../src/cli/report/consent.ts';
import reportSchema from '../../../../src/rules/report.schema.json';
import { createReport } from '../../../../src/rules/report.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import { analysed, fbq, hit, OFF, ON, oneTrust, ready } from '../../analysis/consent/entries.ts';

const session: Entry[] = [
  ...ready,
  fbq(300, 'dataProcessingOptions', ['LDU'], 0, 0),
  oneTrust(400, ON),
  fbq(500, 'track', 'Lead'),
  hit(505),
  oneTrust(1_000, OFF),
  fbq(2_000, 'track', 'Lead'),
  hit(2_005),
];

describe('the consent part of the text report', () => {
  const report = createReport(analysed(session));

  it('counts by verdict, and says of what needs a look what each source said', () => {
    const byId = new Map(session.map((entry) => [entry.id, entry]));
    expect(formatConsent(report.consent, byId)).toEqual([
      'consent of events for Meta: denied 1, granted 1',
      '  denied',
      '    fbq track Lead [d:2000] hit [net:2005]: denied',
      '      Limited Data Use: undecided (LDU, 0, 0: how Meta may process, no consent), not counted; OneTrust: denied (C0004 denied)',
    ]);
  });

  it('is nothing where no event is bound for Meta', () => {
    expect(formatConsent([], new Map())).toEqual([]);
  });

  it('is in the JSON report as its schema says', () => {
    const validate = new Ajv({ allErrors: true }).compile(reportSchema);
    validate(JSON.parse(JSON.stringify(report)));
    expect(validate.errors).toBeNull();
    expect(report.consent).toHaveLength(2);
  });
});
