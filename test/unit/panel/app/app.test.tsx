// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { describe, expect, it } from 'vitest';
import { App } from '../../../../src/panel/app/app.tsx';
import { VIEWS } from '../../../../src/panel/model/store/view.ts';
import { richSession } from '../../../session/rich-session.ts';
import { entries } from '../../../session/session.ts';
import { mountPart } from '../mounted.tsx';

describe('the whole panel', () => {
  it('shows a session in every view', async () => {
    const panel = await mountPart(<App />);
    await panel.take(richSession());
    expect(panel.all('row').length).toBeGreaterThan(5);
    // Node's document draws nothing.
    for (const view of VIEWS.filter((each) => each !== 'timeline')) {
      await panel.click(`tab-${view}`);
      expect(panel.place.querySelector(`#view-${view}`)).not.toBeNull();
      expect(panel.find(`tab-${view}`)?.getAttribute('aria-selected')).toBe('true');
    }
  });

  it('says that a page has nothing that is known, and what to look at', async () => {
    const panel = await mountPart(<App />);
    await panel.take(entries('page https://a.test/'));
    expect(panel.textOf('empty-bare')).toContain('No pixel, data layer or chat on this page');
    expect(panel.all('health-line').length).toBeGreaterThan(3);
    // Nothing was looked at: a green nought would be a promise.
    for (const id of ['errors', 'warnings', 'unsent', 'unpaired', 'without-consent'])
      expect(panel.find(`count-${id}`)?.classList.contains('ok'), id).toBe(false);
    await panel.take(entries('fbq init 1234567890123456'));
    expect(panel.find('empty-bare')).toBeUndefined();
  });

  it('offers how the word at the caret goes on, and leaves those behind it', async () => {
    const panel = await mountPart(<App />);
    await panel.take(richSession());
    const field = panel.find('search') as HTMLInputElement;
    const type = (text: string, caret: number) =>
      act(() => {
        field.value = text;
        field.setSelectionRange(caret, caret);
        field.dispatchEvent(new Event('input', { bubbles: true }));
      });
    const offered = () => panel.all('suggestion').map(({ textContent }) => textContent);
    await type('source:fb event:Lead', 'source:fb'.length);
    expect(offered()).toEqual(['source:fbq event:Lead']);
    // In the middle of a word nothing goes on.
    await type('source:fbq event:Lead', 'source:f'.length);
    expect(offered()).toEqual([]);
  });

  it('gives the focus to the list when a way to an entry takes its own view away', async () => {
    const panel = await mountPart(<App />);
    await panel.take(richSession());
    await panel.click('tab-findings');
    const link = panel.find('finding-entry');
    link?.focus();
    await panel.click('finding-entry');
    await act(() => new Promise((resolve) => setTimeout(resolve)));
    expect(panel.place.querySelector('#view-stream')).not.toBeNull();
    expect(document.activeElement?.id).toBe('list');
  });

  it('keeps counting rows as new only what came, not what a filter let through', async () => {
    const panel = await mountPart(<App />);
    await panel.take(richSession());
    await act(() => panel.panel.store.setSearch('Purchase'));
    await panel.settle();
    await act(() => panel.panel.store.setSearch(''));
    await panel.settle();
    expect(panel.find('new-entries')).toBeUndefined();
  });

  it('counts as new what came since the end was in sight, under whatever filter', async () => {
    const calls = (name: string, count: number) =>
      Array.from({ length: count }, () => `fbq track ${name}`).join('\n');
    const text = `page https://a.test/\n${calls('Lead', 60)}\n${calls('Contact', 60)}`;
    const all = entries(`${text}\n${calls('Lead', 5)}`);
    const panel = await mountPart(<App />);
    await panel.take(all.slice(0, 121));
    const search = async (words: string) => {
      await act(() => panel.panel.store.setSearch(words));
      await panel.settle();
    };
    await search('name:Lead');
    // The end of the filtered list is in sight; then its start is read.
    const list = document.querySelector<HTMLElement>('#list');
    if (!list) throw new Error('no list');
    await act(() => {
      list.scrollTop = 100;
      list.dispatchEvent(new Event('scroll'));
    });
    await search('');
    expect(panel.find('new-entries')).toBeUndefined();
    await panel.take(all.slice(121));
    expect(panel.textOf('new-entries')).toContain('5 new');
  });
});
