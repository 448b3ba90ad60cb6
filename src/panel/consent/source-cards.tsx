import { CategoryAnswer, DeciderAnswer } from '../detail/category-answer.tsx';
import { EntryLink } from '../detail/entry-link.tsx';
import type { Present } from '../model/consent/bands.ts';
import {
  type ConsentRead,
  choicesOf,
  type OpenQuestion,
  sidesOf,
} from '../model/consent/read-consent.ts';
import { usePanel } from '../model/context.ts';
import { useUnwatched } from '../model/unwatched.ts';
import {
  questionWords,
  roleOf,
  STATE_TONES,
  saidWords,
  sourceLabel,
  verdictLabel,
} from '../text/consent-words.ts';
import { hostAndPath } from '../text/describe-entry.ts';
import { formatRelative } from '../text/format-time.ts';
import { t } from '../text/language.ts';

/** Each source of the page on screen with what it says now. */
export function SourceCards({ read }: { read: ConsentRead }) {
  const { present, together, questions } = read;
  const words = t().consentView;
  const isWatched = useUnwatched() === undefined;
  const sides = sidesOf(
    present.flatMap(({ row, said }) =>
      row.frame === undefined ? [[row.source, said] as const] : [],
    ),
  );
  // That there is none cannot be said of a page that nobody watched.
  if (present.length === 0 && questions.length === 0 && !isWatched) return null;
  return (
    <section class="consent-part" aria-labelledby="consent-now">
      <h2 id="consent-now">{words.now}</h2>
      {present.length === 0 && questions.length === 0 && (
        <p class="consent-none" data-testid="consent-none">
          {words.noSource}
        </p>
      )}
      {present.length > 0 && together !== undefined && (
        <p class="consent-together" data-testid="consent-together" data-state={together}>
          <span class={`chip ${STATE_TONES[together]}`}>{verdictLabel(together)}</span>{' '}
          {words.together[together]}
        </p>
      )}
      {sides && together === 'conflict' && (
        <div class="consent-conflict" data-testid="consent-conflict">
          <p>{words.sayNow(sides.yes.map(sourceLabel), sides.no.map(sourceLabel))}</p>
          <DeciderAnswer sources={[...sides.yes, ...sides.no]} />
        </div>
      )}
      {questions.map((one) => (
        <Question key={one.source} {...one} />
      ))}
      {present.length > 0 && (
        <ul class="consent-cards">
          {present.map((one) => (
            <Card
              key={`${one.row.source} ${one.row.frame ?? ''}`}
              one={one}
              isSide={
                sides !== undefined &&
                one.row.frame === undefined &&
                [...sides.yes, ...sides.no].includes(one.row.source)
              }
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function Question({ source, question, choices }: OpenQuestion) {
  return (
    <div class="consent-question" data-testid="consent-question">
      <p>
        <b>{t().consentView.toAnswer}</b> {questionWords({ question })}
      </p>
      <CategoryAnswer source={source} choices={choices} />
    </div>
  );
}

function Card({ one, isSide }: { one: Present; isSide: boolean }) {
  const { store } = usePanel();
  const { row, said, since, entry } = one;
  const words = t().consentView;
  const book = store.book();
  const began = entry === undefined ? undefined : store.get(entry);
  const origin = began === undefined ? since : book.originOf(began);
  const frame = row.frame === undefined ? undefined : store.get(row.frame);
  const isOpen = said.state === 'undecided';
  return (
    <li
      class="consent-card"
      data-testid="consent-card"
      data-verdict-tone={said.counts ? STATE_TONES[said.state] : 'aside'}
      data-source={row.source}
      data-state={said.state}
      data-counts={said.counts}
      data-side={isSide || undefined}
    >
      <h3>
        <span>{sourceLabel(row.source)}</span>
        {said.counts ? (
          <span class={`chip ${STATE_TONES[said.state]}`}>{verdictLabel(said.state)}</span>
        ) : (
          <span class="chip mute">{words.shownOnly}</span>
        )}
      </h3>
      {frame?.kind === 'page' && <p class="dim">{words.inFrame(hostAndPath(frame.url))}</p>}
      <p class="consent-words">{saidWords(said)}</p>
      {isOpen && said.question !== undefined && (
        <Question source={row.source} question={said.question} choices={choicesOf(said)} />
      )}
      <p class="dim">{roleOf(row.source, said, book.analysis.profile)}</p>
      <p class="consent-since">
        <span class="dim">
          {began === undefined ? words.sincePage : words.since(formatRelative(since - origin))}
        </span>{' '}
        {entry !== undefined && <EntryLink id={entry} testId="consent-since" />}
      </p>
    </li>
  );
}
