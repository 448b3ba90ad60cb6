// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { describe, expect, it } from 'vitest';
import { Stream } from '../../../../src/panel/stream/stream.tsx';
import { richSession } from '../../../session/rich-session.ts';
import { session } from '../../../session/session.ts';
import { mountPart } from '../mounted.tsx';

const PIXEL = '1234567890123456';

describe('the rows of the stream', () => {
  it('follow what becomes of their entries while others come', async () => {
    const { entries, idOf } = session(`
      page https://shop.example/
      fbq init ${PIXEL}
      #call fbq track Lead {} {eventID: a1}
      #library library
      config ${PIXEL}
      hit ${PIXEL} Lead eid=a1
    `);
    const panel = await mountPart(<Stream empty={null} />);
    const toneOf = (id: string) =>
      panel.place
        .querySelector(`[data-id="${id}"] [data-testid=verdict-sent]`)
        ?.getAttribute('data-tone');
    const at = entries.findIndex(({ id }) => id === idOf('library')) + 1;
    await panel.take(entries.slice(0, at));
    expect(toneOf(idOf('call'))).toBe('mute');
    await panel.take(entries.slice(at));
    expect(toneOf(idOf('call'))).toBe('ok');
  });

  it('say in their title what has no room in them, and what their outline leaves out', async () => {
    const panel = await mountPart(<Stream empty={null} />);
    await panel.take(
      session(`
        page https://shop.example/
        fbq track Purchase {value: 9.5, currency: 'EUR', content_name: 'Spring sale'} {eventID: a1}
      `).entries,
    );
    expect(panel.place.querySelector<HTMLElement>('.row .what')?.title).toBe(
      'track Purchase {value: 9.5, currency: "EUR", content_name: "Spring sale"} {eventID: "a1"}',
    );
  });

  it('are choices of a list box: nothing in them takes the focus, and each answer is said with its question', async () => {
    const panel = await mountPart(<Stream empty={null} />);
    await panel.take(richSession());
    const rows = panel.all('row');
    expect(rows.length).toBeGreaterThan(5);
    expect(panel.find('list')?.getAttribute('role')).toBe('listbox');
    for (const row of rows) {
      expect(row.getAttribute('role')).toBe('option');
      expect(row.querySelector('a, button, input, [tabindex], [role]:not([role=img])')).toBe(null);
    }
    expect(rows.some(({ textContent }) => /Sent: not sent/.test(textContent ?? ''))).toBe(true);
  });
});

describe('the place of the stream', () => {
  const calls = (count: number) =>
    session(`page https://a.test/\n${'fbq track Lead\n'.repeat(count)}`).entries;

  /** A list of 200 rows at its end, in a window of 600 px. Places are cut as browsers cut them. */
  async function listOf200() {
    const all = calls(300);
    const panel = await mountPart(<Stream empty={null} />);
    await panel.take(all.slice(0, 200));
    const list = panel.find('list');
    const rows = list?.querySelector<HTMLElement>('.rows');
    if (!list || !rows) throw new Error('no list');
    let place = list.scrollTop;
    const cut = (to: number) =>
      Math.max(0, Math.min(to, Number.parseFloat(rows.style.height) - 600));
    Object.defineProperty(list, 'scrollTop', {
      get: () => {
        place = cut(place);
        return place;
      },
      set: (to: number) => {
        place = cut(to);
      },
    });
    return { panel, list, takeMore: () => panel.take(all.slice(200)) };
  }

  it('is the reader’s also where entries come in before the browser tells of it', async () => {
    const { list, takeMore } = await listOf200();
    list.scrollTop = 44;
    await takeMore();
    expect(list.scrollTop).toBe(44);
    await act(() => void list.dispatchEvent(new Event('scroll')));
    expect(list.scrollTop).toBe(44);
    expect(list.querySelector('#row-2')).not.toBe(null);
  });

  it('goes with the end of a list that got shorter, and back', async () => {
    const { panel, list } = await listOf200();
    expect(list.scrollTop).toBe(200 * 22 - 600);
    await act(() => panel.panel.store.setSearch('kind:page'));
    await panel.settle();
    expect(list.scrollTop).toBe(0);
    await act(() => panel.panel.store.setSearch(''));
    await panel.settle();
    expect(list.scrollTop).toBe(200 * 22 - 600);
  });
});
