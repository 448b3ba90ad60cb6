import { signal } from '@preact/signals';
import { render } from 'preact';
import type { Host } from './host/host.ts';
import type { ServerEvents } from './server-events/server-events.ts';
import { App } from './shell/app.tsx';
import { PanelContext } from './shell/context.ts';
import type { Schedule } from './store/schedule.ts';
import type { Store } from './store/store.ts';

/** Puts the panel into `place`. `follow` tells the page which data layers to follow. */
export function mount(
  place: Element,
  panel: {
    store: Store;
    host: Host;
    schedule: Schedule;
    serverEvents: ServerEvents;
    layers: string[];
  },
  follow: (layers: string[]) => void,
): void {
  const layers = signal<readonly string[]>(panel.layers);
  const setLayers = async (names: string[]) => {
    await panel.host.writeLayers(names);
    layers.value = names;
    follow(names);
  };
  const { store, host, schedule, serverEvents } = panel;
  render(
    <PanelContext.Provider value={{ store, host, schedule, serverEvents, setLayers, layers }}>
      <App />
    </PanelContext.Provider>,
    place,
  );
}
