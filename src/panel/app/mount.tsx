import { render } from 'preact';
import { languageFor } from '../../language/languages.ts';
import { type Panel, PanelContext } from '../model/context.ts';
import { language } from '../text/language.ts';
import { App } from './app.tsx';

/** Puts the panel into `place`, in the browser's language. */
export function mount(place: Element, panel: Panel): void {
  language.value = languageFor(navigator.languages);
  render(
    <PanelContext.Provider value={panel}>
      <App />
    </PanelContext.Provider>,
    place,
  );
}
