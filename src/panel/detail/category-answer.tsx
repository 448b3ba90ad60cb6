import { useSignal } from '@preact/signals';
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
  const answer = (category: string) =>
    void profiles.setValue(
      ['consent', 'categories', source],
      category,
      words.answered(sourceLabel(source), category),
    );
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

/** Which of sources that contradict each other decides for Meta: a button for each. */
export function DeciderAnswer({ sources }: { sources: readonly string[] }) {
  const { profiles } = usePanel();
  const words = t().consentView;
  return (
    <p class="category-answer" data-testid="decider-answer">
      {sources.map((source) => (
        <button
          key={source}
          type="button"
          class="button small"
          data-testid="decider"
          data-source={source}
          onClick={() =>
            void profiles.setValue(
              ['consent', 'governs'],
              source,
              words.decides(sourceLabel(source)),
            )
          }
        >
          {words.letDecide(sourceLabel(source))}
        </button>
      ))}
    </p>
  );
}

/** One button that says of the site what only the user knows. */
export function SettingAnswer(props: {
  path: readonly ['consent', 'region' | 'commandersAct'];
  value: string;
  label: string;
}) {
  const { profiles } = usePanel();
  const { path, value, label } = props;
  return (
    <p class="category-answer">
      <button
        type="button"
        class="button small"
        data-testid={`answer-${path[1]}`}
        onClick={() => void profiles.setValue(path, value, label)}
      >
        {label}
      </button>
    </p>
  );
}
