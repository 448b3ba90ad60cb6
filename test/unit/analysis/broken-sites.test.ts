import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../src/rules/create-analysis.ts';
import { broken } from './broken-sites.ts';

/** What each mistake gives, without the notes that every session has: one fault, one finding. */
const FOUND: Readonly<Record<string, readonly string[]>> = {
  right: [],
  rightAct: [],
  wrongCase: ['error pixel/event-name-case'],
  wrongCaseNoServer: ['error pixel/event-name-case'],
  wrongCaseAct: ['error pixel/event-name-case'],
  serverName: ['error dedup/name-case'],
  missingCurrency: ['error pixel/purchase-without-currency'],
  missingCurrencyAct: ['error pixel/purchase-without-currency'],
  missingValue: ['error pixel/purchase-without-value'],
  badValue: ['error pixel/invalid-value'],
  badValueNoServer: ['error pixel/invalid-value'],
  badCurrency: ['error pixel/invalid-currency'],
  serverOtherValue: ['warning dedup/copies-differ'],
  noEventId: ['error dedup/no-event-id'],
  serverNoId: ['error dedup/no-event-id'],
  mistypedOption: ['error pixel/misspelt-event-id'],
  idInData: ['error pixel/event-id-in-custom-data'],
  idMismatch: ['error dedup/different-ids'],
  serverPixel: ['warning dedup/other-pixel'],
  blocked: ['warning pixel/hit-blocked'],
  blockedNoServer: ['warning pixel/hit-blocked'],
  blockedAct: ['warning pixel/hit-blocked'],
  failed: ['warning pixel/hit-failed'],
  noCallNoServer: ['info mapping/unsent'],
  trackPurchaseCustom: ['info pixel/standard-event-as-custom'],
  beforeInit: ['error pixel/event-before-init'],
  beforeInitPurchasePush: ['error pixel/event-before-init'],
  libraryBlocked: ['warning pixel/library-blocked'],
  deadlock: ['error pixel/consent-deadlock'],
  previousTrigger: ['error dedup/previous-trigger-id'],
};

/** They say what a session cannot show. */
const NOTES = new Set([
  'consent/no-source',
  'dedup/no-server-events',
  'dedup/receipt-unknown',
  'dedup/derived-copy',
  'dedup/server-first',
]);

function analysed(name: string) {
  const { entries, profile } = (broken[name] as NonNullable<(typeof broken)[string]>)();
  const analysis = createAnalysis(profile);
  analysis.add(entries);
  return analysis;
}

describe('a site that does one thing wrong', () => {
  it.each(Object.entries(FOUND))('%s: %j', (name, expected) => {
    const found = analysed(name)
      .findings()
      .filter(({ rule }) => !NOTES.has(rule));
    expect(found.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual(expected);
  });

  it('keeps the verdicts whose finding another finding tells', () => {
    const analysis = analysed('wrongCase');
    expect(analysis.matches.all().map(({ verdict }) => verdict)).toContain('misnamed');
    expect(analysis.pairs.all().find(({ eventId }) => eventId === 'order-77')).toMatchObject({
      verdict: 'name-mismatch',
      why: ['pixel/event-name-case'],
    });
    expect(analysis.troubles().unpaired).toBe(1);
    const lost = analysed('blocked');
    expect(lost.pairs.all().find(({ eventId }) => eventId === 'order-77')).toMatchObject({
      verdict: 'server-only',
      why: ['pixel/hit-blocked'],
    });
    expect(lost.troubles().unpaired).toBe(0);
  });

  it('advises the standard name where the call that spelt it otherwise was not seen', () => {
    const { entries } = (broken.wrongCase as NonNullable<(typeof broken)[string]>)();
    const analysis = createAnalysis();
    analysis.add(entries.filter((entry) => entry.kind !== 'call'));
    const [finding] = analysis.findings().filter(({ rule }) => rule === 'dedup/name-case');
    expect(finding?.data).toMatchObject({ right: 'Purchase' });
  });
});
