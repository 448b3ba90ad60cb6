import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Finding, PixelState } from '../../../../src/analysis/analysis.ts';
import { createLinks } from '../../../../src/analysis/links/links.ts';
import type { Context } from '../../../../src/analysis/part.ts';
import { createWords } from '../../../../src/analysis/words/words.ts';
import type {
  CallEntry,
  Entry,
  GapEntry,
  HitEntry,
  HitEvent,
  PageEntry,
} from '../../../../src/session/entry.ts';
import { EMPTY_PROFILE } from '../../../../src/session/profile.ts';
import type { PageValue } from '../../../../src/session/value.ts';
import { RULES } from '../../vendors/meta/recorded-calls.ts';
import { RUNS, sessionOf } from '../links/observed-run.ts';

const PIXEL = '123456789012345';

const page = (document = 'd'): PageEntry => ({
  kind: 'page',
  id: `${document}:0`,
  at: 1_000,
  page: `${document}:0`,
  event: 'start',
  url: 'https://shop.test/',
});
const call = (
  number: number,
  source: CallEntry['source'],
  args: PageValue[],
  more: Partial<CallEntry> = {},
): CallEntry => ({
  kind: 'call',
  id: `d:${number}`,
  at: 1_000 + number,
  page: 'd:0',
  source,
  method: typeof args[0] === 'string' ? args[0] : 'call',
  args,
  phase: 'live',
  ...more,
});
const fbq = (number: number, ...args: PageValue[]) => call(number, 'fbq', args);
const push = (number: number, value: PageValue, more: Partial<CallEntry> = {}) =>
  call(number, 'dataLayer', [value], { method: 'push', ...more });
const listener = (number: number, name: string, more: Partial<CallEntry> = {}) =>
  call(number, 'loyjoy', [name, { process_id: 'p' }], { method: 'listener', name, ...more });
const gap = (from: number, to: number): GapEntry => ({
  kind: 'gap',
  id: `d:gap${from}`,
  at: 1_000 + from,
  page: 'd:0',
  from,
  to,
  reason: 'limit',
});
const hit = (id: string, events: HitEvent[], more: Partial<HitEntry> = {}): HitEntry => ({
  kind: 'hit',
  id: `d:${id}`,
  at: 2_000,
  page: 'd:0',
  vendor: 'meta',
  method: 'GET',
  url: 'https://www.facebook.com/tr/',
  transport: 'image',
  events,
  ...more,
});
const pixelEvent = (eventName: string, parameters: Record<string, string> = {}): HitEvent => ({
  pixelId: PIXEL,
  eventName,
  parameters: { id: PIXEL, ev: eventName, v: '2.9.325', ...parameters },
});

/** Links of calls to hits, as the links' part would give them. */
type Joins = Record<string, string>;

function analyse(
  batches: Entry[][],
  joins: Joins = {},
  states: Record<string, PixelState[]> = {},
): Finding[] {
  const entries = new Map<string, Entry>();
  const context: Context = {
    profile: EMPTY_PROFILE,
    get: (id) => entries.get(id),
    chainOf: () => undefined,
    nextOf: (id) => (joins[id] !== undefined && entries.has(joins[id]) ? [joins[id]] : []),
    previousOf: (id) =>
      Object.keys(joins).filter((from) => joins[from] === id && entries.has(from)),
    statesOf: (id) => states[id] ?? [],
  };
  const words = createWords(context);
  for (const batch of batches) {
    for (const entry of batch) {
      const before = entries.get(entry.id);
      entries.set(entry.id, entry);
      words.add(entry, before);
    }
    // Links change where one of their ends came.
    const ids = new Set(batch.map(({ id }) => id));
    words.settle(
      new Set(
        Object.entries(joins)
          .filter(([from, to]) => ids.has(from) || ids.has(to))
          .flat()
          .filter((id) => entries.has(id)),
      ),
    );
  }
  return inOrder(words.findings.all());
}

function inOrder(findings: Finding[]): Finding[] {
  const key = ({ rule, entries }: Finding) => `${rule} ${entries}`;
  return findings.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

const rulesOf = (...args: Parameters<typeof analyse>) =>
  analyse(...args).map(({ rule, entries }) => `${rule} ${entries.join(' ')}`);

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
      `Meta's SDK prints: "[Meta Pixel] - Invalid PixelID: null."`,
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
  const LATER = 'The SDK has not run this call; when it does, it prints: "[Meta Pixel] - You are';

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
      expect(message(states)).toContain(`Meta's SDK prints: "[Meta Pixel] - You are`);
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
    expect(value?.message).not.toContain('SDK');
    expect(value?.fix).toBe('fbq("track", "Purchase", {value: 9.99});');
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
    [
      'an id among the data',
      pixelEvent('Lead', { 'cd[eventID]': 'e3' }),
      ['event-id-in-custom-data'],
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

/** With the links and states that the analysis makes of the entries. */
function analyseWithLinks(batches: Entry[][]): Finding[] {
  const entries = new Map<string, Entry>();
  const links = createLinks((id) => entries.get(id));
  const words = createWords({
    profile: EMPTY_PROFILE,
    get: (id) => entries.get(id),
    chainOf: links.chainOf,
    nextOf: links.nextOf,
    previousOf: links.previousOf,
    statesOf: links.statesOf,
  });
  for (const batch of batches) {
    for (const entry of batch) {
      const before = entries.get(entry.id);
      entries.set(entry.id, entry);
      links.add(entry, before);
      words.add(entry, before);
    }
    words.settle(links.settle());
  }
  return inOrder(words.findings.all());
}

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

describe('the order of arrival', () => {
  const anEntry = fc.oneof(
    fc
      .constantFrom<PageValue[]>(
        ['init', PIXEL],
        ['init', 'abc'],
        ['init', '987'],
        ['init', PIXEL, { em: 'a' }],
        ['track', 'Lead'],
        ['track', 'lead'],
        ['track', 'Purchase', { value: 1 }],
        ['trackSingle', '987', 'Lead', {}, { eventID: ['a'] }],
      )
      .map(
        (args) =>
          (n: number): Entry =>
            fbq(n, ...args),
      ),
    fc.constantFrom('open', 'signin').map(
      (name) =>
        (n: number): Entry =>
          listener(n, name),
    ),
    fc.nat(20).map(
      (cause) =>
        (n: number): Entry =>
          push(n, { evt: 'open' }, { cause: `d:${cause}` }),
    ),
    fc.constant((n: number): Entry => gap(n, n)),
    fc.tuple(fc.constantFrom('Lead', 'Purchase', 'lead'), fc.constantFrom(PIXEL, '987', '555')).map(
      ([name, pixelId]) =>
        (n: number): Entry =>
          hit(`h${n}`, [{ ...pixelEvent(name), pixelId }]),
    ),
  );

  it('and the size of batches change nothing', () => {
    const session = fc
      .array(anEntry, { maxLength: 14 })
      .map((make) => [page(), ...make.map((one, i) => one(i + 1))]);
    const shuffled = session.chain((entries) =>
      fc.tuple(
        fc.constant(entries),
        fc.shuffledSubarray(entries, { minLength: entries.length }),
        fc.array(fc.nat(entries.length), { maxLength: 6 }),
        fc.array(fc.tuple(fc.nat(14), fc.nat(14)), { maxLength: 3 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([entries, other, cuts, pairs]) => {
        const joins: Joins = Object.fromEntries(pairs.map(([a, b]) => [`d:${a}`, `d:h${b}`]));
        const ends = [...cuts, other.length].sort((a, b) => a - b);
        const batches = ends.map((end, i) => other.slice(i === 0 ? 0 : ends[i - 1], end));
        expect(analyse(batches, joins)).toEqual(analyse([entries], joins));
      }),
      { numRuns: 1_000 },
    );
  });

  it('changes nothing either with the links and states of the analysis', () => {
    const session = fc
      .array(anEntry, { maxLength: 10 })
      .map((make) => [page(), ...make.map((one, i) => one(i + 1))]);
    const shuffled = session.chain((entries) =>
      fc.tuple(
        fc.constant(entries),
        fc.shuffledSubarray(entries, { minLength: entries.length }),
        fc.nat(entries.length),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([entries, other, cut]) => {
        const batches = [other.slice(0, cut), other.slice(cut)];
        expect(analyseWithLinks(batches)).toEqual(analyseWithLinks([entries]));
      }),
      { numRuns: 500 },
    );
  });
});

describe('an imported file can say anything', () => {
  const COMMANDS = [
    'track',
    'trackCustom',
    'trackSingle',
    'init',
    'consent',
    'set',
    'boot',
    'open',
  ];
  const TYPES = ['undefined', 'number', 'entries', 'array', 'instance', 'cut', 'arguments', 'x'];
  const value = fc.oneof(
    fc.constantFrom(...COMMANDS, 'Purchase', 'purchase', '', '__proto__', PIXEL),
    fc.jsonValue(),
    fc.record({ $type: fc.constantFrom(...TYPES), value: fc.jsonValue(), values: fc.jsonValue() }),
    fc.dictionary(
      fc.constantFrom(
        'value',
        'currency',
        'contents',
        'content_ids',
        'event',
        'evt',
        'eventID',
        '__proto__',
        'eventListeners',
      ),
      fc.jsonValue(),
    ),
  );
  const entry = fc
    .tuple(
      fc.constantFrom<CallEntry['source']>('fbq', 'dataLayer', 'loyjoy'),
      fc.array(value, { maxLength: 5 }),
      fc.boolean(),
    )
    .map(
      ([source, args, threw]) =>
        (n: number): CallEntry => ({
          ...call(n, source, args as PageValue[]),
          ...(source === 'loyjoy' && n % 2 === 0 ? { method: 'listener', name: 'signin' } : {}),
          ...(threw ? { threw: true } : {}),
        }),
    );

  it('and no finding comes without words, a fix and a reference', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), (made) => {
        const calls = made.map((one, i) => one(i + 1));
        for (const found of analyse([[page(), ...calls]])) {
          expect(found.rule).toMatch(/^(?:pixel|datalayer|loyjoy)\/[a-z]+(?:-[a-z]+)*$/);
          for (const text of [found.message, found.fix, found.reference]) expect(text).not.toBe('');
          expect(found.message.length + found.fix.length).toBeLessThan(10_000);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
