import { useSignal } from '@preact/signals';
import { LANGUAGES } from '../../language/languages.ts';
import { RELAY_ENTRIES, RELAY_UNITS } from '../../session/limits.ts';
import { usePanel } from '../model/context.ts';
import { download } from '../model/export/write-file.ts';
import { settingsText } from '../model/preferences.ts';
import { openSettings } from '../model/settings-file.ts';
import { t } from '../text/language.ts';
import { messageOf } from '../text/message-of.ts';
import { FileButton } from '../ui/file-button.tsx';
import { Marked } from '../ui/marked.tsx';

export const SETTINGS_ID = 'settings';

/** The few things that the user can set. */
export function Settings() {
  const { layers, setLayers, store, preferences } = usePanel();
  const text = useSignal<string | undefined>(undefined);
  const words = t().settings;
  const save = async () => {
    const names = parseLayers(text.value ?? '');
    try {
      await setLayers(names);
      text.value = undefined;
      store.notify(t().settings.saved);
      document.getElementById(SETTINGS_ID)?.hidePopover();
    } catch (error) {
      store.message.value = t().settings.notKept(messageOf(error));
    }
  };
  return (
    <form
      id={SETTINGS_ID}
      class="popover"
      popover="auto"
      aria-label={t().app.settings}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <LanguageField />
      <label class="check overview-choice">
        <input
          type="checkbox"
          data-testid="overview-choice"
          checked={preferences.overview.value}
          onChange={(event) => {
            preferences.overview.value = event.currentTarget.checked;
          }}
        />
        <span>{words.overview}</span>
      </label>
      <label class="field bound">
        <span>{words.layers}</span>
        <input
          type="text"
          class="text"
          data-testid="layers"
          placeholder={words.layersExample}
          spellcheck={false}
          value={text.value ?? layers.value.join(', ')}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
        />
      </label>
      <p class="hint">
        <Marked text={words.layersHint} />
      </p>
      <div class="actions">
        <button type="submit" class="button primary" data-testid="save-settings">
          {words.save}
        </button>
      </div>
      <SettingsTransfer />
      <p class="hint bound">{words.kept(RELAY_ENTRIES, RELAY_UNITS)}</p>
    </form>
  );
}

/** View, columns, order, saved filters and data layers as a file, for another browser or a colleague. */
function SettingsTransfer() {
  const panel = usePanel();
  const { preferences, layers, store } = panel;
  const words = t().settings;
  const take = async (file: File) => {
    store.message.value = await openSettings(file, panel);
  };
  return (
    <div class="actions">
      <button
        type="button"
        class="button small"
        data-testid="export-settings"
        title={words.exportTitle}
        onClick={() =>
          download(
            new Blob([settingsText(preferences, store, layers.peek())], {
              type: 'application/json',
            }),
            SETTINGS_FILE,
          )
        }
      >
        {words.export}
      </button>
      <FileButton
        class="button small"
        testId="import-settings"
        fieldTestId="import-settings-file"
        accept=".json,application/json"
        onFiles={([file]) => void take(file)}
      >
        {words.import}
      </FileButton>
    </div>
  );
}

const SETTINGS_FILE = 'event-loupe-settings.json';

/** Each language under its own name; it is spoken at once. */
function LanguageField() {
  const { languageCode, setLanguage, store } = usePanel();
  const choose = async (code: string) => {
    try {
      await setLanguage(code);
    } catch (error) {
      store.message.value = t().settings.notKept(messageOf(error));
    }
  };
  return (
    <label class="field">
      <span>{t().settings.language}</span>
      <select
        class="text"
        data-testid="language"
        value={languageCode.value}
        onChange={(event) => void choose(event.currentTarget.value)}
      >
        <option value="">{t().settings.asBrowser}</option>
        {Object.entries(LANGUAGES).map(([code, { words }]) => (
          <option key={code} value={code} lang={code}>
            {words.name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Names from a comma list, each once. */
function parseLayers(text: string): string[] {
  const names = text.split(/[\s,]+/).filter((name) => name !== '' && name !== 'dataLayer');
  return [...new Set(names)];
}
