import type {
  Analysis,
  ConsentState,
  ConsentTally,
  SourceState,
} from '../../../analysis/analysis.ts';
import type { Book } from '../store/book.ts';
import { type ConsentBands, consentBands, type Present, presentOf } from './bands.ts';

/** All that the view shows, but for what depends on the stretch of time on screen. */
export interface ConsentRead {
  bands: ConsentBands;
  present: Present[];
  /** All sources of the page on screen that count, together; undefined where nobody has spoken. */
  together: ConsentState | undefined;
  tally: ConsentTally[];
  /** Hits that left where nobody listened: they are not in the tally. */
  unwatched: number;
}

const kept = new WeakMap<Analysis, { version: number; read: ConsentRead }>();

/** What the analysis says of consent now; made once per change of it. */
export function readConsent(book: Pick<Book, 'analysis' | 'log'>): ConsentRead {
  const { analysis, log } = book;
  const version = analysis.version();
  const known = kept.get(analysis);
  if (known?.version === version) return known.read;
  const bands = consentBands(log.entries, analysis.consent.stretches());
  const last = bands.together.at(-1);
  const read: ConsentRead = {
    bands,
    present: presentOf(bands),
    together: last?.page === bands.latest ? last?.state : undefined,
    tally: analysis.consent.tally(),
    unwatched: analysis.consent.unwatched().size,
  };
  kept.set(analysis, { version, read });
  return read;
}

/** What a source's question can be answered with, as far as the source names it. */
export function choicesOf({ question, said }: SourceState): readonly string[] {
  if (question === undefined) return [];
  if (question.known.length > 0) return question.known;
  // Several purposes stand for Meta together: no one of them is the answer.
  return said.items.flatMap(({ kind, name }) => (kind === 'category' ? [name] : []));
}

/** The sources of a moment that say yes and those that say no, where they contradict each other. */
export function sidesOf(
  sources: readonly (readonly [string, SourceState])[],
): { yes: string[]; no: string[] } | undefined {
  const counted = sources.filter(([, { counts }]) => counts);
  const of = (state: ConsentState) =>
    counted.filter(([, said]) => said.state === state).map(([source]) => source);
  const [yes, no] = [of('granted'), of('denied')];
  return yes.length > 0 && no.length > 0 ? { yes, no } : undefined;
}
