import type { ComponentChildren } from 'preact';
import type { CallEntry, Entry, PageEntry, ServerEntry } from '../../session/entry.ts';
import { describeCall, SOURCE_LABELS } from '../../vendors/call-summary.ts';
import { formatArguments } from '../../vendors/format-value.ts';
import { usePanel } from '../model/context.ts';
import { describeGap, describeRead } from '../text/describe-entry.ts';
import { formatDateTime, formatRelative } from '../text/format-time.ts';
import { hitFacts } from './hit-request.tsx';

type Fact = [string, ComponentChildren];

/** What an entry says about itself, as terms and facts. */
export function Facts({ entry }: { entry: Entry }) {
  const { store } = usePanel();
  const book = store.book();
  const page = entry.kind === 'page' ? entry : book.pageOf(entry);
  const facts: Fact[] = [
    ...ownFacts(entry),
    [
      'Time',
      <>
        {formatDateTime(entry.at)}{' '}
        <span class="dim">
          {formatRelative(entry.at - book.originOf(entry))} s since the page began
        </span>
      </>,
    ],
    [
      page?.top === false ? 'Frame' : 'Page',
      <span key="page" class="url">
        {page?.url ?? 'not known'}
      </span>,
    ],
  ];
  if (page?.contested)
    facts.push([
      'Doubt',
      <span key="doubt" class="bad-text">
        Another document of this site was at this frame before its own scripts and came between it
        and Event Loupe. Calls may be missing or forged here.
      </span>,
    ]);
  return (
    <dl class="facts">
      {facts.map(([term, fact]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}

function ownFacts(entry: Entry): Fact[] {
  switch (entry.kind) {
    case 'call':
      return callFacts(entry);
    case 'page':
      return [['Event', describePage(entry)]];
    case 'gap':
      return [
        [
          'Lost',
          <span key="gap" class="bad-text">
            {describeGap(entry)}
          </span>,
        ],
      ];
    case 'hit':
      return hitFacts(entry);
    case 'server':
      return serverFacts(entry);
    case 'consent':
      return [
        ['Source', entry.source],
        ['Event', entry.event],
      ];
  }
}

function callFacts(entry: CallEntry): Fact[] {
  const facts: Fact[] = [
    ['Call', <code key="call">{headline(entry)}</code>],
    ['Phase', PHASES[entry.phase]],
  ];
  if (entry.via !== undefined) facts.push(['Via', <code key="via">{entry.via}</code>]);
  if (entry.layer !== undefined) facts.push(['Data layer', <code key="layer">{entry.layer}</code>]);
  if (entry.threw)
    facts.push([
      'Threw',
      <span key="threw" class="bad-text">
        The call threw an error into the page.
      </span>,
    ]);
  if (entry.returned === 'promise')
    facts.push([
      'Returned',
      'A promise. It was handed on untouched, so how it ended is not known.',
    ]);
  if (entry.messageId !== undefined)
    facts.push(['Message id', <code key="message">{entry.messageId}</code>]);
  if (entry.cut && entry.cut.length > 0)
    facts.push([
      'Cut',
      <>
        Too large to be kept whole, at <code>{entry.cut.slice(0, 10).join(', ')}</code>
        {entry.cut.length > 10 && ` and ${entry.cut.length - 10} more places`}
      </>,
    ]);
  if (entry.late && entry.late.length > 0)
    facts.push([
      'Read late',
      <>
        A framework tracks who reads <code>{entry.late.slice(0, 10).join(', ')}</code>, so it was
        read when the task was over: the page may have changed it after the call.
      </>,
    ]);
  return facts;
}

const PHASES = {
  live: 'Seen as the page made it.',
  queued: 'Found waiting in a queue. The time is when it was found; it was made earlier.',
} as const;

const DOCUMENT_WORDS: Record<Exclude<PageEntry['event'], 'read'>, string> = {
  start: 'began to load',
  return: 'came back from the back/forward cache',
  route: 'changed its address without a load',
};

function describePage(entry: PageEntry): string {
  return entry.event === 'read'
    ? `The page read ${entry.name ?? 'a name'} ${describeRead(entry.name, entry.access)}.`
    : `The document ${entry.top === false ? 'of a frame ' : ''}${DOCUMENT_WORDS[entry.event]}.`;
}

const ORIGIN_WORDS: Readonly<Record<ServerEntry['origin'], string>> = {
  import: 'Imported from a file.',
  tap: 'Seen on its way by event-loupe tap.',
  header: 'Announced in the header of an answer.',
};

const TIME_WORDS: Readonly<Record<ServerEntry['timeOf'], string>> = {
  receipt: 'When the server’s request passed.',
  event: 'The event’s own event_time; when it was received is not known.',
  import: 'When it was imported; when it happened is not known.',
};

function serverFacts(entry: ServerEntry): Fact[] {
  const facts: Fact[] = [['Origin', ORIGIN_WORDS[entry.origin]]];
  if (entry.where !== undefined)
    facts.push([
      'From',
      <span key="where" class="url">
        {entry.where}
      </span>,
    ]);
  facts.push(['Pixel', entry.pixelId ?? 'not known']);
  if (entry.answer !== undefined)
    facts.push([
      'Answer',
      `${entry.answer.status}${entry.answer.message === undefined ? '' : ` ${entry.answer.message}`}`,
    ]);
  facts.push(['Time is', TIME_WORDS[entry.timeOf]]);
  return facts;
}

/** `fbq track`, `dataLayer push`. */
function headline(entry: CallEntry): string {
  const { command, name, rest } = describeCall(entry);
  const text = [SOURCE_LABELS[entry.source], command, name].filter(Boolean).join(' ');
  return `${text} ${formatArguments(rest, 80)}`.trim();
}
