// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { describe, expect, it } from 'vitest';
import { App } from '../../../../src/panel/app/app.tsx';
import { session } from '../../../session/session.ts';
import { type Mounted, mountPart } from '../mounted.tsx';

const PIXEL = '1234567890123456';

const profileOf = (panel: Mounted) => panel.panel.profiles.inForce.value.profile;

describe('what only the user knows is answered where it is asked', () => {
  it('which of two sources decides, beside the finding, and back again', async () => {
    const panel = await mountPart(<App />);
    const walk = session(`
      page https://shop.example/
      fbq consent grant
      consent onetrust {groups: ",C0001,", closed: "2026-01-01", stored: ""}
      fbq init ${PIXEL}
      library
      config ${PIXEL}
      #lead fbq track Lead {value: 3, currency: EUR} {eventID: a1}
        > hit ${PIXEL} Lead cd={value: 3, currency: EUR} eid=a1
    `);
    await panel.take(walk.entries);
    await panel.click('tab-consent');
    await expect
      .poll(async () => {
        await panel.settle();
        return panel.all('decider').map(({ dataset }) => dataset.source);
      })
      .toEqual(['meta', 'onetrust']);
    await panel.click('decider');
    expect(profileOf(panel).consent?.governs).toBe('meta');
    await panel.settle();
    expect(panel.find('decider')).toBeUndefined();
    await act(() => panel.panel.store.toast.value?.action?.run());
    await panel.settle();
    expect(profileOf(panel)).toEqual({});
  });

  it('what a parameter is called', async () => {
    const key = (name: string) =>
      new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true });
    const panel = await mountPart(<App />);
    const walk = session(`
      page https://shop.example/
      #hit hit ${PIXEL} Lead cd={custom_3: x} eid=a1
    `);
    await panel.take(walk.entries);
    await act(() => panel.panel.store.reveal(walk.idOf('hit'), 'payload'));
    await panel.settle();
    const row = () => panel.all('parameter').find(({ dataset }) => dataset.name === 'cd[custom_3]');
    const rename = async (text: string, end: Event = key('Enter')) => {
      await act(() => row()?.querySelector<HTMLElement>('[data-testid=rename-parameter]')?.click());
      await panel.settle();
      const field = panel.find('parameter-rename') as HTMLInputElement;
      field.value = text;
      await act(() => void field.dispatchEvent(end));
      await panel.settle();
      expect(panel.find('parameter-rename')).toBeUndefined();
    };
    await rename('Basket type');
    expect(profileOf(panel).labels).toEqual({ 'cd[custom_3]': 'Basket type' });
    expect(row()?.querySelector('.parameter-label')?.textContent).toBe('Basket type');
    expect(row()?.querySelector('.parameter-name')?.textContent).toBe('cd[custom_3]');
    await rename('');
    expect(profileOf(panel).labels).toEqual({});
    expect(row()?.querySelector('.parameter-label')?.textContent).toBe('custom_3');
    await rename('Size of the basket', new FocusEvent('blur'));
    expect(profileOf(panel).labels).toEqual({ 'cd[custom_3]': 'Size of the basket' });
    await rename('Not this', key('Escape'));
    expect(profileOf(panel).labels).toEqual({ 'cd[custom_3]': 'Size of the basket' });
  });
});
