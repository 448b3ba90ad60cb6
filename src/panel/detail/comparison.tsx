import { type Signal, useSignal } from '@preact/signals';
import type { Pair } from '../../analysis/analysis.ts';
import { type CopyLine, isDifference } from '../../analysis/pairs/diff.ts';
import { useBook, usePanel } from '../model/context.ts';
import {
  comparedOf,
  copiesOfPair,
  linesOf,
  type PairCopy,
} from '../model/deduplication/pair-copies.ts';
import { t } from '../text/language.ts';
import { FoldedLines } from '../ui/folded-lines.tsx';
import { Section } from '../ui/section.tsx';
import { EntryLink } from './entry-link.tsx';

/** Lines that are shown though they are equal: whether they are is what is asked. */
const ALWAYS: ReadonlySet<string> = new Set(['event_id', 'value', 'currency', 'contents']);

/** Two copies of a row side by side. */
export function Comparison(props: {
  pair: Pair;
  /** Every copy is named below, with a way to it. */
  listed: boolean;
}) {
  const { pair } = props;
  const { store } = usePanel();
  const { profile } = useBook();
  const words = t().deduplication;
  const left = useSignal<number | undefined>(undefined);
  const right = useSignal<number | undefined>(undefined);
  const copies = copiesOfPair(pair, store.get);
  const [first, second] = comparedOf(copies);
  const one = (left.value === undefined ? undefined : copies[left.value]) ?? first;
  const other = (right.value === undefined ? undefined : copies[right.value]) ?? second;
  if (one === undefined) return null;
  return (
    <>
      <SideBySide
        copies={copies}
        one={one}
        other={other}
        left={left}
        right={right}
        lines={linesOf(one, other, profile)}
      />
      {props.listed && (
        <Section title={words.copies(copies.length)} testId="copy-list">
          <ul class="copy-list">
            {copies.map((copy) => (
              <li key={copy.place.entry.id}>
                <span>{copyLabel(copy)}</span>
                <EntryLink id={copy.place.entry.id} testId="copy-entry" tab="pair" />
                {copy.isKept && <KeptChip />}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function SideBySide(props: {
  copies: readonly PairCopy[];
  one: PairCopy;
  other: PairCopy | undefined;
  left: Signal<number | undefined>;
  right: Signal<number | undefined>;
  lines: readonly CopyLine[];
}) {
  const { copies, one, other, lines } = props;
  const showsAll = useSignal(false);
  const words = t().deduplication;
  const differing = lines.filter(isDifference).length;
  const alone = lines.filter(isAlone).length;
  const isFolded = ({ name, verdict }: CopyLine) => verdict === 'equal' && !ALWAYS.has(name);
  const folded = other && !showsAll.value ? lines.filter(isFolded).length : 0;
  const shown = folded > 0 ? lines.filter((line) => !isFolded(line)) : lines;
  return (
    <Section title={other ? words.sideBySide : words.parameters} testId="copy-diff">
      {other && (
        <p data-testid="diff-count">
          {differing === 0 ? words.noDifferences : words.differing(differing)}
          {alone > 0 && <span class="dim"> · {words.onOneSide(alone)}</span>}
        </p>
      )}
      <table class="diff">
        <thead>
          <tr>
            <th scope="col">{words.parameter}</th>
            <th scope="col">
              <CopyChoice
                copies={copies}
                chosen={one}
                label={words.leftCopy}
                onChoose={props.left}
              />
            </th>
            {other && (
              <th scope="col">
                <CopyChoice
                  copies={copies}
                  chosen={other}
                  label={words.rightCopy}
                  onChoose={props.right}
                />
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {shown.map((line) => (
            <DiffLine key={line.name} line={line} one={one} other={other} />
          ))}
        </tbody>
      </table>
      {folded > 0 && (
        <FoldedLines label={words.equalLines(folded)} shows={showsAll} testId="equal-lines" />
      )}
      {lines.length === 0 && <p class="dim">{words.nothingToShow}</p>}
    </Section>
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
  onChoose: Signal<number | undefined>;
}) {
  const { copies, chosen } = props;
  return (
    <>
      {copies.length > 2 ? (
        <select
          class="text"
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

/** One of the copies leaves it out, which is no difference. */
function isAlone({ verdict }: CopyLine): boolean {
  return verdict === 'only-first' || verdict === 'only-second';
}

/** UTF-16 units of a value that are shown; the entry has the rest. */
const UNITS = 400;

function DiffLine(props: { line: CopyLine; one: PairCopy; other: PairCopy | undefined }) {
  const { one, other } = props;
  const { name, first, second, verdict } = props.line;
  const words = t().deduplication;
  const word =
    verdict === 'only-first'
      ? words.onlyOn(copyLabel(one))
      : verdict === 'only-second'
        ? words.onlyOn(copyLabel(other ?? one))
        : words.line[verdict];
  return (
    <tr
      data-testid="diff-line"
      data-name={name}
      data-verdict={other && verdict}
      data-expected={isAlone(props.line) || undefined}
    >
      <th scope="row">
        {name}
        {other && word !== '' && <span class="diff-word">{word}</span>}
      </th>
      <td>{first?.slice(0, UNITS)}</td>
      {other && <td>{second?.slice(0, UNITS)}</td>}
    </tr>
  );
}
