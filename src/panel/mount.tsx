import { render } from 'preact';
import { App } from './shell/app.tsx';
import { type Panel, PanelContext } from './shell/context.ts';

/** Puts the panel into `place`. */
export function mount(place: Element, panel: Panel): void {
  render(
    <PanelContext.Provider value={panel}>
      <App />
    </PanelContext.Provider>,
    place,
  );
}
