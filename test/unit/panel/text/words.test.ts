import { describe, expect, it } from 'vitest';
import type { Match, Pair, PixelState } from '../../../../src/analysis/analysis.ts';
import { de } from '../../../../src/language/de.ts';
import { en } from '../../../../src/language/en.ts';
import { describeEntry } from '../../../../src/panel/text/describe-entry.ts';
import { markWords, outcomeWords } from '../../../../src/panel/text/hit-words.ts';
import { stateWords } from '../../../../src/panel/text/state-words.ts';
import { chipsOf } from '../../../../src/panel/text/verdict-chips.ts';
import type { HitEntry, Outcome } from '../../../../src/session/entry.ts';
import { makeCall, makeHit, makePage } from '../../../session/numbered.ts';
import { makeAnswers } from '../answers.ts';

describe('a hit in words', () => {
  it('says vendor, event, transport, path, pixel and id; several events one after the other', () => {
    const hit = makeHit(1, {
      events: [
        { pixelId: '1', eventName: 'Lead', eventId: 'a', parameters: {} },
        { pixelId: '1', parameters: {} },
      ],
    });
    expect(describeEntry(hit)).toEqual({
      label: 'hit · Meta',
      command: '',
      name: 'Lead, (no name)',
      summary: 'GET (image) /tr/ pixel 1 id a',
    });
    expect(describeEntry(makeHit(1, { role: 'config', events: [] }))).toMatchObject({
      command: 'configuration',
      name: undefined,
    });
  });

  it('takes a batch of a thousand events and a megabyte of query without going through it all', () => {
    const events = Array.from({ length: 1_000 }, (_, i) => ({
      eventName: `E${i}`,
      parameters: {},
    }));
    const { name, summary } = describeEntry(
      makeHit(1, { events, url: `https://a.test/tr/?${'x'.repeat(1e6)}` }),
    );
    expect(name).toMatch(/^E0, .*E7, 992 more$/);
    expect(summary.length).toBeLessThan(300);
  });

  it.each([
    ['done', 204, '204', 'mute'],
    ['done', 404, '404', 'bad'],
    ['done', 500, '500', 'bad'],
    ['pending', undefined, 'pending', 'mute'],
    ['blocked', undefined, 'blocked', 'bad'],
    ['failed', undefined, 'failed', 'bad'],
    ['cancelled', undefined, 'cancelled', 'warn'],
    ['redirected', 302, '302 redirected', 'warn'],
    [undefined, 200, '200', 'mute'],
  ] as [Outcome | undefined, number | undefined, string, string][])(
    '%s with status %s is %j',
    (outcome, status, label, tone) => {
      expect(outcomeWords(makeHit(1, { outcome, status } as Partial<HitEntry>))).toMatchObject({
        label,
        tone,
      });
    },
  );

  it('says nothing where nothing is known', () => {
    expect(outcomeWords(makeHit(1, { outcome: undefined, status: undefined }))).toBeUndefined();
    expect(markWords(makeHit(1))).toBeUndefined();
  });

  it('puts the telling mark first and explains all', () => {
    const words = markWords(
      makeHit(1, {
        marks: ['automatic', 'body-unreadable'],
        events: [{ parameters: {}, marks: ['noscript'] }],
      }),
    );
    expect(words).toMatchObject({ label: 'body-unreadable +2', tone: 'warn' });
    expect(words?.title.split('\n')).toHaveLength(3);
  });
});

describe('a state in words', () => {
  const state = (more: Partial<PixelState>): PixelState => ({
    entry: 'd:1',
    state: 'held',
    hits: [],
    proof: [],
    ...more,
  });

  it('names pixel, reason and how many wait', () => {
    const words = stateWords(state({ pixelId: '77', reason: 'consent-revoked', waiting: 3 }));
    expect(words).toMatchObject({ label: 'held: consent revoked', tone: 'warn' });
    expect(words.title).toMatch(/^Pixel 77\. Held.*Consent is revoked.*3 calls wait\.$/);
  });

  it.each([en, de])(
    'has a sentence for every reason, in $name',
    ({ state: { reason: reasons } }) => {
      for (const [reason, { short, long }] of Object.entries(reasons)) {
        expect(short.length, reason).toBeLessThan(26);
        expect(long, reason).toMatch(/^[A-Z].*\.$/);
      }
    },
  );
});

describe('the chips of a row', () => {
  const match: Match = {
    entry: 'd:1',
    source: 'loyjoy',
    name: 'newsletter',
    rule: 'r1',
    expected: 'Lead',
    actual: ['Lead'],
    proof: [],
    verdict: 'matched',
    parameters: [],
  };
  const pair: Pair = {
    pixelId: '1',
    eventName: 'Lead',
    eventId: 'x',
    verdict: 'id-mismatch',
    browser: ['d:1'],
    server: [],
    why: ['dedup/id-mismatch'],
  };

  it('are none while the analysis says nothing, and for pages always', () => {
    expect(chipsOf(makeCall(1), makeAnswers())).toEqual([]);
    expect(chipsOf(makePage(1), makeAnswers({ pairs: { of: () => [pair] } }))).toEqual([]);
  });

  it('say consent, match, pair and state, in this order', () => {
    const chips = chipsOf(
      makeCall(1),
      makeAnswers({
        states: {
          of: (id) => [
            { entry: id, pixelId: '1', state: 'sent', hits: [], proof: [] },
            { entry: id, pixelId: '2', state: 'sent', hits: [], proof: [] },
          ],
        },
        matches: { of: () => [match] },
        pairs: { of: () => [pair] },
        consent: {
          of: (id) => [{ entry: id, atCall: 'granted', verdict: 'granted', sources: {} }],
        },
      }),
    );
    expect(chips.map(({ label, tone }) => `${label} ${tone}`)).toEqual([
      'granted ok',
      '→ Lead ok',
      'id-mismatch bad',
      'sent ok',
    ]);
    expect(chips.at(-1)?.title).toContain('Pixel 1');
    expect(chips.at(-1)?.title).toContain('Pixel 2');
  });

  it('say on the hit of a match only the verdict', () => {
    const [chip] = chipsOf(makeHit(5), makeAnswers({ matches: { of: () => [match] } }));
    expect(chip?.label).toBe('matched');
  });
});
