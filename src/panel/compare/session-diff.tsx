import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { DiffEvent } from '../../diff/diff.ts';
import { sayChange } from '../../language/diff.ts';
import { EntryList } from '../detail/entry-list.tsx';
import { beforeOf, type Recording } from '../model/compare/before.ts';
import { openRecording } from '../model/compare/open-recording.ts';
import { usePanel } from '../model/context.ts';
import { formatClock } from '../text/format-time.ts';
import { t } from '../text/language.ts';
import { FileButton } from '../ui/file-button.tsx';
import { FoldedLines } from '../ui/folded-lines.tsx';
import { CloseIcon, ImportIcon } from '../ui/icons.tsx';

/** What came, went and changed since an earlier recording of the same steps. */
export function SessionDiffPart() {
  const panel = usePanel();
  const before = beforeOf(panel);
  const recording = before.recording.value;
  const words = t().compareView;
  return (
    <section aria-labelledby="compare-before">
      <h2 id="compare-before">{words.since}</h2>
      {recording === undefined ? (
        <>
          <p>{words.sinceText}</p>
          <ChooseRecording />
        </>
      ) : (
        <>
          <p class="compare-recording" data-testid="compare-recording">
            {words.before} <b>{recording.name}</b>{' '}
            <span class="dim">{t().app.entries(recording.entries.length)}</span>
            <button
              type="button"
              class="icon-button"
              data-testid="compare-forget"
              aria-label={words.forget}
              title={words.forget}
              onClick={() => before.set(undefined)}
            >
              <CloseIcon />
            </button>
          </p>
          <Differences recording={recording} />
        </>
      )}
    </section>
  );
}

function ChooseRecording() {
  const panel = usePanel();
  const { store } = panel;
  const before = beforeOf(panel);
  const words = t().compareView;
  const { entries } = store.counts.value;
  return (
    <p class="actions">
      <FileButton
        class="button"
        testId="compare-open"
        fieldTestId="compare-file"
        accept=".jsonl,.ndjson,.json,.har,.html,.txt,.csv,.zip,.gz"
        onFiles={async ([file]) => {
          const recording = await openRecording(file, panel);
          if (recording !== undefined) before.set(recording);
        }}
      >
        <ImportIcon />
        {words.open}
      </FileButton>
      <button
        type="button"
        class="button"
        data-testid="compare-keep"
        title={words.keepTitle}
        disabled={entries === 0}
        onClick={() => {
          const name =
            store.openFile.peek()?.name ?? words.keptName(formatClock(Date.now()).slice(0, 5));
          before.set({ name, entries: [...store.book().log.entries] });
          store.notify(words.kept);
        }}
      >
        {words.keep}
      </button>
    </p>
  );
}

/** Rows before the rest is folded. */
const SHOWN = 200;

function Differences({ recording }: { recording: Recording }) {
  const followed = beforeOf(usePanel()).diff;
  const showsAll = useSignal(false);
  useEffect(() => followed.watch(), [followed]);
  const diff = followed.value.value;
  const words = t().compareView;
  if (diff === undefined) return <p class="dim">{words.looking}</p>;
  const { summary, events } = diff;
  const shown = showsAll.value ? events : events.slice(0, SHOWN);
  return (
    <>
      <output class="compare-sum" data-testid="compare-sum">
        {t().diff.summary(summary)}
        {summary.lost > 0 && <b class="bad-text"> {words.lost(summary.lost)}</b>}
      </output>
      <ul class="compare-list">
        {shown.map((event, n) => (
          <Row key={`${event.before[0]} ${event.after[0]} ${n}`} event={event} from={recording} />
        ))}
      </ul>
      {shown.length < events.length && (
        <FoldedLines
          label={words.more(events.length - shown.length)}
          shows={showsAll}
          testId="compare-more"
        />
      )}
    </>
  );
}

const TONES = { went: 'bad', came: 'mute', changed: 'warn' } as const;

function Row({ event, from }: { event: DiffEvent; from: Recording }) {
  const { store } = usePanel();
  const { status, changes, page, steps, before, after } = event;
  const words = t().compareView;
  return (
    <li data-testid="compare-row" data-status={status}>
      <p>
        <span class={`chip ${TONES[status]}`}>{words.status[status]}</span> <b>{event.event}</b>{' '}
        <span class="dim">{page}</span>
      </p>
      {status !== 'changed' && <p class="dim">{steps.join(' → ')}</p>}
      {changes.length > 0 && (
        <ul>
          {changes.map((change, n) => (
            <li key={n} class={change.lost && 'bad-text'} data-testid="compare-change">
              {sayChange(change, t().diff)}
            </li>
          ))}
        </ul>
      )}
      <EntryList ids={after} testId="compare-entry" />
      {status === 'went' && (
        <button
          type="button"
          class="link"
          data-testid="compare-show"
          title={words.showTitle(from.name)}
          onClick={async () => {
            await store.showFile(from.name, [from.entries]);
            store.reveal(before[0] ?? '');
          }}
        >
          {words.show}
        </button>
      )}
    </li>
  );
}
