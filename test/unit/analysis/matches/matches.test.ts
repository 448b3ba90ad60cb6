import { describe, expect, it } from 'vitest';
import type { PageValue } from '../../../../src/session/value.ts';
import {
  call,
  collectionHit,
  fbq,
  foundIn,
  inside,
  judged,
  listener,
  PIXEL,
  pixelHit,
  push,
  segmentHit,
  track,
  trigger,
} from './session.ts';

const PURCHASE = { value: 19.8, currency: 'EUR' };
const pushPurchase = { event: 'purchase', ecommerce: PURCHASE };
const profileRule = {
  id: 'shop',
  from: { source: 'dataLayer' as const, name: 'order_placed' },
  to: 'Purchase',
};

describe('a data layer push', () => {
  it('matches the Meta event that it leads to, call and hit compared', () => {
    const matches = judged(
      [
        push(1, pushPurchase),
        fbq(2, ['track', 'Purchase', PURCHASE], inside(1)),
        pixelHit('h1', 'Purchase', { 'cd[value]': '19.80', 'cd[currency]': 'EUR' }),
      ],
      { joints: [['d:2', 'd:h1']] },
    );
    expect(matches.matches()).toEqual([
      {
        entry: 'd:1',
        source: 'dataLayer',
        name: 'purchase',
        rule: 'data-layer/purchase',
        expected: 'Purchase',
        actual: ['Purchase'],
        proof: ['d:2', 'd:h1'],
        verdict: 'matched',
        parameters: [
          {
            from: 'ecommerce.value',
            to: 'value',
            expected: '19.8',
            actual: '19.80',
            verdict: 'equal',
          },
          {
            from: 'ecommerce.currency',
            to: 'currency',
            expected: 'EUR',
            actual: 'EUR',
            verdict: 'equal',
          },
        ],
      },
    ]);
    expect(foundIn(matches)).toEqual([]);
    for (const id of ['d:1', 'd:2', 'd:h1'])
      expect(matches.matchesOf(id).map(({ entry }) => entry)).toEqual(['d:1']);
  });

  it.each([
    ['trackShopify, the pixel first', ['trackShopify', PIXEL, 'Purchase', PURCHASE]],
    ['reportPurchase', ['reportPurchase', PURCHASE]],
    ['one arguments object', [{ $type: 'arguments', values: ['track', 'Purchase', PURCHASE] }]],
    ['one list', [['track', 'Purchase', PURCHASE]]],
    ['send', ['send', 'Purchase', PURCHASE]],
    ['trackSingle', ['trackSingle', PIXEL, 'Purchase', PURCHASE]],
    ['CustomEvent', ['track', 'CustomEvent', { event: 'Purchase', ...PURCHASE }]],
  ] satisfies [string, PageValue[]][])(
    'is matched whatever form its pixel call has: %s',
    (_, args) => {
      const method = typeof args[0] === 'string' ? args[0] : 'call';
      const matches = judged(
        [
          push(1, pushPurchase),
          call(2, 'fbq', method, args, inside(1)),
          pixelHit('h1', 'Purchase', {
            'cd[value]': '19.80',
            'cd[currency]': 'EUR',
            // What names the event is sent with the rest.
            ...(args[1] === 'CustomEvent' ? { 'cd[event]': 'Purchase' } : {}),
          }),
        ],
        { joints: [['d:2', 'd:h1']] },
      );
      expect(matches.matches()).toMatchObject([
        { entry: 'd:1', verdict: 'matched', actual: ['Purchase'], proof: ['d:2', 'd:h1'] },
      ]);
      expect(foundIn(matches)).toEqual([]);
    },
  );

  it.each<[string, PageValue[]]>([
    ['trackShopify', ['trackShopify', PIXEL, 'Purchase', { value: 1, currency: 'EUR' }]],
    ['reportPurchase', ['reportPurchase', { value: 1, currency: 'EUR' }]],
    ['trackSingle', ['trackSingle', PIXEL, 'Purchase', { value: 1, currency: 'EUR' }]],
  ])('is compared with the custom data of %s where no hit is known', (_, args) => {
    const matches = judged([push(1, pushPurchase), fbq(2, args, inside(1))]);
    expect(matches.matches()[0]?.parameters[0]).toMatchObject({
      to: 'value',
      expected: '19.8',
      actual: '1',
    });
  });

  it('names lost and changed parameters, and where they changed', () => {
    const items = [
      { item_id: 'a', quantity: 1 },
      { item_id: 'b', quantity: 2 },
    ];
    const matches = judged([
      push(1, { event: 'add_to_cart', ecommerce: { ...PURCHASE, items } }),
      fbq(
        2,
        ['track', 'AddToCart', { value: 20, contents: [{ id: 'a', quantity: 1 }] }],
        inside(1),
      ),
    ]);
    const [match] = matches.matches();
    expect(match?.parameters.map(({ to, verdict, note }) => [to, verdict, note])).toEqual([
      ['value', 'different', 'changed before the pixel call'],
      ['currency', 'missing', undefined],
      ['contents', 'different', 'lost: b; changed before the pixel call'],
    ]);
    // That a value has no currency is told of the call.
    expect(foundIn(matches)).toEqual(['warning mapping/parameter-different']);
  });

  it('names a lost parameter that no finding about the call tells', () => {
    const matches = judged([
      push(1, pushPurchase),
      fbq(2, ['track', 'ViewContent', PURCHASE], inside(1)),
      push(3, { event: 'search', search_term: 'tea' }),
      fbq(4, ['track', 'Search', {}], inside(3)),
    ]);
    expect(foundIn(matches)).toContain('warning mapping/parameter-lost');
    expect(matches.findings.all().map(({ message }) => message)).toContainEqual(
      expect.stringContaining('search_term (search_string at Meta) tea'),
    );
  });

  it('says what changed between the pixel call and its hit', () => {
    const matches = judged(
      [
        push(1, pushPurchase),
        fbq(2, ['track', 'Purchase', { ...PURCHASE, email: 'a@b.test' }], inside(1)),
        pixelHit('h1', 'Purchase', { 'cd[value]': '0', 'cd[currency]': 'EUR' }),
      ],
      { joints: [['d:2', 'd:h1']] },
    );
    expect(matches.matches()[0]?.parameters).toMatchObject([
      { to: 'value', verdict: 'different', note: 'changed between the pixel call and its hit' },
      { to: 'currency', verdict: 'equal' },
      { from: 'email', to: 'email', verdict: 'missing' },
    ]);
  });

  it('is misnamed where its Meta event has another case or spelling', () => {
    const matches = judged([
      push(1, pushPurchase),
      fbq(2, ['track', 'purchase', PURCHASE], inside(1)),
    ]);
    expect(matches.matches()[0]).toMatchObject({
      verdict: 'misnamed',
      actual: ['purchase'],
      nearest: 'Purchase',
    });
    // One fault, one finding: the spelling is told of the call.
    expect(foundIn(matches)).toEqual([]);
  });

  it('is unsent with the reason of its pixel call', () => {
    const matches = judged(
      [push(1, pushPurchase), fbq(2, ['track', 'Purchase', PURCHASE], inside(1))],
      {
        states: {
          'd:2': [
            { entry: 'd:2', state: 'not-sent', reason: 'before-init', hits: [], proof: ['d:9'] },
          ],
        },
      },
    );
    expect(matches.matches()[0]).toMatchObject({ verdict: 'unsent', reason: 'before-init' });
    // One fault, one finding: the reason is told of the call.
    expect(foundIn(matches)).toEqual([]);
  });

  it('is no fault while consent holds its pixel call back', () => {
    const matches = judged(
      [push(1, pushPurchase), fbq(2, ['track', 'Purchase', PURCHASE], inside(1))],
      {
        states: {
          'd:2': [{ entry: 'd:2', state: 'held', reason: 'consent-revoked', hits: [], proof: [] }],
        },
      },
    );
    expect(matches.matches()[0]).toMatchObject({ verdict: 'unsent', reason: 'consent-revoked' });
    expect(foundIn(matches)).toEqual([]);
  });

  it('is joined by its rule where the page calls fbq beside it, and says so', () => {
    const matches = judged([fbq(1, ['track', 'Purchase', PURCHASE]), push(2, pushPurchase)]);
    expect(matches.matches()[0]).toMatchObject({
      verdict: 'matched',
      proof: ['d:1'],
      note: 'Joined by the rule and the order on the page, not by the chain.',
    });
    expect(matches.matchesOf('d:1').map(({ entry }) => entry)).toEqual(['d:2']);
    expect(foundIn(matches)).toEqual([]);
  });

  it('is joined in order where there are as many of both', () => {
    const matches = judged([
      push(1, pushPurchase),
      push(2, { event: 'purchase', ecommerce: { value: 5, currency: 'EUR' } }),
      fbq(3, ['track', 'Purchase', PURCHASE]),
      fbq(4, ['track', 'Purchase', { value: 6, currency: 'EUR' }]),
    ]);
    expect(matches.matches().map(({ entry, proof }) => [entry, proof])).toEqual([
      ['d:1', ['d:3']],
      ['d:2', ['d:4']],
    ]);
    expect(foundIn(matches)).toEqual(['info mapping/parameter-different']);
  });

  it('is ambiguous where there are fewer or more Meta events', () => {
    const fewer = judged([
      push(1, pushPurchase),
      push(2, pushPurchase),
      fbq(3, ['track', 'Purchase']),
    ]);
    expect(fewer.matches().map(({ verdict }) => verdict)).toEqual(['ambiguous', 'ambiguous']);
    const more = judged([
      push(1, pushPurchase),
      fbq(2, ['track', 'Purchase']),
      fbq(3, ['track', 'Purchase']),
    ]);
    expect(more.matches().map(({ verdict, proof }) => [verdict, proof])).toEqual([
      ['ambiguous', []],
    ]);
    expect([...foundIn(fewer), ...foundIn(more)]).toEqual([]);
  });

  it('by convention alone is at most worth knowing, and nothing where Meta is not used', () => {
    const unused = judged([push(1, pushPurchase)]);
    expect(unused.matches()[0]).toMatchObject({ verdict: 'unmapped', expected: 'Purchase' });
    expect(foundIn(unused)).toEqual([]);
    const used = judged([push(1, pushPurchase), fbq(2, ['track', 'PageView'])]);
    expect(used.matches()[0]).toMatchObject({ verdict: 'unsent' });
    expect(foundIn(used)).toEqual(['info mapping/unsent']);
    // Another document's pixel says nothing about this one.
    const other = judged([push(1, pushPurchase), fbq(2, ['track', 'Purchase'], { page: 'e:0' })]);
    expect(other.matches()[0]?.verdict).toBe('unmapped');
  });

  it("is none of the site's where it is GTM's own, and unmapped where nobody knows it", () => {
    const matches = judged([
      push(1, { event: 'gtm.js' }),
      push(2, { ecommerce: null }),
      push(3, { event: 'OneTrustGroupsUpdated' }),
      call(4, 'dataLayer', 'push', [
        { $type: 'arguments', values: ['event', 'sign_up', { method: 'x' }] },
      ]),
      call(5, 'dataLayer', 'push', [{ $type: 'arguments', values: ['consent', 'default', {}] }]),
    ]);
    expect(matches.matches().map(({ name, verdict }) => [name, verdict])).toEqual([
      ['OneTrustGroupsUpdated', 'unmapped'],
      ['sign_up', 'unmapped'],
    ]);
  });
});

describe('a LoyJoy event', () => {
  it('reaches Meta under a name of its own as custom, or near a standard one as misnamed', () => {
    const matches = judged([
      listener(1, 'product_tester'),
      fbq(2, ['track', 'product_tester'], inside(1)),
      listener(3, 'newsletter_single_opt_in'),
      fbq(4, ['trackCustom', 'lead'], inside(3)),
      listener(5, 'show'),
    ]);
    expect(matches.matches().map(({ name, verdict, nearest }) => [name, verdict, nearest])).toEqual(
      [
        ['product_tester', 'custom', undefined],
        ['newsletter_single_opt_in', 'misnamed', 'Lead'],
        ['show', 'unmapped', undefined],
      ],
    );
    expect(foundIn(matches)).toEqual([]);
  });

  it('is one event for all listeners that hear it', () => {
    const rules = [
      { from: { source: 'loyjoy' as const, name: 'product_tester' }, to: 'product_tester' },
    ];
    const entries = [
      listener(1, 'product_tester', { label: 'a' }),
      push(2, { evt: 'product_tester' }, inside(1)),
      listener(3, 'product_tester', { label: 'a' }),
      fbq(4, ['track', 'product_tester'], inside(3)),
    ];
    const matches = judged(entries, { rules });
    expect(matches.matches().map(({ entry, verdict }) => [entry, verdict])).toEqual([
      ['d:1', 'matched'],
    ]);
    expect(matches.matchesOf('d:3').map(({ entry }) => entry)).toEqual(['d:1']);
    expect(foundIn(matches)).toEqual([]);
    // A second event: something else of the page lies between.
    const two = judged([...entries, push(5, { a: 1 }), listener(6, 'product_tester')], { rules });
    expect(two.matches().map(({ entry }) => entry)).toEqual(['d:1', 'd:6']);
  });
});

describe('a Commanders Act trigger', () => {
  const sent = { 'integrations.facebook.event_id': '9', amount: '19.8', currency: 'EUR' };

  it('is matched by its hit: what the server sends cannot be seen, and the match says so', () => {
    const matches = judged(
      [
        trigger(1, 'purchase', { amount: 19.8, currency: 'EUR' }),
        collectionHit('h1', 'purchase', sent),
      ],
      { joints: [['d:1', 'd:h1']] },
    );
    expect(matches.matches()).toMatchObject([
      {
        entry: 'd:1',
        source: 'cact',
        rule: 'commanders-act/purchase',
        expected: 'Purchase',
        verdict: 'matched',
        actual: [],
        proof: ['d:h1'],
        parameters: [
          { from: 'amount', to: 'value', verdict: 'equal' },
          { from: 'currency', to: 'currency', verdict: 'equal' },
        ],
      },
    ]);
    expect(matches.matches()[0]?.note).toContain('cannot be seen');
    expect(foundIn(matches)).toEqual([]);
  });

  it('stands by its hit alone where no call is known', () => {
    const matches = judged([collectionHit('h1', 'my_event', sent)]);
    expect(matches.matches()).toMatchObject([
      { entry: 'd:h1', source: 'commanders-act', rule: 'commanders-act/*', verdict: 'custom' },
    ]);
  });

  it('is compared with the pixel event that carries its id, without a finding of its own', () => {
    const entries = [
      trigger(1, 'purchase', { revenue: 19.8, currency: 'EUR', user: { email: 'a@b.test' } }),
      fbq(2, ['track', 'Purchase', { value: 19.8, currency: 'USD' }, { eventID: '9' }]),
      collectionHit('h1', 'purchase', { ...sent, 'user.email': 'a@b.test' }),
      pixelHit('h2', 'Purchase', { 'cd[value]': '19.8', 'cd[currency]': 'USD' }),
    ];
    const nested = [
      ['d:1', 'd:h1'],
      ['d:2', 'd:h2'],
    ] as const;
    for (const joint of [['d:h2', 'd:h1'] as const, ['d:h1', 'd:h2'] as const]) {
      const matches = judged(entries, { joints: [...nested, joint] });
      const [match, ...others] = matches.matches();
      expect(others).toEqual([]);
      expect(match).toMatchObject({ verdict: 'matched', actual: ['Purchase'] });
      expect(match?.parameters.map(({ to, verdict }) => [to, verdict])).toEqual([
        ['user_data.em', 'equal'],
        ['value', 'equal'],
        ['currency', 'different'],
      ]);
      expect(foundIn(matches)).toEqual([]);
      for (const id of ['d:2', 'd:h1', 'd:h2'])
        expect(matches.matchesOf(id).map(({ entry }) => entry)).toEqual(['d:1']);
    }
  });

  it('is held against a pixel call that carries its id and has no hit', () => {
    const matches = judged(
      [
        trigger(1, 'purchase', { amount: 5 }),
        fbq(2, ['track', 'Purchase', { value: 5 }, { eventID: '9' }]),
        collectionHit('h1', 'purchase', { ...sent, amount: '5' }),
      ],
      {
        joints: [
          ['d:1', 'd:h1'],
          ['d:2', 'd:h1'],
        ],
      },
    );
    expect(matches.matches()).toMatchObject([{ verdict: 'matched', actual: ['Purchase'] }]);
    expect(matches.matchesOf('d:2').map(({ entry }) => entry)).toEqual(['d:1']);
  });

  it.each([
    ['my_event', 'my_event', 'custom'],
    ['purchase', 'MyPurchase', 'custom'],
    ['my_event', 'Lead', 'matched'],
  ])('%s named %s by integrations.facebook.event_name is %s', (name, to, verdict) => {
    const integrations = { facebook: { event_name: to } };
    const matches = judged([trigger(1, name, { integrations }), collectionHit('h1', name, sent)], {
      joints: [['d:1', 'd:h1']],
    });
    expect(matches.matches()).toMatchObject([
      { rule: 'commanders-act/integrations.facebook.event_name', expected: to, verdict },
    ]);
  });

  it('is misnamed where the pixel event with its id has another name', () => {
    const matches = judged(
      [
        trigger(1, 'view_item_list'),
        fbq(2, ['track', 'ViewCategory', {}, { eventID: '9' }]),
        collectionHit('h1', 'view_item_list', sent),
        pixelHit('h2', 'ViewCategory'),
      ],
      {
        joints: [
          ['d:1', 'd:h1'],
          ['d:2', 'd:h2'],
          ['d:h2', 'd:h1'],
        ],
      },
    );
    expect(matches.matches()[0]).toMatchObject({ verdict: 'misnamed', nearest: 'ViewContent' });
    expect(foundIn(matches)).toEqual(['warning mapping/misnamed']);
  });

  it('is unsent where its hit was stopped', () => {
    const matches = judged(
      [trigger(1, 'purchase'), collectionHit('h1', 'purchase', sent, { outcome: 'blocked' })],
      { joints: [['d:1', 'd:h1']] },
    );
    expect(matches.matches()[0]).toMatchObject({ verdict: 'unsent', reason: 'client-blocked' });
    expect(foundIn(matches)).toEqual(['warning mapping/unsent']);
  });

  it('is lost for sure only where a later trigger has its hit', () => {
    const none = judged([trigger(1, 'page_view'), trigger(2, 'purchase')]);
    expect(none.matches().map(({ verdict }) => verdict)).toEqual(['unsent', 'unsent']);
    expect(foundIn(none)).toEqual([]);
    const later = judged(
      [trigger(1, 'page_view'), trigger(2, 'purchase'), collectionHit('h1', 'purchase', sent)],
      { joints: [['d:2', 'd:h1']] },
    );
    expect(later.findings.all().map(({ rule, entries }) => [rule, entries])).toEqual([
      ['mapping/unsent', ['d:1']],
    ]);
  });

  it('is ambiguous while a hit of its name is given to no trigger', () => {
    const matches = judged(
      [
        trigger(1, 'purchase'),
        trigger(2, 'page_view'),
        collectionHit('h1', 'purchase', sent),
        collectionHit('h2', 'page_view', sent),
      ],
      { joints: [['d:2', 'd:h2']] },
    );
    expect(matches.matches().map(({ entry, verdict }) => [entry, verdict])).toEqual([
      ['d:1', 'ambiguous'],
      ['d:2', 'matched'],
      ['d:h1', 'matched'],
    ]);
    expect(foundIn(matches)).toEqual([]);
  });

  it('leaves tC.event alone: it triggers tags', () => {
    const matches = judged([
      call(1, 'cact', 'tC.event.add_to_cart', [{ $type: 'element', value: 'button' }, { a: 1 }]),
    ]);
    expect(matches.matches()).toMatchObject([{ name: 'add_to_cart', verdict: 'unmapped' }]);
  });
});

describe('a Segment call', () => {
  it('is matched by the pixel event with its id, in the form that Segment sends', () => {
    const matches = judged(
      [
        track(1, 'Order Completed', { revenue: 39, products: [{ product_id: 'g', quantity: 1 }] }),
        fbq(2, [
          'trackSingle',
          PIXEL,
          'Purchase',
          {
            value: '39.00',
            currency: 'USD',
            content_type: ['product'],
            contents: [{ id: 'g', quantity: 1 }],
            num_items: 1,
          },
          { eventID: 'm' },
        ]),
        segmentHit('h1', 'Order Completed'),
        pixelHit('h2', 'Purchase', {
          'cd[value]': '39.00',
          'cd[currency]': 'USD',
          'cd[content_type]': '["product"]',
          'cd[contents]': '[{"id":"g","quantity":1}]',
          'cd[num_items]': '1',
        }),
      ],
      {
        joints: [
          ['d:1', 'd:h1'],
          ['d:2', 'd:h2'],
          ['d:h2', 'd:h1'],
        ],
      },
    );
    const [match] = matches.matches();
    expect(match).toMatchObject({ verdict: 'matched', rule: 'segment/Order Completed' });
    expect(new Set(match?.parameters.map(({ verdict }) => verdict))).toEqual(new Set(['equal']));
    expect(match?.parameters).toHaveLength(5);
    expect(foundIn(matches)).toEqual([]);
  });

  it('is unmapped, never unsent, without a Meta event: a server may send it', () => {
    const matches = judged([track(1, 'Order Completed'), segmentHit('h1', 'Order Completed')], {
      joints: [['d:1', 'd:h1']],
    });
    expect(matches.matches()).toMatchObject([{ verdict: 'unmapped', expected: 'Purchase' }]);
    expect(foundIn(matches)).toEqual([]);
  });

  it('compares labels with capitals and spaces', () => {
    const matches = judged([track(1, 'order completed'), track(2, 'OrderCompleted')]);
    expect(matches.matches().map(({ rule }) => rule)).toEqual(['segment/*', 'segment/*']);
  });
});

describe("the profile's rules", () => {
  it('go before the tables, and a broken one is an error', () => {
    const matches = judged([push(1, { event: 'order_placed' }), fbq(2, ['track', 'PageView'])], {
      rules: [profileRule],
    });
    expect(matches.matches()[0]).toMatchObject({ rule: 'shop', verdict: 'unsent' });
    expect(foundIn(matches)).toEqual(['error mapping/unsent']);
  });

  it('hold parameters against what arrived, constants and hashes too', () => {
    const rules = [
      {
        ...profileRule,
        parameters: [
          { from: 'total', to: 'value' },
          { value: 'EUR', to: 'currency' },
          { from: 'mail', to: 'user_data.em', hashed: true },
        ],
      },
    ];
    const matches = judged(
      [
        push(1, { event: 'order_placed', total: '10', mail: 'a@b.test' }),
        fbq(2, ['track', 'Purchase', { value: 10, currency: 'EUR', color: 'red' }], inside(1)),
        pixelHit('h1', 'Purchase', {
          'cd[value]': '10',
          'cd[currency]': 'EUR',
          'cd[color]': 'red',
          'ud[em]': 'ab'.repeat(32),
        }),
      ],
      { rules, joints: [['d:2', 'd:h1']] },
    );
    expect(matches.matches()[0]?.parameters.map(({ to, verdict }) => [to, verdict])).toEqual([
      ['value', 'equal'],
      ['currency', 'equal'],
      ['user_data.em', 'hashed-unknown'],
      ['color', 'extra'],
    ]);
    expect(foundIn(matches)).toEqual([]);
  });

  it('find a constant that is lost or another', () => {
    const rules = [{ ...profileRule, parameters: [{ value: 'product', to: 'content_type' }] }];
    const found = (data: Record<string, string>) =>
      foundIn(
        judged(
          [push(1, { event: 'order_placed' }), fbq(2, ['track', 'Purchase', data], inside(1))],
          { rules },
        ),
      );
    expect(found({ content_type: 'product' })).toEqual([]);
    expect(found({})).toEqual(['error mapping/parameter-lost']);
    expect(found({ content_type: 'product_group' })).toEqual(['error mapping/parameter-different']);
  });

  it('may forbid an event', () => {
    const rules = [{ ...profileRule, to: null }];
    const quiet = judged([push(1, { event: 'order_placed' })], { rules });
    expect(quiet.matches()[0]?.verdict).toBe('matched');
    const loud = judged(
      [push(1, { event: 'order_placed' }), fbq(2, ['track', 'Purchase'], inside(1))],
      { rules },
    );
    expect(loud.matches()[0]?.verdict).toBe('unexpected');
    expect(foundIn(loud)).toEqual(['error mapping/unexpected']);
  });

  it('prefer a name to a pattern and a condition to none', () => {
    const from = { source: 'dataLayer' as const };
    const matches = judged(
      [
        push(1, { event: 'order_placed', kind: 'trial' }),
        push(2, { event: 'order_placed' }),
        push(3, { event: 'order_sent' }),
      ],
      {
        rules: [
          { id: 'pattern', from: { ...from, pattern: 'order_.*' }, to: 'Lead' },
          { id: 'name', from: { ...from, name: 'order_placed' }, to: 'Purchase' },
          {
            id: 'where',
            from: { ...from, name: 'order_placed', where: { property: 'kind', equals: 'trial' } },
            to: 'StartTrial',
          },
        ],
      },
    );
    expect(matches.matches().map(({ rule }) => rule)).toEqual(['where', 'name', 'pattern']);
    expect(matches.coverage().slice(0, 3)).toEqual([
      { rule: 'pattern', entries: ['d:3'] },
      { rule: 'name', entries: ['d:2'] },
      { rule: 'where', entries: ['d:1'] },
    ]);
    expect(matches.coverage()).toContainEqual({ rule: 'data-layer/purchase', entries: [] });
  });

  it('that contradict each other are ambiguous, and named', () => {
    const from = { source: 'dataLayer' as const };
    const matches = judged([push(1, { event: 'order_placed' })], {
      rules: [
        { id: 'a', from: { ...from, pattern: 'order_.*' }, to: 'Lead' },
        { id: 'b', from: { ...from, pattern: '.*_placed' }, to: 'Purchase' },
      ],
    });
    expect(matches.matches()[0]).toMatchObject({ verdict: 'ambiguous', note: 'It meets a; b.' });
    expect(matches.findings.all()[0]?.message).toContain('a; b');
  });

  it('make a Meta event unexpected that no source event stands for', () => {
    const spoken = push(1, { event: 'something' });
    const lone = fbq(2, ['track', 'Purchase']);
    const matches = judged([spoken, lone], { rules: [profileRule] });
    expect(matches.matchesOf('d:2')).toMatchObject([{ verdict: 'unexpected', entry: 'd:2' }]);
    expect(matches.matches().map(({ verdict }) => verdict)).toEqual(['unmapped', 'unexpected']);
    expect(foundIn(matches)).toEqual(['warning mapping/unexpected']);
    // The system has not spoken; another name; inside a source event; a source event waits for one.
    expect(foundIn(judged([lone], { rules: [profileRule] }))).toEqual([]);
    expect(foundIn(judged([spoken, fbq(2, ['track', 'Lead'])], { rules: [profileRule] }))).toEqual(
      [],
    );
    expect(
      foundIn(
        judged([spoken, listener(3, 'open'), fbq(4, ['track', 'Purchase'], inside(3))], {
          rules: [profileRule],
        }),
      ),
    ).toEqual([]);
    expect(
      foundIn(judged([push(1, { event: 'order_placed' }), lone], { rules: [profileRule] })),
    ).toEqual([]);
  });

  it('with fewer Meta events than source events give one finding, not one for each', () => {
    const pushes = [1, 2, 3].map((n) => push(n, { event: 'order_placed' }));
    const matches = judged([...pushes, fbq(4, ['track', 'Purchase'])], { rules: [profileRule] });
    expect(matches.findings.all()).toMatchObject([
      { rule: 'mapping/unsent', severity: 'warning', entries: ['d:1', 'd:2', 'd:3'] },
    ]);
  });
});

describe('the part', () => {
  it('forgets everything when it is cleared', () => {
    const matches = judged([push(1, pushPurchase), fbq(2, ['track', 'PageView'])]);
    matches.clear();
    expect(matches.matches()).toEqual([]);
    expect(matches.coverage()).toEqual([]);
    expect(foundIn(matches)).toEqual([]);
  });
});
