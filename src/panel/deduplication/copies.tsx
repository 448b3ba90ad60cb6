import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Pair } from '../../analysis/analysis.ts';
import type { CopyDifference } from '../../analysis/pairs/diff.ts';
import { EntryLink } from '../detail/entry-link.tsx';
import { FindingBox } from '../detail/finding-box.tsx';
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
import { language, t } from '../text/language.ts';
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
  const chip = pairWords(pair);
  const words = t().deduplication;
  return (
    <aside
      class="detail copies"
      id="copies"
      aria-label={words.copiesOf(pair.eventName)}
      data-testid="copies"
    >
      <header class="detail-head">
        <div class="detail-title">
          <h2>{pair.eventName}</h2>
          <span class={`chip ${chip.tone}`} data-testid="copies-verdict">
            {chip.label}
          </span>
          <button
            type="button"
            class="icon-button"
            data-testid="close-copies"
            aria-label={words.close}
            title={words.closeTitle}
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
          <p class="finding info">{words.assumedRow}</p>
        ) : (
          <Why pair={pair} book={props.book} version={props.version} />
        )}
        <PairFacts pair={pair} />
        <Comparison pair={pair} />
        {pair.verdict === 'browser-only' && pair.why.length === 0 && (
          <Section title={words.serverEvents}>
            <p class="dim">{words.noServerCopy}</p>
            <ServerEventsHelp />
          </Section>
        )}
      </div>
    </aside>
  );
}

function Why({ pair, book, version }: { pair: Pair; book: Book; version: number }) {
  const spoken = language.value;
  const findings = useMemo(
    () => findingsOfPair(pair, book.analysis, spoken),
    [pair, book, version, spoken],
  );
  return (
    <>
      {findings.map((finding) => (
        <FindingBox
          key={finding.rule}
          finding={finding}
          testId="copies-finding"
          titleTestId="copies-rule"
        />
      ))}
    </>
  );
}

function PairFacts({ pair }: { pair: Pair }) {
  const { pixelId, eventId, delay, verdict, kept } = pair;
  const words = t().deduplication;
  const facts: [string, string][] = [
    [words.fact.pixel, pixelId || words.notKnown],
    [words.fact.id, eventId || words.none],
  ];
  if (delay !== undefined) facts.push([words.fact.delay, delayWords(delay)]);
  else if (pair.browser.length > 0 && pair.server.length > 0)
    facts.push([words.fact.delay, words.delayUnknown]);
  if (verdict === 'paired' && kept === undefined) facts.push([words.fact.kept, words.keptUnknown]);
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
  const words = t().deduplication;
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
      <Section title={words.copies(copies.length)} testId="copy-list">
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
      <Section title={other ? words.sideBySide : words.parameters} testId="copy-diff">
        {other && (
          <p class="diff-bar">
            <span data-testid="diff-count">
              {differing === 0 ? words.noDifferences : words.differing(differing, lines.length)}
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
              {words.onlyDifferences}
            </label>
          </p>
        )}
        <table class="diff">
          <thead>
            <tr>
              <th scope="col">{words.parameter}</th>
              <th scope="col">
                <CopyChoice copies={copies} chosen={one} label={words.leftCopy} onChoose={left} />
              </th>
              {other && (
                <th scope="col">
                  <CopyChoice
                    copies={copies}
                    chosen={other}
                    label={words.rightCopy}
                    onChoose={right}
                  />
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
        {shown.length === 0 && <p class="dim">{words.nothingToShow}</p>}
      </Section>
    </>
  );
}

function copyLabel({ side, number }: PairCopy): string {
  const name = t().deduplication.side[side];
  return number === 1 ? name : `${name} ${number}`;
}

function KeptChip() {
  return (
    <span class="chip ok" data-testid="kept" title={t().deduplication.keptTitle}>
      {t().deduplication.kept}
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

/** UTF-16 units of a value that are shown; the entry has the rest. */
const UNITS = 400;

function DiffLine({ line, isAlone }: { line: CopyDifference; isAlone: boolean }) {
  const { name, first, second, verdict } = line;
  return (
    <tr data-testid="diff-line" data-verdict={isAlone ? undefined : verdict}>
      <th scope="row">
        {name}
        {!isAlone && verdict !== 'equal' && (
          <span class="diff-word">{t().deduplication.line[verdict]}</span>
        )}
      </th>
      <td>{first?.slice(0, UNITS)}</td>
      {!isAlone && <td>{second?.slice(0, UNITS)}</td>}
    </tr>
  );
}
