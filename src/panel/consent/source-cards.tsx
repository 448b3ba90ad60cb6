import type { ConsentState } from '../../analysis/analysis.ts';
import type { ConsentSource } from '../../session/profile.ts';
import { EntryLink } from '../detail/entry-link.tsx';
import type { Present } from '../model/consent/bands.ts';
import { type ConsentRead, sidesOf } from '../model/consent/read-consent.ts';
import { usePanel } from '../model/context.ts';
import {
  NO_SOURCE,
  questionWords,
  roleOf,
  saidWords,
  sourceLabel,
  VERDICT_LABELS,
  VERDICT_TONES,
} from '../text/consent-words.ts';
import { hostAndPath } from '../text/describe-entry.ts';
import { formatRelative } from '../text/format-time.ts';

/** What all sources together mean for the next event. */
const TOGETHER: Readonly<Record<ConsentState, string>> = {
  granted: 'Events for Meta may leave now.',
  denied: 'Nothing may leave for Meta now.',
  undecided: 'There is no decision about Meta yet.',
  'no-source':
    'No source that counts for Meta has said anything. That is not the same as a refusal.',
  conflict: 'The sources contradict each other.',
};

/** Each source of the page on screen with what it says now. */
export function SourceCards({ read }: { read: ConsentRead }) {
  const { profiles } = usePanel();
  const { present, together } = read;
  const sides = sidesOf(
    present.flatMap(({ row, said }) =>
      row.frame === undefined ? [[row.source, said] as const] : [],
    ),
  );
  return (
    <section class="consent-part" aria-labelledby="consent-now">
      <h2 id="consent-now">Now</h2>
      {present.length === 0 ? (
        <p class="consent-none" data-testid="consent-none">
          {NO_SOURCE}
        </p>
      ) : (
        <>
          {together !== undefined && (
            <p class="consent-together" data-testid="consent-together" data-state={together}>
              <span class={`chip ${VERDICT_TONES[together]}`}>{VERDICT_LABELS[together]}</span>{' '}
              {TOGETHER[together]}
            </p>
          )}
          {sides && together === 'conflict' && (
            <p class="consent-conflict" data-testid="consent-conflict">
              <b>{sides.yes.map(sourceLabel).join(', ')}</b> says yes,{' '}
              <b>{sides.no.map(sourceLabel).join(', ')}</b> says no. Let one of them decide, and say
              which one in the profile (<code>consent.governs</code>).{' '}
              <button
                type="button"
                class="link"
                data-testid="consent-edit-profile"
                onClick={() => profiles.edit()}
              >
                Open the profile…
              </button>
            </p>
          )}
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
        </>
      )}
    </section>
  );
}

function Card({ one, isSide }: { one: Present; isSide: boolean }) {
  const { store, profiles } = usePanel();
  const { row, said, since, entry } = one;
  const book = store.book();
  const began = entry === undefined ? undefined : store.get(entry);
  const origin = began === undefined ? since : book.originOf(began);
  const frame = row.frame === undefined ? undefined : store.get(row.frame);
  const isOpen = said.state === 'undecided';
  const question = questionWords(said);
  return (
    <li
      class="consent-card"
      data-testid="consent-card"
      data-verdict-tone={said.counts ? VERDICT_TONES[said.state] : 'aside'}
      data-source={row.source}
      data-state={said.state}
      data-counts={said.counts}
      data-side={isSide || undefined}
    >
      <h3>
        <span>{sourceLabel(row.source)}</span>
        {said.counts ? (
          <span class={`chip ${VERDICT_TONES[said.state]}`}>{VERDICT_LABELS[said.state]}</span>
        ) : (
          <span class="chip mute">shown only</span>
        )}
      </h3>
      {frame?.kind === 'page' && <p class="dim">in the frame {hostAndPath(frame.url)}</p>}
      <p class="consent-words">{saidWords(said)}</p>
      {isOpen && question !== undefined && (
        <p class="consent-question" data-testid="consent-question">
          <b>To be answered:</b> {question}{' '}
          <button
            type="button"
            class="link"
            data-testid="consent-answer"
            onClick={() => profiles.nameCategory(row.source as ConsentSource)}
          >
            Answer in the profile…
          </button>
        </p>
      )}
      <p class="dim">{roleOf(row.source, said, book.analysis.profile)}</p>
      <p class="consent-since">
        <span class="dim">
          {began === undefined
            ? 'Since the page began'
            : `Since ${formatRelative(since - origin)} s, by`}
        </span>{' '}
        {entry !== undefined && <EntryLink id={entry} testId="consent-since" />}
      </p>
    </li>
  );
}
