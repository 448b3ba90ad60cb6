import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../src/rules/create-analysis.ts';
import { sites } from './correct-sites.ts';

describe('a site that does everything right', () => {
  it.each(Object.entries(sites))('%s meets no warning and no error', (_name, make) => {
    const { entries, profile } = make();
    const analysis = createAnalysis(profile);
    analysis.add(entries);
    const loud = analysis.findings().filter(({ severity }) => severity !== 'info');
    expect(loud.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
    const { unpaired, withoutConsent } = analysis.troubles();
    expect({ unpaired, withoutConsent }).toEqual({ unpaired: 0, withoutConsent: 0 });
  });
});
