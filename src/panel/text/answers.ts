import type { Analysis, Pair } from '../../analysis/analysis.ts';
import type { Entry } from '../../session/entry.ts';
import { pixelCallOf } from '../../vendors/meta/call.ts';
import { sourcesOf } from '../../vendors/source-event.ts';
import { outcomeWords, type ShortWords, type Tone } from './hit-words.ts';
import { t } from './language.ts';
import { delayWords, pairWords } from './pair-words.ts';
import { stateWords } from './state-words.ts';
import { consentWords, matchWords } from './verdict-chips.ts';

/** The four questions that people ask of an event. */
export const QUESTIONS = ['sent', 'mapping', 'pair', 'consent'] as const;

/** One of them. */
export type Question = (typeof QUESTIONS)[number];

/** What is known: a word, and the whole of it in its title. Absent where the question has no answer. */
export type Answers = { [Q in Question]?: ShortWords };

/** The groups of the analysis that answer. */
export type AnswerSource = Pick<Analysis, 'states' | 'matches' | 'pairs' | 'consent' | 'chains'>;

/** Entries of a chain that are asked: longer ones are bursts, not a story. */
const ASKED = 200;

/** Whether an entry is an event, of which the questions are asked: no library, no `init`, no `gtm.js`. */
export function isEvent(entry: Entry): boolean {
  switch (entry.kind) {
    case 'server':
      return true;
    case 'hit':
      return entry.events.length > 0;
    case 'call':
      return pixelCallOf(entry)?.isEvent ?? sourcesOf(entry).length > 0;
    default:
      return false;
  }
}

/**
 * What became of an event. What is not said of the entry itself is asked of its chain: a push to the
 * data layer was sent when the pixel call inside it was.
 */
export function answersOf(
  entry: Entry,
  analysis: AnswerSource,
  get: (id: string) => Entry | undefined,
): Answers {
  if (!isEvent(entry)) return {};
  const chain = analysis.chains.of(entry.id)?.entries.slice(0, ASKED) ?? [];
  const others = chain.filter((id) => id !== entry.id);
  const ask = (of: (id: string) => readonly ShortWords[]): ShortWords | undefined => {
    const own = of(entry.id);
    return gravest(own.length > 0 ? own : others.flatMap(of));
  };
  const answers: Answers = {};
  const put = (question: Question, words: ShortWords | undefined) => {
    if (words !== undefined) answers[question] = words;
  };
  put(
    'sent',
    ask((id) => sentWords(get(id), analysis)),
  );
  put(
    'mapping',
    gravest(analysis.matches.of(entry.id).map((match) => matchWords(match, entry.id))),
  );
  put(
    'pair',
    ask((id) => analysis.pairs.of(id).map(pairAnswer)),
  );
  put(
    'consent',
    ask((id) => analysis.consent.of(id).map(consentWords)),
  );
  return answers;
}

/** Whether an entry left the browser: a call's states, a hit's outcome, what answered a server. */
function sentWords(entry: Entry | undefined, { states }: AnswerSource): ShortWords[] {
  const words = t().answers;
  switch (entry?.kind) {
    case 'call':
      return states.of(entry.id).map(stateWords);
    case 'hit': {
      if (entry.events.length === 0) return [];
      const outcome = outcomeWords(entry);
      if (outcome === undefined) return [];
      const { status, outcome: end } = entry;
      const isWell = status !== undefined && status < 300 && (end === undefined || end === 'done');
      return [isWell ? { ...outcome, label: words.sent(status), tone: 'ok' } : outcome];
    }
    case 'server': {
      const { status, message } = entry.answer ?? {};
      if (status === undefined) return [];
      const isWell = status >= 200 && status < 300;
      return [
        {
          label: isWell ? words.taken(status) : words.refused(status),
          tone: isWell ? 'ok' : 'bad',
          title: t().stream.answer(status, message?.slice(0, 300)),
        },
      ];
    }
    default:
      return [];
  }
}

/** With the time between the copies: whether the server's came at all is what is asked. */
function pairAnswer(pair: Pair): ShortWords {
  const words = pairWords(pair);
  return pair.delay === undefined
    ? words
    : { ...words, label: `${words.label}, ${delayWords(pair.delay)}` };
}

const GRAVITY: readonly Tone[] = ['mute', 'ok', 'warn', 'bad'];

/** The gravest of several answers; the first of equal ones. */
function gravest(all: readonly ShortWords[]): ShortWords | undefined {
  let found: ShortWords | undefined;
  for (const words of all)
    if (found === undefined || GRAVITY.indexOf(words.tone) > GRAVITY.indexOf(found.tone))
      found = words;
  return found;
}
