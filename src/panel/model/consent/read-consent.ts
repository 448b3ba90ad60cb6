import type {
  Analysis,
  ConsentState,
  ConsentTally,
  SourceState,
} from '../../../analysis/analysis.ts';
import type { JudgedAnalysis } from '../../../rules/create-analysis.ts';
import type { ConsentQuestion } from '../../../vendors/consent/reading.ts';
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
  questions: readonly OpenQuestion[];
}

/** What only the user knows: which category of a source stands for Meta. */
export interface OpenQuestion {
  source: string;
  question: ConsentQuestion;
  choices: readonly string[];
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
  const present = presentOf(bands);
  const read: ConsentRead = {
    bands,
    present,
    together: last?.page === bands.latest ? last?.state : undefined,
    tally: analysis.consent.tally(),
    unwatched: analysis.consent.unwatched().size,
    questions: questionsOf(analysis, present),
  };
  kept.set(analysis, { version, read });
  return read;
}

/**
 * What a source's question can be answered with, as far as the source names it: what it said at the
 * moments that are asked about, one of which has the question.
 */
export function choicesOf(...said: readonly SourceState[]): readonly string[] {
  const known = said.flatMap(({ question }) => question?.known ?? []);
  // Several purposes stand for Meta together: no one of them is the answer.
  const named = said.flatMap(({ accepted = [], said: { items } }) => [
    ...items.flatMap(({ kind, name }) => (kind === 'category' ? [name] : [])),
    ...accepted,
  ]);
  if (known.length > 0) return [...new Set(known)];
  return [...new Set(named)].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
}

/**
 * The same of a question that entries raised: an event may carry a part of what the page's tool
 * knows, and the tool alone may raise none.
 */
export function choicesAt(
  entries: readonly string[],
  source: string,
  { consent }: Pick<Analysis, 'consent'>,
): readonly string[] {
  return choicesOf(
    ...entries
      .flatMap((id) => [consent.at(id), ...consent.of(id).map(({ sources }) => sources)])
      .flatMap((sources) => sources[source] ?? []),
  );
}

/** Questions that events raised, and that no source of the page on screen asks by itself. */
function questionsOf(analysis: JudgedAnalysis, present: readonly Present[]): OpenQuestion[] {
  const asked = new Set(
    present.flatMap(({ row, said }) => (said.question === undefined ? [] : [row.source])),
  );
  const open: OpenQuestion[] = [];
  for (const fact of analysis.facts.all()) {
    if (fact.rule !== 'consent/category-unknown' || asked.has(fact.data.source)) continue;
    const { source, question } = fact.data;
    asked.add(source);
    open.push({ source, question, choices: choicesAt(fact.entries, source, analysis) });
  }
  return open;
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
