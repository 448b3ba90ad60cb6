import type { ComponentChildren } from 'preact';
import type { CallEntry, Entry, PageEntry, ServerEntry } from '../../session/entry.ts';
import { describeCall, SOURCE_LABELS } from '../../vendors/call-summary.ts';
import { formatArguments } from '../../vendors/format-value.ts';
import { useBook } from '../model/context.ts';
import { sourceLabel } from '../text/consent-words.ts';
import { describeGap, describeRead } from '../text/describe-entry.ts';
import { formatDateTime, formatRelative } from '../text/format-time.ts';
import { t } from '../text/language.ts';
import { hitFacts } from './hit-request.tsx';

type Fact = [string, ComponentChildren];

/** What an entry says about itself, as terms and facts. */
export function Facts({ entry }: { entry: Entry }) {
  const book = useBook();
  const page = entry.kind === 'page' ? entry : book.pageOf(entry);
  const words = t().detail.facts;
  const facts: Fact[] = [
    ...ownFacts(entry),
    [
      words.time,
      <>
        {formatDateTime(entry.at)}{' '}
        <span class="dim">{words.sincePage(formatRelative(entry.at - book.originOf(entry)))}</span>
      </>,
    ],
    [
      page?.top === false ? words.frame : words.page,
      <span key="page" class="url">
        {page?.url ?? t().ui.notKnown}
      </span>,
    ],
  ];
  if (page?.contested)
    facts.push([
      words.doubt,
      <span key="doubt" class="bad-text">
        {words.contested}
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
  const words = t().detail.facts;
  switch (entry.kind) {
    case 'call':
      return callFacts(entry);
    case 'page':
      return [[words.event, describePage(entry)]];
    case 'gap':
      return [
        [
          words.lost,
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
        [words.source, sourceLabel(entry.source)],
        [words.event, entry.event],
      ];
    case 'console':
      return [
        [words.event, words.console[entry.level]],
        [words.says, entry.text],
        ...(entry.place === undefined ? [] : [[words.from, entry.place] satisfies Fact]),
      ];
  }
}

function callFacts(entry: CallEntry): Fact[] {
  const words = t().detail.facts;
  const facts: Fact[] = [
    [words.call, <code key="call">{headline(entry)}</code>],
    [words.phase, words.phases[entry.phase]],
  ];
  if (entry.via !== undefined) facts.push([words.via, <code key="via">{entry.via}</code>]);
  if (entry.layer !== undefined) facts.push([words.layer, <code key="layer">{entry.layer}</code>]);
  if (entry.threw)
    facts.push([
      words.threw,
      <span key="threw" class="bad-text">
        {words.threwInto}
      </span>,
    ]);
  if (entry.returned === 'promise') facts.push([words.returned, words.promise]);
  if (entry.messageId !== undefined)
    facts.push([words.messageId, <code key="message">{entry.messageId}</code>]);
  if (entry.cut && entry.cut.length > 0)
    facts.push([words.cut, <Places key="cut" why={words.cutAt} places={entry.cut} />]);
  if (entry.late && entry.late.length > 0)
    facts.push([words.late, <Places key="late" why={words.lateWhy} places={entry.late} />]);
  return facts;
}

/** Places of the arguments that are named; the others are counted. */
const PLACES = 10;

function Places({ why, places }: { why: string; places: readonly string[] }) {
  return (
    <>
      {why} <code>{places.slice(0, PLACES).join(', ')}</code>
      {places.length > PLACES && ` ${t().detail.facts.morePlaces(places.length - PLACES)}`}
    </>
  );
}

function describePage({ event, name = t().entry.aName, access, top }: PageEntry): string {
  const words = t().detail.facts;
  if (event === 'read') return words.read(name, describeRead(name, access));
  return (top === false ? words.frameDocument : words.document)[event];
}

function serverFacts(entry: ServerEntry): Fact[] {
  const words = t().detail.facts;
  const facts: Fact[] = [[words.origin, words.origins[entry.origin]]];
  if (entry.where !== undefined)
    facts.push([
      words.from,
      <span key="where" class="url">
        {entry.where}
      </span>,
    ]);
  facts.push([words.pixel, entry.pixelId ?? t().ui.notKnown]);
  if (entry.answer !== undefined)
    facts.push([
      words.answer,
      `${entry.answer.status}${entry.answer.message === undefined ? '' : ` ${entry.answer.message}`}`,
    ]);
  facts.push([words.timeIs, words.timeOf[entry.timeOf]]);
  return facts;
}

/** `fbq track`, `dataLayer push`. */
function headline(entry: CallEntry): string {
  const { command, name, rest } = describeCall(entry);
  const text = [SOURCE_LABELS[entry.source], command, name].filter(Boolean).join(' ');
  return `${text} ${formatArguments(rest, 80)}`.trim();
}
