import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import type {
  CallEntry,
  Entry,
  HitEntry,
  ServerEntry,
  Source,
} from '../../../../src/session/entry.ts';

const START = 1_795_000_000_000;
const PIXEL = '123456789012345';

const page = (document = 'd', at = 0, tabId?: number): Entry => ({
  kind: 'page',
  id: `${document}:0`,
  at: START + at,
  page: `${document}:0`,
  event: 'start',
  url: 'https://shop.test/',
  ...(tabId === undefined ? {} : { tabId }),
});
const call = (
  n: number,
  source: Source,
  args: CallEntry['args'],
  extra: Partial<CallEntry> = {},
): CallEntry => ({
  kind: 'call',
  id: `d:${n}`,
  at: START + n,
  page: 'd:0',
  source,
  method: source === 'analytics' ? 'track' : String(args[0]),
  args,
  phase: 'live',
  ...extra,
});
const fbq = (n: number, ...args: CallEntry['args']) => call(n, 'fbq', args);
const init = fbq(1, 'init', PIXEL);
const hit = (
  n: number,
  vendor: string,
  event: Partial<HitEntry['events'][number]>,
  extra: Partial<HitEntry> = {},
): HitEntry => ({
  kind: 'hit',
  id: `net:${n}`,
  at: START + 100 + n,
  page: 'd:0',
  vendor,
  method: 'GET',
  url: 'https://collect.test/',
  transport: 'image',
  outcome: 'done',
  status: 200,
  events: [{ parameters: {}, ...event }],
  ...extra,
});
const tr = (n: number, eventName: string, eventId?: string, extra: Partial<HitEntry> = {}) =>
  hit(
    n,
    'meta',
    {
      pixelId: PIXEL,
      eventName,
      ...(eventId === undefined ? {} : { eventId }),
      parameters: {
        id: PIXEL,
        ev: eventName,
        dl: 'https://shop.test/',
        ...(eventId ? { eid: eventId } : {}),
      },
    },
    extra,
  );
const request = (role: 'library' | 'config', extra: Partial<HitEntry> = {}): HitEntry => ({
  ...hit(role === 'library' ? 90 : 91, 'meta', {}, extra),
  role,
  events: [],
  url: `https://connect.facebook.net/${role}`,
});

function analysed(...entries: Entry[]) {
  const analysis = createAnalysis();
  for (const entry of entries) {
    analysis.add([entry]);
    analysis.summary(); // settles: what is read must not depend on when it is
  }
  return analysis;
}
const stateOf = (id: string, ...entries: Entry[]) => {
  const [state] = analysed(...entries).states.of(id);
  return [state?.state, state?.reason].filter(Boolean).join(' ');
};
const linksOf = (...entries: Entry[]) =>
  analysed(...entries)
    .chains.all()
    .flatMap(({ links }) => links.map(({ from, to, evidence }) => `${from} ${to} ${evidence}`));

describe('the pixels that a call is for', () => {
  const other = '987654321098765';
  const both = [page(), init, fbq(2, 'init', other)];
  const pixelsOf = (...args: CallEntry['args']) =>
    analysed(...both, fbq(3, ...args))
      .states.of('d:3')
      .map(({ pixelId }) => pixelId);

  it.each<[string, CallEntry['args'], string[]]>([
    ['track: all', ['track', 'Lead'], [PIXEL, other]],
    ['trackShopify: all, whatever stands first', ['trackShopify', other, 'Lead'], [PIXEL, other]],
    ['trackSingle: one', ['trackSingle', other, 'Lead'], [other]],
    ['trackSingleGeneric: one', ['trackSingleGeneric', other, 'Lead'], [other]],
  ])('%s', (_, args, pixels) => {
    expect(pixelsOf(...args)).toEqual(pixels);
  });

  it('trackSingle takes a pixel id only as a text', () => {
    const states = analysed(page(), init, fbq(2, 'trackSingle', 123456789012345, 'Lead'));
    expect(states.states.of('d:2')).toMatchObject([{ state: 'not-sent', reason: 'unknown-pixel' }]);
  });
});

describe('states of a pixel call', () => {
  const lead = fbq(2, 'track', 'Lead', {}, { eventID: 'a' });
  it.each<[string, Entry[], string]>([
    ['no hit, nothing known: called', [page(), init, lead], 'called'],
    ['its hit left', [page(), init, lead, tr(1, 'Lead', 'a')], 'sent'],
    [
      'its hit is on its way',
      [page(), init, lead, tr(1, 'Lead', 'a', { outcome: 'pending' })],
      'sent',
    ],
    [
      'its hit was blocked',
      [
        page(),
        init,
        lead,
        tr(1, 'Lead', 'a', { outcome: 'pending' }),
        tr(1, 'Lead', 'a', { outcome: 'blocked' }),
      ],
      'not-sent client-blocked',
    ],
    [
      'its hit failed',
      [page(), init, lead, tr(1, 'Lead', 'a', { outcome: 'failed' })],
      'not-sent hit-failed',
    ],
    // onErrorOccurred can follow a request that did reach the server (platform facts, Network).
    [
      'its hit was cancelled',
      [page(), init, lead, tr(1, 'Lead', 'a', { outcome: 'cancelled' })],
      'sent hit-cancelled',
    ],
    [
      'the library is on its way',
      [page(), request('library', { outcome: 'pending' }), init, lead],
      'held library-loading',
    ],
    [
      'the library was blocked',
      [page(), request('library', { outcome: 'blocked' }), init, lead],
      'not-sent library-blocked',
    ],
    [
      'the library is missing',
      [page(), request('library', { status: 404 }), init, lead],
      'not-sent library-failed',
    ],
    [
      'the configuration is on its way',
      [page(), request('config', { outcome: 'pending' }), init, lead],
      'held config-loading',
    ],
    [
      'the configuration was blocked',
      [page(), request('config', { outcome: 'blocked' }), init, lead],
      'not-sent config-blocked',
    ],
    [
      'the page was left while it waited',
      [page(), request('config', { outcome: 'pending' }), init, lead, page('e', 50)],
      'not-sent left-too-soon',
    ],
    [
      'the page was left, which cancelled the library',
      [page(), request('library', { outcome: 'cancelled' }), init, lead, page('e', 50)],
      'not-sent left-too-soon',
    ],
    [
      'the page was left, and a library that was cancelled before had come by another request',
      [
        page(),
        request('library', { outcome: 'cancelled' }),
        { ...request('library', { outcome: 'done', status: 200 }), id: 'hits:other' },
        init,
        lead,
        page('e', 50),
      ],
      'called',
    ],
    [
      'another tab opened while it waited',
      [page('d', 0, 1), request('config', { outcome: 'pending' }), init, lead, page('e', 50, 2)],
      'held config-loading',
    ],
    [
      'a cycle in its data',
      [page(), init, fbq(2, 'track', 'Lead', { a: { $type: 'cycle', path: '/2' } })],
      'not-sent bad-arguments',
    ],
    ['it threw', [page(), init, { ...lead, threw: true }], 'not-sent threw'],
    [
      'the page left under a revoke: consent is the reason',
      [page(), fbq(0.5, 'consent', 'revoke'), init, lead, page('e', 50)],
      'not-sent consent-revoked',
    ],
  ])('%s', (_name, entries, expected) => {
    expect(stateOf('d:2', ...entries)).toBe(expected);
    expect(stateOf('d:2', ...entries.toReversed().filter((e, _i, all) => keepsLast(e, all)))).toBe(
      expected,
    );
  });
});

/** Reversed, a hit's last form must still come last. */
function keepsLast(entry: Entry, all: Entry[]): boolean {
  return all.findIndex(({ id }) => id === entry.id) === all.indexOf(entry);
}

describe('links to other collections', () => {
  it('a cact trigger to its hit: by the id of its configuration, else by order', () => {
    const entries = [
      page(),
      call(1, 'cact', ['trigger', 'purchase', { id: 'A' }, { eventId: 'own' }]),
      call(2, 'cact', ['trigger', 'purchase', { id: 'B' }]),
      call(3, 'cact', ['trigger', 'purchase', { id: 'C' }]),
      hit(3, 'commanders-act', { eventName: 'purchase', parameters: { id: 'C' } }),
      hit(2, 'commanders-act', { eventName: 'purchase', parameters: { id: 'B' } }),
      hit(1, 'commanders-act', { eventName: 'purchase', eventId: 'own', parameters: { id: 'A' } }),
    ];
    expect(linksOf(...entries).sort()).toEqual([
      'd:1 net:1 same-id',
      'd:2 net:2 order',
      'd:3 net:3 order',
    ]);
  });

  it('an analytics call to its hit by message id, and a batch ends the chains of all its calls', () => {
    const batch = hit(5, 'segment', {});
    batch.events = ['m1', 'm2'].map((eventId) => ({
      eventName: 'Order Completed',
      eventId,
      parameters: {},
    }));
    const entries = [
      page(),
      call(1, 'analytics', ['Order Completed', {}], { messageId: 'm1' }),
      call(2, 'analytics', ['Order Completed', {}], { messageId: 'm2' }),
      batch,
    ];
    expect(linksOf(...entries)).toEqual(['d:1 net:5 same-id', 'd:2 net:5 same-id']);
    expect(
      analysed(...entries)
        .chains.all()
        .map(({ entries: ids }) => ids),
    ).toEqual([
      ['d:1', 'net:5'],
      ['d:2', 'net:5'],
    ]);
  });

  it('an analytics call to each request that tried to send its event', () => {
    const entries = [
      page(),
      call(1, 'analytics', ['Screen'], { method: 'screen', messageId: 'm1' }),
      hit(1, 'segment', { eventName: 'Screen', eventId: 'm1' }, { status: 500 }),
      hit(2, 'segment', { eventName: 'Screen', eventId: 'm1' }),
    ];
    expect(linksOf(...entries).sort()).toEqual(['d:1 net:1 same-id', 'd:1 net:2 same-id']);
  });

  it('an analytics call whose message id comes later, after it was joined by order', () => {
    const order = call(1, 'analytics', ['Order Completed', {}]);
    const entries = [
      page(),
      order,
      call(2, 'analytics', ['Order Completed', {}]),
      hit(1, 'segment', { eventName: 'Order Completed', eventId: 'm2' }),
      hit(2, 'segment', { eventName: 'Order Completed', eventId: 'm1' }),
    ];
    const analysis = analysed(...entries);
    const links = () =>
      analysis.chains
        .all()
        .flatMap((chain) => chain.links)
        .map(({ from, to, evidence }) => `${from} ${to} ${evidence}`)
        .sort();
    expect(links()).toEqual(['d:1 net:1 order', 'd:2 net:2 order']);
    analysis.add([{ ...order, messageId: 'm1' }]);
    expect(links()).toEqual(['d:1 net:2 same-id', 'd:2 net:1 order']);
    // An earlier form that comes late changes nothing.
    analysis.add([order]);
    expect(links()).toEqual(['d:1 net:2 same-id', 'd:2 net:1 order']);
    expect(analysis.summary().calls).toBe(2);
  });

  it('the copies that the browser can see, by id: Commanders Act under its own name', () => {
    const entries = [
      page(),
      init,
      fbq(2, 'track', 'Purchase', {}, { eventID: 'x' }),
      tr(1, 'Purchase', 'x'),
      hit(2, 'commanders-act', {
        eventName: 'purchase',
        parameters: { 'integrations.facebook.event_id': 'x' },
      }),
      hit(3, 'meta-gateway', { pixelId: PIXEL, eventName: 'Purchase', eventId: 'x' }),
      hit(4, 'commanders-act', {
        eventName: 'add_to_cart',
        parameters: { 'integrations.facebook.event_id': 'x' },
      }),
    ];
    expect(linksOf(...entries)).toEqual([
      'd:2 net:1 same-id',
      'net:1 net:2 same-id',
      'net:1 net:3 same-id',
    ]);
  });

  it('a server event of one of two events with the same id is left alone, and said', () => {
    const server: ServerEntry = {
      kind: 'server',
      id: 's:1',
      at: START,
      page: '',
      origin: 'import',
      timeOf: 'import',
      pixelId: PIXEL,
      event: { event_name: 'Lead', event_id: 'x' },
    };
    const twice = [
      page(),
      init,
      fbq(2, 'track', 'Lead', { a: 1 }, { eventID: 'x' }),
      tr(1, 'Lead', 'x'),
    ];
    expect(linksOf(...twice, server)).toContain('net:1 s:1 same-id');
    const other = { ...tr(7, 'Lead', 'x'), page: 'e:0' };
    const analysis = analysed(...twice, server, page('e', 50), other);
    expect(analysis.chains.ambiguities()).toEqual([
      { entry: 's:1', candidates: ['net:1', 'net:7'] },
    ]);
  });
});
