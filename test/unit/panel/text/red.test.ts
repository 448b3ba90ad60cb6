import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../../src/panel/model/consent/chart-rows.ts';
import { readConsent } from '../../../../src/panel/model/consent/read-consent.ts';
import { surveyMatches } from '../../../../src/panel/model/mapping/match-survey.ts';
import { answersOf, ownAnswersOf } from '../../../../src/panel/text/answers.ts';
import { hitTone } from '../../../../src/panel/text/consent-words.ts';
import { verdictsTone } from '../../../../src/panel/text/verdict-chips.ts';
import { styleOf } from '../../../../src/panel/timeline/mark-style.ts';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import { session } from '../../../session/session.ts';
import { createTestSchedule } from '../schedule.ts';

const PIXEL = '1234567890123456';

/** A pixel that is locked until the visitor agrees, as it should be. */
const HELD = `
  page https://shop.example/
  fbq consent revoke
  fbq init ${PIXEL}
  library
  config ${PIXEL}
  #push dataLayer {event: generate_lead, value: 3, currency: EUR}
    #held fbq track Lead {value: 3, currency: EUR} {eventID: a1}
`;

/** The same, and the event left all the same. */
const LEFT = `
  page https://shop.example/
  fbq init ${PIXEL}
  library
  config ${PIXEL}
  consent onetrust OneTrustGroupsUpdated {groups: ",C0001,", stored: "C0001%3A1%2CC0004%3A0", closed: "2026-11-21T10:00:00.000Z"}
  +500ms #call fbq track Lead {value: 3, currency: EUR} {eventID: a1}
    > #hit hit ${PIXEL} Lead cd={value: 3, currency: EUR} eid=a1
`;

function judged(text: string) {
  const { entries, idOf } = session(text);
  const analysis = createAnalysis({ consent: { categories: { onetrust: 'C0004' } } });
  analysis.add(entries);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const get = (id: string) => byId.get(id);
  const of = (name: string) => byId.get(idOf(name)) as Entry;
  return { entries, analysis, get, of };
}

describe('a pixel that is rightly held', () => {
  it.each(['held', 'push'])('is not red in the row and the head of the %s', (name) => {
    const { analysis, get, of } = judged(HELD);
    const own = ownAnswersOf(of(name), analysis);
    const all = answersOf(of(name), analysis, get);
    for (const answers of [own, all])
      for (const [question, answer] of Object.entries(answers))
        expect(answer.tone, `${question}: ${answer.label}`).not.toMatch(/bad|warn/);
    expect(all.consent?.label).toBe('denied');
    expect(all.sent?.label).toMatch(/held/);
  });

  it('is not red in the counts, on the timeline, and among the mappings', async () => {
    const { analysis, entries, of } = judged(HELD);
    const { unsent, withheld, withoutConsent } = analysis.troubles();
    expect({ unsent, withheld, withoutConsent }).toEqual({
      unsent: 1,
      withheld: 1,
      withoutConsent: 0,
    });
    expect(styleOf(of('held'), analysis)).toMatchObject({ colour: 'tone', isHollow: true });
    const survey = await surveyMatches(entries, analysis, createTestSchedule(1), () => false);
    expect(survey?.verdicts.get('unsent')).toBe(1);
    expect(survey && verdictsTone('unsent', survey)).toBe('mute');
  });

  it('is not red as what the page says', () => {
    const { analysis, entries, get } = judged(HELD);
    const rows = rowsOf({
      read: readConsent({ analysis, log: analysis.log }),
      entries,
      window: { from: entries[0]?.at ?? 0, to: (entries.at(-1)?.at ?? 0) + 1_000 },
      plot: 1_000,
      verdictOf: analysis.consent.verdictOf,
      toneOf: (hit, verdict) => hitTone(hit, verdict, analysis.consent),
      timeOf: String,
      get,
    });
    const tones = rows.flatMap(({ items }) => items.map(({ tone }) => tone));
    expect(tones).toContain('closed');
    expect(tones).not.toContain('bad');
  });
});

describe('what left without consent', () => {
  it('is red, on the call and on the hit', () => {
    const { analysis, get, of } = judged(LEFT);
    for (const name of ['call', 'hit'])
      expect(answersOf(of(name), analysis, get).consent).toMatchObject({ tone: 'bad' });
  });

  it('is not where a blocker stopped it', () => {
    const { analysis, get, of } = judged(LEFT.replace('eid=a1', 'eid=a1 blocked'));
    expect(answersOf(of('hit'), analysis, get).consent?.tone).not.toBe('bad');
  });
});

describe('what waits for another reason', () => {
  it('counts as unsent still', () => {
    const { analysis } = judged(`
  page https://shop.example/
  fbq consent revoke
  fbq consent grant
  fbq init ${PIXEL}
  fbq track Lead {} {eventID: a1}
  library
  config ${PIXEL}`);
    const { unsent, withheld } = analysis.troubles();
    expect(withheld).toBe(0);
    expect(unsent).toBeLessThanOrEqual(1);
  });
});
