import type { Entry } from '../../session/entry.ts';
import { type Panel, usePanel } from '../model/context.ts';
import { download, nameFile, writeFile } from '../model/export/write-file.ts';
import { writeHar } from '../model/export/write-har.ts';
import { t } from '../text/language.ts';
import { messageOf } from '../text/message-of.ts';
import { ChevronIcon, ExportIcon } from '../ui/icons.tsx';

const MENU_ID = 'export-menu';

/** One thing that can be exported. */
interface Choice {
  id: 'session-all' | 'session-shown' | 'har-all' | 'har-shown';
  count: number;
  of: 'entries' | 'hits';
  run(): Promise<void>;
}

/** The session file with one click, and the other choices next to it. */
export function ExportButtons() {
  const panel = usePanel();
  const { store } = panel;
  const { entries, facets } = store.counts.value;
  const words = t().exports;
  return (
    <span class="button-pair">
      <button
        type="button"
        class="icon-button"
        data-testid="export"
        aria-label={words.session}
        title={words.sessionTitle(entries)}
        disabled={entries === 0}
        onClick={() => void exportSession(panel, store.book().log.entries)}
      >
        <ExportIcon />
      </button>
      <button
        type="button"
        class="icon-button caret"
        data-testid="export-more"
        aria-label={words.more}
        title={words.more}
        aria-haspopup="menu"
        disabled={entries === 0}
        popovertarget={MENU_ID}
      >
        <ChevronIcon />
      </button>
      <ExportMenu
        panel={panel}
        hits={facets.get('hit') ?? 0}
        entries={entries}
        shown={store.shown.value.entries}
      />
    </span>
  );
}

function ExportMenu(props: {
  panel: Panel;
  hits: number;
  entries: number;
  shown: readonly Entry[];
}) {
  const { panel, shown } = props;
  const { store } = panel;
  const isFiltered = store.isFiltered.value;
  const choices: Choice[] = [
    {
      id: 'session-all',
      count: props.entries,
      of: 'entries',
      run: () => exportSession(panel, store.book().log.entries),
    },
    {
      id: 'har-all',
      count: props.hits,
      of: 'hits',
      run: () => exportHar(panel, store.book().log.entries),
    },
  ];
  if (isFiltered) {
    choices.splice(1, 0, {
      id: 'session-shown',
      count: shown.length,
      of: 'entries',
      run: () => exportSession(panel, shown),
    });
    choices.push({
      id: 'har-shown',
      count: shown.reduce((n, { kind }) => (kind === 'hit' ? n + 1 : n), 0),
      of: 'hits',
      run: () => exportHar(panel, shown),
    });
  }
  return (
    <div
      id={MENU_ID}
      class="popover menu"
      popover="auto"
      role="menu"
      tabIndex={-1}
      aria-label={t().exports.title}
      onToggle={(event) => {
        if (event.newState === 'open')
          event.currentTarget.querySelector<HTMLElement>('[role=menuitem]:enabled')?.focus();
      }}
      onKeyDown={moveInMenu}
    >
      {choices.map(({ id, count, of, run }) => (
        <button
          key={id}
          type="button"
          role="menuitem"
          class="menu-item"
          data-testid={`export-${id}`}
          disabled={count === 0}
          onClick={() => {
            document.getElementById(MENU_ID)?.hidePopover();
            void run();
          }}
        >
          {t().exports.choice[id]}
          <span class="count">{t().exports[of](count)}</span>
        </button>
      ))}
    </div>
  );
}

/** Arrows go round; the browser itself closes the menu with Esc. */
function moveInMenu(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]:enabled')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  items[(at + step + items.length) % items.length]?.focus();
  event.preventDefault();
}

/** Hands a file to the user, or says why that cannot be. */
async function offer(panel: Panel, extension: string, make: () => Promise<Blob>): Promise<void> {
  const { store } = panel;
  const name = nameFile(store.book().latestUrl(), Date.now());
  try {
    download(await make(), name.replace(/\.jsonl$/, extension));
  } catch (error) {
    store.message.value = t().exports.failed(messageOf(error));
  }
}

function exportSession(panel: Panel, entries: readonly Entry[]): Promise<void> {
  const { host, schedule } = panel;
  return offer(panel, '.jsonl', () =>
    writeFile([...entries], `event-loupe ${host.version}`, Date.now(), schedule.nextTurn),
  );
}

function exportHar(panel: Panel, entries: readonly Entry[]): Promise<void> {
  const { store, host, schedule } = panel;
  const book = store.book();
  return offer(panel, '.har', () =>
    writeHar([...entries], {
      version: host.version,
      pageOf: book.pageOf,
      nextTurn: schedule.nextTurn,
    }),
  );
}
