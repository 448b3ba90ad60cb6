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

  it.each([
    [
      'the page’s TRUST accepted all of them',
      'consent trust {categories: {"2": {status: on}, "3": {status: on}, "10": {status: on}}}',
      ['2', '3', '10'],
    ],
    ['the page has no TRUST that can be read', '', ['2']],
  ])('which category of TRUST stands for Meta, where %s', async (_what, trust, choices) => {
    const panel = await mountPart(<App />);
    const walk = session(`
      page https://shop.example/
      ${trust}
      #trigger cact trigger purchase {amount: 1}
        > #hit cact-hit purchase {user: {consent_categories: ["2"]}}
    `);
    await panel.take(walk.entries);
    const offered = () => panel.all('category-choice').map(({ textContent }) => textContent);
    // In the Consent view, beside the finding, and at the event.
    await panel.click('tab-consent');
    await expect
      .poll(async () => {
        await panel.settle();
        return offered();
      })
      .toEqual(choices);
    await panel.click('tab-stream');
    await act(() => panel.panel.store.reveal(walk.idOf('hit'), 'consent'));
    await panel.settle();
    expect(offered()).toEqual(choices);
    await act(() => panel.panel.store.reveal(walk.idOf('hit'), 'payload'));
    await panel.settle();
    expect(offered()).toEqual(choices);
    await panel.click('category-choice');
    expect(profileOf(panel).consent?.categories).toEqual({ trust: '2' });
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
