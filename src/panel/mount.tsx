import { signal } from '@preact/signals';
import { render } from 'preact';
import { createLedgerState } from './deduplication/ledger-state.ts';
import type { Host } from './host/host.ts';
import { App } from './shell/app.tsx';
import { PanelContext } from './shell/context.ts';
import type { Schedule } from './store/schedule.ts';
import type { Store } from './store/store.ts';

/** Puts the panel into `place`. `follow` tells the page which data layers to follow. */
export function mount(
  place: Element,
  panel: { store: Store; host: Host; schedule: Schedule; layers: string[] },
  follow: (layers: string[]) => void,
): void {
  const layers = signal<readonly string[]>(panel.layers);
  const setLayers = async (names: string[]) => {
    await panel.host.writeLayers(names);
    layers.value = names;
    follow(names);
  };
  const { store, host, schedule } = panel;
  const ledger = createLedgerState();
  render(
    <PanelContext.Provider value={{ store, host, schedule, ledger, setLayers, layers }}>
      <App />
    </PanelContext.Provider>,
    place,
  );
}
