import type { Entry } from '../../session/entry.ts';
import { STACKS_PER_SECOND } from '../../session/limits.ts';
import { isExtensionFrame, nameFrame, parseStack } from '../../vendors/stack.ts';
import { usePanel } from '../model/context.ts';
import { t } from '../text/language.ts';
import { Section } from '../ui/section.tsx';

/** Where in the page's code it happened. */
export function StackLines({ entry }: { entry: Entry }) {
  const { host } = usePanel();
  const words = t().detail.stack;
  if (entry.kind !== 'call' && entry.kind !== 'page' && entry.kind !== 'hit') return null;
  if (entry.stack === undefined) {
    if (entry.kind !== 'call') return null;
    return (
      <Section title={words.title} testId="stack">
        <p class="dim">
          {entry.phase === 'queued' ? words.queued : words.tooMany(STACKS_PER_SECOND)}
        </p>
      </Section>
    );
  }
  const frames = parseStack(entry.stack).filter((frame) => !isExtensionFrame(frame));
  const { openSource } = host;
  return (
    <Section title={words.title} testId="stack">
      {frames.length === 0 && <p class="dim">{words.outside}</p>}
      <ol class="frames">
        {frames.map((frame, i) => (
          <li key={i}>
            <span class="function">{frame.functionName || words.anonymous}</span>
            {openSource && frame.line !== undefined ? (
              <button
                type="button"
                class="link"
                title={frame.url}
                onClick={() => openSource(frame.url, frame.line ?? 1, frame.column ?? 1)}
              >
                {nameFrame(frame)}
              </button>
            ) : (
              <span class="url" title={frame.url}>
                {nameFrame(frame)}
              </span>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}
