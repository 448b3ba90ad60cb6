import { titleOf } from '../../rules/read-finding.ts';
import type { Entry } from '../../session/entry.ts';
import { useBook, usePanel } from '../model/context.ts';
import { language, t } from '../text/language.ts';
import { delayWords, pairWords } from '../text/pair-words.ts';
import { Section } from '../ui/section.tsx';
import { Comparison } from './comparison.tsx';
import { EntryLinks } from './entry-link.tsx';

/** Rows shown; a hit may carry many events. */
const SHOWN = 5;

/** Whether Meta can tell that an entry and its other copies are one event. */
export function PairSection({ entry }: { entry: Entry }) {
  const { store, ledger } = usePanel();
  const { analysis } = useBook();
  if (entry.kind !== 'call' && entry.kind !== 'hit' && entry.kind !== 'server') return null;
  const pairs = analysis.pairs.of(entry.id);
  if (pairs.length === 0) return null;
  const sectionWords = t().detail.pair;
  return (
    <Section title={sectionWords.title} testId="pair-section">
      {pairs.slice(0, SHOWN).map((pair, i) => {
        const words = pairWords(pair);
        const others = [...pair.browser, ...pair.server].filter((id) => id !== entry.id);
        const parts = [
          pair.eventName,
          pair.eventId === '' ? sectionWords.noId : sectionWords.id(pair.eventId.slice(0, 80)),
          ...(pair.delay === undefined ? [] : [delayWords(pair.delay)]),
          ...pair.why.map((rule) => titleOf(rule, language.value)),
        ];
        return (
          <div key={`${pair.pixelId} ${pair.eventName} ${pair.eventId}`} class="pair-line">
            <p>
              <span class={`chip ${words.tone}`} data-testid="pair-verdict" title={words.title}>
                {words.label}
              </span>{' '}
              {parts.join(' · ')}{' '}
              <button
                type="button"
                class="link"
                data-testid="show-pair"
                onClick={() => {
                  ledger.show(pair);
                  store.view.value = 'deduplication';
                }}
              >
                {sectionWords.show}
              </button>
            </p>
            <EntryLinks ids={others} testId="pair-copy" tab="pair" />
            {i === 0 && pair.browser.length > 0 && pair.server.length > 0 && (
              <Comparison pair={pair} listed={false} />
            )}
          </div>
        );
      })}
      {pairs.length > SHOWN && <p class="dim">{sectionWords.moreRows(pairs.length - SHOWN)}</p>}
    </Section>
  );
}
