import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Pair } from '../../../../src/analysis/analysis.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import {
  actCall,
  type Before,
  fbqCall,
  ledgerOf,
  listenerCall,
  ON_SERVER,
  OTHER_PIXEL,
  PIXEL,
  pixelHit,
  serverEvent,
  vendorHit,
} from './session.ts';

const HOUR = 3_600_000;
const WINDOW = 48 * HOUR;

/** One copy as it is drawn: few values each, so that they meet. */
const drawn = fc.record({
  kind: fc.constantFrom('pixel', 'pixel', 'tap', 'import', 'header', 'gateway', 'cact', 'segment'),
  pixel: fc.constantFrom(PIXEL, PIXEL, OTHER_PIXEL, ''),
  name: fc.constantFrom('Purchase', 'Purchase', 'purchase', 'Lead', 'sign_up'),
  eventId: fc.constantFrom('x', 'x', 'y', 'z', ''),
  at: fc.oneof(
    fc.integer({ min: 0, max: 10 }).map((n) => n * 12 * HOUR),
    fc.constantFrom(WINDOW + 1, 300_000, 300_001, 5, 10),
  ),
  fbp: fc.constantFrom('', 'fb.1.1.1', 'fb.1.1.2'),
  order: fc.constantFrom('', '', 'A', 'B'),
  value: fc.constantFrom('', '10', '20'),
  fate: fc.constantFrom('done', 'done', 'done', 'blocked', 'late'),
  page: fc.constantFrom('d:0', 'e:0'),
  /** The call that it is linked to, if any. */
  call: fc.constantFrom('', '', 'k1', 'k2'),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never;

function toEntry(copy: Drawn, n: number): Entry {
  const { kind, pixel, name, eventId, at, page, fbp, order, value, fate } = copy;
  const id = `e:${n + 1}`;
  const sent = { pixel, name, eventId, at, page };
  if (kind === 'pixel') {
    const outcome = fate === 'blocked' ? 'blocked' : fate === 'late' ? 'pending' : 'done';
    return pixelHit(
      id,
      sent,
      {
        ...(fbp && { fbp }),
        ...(order && { 'cd[order_id]': order }),
        ...(value && { 'cd[value]': value }),
      },
      { outcome },
    );
  }
  if (kind === 'gateway')
    return vendorHit(id, 'meta-gateway', sent, value ? { 'custom_data.value': value } : {});
  if (kind === 'cact')
    return vendorHit(id, 'commanders-act', { ...sent, pixel: '' }, { id: order });
  if (kind === 'segment') return vendorHit(id, 'segment', { ...sent, pixel: '' }, ON_SERVER);
  return serverEvent(
    id,
    { ...sent, pixel: kind === 'header' ? '' : pixel },
    { user_data: fbp ? { fbp } : {}, custom_data: { order_id: order, value } },
    {
      origin: kind as 'tap' | 'import' | 'header',
      timeOf: kind === 'import' ? (fate === 'late' ? 'import' : 'event') : 'receipt',
      ...(fate === 'blocked' ? { answer: { status: 400 } } : {}),
    },
  );
}

/** Entries, links and later forms of the hits that were pending. */
function sessionOf(copies: readonly Drawn[]) {
  const before: Record<string, string> = { 'k:1': 'r:1', 't:1': 'r:1', 'k:2': 'r:2', 't:2': 'r:2' };
  const entries: Entry[] = [
    fbqCall('k:1', ['track', 'Purchase', {}, { eventId: 'x' }]),
    fbqCall('k:2', ['track', 'Lead']),
    actCall('t:1'),
    actCall('t:2'),
    listenerCall('r:1'),
    listenerCall('r:2'),
    ...copies.map(toEntry),
  ];
  for (const [n, { call, kind }] of copies.entries())
    if (call && (kind === 'pixel' || kind === 'cact'))
      before[`e:${n + 1}`] = call.replace('k', kind === 'pixel' ? 'k:' : 't:');
  return { entries, before };
}

/** Everything that can be read, in an order of its own. */
function readingOf(batches: Entry[][], before: Before) {
  const part = ledgerOf(batches, before);
  const ids = batches.flat().map(({ id }) => id);
  return {
    pairs: part.pairs(),
    of: [...new Set(ids)].sort().map((id) => part.pairsOf(id)),
    findings: part.findings
      .all()
      .map((finding) => JSON.stringify(finding))
      .sort(),
    counts: { ...part.findings.counts },
    unpaired: [...new Set(ids)].filter((id) => part.isUnpaired(id)).sort(),
    count: part.unpaired(),
    faults: part.pairs().filter((pair) => part.isFault(pair)).length,
    coverage: part.coverage(),
  };
}

test('a row that is wrong for two reasons counts once', () => {
  const sent = { pixel: PIXEL, name: 'sign_up', page: 'd:0' };
  const twice = [12 * HOUR, WINDOW + 1].map((at, n) =>
    pixelHit(`e:${n + 1}`, { ...sent, eventId: 'x', at }, {}, { outcome: 'done' }),
  );
  const server = serverEvent('e:3', { ...sent, eventId: 'y', at: 0 }, {}, { origin: 'import' });
  for (const batches of [[[...twice, server]], [[server], twice], [twice, [server]]]) {
    const { pairs, faults, count } = readingOf(batches, {});
    expect(pairs.find(({ eventId }) => eventId === 'x')?.why).toEqual([
      'dedup/id-repeated',
      'dedup/missing-server-copy',
    ]);
    expect([faults, count]).toEqual([1, 1]);
  }
});

test('the same for entries in any order, in batches of any size, hits told twice', () => {
  fc.assert(
    fc.property(
      fc.array(drawn, { maxLength: 14 }),
      fc.infiniteStream(fc.nat()),
      fc.integer({ min: 1, max: 6 }),
      (copies, numbers, size) => {
        const { entries, before } = sessionOf(copies);
        const shuffled = [...entries]
          .map((entry) => ({ entry, place: numbers.next().value as number }))
          .sort((a, b) => a.place - b.place)
          .map(({ entry }) => entry);
        // Half of the hits are told before under another form, which must leave nothing behind.
        const first = shuffled.flatMap((entry): Entry[] =>
          entry.kind === 'hit' && (numbers.next().value as number) % 2 === 0
            ? [
                {
                  ...entry,
                  outcome: entry.outcome === 'blocked' ? 'pending' : 'failed',
                },
              ]
            : [],
        );
        const batches: Entry[][] = [first];
        for (let i = 0; i < shuffled.length; i += size) batches.push(shuffled.slice(i, i + size));
        const reading = readingOf(batches, before);
        expect(reading).toEqual(readingOf([entries], before));
        // The strip counts rows of the ledger.
        expect(reading.faults).toBe(reading.count);
      },
    ),
    { numRuns: 600 },
  );
}, 60_000);

/**
 * What Meta does, copy by copy in order of receipt (domain facts 4.1): the first with its key opens
 * a window, those within 48 hours of it are discarded. Written without looking at the ledger.
 */
function simulate(copies: readonly { key: string; at: number; id: string; browser: boolean }[]) {
  const open = new Map<string, { at: number; ids: string[]; sides: Set<boolean> }>();
  const windows: { key: string; ids: string[]; sides: Set<boolean> }[] = [];
  for (const { key, at, id, browser } of [...copies].sort((a, b) => a.at - b.at)) {
    const window = open.get(key);
    if (window && at - window.at <= WINDOW) {
      window.ids.push(id);
      window.sides.add(browser);
    } else {
      const fresh = { key, at, ids: [id], sides: new Set([browser]) };
      open.set(key, fresh);
      windows.push(fresh);
    }
  }
  return windows;
}

const received = (fate: string) => fate !== 'blocked';

describe('against a simulation of Meta', () => {
  const certain = drawn.map((copy): Drawn & { pixel: string } => ({
    ...copy,
    kind: copy.kind === 'pixel' || copy.kind === 'gateway' ? copy.kind : 'tap',
    order: '',
    pixel: copy.pixel || PIXEL,
    value: '10',
    call: '',
    fate: copy.kind === 'gateway' ? 'done' : copy.fate,
  }));

  test('what has an id is paired exactly where Meta would discard the other side', () => {
    fc.assert(
      fc.property(fc.array(certain, { maxLength: 16 }), (copies) => {
        const withId = copies.map((copy) => ({ ...copy, eventId: copy.eventId || ('z' as const) }));
        const { entries, before } = sessionOf(withId);
        const windows = simulate(
          withId.flatMap(({ pixel, name, eventId, at, kind, fate }, n) =>
            received(fate)
              ? [
                  {
                    key: `${pixel} ${name} ${eventId}`,
                    at,
                    id: `e:${n + 1}`,
                    browser: kind === 'pixel',
                  },
                ]
              : [],
          ),
        );
        const expected = windows
          .filter(({ sides }) => sides.size === 2)
          .map(({ key, ids }) => `${key}: ${[...ids].sort()}`);
        const actual = ledgerOf([entries], before)
          .pairs()
          .filter(({ verdict }) => verdict === 'paired')
          .map(
            ({ pixelId, eventName, eventId, browser, server }) =>
              `${pixelId} ${eventName} ${eventId}: ${[...browser, ...server].sort()}`,
          );
        expect(actual.sort()).toEqual(expected.sort());
      }),
      { numRuns: 1_000 },
    );
  });

  test('no pair that the rules do not give, whatever the session', () => {
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 16 }), (copies) => {
        const { entries, before } = sessionOf(copies);
        for (const pair of ledgerOf([entries], before).pairs())
          if (pair.verdict === 'paired' || pair.verdict === 'would-pair') expectRules(pair, copies);
      }),
      { numRuns: 1_500 },
    );
  });

  test('every copy that Meta got is in the ledger, and no other is', () => {
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 16 }), (copies) => {
        const { entries, before } = sessionOf(copies);
        const rows = ledgerOf([entries], before).pairs();
        const listed = new Set(rows.flatMap(({ browser, server }) => [...browser, ...server]));
        for (const [n, { kind, fate, eventId }] of copies.entries()) {
          // Commanders Act and Segment need an id for Meta; a Segment hit needs a pixel's hit too.
          if (kind === 'segment' || (kind === 'cact' && eventId === '')) continue;
          const isStopped = fate === 'blocked' && kind !== 'gateway' && kind !== 'cact';
          expect(listed.has(`e:${n + 1}`)).toBe(!isStopped);
        }
      }),
      { numRuns: 800 },
    );
  });
});

/** Names that Meta may see, from the tables of the seed and of Segment. */
function namesOf({ kind, name }: Drawn): string[] {
  if (kind === 'cact' && name === 'purchase') return ['Purchase'];
  if (kind === 'cact' && name === 'sign_up') return ['sign_up', 'CompleteRegistration'];
  return [name];
}

function expectRules(pair: Pair, copies: readonly Drawn[]): void {
  const at = (id: string) => copies[Number(id.slice(2)) - 1] as Drawn;
  const [browser, server] = [pair.browser.map(at), pair.server.map(at)];
  expect(browser.length * server.length).toBeGreaterThan(0);
  // What only a connector's hit shows was not seen.
  const isSeen = server.some(({ kind }) => kind !== 'cact' && kind !== 'segment');
  expect(pair.verdict).toBe(isSeen ? 'paired' : 'would-pair');
  if (!isSeen) expect([pair.kept, pair.delay]).toEqual([undefined, undefined]);
  for (const copy of [...browser, ...server]) {
    expect(namesOf(copy)).toContain(pair.eventName);
    expect(copy.eventId).toBe(pair.eventId);
    if (copy.pixel && !['cact', 'segment', 'header'].includes(copy.kind))
      expect(copy.pixel).toBe(pair.pixelId);
  }
  for (const copy of browser) expect(copy.kind).toBe('pixel');
  // A receipt that is known is within 48 hours of the first; event_time is no later than that.
  const receipts = [...browser, ...server].filter(({ kind }) => kind !== 'import');
  const first = Math.min(...receipts.map((copy) => copy.at));
  for (const copy of [...browser, ...server])
    if (copy.kind !== 'import' || copy.fate !== 'late')
      expect(copy.at - first).toBeLessThanOrEqual(WINDOW);
  if (pair.eventId !== '') return;
  const [b, s] = [browser[0] as Drawn, server[0] as Drawn];
  expect([browser.length, server.length]).toEqual([1, 1]);
  expect(b.fbp).not.toBe('');
  expect(b.fbp).toBe(s.fbp);
  expect(s.at).toBeGreaterThanOrEqual(b.at);
  expect(s.kind).not.toBe('import');
}
