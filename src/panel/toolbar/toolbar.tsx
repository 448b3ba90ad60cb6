import { useRef } from 'preact/hooks';
import {
  ClearIcon,
  ExportIcon,
  ImportIcon,
  PausedIcon,
  RecordIcon,
  SettingsIcon,
} from '../icons/icons.tsx';
import { download, nameFile, writeFile } from '../session-file/write-file.ts';
import { type Panel, usePanel } from '../shell/context.ts';
import { openSessionFile } from '../shell/open-session-file.ts';
import { formatCount } from '../text/describe-entry.ts';
import { SETTINGS_ID, Settings } from './settings.tsx';

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
      <Views />
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
      <ImportButton />
      <button
        type="button"
        class="icon-button"
        data-testid="export"
        aria-label="Export the session"
        title={`Export all ${formatCount(store.counts.value.entries)} entries as a session file`}
        disabled={store.counts.value.entries === 0}
        onClick={() => void exportSession(panel)}
      >
        <ExportIcon />
      </button>
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

function Views() {
  const { store } = usePanel();
  const { error, warning, info } = store.counts.value.summary.findings;
  const findings = error + warning + info;
  const views = [
    { view: 'stream', label: 'Stream' },
    { view: 'findings', label: 'Findings' },
  ] as const;
  return (
    <div class="tabs" role="tablist" aria-label="Views">
      {views.map(({ view, label }) => (
        <button
          key={view}
          type="button"
          role="tab"
          class="tab"
          id={`tab-${view}`}
          aria-selected={store.view.value === view}
          aria-controls={`view-${view}`}
          tabIndex={store.view.value === view ? 0 : -1}
          data-testid={`tab-${view}`}
          onClick={() => {
            store.view.value = view;
          }}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
            const next = view === 'stream' ? 'findings' : 'stream';
            store.view.value = next;
            document.getElementById(`tab-${next}`)?.focus();
            event.preventDefault();
          }}
        >
          {label}
          {view === 'findings' && findings > 0 && (
            <span class={`badge ${error > 0 ? 'bad' : warning > 0 ? 'warn' : 'mute'}`}>
              {formatCount(findings)}
            </span>
          )}
        </button>
      ))}
    </div>
  );
}

function ImportButton() {
  const { store } = usePanel();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        class="offscreen"
        data-testid="import-file"
        accept=".jsonl,.ndjson,.json,application/x-ndjson"
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) void openSessionFile(file, store);
          // The same file can be chosen again after it was repaired.
          event.currentTarget.value = '';
        }}
      />
      <button
        type="button"
        class="icon-button"
        data-testid="import"
        aria-label="Import a session file"
        title="Import a session file (or drop one here)"
        onClick={() => input.current?.click()}
      >
        <ImportIcon />
      </button>
    </>
  );
}

async function exportSession({ store, host, schedule }: Panel): Promise<void> {
  const book = store.book();
  const at = Date.now();
  const generator = `event-loupe ${host.version}`;
  try {
    const blob = await writeFile([...book.log.entries], generator, at, schedule.nextTurn);
    download(blob, nameFile(book.latestUrl(), at));
  } catch (error) {
    store.message.value = `The session could not be exported: ${error instanceof Error ? error.message : String(error)}`;
  }
}
