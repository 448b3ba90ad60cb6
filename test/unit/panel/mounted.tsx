import { signal } from '@preact/signals';
import { type ComponentChild, render } from 'preact';
import { act } from 'preact/test-utils';
import type { Host } from '../../../src/panel/intake/host.ts';
import { createServerEvents } from '../../../src/panel/intake/server-events.ts';
import { type Panel, PanelContext } from '../../../src/panel/model/context.ts';
import { createLedgerState } from '../../../src/panel/model/deduplication/ledger-state.ts';
import { createRulePane } from '../../../src/panel/model/findings/rule-pane.ts';
import { createPreferences } from '../../../src/panel/model/preferences.ts';
import { createProfiles } from '../../../src/panel/model/profile/profiles.ts';
import { createStore } from '../../../src/panel/model/store/store.ts';
import { createAnalysis } from '../../../src/rules/create-analysis.ts';
import type { Entry } from '../../../src/session/entry.ts';
import { makeHost } from './host.ts';
import { createTestSchedule } from './schedule.ts';

/** Where the panel of the test before stands. */
let shown: HTMLElement | undefined;

/** A panel in a document of node's, with the real analysis and a browser that is not there. */
export interface Mounted {
  panel: Panel;
  place: HTMLElement;
  /** Takes entries in, and paints. */
  take(entries: readonly Entry[]): Promise<void>;
  /** Whatever is still to be done, and paints. */
  settle(): Promise<void>;
  /** The text of the first element with this test id, blanks folded; undefined where there is none. */
  textOf(testId: string): string | undefined;
  find(testId: string): HTMLElement | undefined;
  all(testId: string): HTMLElement[];
  click(testId: string): Promise<void>;
}

// The document of node's has no popovers and no highlights.
HTMLElement.prototype.hidePopover ??= () => {};
HTMLElement.prototype.showPopover ??= () => {};
globalThis.Highlight ??= class {} as unknown as typeof Highlight;
Object.defineProperty(globalThis, 'CSS', {
  value: Object.assign(Object.create(CSS), { highlights: new Map() }),
});

/** Puts a part of the panel on screen. */
export async function mountPart(
  part: ComponentChild,
  { host = makeHost() }: { host?: Host } = {},
): Promise<Mounted> {
  const schedule = createTestSchedule();
  const store = createStore({ createAnalysis, schedule });
  store.status.value = 'live';
  const layers = signal<readonly string[]>([]);
  const profiles = createProfiles({ store, host, connection: undefined, layers });
  await profiles.start();
  const panel: Panel = {
    store,
    host,
    schedule,
    profiles,
    preferences: createPreferences(),
    serverEvents: createServerEvents(store, host, schedule.nextTurn),
    ledger: createLedgerState(),
    rulePane: createRulePane(store),
    layers,
    languageCode: signal(''),
    setLanguage: async () => {},
    setLayers: async () => {},
  };
  const place = document.createElement('div');
  const before = shown;
  // What the one before listens to ends with it.
  if (before) await act(() => render(null, before));
  shown = place;
  document.body.replaceChildren(place);
  await act(() =>
    render(<PanelContext.Provider value={panel}>{part}</PanelContext.Provider>, place),
  );
  const settle = async () => {
    await act(async () => {
      schedule.frame();
      await schedule.settle();
    });
  };
  const all = (testId: string) => [
    ...place.querySelectorAll<HTMLElement>(`[data-testid="${testId}"]`),
  ];
  const find = (testId: string) => all(testId)[0];
  return {
    panel,
    place,
    settle,
    all,
    find,
    async take(entries) {
      await act(() => store.onEntries([...entries]));
      await settle();
    },
    textOf: (testId) => find(testId)?.textContent?.replace(/\s+/g, ' ').trim(),
    async click(testId) {
      const element = find(testId);
      if (!element) throw new Error(`nothing to click: ${testId}`);
      await act(() => element.click());
      await settle();
    },
  };
}
