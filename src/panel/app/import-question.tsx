import { usePanel } from '../model/context.ts';
import { t } from '../text/language.ts';
import { WarningIcon } from '../ui/icons.tsx';

/** Asks whether to import the events that could be read, when some could not. */
export function ImportQuestion() {
  const { serverEvents } = usePanel();
  const question = serverEvents.question.value;
  return (
    <div role="alert" class="message-place">
      {question && (
        <div class="message question" data-testid="import-question">
          <WarningIcon />
          <span class="message-text">{question.problem}</span>
          <span class="question-actions">
            <button
              type="button"
              class="button small"
              data-testid="import-rest"
              onClick={() => serverEvents.answer(true)}
            >
              {t().app.importRest(question.entries.length)}
            </button>
            <button
              type="button"
              class="button small"
              data-testid="import-none"
              onClick={() => serverEvents.answer(false)}
            >
              {t().app.importNothing}
            </button>
          </span>
        </div>
      )}
    </div>
  );
}
