import { render } from 'preact';
import { type Panel, PanelContext } from '../model/context.ts';
import { App } from './app.tsx';

/** Puts the panel into `place`. */
export function mount(place: Element, panel: Panel): void {
  render(
    <PanelContext.Provider value={panel}>
      <App />
    </PanelContext.Provider>,
    place,
  );
}
