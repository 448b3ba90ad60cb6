// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { Stream } from '../../../../src/panel/stream/stream.tsx';
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
});
