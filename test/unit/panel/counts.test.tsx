// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { App } from '../../../src/panel/app/app.tsx';
import { session } from '../../session/session.ts';
import { mountPart } from './mounted.tsx';

const PIXEL = '1234567890123456';

/** Two events that left without consent, one of them in pairs that fail, and one held back by its own categories. */
const SESSION = `
  page https://shop.example/
  fbq init ${PIXEL}
  library
  config ${PIXEL}
  consent onetrust OneTrustGroupsUpdated {groups: ",C0001,", stored: "C0001%3A1%2CC0004%3A0", closed: "2026-11-21T10:00:00.000Z"}
  +500ms fbq track Purchase {value: 3, currency: EUR} {eventID: a1}
    > hit ${PIXEL} Purchase cd={value: 3, currency: EUR} eid=a1
  +600ms fbq track Lead {} {eventID: b1}
    > hit ${PIXEL} Lead eid=b1
  server ${PIXEL} Purchase id=other {value: 3, currency: EUR}
  server ${PIXEL} Lead id=b1
`;

const numberOf = (element: HTMLElement | undefined) => Number(element?.dataset.count);

describe('one count means one thing', () => {
  it('without consent: strip, tab, table and filter count events', async () => {
    const panel = await mountPart(<App />);
    await panel.take(session(SESSION).entries);
    const strip = numberOf(panel.find('count-without-consent'));
    expect(strip).toBe(2);
    expect(panel.find('tab-consent')?.querySelector('.badge')?.textContent).toMatch(/^2 /);
    await panel.click('count-without-consent');
    expect(panel.panel.store.shown.value.matched).toBe(strip);
    await panel.click('tab-consent');
    const missing = panel
      .all('consent-count')
      .filter(({ dataset }) => dataset.verdict === 'missing');
    expect(missing.map(numberOf)).toEqual([strip]);
  });

  it('unpaired: strip, tab and ledger count rows, and show them', async () => {
    const panel = await mountPart(<App />);
    await panel.take(session(SESSION).entries);
    const strip = numberOf(panel.find('count-unpaired'));
    expect(strip).toBeGreaterThan(0);
    expect(panel.find('tab-deduplication')?.querySelector('.badge')?.textContent).toMatch(
      new RegExp(`^${strip} `),
    );
    await panel.click('tab-deduplication');
    expect(numberOf(panel.find('only-unpaired'))).toBe(strip);
    const all = panel.all('pair').length;
    await panel.click('only-unpaired');
    expect(panel.all('pair')).toHaveLength(strip);
    expect(all).toBeGreaterThan(strip);
    await panel.click('only-unpaired');
    expect(panel.all('pair')).toHaveLength(all);
  });

  it('the first count says how many entries are shown of all', async () => {
    const panel = await mountPart(<App />);
    await panel.take(session(SESSION).entries);
    const total = numberOf(panel.find('count-entries'));
    expect(panel.textOf('count-entries')).toBe(`${total} entries`);
    await panel.click('count-errors');
    const { matched } = panel.panel.store.shown.value;
    expect(matched).not.toBe(numberOf(panel.find('count-errors')));
    expect(panel.textOf('count-entries')).toBe(`${matched} of ${total} entries`);
  });

  it('warnings show the entries of each one, also where an error is about them too', async () => {
    const panel = await mountPart(<App />);
    const { store } = panel.panel;
    await panel.take(session(SESSION).entries);
    const { facts } = store.book().analysis;
    const wanted = facts
      .all()
      .filter((fact) => facts.gradeOf(fact) === 'warning')
      .flatMap(({ entries }) => entries);
    expect(wanted.some((id) => facts.worstOf(id) === 'error')).toBe(true);
    await panel.click('count-warnings');
    const shown = store.shown.value.entries.map(({ id }) => id);
    expect(shown).toEqual(expect.arrayContaining(wanted));
  });

  it('a finding about the whole session has no entry, and leads to Findings', async () => {
    const panel = await mountPart(<App />);
    const { store } = panel.panel;
    await panel.take(session(SESSION).entries);
    store.setSearch('is:error nowhere');
    await panel.settle();
    await panel.click('show-findings');
    expect(store.view.value).toBe('findings');
    expect(document.activeElement?.id).toBe('tab-findings');
  });

  it('a Commanders Act event that its own categories hold back is not red in the table', async () => {
    const panel = await mountPart(<App />);
    await panel.take(
      session(`
        page https://shop.example/
        consent trust {cookie: "0@002%7C12%7C3441@1@4@1,1,1"}
        +500ms cact trigger purchase {amount: 1}
          > cact-hit purchase {user: {consent_categories: ["1"]}}
      `).entries,
    );
    await panel.click('tab-consent');
    for (const cell of panel.all('consent-count')) expect(cell.className).not.toContain('bad');
    expect(panel.all('consent-count').length).toBeGreaterThan(0);
  });
});

describe('what stands beside each other', () => {
  it('an event without init is not said to be sent, nor to have arrived', async () => {
    const panel = await mountPart(<App />);
    const { entries, idOf } = session(`
      page https://shop.example/
      library
      dataLayer {event: purchase, ecommerce: {value: 3, currency: EUR, transaction_id: T1}}
        #call fbq track purchase {value: "3,00", currency: EUR}
    `);
    await panel.take(entries);
    panel.panel.store.reveal(idOf('call'));
    await panel.settle();
    expect(panel.find('answer-sent')?.textContent).not.toMatch(/^Sent(?: \(|$)/);
    const texts: string[] = [];
    for (const tab of ['payload', 'chain', 'mapping', 'consent']) {
      if (!panel.find(`detail-tab-${tab}`)) continue;
      await panel.click(`detail-tab-${tab}`);
      texts.push(panel.textOf('detail') ?? '');
    }
    expect(texts.length).toBeGreaterThan(2);
    for (const text of texts) expect(text).not.toMatch(/sent all the same|arrived:|It was sent/i);
    await panel.click('tab-findings');
    expect(panel.textOf('findings')).not.toMatch(/sent all the same|is sent as|was sent as/i);
  });
});
