import type { BrowserName } from '../../src/cli/browsers.ts';
import { serve } from '../browser/harness/server.ts';
import { launch } from '../browser/harness/session.ts';

const PAGE = `<!doctype html><title>panel speed</title><script>
window.fbq = function () {};
function burst(n) { for (var i = 0; i < n; i += 1) fbq('track', 'Burst', { i: i, value: 1.5, currency: 'EUR', content_name: 'Spring sale' }); }
</script>`;

/** Milliseconds, but for `entriesPerSecond` and `bytesPerEntry`. */
export interface PanelSpeed {
  /** From the first call of a burst of 50,000 in one task to the last entry in the panel's log. */
  entriesPerSecond: number;
  /** From the call to the painted row, at 10 calls a second. */
  callToRow: number[];
  /** From a keystroke in the filter to the painted answer, with 100,000 entries. */
  keystrokes: number[];
  tabSwitches: number[];
  scrolls: number[];
  /** Tasks over 50 ms while doing so (Chromium only). */
  longTasks: number[];
}

/** Drives the real panel: a burst, a person's pace, then filter, tabs and scrolling at 100,000 entries. */
export async function measurePanel(browser: BrowserName): Promise<PanelSpeed> {
  const server = await serve({ '/': PAGE });
  const session = await launch(browser, { server });
  try {
    const panel = await session.openPanel();
    await session.page.goto('https://shop.test/');
    const count = () =>
      panel.evaluate<number>(() =>
        Number(document.querySelector<HTMLElement>('[data-testid=count-entries]')?.dataset.count),
      );

    // Page and panel share one clock of the machine: the epoch.
    await panel.evaluate(() => {
      const scope = globalThis as unknown as { paintedAt: number[]; seen: number; fullAt: number };
      scope.paintedAt = [];
      scope.seen = 0;
      scope.fullAt = 0;
      const place = document.querySelector('[data-testid=count-entries]');
      const look = () => {
        const n = Number((place as HTMLElement).dataset.count);
        if (n > 50_000 && scope.fullAt === 0) scope.fullAt = Date.now();
      };
      new MutationObserver(look).observe(place as Element, { attributes: true });
    });
    const startedAt = await session.page.evaluate<number>(
      '(() => { const at = Date.now(); burst(50000); return at; })()',
    );
    const fullAt = await panel.waitFor<number>('globalThis.fullAt');

    await panel.click('[data-testid=clear]');
    await panel.evaluate(() => {
      const scope = globalThis as unknown as { rowsAt: Record<string, number> };
      scope.rowsAt = {};
      new MutationObserver(() => {
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          // After the frame that follows the change: the row is painted.
          channel.port1.onmessage = () => {
            const at = performance.timeOrigin + performance.now();
            for (const row of document.querySelectorAll('[data-testid=row]')) {
              const name = /Paced(\d+)/.exec(row.textContent ?? '')?.[1];
              if (name !== undefined) scope.rowsAt[name] ??= at;
            }
          };
          channel.port2.postMessage(0);
        });
      }).observe(document.body, { childList: true, subtree: true, characterData: true });
    });
    const calledAt = await session.page.evaluate<number[]>(async () => {
      const fbq = (window as unknown as { fbq(...args: string[]): void }).fbq;
      const times: number[] = [];
      for (let i = 0; i < 100; i += 1) {
        await new Promise((next) => setTimeout(next, 100));
        times.push(performance.timeOrigin + performance.now());
        fbq('track', `Paced${i}`);
      }
      return times;
    });
    await panel.waitFor("globalThis.rowsAt['99']");
    const rowsAt = await panel.evaluate<Record<string, number>>('globalThis.rowsAt');
    const callToRow = calledAt.map((at, i) => (rowsAt[i] ?? Number.NaN) - at);

    await session.page.evaluate('burst(50000)');
    await session.page.evaluate('burst(50000)');
    while ((await count()) < 100_000)
      await panel.evaluate('new Promise((next) => setTimeout(next))');
    const busy = await panel.evaluate<
      Pick<PanelSpeed, 'keystrokes' | 'tabSwitches' | 'scrolls' | 'longTasks'>
    >(async () => {
      const longTasks: number[] = [];
      if (PerformanceObserver.supportedEntryTypes.includes('longtask'))
        new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) longTasks.push(duration);
        }).observe({ type: 'longtask' });
      const painted = () =>
        new Promise<void>((done) => {
          requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => done();
            channel.port2.postMessage(0);
          });
        });
      const time = async (act: () => void, isDone: () => boolean) => {
        const startedAt = performance.now();
        act();
        do await painted();
        while (!isDone() && performance.now() - startedAt < 10_000);
        return performance.now() - startedAt;
      };
      const field = document.querySelector<HTMLInputElement>('[data-testid=search]');
      const list = document.querySelector<HTMLElement>('[data-testid=list]');
      if (!field || !list) throw new Error('the panel has no search field or no list');
      const type = (text: string) => () => {
        field.value = text;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      };
      /** Each text leaves another number of entries than the one before; rows show a part of them. */
      const shown = () => document.querySelector('[data-testid=status]')?.textContent;
      const answers = () => {
        const before = shown();
        return () => shown() !== before && document.querySelector('[data-testid=row]') !== null;
      };
      // The texts are made ready while a hand goes from the mouse to the keys.
      field.focus();
      await new Promise((next) => setTimeout(next, 500));
      const keystrokes: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        for (const text of ['4', '49', '499', '4999', '49'])
          keystrokes.push(await time(type(text), answers()));
        keystrokes.push(await time(type(''), answers()));
      }
      const tab = (name: string) => () =>
        document.querySelector<HTMLElement>(`[data-testid=tab-${name}]`)?.click();
      const tabSwitches: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        tabSwitches.push(
          await time(tab('findings'), () => document.querySelector('[data-testid=list]') === null),
        );
        tabSwitches.push(
          await time(tab('stream'), () => document.querySelector('[data-testid=row]') !== null),
        );
      }
      const rowIds = () =>
        [...document.querySelectorAll('[data-testid=row]')]
          .map((row) => row.getAttribute('data-id'))
          .join();
      const scrolls: number[] = [];
      for (let round = 0; round < 20; round += 1) {
        const place = document.querySelector<HTMLElement>('[data-testid=list]') ?? list;
        const scroller =
          place.scrollHeight > place.clientHeight ? place : (place.parentElement ?? place);
        const before = rowIds();
        scrolls.push(
          await time(
            () => {
              // Never where it is: nothing would be painted.
              scroller.scrollTop = ((((round + 1) * 7919) % 97) / 97) * scroller.scrollHeight;
            },
            () => rowIds() !== before,
          ),
        );
      }
      await new Promise((next) => setTimeout(next, 100));
      return { keystrokes, tabSwitches, scrolls, longTasks };
    });
    return { entriesPerSecond: 50_000 / ((fullAt - startedAt) / 1000), callToRow, ...busy };
  } finally {
    await session.close();
    await server.close();
  }
}
