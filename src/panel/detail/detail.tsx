import type { ComponentChildren } from 'preact';
import type { CallEntry, Entry } from '../../session/entry.ts';
import type { PageValue } from '../../session/value.ts';
import { describeCall, formatArguments, SOURCE_LABELS } from '../../vendors/call-summary.ts';
import { CloseIcon } from '../icons/icons.tsx';
import { usePanel } from '../shell/context.ts';
import { LIST_ID } from '../shell/keys.ts';
import {
  describeEntry,
  describeGap,
  describeRead,
  facetOf,
  type PAGE_EVENT_WORDS,
} from '../text/describe-entry.ts';
import { formatDateTime, formatRelative } from '../text/format-time.ts';
import { ChainSteps } from './chain-steps.tsx';
import { formatCallCode, formatCode } from './code.ts';
import { CopyButton } from './copy-button.tsx';
import { EntryFindings } from './entry-findings.tsx';
import { StackLines } from './stack-lines.tsx';
import { ValueTree } from './value-tree.tsx';

/** Everything about one entry. */
export function Detail({ entry }: { entry: Entry }) {
  const { store } = usePanel();
  const { label, command, name } = describeEntry(entry);
  const title = name ?? (command === '' ? label : command);
  return (
    <aside
      class="detail"
      id="detail"
      aria-label={`Detail of ${title}`}
      data-testid="detail"
      data-id={entry.id}
      data-tone={facetOf(entry)}
    >
      <header class="detail-head">
        <div class="detail-title">
          <span class="dot" />
          <h2>{title}</h2>
          <button
            type="button"
            class="icon-button"
            data-testid="close-detail"
            aria-label="Close the detail"
            title="Close (Esc)"
            onClick={() => {
              store.isDetailOpen.value = false;
              document.getElementById(LIST_ID)?.focus();
            }}
          >
            <CloseIcon />
          </button>
        </div>
        <div class="actions">
          {entry.kind === 'call' && (
            <CopyButton
              store={store}
              label="Copy value"
              what="the arguments"
              testId="copy-value"
              text={() => formatArgumentsText(entry)}
            />
          )}
          <CopyButton
            store={store}
            label="Copy as JSON"
            what="the entry as JSON"
            testId="copy-json"
            text={() => JSON.stringify(entry, null, 2)}
          />
          {entry.kind === 'call' && (
            <CopyButton
              store={store}
              label="Copy as code"
              what="the call as code"
              testId="copy-code"
              text={() => formatCallCode(entry)}
            />
          )}
        </div>
      </header>
      <div class="detail-body" key={entry.id}>
        <EntryFindings entry={entry} />
        <Facts entry={entry} />
        <ChainSteps entry={entry} />
        <Content entry={entry} />
        {(entry.kind === 'call' || entry.kind === 'page') && <StackLines entry={entry} />}
      </div>
    </aside>
  );
}

/** The arguments as an expression: one as it is, several as a list. */
function formatArgumentsText(entry: CallEntry): string {
  const [first] = entry.args;
  return entry.args.length === 1 && first !== undefined
    ? formatCode(first)
    : formatCode(entry.args);
}

/** A part of the detail with its heading. */
export function Section(props: { title: string; children: ComponentChildren; testId?: string }) {
  return (
    <section class="section" aria-label={props.title} data-testid={props.testId}>
      <h3>{props.title}</h3>
      {props.children}
    </section>
  );
}

function Facts({ entry }: { entry: Entry }) {
  const { store } = usePanel();
  const book = store.book();
  const page = entry.kind === 'page' ? entry : book.pageOf(entry);
  const facts: [string, ComponentChildren][] = [];
  if (entry.kind === 'call') {
    facts.push(['Call', <code key="call">{headline(entry)}</code>]);
    facts.push(['Phase', PHASES[entry.phase]]);
    if (entry.via !== undefined) facts.push(['Via', <code key="via">{entry.via}</code>]);
    if (entry.layer !== undefined)
      facts.push(['Data layer', <code key="layer">{entry.layer}</code>]);
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
    if (entry.cut && entry.cut.length > 0)
      facts.push([
        'Cut',
        <>
          Too large to be kept whole, at <code>{entry.cut.slice(0, 10).join(', ')}</code>
          {entry.cut.length > 10 && ` and ${entry.cut.length - 10} more places`}
        </>,
      ]);
  }
  if (entry.kind === 'page')
    facts.push([
      'Event',
      entry.event === 'read'
        ? `The page read ${entry.name ?? 'a name'} ${describeRead(entry.name, entry.access)}.`
        : `The document ${entry.top === false ? 'of a frame ' : ''}${DOCUMENT_WORDS[entry.event]}.`,
    ]);
  if (entry.kind === 'gap')
    facts.push([
      'Lost',
      <span key="gap" class="bad-text">
        {describeGap(entry)}
      </span>,
    ]);
  if (entry.kind === 'hit') {
    facts.push(['Request', <code key="hit">{`${entry.method} ${entry.url}`}</code>]);
    facts.push(['Sent with', entry.transport]);
    facts.push(['Status', entry.status === undefined ? 'not known' : String(entry.status)]);
  }
  if (entry.kind === 'server') facts.push(['Origin', entry.origin]);
  if (entry.kind === 'consent') facts.push(['State', `${entry.source}: ${entry.event}`]);
  facts.push([
    'Time',
    <>
      {formatDateTime(entry.at)}{' '}
      <span class="dim">
        {formatRelative(entry.at - book.originOf(entry))} s since the page began
      </span>
    </>,
  ]);
  facts.push([
    page?.top === false ? 'Frame' : 'Page',
    <span key="page" class="url">
      {page?.url ?? 'not known'}
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

const PHASES = {
  live: 'Seen as the page made it.',
  queued: 'Found waiting in a queue. The time is when it was found; it was made earlier.',
} as const;

const DOCUMENT_WORDS: Record<Exclude<keyof typeof PAGE_EVENT_WORDS, 'read'>, string> = {
  start: 'began to load',
  return: 'came back from the back/forward cache',
  route: 'changed its address without a load',
};

/** `fbq track`, `dataLayer push`. */
function headline(entry: CallEntry): string {
  const { command, name, rest } = describeCall(entry);
  const text = [SOURCE_LABELS[entry.source], command, name].filter(Boolean).join(' ');
  return `${text} ${formatArguments(rest, 80)}`.trim();
}

function Content({ entry }: { entry: Entry }) {
  switch (entry.kind) {
    case 'call':
      return (
        <Section title="Arguments" testId="arguments">
          {entry.args.length === 0 ? (
            <p class="dim">Called without arguments.</p>
          ) : (
            <ValueTree
              label="Arguments"
              roots={entry.args.map((value, i) => ({
                label: String(i),
                path: `args[${i}]`,
                value,
              }))}
              initiallyOpen={entry.args.map((_, i) => `args[${i}]`)}
            />
          )}
        </Section>
      );
    case 'hit':
      return (
        <Section title="Events">
          <ValueTree
            label="Events"
            roots={entry.events.map((event, i) => ({
              label: event.eventName ?? String(i),
              path: `events[${i}]`,
              value: event as unknown as PageValue,
            }))}
            initiallyOpen={['events[0]', 'events[0].parameters']}
          />
        </Section>
      );
    case 'server':
      return (
        <Section title="Event">
          <ValueTree
            label="Event"
            roots={[{ label: 'event', path: 'event', value: entry.event as PageValue }]}
            initiallyOpen={['event']}
          />
        </Section>
      );
    default:
      return null;
  }
}
