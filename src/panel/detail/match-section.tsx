import { useSignal } from '@preact/signals';
import type { Entry } from '../../session/entry.ts';
import { useBook } from '../model/context.ts';
import { t } from '../text/language.ts';
import { Section } from '../ui/section.tsx';
import { MatchStory } from './match-story.tsx';

/** Matches shown at once. */
const PAGE = 5;

/** The matches that an entry has a part in, with their parameters. */
export function MatchSection({ entry }: { entry: Entry }) {
  const { analysis } = useBook();
  const shown = useSignal(PAGE);
  if (entry.kind !== 'call' && entry.kind !== 'hit') return null;
  const matches = analysis.matches.of(entry.id);
  if (matches.length === 0) return null;
  const hidden = matches.length - shown.value;
  return (
    <Section title={t().detail.match.title} testId="matches">
      {matches.slice(0, shown.value).map((match, i) => (
        <MatchStory key={`${match.entry} ${match.name} ${i}`} match={match} own={entry.id} />
      ))}
      {hidden > 0 && (
        <button
          type="button"
          class="link"
          onClick={() => {
            shown.value += PAGE;
          }}
        >
          {t().ui.showMore(Math.min(PAGE, hidden), hidden)}
        </button>
      )}
    </Section>
  );
}
