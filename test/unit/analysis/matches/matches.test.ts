import { describe, expect, it } from 'vitest';
import type { PageValue } from '../../../../src/session/value.ts';
import { PIXEL } from '../../../session/fragments.ts';
import { session } from '../../../session/session.ts';
import { writeArgument } from '../../../session/value-text.ts';
import { foundIn, judged } from './judged.ts';

const PURCHASE = { value: 19.8, currency: 'EUR' };
const pushPurchase = { event: 'purchase', ecommerce: PURCHASE };
const profileRule = {
  id: 'shop',
  from: { source: 'dataLayer' as const, name: 'order_placed' },
  to: 'Purchase',
};

describe('a data layer push', () => {
  it('matches the Meta event that it leads to, call and hit compared', () => {
    const matches = judged(session`
        dataLayer ${pushPurchase}
          fbq track Purchase ${PURCHASE}
            > #d:h1 hit ${PIXEL} Purchase cd[value]=19.80 cd[currency]=EUR
      `);
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
      // What names the event is sent with the rest.
      const data = { ...PURCHASE, ...(args[1] === 'CustomEvent' ? { event: 'Purchase' } : {}) };
      const matches = judged(session`
        dataLayer ${pushPurchase}
          fbq ${args.map(writeArgument).join(' ')}
            > #d:h1 hit ${PIXEL} Purchase cd=${data}
      `);
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
    const matches = judged(session`
        dataLayer ${pushPurchase}
          fbq ${args.map(writeArgument).join(' ')}
      `);
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
    const matches = judged(session`
        dataLayer ${{ event: 'add_to_cart', ecommerce: { ...PURCHASE, items } }}
          fbq track AddToCart {value: 20, contents: [{id: a, quantity: 1}]}
      `);
    const [match] = matches.matches();
    expect(match?.parameters.map(({ to, verdict, notes }) => [to, verdict, notes])).toEqual([
      ['value', 'different', [{ code: 'changed-before-call' }]],
      ['currency', 'missing', undefined],
      [
        'contents',
        'different',
        [{ code: 'items', lost: ['b'], added: [], changed: [] }, { code: 'changed-before-call' }],
      ],
    ]);
    // That a value has no currency is told of the call.
    expect(foundIn(matches)).toEqual(['warning mapping/parameter-different']);
  });

  it.each([
    ['"12,50"', '12.5', 'equal'],
    ['"1.234,56 €"', '1234.56', 'equal'],
    ['"1.234"', '1234', 'equal'],
    ['"1.234"', '1.234', 'equal'],
    ['"12,50"', '"12,50"', 'equal'],
    // Meta reads no comma, and nothing else is the amount.
    ['12.5', '"12,50"', 'different'],
    ['"12,50"', '1250', 'different'],
    ['"1.234"', '12.34', 'different'],
  ])('an amount that the source event writes for people: %s, sent as %s', (own, sent, verdict) => {
    const matches = judged(
      session(`
      dataLayer {event: purchase, ecommerce: {value: ${own}, currency: EUR}}
        fbq track Purchase {value: ${sent}, currency: EUR}`),
    );
    const [value] = matches.matches()[0]?.parameters ?? [];
    expect(value).toMatchObject({ to: 'value', verdict });
  });

  it.each([
    ['the ids of a catalogue', '["shopify_DE_1_456"]', 'info'],
    ['the product among others', '["456", "457"]', 'warning'],
    ['the product alone', '["456"]', undefined],
    ['one of two', '["shopify_DE_1_456", "shopify_DE_1_457"]', 'warning'],
  ])('of one product in the source event Meta gets %s', (_what, ids, severity) => {
    const matches = judged(
      session(`
      dataLayer {event: view_item, ecommerce: {value: 3, currency: EUR, items: [{item_id: "456", price: 3}]}}
        fbq track ViewContent {value: 3, currency: EUR, content_ids: ${ids}, content_type: product}`),
    );
    expect(foundIn(matches)).toEqual(
      severity === undefined ? [] : [`${severity} mapping/parameter-different`],
    );
  });

  it.each([
    ['30', '34.9', ['shipping']],
    ['34.9', '30', ['shipping']],
    ['30', '39.69', ['shipping', 'tax']],
    ['30', '25.21', ['tax']],
    ['30', '31', undefined],
    ['30', '30', undefined],
  ])('what makes %s of the order %s', (own, sent, names) => {
    const matches = judged(
      session(`
      dataLayer {event: purchase, ecommerce: {value: ${own}, currency: EUR, shipping: 4.9, tax: "4.79"}}
        fbq track Purchase {value: ${sent}, currency: EUR}`),
    );
    const notes = matches.matches()[0]?.parameters[0]?.notes ?? [];
    const [extras] = notes.filter(({ code }) => code === 'extras');
    expect(extras).toEqual(names && { code: 'extras', names });
  });

  it.each([
    ['24.9', '2490', 'EUR', 'meta'],
    ['2490', '24.9', 'EUR', 'source'],
    ['24.9', '249', 'EUR', undefined],
    ['0', '100', 'EUR', undefined],
    ['12', '1200', 'JPY', undefined],
    ['12', '1200', '', 'meta'],
  ])('%s that becomes %s %s: cents at %s', (own, sent, currency, at) => {
    const matches = judged(
      session(`
      dataLayer {event: purchase, ecommerce: {value: ${own}, currency: "${currency}"}}
        fbq track Purchase {value: ${sent}, currency: "${currency}"}`),
    );
    const notes = matches.matches()[0]?.parameters[0]?.notes ?? [];
    const [cents] = notes.filter(({ code }) => code === 'in-cents');
    expect(cents).toEqual(at && { code: 'in-cents', at });
  });

  it('does not ask for the cents of the source event', () => {
    const told = (own: string, sent: string) =>
      judged(
        session(`
      dataLayer {event: purchase, ecommerce: {value: ${own}, currency: EUR}}
        fbq track Purchase {value: ${sent}, currency: EUR}`),
      )
        .all()
        .map(({ severity, fix }) => `${severity} ${fix}`);
    expect(told('24.9', '2490')).toEqual(['warning Send value as 24.9, not in cents.']);
    expect(told('2490', '24.9')).toEqual([expect.stringMatching(/^info .*nothing is to be done/)]);
  });

  it('names a lost parameter that no finding about the call tells', () => {
    const matches = judged(session`
        dataLayer ${pushPurchase}
          fbq track ViewContent ${PURCHASE}
        dataLayer {event: search, search_term: tea}
          fbq track Search {}
      `);
    expect(foundIn(matches)).toContain('warning mapping/parameter-lost');
    expect(matches.all().map(({ message }) => message)).toContainEqual(
      expect.stringContaining('search_term (search_string at Meta) tea'),
    );
  });

  it('says what changed between the pixel call and its hit', () => {
    const matches = judged(session`
        dataLayer ${pushPurchase}
          fbq track Purchase ${{ ...PURCHASE, email: 'a@b.test' }}
            > #d:h1 hit ${PIXEL} Purchase cd[value]=0 cd[currency]=EUR
      `);
    expect(matches.matches()[0]?.parameters).toMatchObject([
      { to: 'value', verdict: 'different', notes: [{ code: 'changed-behind-call' }] },
      { to: 'currency', verdict: 'equal' },
      { from: '', to: 'email', verdict: 'missing', notes: [{ code: 'lost-behind-call' }] },
    ]);
  });

  it('does not say that a push has what only the pixel call inside it had', () => {
    const matches = judged(session`
        dataLayer ${pushPurchase}
          fbq track Purchase ${{ ...PURCHASE, step: 'three' }}
            > #d:h1 hit ${PIXEL} Purchase cd=${PURCHASE}
      `);
    const [lost] = matches.all().filter(({ rule }) => rule === 'mapping/parameter-lost');
    expect(lost?.message).toBe('The pixel call “Purchase” has step three, its hit does not.');
    expect(lost?.fix).toContain('Events Manager');
  });

  it('is misnamed where its Meta event has another case or spelling', () => {
    const matches = judged(session`
        dataLayer ${pushPurchase}
          fbq track purchase ${PURCHASE}
      `);
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
      session`
        dataLayer ${pushPurchase}
          fbq track Purchase ${PURCHASE}
      `,
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
      session`
        dataLayer ${pushPurchase}
          fbq track Purchase ${PURCHASE}
      `,
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
    const matches = judged(session`
        fbq track Purchase ${PURCHASE}
        dataLayer ${pushPurchase}
      `);
    expect(matches.matches()[0]).toMatchObject({
      verdict: 'not-visible',
      proof: ['d:1'],
      notes: [{ code: 'by-order' }, { code: 'hit-unseen' }],
    });
    expect(matches.matchesOf('d:1').map(({ entry }) => entry)).toEqual(['d:2']);
    expect(foundIn(matches)).toEqual([]);
  });

  it('is joined in order where there are as many of both', () => {
    const matches = judged(session`
        dataLayer ${pushPurchase}
        dataLayer {event: purchase, ecommerce: {value: 5, currency: EUR}}
        fbq track Purchase ${PURCHASE}
        fbq track Purchase {value: 6, currency: EUR}
      `);
    expect(matches.matches().map(({ entry, proof }) => [entry, proof])).toEqual([
      ['d:1', ['d:3']],
      ['d:2', ['d:4']],
    ]);
    expect(foundIn(matches)).toEqual(['info mapping/parameter-different']);
  });

  it('is ambiguous where there are fewer or more Meta events', () => {
    const fewer = judged(session`
        dataLayer ${pushPurchase}
        dataLayer ${pushPurchase}
        fbq track Purchase
      `);
    expect(fewer.matches().map(({ verdict }) => verdict)).toEqual(['ambiguous', 'ambiguous']);
    const more = judged(session`
        dataLayer ${pushPurchase}
        fbq track Purchase
        fbq track Purchase
      `);
    expect(more.matches().map(({ verdict, proof }) => [verdict, proof])).toEqual([
      ['ambiguous', []],
    ]);
    expect([...foundIn(fewer), ...foundIn(more)]).toEqual([]);
  });

  it('by convention alone is at most worth knowing, and nothing where Meta is not used', () => {
    const unused = judged(session`
        dataLayer ${pushPurchase}
      `);
    expect(unused.matches()[0]).toMatchObject({ verdict: 'unmapped', expected: 'Purchase' });
    expect(foundIn(unused)).toEqual([]);
    const used = judged(session`
        dataLayer ${pushPurchase}
        fbq track PageView
      `);
    expect(used.matches()[0]).toMatchObject({ verdict: 'unsent' });
    expect(foundIn(used)).toEqual(['info mapping/unsent']);
    // Another document's pixel says nothing about this one.
    const other = judged(session`
        dataLayer ${pushPurchase}
        fbq track Purchase with {page: "e:0"}
      `);
    expect(other.matches()[0]?.verdict).toBe('unmapped');
  });

  it("is none of the site's where it is GTM's own, and unmapped where nobody knows it", () => {
    const matches = judged(session`
      dataLayer {event: gtm.js}
      dataLayer {ecommerce: null}
      dataLayer {event: OneTrustGroupsUpdated}
      gtag event sign_up {method: x}
      gtag consent default {}
    `);
    expect(matches.matches().map(({ name, verdict }) => [name, verdict])).toEqual([
      ['OneTrustGroupsUpdated', 'unmapped'],
      ['sign_up', 'unmapped'],
    ]);
  });
});

describe('a LoyJoy event', () => {
  it('reaches Meta under a name of its own as custom, or near a standard one as misnamed', () => {
    const matches = judged(session`
        loyjoy product_tester
          fbq track product_tester
            > hit ${PIXEL} product_tester
        loyjoy newsletter_single_opt_in
          fbq trackCustom lead
        loyjoy show
      `);
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
    const heard = `loyjoy product_tester {label: a}
  dataLayer {evt: product_tester}
loyjoy product_tester {label: a}
  fbq track product_tester
    > hit ${PIXEL} product_tester`;
    const matches = judged(session(heard), { rules });
    expect(matches.matches().map(({ entry, verdict }) => [entry, verdict])).toEqual([
      ['d:1', 'matched'],
    ]);
    expect(matches.matchesOf('d:3').map(({ entry }) => entry)).toEqual(['d:1']);
    expect(foundIn(matches)).toEqual([]);
    // A second event: something else of the page lies between.
    const two = judged(session(`${heard}\ndataLayer {a: 1}\nloyjoy product_tester`), { rules });
    expect(two.matches().map(({ entry }) => entry)).toEqual(['d:1', 'd:6']);
  });
});

describe('a Commanders Act trigger', () => {
  const SENT = { integrations: { facebook: { event_id: '9' } }, amount: 19.8, currency: 'EUR' };

  it('ends in its hit: what the server sends on cannot be seen, and the match says so', () => {
    const matches = judged(session`
        cact trigger purchase {amount: 19.8, currency: EUR}
          > #d:h1 cact-hit purchase ${SENT}
      `);
    expect(matches.matches()).toMatchObject([
      {
        entry: 'd:1',
        source: 'cact',
        rule: 'commanders-act/purchase',
        expected: 'Purchase',
        verdict: 'not-visible',
        actual: [],
        proof: ['d:h1'],
        parameters: [
          { from: 'amount', to: 'value', verdict: 'equal' },
          { from: 'currency', to: 'currency', verdict: 'equal' },
        ],
      },
    ]);
    expect(matches.matches()[0]?.notes).toEqual([{ code: 'server-unseen' }]);
    expect(foundIn(matches)).toEqual([]);
  });

  it('stands by its hit alone where no call is known', () => {
    const matches = judged(session`
        #d:h1 cact-hit my_event ${SENT}
      `);
    expect(matches.matches()).toMatchObject([
      { entry: 'd:h1', source: 'commanders-act', rule: 'commanders-act/*', verdict: 'not-visible' },
    ]);
  });

  it('is compared with the pixel event that carries its id, without a finding of its own', () => {
    const made = session`
      cact trigger purchase {revenue: 19.8, currency: EUR, user: {email: "a@b.test"}}
      fbq track Purchase {value: 19.8, currency: USD} {eventID: "9"}
      #d:h1 cact-hit purchase ${{ ...SENT, user: { email: 'a@b.test' } }}
      #d:h2 hit ${PIXEL} Purchase cd={value: 19.8, currency: USD} eid=9
    `;
    const nested = [
      ['d:1', 'd:h1'],
      ['d:2', 'd:h2'],
    ] as const;
    for (const joint of [['d:h2', 'd:h1'] as const, ['d:h1', 'd:h2'] as const]) {
      const matches = judged(made, { links: [...nested, joint] });
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
      session`
        cact trigger purchase {amount: 5}
          > #d:h1 cact-hit purchase ${{ ...SENT, amount: 5 }}
        fbq track Purchase {value: 5} {eventID: "9"}
      `,
      { links: [['d:2', 'd:h1']] },
    );
    expect(matches.matches()).toMatchObject([
      { verdict: 'not-visible', actual: ['Purchase'], notes: [{ code: 'hit-unseen' }] },
    ]);
    expect(matches.matchesOf('d:2').map(({ entry }) => entry)).toEqual(['d:1']);
  });

  it.each([
    ['my_event', 'my_event', 'custom'],
    ['purchase', 'MyPurchase', 'custom'],
    ['my_event', 'Lead', 'matched'],
  ])('%s named %s by integrations.facebook.event_name is %s', (name, to, verdict) => {
    const integrations = { facebook: { event_name: to } };
    const matches = judged(
      session`
        cact trigger ${name} ${{ integrations }}
          > #d:h1 cact-hit ${name} ${SENT}
        #d:h2 hit ${PIXEL} ${to} eid=9
      `,
      { links: [['d:h2', 'd:h1']] },
    );
    expect(matches.matches()).toMatchObject([
      { rule: 'commanders-act/integrations.facebook.event_name', expected: to, verdict },
    ]);
  });

  it('is misnamed where the pixel event with its id has another name', () => {
    const matches = judged(
      session`
        cact trigger view_item_list {}
          > #d:h1 cact-hit view_item_list ${SENT}
        fbq track ViewCategory {} {eventID: "9"}
          > #d:h2 hit ${PIXEL} ViewCategory eid=9
      `,
      { links: [['d:h2', 'd:h1']] },
    );
    expect(matches.matches()[0]).toMatchObject({ verdict: 'misnamed', nearest: 'ViewContent' });
    expect(foundIn(matches)).toEqual(['warning mapping/misnamed']);
  });

  it('is unsent where its hit was stopped', () => {
    const matches = judged(session`
        cact trigger purchase {}
          > #d:h1 cact-hit purchase ${SENT} blocked
      `);
    expect(matches.matches()[0]).toMatchObject({ verdict: 'unsent', reason: 'client-blocked' });
    expect(foundIn(matches)).toEqual(['warning mapping/unsent']);
  });

  it('is lost for sure only where a later trigger has its hit', () => {
    const none = judged(session`
        cact trigger page_view {}
        cact trigger purchase {}
      `);
    expect(none.matches().map(({ verdict }) => verdict)).toEqual(['unsent', 'unsent']);
    expect(foundIn(none)).toEqual([]);
    const later = judged(session`
        cact trigger page_view {}
        cact trigger purchase {}
          > #d:h1 cact-hit purchase ${SENT}
      `);
    expect(later.all().map(({ rule, entries }) => [rule, entries])).toEqual([
      ['mapping/unsent', ['d:1']],
    ]);
  });

  it('is ambiguous while a hit of its name is given to no trigger', () => {
    const matches = judged(session`
        cact trigger purchase {}
        cact trigger page_view {}
          > #d:h2 cact-hit page_view ${SENT}
        #d:h1 cact-hit purchase ${SENT}
      `);
    expect(matches.matches().map(({ entry, verdict }) => [entry, verdict])).toEqual([
      ['d:1', 'ambiguous'],
      ['d:2', 'not-visible'],
      ['d:h1', 'not-visible'],
    ]);
    expect(foundIn(matches)).toEqual([]);
  });

  it('leaves tC.event alone: it triggers tags', () => {
    const matches = judged(
      session('cact.tC.event.add_to_cart {$type: "element", value: "button"} {a: 1}'),
    );
    expect(matches.matches()).toMatchObject([{ name: 'add_to_cart', verdict: 'unmapped' }]);
  });
});

describe('a Segment call', () => {
  it('is matched by the pixel event with its id, in the form that Segment sends', () => {
    const matches = judged(
      session`
        analytics track "Order Completed" {revenue: 39, products: [{product_id: g, quantity: 1}]}
          > #d:h1 segment-hit "Order Completed" messageId=m
        fbq trackSingle ${PIXEL} Purchase {value: "39.00", currency: USD, content_type: [product], contents: [{id: g, quantity: 1}], num_items: 1} {eventID: m}
          > #d:h2 hit ${PIXEL} Purchase cd[value]=39.00 cd[currency]=USD cd[content_type]="[\"product\"]" cd[contents]="[{\"id\":\"g\",\"quantity\":1}]" cd[num_items]=1 eid=m
      `,
      { links: [['d:h2', 'd:h1']] },
    );
    const [match] = matches.matches();
    expect(match).toMatchObject({ verdict: 'matched', rule: 'segment/Order Completed' });
    expect(new Set(match?.parameters.map(({ verdict }) => verdict))).toEqual(new Set(['equal']));
    expect(match?.parameters).toHaveLength(5);
    expect(foundIn(matches)).toEqual([]);
  });

  it('is unmapped, never unsent, without a Meta event: a server may send it', () => {
    const matches = judged(session`
        analytics track "Order Completed" {}
          > #d:h1 segment-hit "Order Completed"
      `);
    expect(matches.matches()).toMatchObject([{ verdict: 'unmapped', expected: 'Purchase' }]);
    expect(foundIn(matches)).toEqual([]);
  });

  const BESIDE = `analytics track "Order Completed" {order_id: o-1, revenue: 39, products: [{product_id: g, quantity: 1}]}`;
  const own = (value: number, n = 1) =>
    `\nfbq track Purchase {value: ${value}, currency: EUR, contents: [{id: g, quantity: 1}], content_type: product} {eventID: o-${n}}
  > #d:h${n} hit ${PIXEL} Purchase cd[value]=${value} cd[currency]=EUR cd[content_type]=product cd[contents]="[{\\"id\\":\\"g\\",\\"quantity\\":1}]" eid=o-${n}`;

  it("is matched by a call of the page's own beside it, which need not have what Segment's code adds", () => {
    const [match] = judged(session(`${BESIDE}${own(39)}`)).matches();
    expect(match).toMatchObject({ verdict: 'matched', notes: [{ code: 'by-order' }] });
    expect(match?.parameters.filter(({ verdict }) => verdict !== 'equal')).toEqual([]);
    const other = judged(session(`${BESIDE}${own(34)}`));
    expect(foundIn(other)).toEqual(['info mapping/parameter-different']);
  });

  it('stays unmapped, and nothing is told, where the calls beside it are not as many', () => {
    const matches = judged(session(`${BESIDE}${own(34)}${own(39, 2)}`));
    expect(matches.matches()).toMatchObject([
      { verdict: 'unmapped', notes: [{ code: 'destination-unseen' }] },
    ]);
    expect(foundIn(matches)).toEqual([]);
  });

  it("a name of the site's own that the page sends itself is custom", () => {
    const matches = judged(
      session(
        `analytics track "Article Read" {}\nfbq trackCustom "Article Read" {}\n  > #d:h1 hit ${PIXEL} "Article Read"`,
      ),
    );
    expect(matches.matches()).toMatchObject([{ verdict: 'custom' }]);
  });

  it('compares labels with capitals and spaces', () => {
    const matches = judged(session`
        analytics track "order completed" {}
        analytics track OrderCompleted {}
      `);
    expect(matches.matches().map(({ rule }) => rule)).toEqual(['segment/*', 'segment/*']);
  });
});

describe("the profile's rules", () => {
  it('go before the tables, and a broken one is an error', () => {
    const matches = judged(
      session`
        dataLayer {event: order_placed}
        fbq track PageView
      `,
      { rules: [profileRule] },
    );
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
      session`
        dataLayer {event: order_placed, total: "10", mail: "a@b.test"}
          fbq track Purchase {value: 10, currency: EUR, color: red}
            > #d:h1 hit ${PIXEL} Purchase cd[value]=10 cd[currency]=EUR cd[color]=red ud[em]=${'ab'.repeat(32)}
      `,
      { rules },
    );
    expect(matches.matches()[0]?.parameters.map(({ to, verdict }) => [to, verdict])).toEqual([
      ['value', 'equal'],
      ['currency', 'equal'],
      ['user_data.em', 'hashed-unknown'],
      ['color', 'extra'],
    ]);
    expect(foundIn(matches)).toEqual([]);
  });

  it('say that a person’s data were not judged where the hit has none', () => {
    const parameters = [
      { from: 'mail', to: 'user_data.em', hashed: true },
      { from: 'browser_id', to: 'user_data.fbp' },
      { from: 'phone', to: 'user_data.ph', hashed: true },
    ];
    const matches = judged(
      session`
        dataLayer {event: order_placed, mail: "a@b.test", browser_id: fb.1.1.1}
          fbq track Purchase {value: 10, currency: EUR}
            > #d:h1 hit ${PIXEL} Purchase cd[value]=10 cd[currency]=EUR
      `,
      { rules: [{ ...profileRule, parameters }] },
    );
    const own = matches.matches()[0]?.parameters.filter(({ to }) => to.startsWith('user_data.'));
    expect(own?.map(({ to, verdict, notes }) => [to, verdict, notes?.[0]?.code])).toEqual([
      ['user_data.em', 'not-judged', 'travels-with-init'],
      ['user_data.fbp', 'not-judged', undefined],
    ]);
    expect(foundIn(matches)).toEqual([]);
  });

  it('find a constant that is lost or another', () => {
    const rules = [{ ...profileRule, parameters: [{ value: 'product', to: 'content_type' }] }];
    const found = (data: Record<string, string>) =>
      foundIn(
        judged(
          session`
        dataLayer {event: order_placed}
          fbq track Purchase ${data}
      `,
          { rules },
        ),
      );
    expect(found({ content_type: 'product' })).toEqual([]);
    expect(found({})).toEqual(['error mapping/parameter-lost']);
    expect(found({ content_type: 'product_group' })).toEqual(['error mapping/parameter-different']);
  });

  it('may forbid an event', () => {
    const rules = [{ ...profileRule, to: null }];
    const quiet = judged(
      session`
        dataLayer {event: order_placed}
      `,
      { rules },
    );
    // That nothing was seen is no proof that nothing came.
    expect(quiet.matches()[0]).toMatchObject({ verdict: 'unmapped', rule: 'shop' });
    const loud = judged(
      session`
        dataLayer {event: order_placed}
          fbq track Purchase
      `,
      { rules },
    );
    expect(loud.matches()[0]?.verdict).toBe('unexpected');
    expect(foundIn(loud)).toEqual(['error mapping/unexpected']);
  });

  it('prefer a name to a pattern and a condition to none', () => {
    const from = { source: 'dataLayer' as const };
    const matches = judged(
      session`
        dataLayer {event: order_placed, kind: trial}
        dataLayer {event: order_placed}
        dataLayer {event: order_sent}
      `,
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
    const matches = judged(
      session`
        dataLayer {event: order_placed}
      `,
      {
        rules: [
          { id: 'a', from: { ...from, pattern: 'order_.*' }, to: 'Lead' },
          { id: 'b', from: { ...from, pattern: '.*_placed' }, to: 'Purchase' },
        ],
      },
    );
    expect(matches.matches()[0]).toMatchObject({
      verdict: 'ambiguous',
      notes: [{ code: 'clash', rules: ['a', 'b'] }],
    });
    expect(matches.all()[0]?.data).toMatchObject({ mappingRules: ['a', 'b'] });
  });

  it('make a Meta event unexpected that no source event stands for', () => {
    const spoken = 'dataLayer {event: something}';
    const lone = '#2 fbq track Purchase';
    const said = (...lines: string[]) =>
      judged(session(lines.join('\n')), { rules: [profileRule] });
    const matches = said(spoken, lone);
    expect(matches.matchesOf('d:2')).toMatchObject([{ verdict: 'unexpected', entry: 'd:2' }]);
    expect(matches.matches().map(({ verdict }) => verdict)).toEqual(['unmapped', 'unexpected']);
    expect(foundIn(matches)).toEqual(['warning mapping/unexpected']);
    // The system has not spoken; another name; inside a source event; a source event waits for one.
    expect(foundIn(said(lone))).toEqual([]);
    expect(foundIn(said(spoken, 'fbq track Lead'))).toEqual([]);
    expect(foundIn(said(spoken, 'loyjoy open', '  fbq track Purchase'))).toEqual([]);
    expect(foundIn(said('dataLayer {event: order_placed}', lone))).toEqual([]);
  });

  it('with fewer Meta events than source events give one finding, not one for each', () => {
    const matches = judged(
      session`
        dataLayer {event: order_placed}
        dataLayer {event: order_placed}
        dataLayer {event: order_placed}
        fbq track Purchase
      `,
      { rules: [profileRule] },
    );
    expect(matches.all()).toMatchObject([
      { rule: 'mapping/unsent', severity: 'warning', entries: ['d:1', 'd:2', 'd:3'] },
    ]);
  });
});

describe('the part', () => {
  it('forgets everything when it is cleared', () => {
    const matches = judged(session`
        dataLayer ${pushPurchase}
        fbq track PageView
      `);
    matches.clear();
    expect(matches.matches()).toEqual([]);
    expect(matches.coverage()).toEqual([]);
    expect(foundIn(matches)).toEqual([]);
  });
});
