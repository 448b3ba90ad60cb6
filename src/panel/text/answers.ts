import type { Analysis, Chain, Pair, PixelState } from '../../analysis/analysis.ts';
import type { Entry, Source } from '../../session/entry.ts';
import { SOURCE_LABELS } from '../../vendors/call-summary.ts';
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
export type AnswerSource = Pick<
  Analysis,
  'states' | 'matches' | 'pairs' | 'consent' | 'chains' | 'log'
>;

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

/** What is said of an entry itself: what stands in its row. Its chain is not asked, for that costs. */
export function ownAnswersOf(entry: Entry, analysis: Omit<AnswerSource, 'chains'>): Answers {
  return answer(entry, (question) => wordsOf(question, entry, entry.id, analysis));
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
  const chain = analysis.chains.of(entry.id);
  const others = chain?.entries.slice(0, ASKED).filter((id) => id !== entry.id) ?? [];
  return answer(entry, (question) => {
    const own = wordsOf(question, entry, entry.id, analysis);
    if (own.length > 0) return own;
    // A match names all of the page that has a part in it.
    if (question === 'mapping')
      return entry.kind === 'server' ? [] : nothingToMap([entry, ...others.map(get)]);
    const said = others.flatMap((id) => wordsOf(question, get(id), id, analysis));
    if (question === 'pair' && said.length === 0)
      return nothingToPair([entry.id, ...others], analysis);
    if (question !== 'sent') return said;
    return [...said, ...unseenWords(chain, [entry, ...others.map(get)])];
  });
}

/** What calls Meta itself is mapped from nothing: there is no match of it, and none is missing. */
function nothingToMap(chain: readonly (Entry | undefined)[]): ShortWords[] {
  const calls = chain.filter((entry) => entry?.kind === 'call');
  if (!calls.some((call) => pixelCallOf(call)?.isEvent)) return [];
  const { direct, noRule } = t().answers.noMatch;
  const words = calls.some((call) => sourcesOf(call).length > 0) ? noRule : direct;
  return [{ ...words, tone: 'mute' }];
}

/** Why no pair is known: of the pixel calls that are asked, no hit is seen. */
function nothingToPair(ids: readonly string[], { states }: AnswerSource): ShortWords[] {
  const words = t().answers.noCopy;
  return ids.flatMap((id) =>
    states
      .of(id)
      .flatMap(({ state }): ShortWords[] =>
        state === 'sent' ? [] : [{ ...words[state], tone: 'mute' }],
      ),
  );
}

/** Systems that send each event of theirs with a hit of their own. */
const SENDERS: ReadonlySet<Source> = new Set(['cact', 'analytics']);

/** What of a chain is not known to have left: calls of other systems without a hit, and what was not asked. */
function unseenWords(
  chain: Chain | undefined,
  asked: readonly (Entry | undefined)[],
): ShortWords[] {
  const words = t().answers;
  const hits = new Set(asked.flatMap((entry) => (entry?.kind === 'hit' ? entry.id : [])));
  const hasHit = new Set(chain?.links.flatMap(({ from, to }) => (hits.has(to) ? from : [])));
  const unseen = asked.find(
    (entry) =>
      entry?.kind === 'call' &&
      SENDERS.has(entry.source) &&
      isEvent(entry) &&
      !hasHit.has(entry.id),
  );
  const found: ShortWords[] = [];
  if (unseen?.kind === 'call')
    found.push({
      label: words.unseen,
      tone: 'mute',
      title: words.unseenTitle(SOURCE_LABELS[unseen.source]),
    });
  if (chain !== undefined && chain.entries.length > ASKED)
    found.push({ label: words.partly, tone: 'mute', title: words.partlyTitle(ASKED) });
  return found;
}

function answer(entry: Entry, ask: (question: Question) => readonly ShortWords[]): Answers {
  const answers: Answers = {};
  if (!isEvent(entry)) return answers;
  for (const question of QUESTIONS) {
    const words = gravest(ask(question));
    if (words !== undefined) answers[question] = words;
  }
  return answers;
}

function wordsOf(
  question: Question,
  entry: Entry | undefined,
  id: string,
  { states, matches, pairs, consent, log }: Omit<AnswerSource, 'chains'>,
): ShortWords[] {
  switch (question) {
    case 'sent':
      return sentWords(entry, states, log);
    case 'mapping':
      return matches.of(id).map((match) => matchWords(match, id, states));
    case 'pair':
      return pairs.of(id).map(pairAnswer);
    case 'consent':
      return consent.unwatched().has(id)
        ? [{ label: t().answers.unwatched, tone: 'mute', title: t().consentView.unwatched }]
        : consent.of(id).map((check) => consentWords(check, consent));
  }
}

/** Whether an entry left the browser: a call's states, a hit's outcome, what answered a server. */
function sentWords(
  entry: Entry | undefined,
  states: Analysis['states'],
  log: Analysis['log'],
): ShortWords[] {
  const words = t().answers;
  switch (entry?.kind) {
    case 'call':
      return states.of(entry.id).map((state) => withWait(stateWords(state), entry, state, log));
    case 'hit': {
      if (entry.events.length === 0) return [];
      const { status, outcome: end, at, endAt } = entry;
      const known = outcomeWords(entry);
      if (known === undefined) return [];
      const took =
        endAt === undefined ? '' : ` ${words.took(t().say.duration(Math.max(0, endAt - at)))}`;
      const outcome = { ...known, title: known.title + took };
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

/** With the time from the call to its first hit. */
function withWait(
  words: ShortWords,
  { at }: Entry,
  { state, hits }: PixelState,
  log: Analysis['log'],
): ShortWords {
  if (state !== 'sent') return words;
  const wait = Math.min(...hits.map((id) => log.get(id)?.at ?? Number.POSITIVE_INFINITY)) - at;
  // They are told by two clocks: below a millisecond there is nothing to read in it.
  if (!(wait >= 1 && wait < Number.POSITIVE_INFINITY)) return words;
  const title = `${words.title} ${t().answers.laterTitle(t().say.duration(wait))}`;
  return { ...words, title, wait };
}

/** An answer in words, with what was waited for it. */
export function answerLabel({ label, wait }: ShortWords): string {
  return wait === undefined ? label : `${label}, ${laterWords(wait)}`;
}

/** A hit that left so much later was held, for consent or for its library: worth a word in its row. */
const LONG_MS = 1_000;

/** What a row says of a wait that was long; undefined where it was not. */
export function longWaitWords({ wait = 0 }: ShortWords): string | undefined {
  return wait < LONG_MS ? undefined : laterWords(wait);
}

function laterWords(wait: number): string {
  return t().answers.later(t().say.duration(wait));
}

/**
 * With the time between the copies: whether the server's came at all is what is asked. Copies that
 * are told to be one event and do not say the same are no good answer.
 */
function pairAnswer(pair: Pair): ShortWords {
  const words = pairWords(pair);
  if (pair.differs !== undefined) {
    const { names, severity } = pair.differs;
    const tone = severity === 'info' ? 'mute' : severity === 'error' ? 'bad' : 'warn';
    return { ...words, label: t().answers.differ(names), tone };
  }
  return pair.delay === undefined
    ? words
    : { ...words, label: `${words.label}, ${delayWords(pair.delay)}` };
}

/** What is not known outranks what is well: one seen part does not prove the others. */
const GRAVITY: readonly Tone[] = ['ok', 'mute', 'warn', 'bad'];

/** The gravest of several answers, the first of equal ones; its title has what the others say. */
function gravest(all: readonly ShortWords[]): ShortWords | undefined {
  let found: ShortWords | undefined;
  for (const words of all)
    if (found === undefined || GRAVITY.indexOf(words.tone) > GRAVITY.indexOf(found.tone))
      found = words;
  if (found === undefined || all.length < 2) return found;
  const titles = new Set([found.title, ...all.map(({ title }) => title)]);
  return { ...found, title: [...titles].slice(0, TITLES).join('\n') };
}

/** Answers about several pixels or events that a title has room for. */
const TITLES = 6;

/** The question whose answer is gravest, where it is no good one. */
export function worstOf(answers: Answers): Question | undefined {
  let worst: Question | undefined;
  for (const question of QUESTIONS) {
    const tone = answers[question]?.tone;
    if (tone === 'bad' || (tone === 'warn' && worst === undefined)) {
      if (tone === 'bad') return question;
      worst = question;
    }
  }
  return worst;
}
