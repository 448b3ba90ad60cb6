import { describe, expect, it, test } from 'vitest';
import type { PixelState } from '../../../../src/analysis/analysis.ts';
import type { Entry, HitEvent } from '../../../../src/session/entry.ts';
import type { PageValue } from '../../../../src/session/value.ts';
import { RULES } from '../../vendors/meta/recorded-calls.ts';
import { RUNS, sessionOf } from '../links/observed-run.ts';

import {
  analyse,
  analyseWithLinks,
  call,
  fbq,
  gap,
  hit,
  listener,
  PIXEL,
  page,
  pixelEvent,
  push,
  rulesOf,
} from './sessions.ts';

describe('pixel calls', () => {
  it('are judged by what came before them in their document', () => {
    expect(
      rulesOf([
        [
          page(),
          fbq(1, 'track', 'PageView'),
          fbq(2, 'init', PIXEL),
          fbq(3, 'track', 'Lead'),
          fbq(4, 'init', PIXEL),
          fbq(5, 'trackSingle', '987', 'Lead'),
        ],
      ]),
    ).toEqual([
      'pixel/duplicate-pixel-id d:4',
      'pixel/event-before-init d:1 d:2',
      'pixel/unknown-pixel d:5',
    ]);
  });

  it('are judged again when an init comes that ran before them', () => {
    expect(rulesOf([[page(), fbq(3, 'track', 'Lead')], [fbq(2, 'init', PIXEL)]])).toEqual([]);
    expect(rulesOf([[page(), fbq(3, 'init', PIXEL)], [fbq(2, 'init', PIXEL)]])).toEqual([
      'pixel/duplicate-pixel-id d:3',
    ]);
  });

  it('find no missing init where entries are missing', () => {
    const track = fbq(5, 'track', 'Lead');
    expect(rulesOf([[page(), track]])).toEqual(['pixel/event-before-init d:5']);
    expect(rulesOf([[track]])).toEqual([]);
    expect(rulesOf([[page(), gap(2, 3), track]])).toEqual([]);
    expect(rulesOf([[page(), track], [gap(2, 3)]])).toEqual([]);
    expect(rulesOf([[page(), track, gap(7, 9)]])).toEqual(['pixel/event-before-init d:5']);
  });

  it('find no missing init where a hit shows one that was not seen', () => {
    const track = fbq(5, 'track', 'Lead');
    expect(rulesOf([[page(), track], [hit('h', [pixelEvent('PageView')])]])).toEqual([]);
    // That image needs no init.
    const image = hit('h', [
      { pixelId: PIXEL, eventName: 'PageView', parameters: { noscript: '1' }, marks: ['noscript'] },
    ]);
    expect(rulesOf([[page(), track], [image]])).toEqual(['pixel/event-before-init d:5']);
    // The init of that pixel was seen, after the call.
    expect(
      rulesOf([[page(), track], [hit('h', [pixelEvent('PageView')])], [fbq(6, 'init', PIXEL)]]),
    ).toEqual(['pixel/event-before-init d:5 d:6']);
  });

  it('find no missing init where the call itself is known to have been sent', () => {
    const entries = [page(), fbq(5, 'track', 'Lead'), fbq(6, 'init', PIXEL)];
    expect(rulesOf([entries, [hit('h', [pixelEvent('Lead')])]], { 'd:5': 'd:h' })).toEqual([]);
    const state: PixelState = {
      entry: 'd:5',
      state: 'held',
      reason: 'config-loading',
      hits: [],
      proof: [],
    };
    expect(rulesOf([entries], {}, { 'd:5': [state] })).toEqual([]);
    expect(
      rulesOf([entries], {}, { 'd:5': [{ ...state, state: 'not-sent', reason: 'before-init' }] }),
    ).toEqual(['pixel/event-before-init d:5 d:6']);
  });

  it('name the init with the bad id once, not every event behind it', () => {
    expect(
      rulesOf([
        [page(), fbq(1, 'init', 'abc'), fbq(2, 'track', 'PageView'), fbq(3, 'track', 'Lead')],
      ]),
    ).toEqual(['pixel/invalid-pixel-id d:1']);
  });

  it('say what the SDK prints', () => {
    const [finding] = analyse([[page(), fbq(1, 'init', 'abc')]]);
    expect(finding).toMatchObject({ severity: 'error', entries: ['d:1'] });
    expect(finding?.message).toContain(
      'Meta’s library prints: “[Meta Pixel] - Invalid PixelID: null.”',
    );
    expect(finding?.fix).toContain('fbq("init", ');
  });
});

describe('what the SDK says of calls that it has not run', () => {
  const entries = [page(), fbq(1, 'init', PIXEL), fbq(2, 'track', 'Mine')];
  const state = (more: Partial<PixelState>): PixelState[] => [
    { entry: 'd:2', pixelId: PIXEL, state: 'called', hits: [], proof: [], ...more },
  ];
  const message = (states: PixelState[]) => analyse([entries], {}, { 'd:2': states })[0]?.message;
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
  const entries = [page(), fbq(1, 'init', PIXEL), fbq(2, 'track', 'Mine')];
  test.each([
    [{ state: 'sent' }, 'The event was sent all the same.'],
    [{ state: 'held', reason: 'consent-revoked' }, 'It waits: consent is revoked.'],
    [
      { state: 'not-sent', reason: 'client-blocked' },
      'It is not sent: its request was blocked in the browser.',
    ],
  ] as const)('%o', (more, words) => {
    const state: PixelState = { entry: 'd:2', pixelId: PIXEL, hits: [], proof: [], ...more };
    const [finding] = analyse([entries], {}, { 'd:2': [state] });
    expect(finding?.message).toContain(words);
    if (more.state !== 'sent') expect(finding?.message).not.toContain('sent all the same');
  });
});

describe('hits whose call was not seen', () => {
  const bare = hit('h', [pixelEvent('Purchase', { 'cd[value]': '9,99' })]);

  it('are checked like calls', () => {
    expect(rulesOf([[page(), bare]])).toEqual([
      'pixel/invalid-value d:h',
      'pixel/purchase-without-currency d:h',
    ]);
    const [value] = analyse([[bare]]);
    expect(value?.message).toContain('The call behind this hit was not seen.');
    expect(value?.message).not.toContain('prints');
    expect(value?.fix).toBe('fbq("track", "Purchase", {value: 9.99, currency: currency});');
  });

  it('are not found faulty twice', () => {
    const calls = [page(), fbq(1, 'init', PIXEL), fbq(2, 'track', 'Purchase', { value: '9,99' })];
    const once = ['pixel/invalid-value d:2', 'pixel/purchase-without-currency d:2'];
    expect(rulesOf([calls, [bare]], { 'd:2': 'd:h' })).toEqual(once);
    expect(rulesOf([[bare], calls], { 'd:2': 'd:h' })).toEqual(once);
    // Not joined, but a call of that event was judged in that document.
    expect(rulesOf([calls, [bare]])).toEqual(once);
    expect(rulesOf([[bare], calls])).toEqual(once);
  });

  it('are judged anew when more of them is known', () => {
    expect(rulesOf([[hit('h', [])], [bare]])).toHaveLength(2);
    const whole = hit('h', [
      pixelEvent('Purchase', { 'cd[value]': '9.99', 'cd[currency]': 'EUR' }),
    ]);
    expect(rulesOf([[bare], [whole]])).toEqual([]);
  });

  const EVENTS: [string, HitEvent, string[]][] = [
    [
      'a correct one',
      pixelEvent('ViewContent', {
        'cd[content_ids]': '["1"]',
        'cd[content_type]': 'product',
        'cd[value]': '1',
        'cd[currency]': 'EUR',
      }),
      [],
    ],
    [
      "Segment's list of types",
      pixelEvent('ViewContent', { 'cd[content_ids]': '["1"]', 'cd[content_type]': '["product"]' }),
      [],
    ],
    ['a lower case name', pixelEvent('purchase'), ['event-name-case']],
    ['a name of its own', pixelEvent('product_tester'), []],
    ['no name', { pixelId: PIXEL, parameters: { id: PIXEL, v: '2' } }, ['event-name-missing']],
    ['an id among the data: the ledger tells it', pixelEvent('Lead', { 'cd[eventID]': 'e3' }), []],
    [
      'an id that is none',
      { ...pixelEvent('Lead', { eid: 'undefined' }), eventId: 'undefined' },
      ['placeholder-event-id'],
    ],
    [
      'bad contents',
      pixelEvent('AddToCart', { 'cd[contents]': '[{"id":"1"}]', 'cd[content_type]': 'product' }),
      ['contents'],
    ],
    [
      'contents that are no JSON',
      pixelEvent('AddToCart', { 'cd[contents]': '[{', 'cd[content_type]': 'product' }),
      ['contents'],
    ],
    [
      'what the SDK sends by itself',
      { ...pixelEvent('SubscribedButtonClick', { 'cd[value]': 'x' }), marks: ['automatic'] },
      [],
    ],
  ];
  test.each(EVENTS)('%s', (_, event, rules) => {
    expect(analyse([[hit('h', [event])]]).map(({ rule }) => rule)).toEqual(
      rules.map((rule) => `pixel/${rule}`),
    );
  });

  it('of another vendor are none of this part', () => {
    expect(rulesOf([[hit('h', bare.events, { vendor: 'segment' })]])).toEqual([]);
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
    ['a command in a list', ['consent', 'update', {}], false],
    ['a function', { $type: 'function', name: '' }, false],
    ['an empty object', {}, false],
    ['a name that is none', { evt: { a: 1 } }, false],
    ['text', 'x', false],
  ];
  test.each(PUSHES)('%s', (_, value, isFault) => {
    expect(rulesOf([[push(1, value)]])).toEqual(isFault ? ['datalayer/event-key-missing d:1'] : []);
  });

  it('of a chat event is an error, with the line that works', () => {
    const entries = [
      listener(1, 'open'),
      push(2, { evt: 'open', bot_id: { $type: 'undefined' } }, { cause: 'd:1', layer: 'layer2' }),
    ];
    const found = analyse([entries]);
    expect(found).toMatchObject([
      { rule: 'datalayer/event-key-missing', severity: 'error', entries: ['d:2', 'd:1'] },
    ]);
    expect(found[0]?.fix).toBe('layer2.push({event: "open", bot_id: undefined});');
    expect(analyse([[entries[1] as Entry], [entries[0] as Entry]])).toEqual(found);
  });

  it('of several chat events on one page is one fault, however they come', () => {
    const entries = ['load', 'open', 'start'].flatMap((name, i) => [
      listener(2 * i + 1, name),
      push(2 * i + 2, { evt: name }, { cause: `d:${2 * i + 1}` }),
    ]);
    const found = analyse([entries]);
    expect(found).toMatchObject([
      {
        rule: 'datalayer/event-key-missing',
        severity: 'error',
        entries: ['d:2', 'd:1', 'd:4', 'd:3', 'd:6', 'd:5'],
        fix: 'dataLayer.push({event: "load"});',
      },
    ]);
    expect(found[0]?.message).toMatch(/^3 pushes of chat events \(“load”, “open”, and “start”\)/);
    expect(analyse(entries.map((entry) => [entry]).reverse())).toEqual(found);
  });

  it('in a listener without the name of the event is no fault', () => {
    expect(rulesOf([[listener(1, 'open'), push(2, { chat: true }, { cause: 'd:1' })]])).toEqual([]);
  });
});

describe('the chat', () => {
  it('names events of 2020 once in a document, as worth knowing', () => {
    const entries = [listener(4, 'signin'), listener(2, 'signin'), listener(3, 'sign_in')];
    expect(analyse([entries])).toMatchObject([
      { rule: 'loyjoy/old-event-name', severity: 'info', entries: ['d:2'] },
    ]);
    expect(analyse([entries])[0]?.fix).toContain('if (type === "signin" || type === "sign_in")');
    expect(rulesOf([[listener(2, 'close'), listener(3, 'product_tester')]])).toEqual([]);
  });

  it('names listeners that wait for them', () => {
    const on: PageValue = [{ $type: 'function', name: '' }];
    const boot = (eventListeners: PageValue) =>
      call(1, 'loyjoy', ['boot', { eventListeners }], { method: 'boot' });
    expect(analyse([[boot({ customer: on, close: on, sign_in: on })]])).toMatchObject([
      {
        rule: 'loyjoy/listener-for-old-name',
        severity: 'warning',
        fix: expect.stringContaining(
          'customer_created: [function (detail) { … }], customer_updated',
        ),
      },
    ]);
    expect(rulesOf([[boot(on)]])).toEqual([]);
    expect(rulesOf([[call(1, 'loyjoy', ['boot'], { method: 'boot' })]])).toEqual([]);
  });

  it('names listeners that threw, and those that got no detail', () => {
    const nothing: PageValue = { $type: 'undefined' };
    expect(
      rulesOf([
        [
          listener(1, 'show', { args: ['show', nothing], threw: true }),
          listener(2, 'show', { args: ['show'], threw: true }),
          listener(3, 'show', { args: [nothing], threw: true }),
          listener(4, 'show', { threw: true }),
          listener(5, 'show', { args: ['show', nothing] }),
        ],
      ]),
    ).toEqual([
      'loyjoy/listener-reads-missing-detail d:1',
      'loyjoy/listener-reads-missing-detail d:2',
      'loyjoy/listener-reads-missing-detail d:3',
      'loyjoy/listener-threw d:4',
    ]);
  });
});
