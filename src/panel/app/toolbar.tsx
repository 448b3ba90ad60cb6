import { useRef } from 'preact/hooks';
import { usePanel } from '../model/context.ts';
import { ClearIcon, ImportIcon, PausedIcon, RecordIcon, SettingsIcon } from '../ui/icons.tsx';
import { ExportButtons } from './export-buttons.tsx';
import { ServerEventsButton } from './server-events-popover.tsx';
import { SETTINGS_ID, Settings } from './settings.tsx';
import { ViewTabs } from './view-tabs.tsx';

/** Record, clear, the views, and what concerns the session whole. */
export function Toolbar() {
  const panel = usePanel();
  const { store } = panel;
  const paused = store.isPaused.value;
  const file = store.openFile.value;
  const clearLabel = file ? 'Close the session file' : 'Clear (Ctrl+L)';
  return (
    <header class="bar toolbar">
      <button
        type="button"
        class={`icon-button ${paused ? '' : 'recording'}`}
        data-testid="pause"
        aria-pressed={paused}
        aria-label={paused ? 'Resume' : 'Pause'}
        title={paused ? 'Resume (Ctrl+E)' : 'Pause: new entries are kept until you resume (Ctrl+E)'}
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
      <label class="check" title="Keep entries when the page goes to another address">
        <input
          type="checkbox"
          data-testid="preserve"
          checked={store.preserve.value}
          onChange={(event) => {
            store.preserve.value = event.currentTarget.checked;
          }}
        />
        <span>
          Preserve<span class="second"> log</span>
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
        aria-label="Settings"
        title="Settings"
        popovertarget={SETTINGS_ID}
      >
        <SettingsIcon />
      </button>
      <Settings />
    </header>
  );
}

function ImportButton() {
  const { serverEvents } = usePanel();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        class="offscreen"
        data-testid="import-file"
        accept=".jsonl,.ndjson,.json,.har,.log,.txt,application/x-ndjson"
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) void serverEvents.openFile(file);
          // The same file can be chosen again after it was repaired.
          event.currentTarget.value = '';
        }}
      />
      <button
        type="button"
        class="icon-button"
        data-testid="import"
        aria-label="Import a session file or server events"
        title="Import a session file or server events (or drop them here, or paste)"
        onClick={() => input.current?.click()}
      >
        <ImportIcon />
      </button>
    </>
  );
}
