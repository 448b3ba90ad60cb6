import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnalysis, type JudgedAnalysis } from '../../../../src/rules/create-analysis.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import type { Profile } from '../../../../src/session/profile.ts';
import { OFF, ON, oneTrust, PIXEL } from '../../../session/fragments.ts';
import { type Joint, session } from '../../../session/session.ts';
import { createJudged } from './judged.ts';

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
  kind: fc.constantFrom('push', 'fbq', 'cact', 'track', 'loyjoy', 'hit', 'collected', 'consent'),
  name: fc.nat(SOURCES.length - 1),
  value: fc.nat(2),
  isInside: fc.boolean(),
  hasHit: fc.boolean(),
  copyOf: fc.nat(30),
  isBlocked: fc.boolean(),
  page: fc.constantFrom('d:0', 'd:0', 'e:0'),
});

function build(steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[]) {
  const lines: string[] = [];
  const links: Joint[] = [];
  const collected: string[] = [];
  let last: string | undefined;
  let lastPage = '';
  steps.forEach((given, i) => {
    const n = 2 * i + 1;
    const { page, value } = given;
    const key = page.slice(0, -2);
    const id = `${key}:${n}`;
    const source = SOURCES[given.name] ?? '';
    const meta = NAMES[given.name % NAMES.length] ?? '';
    const cause = given.isInside && last !== undefined && lastPage === page ? last : undefined;
    const end = given.isBlocked ? 'blocked' : '';
    const hitId = `${key}:h${i}`;
    const call = (text: string) =>
      lines.push(
        `in ${key}`,
        `@${n} #${id} ${text}${cause === undefined ? '' : ` with {cause: "${cause}"}`}`,
      );
    const hit = (text: string) => lines.push(`in ${key}`, `@${1_000 + i} #${hitId} ${text} ${end}`);
    const hits: Record<string, () => unknown> = {
      fbq: () => hit(`hit ${PIXEL} ${meta} cd[value]=${value}`),
      cact: () => hit(`cact-hit ${source} {amount: ${value}}`),
      track: () => hit(`segment-hit ${source} {value: ${value}}`),
    };
    switch (given.kind) {
      case 'push':
        call(`dataLayer {event: ${source}, ecommerce: {value: ${value}}}`);
        break;
      case 'fbq':
        call(`fbq track ${meta} {value: ${value}}`);
        break;
      case 'cact':
        call(`cact trigger ${source} {amount: ${value}}`);
        break;
      case 'track':
        call(`analytics track ${source} {value: ${value}}`);
        break;
      case 'loyjoy':
        call(`loyjoy ${source} {value: ${value}}`);
        break;
      case 'hit':
        hits.fbq?.();
        break;
      case 'consent':
        call(oneTrust(value === 0 ? ON : OFF, value < 2));
        break;
      case 'collected':
        hits.cact?.();
        collected.push(hitId);
        break;
    }
    const own = hits[given.kind];
    if (given.hasHit && own !== undefined) {
      own();
      links.push([id, hitId]);
      if (given.kind === 'cact') collected.push(hitId);
      if (given.kind === 'fbq' && collected.length > 0)
        links.push([hitId, collected[given.copyOf % collected.length] ?? '']);
    }
    if (['push', 'loyjoy', 'cact'].includes(given.kind) && cause === undefined) {
      last = id;
      lastPage = page;
    }
  });
  return { entries: session(lines.join('\n')).entries, links };
}

function everythingOf(judged: ReturnType<typeof createJudged>, entries: readonly Entry[]) {
  const { matches } = judged;
  return {
    matches: matches.matches(),
    of: Object.fromEntries(entries.map(({ id }) => [id, matches.matchesOf(id)])),
    coverage: matches.coverage(),
    findings: matches
      .all()
      .map((finding) => JSON.stringify(finding))
      .sort(),
    counts: judged.counts(),
  };
}

const sessions = fc
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
      fc.property(sessions, ({ built: { entries, links }, order, cuts }) => {
        const whole = createJudged({ profile, links });
        whole.add(entries);
        const pieces = createJudged({ profile, links });
        const ends = [...cuts, order.length].sort((a, b) => a - b);
        for (const [i, end] of ends.entries())
          pieces.add(order.slice(i === 0 ? 0 : ends[i - 1], end));
        expect(everythingOf(pieces, entries)).toEqual(everythingOf(whole, entries));
      }),
      { numRuns: 400 },
    );
  });

  it('are the same through the whole analysis, with its links and states', () => {
    fc.assert(
      fc.property(sessions, ({ built: { entries }, order, cuts }) => {
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
          matches: analysis.matches.all(),
          of: entries.map(({ id }) => analysis.matches.of(id)),
          coverage: analysis.matches.coverage(),
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
      fc.property(sessions, ({ built: { entries, links } }) => {
        const { matches, add } = createJudged({ profile, links });
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
