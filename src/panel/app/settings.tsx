import { useSignal } from '@preact/signals';
import { RELAY_ENTRIES, RELAY_UNITS } from '../../session/limits.ts';
import { usePanel } from '../model/context.ts';
import { formatCount } from '../text/describe-entry.ts';

export const SETTINGS_ID = 'settings';

/** The few things that the user can set. */
export function Settings() {
  const { layers, setLayers, store } = usePanel();
  const text = useSignal<string | undefined>(undefined);
  const save = async () => {
    const names = parseLayers(text.value ?? '');
    try {
      await setLayers(names);
      text.value = undefined;
      store.notify('Saved');
      document.getElementById(SETTINGS_ID)?.hidePopover();
    } catch (error) {
      store.message.value = `The setting could not be kept: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
  return (
    <form
      id={SETTINGS_ID}
      class="popover"
      popover="auto"
      aria-label="Settings"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label class="field">
        <span>Other data layers, on every site</span>
        <input
          type="text"
          class="text"
          data-testid="layers"
          placeholder="e.g. dataLayer2, tcLayer"
          spellcheck={false}
          value={text.value ?? layers.value.join(', ')}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
        />
      </label>
      <p class="hint">
        Names of globals, separated by commas. <code>dataLayer</code> and the names that gtm.js is
        loaded with are followed anyway, and those that the site’s profile names. A name is followed
        at once; what waits in it by then shows as queued.
      </p>
      <div class="actions">
        <button type="submit" class="button primary" data-testid="save-settings">
          Save
        </button>
      </div>
      <p class="hint bound">
        Until this panel is opened, every page keeps its last {formatCount(RELAY_ENTRIES)} entries
        (at most {formatCount(RELAY_UNITS / 1_000_000)} million characters). What went beyond that
        is shown as lost.
      </p>
    </form>
  );
}

/** Names from a comma list, each once. */
function parseLayers(text: string): string[] {
  const names = text.split(/[\s,]+/).filter((name) => name !== '' && name !== 'dataLayer');
  return [...new Set(names)];
}
