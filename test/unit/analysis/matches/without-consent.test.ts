import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import type { Profile } from '../../../../src/session/profile.ts';
import { OFF, ON, oneTrust, READY, sent } from '../../../session/fragments.ts';
import { entries } from '../../../session/session.ts';

/** A rule of the profile; the site's tag for Meta waits for consent, as tag managers have it. */
const profile: Profile = {
  mapping: {
    rules: [{ from: { source: 'dataLayer', name: 'order_placed' }, to: 'Purchase' }],
  },
};
const ORDER = 'dataLayer {event: order_placed, value: 3, currency: EUR}';
const PURCHASE = sent('Purchase', '{value: 3, currency: EUR}', 'a1');

function judged(...lines: string[]) {
  const analysis = createAnalysis(profile);
  analysis.add(entries([READY, ...lines].join('\n')));
  return {
    found: analysis
      .findings()
      .filter(({ rule }) => rule === 'mapping/unsent')
      .map(({ severity, data }) => [severity, (data as { how: string }).how]),
    matches: analysis.matches
      .all()
      .filter(({ name }) => name === 'order_placed')
      .map(({ verdict, notes }) => [verdict, ...(notes ?? []).map(({ code }) => code)]),
  };
}

describe('an event of the profile without its Meta event', () => {
  it('is a fault where there was consent, or nobody asks for it', () => {
    for (const consent of [[oneTrust(ON)], []])
      expect(judged(...consent, ORDER)).toEqual({
        found: [['error', 'not-called']],
        matches: [['unsent']],
      });
  });

  it('is right where consent was refused', () => {
    expect(judged(oneTrust(OFF), ORDER)).toEqual({
      found: [],
      matches: [['unsent', 'no-consent']],
    });
  });

  it('is worth knowing while the visitor has not decided', () => {
    expect(judged(oneTrust(OFF, false), ORDER).found).toEqual([['info', 'not-called']]);
  });

  it('is judged by the moment of the event, whatever was decided later', () => {
    expect(judged(oneTrust(OFF), ORDER, oneTrust(ON)).found).toEqual([]);
    expect(judged(oneTrust(ON), ORDER, oneTrust(OFF)).found).toEqual([['error', 'not-called']]);
  });

  it('does not count among those that are too few', () => {
    expect(judged(oneTrust(OFF), ORDER, oneTrust(ON), ORDER, PURCHASE).found).toEqual([]);
    expect(judged(oneTrust(ON), ORDER, ORDER, PURCHASE).found).toEqual([['warning', 'too-few']]);
  });
});
