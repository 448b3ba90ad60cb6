import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Chain, Evidence } from '../../analysis/analysis.ts';
import type { Entry } from '../../session/entry.ts';
import { usePanel } from '../shell/context.ts';
import { describeEntry, facetOf, formatCount } from '../text/describe-entry.ts';
import { formatDuration } from '../text/format-time.ts';
import { Section } from './detail.tsx';

/** Steps shown at once. */
const PAGE = 50;
/** Steps shown before the one that is open. */
const BEFORE = 5;

const EVIDENCE_WORDS: Readonly<Record<Evidence, string>> = {
  nested: 'nested: ran inside',
  'same-id': 'same-id: carries the same event id',
  order: 'order: same place in the order',
};

/** The entries that belong to one event, each with why it does. */
export function ChainSteps({ entry }: { entry: Entry }) {
  const { store } = usePanel();
  const more = useSignal(0);
  const chain = useChain(entry);
  if (!chain) return null;
  const own = chain.entries.indexOf(entry.id);
  const first = Math.max(0, Math.min(own - BEFORE, chain.entries.length - PAGE));
  const last = Math.min(chain.entries.length, first + PAGE + more.value);
  const links = new Map(chain.links.map((link) => [link.to, link]));
  const depths = depthsOf(chain);
  return (
    <Section title={`Chain of ${formatCount(chain.entries.length)}`} testId="chain">
      {first > 0 && <p class="dim">{formatCount(first)} earlier steps are not shown.</p>}
      <ol class="steps">
        {chain.entries.slice(first, last).map((id) => {
          const step = store.get(id);
          const link = links.get(id);
          if (!step) return null;
          const { label, command, name, summary } = describeEntry(step, 80);
          const cause = link ? store.get(link.from) : undefined;
          return (
            <li key={id} style={{ '--level': Math.min(6, depths.get(id) ?? 0) }}>
              <button
                type="button"
                class="step"
                data-testid="chain-step"
                data-id={id}
                data-tone={facetOf(step)}
                aria-current={id === entry.id ? 'step' : undefined}
                onClick={() => store.reveal(id)}
              >
                <span class="dot" />
                <span class="source">{label}</span>
                <span class="what">
                  <span class="command">{command}</span>
                  {name !== undefined && <b class="name">{name}</b>}
                  <span class="summary">{summary}</span>
                </span>
              </button>
              {link && (
                <span class="evidence">
                  {EVIDENCE_WORDS[link.evidence]}
                  {cause
                    ? ` ${titleOf(cause)}, ${formatDuration(Math.max(0, step.at - cause.at))} after it began`
                    : ''}
                </span>
              )}
            </li>
          );
        })}
      </ol>
      {last < chain.entries.length && (
        <button
          type="button"
          class="link"
          onClick={() => {
            more.value += PAGE;
          }}
        >
          Show {Math.min(PAGE, chain.entries.length - last)} more of{' '}
          {formatCount(chain.entries.length - last)}
        </button>
      )}
    </Section>
  );
}

/** Making a chain of tens of thousands takes tens of milliseconds: not in every frame of a burst. */
const CHAIN_MS = 250;

/** The chain that an entry belongs to. Entries that come may join it. */
function useChain(entry: Entry): Chain | undefined {
  const { store } = usePanel();
  const look = useSignal(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useSignalEffect(() => {
    void store.counts.value;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      look.value += 1;
    }, CHAIN_MS);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return useMemo(() => {
    const book = store.book();
    return book.isInChain(entry) ? book.analysis.chainOf(entry.id) : undefined;
  }, [entry, store, look.value]);
}

function titleOf(entry: Entry): string {
  const { label, command, name } = describeEntry(entry, 0);
  return `${label} ${name ?? command}`;
}

function depthsOf(chain: Chain): Map<string, number> {
  const depths = new Map([[chain.root, 0]]);
  for (const link of chain.links) depths.set(link.to, (depths.get(link.from) ?? 0) + 1);
  return depths;
}
