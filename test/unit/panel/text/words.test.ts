import { describe, expect, it } from 'vitest';
import type { Match, Pair, PixelState } from '../../../../src/analysis/analysis.ts';
import { de } from '../../../../src/language/de.ts';
import { en } from '../../../../src/language/en.ts';
import { isEvent, ownAnswersOf } from '../../../../src/panel/text/answers.ts';
import { describeEntry } from '../../../../src/panel/text/describe-entry.ts';
import { outlineOf, outlineWords } from '../../../../src/panel/text/event-outline.ts';
import { markWords, outcomeWords } from '../../../../src/panel/text/hit-words.ts';
import { stateWords } from '../../../../src/panel/text/state-words.ts';
import type { HitEntry, Outcome } from '../../../../src/session/entry.ts';
import { makeCall, makeHit, makePage } from '../../../session/numbered.ts';
import { entries } from '../../../session/session.ts';
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
    expect(words).toMatchObject({ label: 'body not shown +2', tone: 'warn' });
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
    expect(words).toMatchObject({ label: 'held: consent revoked', tone: 'mute' });
    expect(words.title).toMatch(/^Pixel 77\. Held.*Consent is revoked.*3 calls are waiting\.$/);
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

describe('the answers of a row', () => {
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
    expect(ownAnswersOf(makeCall(1), makeAnswers())).toEqual({});
    expect(ownAnswersOf(makePage(1), makeAnswers({ pairs: { of: () => [pair] } }))).toEqual({});
  });

  it('say where it was sent, its match, its pair and its consent, several pixels at once', () => {
    const answers = ownAnswersOf(
      makeCall(1),
      makeAnswers({
        states: {
          of: (id) => [
            { entry: id, pixelId: '1', state: 'sent', hits: [], proof: [] },
            { entry: id, pixelId: '2', state: 'not-sent', hits: [], proof: [] },
          ],
        },
        matches: { of: () => [match] },
        pairs: { of: () => [pair] },
        consent: {
          of: (id) => [{ entry: id, atCall: 'granted', verdict: 'granted', sources: {} }],
        },
      }),
    );
    expect(Object.entries(answers).map(([about, { label, tone }]) => [about, label, tone])).toEqual(
      [
        // The gravest of the two.
        ['sent', 'not sent', 'bad'],
        ['mapping', '→ Lead', 'ok'],
        ['pair', 'ids differ', 'bad'],
        ['consent', 'granted', 'ok'],
      ],
    );
    expect(answers.sent?.title).toContain('Pixel 1');
    expect(answers.sent?.title).toContain('Pixel 2');
    // The word that a filter takes.
    expect(answers.pair?.title).toContain('verdict:id-mismatch');
  });

  it('do not say that what was not sent has arrived', () => {
    const titleOf = (verdict: Match['verdict']) =>
      ownAnswersOf(makeCall(1), makeAnswers({ matches: { of: () => [{ ...match, verdict }] } }))
        .mapping?.title;
    expect(titleOf('misnamed')).toContain('Arrived: Lead');
    expect(titleOf('unsent')).not.toContain('Arrived');
  });

  it('say on the hit of a match only the verdict', () => {
    const { mapping } = ownAnswersOf(makeHit(5), makeAnswers({ matches: { of: () => [match] } }));
    expect(mapping?.label).toBe('matched');
  });

  it.each([
    ['a call that is none of an event', 'fbq init 1234567890123456', false],
    ['gtm.js', 'dataLayer {event: gtm.js}', false],
    ['a grant', 'fbq consent grant', false],
    ['the library', 'library', false],
    ['a push without a name', 'dataLayer {user: x}', false],
    ['a push', 'dataLayer {event: purchase}', true],
    ['a pixel call', 'fbq track Lead', true],
    ['a hit', 'hit 1234567890123456 Lead', true],
    ['a server event', 'server 1234567890123456 Lead id=a', true],
  ])('are asked of %s', (_name, line, asked) => {
    const [entry] = entries(line);
    expect(entry && isEvent(entry)).toBe(asked);
  });
});

describe('what tells the events of one name apart', () => {
  it.each([
    [
      'fbq track Purchase {value: 34.3, currency: EUR, contents: [{id: a}, {id: b}]} {eventID: order-9522805474}',
      '34.3 EUR · 2 items · id …5474',
    ],
    [
      'hit 1234567890123456 Purchase cd={value: 34.3, currency: EUR, content_ids: [a]} eid=e1',
      '34.3 EUR · 1 item · id e1',
    ],
    ['server 1234567890123456 Purchase id=a1 {value: 1}', '1 · id a1'],
    [
      'dataLayer {event: purchase, ecommerce: {value: 9.5, currency: USD, items: [{item_id: a}]}}',
      '9.5 USD · 1 item',
    ],
    ['cact-hit purchase {amount: 101, currency: EUR}', '101 EUR'],
    ['analytics track "Order Completed" {revenue: 5, currency: EUR, products: []}', '5 EUR'],
    ['fbq track Lead', ''],
    ['fbq init 1234567890123456', ''],
  ])('%s', (line, words) => {
    const [entry] = entries(line);
    expect(entry && outlineWords(outlineOf(entry))).toBe(words);
  });

  it.each([
    ['34.3', '34,3'],
    ['34.30', '34,30'],
    ['1234567.891', '1234567,891'],
    ['-5', '-5'],
    // What is no number is shown as it is: that it is none is the fault.
    ['9,99', '9,99'],
    ['1.234,5', '1.234,5'],
    ['1e3', '1e3'],
    ['12 EUR', '12 EUR'],
  ])('an amount of %s is %s in German', (given, said) => {
    expect(de.say.amount(given)).toBe(said);
    expect(en.say.amount(given)).toBe(given);
  });
});
