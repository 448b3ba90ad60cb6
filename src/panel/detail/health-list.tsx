import { useMemo } from 'preact/hooks';
import { healthOf } from '../model/health.ts';
import { useLook } from '../model/look.ts';
import { healthLines } from '../text/health-words.ts';
import { t } from '../text/language.ts';

/** What is there and what is missing, as a checklist per API and pixel. */
export function HealthList() {
  const { book, version, read } = useLook();
  const health = useMemo(() => read(() => healthOf(book)), [book, version]);
  const words = t().health;
  return (
    <ul class="health" aria-label={words.title} data-testid="health">
      {healthLines(health).map(({ id, label, tone, text }) => (
        <li key={id} data-testid="health-line" data-id={id} data-tone={tone}>
          <span class={`health-mark ${tone}`}>
            <span class="offscreen">{words.tone[tone]}</span>
          </span>
          <b>{label}</b> <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}
