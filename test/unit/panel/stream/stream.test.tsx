// @vitest-environment happy-dom
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
