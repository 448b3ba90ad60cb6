import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../src/rules/create-analysis.ts';
import { session } from '../../session/session.ts';
import { setUps } from './correct-set-ups.ts';
import { sites } from './correct-sites.ts';
import { publicSetUps } from './public-set-ups.ts';
import { rightVisits, wrongVisits } from './visits.ts';

const ALL = Object.entries({ ...sites, ...setUps, ...publicSetUps, ...rightVisits });

describe('a site that does everything right', () => {
  it('is one of a hundred at least', () => {
    expect(ALL.length).toBeGreaterThanOrEqual(100);
  });

  it.each(ALL)('%s meets no warning and no error', (_name, make) => {
    const { entries, profile } = make();
    const analysis = createAnalysis(profile);
    analysis.add(entries);
    analysis.end();
    const loud = analysis.findings().filter(({ severity }) => severity !== 'info');
    expect(loud.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
    const { unpaired, withoutConsent } = analysis.troubles();
    expect({ unpaired, withoutConsent }).toEqual({ unpaired: 0, withoutConsent: 0 });
  });
});

describe('a visit with one fault', () => {
  it.each(wrongVisits)('%s', (_name, text, ...loud) => {
    const analysis = createAnalysis();
    analysis.add(session(text).entries);
    analysis.end();
    const told = analysis.findings().filter(({ severity }) => severity !== 'info');
    expect(told.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(loud);
  });
});
