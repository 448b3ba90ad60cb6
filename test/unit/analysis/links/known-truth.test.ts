import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import type { CallEntry, Entry, HitEntry } from '../../../../src/session/entry.ts';

/**
 * Sessions of which we know which call made which hit, because we make both. What the analysis
 * joins must be true; what it cannot know it must leave alone.
 */

const START = 1_795_000_000_000;
const PIXELS = ['111111111111111', '222222222222222'];

interface Wish {
  name: 'PageView' | 'Lead' | 'Purchase' | 'Custom';
  value: number | undefined;
  /** 0: no event id; otherwise one of few, so that ids repeat. */
  idNumber: number;
  /** Only this pixel; undefined: both. */
  single: 0 | 1 | undefined;
  /** Milliseconds since the call before. */
  pause: number;
  /** Milliseconds until the hit leaves; one each for the two pixels. */
  lag: [number, number];
  /** The hit never leaves. */
  lost: [boolean, boolean];
}

const wish: fc.Arbitrary<Wish> = fc.record({
  name: fc.constantFrom('PageView', 'Lead', 'Purchase', 'Custom'),
  value: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  idNumber: fc.integer({ min: 0, max: 6 }),
  single: fc.constantFrom(0, 1, undefined, undefined),
  pause: fc.integer({ min: 0, max: 40 }),
  lag: fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 })),
  lost: fc.tuple(fc.constant(false), fc.constant(false)),
});

interface Made {
  entries: Entry[];
  /** Hit id → id of the call that made it. */
  truth: Map<string, string>;
}

/** Plays the wishes: the SDK sends each event once per pixel, in the order of the calls. */
function play(wishes: readonly Wish[], document: string): Made {
  const entries: Entry[] = [];
  const truth = new Map<string, string>();
  let number = 0;
  const page = `${document}:0`;
  entries.push({
    kind: 'page',
    id: `${document}:${number++}`,
    at: START,
    page,
    event: 'start',
    url: 'https://shop.test/',
  });
  const call = (at: number, args: CallEntry['args']): string => {
    const id = `${document}:${number++}`;
    const method = String(args[0]);
    entries.push({ kind: 'call', id, at, page, source: 'fbq', method, args, phase: 'live' });
    return id;
  };
  let at = START + 1;
  for (const pixel of PIXELS) call(at, ['init', pixel]);
  const counts = [0, 0];
  const sentAt = [0, 0];
  let hits = 0;
  const seenViews = new Set<string>();
  for (const { name, value, idNumber, single, pause, lag, lost } of wishes) {
    at += pause;
    const data: Record<string, string | number> =
      value === undefined ? {} : { value, currency: 'EUR' };
    const options = idNumber === 0 ? [] : [{ eventID: `id-${idNumber}` }];
    const id =
      single === undefined
        ? call(at, ['track', name, data, ...options])
        : call(at, ['trackSingle', PIXELS[single] as string, name, data, ...options]);
    for (const [p, pixelId] of PIXELS.entries()) {
      if (single !== undefined && single !== p) continue;
      // The SDK's own rule: one PageView of an address.
      if (name === 'PageView' && single === undefined) {
        if (seenViews.has(pixelId)) continue;
        seenViews.add(pixelId);
      }
      const leaves = Math.max(sentAt[p] ?? 0, at + (lag[p] ?? 0));
      sentAt[p] = leaves;
      const count = counts[p] ?? 0;
      counts[p] = count + 1;
      if (lost[p]) continue;
      const hitId = `net:${document}${hits++}`;
      truth.set(hitId, id);
      const parameters: Record<string, string> = {
        id: pixelId,
        ev: name,
        dl: 'https://shop.test/',
        ts: String(Math.floor(leaves)),
        ec: String(count),
      };
      if (value !== undefined)
        Object.assign(parameters, { 'cd[value]': String(value), 'cd[currency]': 'EUR' });
      if (single !== undefined) parameters.tm = '1';
      if (idNumber !== 0) parameters.eid = `id-${idNumber}`;
      const hit: HitEntry = {
        kind: 'hit',
        id: hitId,
        at: leaves + 3,
        page,
        vendor: 'meta',
        method: 'GET',
        url: 'https://www.facebook.com/tr/',
        transport: 'image',
        outcome: 'done',
        status: 200,
        events: [
          {
            pixelId,
            eventName: name,
            ...(idNumber === 0 ? {} : { eventId: `id-${idNumber}` }),
            parameters,
          },
        ],
      };
      entries.push(hit);
    }
  }
  return { entries, truth };
}

function joinsOf(entries: readonly Entry[], batches: number[] = []) {
  const analysis = createAnalysis();
  let from = 0;
  for (const end of [...batches, entries.length].sort((a, b) => a - b)) {
    analysis.add(entries.slice(from, end));
    analysis.summary();
    from = end;
  }
  const joins = new Map<string, string>();
  for (const { links } of analysis.chains.all())
    for (const { from: call, to } of links) joins.set(to, call);
  return { analysis, joins };
}

describe('joins against a known truth', () => {
  it('two identical calls in a row have a hit each, in their order', () => {
    const twice: Wish = {
      name: 'Lead',
      value: undefined,
      idNumber: 0,
      single: 0,
      pause: 1,
      lag: [1, 1],
      lost: [false, false],
    };
    const { entries, truth } = play([twice, twice], 'd');
    expect(joinsOf(entries).joins).toEqual(truth);
  });

  it('one event for two pixels is one call with two hits', () => {
    const both: Wish = {
      name: 'Purchase',
      value: 2,
      idNumber: 1,
      single: undefined,
      pause: 1,
      lag: [5, 1],
      lost: [false, false],
    };
    const { entries, truth } = play([both], 'd');
    const { analysis, joins } = joinsOf(entries);
    expect(joins).toEqual(truth);
    expect(analysis.chains.all()).toHaveLength(1);
    expect(analysis.chains.all()[0]?.links.map(({ evidence }) => evidence)).toEqual([
      'same-id',
      'same-id',
    ]);
  });

  it('200 interleaved calls with shuffled hits: every hit at its call', () => {
    const many = fc.array(wish, { minLength: 200, maxLength: 200 });
    fc.assert(
      fc.property(many, fc.infiniteStream(fc.nat()), (wishes, keys) => {
        const { entries, truth } = play(wishes, 'd');
        const order = new Map(entries.map((entry) => [entry, keys.next().value as number]));
        const shuffled = [...entries].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
        const { analysis, joins } = joinsOf(shuffled);
        expect(joins).toEqual(truth);
        expect(analysis.chains.ambiguities()).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('with hits lost at random no join is wrong, and what is left alone is told', () => {
    const risky = wish.chain((one) =>
      fc.tuple(fc.boolean(), fc.boolean()).map((lost): Wish => ({ ...one, lost })),
    );
    fc.assert(
      fc.property(fc.array(risky, { maxLength: 25 }), (wishes) => {
        const { entries, truth } = play(wishes, 'd');
        const { analysis, joins } = joinsOf(entries);
        const unsure = new Set(analysis.chains.ambiguities().map(({ entry }) => entry));
        for (const [hit, call] of truth) {
          if (joins.has(hit)) expect(joins.get(hit)).toBe(call);
          else expect(unsure.has(hit)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is the same for entries in any order and in batches of any size', () => {
    const two = fc.tuple(fc.array(wish, { maxLength: 8 }), fc.array(wish, { maxLength: 8 }));
    const shuffled = two.chain(([a, b]) => {
      const entries = [...play(a, 'd').entries, ...play(b, 'e').entries];
      return fc.tuple(
        fc.constant(entries),
        fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
        fc.array(fc.nat(entries.length), { maxLength: 4 }),
      );
    });
    fc.assert(
      fc.property(shuffled, ([entries, other, cuts]) => {
        const whole = joinsOf(entries).analysis;
        const pieces = joinsOf(other, cuts).analysis;
        expect(pieces.chains.all()).toEqual(whole.chains.all());
        expect(pieces.summary()).toEqual(whole.summary());
        for (const { id } of entries) expect(pieces.states.of(id)).toEqual(whole.states.of(id));
      }),
      { numRuns: 200 },
    );
  });
});
