import type { Entry } from '../../session/entry.ts';
import { useBook, usePanel } from '../model/context.ts';
import { t } from '../text/language.ts';
import { explainState, stateWords } from '../text/state-words.ts';
import { Section } from '../ui/section.tsx';
import { EntryLinks } from './entry-link.tsx';

/** Where a pixel call stands for each pixel, why, and the entries that show it. */
export function CallStates({ entry }: { entry: Entry }) {
  const { analysis } = useBook();
  if (entry.kind !== 'call') return null;
  const states = analysis.states.of(entry.id);
  if (states.length === 0) return null;
  const words = t().detail.states;
  return (
    <Section title={words.title} testId="states">
      <ul class="states">
        {states.map((state, i) => {
          const { label, tone } = stateWords(state);
          return (
            <li key={`${state.pixelId ?? ''} ${i}`} data-testid="state" data-state={state.state}>
              <p>
                <span class={`chip ${tone}`}>{label}</span>{' '}
                <span class="dim">
                  {state.pixelId === undefined ? words.noPixel : words.pixel(state.pixelId)}
                </span>
              </p>
              <p>{explainState(state)}</p>
              <Proof term={words.hits} ids={state.hits} testId="state-hit" />
              <Proof term={words.proof} ids={state.proof} testId="state-proof" />
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

function Proof(props: { term: string; ids: readonly string[]; testId: string }) {
  const { store } = usePanel();
  if (!props.ids.some((id) => store.get(id))) return null;
  return (
    <p class="proof-line">
      <span class="dim">{props.term}</span>
      <EntryLinks ids={props.ids} testId={props.testId} />
    </p>
  );
}
