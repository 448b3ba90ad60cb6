import type { Match } from '../../analysis/analysis.ts';
import { useBook } from '../model/context.ts';
import type { RuleEditor } from '../model/mapping/rule-editor.ts';
import { formatRelative } from '../text/format-time.ts';
import { t } from '../text/language.ts';
import { hasArrived, matchLabel, matchTone } from '../text/verdict-chips.ts';

/** What the rule finds in the session on screen, before it is saved. */
export function RulePreview({ editor }: { editor: RuleEditor }) {
  const preview = editor.preview.value;
  const words = t().ruleEditor;
  const { say } = t();
  const verdicts = [...(preview?.verdicts ?? [])];
  const events = verdicts.reduce((sum, [, count]) => sum + count, 0);
  return (
    <section class="rule-preview" aria-label={words.preview} data-testid="rule-preview">
      <h3>{words.preview}</h3>
      <output data-testid="rule-preview-sum" data-looking={editor.isLooking.value}>
        {preview === undefined ? (
          <span class="dim">{editor.isLooking.value ? words.looking : words.nothingYet}</span>
        ) : events === 0 ? (
          words.noneMet
        ) : (
          <>
            {words.met(events)}{' '}
            {say.list(
              verdicts.map(([verdict, count]) => `${say.number(count)} ${matchLabel(verdict)}`),
            )}
          </>
        )}
      </output>
      {preview !== undefined && events > 0 && (
        <ul>
          {preview.matches.map((match, n) => (
            <PreviewLine key={`${match.entry} ${n}`} match={match} />
          ))}
          {events > preview.matches.length && (
            <li class="dim">{words.more(events - preview.matches.length)}</li>
          )}
        </ul>
      )}
    </section>
  );
}

function PreviewLine({ match }: { match: Match }) {
  const book = useBook();
  const entry = book.log.get(match.entry);
  const faults = match.parameters.filter(
    ({ verdict }) => verdict === 'missing' || verdict === 'different',
  );
  const words = t().ruleEditor;
  return (
    <li data-testid="rule-preview-match" data-verdict={match.verdict}>
      <time>{entry && formatRelative(entry.at - book.originOf(entry))}</time>
      <span>{match.name}</span>
      <span class={`chip ${matchTone(match)}`}>{matchLabel(match.verdict)}</span>
      {hasArrived(match, book.analysis.states) && (
        <span class="dim">→ {match.actual.join(', ')}</span>
      )}
      {faults.map(({ to, verdict, expected, actual }) => (
        <span key={to} class="bad-text">
          {verdict === 'missing' || actual === undefined
            ? words.missing(to)
            : words.different(to, expected ?? '', actual)}
        </span>
      ))}
    </li>
  );
}
