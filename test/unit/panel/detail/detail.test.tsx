// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { describe, expect, it } from 'vitest';
import { SEVERITIES } from '../../../../src/analysis/severity.ts';
import { diffEntries } from '../../../../src/diff/entries.ts';
import { Detail } from '../../../../src/panel/detail/detail.tsx';
import { usePanel } from '../../../../src/panel/model/context.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import { session } from '../../../session/session.ts';
import { mountPart } from '../mounted.tsx';

/** The detail as the panel has it: of what is selected. */
function Selected() {
  const { store } = usePanel();
  const entry = store.selected.value;
  return entry ? <Detail entry={entry} /> : null;
}

const PIXEL = '1234567890123456';

/** A purchase from the data layer on, with the server's copy. */
const PURCHASE = `
  page https://shop.example/
  fbq init ${PIXEL}
  library
  config ${PIXEL}
  #push dataLayer {event: purchase, ecommerce: {value: 34.3, currency: EUR, items: [{item_id: a, price: 10, quantity: 1}, {item_id: b, price: 24.3, quantity: 1}]}}
    #call fbq track Purchase {value: 34.3, currency: EUR, content_ids: [a, b], content_type: product} {eventID: order-9522805474}
      > #hit hit ${PIXEL} Purchase cd={value: 34.3, currency: EUR, content_ids: [a, b], content_type: product} eid=order-9522805474
  +1200ms #server server ${PIXEL} Purchase id=order-9522805474 {value: 34.3, currency: EUR}
`;

describe('the head of the detail', () => {
  it.each(['call', 'hit'])('answers for the %s, above everything that scrolls', async (name) => {
    const { entries, idOf } = session(PURCHASE);
    const panel = await mountPart(<Selected />);
    await panel.take(entries);
    panel.panel.store.reveal(idOf(name));
    await panel.settle();
    expect(panel.textOf('head-value')).toBe('Value34.3 EUR');
    expect(panel.textOf('head-items')).toBe('Contents2 items');
    expect(panel.textOf('head-id')).toBe('Event idorder-9522805474');
    expect(panel.textOf('head-pixel')).toBe(`Pixel${PIXEL}`);
    expect(panel.textOf('answer-sent')).toMatch(/^Sent(?:, 5 ms later| \(200\))$/);
    expect(panel.textOf('answer-pair')).toMatch(/^Pair paired, server .* later/);
    expect(panel.textOf('answer-consent')).toMatch(/^Consent/);
    for (const answer of ['answer-sent', 'answer-pair', 'answer-consent'])
      expect(panel.find(answer)?.closest('.detail-head')).not.toBeNull();
  });

  it('answers for a push by what the pixel call inside it became', async () => {
    const { entries, idOf } = session(PURCHASE);
    const panel = await mountPart(<Selected />);
    await panel.take(entries);
    panel.panel.store.reveal(idOf('push'));
    await panel.settle();
    expect(panel.textOf('head-value')).toBe('Value34.3 EUR');
    expect(panel.textOf('answer-sent')).toBe('Sent, 5 ms later');
    expect(panel.textOf('answer-mapping')).toMatch(/^Mapping → Purchase/);
    expect(panel.textOf('answer-pair')).toMatch(/^Pair paired/);
  });

  it('asks nothing of what is no event', async () => {
    const { entries, idOf } = session(`
      page https://shop.example/
      #init fbq init ${PIXEL}
      #gtm dataLayer {event: gtm.js}
      #library library
    `);
    const panel = await mountPart(<Selected />);
    await panel.take(entries);
    for (const name of ['init', 'gtm', 'library']) {
      panel.panel.store.reveal(idOf(name));
      await panel.settle();
      expect(panel.place.querySelector('.answers')).toBeNull();
      expect(panel.place.querySelector('.outline')).toBeNull();
    }
  });
});

describe('the tabs of the detail', () => {
  it('lead from an answer to its proof, and keep what was looked at last', async () => {
    const { entries, idOf } = session(PURCHASE);
    const panel = await mountPart(<Selected />);
    await panel.take(entries);
    panel.panel.store.reveal(idOf('hit'));
    await panel.settle();
    expect(panel.find('pane-payload')).toBeDefined();
    expect(panel.all('parameter').length).toBeGreaterThan(5);
    await panel.click('answer-sent');
    expect(panel.find('pane-request')).toBeDefined();
    await panel.click('answer-pair');
    expect(panel.find('pair-section')).toBeDefined();
    panel.panel.store.reveal(idOf('call'));
    await panel.settle();
    expect(panel.find('pane-pair')).toBeDefined();
    // init has no pair: its payload is shown, and the pair again afterwards.
    panel.panel.store.reveal(entries[1]?.id ?? '');
    await panel.settle();
    expect(panel.find('pane-payload')).toBeDefined();
    panel.panel.store.reveal(idOf('hit'));
    await panel.settle();
    expect(panel.find('pane-pair')).toBeDefined();
  });
});

describe('what is equal', () => {
  it('is folded: the id, value and currency stand first, the rest can be unfolded', async () => {
    const { entries, idOf } = session(`
      #hit hit ${PIXEL} Purchase cd={value: 2, currency: EUR, content_type: product, order_id: o1, num_items: 1} eid=e1
      #server server ${PIXEL} Purchase id=e1 {value: 3, currency: EUR, content_type: product, order_id: o1, num_items: 1}
    `);
    const panel = await mountPart(<Selected />);
    await panel.take(entries);
    panel.panel.store.reveal(idOf('hit'), 'pair');
    await panel.settle();
    const names = () => panel.all('diff-line').map(({ dataset }) => dataset.name);
    expect(names().slice(0, 3)).toEqual(['event_id', 'value', 'currency']);
    expect(names()).not.toContain('order_id');
    expect(panel.textOf('diff-count')).toBe('1 difference · 4 in one copy only');
    expect(panel.textOf('equal-lines')).toBe('3 equal');
    await panel.click('equal-lines');
    expect(names()).toContain('order_id');
  });
});

describe('every pane follows the log while it is open', () => {
  const HELD = `
    page https://shop.example/
    fbq consent revoke
    fbq init ${PIXEL}
    library
    config ${PIXEL}
    dataLayer {event: generate_lead, value: 3, currency: EUR}
      #held fbq track Lead {value: 3, currency: EUR} {eventID: a1}
  `;
  const GRANTED = `${HELD}
    #grant fbq consent grant
      > #hit hit ${PIXEL} Lead cd={value: 3, currency: EUR} eid=a1
  `;

  it.each([
    ['chain', 'state', /revoked/, /^sent/],
    ['mapping', 'match-story', /not sent.*Consent is revoked/, /matched.*→ Lead/],
    ['pair', 'pair-verdict', undefined, /browser/],
    ['consent', 'consent-check', /hit/i, /held/],
  ] as const)('%s: a held call is granted', async (tab, testId, before, after) => {
    const all = session(GRANTED);
    const count = all.entries.findIndex(({ id }) => id === all.idOf('grant'));
    const panel = await mountPart(<Selected />);
    panel.panel.store.detailTab.value = tab;
    await panel.take(all.entries.slice(0, count));
    panel.panel.store.reveal(all.idOf('held'));
    await panel.settle();
    if (before === undefined) expect(panel.find(testId)).toBeUndefined();
    else expect(panel.textOf(testId)).toMatch(before);
    await panel.take(all.entries.slice(count));
    expect(panel.textOf(testId)).toMatch(after);
    if (before !== undefined && tab !== 'consent') expect(panel.textOf(testId)).not.toMatch(before);
    expect(panel.textOf('answer-sent')).toBe('Sent, 10 ms later');
  });

  it('mapping: a rule is saved', async () => {
    const all = session(PURCHASE);
    const panel = await mountPart(<Selected />);
    await panel.take(all.entries);
    panel.panel.store.detailTab.value = 'mapping';
    panel.panel.store.reveal(all.idOf('push'));
    await panel.settle();
    expect(panel.textOf('match-story')).toContain('→ Purchase');
    const { store } = panel.panel;
    void store.judgeBy(
      {
        mapping: { rules: [{ from: { source: 'dataLayer', name: 'purchase' }, to: 'Subscribe' }] },
      },
      store.book(),
    );
    await panel.settle();
    expect(panel.textOf('match-story')).toContain('→ Subscribe');
  });
});

it('what the connector makes of a trigger follows the profile while it is open', async () => {
  const { entries, idOf } = session(`
    page https://shop.example/
    #trigger cact trigger purchase {amount: 3, currency: EUR, user: {consent_categories: ["1"]}}
  `);
  const panel = await mountPart(<Selected />);
  await panel.take(entries);
  const { store } = panel.panel;
  store.reveal(idOf('trigger'), 'mapping');
  await panel.settle();
  const before = panel.textOf('connector');
  expect(before).toContain('purchase');
  await act(() => store.judgeBy({ consent: { categories: { trust: '7' } } }, store.book()));
  await panel.settle();
  expect(panel.textOf('connector')).not.toBe(before);
});

it('what is wrong with an entry stands the gravest first', async () => {
  const { entries, idOf } = session(`
    page https://shop.example/
    fbq init ${PIXEL}
    library
    config ${PIXEL}
    #call fbq track Purchase {value: "3,00", currency: euro, content_ids: [a]}
      > hit ${PIXEL} Purchase cd={value: "3,00", currency: euro, content_ids: [a]}
  `);
  const panel = await mountPart(<Selected />);
  await panel.take(entries);
  const { store } = panel.panel;
  store.reveal(idOf('call'));
  const facts = store.book().analysis.facts.of(idOf('call'));
  // Whichever is found first, it is the slightest.
  const rules = { [facts[0]?.rule ?? '']: 'info' as const };
  await act(() => store.judgeBy({ rules }, store.book()));
  await panel.settle();
  const told = panel.all('entry-finding').map(({ classList }) => classList[1] ?? '');
  expect(new Set(told).size).toBeGreaterThan(1);
  expect(told).toEqual(SEVERITIES.flatMap((severity) => told.filter((each) => each === severity)));
});

describe('any two entries', () => {
  const TWO = `
    page https://shop.example/
    fbq init ${PIXEL}
    #first fbq track Purchase {value: 34.3, currency: EUR, content_type: product} {eventID: a1}
    #second fbq track Purchase {value: 39.9, currency: EUR, content_type: product, num_items: 2} {eventID: a1}
  `;

  it('are held against each other: one is chosen, then the other opened', async () => {
    const { entries, idOf } = session(TWO);
    const panel = await mountPart(<Selected />);
    await panel.take(entries);
    const { store } = panel.panel;
    store.reveal(idOf('first'));
    await panel.settle();
    await panel.click('compare-with');
    expect(panel.find('compare-with')?.getAttribute('aria-pressed')).toBe('true');
    expect(store.toast.value?.text).toContain('fbq Purchase');
    store.reveal(idOf('second'));
    await panel.settle();
    expect(panel.textOf('compare-count')).toBe('2 differences');
    const lines = () => panel.all('compare-line').map(({ dataset }) => dataset.name);
    expect(lines()).toEqual(['value', 'num_items']);
    await panel.click('compare-equal');
    expect(lines()).toEqual(['value', 'num_items', 'currency', 'content_type', 'eventID']);
    store.reveal(idOf('first'));
    await panel.settle();
    expect(panel.find('compare')).toBeUndefined();
    await panel.click('compare-with');
    store.reveal(idOf('second'));
    await panel.settle();
    expect(panel.find('compare')).toBeUndefined();
  });
});

describe('a call and its own hit', () => {
  const HIT = `hit ${PIXEL} Lead cd={value: 3, currency: EUR} eid=a1 fbp=fb.1.1.1 ud[em]=${'a'.repeat(64)}`;
  it.each([
    ['track Lead', []],
    [`trackSingle ${PIXEL} Lead`, []],
    ['trackSingle 999999999999999 Lead', ['pixel']],
  ])('fbq %s: only what both can have is compared', (call, differing) => {
    const { entries, idOf } = session(`
      page https://shop.example/
      #call fbq ${call} {value: 3, currency: EUR} {eventID: a1}
      #hit ${HIT}`);
    const find = (name: string) => entries.find(({ id }) => id === idOf(name)) as Entry;
    const lines = diffEntries(find('call'), find('hit'));
    expect(lines.filter(({ verdict }) => verdict !== 'equal').map(({ name }) => name)).toEqual(
      differing,
    );
    expect(lines.map(({ name }) => name)).toContain('value');
  });
});

describe('the data layer after a push', () => {
  it('is what the pushes of its page up to it come to', async () => {
    const { entries, idOf } = session(`
      page https://shop.example/
      dataLayer {user: {id: u1, plan: free}, total: 1}
      #second dataLayer {event: upgrade, user: {plan: paid}}
      dataLayer {total: 3}
    `);
    const panel = await mountPart(<Selected />);
    await panel.take(entries);
    panel.panel.store.reveal(idOf('second'), 'layer');
    await panel.settle();
    expect(panel.textOf('layer-state')).toMatch(/2 pushes/);
    expect(panel.textOf('layer-state')).toMatch(/user: \{id: "u1", plan: "paid"\}.*total: 1/);
  });
});

describe('the payload', () => {
  const FAULTY = `
    page https://shop.example/
    fbq init ${PIXEL}
    library
    config ${PIXEL}
    #call fbq track purchase {value: "9,99", currency: EUR} {eventID: a1}
      > #hit hit ${PIXEL} purchase cd={value: "9,99", currency: EUR} eid=a1
  `;

  it.each([
    ['call', 'arguments'],
    ['hit', 'hit-event'],
  ])(
    'of the %s begins with what was sent, and leads from the head to what is wrong with it',
    async (name, first) => {
      const { entries, idOf } = session(FAULTY);
      const panel = await mountPart(<Selected />);
      await panel.take(entries);
      panel.panel.store.reveal(idOf(name), 'consent');
      await panel.settle();
      await panel.click('head-finding');
      await expect.poll(() => document.activeElement).toBe(panel.find('entry-findings'));
      const parts = [...(panel.find('pane-payload')?.querySelectorAll('[data-testid]') ?? [])].map(
        (part) => (part as HTMLElement).dataset.testid,
      );
      expect(parts[0]).toBe(first);
      expect(parts).toContain('entry-finding');
    },
  );
});

it('shows a body by its type in the Request tab, and as it was sent', async () => {
  const panel = await mountPart(<Selected />);
  const { entries, idOf } = session(`
    page https://shop.example/
    #hit hit ${PIXEL} Lead eid=a1 with {method: POST, contentType: "text/plain", body: {kind: text, text: "ev=Lead&cd%5Bvalue%5D=34.3"}}
  `);
  await panel.take(entries);
  panel.panel.store.reveal(idOf('hit'), 'request');
  await panel.settle();
  const rows = () =>
    [...(panel.find('hit-body')?.querySelectorAll('tbody tr') ?? [])].map((row) => row.textContent);
  expect(rows()).toEqual(['evLead', 'cd[value]34.3']);
  await panel.click('body-as-sent');
  expect(panel.textOf('hit-body')).toBe('ev=Lead&cd%5Bvalue%5D=34.3');
  await panel.click('body-as-sent');
  expect(rows()).toHaveLength(2);
});
