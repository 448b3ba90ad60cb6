import { describe, expect, it } from 'vitest';
import {
  answerLabel,
  answersOf,
  longWaitWords,
  type Question,
} from '../../../../src/panel/text/answers.ts';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import { makeHit } from '../../../session/numbered.ts';
import { session } from '../../../session/session.ts';

const PIXEL = '1234567890123456';
const OTHER = '2234567890123456';

function answer(text: string, name: string, question: Question) {
  const { entries, idOf } = session(text);
  const analysis = createAnalysis();
  analysis.add(entries);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const entry = byId.get(idOf(name));
  if (!entry) throw new Error(`no ${name}`);
  return answersOf(entry, analysis, (id) => byId.get(id))[question];
}

const START = `
  page https://shop.example/
  fbq init ${PIXEL}
  library
  config ${PIXEL}
`;

describe('green', () => {
  it('is what was seen to leave', () => {
    const sent = answer(
      `${START}
  #chat loyjoy lead {label: x}
    fbq track Lead {value: 3, currency: EUR} {eventID: a1}
      > hit ${PIXEL} Lead cd={value: 3, currency: EUR} eid=a1`,
      'chat',
      'sent',
    );
    expect(sent).toMatchObject({ tone: 'ok' });
  });

  it('does not outrank the pixel call of a chat whose hit was not seen', () => {
    const sent = answer(
      `${START}
  #chat loyjoy lead {label: x}
    fbq track Lead {value: 3, currency: EUR} {eventID: a1}
      > hit ${PIXEL} Lead cd={value: 3, currency: EUR} eid=a1
    fbq track Contact {} {eventID: a2}`,
      'chat',
      'sent',
    );
    expect(sent).toMatchObject({ tone: 'mute', label: 'called' });
  });

  it('does not outrank the other pixel of one call', () => {
    const sent = answer(
      `${START}
  fbq init ${OTHER}
  config ${OTHER}
  #call fbq track Lead {value: 3, currency: EUR} {eventID: a1}
    > hit ${PIXEL} Lead cd={value: 3, currency: EUR} eid=a1`,
      'call',
      'sent',
    );
    expect(sent).toMatchObject({ tone: 'mute', label: 'called' });
  });

  it('does not outrank the trigger of a chat whose hit was not seen', () => {
    const chat = (hit: string) => `${START}
  #chat loyjoy lead {label: x}
    fbq track Lead {value: 3, currency: EUR} {eventID: a1}
      > hit ${PIXEL} Lead cd={value: 3, currency: EUR} eid=a1
    cact trigger generate_lead {value: 3, currency: EUR}${hit}`;
    expect(answer(chat(''), 'chat', 'sent')).toMatchObject({ tone: 'mute', label: 'no hit seen' });
    const hit = '\n      > cact-hit generate_lead {value: 3, currency: EUR}';
    expect(answer(chat(hit), 'chat', 'sent')).toMatchObject({ tone: 'ok' });
  });

  it('does not outrank what a source did not say about consent', () => {
    const consent = answer(
      `
  page https://shop.example/
  consent google-consent-mode update {ad_storage: granted}
  #push dataLayer {event: lead}
    fbq track Lead {} {eventID: a1}
      > hit ${PIXEL} Lead eid=a1`,
      'push',
      'consent',
    );
    expect(consent?.tone).not.toBe('ok');
  });
});

describe('a pair', () => {
  const pair = (data: string) => `${START}
  #call fbq track Lead {value: 3, currency: EUR, content_name: Chair} {eventID: a1}
    > hit ${PIXEL} Lead cd={value: 3, currency: EUR, content_name: Chair} eid=a1
  server ${PIXEL} Lead id=a1 ${data}`;

  it('is well where its copies agree, and says what they do not', () => {
    const words = (data: string) => answer(pair(data), 'call', 'pair');
    expect(words('{value: 3}')).toMatchObject({ tone: 'ok' });
    expect(words('{value: 4}')).toMatchObject({ tone: 'warn', label: 'value differs' });
    expect(words('{content_name: Stuhl}')).toMatchObject({
      tone: 'mute',
      label: 'content_name differs',
    });
  });
});

it('consent of a hit that left where nobody listened is no verdict, and no source missing', () => {
  const hit = makeHit(9, { page: 'unheard:0' });
  const analysis = createAnalysis();
  analysis.add([hit]);
  const { consent } = answersOf(hit, analysis, analysis.log.get);
  expect(consent).toMatchObject({ tone: 'mute', label: 'not watched' });
});

describe('a pixel call without a hit', () => {
  const revoked = START.replace('  fbq init', '  fbq consent revoke\n  fbq init');
  const LEAD = 'fbq track Lead {value: 3, currency: EUR} {eventID: a1}';
  it.each([
    ['held', `${revoked}\n  #call ${LEAD}`, 'held'],
    ['called', `${START}\n  #call ${LEAD}`, 'no hit seen'],
    ['not sent', `  page https://shop.example/\n  #call ${LEAD}`, 'no copy'],
  ])('that is %s says so where a pair would be named', (_state, text, label) => {
    expect(answer(text, 'call', 'pair')).toMatchObject({ tone: 'mute', label });
  });

  it('that is held says what its source event will be', () => {
    const text = `${revoked}\n  #push dataLayer {event: generate_lead}\n    #call ${LEAD}`;
    expect(answer(text, 'push', 'mapping')).toMatchObject({ tone: 'mute', label: '→ Lead: held' });
    expect(answer(text, 'call', 'mapping')).toMatchObject({ tone: 'mute', label: 'held' });
  });
});

describe('the mapping of a pixel event that no match names', () => {
  const lead = `fbq track Lead {value: 3, currency: EUR} {eventID: a1}
      > #hit hit ${PIXEL} Lead cd={value: 3, currency: EUR} eid=a1`;

  it('is that the page called Meta itself', () => {
    const text = `${START}\n  #call ${lead}`;
    for (const name of ['call', 'hit'])
      expect(answer(text, name, 'mapping')).toMatchObject({ tone: 'mute', label: 'direct' });
    expect(answer(`${START}\n  #call fbq track Lead`, 'call', 'mapping')?.label).toBe('direct');
  });

  it('is not asked of what a server sent: its hit has the match', () => {
    const text = `${START}
  #push dataLayer {event: purchase, ecommerce: {value: 3, currency: EUR, transaction_id: a1}}
    #call fbq track Purchase {value: 3, currency: EUR} {eventID: a1}
      > #hit hit ${PIXEL} Purchase cd={value: 3, currency: EUR} eid=a1
  #copy server ${PIXEL} Purchase id=a1 {value: 3, currency: EUR}`;
    for (const name of ['call', 'hit'])
      expect(answer(text, name, 'mapping')).toMatchObject({ label: 'matched' });
    expect(answer(text, 'copy', 'mapping')).toBeUndefined();
  });

  it('is that no rule leads there, where another event stands before it', () => {
    const text = `${START}\n  dataLayer {event: purchase}\n    #call ${lead}`;
    for (const name of ['call', 'hit'])
      expect(answer(text, name, 'mapping')).toMatchObject({ tone: 'mute', label: 'no rule' });
  });

  it('is not asked of what is no event, nor of a hit whose call nobody saw', () => {
    expect(answer(`#call fbq init ${PIXEL}`, 'call', 'mapping')).toBeUndefined();
    expect(answer(`#hit hit ${PIXEL} Lead`, 'hit', 'mapping')).toBeUndefined();
  });
});

describe('how long it took', () => {
  const held = (ms: number) => `${START}
  fbq consent revoke
  #call fbq track Lead {} {eventID: a1}
  +${ms}ms fbq consent grant
  #hit hit ${PIXEL} Lead eid=a1`;

  it('is said of a call with its hit, and in its row where the call waited', () => {
    const soon = answer(held(10), 'call', 'sent');
    expect(soon).toMatchObject({
      label: 'sent',
      tone: 'ok',
      title: expect.stringMatching(/ Its hit left \d+ ms after the call\.$/),
    });
    expect(soon && answerLabel(soon)).toMatch(/^sent, \d+ ms later$/);
    expect(soon && longWaitWords(soon)).toBeUndefined();
    const late = answer(held(4_000), 'call', 'sent');
    expect(late && longWaitWords(late)).toMatch(/^4(\.\d+)? s later$/);
  });

  it('is said of a hit with its answer', () => {
    const { entries } = session(`${START}\n  hit ${PIXEL} Lead eid=a1`);
    const hit = entries.at(-1);
    if (hit?.kind !== 'hit') throw new Error('no hit');
    const ended = { ...hit, outcome: 'done' as const, status: 200, endAt: hit.at + 38 };
    const analysis = createAnalysis();
    analysis.add([...entries.slice(0, -1), ended]);
    expect(answersOf(ended, analysis, analysis.log.get).sent?.title).toMatch(/ It took 38 ms\.$/);
  });
});
