import { effect } from '@preact/signals';
import { render } from 'preact';
import { languageFor } from '../../language/languages.ts';
import { type Panel, PanelContext } from '../model/context.ts';
import { language } from '../text/language.ts';
import { App } from './app.tsx';

/** Puts the panel into `place`; it speaks the language that was chosen, or the browser's. */
export function mount(place: Element, panel: Panel): void {
  effect(() => {
    const code = panel.languageCode.value;
    language.value = languageFor(code === '' ? navigator.languages : [code]);
    document.documentElement.lang = language.value.words.code;
  });
  render(
    <PanelContext.Provider value={panel}>
      <App />
    </PanelContext.Provider>,
    place,
  );
}
