// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { App } from '../../../src/panel/app/app.tsx';
import { EntryList } from '../../../src/panel/detail/entry-list.tsx';
import { usePanel } from '../../../src/panel/model/context.ts';
import type { Store } from '../../../src/panel/model/store/store.ts';
import { makePage } from '../../session/numbered.ts';
import { richSession } from '../../session/rich-session.ts';
import { session } from '../../session/session.ts';
import { mountPart } from './mounted.tsx';

afterEach(() => {
  vi.useRealTimers();
});

describe('the findings', () => {
  it('that are new are heard by a screen reader, together and once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const panel = await mountPart(<App />);
    const status = panel.find('heard-findings');
    expect([status?.getAttribute('role'), status?.textContent]).toEqual(['status', '']);
    const all = richSession();
    await panel.take(all.slice(0, 4));
    await panel.take(all);
    expect(status?.textContent).toBe('');
    await act(() => void vi.runAllTimers());
    expect(panel.find('count-errors')?.dataset.count).toBe('1');
    expect(status?.textContent).toBe('New: 1 error and 1 warning');
    await panel.take(richSession());
    await act(() => void vi.runAllTimers());
    expect(status?.textContent).toBe('New: 1 error and 1 warning');
  });

  it('say nothing of a page that nobody watched, nor does the consent', async () => {
    const panel = await mountPart(<App />);
    const { store } = panel.panel;
    store.status.value = 'none';
    for (const view of ['findings', 'consent'] as const) {
      await panel.click(`tab-${view}`);
      expect(panel.find('empty-none')).toBeDefined();
      expect(panel.place.textContent).not.toMatch(/No findings|No consent source/);
    }
    await panel.take(session(`page https://a.test/`).entries);
    expect(panel.place.textContent).toMatch(/No consent source/);
    await panel.click('tab-findings');
    expect(panel.place.textContent).toMatch(/No findings/);
  });

  it('stand under what is on the page, which is folded and looked through only when it is open', async () => {
    const panel = await mountPart(<App />);
    await panel.take(richSession());
    await panel.click('tab-findings');
    const part = panel.find('in-this-session') as HTMLDetailsElement;
    expect(part.compareDocumentPosition(panel.find('finding-group') as Node)).toBe(
      Node.DOCUMENT_POSITION_FOLLOWING,
    );
    expect(panel.find('health')).toBeUndefined();
    await act(() => {
      part.open = true;
      part.dispatchEvent(new Event('toggle'));
    });
    expect(panel.all('health-line').length).toBeGreaterThan(5);
  });

  it('of one kind lead to their events and to nothing else', async () => {
    const panel = await mountPart(<App />);
    await panel.take(richSession());
    await panel.click('tab-findings');
    const rule = panel.find('finding-group')?.dataset.rule ?? '';
    await panel.click('filter-finding');
    const { store } = panel.panel;
    expect(store.search.value).toBe(`rule:${rule}`);
    const { facts } = store.book().analysis;
    const shown = store.shown.value.entries.filter(({ kind }) => kind !== 'page');
    expect(shown.length).toBeGreaterThan(0);
    for (const { id } of shown) expect(facts.of(id).map((fact) => fact.rule)).toContain(rule);
  });

  it('say of an entry on which page it was, where there are several', async () => {
    const panel = await mountPart(<App />);
    const { entries } = session(`
      page https://a.test/cart
      fbq track Purchase
      @9000 page https://a.test/thanks?order=1
      @9010 fbq track Purchase
    `);
    panel.panel.store.preserve.value = true;
    await panel.take(entries);
    await panel.click('tab-findings');
    const links = panel.all('finding-entry').map(({ textContent }) => textContent ?? '');
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(link).toMatch(/ \/(cart|thanks\?order=1)$/);
  });

  it('count times as rows do, and tell visits of one page apart by when they began', async () => {
    const { entries, idOf } = session(`
      page https://a.test/cart
      @10 #a fbq track Purchase
      @9000 page https://a.test/cart
      @9010 #b fbq track Purchase
      @9050 #c fbq track Purchase
      @9050 #d fbq track Purchase
    `);
    const Links = () => {
      void usePanel().store.shown.value;
      return <EntryList ids={['a', 'b', 'c', 'd'].map(idOf)} testId="link" />;
    };
    const panel = await mountPart(<Links />);
    panel.panel.store.preserve.value = true;
    await panel.take(entries);
    const links = panel.all('link').map(({ textContent }) => textContent ?? '');
    expect(links.map((link) => link.replace(/\d\d:\d\d:\d\d\.\d{3}$/, 'CLOCK'))).toEqual([
      '+0.010 fbq Purchase /cart loaded CLOCK',
      '+0.010 fbq Purchase /cart loaded CLOCK',
      '+0.050 fbq Purchase /cart loaded CLOCK',
      '+0.050 fbq Purchase /cart loaded CLOCK',
    ]);
    expect(new Set(links).size).toBe(3);
  });

  it.each<[string, (store: Store, at: number) => unknown]>([
    ['Clear', (store) => store.clear()],
    ['another page', (store, at) => store.onEntries([makePage(0, { at: at + 1 })])],
    ['another session', (store) => store.showFile('a.jsonl', [[makePage(0)]])],
  ])('take the page of a rule with them: %s', async (_, go) => {
    const panel = await mountPart(<App />);
    const { store } = panel.panel;
    const all = richSession();
    await panel.take(all);
    await panel.click('tab-findings');
    await panel.click('finding-title');
    await panel.take(all);
    expect(panel.find('rule-page')).toBeDefined();
    // In another view too: it is not there when one comes back.
    await panel.click('tab-stream');
    await act(async () => void (await go(store, all.at(-1)?.at ?? 0)));
    await panel.settle();
    await panel.click('tab-findings');
    expect(panel.find('rule-page')).toBeUndefined();
  });

  it('take the page of a rule with them, also where it was asked for twice', async () => {
    const panel = await mountPart(<App />);
    await panel.take(richSession());
    await panel.click('tab-findings');
    await panel.click('finding-title');
    await panel.settle();
    await panel.click('finding-title');
    await panel.settle();
    await act(() => panel.panel.store.clear());
    await panel.settle();
    expect(panel.find('rule-page')).toBeUndefined();
  });

  it.each(['findings', 'stream'])(
    'take the page of a rule that has none, too, with Clear in %s',
    async (view) => {
      const panel = await mountPart(<App />);
      const { store, rulePane } = panel.panel;
      await panel.take(richSession());
      await act(() => rulePane.open('pixel/arguments-cannot-be-sent'));
      await panel.settle();
      expect(panel.find('rule-page')).toBeDefined();
      await panel.take([makePage(0)]);
      expect(panel.find('rule-page')).toBeDefined();
      await panel.click(`tab-${view}`);
      await act(() => store.clear());
      await panel.settle();
      await panel.click('tab-findings');
      expect(panel.find('rule-page')).toBeUndefined();
    },
  );

  it('leave the page of a rule that the profile sets a level of', async () => {
    const panel = await mountPart(<App />);
    await panel.take(richSession());
    await panel.click('tab-findings');
    await panel.click('mute-finding');
    await expect.poll(() => panel.all('set-rule').length).toBe(1);
    await panel.click('set-rule');
    await act(() => panel.panel.store.clear());
    await panel.settle();
    expect(panel.find('rule-page')).toBeDefined();
  });

  it('of a file are those of a whole session, under another profile too', async () => {
    const panel = await mountPart(<App />);
    const { store } = panel.panel;
    const { entries } = session(`
      page https://a.test/
      fbq init 1234567890123456
      library
      config 1234567890123456
      fbq track Lead
    `);
    const rules = () =>
      store
        .book()
        .analysis.findings()
        .map(({ rule }) => rule);
    await act(() => store.showFile('visit.jsonl', [entries]));
    await panel.settle();
    expect(rules()).toContain('pixel/no-hit');
    await act(() => store.judgeBy({ layers: ['other'] }, store.book()));
    await panel.settle();
    expect(rules()).toContain('pixel/no-hit');
  });

  it('are muted in the profile', async () => {
    const panel = await mountPart(<App />);
    await panel.take(richSession());
    await panel.click('tab-findings');
    const rule = panel.find('finding-group')?.dataset.rule ?? '';
    await panel.click('mute-finding');
    await expect
      .poll(() => panel.panel.profiles.inForce.value.profile.rules)
      .toEqual({
        [rule]: 'off',
      });
  });

  it('count on their tab what the strip counts, each level in its colour', async () => {
    const panel = await mountPart(<App />);
    await panel.take(richSession());
    const badges = [...(panel.find('tab-findings')?.querySelectorAll('.badge') ?? [])];
    const { error, warning, info } = panel.panel.store.counts.value.summary.findings;
    expect([error, warning]).toEqual([1, 1]);
    expect(badges.map(({ className, textContent }) => [className, textContent])).toEqual([
      ['badge bad', '1 error'],
      ['badge warn', '1 warning'],
      ...(info > 0 ? [['badge mute', `${info} ${info === 1 ? 'info' : 'infos'}`]] : []),
    ]);
  });
});
