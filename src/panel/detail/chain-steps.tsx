import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Analysis, Chain, Link } from '../../analysis/analysis.ts';
import type { Entry } from '../../session/entry.ts';
import { useBook, usePanel } from '../model/context.ts';
import { useLook } from '../model/look.ts';
import { evidenceWords } from '../text/chain-words.ts';
import { describeEntry, facetOf } from '../text/describe-entry.ts';
import { outcomeWords, type ShortWords } from '../text/hit-words.ts';
import { t } from '../text/language.ts';
import { pairLabel, pairWords } from '../text/pair-words.ts';
import { stateWords } from '../text/state-words.ts';
import { Section } from '../ui/section.tsx';
import {
  type ChainEnd,
  chainEnds,
  leftAlone,
  type ServerCopy,
  serverCopies,
} from './chain-ends.ts';
import { type ChainStep, chainSteps, linksTo } from './chain-order.ts';
import { EntryLinks } from './entry-link.tsx';

/** Steps shown at once. */
const PAGE = 50;
/** Steps shown before the one that is open. */
const BEFORE = 5;

/** An entry may be linked to several before it; the first ones say enough. */
const LINKS_SHOWN = 3;

/** The entries that belong to one event, each with why it does; last, where it broke off. */
export function ChainSteps({ entry }: { entry: Entry }) {
  const { store } = usePanel();
  const more = useSignal(0);
  const { chain, steps, copies, ends } = useStory(entry);
  if (!chain && copies.length === 0 && ends.length === 0) return null;
  const own = steps.findIndex(({ id }) => id === entry.id);
  const first = Math.max(0, Math.min(own - BEFORE, steps.length - PAGE));
  const last = Math.min(steps.length, first + PAGE + more.value);
  const links = linksTo(chain);
  const words = t().detail.chain;
  const hidden = steps.length - last;
  return (
    <Section title={chain ? words.of(steps.length) : words.title} testId="chain">
      {first > 0 && <p class="dim">{words.earlier(first)}</p>}
      <ol class="steps">
        {steps.slice(first, last).map(({ id, level }) => {
          const step = store.get(id);
          if (!step) return null;
          return (
            <Step
              key={id}
              step={step}
              links={links.get(id) ?? []}
              level={level}
              isOpen={id === entry.id}
            />
          );
        })}
        {copies.map((copy) => (
          <CopyStep key={copy.id} copy={copy} />
        ))}
      </ol>
      {hidden > 0 && (
        <button
          type="button"
          class="link"
          onClick={() => {
            more.value += PAGE;
          }}
        >
          {t().ui.showMore(Math.min(PAGE, hidden), hidden)}
        </button>
      )}
      {ends.map((end) => (
        <div key={end.text} class={`chain-end ${end.tone}`} data-testid="chain-end">
          <p>{end.text}</p>
          <EntryLinks ids={end.proof} testId="chain-proof" />
        </div>
      ))}
    </Section>
  );
}

function Step(props: { step: Entry; links: readonly Link[]; level: number; isOpen: boolean }) {
  const { store } = usePanel();
  const { step, links, level, isOpen } = props;
  return (
    <li style={{ '--level': Math.min(6, level) }}>
      <StepButton step={step} isOpen={isOpen} />
      {links.slice(0, LINKS_SHOWN).map(({ from, evidence }) => {
        const cause = store.get(from);
        return (
          <span key={from} class="evidence">
            {evidenceWords(evidence, cause, step)}
          </span>
        );
      })}
    </li>
  );
}

function CopyStep({ copy }: { copy: ServerCopy }) {
  const { store } = usePanel();
  const step = store.get(copy.id);
  if (!step) return null;
  const { eventId, eventName, verdict } = copy.pair;
  const words = t().detail.chain;
  return (
    <li>
      <StepButton step={step} isOpen={false} words={pairWords(copy.pair)} />
      <span class="evidence">
        {eventId === ''
          ? words.serverCopy(pairLabel(verdict))
          : words.serverCopyOf(pairLabel(verdict), eventName, eventId.slice(0, 80))}
      </span>
    </li>
  );
}

function StepButton(props: { step: Entry; isOpen: boolean; words?: ShortWords }) {
  const { store } = usePanel();
  const { step, isOpen } = props;
  const { label, command, name, summary } = describeEntry(step, 80);
  const { analysis } = useBook();
  const chips = props.words ? [props.words] : stepChips(step, analysis);
  return (
    <button
      type="button"
      class="step"
      data-testid="chain-step"
      data-id={step.id}
      data-tone={facetOf(step)}
      aria-current={isOpen ? 'step' : undefined}
      onClick={() => store.reveal(step.id)}
    >
      <span class="dot" />
      <span class="source">{label}</span>
      <span class="what">
        <span class="command">{command}</span>
        {name !== undefined && <b class="name">{name}</b>}
        <span class="summary">{summary}</span>
      </span>
      {chips.map((words) => (
        <span key={words.label} class={`chip ${words.tone}`} title={words.title}>
          {words.label}
        </span>
      ))}
    </button>
  );
}

/** Where a step stands: a call's states, a hit's outcome. */
function stepChips(step: Entry, analysis: Pick<Analysis, 'states'>): ShortWords[] {
  if (step.kind === 'hit') {
    const outcome = outcomeWords(step);
    return outcome ? [outcome] : [];
  }
  if (step.kind !== 'call') return [];
  const words = new Map<string, ShortWords>();
  for (const state of analysis.states.of(step.id)) {
    const each = stateWords(state);
    words.set(each.label, each);
  }
  return [...words.values()].slice(0, 2);
}

interface Story {
  chain: Chain | undefined;
  /** The chain's entries, or the entry alone. */
  steps: readonly ChainStep[];
  copies: ServerCopy[];
  ends: ChainEnd[];
}

/** The chain that an entry belongs to, and how it ends. Entries that come may join it. */
function useStory(entry: Entry): Story {
  const { store } = usePanel();
  const { book, version, read } = useLook();
  const tell = () => {
    const { analysis } = book;
    const chain = analysis.chains.has(entry.id) ? analysis.chains.of(entry.id) : undefined;
    const ids = chain?.entries ?? [entry.id];
    return {
      chain,
      steps: chain ? chainSteps(chain, store.get) : [{ id: entry.id, level: 0 }],
      copies: serverCopies(ids, analysis),
      // Of an entry alone, its state and its outcome are told above.
      ends: chain ? chainEnds(ids, analysis, store.get) : leftAlone(ids, analysis),
    };
  };
  // Making a chain of tens of thousands takes tens of milliseconds: not in every frame of a burst.
  return useMemo(() => read(tell), [entry, book, version]);
}
