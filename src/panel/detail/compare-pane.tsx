import { useSignal } from '@preact/signals';
import { diffEntries, type EntryDifference } from '../../diff/entries.ts';
import type { Entry } from '../../session/entry.ts';
import { useBook, usePanel } from '../model/context.ts';
import { entryTitle } from '../text/chain-words.ts';
import { formatRelative } from '../text/format-time.ts';
import { t } from '../text/language.ts';
import { FoldedLines } from '../ui/folded-lines.tsx';
import { Section } from '../ui/section.tsx';
import { EntryLink } from './entry-link.tsx';

/** UTF-16 units of a value that are shown; the entry has the rest. */
const UNITS = 400;

/** This entry beside the one that was chosen before it. */
export function ComparePane({ entry }: { entry: Entry }) {
  const { store } = usePanel();
  const book = useBook();
  const showsAll = useSignal(false);
  const other = store.get(store.compared.value ?? '');
  if (other === undefined) return null;
  const lines = diffEntries(other, entry);
  const isFolded = ({ verdict }: EntryDifference) => verdict === 'equal' || verdict === 'of-visit';
  const folded = showsAll.value ? 0 : lines.filter(isFolded).length;
  const shown = showsAll.value ? lines : lines.filter((line) => !isFolded(line));
  const differing = lines.filter((line) => !isFolded(line)).length;
  const words = t().compare;
  const { noDifferences, differing: count, equalLines, parameter } = t().deduplication;
  return (
    <Section title={words.title} testId="compare">
      <p data-testid="compare-count">{differing === 0 ? noDifferences : count(differing)}</p>
      <table class="diff">
        <thead>
          <tr>
            <th scope="col">{parameter}</th>
            <th scope="col">
              <EntryLink id={other.id} testId="compare-other" tab="payload" />
            </th>
            <th scope="col">
              {entryTitle(entry)}{' '}
              <span class="dim">{formatRelative(entry.at - book.originOf(entry))}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((line) => (
            <Line key={line.name} line={line} />
          ))}
        </tbody>
      </table>
      {folded > 0 && (
        <FoldedLines label={equalLines(folded)} shows={showsAll} testId="compare-equal" />
      )}
      {lines.length === 0 && <p class="dim">{t().deduplication.nothingToShow}</p>}
    </Section>
  );
}

function Line({ line }: { line: EntryDifference }) {
  const { name, first, second, verdict } = line;
  return (
    <tr
      data-testid="compare-line"
      data-name={name}
      data-verdict={verdict === 'of-visit' ? 'unknown' : verdict}
    >
      <th scope="row">
        {name}
        {verdict !== 'equal' && <span class="diff-word">{t().compare.line[verdict]}</span>}
      </th>
      <td>{first?.slice(0, UNITS)}</td>
      <td>{second?.slice(0, UNITS)}</td>
    </tr>
  );
}
