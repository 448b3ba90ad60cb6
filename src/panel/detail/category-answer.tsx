import { useSignal } from '@preact/signals';
import type { ConsentSource } from '../../session/profile.ts';
import { usePanel } from '../model/context.ts';
import { sourceLabel } from '../text/consent-words.ts';
import { t } from '../text/language.ts';

/** More than these are typed. */
const OFFERED = 12;

/** Answers where it is asked which category stands for Meta: a button for each, or a word. */
export function CategoryAnswer(props: { source: string; choices: readonly string[] }) {
  const { profiles } = usePanel();
  const typed = useSignal('');
  const words = t().consentView;
  const { source, choices } = props;
  const answer = (category: string) => void profiles.setCategory(source as ConsentSource, category);
  return (
    <form
      class="category-answer"
      data-testid="category-answer"
      aria-label={words.answerOf(sourceLabel(source))}
      onSubmit={(event) => {
        event.preventDefault();
        const category = typed.value.trim();
        if (category !== '') answer(category);
      }}
    >
      {choices.slice(0, OFFERED).map((category) => (
        <button
          key={category}
          type="button"
          class="button small"
          data-testid="category-choice"
          title={words.answerTitle(category)}
          onClick={() => answer(category)}
        >
          {category}
        </button>
      ))}
      <input
        class="text"
        data-testid="category-text"
        aria-label={words.answerOf(sourceLabel(source))}
        placeholder={choices.length === 0 ? words.answerExample : words.answerOther}
        autocomplete="off"
        spellcheck={false}
        value={typed.value}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
        }}
      />
      <button
        type="submit"
        class="button small"
        data-testid="category-save"
        disabled={typed.value.trim() === ''}
      >
        {t().profileEditor.save}
      </button>
    </form>
  );
}
