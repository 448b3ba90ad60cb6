import type { Profile } from '../../../../src/session/profile.ts';

/**
 * Verdicts the slow way, from the rules as they are written down: what was said last counts, a yes
 * and a no contradict each other, a tool that has not answered outweighs a signal's yes. It shares
 * no code with the analysis and looks through everything for each event.
 */

export type Source = 'onetrust' | 'cookiebot' | 'trust' | 'google' | 'meta';
export type Word = 'granted' | 'denied' | 'undecided';

/** Something that a source said, or an event. Places are whole milliseconds, each used once. */
export type Step =
  | { at: number; kind: 'said'; source: Source; word: Word }
  /** A Commanders Act hit with these consent categories; 3 stands for Facebook. */
  | { at: number; kind: 'collected'; categories: readonly string[] }
  | { at: number; kind: 'call'; hitAt: number | undefined }
  | { at: number; kind: 'hit' };

export interface Expected {
  call: number | undefined;
  hit: number | undefined;
  atCall: string;
  atHit: string | undefined;
  verdict: string;
  /** Commanders Act keeps the event back, or cannot know what it may do with it. */
  gate?: 'filtered' | 'missing';
}

const TOOLS = ['onetrust', 'cookiebot', 'trust'];
const SOURCES = [...TOOLS, 'google', 'meta'];

/** How late a hit may be told. */
const DELAY = 100;

export function expectedOf(steps: readonly Step[], profile: Profile): Expected[] {
  const stateOf = (source: string, until: number): Word | undefined => {
    const all = steps.filter(
      (step): step is Extract<Step, { kind: 'said' }> =>
        step.kind === 'said' && step.source === source,
    );
    const past = all.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
    const last = past[past.length - 1];
    if (last) return last.word;
    return TOOLS.includes(source) && all.length > 0 ? 'undecided' : undefined;
  };
  const together = (until: number, isTrustGiven = false): string => {
    const governs = profile.consent?.governs;
    const words = SOURCES.filter((source) => governs === undefined || source === governs)
      .map((source) => ({
        source,
        word: isTrustGiven && source === 'trust' ? 'granted' : stateOf(source, until),
      }))
      .filter(({ word }) => word !== undefined);
    if (words.length === 0) return 'no-source';
    const says = (word: string, among = words) => among.some((one) => one.word === word);
    if (says('granted') && says('denied')) return 'conflict';
    if (says('denied')) return 'denied';
    const tools = words.filter(({ source }) => TOOLS.includes(source));
    if (says('granted', tools)) return 'granted';
    if (says('granted') && !says('undecided', tools)) return 'granted';
    return 'undecided';
  };
  const atHit = (hit: number, call: number | undefined, isTrustGiven = false): string => {
    const late = together(hit, isTrustGiven);
    if (late === 'granted') return late;
    const early = together(Math.max(hit - DELAY, call ?? 0), isTrustGiven);
    return early === 'granted' ? early : late;
  };
  const owned = new Set(steps.flatMap((step) => (step.kind === 'call' ? [step.hitAt] : [])));
  return steps.flatMap((step): Expected[] => {
    if (step.kind === 'said') return [];
    if (step.kind === 'collected') {
      const as = (state: string, gate?: Expected['gate']): Expected[] => [
        {
          call: undefined,
          hit: step.at,
          atCall: state,
          atHit: state,
          verdict: state,
          ...(gate === undefined ? {} : { gate }),
        },
      ];
      if (profile.consent?.commandersAct === 'managed') return as(atHit(step.at, undefined));
      const hasTrust = steps.some((other) => other.kind === 'said' && other.source === 'trust');
      if (step.categories.length === 0 && !hasTrust) return as('undecided', 'missing');
      if (!step.categories.includes('3')) return as('denied', 'filtered');
      return as(atHit(step.at, undefined, true));
    }
    if (step.kind === 'hit') {
      if (owned.has(step.at)) return [];
      const state = atHit(step.at, undefined);
      return [{ call: undefined, hit: step.at, atCall: state, atHit: state, verdict: state }];
    }
    const state = together(step.at);
    if (step.hitAt === undefined)
      return [{ call: step.at, hit: undefined, atCall: state, atHit: undefined, verdict: state }];
    const sent = atHit(step.hitAt, step.at);
    const isHeld = sent === 'granted' && stateOf('meta', step.at) === 'denied';
    return [
      {
        call: step.at,
        hit: step.hitAt,
        atCall: state,
        atHit: sent,
        verdict: isHeld ? 'held' : sent,
      },
    ];
  });
}
