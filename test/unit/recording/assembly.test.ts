import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAssembly } from '../../../src/recording/assembly.ts';
import { createRing, type Ring } from '../../../src/relay/ring.ts';
import type { Entry } from '../../../src/session/entry.ts';
import type { EntriesMessage } from '../../../src/session/wire.ts';

const DOCUMENT = 'doc';
const ANSWER = {
  id: 0,
  at: 1,
  kind: 'page',
  event: 'answer',
  url: 'https://x.test/',
  status: 404,
};

function line(n: number): string {
  return JSON.stringify({
    id: n,
    at: 1_000 + n,
    kind: 'call',
    source: 'fbq',
    method: 'track',
    args: ['track', `E${n}`],
    phase: 'live',
  });
}

function batchText(from: number, count: number): string {
  return Array.from({ length: count }, (_, i) => line(from + i)).join('\n');
}

function message(ring: Ring, from: number, count: number): EntriesMessage {
  return {
    type: 'entries',
    document: DOCUMENT,
    first: ring.first,
    from,
    count,
    text: batchText(from, count),
  };
}

/** An assembly with a relay behind it that answers what is asked, in order. */
function wire(ring: Ring) {
  const entries: Entry[] = [];
  const asked: number[] = [];
  const assembly = createAssembly({
    onEntries: (some) => entries.push(...some),
    askAgain: (_, from) => asked.push(from),
  });
  const answer = () => {
    for (let from = asked.shift(); from !== undefined; from = asked.shift())
      ring.from(from).forEach((batch, i) => {
        const since = i === 0 ? { since: from } : {};
        assembly.onBatch({
          type: 'entries',
          document: DOCUMENT,
          first: ring.first,
          ...since,
          ...batch,
        });
      });
  };
  return { entries, asked, assembly, answer };
}

describe('assembly', () => {
  it('gives ids, pages and causes of the document', () => {
    const { entries, assembly } = wire(createRing());
    assembly.onDocument({
      type: 'document',
      document: DOCUMENT,
      first: 0,
      next: 1,
      top: true,
      late: false,
      frameId: 7,
    });
    assembly.onBatch({
      type: 'entries',
      document: DOCUMENT,
      first: 0,
      from: 0,
      count: 2,
      text: `${JSON.stringify({ id: 0, at: 1, kind: 'page', event: 'start', url: 'https://shop.test/', top: true })}\n${line(1).replace('"phase"', '"cause":0,"phase"')}`,
    });
    expect(entries).toMatchObject([
      { id: 'doc:0', page: 'doc:0', frameId: 7 },
      { id: 'doc:1', page: 'doc:0', cause: 'doc:0' },
    ]);
  });

  it('gives the later form of a call under its first number, and no gap', () => {
    const told = (id: number, more: object) =>
      JSON.stringify({ ...JSON.parse(line(id)), source: 'analytics', args: ['A'], ...more });
    const { entries, assembly } = wire(createRing());
    const send = (from: number, ...lines: string[]) =>
      assembly.onBatch({
        type: 'entries',
        document: DOCUMENT,
        first: 0,
        from,
        count: lines.length,
        text: lines.join('\n'),
      });
    send(0, line(0), told(1, {}));
    send(2, told(2, { revises: 1, messageId: 'm1' }), line(3));
    expect(entries.map(({ id, kind }) => `${kind} ${id}`)).toEqual([
      'call doc:0',
      'call doc:1',
      'call doc:1',
      'call doc:3',
    ]);
    expect(entries[2]).toEqual({ ...entries[1], at: 1_002, messageId: 'm1' });
    // A form of what is still to come is none.
    send(4, told(4, { revises: 4, messageId: 'm2' }));
    expect(entries.at(-1)).toMatchObject({ kind: 'gap', from: 4, to: 4 });
  });

  it('asks again for a hole and shows each entry once, in order', () => {
    const ring = createRing();
    for (const from of [0, 2, 4]) ring.add({ from, count: 2, text: batchText(from, 2) });
    const { entries, asked, assembly, answer } = wire(ring);
    assembly.onBatch(message(ring, 0, 2));
    assembly.onBatch(message(ring, 4, 2));
    expect(asked).toEqual([2]);
    answer();
    expect(entries.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5].map((n) => `doc:${n}`));
  });

  it('shows a gap for what the relay had dropped', () => {
    const ring = createRing(2);
    for (const from of [0, 2, 4]) ring.add({ from, count: 2, text: batchText(from, 2) });
    const { entries, assembly } = wire(ring);
    assembly.onBatch(message(ring, 4, 2));
    expect(entries).toMatchObject([
      { kind: 'gap', from: 0, to: 3, reason: 'limit', at: 1_004 },
      { id: 'doc:4' },
      { id: 'doc:5' },
    ]);
  });

  it('shows a gap when the document went away with a hole', () => {
    const { entries, assembly } = wire(createRing());
    const ring = createRing();
    ring.add({ from: 0, count: 9, text: batchText(0, 9) });
    assembly.onBatch(message(ring, 0, 2));
    assembly.onBatch(message(ring, 5, 2));
    assembly.onGone(DOCUMENT);
    expect(entries.map((e) => (e.kind === 'gap' ? [e.from, e.to, e.reason] : e.id))).toEqual([
      'doc:0',
      'doc:1',
      [2, 4, 'document-gone'],
      'doc:5',
      'doc:6',
      [7, undefined, 'no-goodbye'],
    ]);
  });

  it('shows a gap for what the relay had announced and could not send', () => {
    const { entries, assembly } = wire(createRing());
    const ring = createRing();
    ring.add({ from: 0, count: 2, text: batchText(0, 2) });
    const about = {
      type: 'document',
      document: DOCUMENT,
      first: 0,
      top: true,
      late: false,
    } as const;
    assembly.onDocument({ ...about, next: 5, left: 'whole' });
    assembly.onBatch(message(ring, 0, 2));
    assembly.onGone(DOCUMENT);
    assembly.onGone(DOCUMENT);
    expect(entries.map((e) => (e.kind === 'gap' ? [e.from, e.to, e.reason] : e.id))).toEqual([
      'doc:0',
      'doc:1',
      [2, 4, 'document-gone'],
    ]);
  });

  it('marks a document that ended without saying its count, once, and not one that said it', () => {
    const { entries, assembly } = wire(createRing());
    const about = { type: 'document', first: 0, next: 2, top: true, late: false } as const;
    const say = (document: string) =>
      assembly.onBatch({
        type: 'entries',
        document,
        first: 0,
        from: 0,
        count: 2,
        text: batchText(0, 2),
      });
    for (const document of ['said', 'unsaid', 'back', 'late', 'cut', 'doubted', 'held']) {
      assembly.onDocument({ ...about, document });
      say(document);
    }
    assembly.onDocument({ ...about, document: 'said', left: 'whole' });
    assembly.onDocument({ ...about, document: 'back', left: 'whole' });
    assembly.onDocument({ ...about, document: 'back', away: [[1, 2]] });
    // The goodbye of before comes by storage, after it is back.
    assembly.onDocument({ ...about, document: 'back', left: 'whole' });
    // The first word of a connection of before comes after the goodbye.
    assembly.onDocument({ ...about, document: 'late', left: 'whole' });
    assembly.onDocument({ ...about, document: 'late' });
    // Its process ended while it still spoke.
    assembly.onDocument({ ...about, document: 'cut', left: 'begun' });
    // The background died, and storage had the same count.
    assembly.onDocument({ ...about, document: 'doubted', left: 'whole' });
    assembly.doubt('doubted');
    for (const left of ['begun', 'whole'] as const)
      assembly.onDocument({ ...about, document: 'doubted', left });
    // Said again by storage, long after.
    assembly.onDocument({ ...about, document: 'held', left: 'whole' });
    assembly.onGone('held');
    assembly.onDocument({ ...about, document: 'held', left: 'begun' });
    assembly.doubt('held');
    for (const document of ['said', 'unsaid', 'back', 'late', 'unsaid', 'cut', 'doubted', 'held'])
      assembly.onGone(document);
    expect(entries.filter(({ kind }) => kind === 'gap')).toEqual([
      {
        kind: 'gap',
        id: 'unsaid:end2',
        page: 'unsaid:0',
        at: 1_001,
        from: 2,
        reason: 'no-goodbye',
      },
      { kind: 'gap', id: 'back:end2', page: 'back:0', at: 1_001, from: 2, reason: 'no-goodbye' },
      { kind: 'gap', id: 'cut:end2', page: 'cut:0', at: 1_001, from: 2, reason: 'no-goodbye' },
    ]);
  });

  it('tells once of a frame that spoke and had gone, and not of one that answers', () => {
    const { entries, assembly } = wire(createRing());
    const about = { type: 'document', first: 0, next: 1, top: false, late: false } as const;
    assembly.onDocument({ ...about, document: 'there' });
    for (const document of ['there', 'gone', 'gone'])
      assembly.onMissed({ document, since: 0, at: 5 });
    expect(entries).toEqual([
      { kind: 'gap', id: 'gone:end0', page: 'gone:0', at: 5, from: 0, reason: 'frame-gone' },
    ]);
  });

  it('waits for no goodbye of a blank page that nobody opened, until it says more', () => {
    const { entries, assembly } = wire(createRing());
    const about = { type: 'document', first: 0, next: 1, top: true, late: false } as const;
    const say = (document: string, from: number) =>
      assembly.onBatch({
        ...{ type: 'entries', document, first: 0, from, count: 1 },
        text: batchText(from, 1),
      });
    for (const document of ['silent', 'spoke']) {
      assembly.onDocument({ ...about, document, blank: true });
      say(document, 0);
    }
    say('spoke', 1);
    for (const document of ['silent', 'spoke']) assembly.onGone(document);
    expect(entries.flatMap((entry) => (entry.kind === 'gap' ? [entry.id] : []))).toEqual([
      'spoke:end2',
    ]);
  });

  it('takes no goodbye for one that counts less than the page has said since', () => {
    for (const isBackFirst of [true, false]) {
      const { entries, assembly } = wire(createRing());
      const about = { document: DOCUMENT, first: 0, top: true, late: false } as const;
      const say = (from: number, count: number) => {
        const text = batchText(from, count);
        assembly.onBatch({ type: 'entries', document: DOCUMENT, first: 0, from, count, text });
      };
      say(0, 2);
      if (isBackFirst) say(2, 1);
      assembly.onDocument({ type: 'document', ...about, next: 2, left: 'whole' });
      if (!isBackFirst) say(2, 1);
      assembly.onGone(DOCUMENT);
      expect(entries.at(-1), String(isBackFirst)).toMatchObject({
        kind: 'gap',
        reason: 'no-goodbye',
      });
    }
  });

  it('refuses hits and server events that a document tells of itself', () => {
    const { entries, assembly } = wire(createRing());
    const hit = {
      id: 0,
      at: 1,
      kind: 'hit',
      vendor: 'meta',
      method: 'GET',
      url: 'https://x.test/',
      transport: 'image',
      events: [],
    };
    const server = { id: 1, at: 1, kind: 'server', origin: 'tap', event: {}, timeOf: 'receipt' };
    const text = [hit, server, { ...ANSWER, id: 2 }].map((one) => JSON.stringify(one)).join('\n');
    assembly.onBatch({ type: 'entries', document: DOCUMENT, first: 0, from: 0, count: 3, text });
    expect(entries.map((e) => e.kind === 'gap' && e.reason)).toEqual(Array(3).fill('unreadable'));
  });

  it('takes a server’s error as the background tells it, by itself', () => {
    const { entries, assembly } = wire(createRing());
    const stream = { type: 'entries', stream: 'hits', document: 'hits', first: 0 } as const;
    const text = JSON.stringify({ ...ANSWER, sender: {} });
    assembly.onBatch({ ...stream, from: 0, count: 1, text });
    const start = JSON.stringify({ ...ANSWER, id: 1, event: 'start', sender: {} });
    assembly.onBatch({ ...stream, from: 1, count: 1, text: start });
    expect(entries).toMatchObject([
      { ...ANSWER, id: 'hits:0', page: 'hits:0' },
      { kind: 'gap', from: 1, reason: 'unreadable' },
    ]);
  });

  it('shows a gap for lines of a stream of hits that were dropped, all of them too', () => {
    const { entries, assembly } = wire(createRing());
    const hit = (id: number) =>
      JSON.stringify({
        id,
        at: 1_000 + id,
        kind: 'hit',
        vendor: 'meta',
        method: 'GET',
        url: 'https://x.test/',
        transport: 'image',
        events: [],
        sender: {},
      });
    assembly.onStream({ type: 'stream', document: 'hits', next: 3 });
    assembly.onBatch({
      type: 'entries',
      stream: 'hits',
      document: 'hits',
      first: 3,
      from: 3,
      count: 1,
      text: hit(3),
    });
    assembly.onStream({ type: 'stream', document: 'hits', next: 6 });
    assembly.onGone('hits');
    expect(entries.map((e) => (e.kind === 'gap' ? [e.from, e.to, e.reason] : e.id))).toEqual([
      [0, 2, 'limit'],
      'hits:3',
      [4, 5, 'limit'],
    ]);
  });

  it('shows a gap for a number that the hook left out', () => {
    const ring = createRing();
    ring.add({ from: 0, count: 1, text: batchText(0, 1) });
    ring.add({ from: 2, count: 1, text: batchText(2, 1) });
    const { entries, assembly, answer } = wire(ring);
    assembly.onBatch(message(ring, 0, 1));
    assembly.onBatch(message(ring, 2, 1));
    answer();
    expect(entries.map((e) => (e.kind === 'gap' ? [e.from, e.to, e.reason] : e.id))).toEqual([
      'doc:0',
      [1, 1, 'unreadable'],
      'doc:2',
    ]);
  });

  it.each([
    'not json',
    '{"id":1}',
    '{"id":2,"at":1,"kind":"call"}',
    '[]',
    'null',
    '{"id":1,"at":1,"kind":"session","version":1}',
  ])('shows a gap for the line %s and goes on', (bad) => {
    const ring = createRing();
    const { entries, assembly } = wire(ring);
    assembly.onBatch({
      type: 'entries',
      document: DOCUMENT,
      first: 0,
      from: 0,
      count: 3,
      text: `${line(0)}\n${bad}\n${line(2)}`,
    });
    expect(entries.map((e) => (e.kind === 'gap' ? e.reason : e.id))).toEqual([
      'doc:0',
      'unreadable',
      'doc:2',
    ]);
  });

  it('loses nothing whatever batches are dropped or repeated on the way, as long as the relay answers', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            count: fc.integer({ min: 1, max: 5 }),
            times: fc.integer({ min: 0, max: 2 }),
          }),
          { minLength: 1, maxLength: 25 },
        ),
        (batches) => {
          const ring = createRing();
          const { entries, assembly, answer } = wire(ring);
          let from = 0;
          for (const { count, times } of batches) {
            ring.add({ from, count, text: batchText(from, count) });
            for (let i = 0; i < times; i += 1) assembly.onBatch(message(ring, from, count));
            answer();
            from += count;
          }
          // The last word always arrives: on a new connection the relay sends from what the panel has.
          for (const batch of ring.from(assembly.have()[DOCUMENT] ?? 0))
            assembly.onBatch({ type: 'entries', document: DOCUMENT, first: ring.first, ...batch });
          answer();
          expect(entries.map(({ id }) => id)).toEqual(
            Array.from({ length: from }, (_, n) => `doc:${n}`),
          );
        },
      ),
    );
  });
});

describe('hits in the assembly', () => {
  const PAGE = (at: number, url = 'https://shop.test/') =>
    JSON.stringify({ id: 0, at, kind: 'page', event: 'start', url, top: true });
  const hitLine = (id: number, at: number, more: object = {}) =>
    JSON.stringify({
      id,
      at,
      kind: 'hit',
      vendor: 'meta',
      method: 'GET',
      url: 'https://www.facebook.com/tr/',
      transport: 'image',
      events: [],
      outcome: 'pending',
      request: '9',
      sender: {},
      ...more,
    });

  function open() {
    const { entries, assembly } = wire(createRing());
    const meet = (document: string, at: number, more: object = {}, url?: string) => {
      assembly.onDocument({
        ...{ type: 'document', document, first: 0, next: 1, top: true, late: false, frameId: 0 },
        ...more,
      } as Parameters<typeof assembly.onDocument>[0]);
      assembly.onBatch({
        ...{ type: 'entries', document, first: 0, from: 0, count: 1, text: PAGE(at, url) },
      } as EntriesMessage);
    };
    const hits = (from: number, ...lines: string[]) =>
      assembly.onBatch({
        type: 'entries',
        stream: 'hits',
        document: 'hits',
        first: 0,
        from,
        count: lines.length,
        text: lines.join('\n'),
      });
    /** The last form of each hit. */
    const latest = () => [
      ...new Map(
        entries.filter(({ kind }) => kind !== 'page').map((one) => [one.id, one]),
      ).values(),
    ];
    return { entries, assembly, meet, hits, latest };
  }

  it('hands out a later form under the id of the first, and nothing for a line that was replaced', () => {
    const { entries, hits, assembly } = open();
    hits(0, hitLine(0, 5), hitLine(1, 5, { revises: 0, outcome: 'done', status: 200 }));
    hits(2, '{"id":2,"replaced":true}', hitLine(3, 6, { revises: 2, outcome: 'failed' }));
    expect(entries).toMatchObject([
      { id: 'hits:0', outcome: 'pending' },
      { id: 'hits:0', outcome: 'done', status: 200 },
      { id: 'hits:2', outcome: 'failed' },
    ]);
    expect(assembly.have()).toEqual({ hits: 4 });
    for (const entry of entries)
      for (const name of ['request', 'sender', 'revises']) expect(entry).not.toHaveProperty(name);
  });

  it('gives a hit to the document that the browser names, before and after that has spoken', () => {
    const { meet, hits, latest } = open();
    meet('a', 10, { documentId: 'A' });
    hits(0, hitLine(0, 30, { sender: { documentId: 'B', frameId: 0 } }));
    expect(latest()).toMatchObject([{ page: 'a:0' }]); // the top document of the time: a guess
    hits(1, hitLine(1, 31, { sender: { documentId: 'B', top: true, frameId: 0 } }));
    expect(latest()[1]?.page).toBe('B:0'); // it is not the page before
    meet('b', 40, { documentId: 'B' });
    // The page that is left says its last words after the next one has begun.
    hits(2, hitLine(2, 50, { sender: { documentId: 'A', top: true, frameId: 3 } }));
    expect(latest()).toMatchObject([
      { id: 'hits:0', page: 'b:0' },
      { id: 'hits:1', page: 'b:0' },
      { id: 'hits:2', page: 'a:0' },
    ]);
  });

  it('without a document’s name goes by frame, address and time', () => {
    const { meet, hits, latest } = open();
    meet('a', 10, { documentId: 'A' }, 'https://shop.test/one#top');
    meet('f', 15, { documentId: 'F', frameId: 4, top: false }, 'https://shop.test/frame');
    meet('b', 20, { documentId: 'B' }, 'https://shop.test/two');
    hits(
      0,
      hitLine(0, 25, { sender: { frameId: 0, url: 'https://shop.test/one' } }),
      hitLine(1, 25, { sender: { frameId: 0, url: 'https://shop.test/worker.js' } }),
      hitLine(2, 12, { sender: { frameId: 0, url: 'https://shop.test/worker.js' } }),
      hitLine(3, 25, { sender: { frameId: 4, url: 'https://shop.test/frame' } }),
      hitLine(4, 25, { sender: { frameId: 9 } }),
    );
    expect(latest().map(({ page }) => page)).toEqual(['a:0', 'b:0', 'a:0', 'f:0', 'b:0']);
  });

  it('gives a service worker’s hit to the top document of its origin', () => {
    const { meet, hits, latest } = open();
    meet('a', 10, {}, 'https://shop.test/');
    meet('b', 20, {}, 'https://other.test/');
    const sender = { url: 'https://shop.test/sw.js' };
    hits(0, hitLine(0, 30, { joinedBy: 'origin', sender }));
    expect(latest()).toMatchObject([{ page: 'a:0', joinedBy: 'origin' }]);
  });

  it('tells what the answer to a navigation announced with the page that comes of it', () => {
    const { meet, hits, entries } = open();
    meet('a', 10);
    const announced = { kind: 'server', origin: 'header', event: {}, timeOf: 'receipt' };
    hits(0, hitLine(0, 30, { ...announced, sender: { frameId: 0, next: true } }));
    expect(entries.map(({ id }) => id)).toEqual(['a:0']);
    meet('b', 40);
    meet('c', 50);
    expect(entries.filter(({ kind }) => kind === 'server')).toMatchObject([
      { id: 'hits:0', at: 30, page: 'b:0' },
    ]);
  });

  it('does not write into what it has handed out', () => {
    const { meet, hits, entries } = open();
    hits(0, hitLine(0, 30, { sender: { documentId: 'B' } }));
    const [first] = entries;
    const page = first?.page;
    meet('b', 10, { documentId: 'B' });
    expect(first?.page).toBe(page);
    expect(entries.filter(({ id }) => id === 'hits:0').map((one) => one.page)).toEqual([
      page,
      'b:0',
    ]);
  });

  it.each(['{"id":0,"kind":"call"}', hitLine(1, 5), '{"id":0}', '[]'])(
    'shows a gap for the line %s',
    (line) => {
      const { hits, entries } = open();
      hits(0, line);
      expect(entries).toMatchObject([{ kind: 'gap', reason: 'unreadable' }]);
    },
  );
});
