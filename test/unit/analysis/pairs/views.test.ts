import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffCopies, isDifference } from '../../../../src/analysis/pairs/diff.ts';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import { createReport } from '../../../../src/rules/report.ts';
import type { Entry, PageEntry } from '../../../../src/session/entry.ts';
import { ledgerOf, OTHER_PIXEL, PIXEL, pixelHit, serverEvent, vendorHit } from './session.ts';

const HASH = '62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f';
const AUTOMATIC = `ob3_plugin-set_${'0a'.repeat(32)}`;

describe('coverage', () => {
  test('per name, pixel and side, as Meta counts it', () => {
    const coverage = ledgerOf([
      [
        pixelHit('b1', { eventId: 'x' }, { fbp: 'fb.1.1.1', 'ud[external_id]': 'u' }),
        pixelHit('b2', { eventId: AUTOMATIC, at: 1 }, { fbp: 'fb.1.1.1' }),
        pixelHit('b3', { at: 2 }),
        pixelHit('b4', { at: 3 }, {}, { outcome: 'blocked' }),
        pixelHit(
          'b5',
          { name: 'SubscribedButtonClick' },
          { es: 'automatic' },
          { marks: ['automatic'] },
        ),
        serverEvent('s', { eventId: 'x', at: 4 }, { user_data: { external_id: 'u' } }),
      ],
    ]).coverage();
    const base = { pixelId: PIXEL, eventName: 'Purchase' };
    expect(coverage).toEqual([
      { ...base, side: 'browser', total: 3, eventId: 2, automaticId: 1, externalId: 1, fbp: 2 },
      { ...base, side: 'server', total: 1, eventId: 1, automaticId: 0, externalId: 1, fbp: 0 },
    ]);
  });
});

describe('what if', () => {
  const session = [
    pixelHit('b', { eventId: 'x' }),
    serverEvent('s', { pixel: OTHER_PIXEL, name: 'purchase', eventId: 'x', at: 1 }),
    pixelHit('b2', { eventId: 'y', at: 2 }),
    serverEvent('s2', { eventId: 'y', at: 3 }),
  ];
  const part = ledgerOf([session]);
  const verdicts = (overrides: Parameters<typeof part.pairsUnder>[0]) =>
    part.pairsUnder(overrides).map(({ verdict }) => verdict);

  test.each([
    ['nothing else', {}, ['browser-only', 'server-only', 'paired']],
    ['the pixel alone', { pixelId: { from: OTHER_PIXEL, to: PIXEL } }, ['name-mismatch', 'paired']],
    [
      'the name alone',
      { eventName: { from: 'purchase', to: 'Purchase' } },
      ['pixel-mismatch', 'paired'],
    ],
    [
      'both',
      {
        pixelId: { from: OTHER_PIXEL, to: PIXEL },
        eventName: { from: 'purchase', to: 'Purchase' },
      },
      ['paired', 'paired'],
    ],
    [
      'the browser alone',
      { eventName: { from: 'Purchase', to: 'Lead', side: 'browser' as const } },
      ['browser-only', 'server-only', 'name-mismatch'],
    ],
  ])('%s', (_name, overrides, expected) => {
    expect(verdicts(overrides)).toEqual(expected);
  });

  test('leaves the ledger as it is', () => {
    const before = JSON.stringify([part.pairs(), part.findings.all()]);
    part.pairsUnder({ eventName: { from: 'Purchase', to: 'Lead' } });
    expect(JSON.stringify([part.pairs(), part.findings.all()])).toBe(before);
  });
});

describe('two copies side by side', () => {
  const rowsOf = (a: Entry, b: Entry) =>
    Object.fromEntries(
      diffCopies({ entry: a }, { entry: b }).map(({ name, verdict }) => [name, verdict]),
    );

  test('a hit and what the business SDK sends', () => {
    // As facebook-nodejs-business-sdk 24 writes it: hashed, in lists.
    const event = {
      event_time: 1_795_219_200,
      user_data: { em: [HASH], fbp: 'fb.1.1.1', client_user_agent: 'UA' },
      event_source_url: 'https://shop.test/thanks',
      action_source: 'website',
    };
    const rows = rowsOf(
      pixelHit(
        'b',
        { eventId: 'x' },
        {
          dl: 'https://shop.test/thanks',
          'cd[value]': '10.00',
          'cd[currency]': 'eur',
          'cd[contents]': '[{"id":"a","quantity":1}]',
          'cd[num_items]': '1',
          'ud[em]': HASH,
          'ud[ph]': HASH,
          fbp: 'fb.1.1.1',
        },
      ),
      serverEvent(
        's',
        { eventId: 'x' },
        {
          ...event,
          custom_data: {
            value: 10,
            currency: 'EUR',
            contents: [{ quantity: 1, id: 'a' }],
            order_id: 'A',
          },
        },
      ),
    );
    expect(rows).toEqual({
      event_id: 'equal',
      event_source_url: 'equal',
      action_source: 'only-second',
      event_time: 'only-second',
      value: 'equal',
      currency: 'equal',
      contents: 'equal',
      num_items: 'only-first',
      order_id: 'only-second',
      'user_data.em': 'equal',
      'user_data.ph': 'only-first',
      'user_data.fbp': 'equal',
      'user_data.client_user_agent': 'only-second',
    });
  });

  test('what is asked first stands first, and what one side alone can have is no difference', () => {
    const rows = diffCopies(
      {
        entry: pixelHit(
          'b',
          { eventId: 'x' },
          {
            'cd[content_type]': 'product',
            'cd[contents]': '[]',
            'cd[currency]': 'EUR',
            'cd[value]': '1',
            'cd[num_items]': '2',
          },
        ),
      },
      {
        entry: serverEvent(
          's',
          { eventId: 'x' },
          {
            action_source: 'website',
            event_time: 1,
            user_data: { em: [HASH], client_ip_address: '1.2.3.4' },
            custom_data: { value: 1, currency: 'EUR', contents: [], order_id: 'A', num_items: 3 },
          },
        ),
      },
    );
    expect(rows.slice(0, 4).map(({ name }) => name)).toEqual([
      'event_id',
      'value',
      'currency',
      'contents',
    ]);
    expect(rows.filter(isDifference).map(({ name }) => name)).toEqual(['num_items']);
  });

  test('a hit to Commanders Act is the event that its connector makes', () => {
    const browser = pixelHit(
      'b',
      { eventId: 'x' },
      { 'cd[value]': '101', 'cd[currency]': 'EUR', 'cd[content_type]': 'product' },
    );
    const hit = vendorHit(
      'c',
      'commanders-act',
      { name: 'purchase', eventId: 'x' },
      {
        amount: '101',
        currency: 'EUR',
        'user.email': 'jo@shop.test',
        'context.page.url': 'https://shop.test/',
      },
    );
    const rows = diffCopies({ entry: browser }, { entry: hit });
    const names = rows.map(({ name }) => name);
    for (const raw of ['amount', 'user.email', 'integrations.facebook.event_id'])
      expect(names).not.toContain(raw);
    expect(rows.filter(({ verdict }) => verdict === 'equal').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['event_id', 'value', 'currency']),
    );
    expect(rows.filter(isDifference).map(({ name }) => name)).not.toContain('value');
  });

  /** Each way in which two copies can say the same, and say different things. */
  const PARTS = {
    value: ['', '0.10', '0.1', '7'],
    currency: ['', 'eur', 'EUR', 'USD'],
    content_name: ['', 'Chair', 'Table'],
    content_type: ['', 'product', 'product_group'],
    order_id: ['', 'A-1', 'A-2'],
    status: ['', 'true', 'false'],
    contents: [
      '',
      '[{"id":"a","quantity":1}]',
      '[{"id":"a","quantity":1,"item_price":7}]',
      '[{"id":"a","item_price":8}]',
      '[{"id":"a"},{"id":"b"}]',
      '[{"id":"c"}]',
    ],
    content_ids: ['', '["a"]', '["b","a"]'],
  };
  const said = fc.record(
    Object.fromEntries(
      Object.entries(PARTS).map(([name, texts]) => [name, fc.constantFrom(...texts)]),
    ),
  );

  test('counts a difference just where the finding tells one', () => {
    fc.assert(
      fc.property(said, said, fc.boolean(), (left, right, isDerived) => {
        const browser = pixelHit(
          'b',
          { eventId: 'x' },
          Object.fromEntries(Object.entries(left).map(([name, text]) => [`cd[${name}]`, text])),
        );
        const given = Object.entries(right).filter(([, text]) => text !== '');
        const override = ([name, text]: [string, string]) =>
          [`integrations.facebook.custom_data.${name}`, text] as const;
        const server = isDerived
          ? vendorHit(
              's',
              'commanders-act',
              { eventId: 'x', at: 1 },
              Object.fromEntries(given.map(override)),
            )
          : serverEvent('s', { eventId: 'x', at: 1 }, { custom_data: Object.fromEntries(given) });
        const lines = diffCopies({ entry: browser }, { entry: server }).filter(isDifference);
        const [found] = ledgerOf([[browser, server]])
          .findings.all()
          .filter(({ rule }) => rule === 'dedup/copies-differ');
        expect(found !== undefined).toBe(lines.length > 0);
      }),
    );
  });

  test.each([
    ['a connector’s default, which its settings may change', {}, { content_type: 'product_group' }],
    [
      'any of the names that the connector’s settings choose from',
      { name: 'Spring sale', items: '[{"product":{"id":"a","name":"Chair"}}]' },
      { content_name: 'Chair', content_ids: '["a"]' },
    ],
    [
      'a price that one copy leaves out',
      { items: '[{"id":"1","quantity":1,"product":{"id":"a","price":7}}]' },
      { contents: '[{"id":"a","quantity":1}]' },
    ],
  ])('no difference: %s', (_what, properties, custom) => {
    const browser = pixelHit(
      'b',
      { eventId: 'x' },
      Object.fromEntries(Object.entries(custom).map(([name, text]) => [`cd[${name}]`, text])),
    );
    const hit = vendorHit('c', 'commanders-act', { name: 'purchase', eventId: 'x' }, properties);
    const lines = diffCopies({ entry: browser }, { entry: hit });
    expect(lines.filter(isDifference)).toEqual([]);
    const basket = lines.filter(
      ({ name, first, second }) => name === 'contents' && first && second,
    );
    expect(basket.every(({ verdict }) => verdict === 'equal')).toBe(true);
  });

  test.each([
    ['a parameter builder’s suffix', HASH, `${HASH}.AQQCAQMC`, 'equal'],
    ['two hashes, perhaps by two rules', HASH, HASH.replace('6', '7'), 'unknown'],
    ['one not hashed', HASH, 'John_Smith@gmail.com', 'unknown'],
  ])('user data: %s', (_name, browser, server, verdict) => {
    expect(
      rowsOf(
        pixelHit('b', {}, { 'ud[em]': browser }),
        serverEvent('s', {}, { user_data: { em: [server] } }),
      ),
    ).toMatchObject({ 'user_data.em': verdict });
  });

  test('what is compared as it stands', () => {
    expect(
      rowsOf(
        pixelHit('b', {}, { fbp: 'fb.1.1.1' }),
        serverEvent('s', {}, { user_data: { fbp: 'fb.1.1.2' } }),
      ),
    ).toEqual({ 'user_data.fbp': 'different' });
  });

  test('large ids are not numbers', () => {
    const long = '12345678901234567890';
    expect(
      rowsOf(
        pixelHit('b', {}, { 'cd[order_id]': long }),
        serverEvent('s', {}, { custom_data: { order_id: '12345678901234567891' } }),
      ),
    ).toEqual({ order_id: 'different' });
  });
});

describe('in the whole analysis', () => {
  const page: PageEntry = {
    kind: 'page',
    id: 'd:0',
    at: 0,
    page: 'd:0',
    event: 'start',
    url: 'https://shop.test/',
  };
  const session = [
    page,
    pixelHit('b', { eventId: 'x' }),
    serverEvent('s', { eventId: 'x', at: 1_000 }),
    pixelHit('b2', { eventId: 'y', at: 2_000 }, { 'cd[value]': '1', 'cd[currency]': 'EUR' }),
    vendorHit('g', 'meta-gateway', { pixel: PIXEL, name: 'Lead', eventId: 'l', at: 3_000 }),
  ];

  test('pairs, troubles and findings are read through it', () => {
    const analysis = createAnalysis();
    for (const entry of session) {
      analysis.add([entry]);
      analysis.troubles();
    }
    expect(analysis.pairs.all().map(({ verdict }) => verdict)).toEqual([
      'paired',
      'browser-only',
      'server-only',
    ]);
    expect(analysis.pairs.of('s')).toMatchObject([{ verdict: 'paired', kept: 'b', delay: 1_000 }]);
    expect(analysis.troubles().unpaired).toBe(1);
    expect(analysis.pairs.isUnpaired('b2')).toBe(true);
    const rules = analysis.findings().map(({ rule }) => rule);
    expect(rules.filter((rule) => rule.startsWith('dedup/'))).toEqual([
      'dedup/missing-server-copy',
    ]);
    expect(analysis.facts.worstOf('b2')).toBe('warning');
    analysis.clear();
    expect(analysis.pairs.all()).toEqual([]);
  });

  test('the report’s schema knows every verdict and every key of a pair', () => {
    const analysis = createAnalysis();
    analysis.add(session);
    const schema = JSON.parse(
      readFileSync(new URL('../../../../src/rules/report.schema.json', import.meta.url), 'utf8'),
    );
    const described = schema.properties.pairs.items;
    for (const pair of createReport(analysis).pairs) {
      expect(described.properties.verdict.enum).toContain(pair.verdict);
      for (const key of Object.keys(pair)) expect(Object.keys(described.properties)).toContain(key);
      for (const key of described.required) expect(pair).toHaveProperty(key);
    }
  });
});
