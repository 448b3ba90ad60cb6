import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Pair } from '../../analysis/analysis.ts';
import type { CopyDifference } from '../../analysis/pairs/diff.ts';
import { EntryLink } from '../detail/entry-link.tsx';
import { usePanel } from '../model/context.ts';
import { pairKey } from '../model/deduplication/ledger-rows.ts';
import {
  comparedOf,
  copiesOfPair,
  linesOf,
  type PairCopy,
} from '../model/deduplication/pair-copies.ts';
import { findingsOfPair } from '../model/deduplication/pair-findings.ts';
import type { Book } from '../model/store/book.ts';
import { focusView } from '../model/store/view.ts';
import { language } from '../text/language.ts';
import { delayWords, pairWords } from '../text/pair-words.ts';
import { CloseIcon } from '../ui/icons.tsx';
import { Section } from '../ui/section.tsx';
import { ServerEventsHelp } from './empty-ledger.tsx';

/** One row of the ledger: why it is what it is, and its copies side by side. */
export function Copies(props: {
  pair: Pair;
  book: Book;
  version: number;
  /** The row is an assumption: nothing of it was found. */
  isAssumed: boolean;
}) {
  const { ledger } = usePanel();
  const { pair } = props;
  const words = pairWords(pair);
  return (
    <aside
      class="detail copies"
      id="copies"
      aria-label={`Copies of ${pair.eventName}`}
      data-testid="copies"
    >
      <header class="detail-head">
        <div class="detail-title">
          <h2>{pair.eventName}</h2>
          <span class={`chip ${words.tone}`} data-testid="copies-verdict">
            {words.label}
          </span>
          <button
            type="button"
            class="icon-button"
            data-testid="close-copies"
            aria-label="Close the copies"
            title="Close (Esc)"
            onClick={() => {
              ledger.isOpen.value = false;
              focusView(document, 'deduplication');
            }}
          >
            <CloseIcon />
          </button>
        </div>
      </header>
      <div class="detail-body" key={pairKey(pair)}>
        {props.isAssumed ? (
          <p class="finding info">This row is assumed, not what was sent.</p>
        ) : (
          <Why pair={pair} book={props.book} version={props.version} />
        )}
        <PairFacts pair={pair} />
        <Comparison pair={pair} />
        {pair.verdict === 'browser-only' && pair.why.length === 0 && (
          <Section title="Server events">
            <p class="dim">
              No server copy of this event is known; that alone is no fault. To hold the server
              against the browser:
            </p>
            <ServerEventsHelp />
          </Section>
        )}
      </div>
    </aside>
  );
}

function Why({ pair, book, version }: { pair: Pair; book: Book; version: number }) {
  const { rulePane } = usePanel();
  const findings = useMemo(
    () => findingsOfPair(pair, book.analysis.findings(language.value), book.analysis),
    [pair, book, version, language.value],
  );
  return (
    <>
      {findings.map((finding) => (
        <div key={finding.rule} class={`finding ${finding.severity}`} data-testid="copies-finding">
          <p>
            <b>{finding.title}</b> {finding.message}
          </p>
          {finding.fix !== undefined && (
            <p>
              <b>Fix</b> {finding.fix}
            </p>
          )}
          <p>
            <button
              type="button"
              class="link"
              data-testid="copies-rule"
              onClick={() => rulePane.open(finding.rule)}
            >
              {finding.rule}
            </button>
          </p>
        </div>
      ))}
    </>
  );
}

function PairFacts({ pair }: { pair: Pair }) {
  const { pixelId, eventId, delay, verdict, kept } = pair;
  const facts: [string, string][] = [
    ['Pixel', pixelId || 'not known'],
    ['Event id', eventId || 'none'],
  ];
  if (delay !== undefined) facts.push(['Delay', delayWords(delay)]);
  else if (pair.browser.length > 0 && pair.server.length > 0)
    facts.push(['Delay', 'not known: nobody saw when Meta received the server’s copy']);
  if (verdict === 'paired' && kept === undefined)
    facts.push(['Kept', 'one of them; which is not known without the receipts']);
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

function Comparison({ pair }: { pair: Pair }) {
  const { store } = usePanel();
  const onlyDifferences = useSignal(false);
  const left = useSignal<number | undefined>(undefined);
  const right = useSignal<number | undefined>(undefined);
  const copies = copiesOfPair(pair, store.get);
  const [first, second] = comparedOf(copies);
  const one = (left.value === undefined ? undefined : copies[left.value]) ?? first;
  const other = (right.value === undefined ? undefined : copies[right.value]) ?? second;
  if (one === undefined) return null;
  const lines = linesOf(one, other);
  const differing = lines.filter(({ verdict }) => verdict !== 'equal').length;
  const shown =
    other && onlyDifferences.value ? lines.filter(({ verdict }) => verdict !== 'equal') : lines;
  return (
    <>
      <Section
        title={copies.length === 1 ? 'The copy' : `${copies.length} copies`}
        testId="copy-list"
      >
        <ul class="copy-list">
          {copies.map((copy) => (
            <li key={copy.place.entry.id}>
              <span>{copyLabel(copy)}</span>
              <EntryLink id={copy.place.entry.id} testId="copy-entry" />
              {copy.isKept && <KeptChip />}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={other ? 'Side by side' : 'Parameters'} testId="copy-diff">
        {other && (
          <p class="diff-bar">
            <span data-testid="diff-count">
              {differing === 0
                ? 'No differences'
                : `${differing} of ${lines.length} ${lines.length === 1 ? 'line differs' : 'lines differ'}`}
            </span>
            <label class="check">
              <input
                type="checkbox"
                data-testid="only-differences"
                checked={onlyDifferences.value}
                onChange={(event) => {
                  onlyDifferences.value = event.currentTarget.checked;
                }}
              />
              Differences only
            </label>
          </p>
        )}
        <table class="diff">
          <thead>
            <tr>
              <th scope="col">Parameter</th>
              <th scope="col">
                <CopyChoice copies={copies} chosen={one} label="Left copy" onChoose={left} />
              </th>
              {other && (
                <th scope="col">
                  <CopyChoice copies={copies} chosen={other} label="Right copy" onChoose={right} />
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map((line) => (
              <DiffLine key={line.name} line={line} isAlone={other === undefined} />
            ))}
          </tbody>
        </table>
        {shown.length === 0 && <p class="dim">Nothing to show.</p>}
      </Section>
    </>
  );
}

function copyLabel({ side, number }: PairCopy): string {
  return number === 1 ? side : `${side} ${number}`;
}

function KeptChip() {
  return (
    <span class="chip ok" data-testid="kept" title="Meta keeps this copy and discards the others">
      kept
    </span>
  );
}

function CopyChoice(props: {
  copies: readonly PairCopy[];
  chosen: PairCopy;
  label: string;
  onChoose: { value: number | undefined };
}) {
  const { copies, chosen } = props;
  return (
    <>
      {copies.length > 2 ? (
        <select
          aria-label={props.label}
          value={String(copies.indexOf(chosen))}
          onChange={(event) => {
            props.onChoose.value = Number(event.currentTarget.value);
          }}
        >
          {copies.map((copy, i) => (
            <option key={copy.place.entry.id} value={String(i)}>
              {copyLabel(copy)}
            </option>
          ))}
        </select>
      ) : (
        copyLabel(chosen)
      )}{' '}
      {chosen.isKept && <KeptChip />}
    </>
  );
}

const LINE_WORDS: Readonly<Record<CopyDifference['verdict'], string>> = {
  equal: '',
  different: 'differs',
  'only-first': 'left only',
  'only-second': 'right only',
  unknown: 'not comparable',
};

/** UTF-16 units of a value that are shown; the entry has the rest. */
const UNITS = 400;

function DiffLine({ line, isAlone }: { line: CopyDifference; isAlone: boolean }) {
  const { name, first, second, verdict } = line;
  return (
    <tr data-testid="diff-line" data-verdict={isAlone ? undefined : verdict}>
      <th scope="row">
        {name}
        {!isAlone && verdict !== 'equal' && <span class="diff-word">{LINE_WORDS[verdict]}</span>}
      </th>
      <td>{first?.slice(0, UNITS)}</td>
      {!isAlone && <td>{second?.slice(0, UNITS)}</td>}
    </tr>
  );
}
