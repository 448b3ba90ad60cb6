import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CONSENT_VERDICTS } from '../../../../src/analysis/verdicts.ts';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import type { ConsentSource, Profile } from '../../../../src/session/profile.ts';
import { OFF, ON, oneTrust, PIXEL } from '../../../session/fragments.ts';
import { entries } from '../../../session/session.ts';
import { type Expected, expectedOf, type Source, type Step, type Word } from './oracle.ts';

/** What makes the source say the word. */
function saying(source: string, word: Word): string {
  switch (source) {
    case 'onetrust':
      return oneTrust(word === 'granted' ? ON : OFF, word !== 'undecided');
    case 'cookiebot':
      return `consent cookiebot {hasResponse: ${word !== 'undecided'}, consent: {marketing: ${word === 'granted'}}}`;
    case 'trust':
      return `consent trust {cookie: "${word === 'undecided' ? 'another format' : `0@2|1|1@${word === 'granted' ? 3 : 1}@@1`}"}`;
    case 'google':
      return word === 'undecided'
        ? 'gtag consent update {analytics_storage: denied}'
        : `gtag consent update {ad_storage: ${word}, ad_user_data: ${word}}`;
    default:
      return `fbq consent ${word === 'granted' ? 'grant' : 'revoke'}`;
  }
}

/**
 * Every entry has its time for a number. An event id joins a call to its hit, so that the links are
 * not what is tested here.
 */
function entriesOf(steps: readonly Step[]): Entry[] {
  const ids = new Map(
    steps.flatMap((step) => (step.kind === 'call' ? [[step.hitAt, `e${step.at}`]] : [])),
  );
  const lines = steps.map((step) => {
    const { at } = step;
    if (step.kind === 'said') return `@${at} #d:${at} ${saying(step.source, step.word)}`;
    if (step.kind === 'collected')
      return `@${at} #net:${at} cact-hit purchase {user: {consent_categories: ${JSON.stringify(step.categories)}}}`;
    if (step.kind === 'call') return `@${at} #d:${at} fbq track Lead {} {eventID: e${at}}`;
    return `@${at} #net:${at} hit ${PIXEL} Lead eid=${ids.get(at) ?? `alone${at}`}`;
  });
  return entries([`@1 #d:1 fbq init ${PIXEL}`, ...lines].join('\n'));
}

/** Times with every distance that matters: none, shorter and longer than a hit may be late. */
const steps: fc.Arbitrary<Step[]> = fc
  .array(
    fc.record({
      gap: fc.constantFrom(1, 7, 60, 99, 100, 101, 400),
      delay: fc.constantFrom(1, 3, 50, 150, 700),
      what: fc.constantFrom('said', 'said', 'call', 'unsent', 'hit', 'collected', 'locked'),
      source: fc.constantFrom<Source>('onetrust', 'cookiebot', 'trust', 'google', 'meta'),
      categories: fc.constantFrom([], ['1'], ['1', '3']),
      word: fc.constantFrom<Word>('granted', 'denied', 'undecided'),
    }),
    { maxLength: 25 },
  )
  .map((drawn) => {
    const made: Step[] = [];
    const used = new Set<number>();
    const free = (at: number): number => {
      let place = at;
      while (used.has(place)) place += 1;
      used.add(place);
      return place;
    };
    let at = 10;
    for (const { gap, delay, what, source, word, categories } of drawn) {
      at = free(at + gap);
      if (what === 'said') {
        if (word === 'undecided' && (source === 'meta' || source === 'google')) continue;
        made.push({ at, kind: 'said', source, word });
      } else if (what === 'locked') {
        const [callAt, grantAt, hitAt] = [free(at), free(at + delay), free(at + delay + gap)];
        made.push({ at, kind: 'said', source: 'meta', word: 'denied' });
        made.push({ at: callAt, kind: 'call', hitAt }, { at: hitAt, kind: 'hit' });
        made.push({ at: grantAt, kind: 'said', source: 'meta', word: 'granted' });
        at = grantAt;
      } else if (what === 'collected') made.push({ at, kind: 'collected', categories });
      else if (what === 'hit') made.push({ at, kind: 'hit' });
      else if (what === 'unsent') made.push({ at, kind: 'call', hitAt: undefined });
      else {
        const hitAt = free(at + delay);
        made.push({ at, kind: 'call', hitAt }, { at: hitAt, kind: 'hit' });
      }
    }
    return made;
  });

const profiles: fc.Arbitrary<Profile> = fc.record({
  consent: fc.record(
    {
      categories: fc.constant({ trust: '3' }),
      commandersAct: fc.constant('managed' as const),
      governs: fc.constantFrom<ConsentSource>('onetrust', 'trust', 'google', 'meta'),
      region: fc.constantFrom('opt-in' as const, 'opt-out' as const),
    },
    { requiredKeys: ['categories'] },
  ),
}) as fc.Arbitrary<Profile>;

const numberOf = (id: string | undefined) =>
  id === undefined ? undefined : Number(id.split(':')[1]);

function toldBy(analysis: ReturnType<typeof createAnalysis>): Expected[] {
  return analysis.consent.all().map(({ entry, hit: sent, atCall, atHit, verdict }) => ({
    call: entry.startsWith('net:') ? undefined : numberOf(entry),
    hit: numberOf(sent),
    atCall,
    atHit,
    verdict,
  }));
}

const sorted = (all: Expected[]) =>
  [...all].sort((a, b) => (a.call ?? a.hit ?? 0) - (b.call ?? b.hit ?? 0));

it('the verdicts are those of the oracle, and so are the findings and the count of troubles', () => {
  let held = 0;
  fc.assert(
    fc.property(steps, profiles, (all, profile) => {
      const analysis = createAnalysis(profile);
      analysis.add(entriesOf(all));
      const expected = sorted(expectedOf(all, profile));
      expect(sorted(toldBy(analysis))).toEqual(expected.map(({ gate: _, ...one }) => one));
      held += expected.filter(({ verdict }) => verdict === 'held').length;

      const bad = expected.filter(({ hit: sent }) => sent !== undefined);
      const of = (state: string) =>
        bad.filter(({ atHit, gate }) => atHit === state && gate === undefined);
      const missing = bad.filter(({ gate }) => gate === 'missing');
      const count = (rule: string) =>
        analysis.findings().filter((finding) => finding.rule === `consent/${rule}`).length;
      const isOptOut = profile.consent?.region === 'opt-out';
      expect(count('sent-although-denied')).toBe(of('denied').length);
      expect(count('sent-before-decision')).toBe(isOptOut ? 0 : of('undecided').length);
      expect(count('no-source')).toBe(of('no-source').length > 0 ? 1 : 0);
      expect(count('categories-missing')).toBe(missing.length > 0 ? 1 : 0);
      expect(count('conflict') > 0).toBe(of('conflict').length > 0);
      const troubled = [
        ...missing,
        ...of('denied'),
        ...of('conflict'),
        ...(isOptOut ? [] : of('undecided')),
      ];
      // Each hit here carries one event: the strip, its filter and the table count the same.
      const ids = new Set(troubled.map(({ hit: sent }) => sent));
      expect(analysis.troubles().withoutConsent).toBe(ids.size);
      const sentHits = new Set(analysis.consent.all().flatMap(({ hit: sent }) => sent ?? []));
      expect([...sentHits].filter((id) => analysis.consent.isMissing(id))).toHaveLength(ids.size);

      const left = new Map<string, number>();
      for (const sent of sentHits) {
        const said = analysis.consent.all().filter(({ hit: id }) => id === sent);
        const gravest = CONSENT_VERDICTS.find((each) =>
          said.some(({ verdict }) => verdict === each),
        );
        left.set(String(gravest), (left.get(String(gravest)) ?? 0) + 1);
      }
      const tallied = new Map<string, number>();
      let inTable = 0;
      for (const row of analysis.consent.tally()) {
        for (const [verdict, n] of Object.entries(row.counts))
          if (n > 0) tallied.set(verdict, (tallied.get(verdict) ?? 0) + n);
        for (const n of Object.values(row.missing)) inTable += n;
      }
      expect(tallied).toEqual(left);
      expect(inTable).toBe(ids.size);
    }),
    { numRuns: 400 },
  );
  expect(held).toBeGreaterThan(0);
}, 60_000);

it('order and batches do not matter, nor whether somebody reads in between', () => {
  const shuffled = steps.chain((all) => {
    const made = entriesOf(all);
    return fc.tuple(
      fc.constant(made),
      fc.shuffledSubarray(made, { minLength: made.length, maxLength: made.length }),
      fc.array(fc.nat(made.length), { maxLength: 6 }),
    );
  });
  fc.assert(
    fc.property(shuffled, profiles, ([made, other, cuts], profile) => {
      const whole = createAnalysis(profile);
      whole.add(made);
      const pieces = createAnalysis(profile);
      const ends = [...cuts, other.length].sort((a, b) => a - b);
      for (const [i, end] of ends.entries()) {
        pieces.add(other.slice(i === 0 ? 0 : ends[i - 1], end));
        pieces.findings();
      }
      expect(pieces.consent.all()).toEqual(whole.consent.all());
      expect(pieces.findings()).toEqual(whole.findings());
      expect(pieces.troubles()).toEqual(whole.troubles());
      expect(pieces.consent.tally()).toEqual(whole.consent.tally());
      const byPage = (analysis: typeof whole) =>
        [...analysis.consent.stretches()].sort(({ page: a }, { page: b }) =>
          a < b ? -1 : a > b ? 1 : 0,
        );
      expect(byPage(pieces)).toEqual(byPage(whole));
      expect(pieces.summary()).toEqual(whole.summary());
      for (const { id } of made) {
        expect(pieces.consent.of(id)).toEqual(whole.consent.of(id));
        expect(pieces.consent.at(id)).toEqual(whole.consent.at(id));
        expect(pieces.consent.verdictOf(id)).toEqual(whole.consent.verdictOf(id));
      }
    }),
    { numRuns: 200 },
  );
}, 60_000);
