import { usePanel } from '../model/context.ts';
import { openFiles } from '../model/open-files.ts';
import { t } from '../text/language.ts';
import { FileButton } from '../ui/file-button.tsx';
import { ClearIcon, ImportIcon, PausedIcon, RecordIcon, SettingsIcon } from '../ui/icons.tsx';
import { ExportButtons } from './export-buttons.tsx';
import { ServerEventsButton } from './server-events-popover.tsx';
import { SETTINGS_ID, Settings } from './settings.tsx';
import { ViewTabs } from './view-tabs.tsx';

/** The same in every language. */
const NAME = 'Event Loupe';

/** Record, clear, the views, and what concerns the session whole. */
export function Toolbar() {
  const panel = usePanel();
  const { store } = panel;
  const paused = store.isPaused.value;
  const file = store.openFile.value;
  const words = t().app;
  const clearLabel = file ? words.closeFile : words.clear;
  return (
    <header class="bar toolbar">
      <h1 class="offscreen">{NAME}</h1>
      <button
        type="button"
        class={`icon-button ${paused ? '' : 'recording'}`}
        data-testid="pause"
        aria-pressed={paused}
        aria-label={paused ? words.resume : words.pause}
        title={paused ? words.resumeTitle : words.pauseTitle}
        onClick={() => store.setPaused(!paused)}
      >
        {paused ? <PausedIcon /> : <RecordIcon />}
      </button>
      <button
        type="button"
        class="icon-button"
        data-testid="clear"
        aria-label={clearLabel}
        title={clearLabel}
        onClick={() => store.clear()}
      >
        <ClearIcon />
      </button>
      <span class="rule" />
      <ViewTabs />
      <span class="space" />
      <label class="check" title={words.preserveTitle}>
        <input
          type="checkbox"
          data-testid="preserve"
          checked={store.preserve.value}
          onChange={(event) => {
            store.preserve.value = event.currentTarget.checked;
          }}
        />
        <span>
          {words.preserve}
          <span class="second">{words.preserveRest}</span>
        </span>
      </label>
      <span class="rule" />
      <ServerEventsButton />
      <ImportButton />
      <ExportButtons />
      <button
        type="button"
        class="icon-button"
        data-testid="settings"
        aria-label={words.settings}
        title={words.settings}
        popovertarget={SETTINGS_ID}
      >
        <SettingsIcon />
      </button>
      <Settings />
    </header>
  );
}

function ImportButton() {
  const panel = usePanel();
  return (
    <FileButton
      class="icon-button"
      testId="import"
      fieldTestId="import-file"
      accept=".jsonl,.ndjson,.json,.har,.html,.log,.txt,.csv,.zip,.gz,application/x-ndjson"
      multiple
      label={t().app.import}
      title={t().app.importTitle}
      onFiles={(files) => void openFiles([...files], panel)}
    >
      <ImportIcon />
    </FileButton>
  );
}
