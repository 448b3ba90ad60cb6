import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnalysis, type JudgedAnalysis } from '../../../../src/rules/create-analysis.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import type { Profile } from '../../../../src/session/profile.ts';
import type { JudgedMatches } from './session.ts';
import {
  collectionHit,
  createSession,
  fbq,
  type Joint,
  listener,
  pixelHit,
  push,
  segmentHit,
  track,
  trigger,
} from './session.ts';

const NAMES = ['Purchase', 'Lead', 'purchase', 'own'];
const SOURCES = ['purchase', 'generate_lead', 'order_placed', 'secret', 'own'];

const profile: Profile = {
  mapping: {
    rules: [
      { from: { source: 'dataLayer', name: 'order_placed' }, to: 'Purchase' },
      { from: { source: 'loyjoy', pattern: 'order.*|own' }, to: 'Lead' },
      { from: { source: 'dataLayer', name: 'secret' }, to: null },
      { from: { source: 'cact', name: 'own' }, to: 'Purchase' },
    ],
  },
};

/** One call of the page with what may follow from it; numbers are given out in order. */
const step = fc.record({
  kind: fc.constantFrom('push', 'fbq', 'cact', 'track', 'loyjoy', 'hit', 'collected'),
  name: fc.nat(SOURCES.length - 1),
  value: fc.nat(2),
  isInside: fc.boolean(),
  hasHit: fc.boolean(),
  copyOf: fc.nat(30),
  isBlocked: fc.boolean(),
  page: fc.constantFrom('d:0', 'd:0', 'e:0'),
});

function build(steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[]) {
  const entries: Entry[] = [];
  const joints: Joint[] = [];
  const collected: string[] = [];
  let last: string | undefined;
  let lastPage = '';
  steps.forEach((given, i) => {
    const n = 2 * i + 1;
    const { page, value } = given;
    const id = `${page.slice(0, -2)}:${n}`;
    const source = SOURCES[given.name] ?? '';
    const meta = NAMES[given.name % NAMES.length] ?? '';
    const cause = given.isInside && last !== undefined && lastPage === page ? { cause: last } : {};
    const more = { page, ...cause };
    const outcome = given.isBlocked ? ('blocked' as const) : ('done' as const);
    const where = { page, id: `${page.slice(0, -2)}:h${i}`, at: 2_000 + i, outcome };
    switch (given.kind) {
      case 'push':
        entries.push(push(n, { event: source, ecommerce: { value } }, more));
        break;
      case 'fbq':
        entries.push(fbq(n, ['track', meta, { value }], more));
        if (!given.hasHit) break;
        entries.push(pixelHit('h0', meta, { 'cd[value]': String(value) }, where));
        joints.push([id, where.id]);
        if (collected.length > 0)
          joints.push([where.id, collected[given.copyOf % collected.length] ?? '']);
        break;
      case 'cact':
        entries.push({ ...trigger(n, source, { amount: value }), id, ...more });
        if (!given.hasHit) break;
        entries.push(collectionHit('h0', source, { amount: String(value) }, where));
        joints.push([id, where.id]);
        collected.push(where.id);
        break;
      case 'track':
        entries.push({ ...track(n, source, { value }), id, ...more });
        if (!given.hasHit) break;
        entries.push(segmentHit('h0', source, { 'properties.value': String(value) }, where));
        joints.push([id, where.id]);
        break;
      case 'loyjoy':
        entries.push(listener(n, source, { value }, more));
        break;
      case 'hit':
        entries.push(pixelHit('h0', meta, { 'cd[value]': String(value) }, where));
        break;
      case 'collected':
        entries.push(collectionHit('h0', source, { amount: String(value) }, where));
        collected.push(where.id);
        break;
    }
    if (['push', 'loyjoy', 'cact'].includes(given.kind) && !cause.cause) {
      last = id;
      lastPage = page;
    }
  });
  return { entries, joints };
}

function everythingOf(matches: JudgedMatches, entries: readonly Entry[]) {
  return {
    matches: matches.matches(),
    of: Object.fromEntries(entries.map(({ id }) => [id, matches.matchesOf(id)])),
    coverage: matches.coverage(),
    findings: matches.findings
      .all()
      .map((finding) => JSON.stringify(finding))
      .sort(),
    counts: matches.findings.counts,
  };
}

const session = fc
  .array(step, { maxLength: 25 })
  .map(build)
  .chain((built) =>
    fc.record({
      built: fc.constant(built),
      order: fc.shuffledSubarray(built.entries, {
        minLength: built.entries.length,
        maxLength: built.entries.length,
      }),
      cuts: fc.array(fc.nat(built.entries.length), { maxLength: 8 }),
    }),
  );

describe('matches', () => {
  it('are the same for entries in any order and in batches of any size', () => {
    fc.assert(
      fc.property(session, ({ built: { entries, joints }, order, cuts }) => {
        const whole = createSession(profile, { joints });
        whole.add(entries);
        const pieces = createSession(profile, { joints });
        const ends = [...cuts, order.length].sort((a, b) => a - b);
        for (const [i, end] of ends.entries())
          pieces.add(order.slice(i === 0 ? 0 : ends[i - 1], end));
        expect(everythingOf(pieces.matches, entries)).toEqual(everythingOf(whole.matches, entries));
      }),
      { numRuns: 400 },
    );
  });

  it('are the same through the whole analysis, with its links and states', () => {
    fc.assert(
      fc.property(session, ({ built: { entries }, order, cuts }) => {
        const whole = createAnalysis(profile);
        whole.add(entries);
        const pieces = createAnalysis(profile);
        const ends = [...cuts, order.length].sort((a, b) => a - b);
        for (const [i, end] of ends.entries()) {
          pieces.add(order.slice(i === 0 ? 0 : ends[i - 1], end));
          // Whoever looks makes the analysis settle.
          pieces.summary();
        }
        const read = (analysis: JudgedAnalysis) => ({
          matches: analysis.matches(),
          of: entries.map(({ id }) => analysis.matchesOf(id)),
          coverage: analysis.coverage(),
          findings: analysis
            .findings()
            .filter(({ rule }) => rule.startsWith('mapping/'))
            .map((finding) => JSON.stringify(finding))
            .sort(),
        });
        expect(read(pieces)).toEqual(read(whole));
      }),
      { numRuns: 300 },
    );
  });

  it('of an entry are the ones of all that name it', () => {
    fc.assert(
      fc.property(session, ({ built: { entries, joints } }) => {
        const { matches, add } = createSession(profile, { joints });
        add(entries);
        const all = matches.matches();
        for (const { id } of entries)
          for (const match of all)
            if (match.entry === id || match.proof.includes(id))
              expect(matches.matchesOf(id)).toContainEqual(match);
      }),
    );
  });
});
