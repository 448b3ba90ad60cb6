import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../src/rules/create-analysis.ts';
import { conditionsFor } from '../../../src/rules/grading.ts';
import type { RuleSetting } from '../../../src/session/profile.ts';
import { OTHER_PIXEL, PIXEL, READY } from '../../session/fragments.ts';
import { session } from '../../session/session.ts';

const RULE = 'pixel/event-name-case';

/** A purchase under a wrong name, sent to the one pixel that is there, or to one by its id. */
const CALLS: Readonly<Record<string, string>> = {
  track: `${READY}\nfbq track purchase {value: 1, currency: EUR}`,
  trackSingle: `${READY}\nfbq init ${OTHER_PIXEL}\nfbq trackSingle ${OTHER_PIXEL} purchase {value: 1, currency: EUR}`,
};

function gradeOf(text: string, rules: Record<string, RuleSetting>, pieces = 1): string | undefined {
  const analysis = createAnalysis({ rules });
  const { entries } = session(text);
  for (let i = 0; i < pieces; i += 1) {
    analysis.add(entries.filter((_, n) => n % pieces === i));
    analysis.facts.all();
  }
  return analysis.findings().find(({ rule }) => rule === RULE)?.severity;
}

describe('a level of the profile', () => {
  it.each<[string, string, Record<string, RuleSetting>, string | undefined]>([
    ['none', 'track', {}, 'error'],
    ['the rule’s', 'track', { [RULE]: 'info' }, 'info'],
    ['off', 'track', { [RULE]: 'off' }, undefined],
    ['the area’s', 'track', { 'pixel/*': 'warning' }, 'warning'],
    ['another area’s', 'track', { 'dedup/*': 'off' }, 'error'],
    ['of all', 'track', { '*': 'info' }, 'info'],
    ['the rule’s before the area’s', 'track', { 'pixel/*': 'off', [RULE]: 'info' }, 'info'],
    ['an event’s', 'track', { [RULE]: { level: 'off', event: 'purchase' } }, undefined],
    ['another event’s', 'track', { [RULE]: { level: 'off', event: 'Lead' } }, 'error'],
    ['the pixel’s that it reaches', 'track', { [RULE]: { level: 'off', pixel: PIXEL } }, undefined],
    ['another pixel’s', 'track', { [RULE]: { level: 'off', pixel: OTHER_PIXEL } }, 'error'],
    [
      'the pixel’s that it names',
      'trackSingle',
      { [RULE]: { level: 'off', pixel: OTHER_PIXEL } },
      undefined,
    ],
    [
      'the pixel’s that it does not name',
      'trackSingle',
      { [RULE]: { level: 'off', pixel: PIXEL } },
      'error',
    ],
    ['the page’s', 'track', { [RULE]: { level: 'info', address: 'shop.example' } }, 'info'],
    ['another page’s', 'track', { [RULE]: { level: 'info', address: 'shop.example/x' } }, 'error'],
    [
      'all of the conditions',
      'track',
      { [RULE]: [{ level: 'info', event: 'purchase', pixel: OTHER_PIXEL }, 'warning'] },
      'warning',
    ],
  ])('%s: %s', (_what, call, rules, level) => {
    // However the entries come: a pixel or a page may come last.
    for (const pieces of [1, 2, 3])
      expect(gradeOf(CALLS[call] ?? '', rules, pieces), `in ${pieces} pieces`).toBe(level);
  });

  it('can be made for what the finding is about', () => {
    const analysis = createAnalysis();
    const { entries } = session(CALLS.track ?? '');
    analysis.add(entries);
    const fact = analysis.facts.all().find(({ rule }) => rule === RULE);
    const get = (id: string) => entries.find((entry) => entry.id === id);
    const pixelsOf = (id: string) => analysis.states.of(id).flatMap(({ pixelId }) => pixelId ?? []);
    expect(fact && conditionsFor(fact, { get, pixelsOf })).toEqual({
      events: ['purchase'],
      pixels: [PIXEL],
      address: 'shop.example',
    });
  });
});
