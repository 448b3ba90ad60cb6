import { describe, expect, it, test } from 'vitest';
import type { PixelState } from '../../../../src/analysis/analysis.ts';
import type { PageValue } from '../../../../src/session/value.ts';
import { PIXEL } from '../../../session/fragments.ts';
import { entries } from '../../../session/session.ts';
import { writeValue } from '../../../session/value-text.ts';
import { RULES } from '../../vendors/meta/recorded-calls.ts';
import { RUNS, sessionOf } from '../links/observed-run.ts';
import { analyse, analyseWithLinks, rulesOf } from './judged.ts';

const PAGE = 'page https://shop.test/';
const INIT = `#2 @1002 fbq init ${PIXEL}`;
const TRACK = '#5 @1005 fbq track Lead';
const HIT = `@2000 #h hit ${PIXEL}`;
/** Lines in batches. */
const batches = (...lines: string[]) => lines.join('\n---\n');
const lines = (...all: string[]) => all.join('\n');

describe('pixel calls', () => {
  it('are judged by what came before them in their document', () => {
    expect(
      rulesOf(`
        ${PAGE}
        fbq track PageView
        fbq init ${PIXEL}
        fbq track Lead
        fbq init ${PIXEL}
        fbq trackSingle 987 Lead
      `),
    ).toEqual([
      'pixel/duplicate-pixel-id d:4',
      'pixel/event-before-init d:1 d:2',
      'pixel/unknown-pixel d:5',
    ]);
  });

  it('a pixel that is initialised later is no slip of one that is near', () => {
    const [near, named] = ['522344231566343', '522344231566344'];
    const early = `${PAGE}\nfbq init ${near}\nfbq trackSingle ${named} Lead`;
    const meantIn = (text: string) =>
      analyse(text).map(({ data }) => (data as { meant?: string }).meant);
    expect(meantIn(early)).toEqual([near]);
    expect(meantIn(`${early}\nfbq init ${named}`)).toEqual([undefined]);
    expect(meantIn(`${early}\n---\nfbq init ${named}`)).toEqual([undefined]);
  });

  it('have the words that the library printed as proof; what no call explains is told itself', () => {
    const words = (text: string) => `console warning "[Meta Pixel] - ${text}"`;
    const missing = words("Required parameter 'currency' is missing for event 'Purchase'.");
    const calls = `${PAGE}\nfbq init ${PIXEL}\nfbq track Purchase {value: 3}`;
    expect(rulesOf(`${calls}\n---\n${missing}`)).toEqual([
      'pixel/purchase-without-currency d:2 con:1',
    ]);
    expect(rulesOf(`${PAGE}\n${missing}`)).toEqual(['pixel/library-warning con:1']);
    // A frame's words are heard of its tab.
    expect(rulesOf(`page a https://ads.test/\n${missing}\n${calls}`)).toEqual([
      'pixel/purchase-without-currency e:2',
    ]);
  });

  it('are judged again when an init comes that ran before them', () => {
    const later = (command: string) => lines(PAGE, `#3 @1003 fbq ${command}`);
    expect(rulesOf(batches(later('track Lead'), INIT))).toEqual([]);
    expect(rulesOf(batches(later(`init ${PIXEL}`), INIT))).toEqual([
      'pixel/duplicate-pixel-id d:3',
    ]);
  });

  it('find no missing init where entries are missing', () => {
    expect(rulesOf(lines(PAGE, TRACK))).toEqual(['pixel/event-before-init d:5']);
    expect(rulesOf(TRACK)).toEqual([]);
    expect(rulesOf(lines(PAGE, '@1002 gap 2-3', TRACK))).toEqual([]);
    expect(rulesOf(batches(lines(PAGE, TRACK), '@1002 gap 2-3'))).toEqual([]);
    expect(rulesOf(lines(PAGE, TRACK, '@1007 gap 7-9'))).toEqual(['pixel/event-before-init d:5']);
  });

  it('find no missing init where a hit shows one that was not seen', () => {
    const called = lines(PAGE, TRACK);
    expect(rulesOf(batches(called, `${HIT} PageView`))).toEqual([]);
    // That image needs no init.
    const image = `${HIT} PageView noscript=1 v=(undefined)`;
    expect(rulesOf(batches(called, image))).toEqual(['pixel/event-before-init d:5']);
    // The init of that pixel was seen, after the call.
    const init = `#6 @1006 fbq init ${PIXEL}`;
    expect(rulesOf(batches(called, `${HIT} PageView`, init))).toEqual([
      'pixel/event-before-init d:5 d:6',
    ]);
  });

  it('find no missing init where the call itself is known to have been sent', () => {
    const called = lines(PAGE, TRACK, `#6 @1006 fbq init ${PIXEL}`);
    const joined = lines(PAGE, TRACK, `  > ${HIT} Lead`, `#6 @1006 fbq init ${PIXEL}`);
    expect(rulesOf(joined)).toEqual([]);
    const state: PixelState = {
      entry: 'd:5',
      state: 'held',
      reason: 'config-loading',
      hits: [],
      proof: [],
    };
    expect(rulesOf(called, { states: { 'd:5': [state] } })).toEqual([]);
    expect(
      rulesOf(called, {
        states: { 'd:5': [{ ...state, state: 'not-sent', reason: 'before-init' }] },
      }),
    ).toEqual(['pixel/event-before-init d:5 d:6']);
  });

  it('name the init with the bad id once, not every event behind it', () => {
    expect(rulesOf(lines(PAGE, 'fbq init abc', 'fbq track PageView', 'fbq track Lead'))).toEqual([
      'pixel/invalid-pixel-id d:1',
    ]);
  });

  it('say what the SDK prints', () => {
    const [finding] = analyse(lines(PAGE, 'fbq init abc'));
    expect(finding).toMatchObject({ severity: 'error', entries: ['d:1'] });
    expect(finding?.message).toContain(
      'Meta’s library prints: “[Meta Pixel] - Invalid PixelID: null.”',
    );
    expect(finding?.fix).toContain('fbq("init", ');
  });
});

describe('what the SDK says of calls that it has not run', () => {
  const called = lines(PAGE, `fbq init ${PIXEL}`, 'fbq track Mine');
  const state = (more: Partial<PixelState>): PixelState[] => [
    { entry: 'd:2', pixelId: PIXEL, state: 'called', hits: [], proof: [], ...more },
  ];
  const message = (states: PixelState[]) =>
    analyse(called, { states: { 'd:2': states } })[0]?.message;
  const LATER = 'When it runs, Meta’s library prints: “[Meta Pixel] - You are';

  it('is still to come while the call waits', () => {
    expect(message(state({ state: 'held', reason: 'consent-deadlock' }))).toContain(LATER);
    expect(message(state({ state: 'not-sent', reason: 'config-failed' }))).toContain(LATER);
  });

  it('is said where the call ran, or nothing else is known', () => {
    for (const states of [
      [],
      state({}),
      state({ state: 'sent' }),
      state({ state: 'not-sent', reason: 'client-blocked' }),
    ])
      expect(message(states)).toContain('Meta’s library prints: “[Meta Pixel] - You are');
  });
});

describe('what became of a faulty call', () => {
  const called = lines(PAGE, `fbq init ${PIXEL}`, 'fbq track Mine');
  test.each([
    [{ state: 'sent' }, 'The event was still sent.'],
    [{ state: 'held', reason: 'consent-revoked' }, 'It waits: consent is revoked.'],
    [
      { state: 'not-sent', reason: 'client-blocked' },
      'It is not sent: its request was blocked in the browser.',
    ],
  ] as const)('%o', (more, words) => {
    const state: PixelState = { entry: 'd:2', pixelId: PIXEL, hits: [], proof: [], ...more };
    const [finding] = analyse(called, { states: { 'd:2': [state] } });
    expect(finding?.message).toContain(words);
    if (more.state !== 'sent') expect(finding?.message).not.toContain('still sent');
  });
});

describe('hits whose call was not seen', () => {
  const bare = `${HIT} Purchase cd[value]=9,99`;

  it('are checked like calls', () => {
    expect(rulesOf(lines(PAGE, bare))).toEqual([
      'pixel/invalid-value h',
      'pixel/purchase-without-currency h',
    ]);
    const [value] = analyse(bare);
    expect(value?.message).toContain('The call behind this hit was not seen.');
    expect(value?.message).not.toContain('prints');
    expect(value?.fix).toBe('fbq("track", "Purchase", {value: 9.99, currency: currency});');
  });

  it('are not found faulty twice', () => {
    const calls = lines(PAGE, `fbq init ${PIXEL}`, 'fbq track Purchase {value: "9,99"}');
    const once = ['pixel/invalid-value d:2', 'pixel/purchase-without-currency d:2'];
    const joined = { links: [['d:2', 'h']] as const };
    expect(rulesOf(batches(calls, bare), joined)).toEqual(once);
    expect(rulesOf(batches(bare, calls), joined)).toEqual(once);
    // Not joined, but a call of that event was judged in that document.
    expect(rulesOf(batches(calls, bare))).toEqual(once);
    expect(rulesOf(batches(bare, calls))).toEqual(once);
  });

  it('are judged anew when more of them is known', () => {
    expect(rulesOf(batches(`${bare} with {events: []}`, bare))).toHaveLength(2);
    const whole = `${HIT} Purchase cd={value: 9.99, currency: EUR}`;
    expect(rulesOf(batches(bare, whole))).toEqual([]);
  });

  const EVENTS: [string, string, string[]][] = [
    [
      'a correct one',
      'ViewContent cd={content_ids: ["1"], content_type: product, value: 1, currency: EUR}',
      [],
    ],
    ["Segment's list of types", 'ViewContent cd={content_ids: ["1"], content_type: [product]}', []],
    ['a lower case name', 'purchase', ['event-name-case']],
    ['a name of its own', 'product_tester', []],
    ['no name', '-', ['event-name-missing']],
    ['an id among the data: the ledger tells it', 'Lead cd[eventID]=e3', []],
    ['an id that is none', 'Lead eid=undefined', ['placeholder-event-id']],
    ['bad contents', 'AddToCart cd={contents: [{id: "1"}], content_type: product}', ['contents']],
    [
      'contents that are no JSON',
      'AddToCart cd[contents]="[{" cd[content_type]=product',
      ['contents'],
    ],
    ['what the SDK sends by itself', 'SubscribedButtonClick cd[value]=x', []],
  ];
  test.each(EVENTS)('%s', (_, event, rules) => {
    expect(analyse(`${HIT} ${event}`).map(({ rule }) => rule)).toEqual(
      rules.map((rule) => `pixel/${rule}`),
    );
  });

  it('of another vendor are none of this part', () => {
    expect(rulesOf(`${bare} with {vendor: segment}`)).toEqual([]);
  });
});

describe('the recorded runs as sessions, with their hits', () => {
  test.each(RUNS)('$name: its faults are told of its calls, once', (run) => {
    const session = sessionOf(run);
    const found = analyseWithLinks([session]);
    const rules = (RULES[run.name] ?? []).map((rule) => `pixel/${rule}`);
    expect(found.map(({ rule }) => rule)).toEqual(rules.sort());
    const calls = new Set(session.filter(({ kind }) => kind === 'call').map(({ id }) => id));
    for (const { entries } of found) expect(entries.filter((id) => !calls.has(id))).toEqual([]);
    expect(analyseWithLinks([...session].reverse().map((entry) => [entry]))).toEqual(found);
  });
});

describe('data layer pushes', () => {
  const PUSHES: [string, PageValue, boolean][] = [
    ["the seed's", { evt: 'open', bot_id: 'b', process_id: 'p', process_name: 'n' }, true],
    ['another spelling of event', { Event: 'signup' }, true],
    ['event_name', { event_name: 'purchase', value: 1 }, true],
    ['an event', { event: 'loyjoy', gaEventLabel: 'open' }, false],
    ['variables alone', { user_id: 'u1', language: 'de' }, false],
    ['variables of an event that follows', { eventCategory: 'c', eventAction: 'a' }, false],
    ['e-commerce that is cleared', { ecommerce: null }, false],
    ['e-commerce before GTM', { ecommerce: { detail: { products: [] } } }, false],
    ["GTM's own start", { 'gtm.start': 1, event: 'gtm.js' }, false],
    ["GTM's own keys", { 'gtm.uniqueEventId': 3, evt: 'x' }, false],
    ['gtag', { $type: 'arguments', values: ['event', 'purchase', { event_name: 'x' }] }, false],
    ['a list that is no command', ['consent', {}], false],
    ["GTM's own call of a method", ['cart.push', 'tea'], false],
    ['a function', { $type: 'function', name: '' }, false],
    ['an empty object', {}, false],
    ['a name that is none', { evt: { a: 1 } }, false],
    ['text', 'x', false],
  ];
  test.each(PUSHES)('%s', (_, value, isFault) => {
    expect(rulesOf(`dataLayer (${writeValue(value)})`)).toEqual(
      isFault ? ['datalayer/event-key-missing d:1'] : [],
    );
  });

  it('of a gtag command as a list is told once for each command, however they come', () => {
    const update = '#3 dataLayer [consent, update, {ad_storage: granted}]';
    const all = [
      '#2 dataLayer [event, purchase, {value: 1}]',
      update,
      '#4 dataLayer [event, lead]',
    ];
    const told = ['datalayer/command-as-list d:2', 'datalayer/command-as-list d:3'];
    expect(rulesOf(lines(...all)).sort()).toEqual(told);
    expect(rulesOf(batches(...all.toReversed())).sort()).toEqual(told);
    const layer = analyse(`${update} with {layer: layer2}`);
    expect(layer[0]?.code).toBe('function gtag() { layer2.push(arguments); }');
  });

  it('of a chat event is an error, with the line that works', () => {
    const opened = '#1 loyjoy open {process_id: p}';
    const push = 'dataLayer {evt: open, bot_id: undefined} with {layer: layer2}';
    const found = analyse(lines(opened, `  ${push}`));
    expect(found).toMatchObject([
      { rule: 'datalayer/event-key-missing', severity: 'error', entries: ['d:2', 'd:1'] },
    ]);
    expect(found[0]?.fix).toBe('layer2.push({event: "open", bot_id: undefined});');
    const late = `#2 dataLayer {evt: open, bot_id: undefined} with {layer: layer2, cause: "d:1"}`;
    expect(analyse(batches(late, opened))).toEqual(found);
  });

  it('of several chat events on one page is one fault, however they come', () => {
    const pushed = entries`
      loyjoy load {process_id: p}
        dataLayer {evt: load}
      loyjoy open {process_id: p}
        dataLayer {evt: open}
      loyjoy start {process_id: p}
        dataLayer {evt: start}
    `;
    const found = analyse([pushed]);
    expect(found).toMatchObject([
      {
        rule: 'datalayer/event-key-missing',
        severity: 'error',
        entries: ['d:2', 'd:1', 'd:4', 'd:3', 'd:6', 'd:5'],
        fix: 'dataLayer.push({event: "load"});',
      },
    ]);
    expect(found[0]?.message).toMatch(/^3 pushes of chat events \(“load”, “open”, and “start”\)/);
    expect(analyse(pushed.map((entry) => [entry]).reverse())).toEqual(found);
  });

  it('in a listener without the name of the event is no fault', () => {
    expect(rulesOf('loyjoy open {process_id: p}\n  dataLayer {chat: true}')).toEqual([]);
  });
});

describe('the chat', () => {
  it('names events of 2020 once in a document, as worth knowing', () => {
    const heard = lines('#4 loyjoy signin {}', '#2 loyjoy signin {}', '#3 loyjoy sign_in {}');
    expect(analyse(heard)).toMatchObject([
      { rule: 'loyjoy/old-event-name', severity: 'info', entries: ['d:2'] },
    ]);
    expect(analyse(heard)[0]?.fix).toContain('if (type === "signin" || type === "sign_in")');
    expect(rulesOf(lines('loyjoy close {}', 'loyjoy product_tester {}'))).toEqual([]);
  });

  it('names listeners that wait for them', () => {
    const on = '[function("")]';
    const boot = (listeners: string) => `loyjoy.boot boot {eventListeners: ${listeners}}`;
    expect(analyse(boot(`{customer: ${on}, close: ${on}, sign_in: ${on}}`))).toMatchObject([
      {
        rule: 'loyjoy/listener-for-old-name',
        severity: 'warning',
        fix: expect.stringContaining(
          'customer_created: [function (detail) { /* … */ }], customer_updated',
        ),
      },
    ]);
    expect(rulesOf(boot(on))).toEqual([]);
    expect(rulesOf('loyjoy.boot boot')).toEqual([]);
  });

  it('names listeners that threw, and those that got no detail', () => {
    expect(
      rulesOf(`
        loyjoy show (undefined) with {threw: true}
        loyjoy show with {threw: true}
        loyjoy (undefined) with {name: show, threw: true}
        loyjoy show {process_id: p} with {threw: true}
        loyjoy show (undefined)
      `),
    ).toEqual([
      'loyjoy/listener-reads-missing-detail d:1',
      'loyjoy/listener-reads-missing-detail d:2',
      'loyjoy/listener-reads-missing-detail d:3',
      'loyjoy/listener-threw d:4',
    ]);
  });
});
