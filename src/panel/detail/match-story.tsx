import type { Match } from '../../analysis/analysis.ts';
import { sayNotes } from '../../language/match.ts';
import { useBook, usePanel } from '../model/context.ts';
import { draftRule } from '../model/mapping/draft-rule.ts';
import { ruleEditorOf } from '../model/mapping/rule-editor.ts';
import { t } from '../text/language.ts';
import { reasonWords } from '../text/state-words.ts';
import { hasArrived, matchLabel, matchTone } from '../text/verdict-chips.ts';
import { PlusIcon } from '../ui/icons.tsx';
import { EntryLink, EntryLinks } from './entry-link.tsx';
import { ParameterMatches } from './parameter-matches.tsx';

/**
 * One match: what should have become of the event, what did, its entries, and its parameters.
 * @param own the entry that it is shown with, which needs no button
 */
export function MatchStory({ match, own }: { match: Match; own?: string }) {
  const { store } = usePanel();
  const { analysis } = useBook();
  const { verdict, expected, actual, rule, reason, notes, nearest } = match;
  const words = t().detail.match;
  const proof = match.proof.filter((id) => id !== own && id !== match.entry);
  return (
    <div class="match-story" data-testid="match-story" data-verdict={verdict}>
      <p class="match-line">
        <span class={`chip ${matchTone(match)}`} title={t().verdict.filter(verdict)}>
          {matchLabel(verdict)}
        </span>
        <span>
          <b>{match.name}</b> → {expected ?? <span class="dim">{words.noExpected}</span>}
        </span>
        {hasArrived(match, analysis.states) && actual.join() !== expected && (
          <span>
            {words.arrived} <b>{actual.join(', ')}</b>
          </span>
        )}
      </p>
      {reason !== undefined && <p class="chain-end bad">{reasonWords(reason).long}</p>}
      {nearest !== undefined && nearest !== actual[0] && (
        <p>
          {words.meant} <b>{nearest}</b>
        </p>
      )}
      {notes !== undefined && <p class="dim">{sayNotes(notes, t())}</p>}
      <p class="dim">{rule === undefined ? words.noRule : words.rule(rule)}</p>
      <p class="proof">
        {match.entry !== own && <EntryLink id={match.entry} testId="match-entry" tab="mapping" />}
        <EntryLinks ids={proof} testId="match-proof" tab="mapping" />
      </p>
      {verdict !== 'unexpected' && verdict !== 'unmapped' && verdict !== 'unsent' ? (
        <ParameterMatches parameters={match.parameters} isSeen={match.actual.length > 0} />
      ) : null}
      <MakeRule match={match} />
      {store.get(match.entry) === undefined && <p class="dim">{words.gone}</p>}
    </div>
  );
}

function MakeRule({ match }: { match: Match }) {
  const panel = usePanel();
  const rule = draftRule(match);
  if (rule === undefined) return null;
  return (
    <p class="actions">
      <button
        type="button"
        class="button small"
        data-testid="make-rule"
        title={t().detail.match.makeTitle}
        onClick={() => ruleEditorOf(panel).open(rule)}
      >
        <PlusIcon />
        {t().detail.match.make}
      </button>
    </p>
  );
}
