import { describe, expect, it } from 'vitest';
import type { Match, Pair } from '../../../../src/analysis/analysis.ts';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import type { Finding } from '../../../../src/rules/read-finding.ts';
import type { MappingRule } from '../../../../src/session/profile.ts';
import { PIXEL, READY } from '../../../session/fragments.ts';
import { session } from '../../../session/session.ts';

/** A match is green where its end was seen: through the whole analysis, links and ledger included. */

interface Read {
  matches: Match[];
  pairs: Pair[];
  /** Errors and warnings of mapping and deduplication. */
  loud: Finding[];
}

function read(text: string, ...rules: MappingRule[]): Read {
  const { entries } = session(`${READY}\n${text}`);
  const feed = (batches: (typeof entries)[]) => {
    const analysis = createAnalysis(rules.length > 0 ? { mapping: { rules } } : undefined);
    for (const batch of batches) {
      analysis.add(batch);
      analysis.summary();
    }
    return {
      matches: analysis.matches.all(),
      pairs: analysis.pairs.all(),
      loud: analysis
        .findings()
        .filter(({ severity, rule }) => severity !== 'info' && /^(?:mapping|dedup)\//.test(rule)),
    };
  };
  const whole = feed([entries]);
  // In whatever order its entries come, one by one.
  expect(feed(entries.map((entry) => [entry]).reverse())).toEqual(whole);
  return whole;
}

const ACT = '{currency: EUR, value: 5, user: {id: c-1, email: "ada@shop.example"}}';
const act = (name: string, id: string) =>
  `cact trigger ${name} ${ACT}
cact-hit ${name} {currency: EUR, value: 5, user: {id: c-1, email: "ada@shop.example"}, integrations: {facebook: {event_id: "${id}"}}}`;
const pixel = (name: string, id: string) =>
  `fbq trackCustom ${name} {value: 5, currency: EUR} {eventID: "${id}"}
hit ${PIXEL} ${name} cd={value: 5, currency: EUR} eid=${id}`;

const of = (matches: readonly Match[], source: string) =>
  matches.filter((match) => match.source === source);

describe('a Commanders Act trigger', () => {
  it.each([
    ['purchase', 'OrderComplete', 'Purchase'],
    ['purchase', 'Order_Confirmed', 'Purchase'],
    ['view_item', 'viewcontent_custom', 'ViewContent'],
    ['newsletter', 'Newsletter_Signup', 'newsletter'],
  ])('%s whose id the pixel has under %s is misnamed, as the ledger has it', (name, sent, to) => {
    const times = Array.from({ length: 20 }, (_, n) => `9522858400000000000000${n + 10}`);
    const { matches, pairs, loud } = read(
      times.map((id) => `${act(name, id)}\n${pixel(sent, id)}`).join('\n'),
    );
    const triggers = of(matches, 'cact');
    expect(triggers).toHaveLength(20);
    for (const match of triggers) {
      expect(match).toMatchObject({ verdict: 'misnamed', expected: to, actual: [sent] });
      expect(match.proof).toHaveLength(3);
    }
    expect(new Set(pairs.map(({ verdict }) => verdict))).toEqual(new Set(['name-mismatch']));
    // One fault, one finding.
    const told = loud.filter(({ rule }) => /^mapping\/|^dedup\/name-/.test(rule));
    expect(told.map(({ rule }) => rule.split('/')[0])).toEqual(Array(20).fill('dedup'));
  });

  it('is not held against the pixel event of the next trigger, which took its id', () => {
    const { matches, pairs } = read(`
      cact trigger page_view ${ACT}
      fbq track AddToCart {value: 5, currency: EUR} {eventID: "111"}
      cact trigger add_to_cart ${ACT}
      cact-hit page_view {integrations: {facebook: {event_id: "111"}}}
      cact-hit add_to_cart {integrations: {facebook: {event_id: "222"}}}
      hit ${PIXEL} AddToCart cd={value: 5, currency: EUR} eid=111
    `);
    expect(of(matches, 'cact').map(({ verdict, actual }) => [verdict, actual])).toEqual([
      ['not-visible', []],
      ['not-visible', []],
    ]);
    expect(pairs.map(({ verdict }) => verdict)).not.toContain('name-mismatch');
  });

  it.each([
    ['the server event with its id', `server ${PIXEL} Purchase id=1`, 'matched', ['Purchase']],
    ['an imported one', `server.import ${PIXEL} Purchase id=1`, 'matched', ['Purchase']],
    ['one of another id', `server ${PIXEL} Purchase id=2`, 'not-visible', []],
    [
      'one that Meta refused',
      `server ${PIXEL} Purchase id=1 with {answer: {status: 400}}`,
      'not-visible',
      [],
    ],
    ['the pixel event alone', pixel('Purchase', '1'), 'matched', ['Purchase']],
    ['a blocked pixel event', `hit ${PIXEL} Purchase eid=1 blocked`, 'unsent', ['Purchase']],
    ['nothing', '', 'not-visible', []],
  ])('beside %s', (_, more, verdict, actual) => {
    const { matches } = read(`${act('purchase', '1')}\n${more}`);
    expect(of(matches, 'cact')).toMatchObject([{ verdict, actual }]);
    for (const { proof } of of(matches, 'cact'))
      expect(proof.length).toBe(verdict === 'not-visible' ? 1 : more.startsWith('fbq') ? 3 : 2);
  });
});

const METADATA = {
  none: '',
  page: '_metadata={bundled: ["Facebook Pixel", "Segment.io"], unbundled: [], bundledIds: [x]}',
  server:
    '_metadata={bundled: ["Segment.io"], unbundled: ["Facebook Conversions API (Actions)"], bundledIds: []}',
};
const bought = (metadata: string, id = 'm-1') =>
  `analytics track Bought {revenue: 5} with {messageId: "${id}"}
segment-hit Bought {revenue: 5} messageId=${id} anonymousId=a writeKey=k ${metadata}`;
const rule: MappingRule = {
  id: 'shop',
  from: { source: 'analytics', name: 'Bought' },
  to: 'Purchase',
};

describe("a rule of the profile for Segment's events", () => {
  it.each([
    ['a hit that says nothing', bought(METADATA.none), 'not-visible', []],
    ['a hit whose destination is on the server', bought(METADATA.server), 'not-visible', []],
    [
      'a hit whose destination is on the page, and nothing came',
      bought(METADATA.page),
      'unsent',
      [],
    ],
    ['no hit', 'analytics track Bought {revenue: 5} with {messageId: "m-1"}', 'unsent', []],
    [
      'a pixel hit with its id',
      `${bought(METADATA.page)}\n${pixel('Purchase', 'm-1')}`,
      'matched',
      ['Purchase'],
    ],
    [
      'another pixel hit with its id',
      `${bought(METADATA.page)}\n${pixel('Bought', 'm-1')}`,
      'misnamed',
      ['Bought'],
    ],
    [
      'a pixel hit with another id',
      `${bought(METADATA.server)}\n${pixel('Purchase', 'm-2')}`,
      'not-visible',
      [],
    ],
    [
      'a server event with its id',
      `${bought(METADATA.server)}\nserver ${PIXEL} Purchase id=m-1`,
      'matched',
      ['Purchase'],
    ],
  ])('is judged by what was seen: %s', (_, text, verdict, actual) => {
    const { matches, loud } = read(text, rule);
    expect(of(matches, 'analytics')).toMatchObject([{ verdict, actual, rule: 'shop' }]);
    const isFault =
      verdict === 'misnamed' || (text.includes('Facebook Pixel') && verdict === 'unsent');
    expect(loud.length > 0).toBe(isFault);
  });

  it('looks at its own event of a batch', () => {
    const { matches } = read(
      `analytics track Bought {revenue: 5} with {messageId: "m-1"}
analytics track Bought {revenue: 7} with {messageId: "m-2"}
request POST https://api.segment.io/v1/b fetch {batch: [
{type: track, event: Bought, messageId: "m-1", anonymousId: a, properties: {revenue: 5}},
{type: track, event: Bought, messageId: "m-2", anonymousId: a, properties: {revenue: 7}}], writeKey: k, sentAt: "2026-11-21T09:00:00.000Z"}
${pixel('Purchase', 'm-2')}`,
      rule,
    );
    expect(of(matches, 'analytics').map(({ verdict, actual }) => [verdict, actual])).toEqual([
      ['not-visible', []],
      ['matched', ['Purchase']],
    ]);
  });
});

describe('a pixel call', () => {
  const push = 'dataLayer {event: purchase, ecommerce: {value: 5, currency: EUR}}';
  const call = 'fbq track Purchase {value: 5, currency: EUR}';
  const hit = `hit ${PIXEL} Purchase cd={value: 5, currency: EUR}`;

  it.each([
    ['with its hit', `${push}\n  ${call}\n${hit}`, 'matched'],
    ['without a hit', `${push}\n  ${call}`, 'not-visible'],
    ['whose hit is blocked', `${push}\n  ${call}\n${hit} blocked`, 'unsent'],
    ['that waits for consent', `fbq consent revoke\n${push}\n  ${call}`, 'unsent'],
    ['joined by the rule alone', `${push}\n${call}\n${hit}`, 'matched'],
    ['joined by the rule alone, without a hit', `${push}\n${call}`, 'not-visible'],
    ['that may be another’s hit', `${push}\n  ${call}\n${call}\n${hit}`, 'not-visible'],
  ])('%s', (_, text, verdict) => {
    expect(of(read(text).matches, 'dataLayer')).toMatchObject([{ verdict, actual: ['Purchase'] }]);
  });
});

describe('a rule that forbids an event', () => {
  const ban = (source: MappingRule['from']['source'], name: string): MappingRule => ({
    id: 'ban',
    from: { source, name },
    to: null,
  });

  it.each([
    ['nothing was seen', 'dataLayer {event: lead}', ban('dataLayer', 'lead'), 'unmapped'],
    [
      'a pixel event came',
      `dataLayer {event: lead}\n  fbq track Lead\nhit ${PIXEL} Lead`,
      ban('dataLayer', 'lead'),
      'unexpected',
    ],
    ['a server may send it on', act('purchase', '1'), ban('cact', 'purchase'), 'not-visible'],
    ['Segment may send it on', bought(METADATA.none), ban('analytics', 'Bought'), 'not-visible'],
    ['Segment runs it on the page', bought(METADATA.page), ban('analytics', 'Bought'), 'unmapped'],
  ])('%s', (_, text, banned, verdict) => {
    const [match] = read(text, banned).matches;
    expect(match).toMatchObject({ verdict, rule: 'ban' });
  });
});
