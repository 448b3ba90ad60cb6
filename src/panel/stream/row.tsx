import type { CallEntry, Entry, HitEntry, PageEntry } from '../../session/entry.ts';
import { type ColumnId, tookOf } from '../model/columns.ts';
import { useBook, usePanel } from '../model/context.ts';
import type { SavedFilter } from '../model/preferences.ts';
import type { Remark } from '../model/remark/remark.ts';
import { isEvent, longWaitWords, ownAnswersOf, QUESTIONS, worstOf } from '../text/answers.ts';
import {
  describeEntry,
  facetOf,
  hostAndPath,
  isDivider,
  pageLabel,
  queryOf,
} from '../text/describe-entry.ts';
import { outlineOf, outlineWords, parameterText } from '../text/event-outline.ts';
import { formatClock, formatDateTime, formatRelative } from '../text/format-time.ts';
import { markWords, outcomeWords } from '../text/hit-words.ts';
import { initiatorOf } from '../text/initiator.ts';
import { t } from '../text/language.ts';
import { FrameIcon, NoteIcon, PinIcon, WarningIcon } from '../ui/icons.tsx';
import { SeverityIcon } from '../ui/severity-icon.tsx';
import { PAGE_WIDTH } from './column-width.tsx';
import type { ChainEdge, Nesting } from './nesting.ts';

/** One entry of the list. */
export function Row(props: {
  entry: Entry;
  index: number;
  total: number;
  nesting: Nesting;
  edge: ChainEdge | undefined;
  /** Its page, where the row does not stand under it. */
  page: PageEntry | undefined;
  isSelected: boolean;
  hidden: readonly ColumnId[];
  /** Paths of parameters that have a column. */
  own: readonly string[];
  /** Filters whose finds have a colour. */
  highlighters: readonly SavedFilter[];
  onPick(entry: Entry): void;
}) {
  const { entry, index } = props;
  const { store } = usePanel();
  const remark = useBook().remarks.get(entry.id);
  // What was chosen by hand goes first.
  const highlight =
    remark?.highlight ??
    props.highlighters.find(({ search }) => store.finds(search, entry))?.highlight;
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
      data-edge={props.edge}
      title={props.page?.url}
      data-highlight={highlight}
      onClick={() => props.onPick(entry)}
    >
      {isPage ? (
        <Divider entry={entry} remark={remark} />
      ) : (
        <Cells
          entry={entry}
          nesting={props.nesting}
          under={props.page}
          hidden={props.hidden}
          own={props.own}
        />
      )}
    </div>
  );
}

/** A read before the definition is coloured as a warning, whatever source it concerns. */
function toneOf(entry: Entry): string {
  return entry.kind === 'page' ? 'page' : facetOf(entry);
}

function Divider({ entry, remark }: { entry: PageEntry; remark: Remark | undefined }) {
  const query = queryOf(entry.url);
  return (
    <>
      <RemarkMarks remark={remark} />
      <b class="divider-page cut-before" title={entry.url}>
        <bdi dir="ltr">{hostAndPath(entry.url)}</bdi>
      </b>
      {query !== '' && <span class="divider-query">{query}</span>}
      <span class="divider-event">
        {t().entry.did[entry.event]}{' '}
        <time title={formatDateTime(entry.at)}>{formatClock(entry.at)}</time>
      </span>
    </>
  );
}

function Cells(props: {
  entry: Entry;
  nesting: Nesting;
  under: PageEntry | undefined;
  hidden: readonly ColumnId[];
  own: readonly string[];
}) {
  const { entry, nesting, under, hidden, own } = props;
  const book = useBook();
  const { label, command, name, summary } = describeEntry(entry);
  const page = entry.kind === 'page' ? entry : book.pageOf(entry);
  const isRead = entry.kind === 'page' && entry.event === 'read';
  // What the server was told when it was refused comes before what its event is about.
  const isRefused = entry.kind === 'server' && (entry.answer?.status ?? 0) >= 400;
  const outline = isEvent(entry) && !isRefused ? outlineWords(outlineOf(entry)) : '';
  const rest = outline === '' ? summary : outline;
  const hasColumns = isAsked(entry) || under !== undefined || own.length > 0;
  const initiator = hidden.includes('initiator') ? undefined : initiatorOf(entry);
  // Blanks between the cells: a screen reader reads them in one go.
  return (
    <>
      {!hidden.includes('time') && (
        <time class="at" title={formatDateTime(entry.at)}>
          {formatRelative(entry.at - book.originOf(entry))}
        </time>
      )}{' '}
      <Rail nesting={nesting} />
      {!hidden.includes('source') && (
        <span class="source" title={label}>
          {isRead || entry.kind === 'gap' ? <WarningIcon /> : label}
        </span>
      )}{' '}
      <span class="what" title={[command, name, summary].filter(Boolean).join(' ')}>
        {command !== '' && <span class="command">{command}</span>}{' '}
        {name !== undefined && <b class="name">{name}</b>}{' '}
        {rest !== '' && <span class={outline === '' ? 'summary' : 'outline'}>{rest}</span>}
      </span>{' '}
      <span class="chips">
        <RemarkMarks remark={book.remarks.get(entry.id)} />
        {entry.kind === 'call' && <CallMarks entry={entry} />}
        {entry.kind === 'hit' && <HitMarks entry={entry} />}
        {page?.top === false && (
          <span class="chip frame" title={t().stream.inFrame(page.url)}>
            <FrameIcon />
            <span class="frame-name">{hostAndPath(page.url)}</span>
          </span>
        )}
      </span>{' '}
      <Severity entry={entry} />{' '}
      {hasColumns && !hidden.includes('initiator') && (
        <span class="own initiator" data-testid="initiator-cell" title={initiator?.title}>
          {initiator?.label}{' '}
        </span>
      )}
      {hasColumns && !hidden.includes('took') && <Took entry={entry} />}
      {under !== undefined && !hidden.includes('page') && (
        <span class="own cut-before" style={PAGE_WIDTH} data-testid="page-cell" title={under.url}>
          <bdi dir="ltr">{pageLabel(under.url, under.url)}</bdi>{' '}
        </span>
      )}
      {own.map((path, n) => {
        const text = parameterText(entry, path);
        const style = { '--own-width': `var(--own-${n}-width)` };
        return (
          <span key={path} class="own" style={style} data-testid="own-cell" title={text}>
            {text}{' '}
          </span>
        );
      })}
      {hasColumns && <RowVerdicts entry={entry} hidden={hidden} />}
    </>
  );
}

function Took({ entry }: { entry: Entry }) {
  const took = tookOf(entry);
  return (
    <span class="own took" data-testid="took-cell">
      {took !== undefined && t().say.duration(took)}{' '}
    </span>
  );
}

/** Whether there may be answers; other entries have their room for what they say, but for columns before it. */
function isAsked({ kind }: Entry): boolean {
  return kind === 'call' || kind === 'hit' || kind === 'server';
}

/** The four answers in columns: a quiet dot where all is well, a word where it is not. */
function RowVerdicts({ entry, hidden }: { entry: Entry; hidden: readonly ColumnId[] }) {
  const book = useBook();
  const answers = ownAnswersOf(entry, book.analysis);
  const worst = worstOf(answers);
  const words = t();
  return (
    <span class="verdicts">
      {QUESTIONS.filter((question) => !hidden.includes(question)).map((question) => {
        const answer = answers[question];
        const title = words.answers.question[question];
        const wait = answer && longWaitWords(answer);
        return (
          <span
            key={question}
            class={question === worst ? 'verdict gravest' : 'verdict'}
            data-testid={`verdict-${question}`}
            data-column={question}
            data-tone={answer?.tone}
            title={answer === undefined ? title : `${title}: ${answer.title}`}
          >
            {answer?.tone === 'ok' && (
              <>
                <i class="well" />
                <span class="offscreen">{words.stream.well(title)}</span>
                {wait !== undefined && <span class="word dim"> {wait}</span>}
              </>
            )}
            {(answer?.tone === 'warn' || answer?.tone === 'bad') && (
              <>
                <span class="offscreen">{title}: </span>
                <span class={`word ${answer.tone}`}>{answer.label}</span>
              </>
            )}
            {answer?.tone === 'mute' && <span class="word dim">{answer.label}</span>}
          </span>
        );
      })}
    </span>
  );
}

/** What a person added to an entry: its note to be read in place, and words for who sees no colour. */
function RemarkMarks({ remark }: { remark: Remark | undefined }) {
  if (remark === undefined) return null;
  const { note, highlight, pinned } = remark;
  const words = t().remarks;
  return (
    <>
      {pinned && (
        <span class="remark-mark" title={words.isPinned}>
          <PinIcon />
          <span class="offscreen">{words.isPinned}</span>
        </span>
      )}
      {highlight !== undefined && (
        <span class="offscreen">{words.highlighted(words.colour[highlight])}</span>
      )}
      {note !== undefined && (
        <span class="remark-mark" data-testid="row-note" title={note}>
          <NoteIcon />
          <span class="remark-note">
            <span class="offscreen">{words.note}: </span>
            {note}
          </span>
        </span>
      )}
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

function HitMarks({ entry }: { entry: HitEntry }) {
  const marks = markWords(entry);
  const outcome = entry.events.length === 0 ? outcomeWords(entry) : undefined;
  return (
    <>
      {entry.joinedBy === 'origin' && (
        <span class="chip mute" title={t().stream.serviceWorkerTitle}>
          {t().stream.serviceWorker}
        </span>
      )}
      {entry.joinedBy === 'maker' && (
        <span class="chip mute" title={t().detail.request.byMaker}>
          {t().stream.pageOrFrame}
        </span>
      )}
      {[marks, outcome].map(
        (words) =>
          words &&
          words.tone !== 'mute' && (
            <span key={words.label} class={`chip ${words.tone}`} title={words.title}>
              {words.label}
            </span>
          ),
      )}
    </>
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

function Severity({ entry }: { entry: Entry }) {
  const book = useBook();
  const severity = book.severityOf(entry.id);
  const isShown = severity && entry.kind !== 'gap' && entry.kind !== 'page';
  return (
    <span class="severity-cell" title={isShown ? t().stream.finding[severity] : undefined}>
      {isShown && <SeverityIcon severity={severity} />}
    </span>
  );
}
