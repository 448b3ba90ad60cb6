import type { CallEntry, Entry, HitEntry, PageEntry, ServerEntry } from '../../session/entry.ts';
import type { Book } from '../model/store/book.ts';
import { describeEntry, facetOf, hostAndPath, isDivider } from '../text/describe-entry.ts';
import { formatClock, formatDateTime, formatRelative } from '../text/format-time.ts';
import { markWords, outcomeWords, type ShortWords } from '../text/hit-words.ts';
import { t } from '../text/language.ts';
import { chipsOf } from '../text/verdict-chips.ts';
import { ErrorIcon, FrameIcon, InfoIcon, WarningIcon } from '../ui/icons.tsx';
import type { Nesting } from './nesting.ts';

/** One entry of the list. */
export function Row(props: {
  entry: Entry;
  index: number;
  total: number;
  nesting: Nesting;
  isSelected: boolean;
  book: Book;
  onPick(entry: Entry): void;
}) {
  const { entry, index, book } = props;
  const isPage = isDivider(entry);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself takes the keys
    <div
      id={`row-${index}`}
      role="option"
      tabIndex={-1}
      class={isPage ? 'row divider' : `row ${entry.kind}`}
      aria-selected={props.isSelected}
      aria-posinset={index + 1}
      aria-setsize={props.total}
      data-testid="row"
      data-id={entry.id}
      data-kind={entry.kind}
      data-source={entry.kind === 'call' ? entry.source : undefined}
      data-tone={toneOf(entry)}
      onClick={() => props.onPick(entry)}
    >
      {isPage ? (
        <Divider entry={entry as PageEntry} />
      ) : (
        <Cells entry={entry} nesting={props.nesting} book={book} />
      )}
    </div>
  );
}

/** A read before the definition is coloured as a warning, whatever source it concerns. */
function toneOf(entry: Entry): string {
  return entry.kind === 'page' ? 'page' : facetOf(entry);
}

function Divider({ entry }: { entry: PageEntry }) {
  return (
    <>
      <b class="divider-page">{hostAndPath(entry.url)}</b>
      <span class="divider-event">
        {t().entry.did[entry.event]}{' '}
        <time title={formatDateTime(entry.at)}>{formatClock(entry.at)}</time>
      </span>
    </>
  );
}

function Cells({ entry, nesting, book }: { entry: Entry; nesting: Nesting; book: Book }) {
  const { label, command, name, summary } = describeEntry(entry);
  const page = entry.kind === 'page' ? entry : book.pageOf(entry);
  const isRead = entry.kind === 'page' && entry.event === 'read';
  return (
    <>
      <time class="at" title={formatDateTime(entry.at)}>
        {formatRelative(entry.at - book.originOf(entry))}
      </time>
      <Rail nesting={nesting} />
      <span class="source">{isRead || entry.kind === 'gap' ? <WarningIcon /> : label}</span>
      <span class="what">
        {command !== '' && <span class="command">{command}</span>}
        {name !== undefined && <b class="name">{name}</b>}
        {summary !== '' && <span class="summary">{summary}</span>}
      </span>
      <span class="chips">
        {entry.kind === 'call' && <CallMarks entry={entry} />}
        {entry.kind === 'hit' && <HitMarks entry={entry} />}
        {entry.kind === 'server' && <ServerMarks entry={entry} />}
        {chipsOf(entry, book.analysis).map(({ key, about, label, tone, title }) => (
          <span key={key} class={`chip ${tone}`} data-testid={`chip-${about}`} title={title}>
            {label}
          </span>
        ))}
        {page?.top === false && (
          <span class="chip frame" title={t().stream.inFrame(page.url)}>
            <FrameIcon />
            <span class="frame-name">{hostAndPath(page.url)}</span>
          </span>
        )}
        <Severity entry={entry} book={book} />
      </span>
    </>
  );
}

function Rail({ nesting }: { nesting: Nesting }) {
  const { depth, lines, opens, ends } = nesting;
  return (
    <span class="rail" style={{ '--depth': depth }} aria-hidden="true">
      {lines.map((runs, level) => {
        const isOwn = level === depth - 1;
        if (!runs && !isOwn) return null;
        return (
          <i
            key={level}
            class={isOwn ? (ends ? 'elbow' : 'tee') : 'through'}
            style={{ '--level': level }}
          />
        );
      })}
      {opens && <i class="open" style={{ '--level': depth }} />}
      <u />
    </span>
  );
}

function WordsChip({ words, testId }: { words: ShortWords; testId: string }) {
  return (
    <span class={`chip ${words.tone}`} data-testid={testId} title={words.title}>
      {words.label}
    </span>
  );
}

function HitMarks({ entry }: { entry: HitEntry }) {
  const outcome = outcomeWords(entry);
  const marks = markWords(entry);
  return (
    <>
      {entry.joinedBy === 'origin' && (
        <span class="chip mute" title={t().stream.serviceWorkerTitle}>
          {t().stream.serviceWorker}
        </span>
      )}
      {marks && <WordsChip words={marks} testId="chip-marks" />}
      {outcome && <WordsChip words={outcome} testId="chip-outcome" />}
    </>
  );
}

function ServerMarks({ entry }: { entry: ServerEntry }) {
  const { answer } = entry;
  if (answer === undefined) return null;
  const isGood = answer.status >= 200 && answer.status < 300;
  return (
    <span
      class={`chip ${isGood ? 'mute' : 'bad'}`}
      title={t().stream.answer(answer.status, answer.message?.slice(0, 300))}
    >
      {answer.status}
    </span>
  );
}

function CallMarks({ entry }: { entry: CallEntry }) {
  const words = t().stream;
  return (
    <>
      {entry.layer !== undefined && entry.layer !== 'dataLayer' && (
        <span class="chip mute" title={words.layer}>
          {entry.layer}
        </span>
      )}
      {entry.via !== undefined && (
        <span class="chip mute" title={words.viaTitle}>
          {words.via(entry.via)}
        </span>
      )}
      {entry.phase === 'queued' && (
        <span class="chip mute" title={words.queuedTitle}>
          {words.queued}
        </span>
      )}
      {(entry.cut?.length ?? 0) > 0 && (
        <span class="chip warn" title={words.cutTitle}>
          {words.cut}
        </span>
      )}
      {entry.threw && (
        <span class="chip bad" title={words.threwTitle}>
          {words.threw}
        </span>
      )}
    </>
  );
}

function Severity({ entry, book }: { entry: Entry; book: Book }) {
  const severity = book.severityOf(entry.id);
  if (!severity || entry.kind === 'gap' || entry.kind === 'page') return null;
  return (
    <span class={`severity ${severity}`} title={t().stream.finding[severity]}>
      {severity === 'error' ? (
        <ErrorIcon />
      ) : severity === 'warning' ? (
        <WarningIcon />
      ) : (
        <InfoIcon />
      )}
    </span>
  );
}
