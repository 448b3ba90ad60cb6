import type { Analysis, ConsentCheck, SourceState } from '../../analysis/analysis.ts';
import type { Entry } from '../../session/entry.ts';
import { choicesAt, sidesOf } from '../model/consent/read-consent.ts';
import { useBook } from '../model/context.ts';
import {
  checkTone,
  questionWords,
  roleOf,
  STATE_TONES,
  saidWords,
  sourceLabel,
  verdictLabel,
} from '../text/consent-words.ts';
import { t } from '../text/language.ts';
import { Section } from '../ui/section.tsx';
import { CategoryAnswer } from './category-answer.tsx';
import { EntryLink } from './entry-link.tsx';

/** Checks shown at once: a hit of many events has one for each call. */
const CHECKS = 10;

/** What each consent source said when an entry happened, and what that meant for its event. */
export function ConsentMoment({ entry }: { entry: Entry }) {
  const { analysis } = useBook();
  if (entry.kind === 'gap') return null;
  const checks = analysis.consent.of(entry.id);
  const sources = Object.entries(momentOf(analysis, entry, checks));
  const isAsked = entry.kind === 'call' || entry.kind === 'hit';
  if (sources.length === 0 && !isAsked) return null;
  const sides = sidesOf(sources);
  const words = t().consentView;
  return (
    <Section title={words.moment} testId="consent-moment">
      {checks.slice(0, CHECKS).map((check) => (
        <Check key={`${check.entry} ${check.hit ?? ''}`} check={check} shown={entry.id} />
      ))}
      {checks.length > CHECKS && <p class="dim">{words.more(checks.length - CHECKS)}</p>}
      {sources.length === 0 && (
        <p class="dim">
          {analysis.consent.unwatched().has(entry.id) ? words.unwatched : words.noSource}
        </p>
      )}
      {sides && (
        <p class="consent-conflict">
          {words.saidThen(sides.yes.map(sourceLabel), sides.no.map(sourceLabel))}
        </p>
      )}
      {sources.length > 0 && (
        <ul class="moment-sources">
          {sources.map(([source, said]) => (
            <SourceLine key={source} source={source} said={said} shown={entry.id} />
          ))}
        </ul>
      )}
    </Section>
  );
}

/** An event's own categories say more of it than the page does; where it has several, the page does. */
function momentOf(
  analysis: Analysis,
  entry: Entry,
  checks: readonly ConsentCheck[],
): Record<string, SourceState> {
  const [only] = checks;
  const isOwn = only !== undefined && checks.length === 1;
  // Of a call the check tells what held at its hit.
  return isOwn && (entry.kind === 'hit' || only.hit === undefined)
    ? only.sources
    : analysis.consent.at(entry.id);
}

function Check({ check, shown }: { check: ConsentCheck; shown: string }) {
  const { analysis } = useBook();
  const { entry, hit, atCall, atHit, verdict } = check;
  const isLeft = atHit !== undefined;
  const words = t().consentView;
  const other = shown === hit ? entry : hit;
  return (
    <div data-testid="consent-check" data-verdict={verdict}>
      <p>
        <span class={`chip ${checkTone(check, analysis.consent)}`}>{verdictLabel(verdict)}</span>{' '}
        {isLeft ? words.meaning[verdict] : words.noHit}
      </p>
      <p class="proof-line">
        <span>
          <span class="dim">{words.atCall}</span> {verdictLabel(atCall)}
          {isLeft && (
            <>
              {' · '}
              <span class="dim">{words.atHit}</span> {verdictLabel(atHit)}
            </>
          )}
        </span>
        {other !== undefined && other !== shown && (
          <EntryLink id={other} testId="consent-check-other" />
        )}
      </p>
    </div>
  );
}

function SourceLine(props: { source: string; said: SourceState; shown: string }) {
  const { source, said, shown } = props;
  const { analysis } = useBook();
  return (
    <li data-testid="moment-source" data-source={source} data-state={said.state}>
      <p>
        {said.counts ? (
          <span class={`chip ${STATE_TONES[said.state]}`}>{verdictLabel(said.state)}</span>
        ) : (
          <span class="chip mute">{t().consentView.shownOnly}</span>
        )}{' '}
        <b>{sourceLabel(source)}</b> {saidWords(said)}
      </p>
      {!said.counts && <p class="dim">{roleOf(source, said, analysis.profile)}</p>}
      {said.question !== undefined && said.state === 'undecided' && (
        <div class="consent-question">
          <p>{questionWords(said)}</p>
          <CategoryAnswer source={source} choices={choicesAt([shown], source, analysis)} />
        </div>
      )}
      {said.entry !== undefined && said.entry !== shown && (
        <p>
          <EntryLink id={said.entry} testId="moment-entry" />
        </p>
      )}
    </li>
  );
}
