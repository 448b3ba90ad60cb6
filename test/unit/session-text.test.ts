import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/session/entry.ts';
import { parseSessionLine } from '../../src/session/file.ts';
import type { PageValue } from '../../src/session/value.ts';
import { entries, entry, START_AT, session } from '../session/session.ts';
import { Scanner, writeArgument, writeValue } from '../session/value-text.ts';
import { verdictsOf } from '../session/verdict-text.ts';
import { writeSession } from '../session/write-session.ts';

const PIXEL = '123456789012345';

const CHAIN = session`
  page https://shop.example/
  fbq init ${PIXEL}
  library
  config ${PIXEL}
  #chat loyjoy newsletter_single_opt_in {label: "x"}
    #push dataLayer {event: lead, value: 3}
      #lead fbq track Lead {value: 3, currency: EUR} {eventID: a1}
        > #image hit ${PIXEL} Lead cd={value: 3, currency: EUR} eid=a1
  +2s #copy server ${PIXEL} Lead id=a1 {value: 3, currency: EUR}
`;

describe('a session as text', () => {
  it('is read line by line, with causes and times', () => {
    expect(CHAIN.entries.map(({ kind, id, at }) => [kind, id, at - START_AT])).toEqual([
      ['page', 'd:0', 0],
      ['call', 'd:1', 5],
      ['hit', 'net:1', 10],
      ['hit', 'net:2', 15],
      ['call', 'd:2', 20],
      ['call', 'd:3', 25],
      ['call', 'd:4', 30],
      ['hit', 'image', 35],
      ['server', 'copy', 2035],
    ]);
    expect(CHAIN.entries[6]).toEqual({
      kind: 'call',
      id: 'd:4',
      at: START_AT + 30,
      page: 'd:0',
      source: 'fbq',
      method: 'track',
      args: ['track', 'Lead', { value: 3, currency: 'EUR' }, { eventID: 'a1' }],
      phase: 'live',
      cause: 'd:3',
    });
    expect(CHAIN.links).toEqual([
      ['d:2', 'd:3'],
      ['d:3', 'd:4'],
      ['d:4', 'image'],
    ]);
    expect([CHAIN.idOf('lead'), CHAIN.nameOf('d:4'), CHAIN.nameOf('net:1')]).toEqual([
      'd:4',
      'lead',
      'net:1',
    ]);
  });

  it('is one that the analysis links as it is written, and says nothing grave of', () => {
    expect(verdictsOf(CHAIN)).toMatchInlineSnapshot(`
      "chains
        chat
          push (nested)
            lead (nested)
              image (same-id)
                copy (same-id)
      states
        lead 123456789012345 Lead: sent by image
      matches
        chat loyjoy newsletter_single_opt_in > Lead: custom by lead, image
        push dataLayer lead > Lead: custom by lead, image
      pairs
        123456789012345 Lead a1: paired image | copy, kept image
      consent
        lead image: no-source > no-source, no-source
      findings
        info consent/no-source: image"
    `);
  });

  it('writes hits as the decoders of each vendor read them', () => {
    const read = entries`
      page https://shop.example/
      hit ${PIXEL} Purchase cd={value: 1.5} cd[note]="a b" eid= v=(undefined) 204
      cact-hit purchase {id: o1, user: {consent_categories: ["1"]}} eventId=e1
      segment-hit "Order Completed" {revenue: 3} messageId=m1 blocked
      gateway-hit ${PIXEL} Lead id=g1 {value: 2}
      #late hit ${PIXEL} Lead pending
      #late hit ${PIXEL} Lead
      request GET https://www.facebook.com/tr/?id=${PIXEL}&ev=Search image failed
    `;
    const hits = read.flatMap((one) => (one.kind === 'hit' ? [one] : []));
    expect(
      hits.map(({ id, vendor, outcome, status, events }) => {
        const [event] = events;
        return [id, vendor, event?.eventName, event?.eventId, outcome, status];
      }),
    ).toEqual([
      ['net:1', 'meta', 'Purchase', undefined, 'done', 204],
      ['net:2', 'commanders-act', 'purchase', 'e1', 'done', 200],
      ['net:3', 'segment', 'Order Completed', 'm1', 'blocked', undefined],
      ['net:4', 'meta-gateway', 'Lead', 'g1', 'done', 200],
      ['late', 'meta', 'Lead', undefined, 'pending', undefined],
      ['late', 'meta', 'Lead', undefined, 'done', 200],
      ['net:5', 'meta', 'Search', undefined, 'failed', undefined],
    ]);
    expect(hits[0]?.events[0]?.parameters).toMatchObject({
      'cd[value]': '1.5',
      'cd[note]': 'a b',
      eid: '',
      ec: '0',
      dl: 'https://shop.example/',
    });
    expect(hits[0]?.events[0]?.parameters).not.toHaveProperty('v');
  });

  it('has documents, numbers, batches, gaps and other fields', () => {
    const { batches } = session`
      start 2026-01-02T03:04:05Z
      page a https://shop.example/
      #5 fbq track Lead with {threw: true}
      queued fbq track Lead
      ---
      frame b https://ads.example/
      gap 3-6 unreadable
      gtag consent default {ad_storage: denied}
      in a
      @-1s consent onetrust load {groups: ",C0001,", stored: undefined}
      loyjoy.boot {consent: true}
      analytics track "Order Completed" {revenue: 1}
      cact trigger purchase {
        id: o1,
        items: [{id: "a"}],
      }
      fbq track (undefined) (12)
    `;
    expect(batches.map((batch) => batch.map(({ id }) => id))).toEqual([
      ['a:0', 'a:5', 'a:6'],
      ['b:0', 'b:gap3', 'b:7', 'a:7', 'a:8', 'a:9', 'a:10', 'a:11'],
    ]);
    expect(batches[0]?.slice(1)).toMatchObject([
      { threw: true },
      { phase: 'queued', at: Date.UTC(2026, 0, 2, 3, 4, 5) + 10 },
    ]);
    expect(batches[1]).toMatchObject([
      { top: false, url: 'https://ads.example/' },
      { from: 3, to: 6, reason: 'unreadable' },
      {
        source: 'dataLayer',
        method: 'push',
        args: [{ $type: 'arguments', values: ['consent', 'default', { ad_storage: 'denied' }] }],
      },
      {
        source: 'onetrust',
        event: 'load',
        value: { groups: ',C0001,', stored: { $type: 'undefined' } },
        at: Date.UTC(2026, 0, 2, 3, 4, 4),
      },
      { method: 'boot', args: [{ consent: true }] },
      { method: 'track', args: ['Order Completed', { revenue: 1 }] },
      { method: 'trigger', args: ['trigger', 'purchase', { id: 'o1', items: [{ id: 'a' }] }] },
      { args: ['track', { $type: 'undefined' }, 12] },
    ]);
  });

  it('takes fragments, numbers and values in its holes', () => {
    const ready = `
      fbq init ${PIXEL}
      library
    `;
    const read = entries`
      page https://shop.example/
        ${ready}
        @${1_000} fbq track Lead ${{ value: 1, list: [null] }}
    `;
    expect(read.map(({ kind }) => kind)).toEqual(['page', 'call', 'hit', 'call']);
    expect(read[3]).toMatchObject({ at: START_AT + 1_000, args: ['track', 'Lead', {}] });
    expect(entry('call', 'fbq track Lead').args).toEqual(['track', 'Lead']);
  });

  it.each([
    ['fbq init 1\nfqb track', 'line 2: no line begins with fqb'],
    ['> hit 1 Lead', 'line 1: ">" under nothing'],
    ['fbq track {value: }', 'line 1: expected a value at "}"'],
    ['fbq track {value: 7f}', 'line 1: expected the end of a number at "f}"'],
    ['fbq track Lead with {id: "d:1"} more', 'line 1: expected the end of the line at "more"'],
    ['@soon fbq track', 'line 1: no time: @soon'],
  ])('says in %j what is wrong', (text, message) => {
    expect(() => session(text)).toThrow(message);
  });

  it('knows a name or says that it does not', () => {
    expect(() => CHAIN.idOf('nobody')).toThrow('no entry is named nobody');
  });
});

const key = fc.string({ maxLength: 6 });
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '',
    'with',
    'undefined',
    '-0',
    '12',
    '#a',
    '>',
    '@1',
    '+2',
    "it's",
    '{',
    'a,',
    '-',
  ),
);

const value: fc.Arbitrary<PageValue> = fc.letrec<{ value: PageValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<PageValue>(
      null,
      true,
      { $type: 'undefined' },
      { $type: 'number', value: '-0' },
      { $type: 'number', value: '-Infinity' },
      { $type: 'bigint', value: '-12' },
      { $type: 'accessor' },
      { $type: 'symbol', description: 'a b' },
    ),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
    text,
    fc.record({ $type: fc.constant('date' as const), value: text }),
    fc.record({ $type: fc.constant('function' as const), name: text }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(tie('value'), { maxLength: 3 })
      .map((values): PageValue => ({ $type: 'arguments', values })),
    fc
      .array(fc.tuple(key, tie('value')), { maxLength: 3 })
      .map((pairs): PageValue => Object.fromEntries(pairs)),
  ),
})).value;

const base = fc.record({
  id: fc.oneof(
    fc.tuple(fc.constantFrom('d', 'e', 'net'), fc.nat(20)).map(([doc, n]) => `${doc}:${n}`),
    text.map((id) => `x${id}`),
  ),
  at: fc.oneof(
    fc.nat(10_000).map((n) => START_AT + n),
    fc.double({ min: 0, max: 2e12, noNaN: true }),
  ),
  page: fc.constantFrom('d:0', 'e:0', 's'),
});
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const url = fc.oneof(fc.webUrl({ withQueryParameters: true }), text);

const anyEntry: fc.Arbitrary<Entry> = fc
  .tuple(
    base,
    fc.oneof(
      fc.record({
        kind: fc.constant('page'),
        event: fc.constantFrom('start', 'return', 'route', 'read'),
        url,
        top: some(fc.boolean()),
        name: some(text),
      }),
      fc.record({
        kind: fc.constant('call'),
        source: fc.constantFrom('fbq', 'dataLayer', 'cact', 'analytics', 'loyjoy'),
        method: fc.oneof(fc.constantFrom('track', 'push', 'listener', 'call'), text),
        args: fc.array(value, { maxLength: 4 }),
        phase: fc.constantFrom('live', 'queued'),
        name: some(text),
        cause: some(fc.constantFrom('d:1', 'd:2', 'e:7')),
        stack: some(text),
      }),
      fc.record({
        kind: fc.constant('consent'),
        source: text,
        event: text,
        value,
      }),
      fc.record({
        kind: fc.constant('hit'),
        vendor: fc.constantFrom('meta', 'segment', 'x'),
        method: fc.constantFrom('GET', 'POST'),
        url: fc.oneof(
          url,
          fc
            .dictionary(fc.constantFrom('id', 'ev', 'cd[a]', 'eid', 'ts', 'b c'), text)
            .map((fields) => `https://www.facebook.com/tr/?${new URLSearchParams(fields)}`),
        ),
        transport: fc.constantFrom('image', 'beacon', 'fetch or xhr', 'odd'),
        events: fc.constantFrom([], [{ pixelId: '1', parameters: { id: '1' } }]),
        outcome: some(fc.constantFrom('pending', 'done', 'blocked')),
        status: some(fc.nat(999)),
        role: some(fc.constantFrom('library', 'config')),
        body: some(fc.record({ kind: fc.constant('text'), text })),
      }),
      fc.record({
        kind: fc.constant('server'),
        origin: fc.constantFrom('tap', 'import', 'header'),
        timeOf: fc.constantFrom('receipt', 'event', 'import'),
        event: fc.record({ event_name: text, event_id: some(text), custom_data: some(value) }),
        pixelId: some(text),
      }),
      fc.record({
        kind: fc.constant('gap'),
        from: fc.nat(30),
        to: fc.nat(30),
        reason: fc.constantFrom('limit', 'document-gone', 'unreadable'),
      }),
    ),
  )
  .map(([where, rest]) => JSON.parse(JSON.stringify({ ...where, ...rest })) as Entry);

describe('what is written', () => {
  it('of values is read as the same', () => {
    fc.assert(
      fc.property(value, (one) => {
        expect(new Scanner(writeValue(one)).value()).toEqual(one);
        expect(new Scanner(writeArgument(one)).argument()).toEqual(one);
      }),
    );
  });

  it('of any session is read as the same', () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 8 }), (all) => {
        expect(entries(writeSession(all))).toEqual(all);
      }),
      { numRuns: 300 },
    );
  });

  const golden = new URL('../site/golden/', import.meta.url);
  it.each(readdirSync(golden).filter((file) => file.endsWith('.jsonl')))('of %s too', (file) => {
    const lines = readFileSync(new URL(file, golden), 'utf8').split('\n');
    const all = lines.flatMap((line, i) => parseSessionLine(line, i + 1) ?? []);
    expect(entries(writeSession(all))).toEqual(all);
  });

  it('reads like what a person would write', () => {
    const written = writeSession(CHAIN.entries);
    expect(written).toMatchInlineSnapshot(`
      "page d https://shop.example/
      fbq init 123456789012345
      library
      config 123456789012345
      loyjoy newsletter_single_opt_in {label: x}
        dataLayer {event: lead, value: 3}
          fbq track Lead {value: 3, currency: EUR} {eventID: a1}
      #image hit 123456789012345 Lead cd[value]=3 cd[currency]=EUR eid=a1
      +2000 #copy server 123456789012345 Lead id=a1 {value: 3, currency: EUR}"
    `);
    expect(entries(written)).toEqual(CHAIN.entries);
    for (const [i, one] of CHAIN.entries.entries())
      expect(parseSessionLine(JSON.stringify(one), i + 2)).toEqual(one);
  });
});
