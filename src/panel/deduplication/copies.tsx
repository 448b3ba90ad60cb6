import { useMemo } from 'preact/hooks';
import type { Pair } from '../../analysis/analysis.ts';
import { Comparison } from '../detail/comparison.tsx';
import { FindingBox } from '../detail/finding-box.tsx';
import { usePanel } from '../model/context.ts';
import { pairKey } from '../model/deduplication/ledger-rows.ts';
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
          <span
            class={`chip ${chip.tone}`}
            data-testid="copies-verdict"
            data-verdict={pair.verdict}
          >
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
        <Comparison pair={pair} listed />
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
