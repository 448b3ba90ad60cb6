// @vitest-environment happy-dom
import { signal } from '@preact/signals';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { App } from '../../../../src/panel/app/app.tsx';
import { NoEntries } from '../../../../src/panel/app/no-entries.tsx';
import { PageNotice } from '../../../../src/panel/app/page-notice.tsx';
import type { Access } from '../../../../src/panel/intake/host.ts';
import { VIEWS } from '../../../../src/panel/model/store/view.ts';
import { t } from '../../../../src/panel/text/language.ts';
import { makeCall, makePage, makePendingHit } from '../../../session/numbered.ts';
import { makeHost } from '../host.ts';
import { mountPart } from '../mounted.tsx';

async function start() {
  const access = signal<Access>('open');
  const done: string[] = [];
  const host = makeHost({
    access,
    reload: () => done.push('reload'),
    allow: async () => {
      done.push('allow');
      access.value = 'open';
    },
  });
  const panel = await mountPart(
    <>
      <PageNotice />
      <NoEntries />
    </>,
    { host },
  );
  const say = (to: Access) =>
    act(() => {
      access.value = to;
    });
  return { panel, say, done, store: panel.panel.store };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('a page that is not watched', () => {
  it('loaded before us: said as long as it is so, whatever comes, with Reload', async () => {
    const { panel, store, done } = await start();
    await act(() => store.onStatus('reload'));
    expect(panel.textOf('empty-late')).toContain('loaded before Event Loupe');
    await panel.take([makePendingHit(1)]);
    expect(panel.find('page-notice')?.dataset.why).toBe('late');
    await panel.click('reload');
    expect(done).toEqual(['reload']);
    await act(() => store.onStatus('live'));
    expect(panel.find('page-notice')).toBeUndefined();
  });

  it('not allowed: asks for permission and not for a reload', async () => {
    const { panel, store, say, done } = await start();
    await act(() => store.onStatus('reload'));
    await say('denied');
    expect(panel.textOf('empty-denied')).toContain('has no access to this site');
    expect(panel.find('reload')).toBeUndefined();
    await panel.click('allow');
    expect(done).toEqual(['allow']);
    expect(panel.find('empty-denied')).toBeUndefined();
  });

  it('closed to extensions: said, with nothing to press', async () => {
    const { panel, say } = await start();
    await say('closed');
    expect(panel.textOf('empty-closed')).toContain('Extensions cannot access this page');
    expect(panel.place.querySelector('button')).toBeNull();
  });

  it('is judged in no view, also where something was seen of it', async () => {
    const access = signal<Access>('open');
    const panel = await mountPart(<App />, { host: makeHost({ access }) });
    await panel.take([makePage(0)]);
    await panel.click('tab-findings');
    expect(panel.place.textContent).toMatch(/No findings/);
    await panel.click('tab-consent');
    expect(panel.place.textContent).toMatch(/No consent source/);
    await act(() => {
      access.value = 'denied';
    });
    expect(panel.find('consent')).toBeDefined();
    expect(panel.place.textContent).not.toMatch(/No consent source/);
    await panel.click('tab-findings');
    expect(panel.place.textContent).not.toMatch(/No findings/);
    expect(panel.find('page-notice')?.dataset.why).toBe('denied');
  });

  it.each(VIEWS)('is named in every view, and judged well in none: %s', async (view) => {
    const access = signal<Access>('open');
    const panel = await mountPart(<App />, { host: makeHost({ access, allow: async () => {} }) });
    await panel.click(`tab-${view}`);
    for (const to of ['denied', 'closed'] as const) {
      await act(() => {
        access.value = to;
      });
      expect(panel.place.textContent?.split(t().unwatched[to].title)).toHaveLength(2);
      expect(panel.find('allow') !== undefined).toBe(to === 'denied');
    }
    await panel.take([makePage(0), makeCall(1)]);
    expect(panel.find('page-notice')?.dataset.why).toBe('closed');
    for (const count of panel.place.querySelectorAll('[data-testid=counts] .stat'))
      expect(count.className).not.toContain('ok');
  });

  it('leaves nothing of the page before under it, unless the log is preserved', async () => {
    const { panel, store, say } = await start();
    await panel.take([makePage(0), makeCall(1)]);
    await say('denied');
    expect(panel.find('page-notice')?.dataset.why).toBe('denied');
    await act(() => store.leavePage(makeCall(2).at));
    expect(store.counts.value.entries).toBe(0);
    expect(panel.find('empty-denied')).toBeDefined();
    store.preserve.value = true;
    await panel.take([makePage(5), makeCall(6)]);
    await act(() => store.leavePage(makeCall(7).at));
    expect(store.counts.value.entries).toBe(2);
  });

  it('has none of the rows of the page before it, once the tab has gone on to it', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 10 });
    const access = signal<Access>('open');
    const unwatched = signal(0);
    const panel = await mountPart(<App />, { host: makeHost({ access, unwatched }) });
    await panel.take([makePage(0), makeCall(1)]);
    await act(() => {
      access.value = 'denied';
    });
    await panel.settle();
    expect(panel.all('row').map(({ dataset }) => dataset.id)).toEqual(['d:0', 'd:1']);
    await act(() => {
      unwatched.value += 1;
    });
    await panel.settle();
    expect(panel.all('row')).toEqual([]);
    expect(panel.find('empty-denied')).toBeDefined();
    // The next page is none of its business, and the next that cannot be watched is.
    await panel.take([makePage(20), makeCall(21)]);
    expect(panel.all('row')).toHaveLength(2);
    vi.setSystemTime(30);
    await act(() => {
      unwatched.value += 1;
    });
    await panel.settle();
    expect(panel.panel.store.counts.value.entries).toBe(0);
  });

  it('a file’s session is not about the page', async () => {
    const { panel, store, say } = await start();
    await say('closed');
    await act(() => store.showFile('a.jsonl', [[makePage(0), makeCall(1)]]));
    expect(panel.find('page-notice')).toBeUndefined();
  });
});
