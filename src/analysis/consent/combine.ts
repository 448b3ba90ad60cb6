import type { ConsentReading } from '../../vendors/consent/reading.ts';
import type { ConsentState, SourceState } from '../analysis.ts';
import { toLength } from '../ordered.ts';

/** One source at one moment. */
export interface Said {
  source: string;
  entry: string;
  reading: ConsentReading;
  /** Shown, never counted: Limited Data Use, opt-ins to a channel. */
  isAside: boolean;
  /** The cookie of a tool that was not seen in the document. */
  isLeftOver?: true;
}

/** All sources together at one moment. */
export interface Together {
  state: ConsentState;
  /** The sources that the state rests on. */
  deciding: readonly Said[];
  /** No error may rest on it where this is false. */
  isFirm: boolean;
  /** It is undecided because the profile leaves these questions open, not for want of a decision. */
  questions: readonly Said[];
}

/**
 * Signals that the page itself sends on, usually in the consent tool's name. They do not answer for
 * a tool whose visitor has not: a page that grants by default would hide its open banner.
 */
const SIGNALS: ReadonlySet<string> = new Set(['meta', 'google', 'loyjoy']);

/** Whether a source is such a signal, and no consent tool. */
export function isSignal(source: string): boolean {
  return SIGNALS.has(source);
}

/**
 * The sources that take part in the verdict. A left-over cookie does where it says yes or no and
 * nobody else has a say.
 */
export function countedOf(all: readonly Said[], governs: string | undefined): Said[] {
  const counted = all.filter((said) => isCounted(said, governs));
  const hasOther = counted.some(
    ({ isLeftOver, source, reading }) =>
      !isLeftOver && (!SIGNALS.has(source) || reading.state !== 'undecided'),
  );
  return counted.filter(
    ({ isLeftOver, reading }) => !isLeftOver || (!hasOther && reading.state !== 'undecided'),
  );
}

function isCounted(said: Said, governs: string | undefined): boolean {
  if (said.isAside || !said.reading.applies) return false;
  // LoyJoy's answer is about LoyJoy's own cookies; it governs Meta only where the user says so.
  return governs === undefined ? said.source !== 'loyjoy' : said.source === governs;
}

/**
 * What the sources say together. A yes and a no contradict each other; otherwise a no counts. A yes
 * needs a consent tool that says so, or a signal where no tool waits for its visitor.
 */
export function combine(all: readonly Said[], governs: string | undefined): Together {
  const counted = countedOf(all, governs);
  const of = (state: string) => counted.filter(({ reading }) => reading.state === state);
  const [denied, open] = [of('denied'), of('undecided')];
  // What the page sets for the time before a decision does not speak against one.
  const granted = of('granted').filter((said) => denied.length === 0 || !isByDefault(said));
  const questions = open.filter(({ reading }) => reading.question !== undefined);
  const isFirm = (deciding: readonly Said[]) => deciding.some(({ reading }) => reading.isFirm);
  const as = (state: ConsentState, deciding: readonly Said[], asked: readonly Said[] = []) => ({
    state,
    deciding: toLength(deciding),
    isFirm: isFirm(deciding),
    questions: asked,
  });
  if (counted.length === 0) {
    const exempt = all.filter(
      ({ isAside, reading, source }) =>
        !isAside && !reading.applies && reading.state === 'granted' && isEligible(source, governs),
    );
    return exempt.length > 0 ? as('granted', exempt) : as('no-source', []);
  }
  if (granted.length > 0 && denied.length > 0) return as('conflict', [...granted, ...denied]);
  if (denied.length > 0) return as('denied', denied);
  const waiting = open.filter(
    ({ source, reading }) => !SIGNALS.has(source) && reading.question === undefined,
  );
  const isByTool = granted.some(({ source }) => !SIGNALS.has(source));
  if (granted.length > 0 && (isByTool || waiting.length === 0)) return as('granted', granted);
  if (waiting.length === 0 && questions.length > 0) return as('undecided', questions, questions);
  return as('undecided', waiting.length > 0 ? waiting : open);
}

function isByDefault({ reading: { said } }: Said): boolean {
  return said.items.length > 0 && said.items.every(({ isDefault }) => isDefault === true);
}

function isEligible(source: string, governs: string | undefined): boolean {
  return governs === undefined || source === governs;
}

/** The states by source. */
export function describeSources(
  all: readonly Said[],
  governs: string | undefined,
): Record<string, SourceState> {
  const sources: Record<string, SourceState> = {};
  const counted = countedOf(all, governs);
  for (const said of all)
    sources[said.source] = {
      state: said.reading.state,
      entry: said.entry,
      said: said.reading.said,
      counts: counted.includes(said),
      ...(said.reading.question === undefined ? {} : { question: said.reading.question }),
      ...(said.reading.accepted === undefined ? {} : { accepted: said.reading.accepted }),
      ...(said.isLeftOver ? { isLeftOver: true } : {}),
    };
  return sources;
}
