// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OrderBy } from '../../../../src/panel/model/columns.ts';
import { eventNamesOf } from '../../../../src/panel/model/filter/event-fields.ts';
import { Stream } from '../../../../src/panel/stream/stream.tsx';
import { t } from '../../../../src/panel/text/language.ts';
import { session } from '../../../session/session.ts';
import { type Mounted, mountPart } from '../mounted.tsx';

const PIXEL = '1234567890123456';

const SESSION = `
  page https://shop.example/
  #b fbq track Lead {value: 9.5, currency: EUR} {eventID: a1}
  #c fbq track Purchase {value: 34, currency: EUR, content_ids: [x, y]} {eventID: a2}
  #a hit ${PIXEL} AddToCart cd={value: 100, currency: EUR} eid=a3
  #n fbq track Contact
`;

const names = (panel: Mounted) =>
  panel.all('row').map((row) => row.querySelector('.name')?.textContent ?? row.dataset.kind);

it('hides a column in head and rows, and shows it again', async () => {
  const panel = await mountPart(<Stream empty={null} />);
  await panel.take(session(SESSION).entries);
  expect(panel.place.querySelectorAll('.row .source')).toHaveLength(4);
  await panel.click('column-source');
  await panel.click('column-pair');
  expect(panel.place.querySelector('.row .source')).toBeNull();
  expect(panel.find('head-source')).toBeUndefined();
  expect(panel.find('verdict-pair')).toBeUndefined();
  expect(panel.panel.preferences.hidden.value).toEqual(['took', 'source', 'pair']);
  await panel.click('column-source');
  expect(panel.place.querySelectorAll('.row .source')).toHaveLength(4);
});

it('has its first columns, widths and order again once they are reset', async () => {
  const panel = await mountPart(<Stream empty={null} />);
  await panel.take(session(SESSION).entries);
  const { hidden, own, order, widths } = panel.panel.preferences;
  const reset = () => panel.find('reset-columns') as HTMLButtonElement;
  expect(reset().disabled).toBe(true);
  await panel.click('column-source');
  expect(reset().disabled).toBe(false);
  await act(() => {
    own.value = ['value'];
    order.value = { by: '.value', down: true };
    widths.value = new Map([['time', 90]]);
  });
  await panel.click('reset-columns');
  expect([hidden.value, own.value, [...widths.value]]).toEqual([['took'], [], []]);
  expect(order.value).toEqual({ by: 'time', down: false });
  expect(panel.place.querySelectorAll('.row .source')).toHaveLength(4);
  expect(reset().disabled).toBe(true);
});

it('has a column of a parameter, and orders by it as by numbers', async () => {
  const panel = await mountPart(<Stream empty={null} />);
  await panel.take(session(SESSION).entries);
  const field = panel.find('own-column') as HTMLInputElement;
  const add = async (path: string) => {
    field.value = path;
    await act(() => void field.dispatchEvent(new Event('input', { bubbles: true })));
    await panel.click('add-column');
  };
  await add('value');
  await add('content_ids');
  expect(panel.all('own-cell').map((cell) => cell.textContent?.trim())).toEqual([
    ...['9.5', ''],
    ...['34', '["x","y"]'],
    ...['100', ''],
    ...['', ''],
  ]);
  await panel.click('head-.value');
  await panel.settle();
  expect(names(panel)).toEqual(['Lead', 'Purchase', 'AddToCart', 'Contact']);
  await panel.click('head-.value');
  await panel.settle();
  expect(names(panel)).toEqual(['AddToCart', 'Purchase', 'Lead', 'Contact']);
  await panel.click('head-.value');
  expect(names(panel)).toEqual(['page', 'Lead', 'Purchase', 'AddToCart', 'Contact']);
});

it('keeps the rows that are there until it has another order of them, and no rows that are gone', async () => {
  const panel = await mountPart(<Stream empty={<p data-testid="nothing" />} />);
  await panel.take(session(SESSION).entries);
  const { preferences, store } = panel.panel;
  const byName = { by: 'event', down: false } as const;
  const came = ['page', 'Lead', 'Purchase', 'AddToCart', 'Contact'];
  const sorted = ['AddToCart', 'Contact', 'Lead', 'Purchase'];
  // What is seen before anything is sorted: not even a turn of the microtasks has passed.
  const atOnce = (change: () => void) => {
    void act(change);
    return names(panel);
  };
  expect(atOnce(() => (preferences.order.value = byName))).toEqual(came);
  expect(panel.find('nothing')).toBeUndefined();
  await panel.settle();
  expect(names(panel)).toEqual(sorted);
  expect(atOnce(() => (preferences.order.value = { ...byName, down: true }))).toEqual(sorted);
  await panel.settle();
  expect(names(panel)).toEqual([...sorted].reverse());
  await act(() => store.clear());
  expect(names(panel)).toEqual([]);
  expect(panel.find('nothing')).toBeDefined();
  await act(() => store.showFile('a.jsonl', [session(`fbq track Search`).entries]));
  expect(names(panel)).toEqual(['Search']);
});

it('says which code made a call, its own frames left out, and orders by it', async () => {
  const stack = (url: string) =>
    `Error\n    at f (chrome-extension://x/hook.js:1:2)\n    at track (${url}:120:14)\n    at g (https://a.test/b.js:1:1)`;
  const { entries } = session(`
    page https://shop.example/
    fbq track Lead with {stack: ${JSON.stringify(stack('https://shop.example/js/shop.js?v=2'))}}
    fbq track Purchase
    fbq track Contact with {stack: ${JSON.stringify(stack('https://tags.example/gtm.js'))}}
  `);
  const panel = await mountPart(<Stream empty={null} />);
  await panel.take(entries);
  const cells = () => panel.all('initiator-cell').map((cell) => cell.textContent?.trim());
  expect(cells()).toEqual(['shop.js:120', '', 'gtm.js:120']);
  expect(panel.find('initiator-cell')?.title).toBe('track https://shop.example/js/shop.js?v=2');
  await panel.click('head-initiator');
  await panel.settle();
  expect(names(panel)).toEqual(['Contact', 'Lead', 'Purchase']);
  await panel.click('column-initiator');
  expect(cells()).toEqual([]);
});

it('says how long hits took, once it is asked for, and orders by it', async () => {
  const { entries } = session(`
    page https://shop.example/
    fbq track Lead
    hit ${PIXEL} Slow
    hit ${PIXEL} Quick
  `);
  const took: Record<string, number> = { Slow: 2_500, Quick: 30 };
  const panel = await mountPart(<Stream empty={null} />);
  await panel.take(
    entries.map((entry) =>
      entry.kind === 'hit'
        ? { ...entry, endAt: entry.at + (took[eventNamesOf(entry)[0] ?? ''] ?? 0) }
        : entry,
    ),
  );
  const cells = () => panel.all('took-cell').map((cell) => cell.textContent?.trim());
  expect(cells()).toEqual([]);
  await panel.click('column-took');
  expect(cells()).toEqual(['', ...[2_500, 30].map((ms) => t().say.duration(ms))]);
  await panel.click('head-took');
  await panel.settle();
  expect(names(panel)).toEqual(['Quick', 'Slow', 'Lead']);
  await panel.click('reset-columns');
  expect(cells()).toEqual([]);
});

it('shows the newest first, and selects what stands there', async () => {
  const { entries, idOf } = session(SESSION);
  const panel = await mountPart(<Stream empty={null} />);
  await panel.take(entries.slice(0, 4));
  await panel.click('head-time');
  expect(names(panel)).toEqual(['page', 'AddToCart', 'Purchase', 'Lead']);
  await panel.take(entries.slice(4));
  expect(names(panel)).toEqual(['page', 'Contact', 'AddToCart', 'Purchase', 'Lead']);
  await act(() => panel.all('row')[2]?.click());
  expect(panel.panel.store.selected.value?.id).toBe(idOf('a'));
  expect(panel.all('row')[2]?.getAttribute('aria-selected')).toBe('true');
});

describe('several pages', () => {
  const PAGES = session(`
    page https://shop.example/cart.html
    fbq track Lead
    fbq track Contact
    page https://shop.example/checkout.html
    fbq track AddPaymentInfo
    fbq track Purchase
  `).entries;

  async function pages() {
    const panel = await mountPart(<Stream empty={null} />);
    panel.panel.store.preserve.value = true;
    await panel.take(PAGES);
    return panel;
  }
  const order = async (panel: Mounted, by: OrderBy, down = false) => {
    panel.panel.preferences.order.value = { by, down };
    await panel.settle();
    await panel.settle();
  };
  const cells = (panel: Mounted) =>
    panel.all('page-cell').map(({ textContent }) => textContent?.trim());

  it('stand above what came in them, the newest page first', async () => {
    const panel = await pages();
    await order(panel, 'time', true);
    expect(names(panel)).toEqual(['page', 'Purchase', 'AddPaymentInfo', 'page', 'Contact', 'Lead']);
    expect(panel.textOf('row')).toContain('checkout.html');
  });

  it('are said by the rows where another column orders them', async () => {
    const panel = await pages();
    expect([panel.find('head-page'), cells(panel)]).toEqual([undefined, []]);
    await order(panel, 'event', true);
    expect(names(panel)).toEqual(['Purchase', 'Lead', 'Contact', 'AddPaymentInfo']);
    const [cart, checkout] = ['/cart.html', '/checkout.html'];
    expect(cells(panel)).toEqual([checkout, cart, cart, checkout]);
    await order(panel, 'page', true);
    expect(cells(panel)).toEqual([checkout, checkout, cart, cart]);
    await panel.click('column-page');
    expect([panel.find('head-page'), cells(panel)]).toEqual([undefined, []]);
  });

  it('are said in a column, of entries without answers too', async () => {
    const panel = await mountPart(<Stream empty={null} />);
    panel.panel.store.preserve.value = true;
    const { entries } = session(
      `page https://shop.example/a\nconsole warn text\npage https://shop.example/b\nfbq track Lead\nconsole warn more`,
    );
    await panel.take(entries);
    expect(panel.all('row').at(-1)?.querySelector('.verdicts')).toBeNull();
    await order(panel, 'event');
    expect(panel.all('page-cell')).toHaveLength(3);
    for (const cell of panel.all('page-cell'))
      expect(cell.nextElementSibling?.className).toBe('verdicts');
  });

  it('are not said where there is one', async () => {
    const panel = await mountPart(<Stream empty={null} />);
    await panel.take(PAGES.slice(0, 3));
    await order(panel, 'event');
    expect(names(panel)).toEqual(['Contact', 'Lead']);
    expect([panel.find('head-page'), cells(panel)]).toEqual([undefined, []]);
  });
});

it('puts what belongs to one event together, in the order in which the events began', async () => {
  const panel = await mountPart(<Stream empty={null} />);
  const walk = session(`
    page https://shop.example/
    #lead fbq track Lead {value: 9.5} {eventID: a1}
    #contact fbq track Contact {} {eventID: a2}
    #leads hit ${PIXEL} Lead cd={value: 9.5} eid=a1
    #contacts hit ${PIXEL} Contact eid=a2
  `);
  await panel.take(walk.entries);
  expect(names(panel)).toEqual(['page', 'Lead', 'Contact', 'Lead', 'Contact']);
  panel.panel.preferences.order.value = { by: 'chain', down: false };
  await panel.settle();
  const ids = () => panel.all('row').map(({ dataset }) => dataset.id);
  await expect.poll(ids).toEqual(['lead', 'leads', 'contact', 'contacts'].map(walk.idOf));
});

describe('the width of a column', () => {
  const ROOM = { time: 74, source: 104, event: 300, sent: 124 };
  const widthOf = (head: HTMLElement) => ROOM[head.dataset.column as keyof typeof ROOM] ?? 96;
  beforeEach(() => {
    vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockImplementation(function (
      this: HTMLElement,
    ) {
      return widthOf(this);
    });
  });
  afterEach(() => vi.restoreAllMocks());

  const press = (key: string, more: KeyboardEventInit = {}) =>
    act(() => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, ...more });
      document.activeElement?.dispatchEvent(event);
    });

  it('follows the edge that is dragged, on the side of the event, and leaves the event its room', async () => {
    const panel = await mountPart(<Stream empty={null} />);
    panel.panel.preferences.own.value = ['value'];
    await panel.settle();
    const drag = (id: string, by: number) =>
      act(() => {
        const edge = panel.find(`edge-${id}`) as HTMLElement;
        edge.setPointerCapture = () => {};
        const at = (type: string, clientX: number) =>
          edge.dispatchEvent(new PointerEvent(type, { clientX, bubbles: true }));
        at('pointerdown', 500);
        at('pointermove', 500 + by);
        at('lostpointercapture', 500 + by);
        at('pointermove', 900);
      });
    const style = () => panel.find('list')?.closest<HTMLElement>('.stream')?.style.cssText;
    await drag('source', 30);
    await drag('sent', -50);
    await drag('.value', 20);
    expect(style()).toBe('--source-width: 134px; --sent-width: 174px; --own-0-width: 76px;');
    await drag('sent', -900);
    await drag('source', -900);
    expect([...panel.panel.preferences.widths.value]).toEqual([
      ['source', 40],
      ['sent', 304],
      ['.value', 76],
    ]);
    await act(() => void panel.find('edge-sent')?.dispatchEvent(new MouseEvent('dblclick')));
    expect([...panel.panel.preferences.widths.value.keys()]).toEqual(['source', '.value']);
  });

  it('changes by keys, and arrows go from head to head', async () => {
    const panel = await mountPart(<Stream empty={null} />);
    panel.find('columns')?.focus();
    await press('ArrowRight');
    expect(document.activeElement).toBe(panel.find('head-time'));
    await press('ArrowRight');
    await press('ArrowRight', { shiftKey: true });
    expect([...panel.panel.preferences.widths.value]).toEqual([['source', 112]]);
    await press('ArrowLeft', { shiftKey: true });
    expect([...panel.panel.preferences.widths.value]).toEqual([['source', 96]]);
    await press('ArrowRight');
    await press('ArrowRight', { shiftKey: true });
    expect(document.activeElement).toBe(panel.find('head-event'));
    expect([...panel.panel.preferences.widths.value]).toEqual([['source', 96]]);
  });
});
