import type {
  Ambiguity,
  Chain,
  ConsentCheck,
  ConsentTally,
  CopyCoverage,
  Match,
  Pair,
  ParameterMatch,
  PixelState,
  SourceState,
  Summary,
  Troubles,
} from '../analysis/verdicts.ts';
import { askConsent, sayConsent } from '../language/consent.ts';
import { ENGLISH, type Language } from '../language/languages.ts';
import { sayNotes } from '../language/match.ts';
import type { AnyNote } from '../language/notes.ts';
import { sizeOf } from '../session/entry.ts';
import type { JudgedAnalysis } from './create-analysis.ts';
import { type NamedFinding, nameFindings } from './finding-id.ts';

/** The version of the report that this build writes. */
const REPORT_VERSION = 2;

/** A parameter on its way, with its notes in words. */
export interface ReportedParameter extends Omit<ParameterMatch, 'notes'> {
  note?: string;
}

/** A source event held against the mapping rules, with its notes in words. */
export interface ReportedMatch extends Omit<Match, 'notes' | 'parameters'> {
  note?: string;
  parameters: ReportedParameter[];
}

/** What a consent source said, in words. */
export interface ReportedSource extends Omit<SourceState, 'said' | 'question' | 'isLeftOver'> {
  words: string;
  question?: string;
}

/** Whether an event for Meta had consent. */
export interface ReportedConsent extends Omit<ConsentCheck, 'sources'> {
  sources: Record<string, ReportedSource>;
}

/** How many source events a mapping rule was met by. */
export interface RuleCoverage {
  rule: string;
  /** 0: none in this session. */
  seen: number;
}

/** A document of the session, and what of it was not seen. */
export interface ReportedDocument {
  /** Its page entry. */
  entry: string;
  address: string;
  /** False: a frame. */
  top: boolean;
  /** Its calls and its consent tools were heard. */
  isHeard: boolean;
  /** Its requests were recorded: one that is not there was not made. */
  isWatched: boolean;
  /** Entries known to be lost. */
  lost: number;
  /** It ended without saying how much it had, so that its end may be missing. */
  isEndUnknown: boolean;
}

/**
 * The report of `event-loupe check --format json`; report.schema.json describes it.
 */
export interface Report {
  version: typeof REPORT_VERSION;
  /** What is personal was masked before the session was judged; absent: nothing was. */
  masked?: true;
  summary: Summary;
  /** Events that something is wrong with, by what it is. */
  troubles: Troubles;
  /** By time. */
  documents: ReportedDocument[];
  chains: Chain[];
  /** Hits that could be of several calls, and were left alone. */
  ambiguities: Ambiguity[];
  matches: ReportedMatch[];
  pairs: Pair[];
  consent: ReportedConsent[];
  /** What left under which consent, by pixel. */
  consentTally: ConsentTally[];
  /** Every pixel call that sends an event: one for each pixel that it is for, by time. */
  states: PixelState[];
  coverage: RuleCoverage[];
  /** How many copies carry what Meta deduplicates by. */
  keyCoverage: CopyCoverage[];
  findings: NamedFinding[];
}

/** Parts of a report that grow with the session, one item for each event and more. */
type LongPart = 'chains' | 'matches' | 'pairs' | 'consent' | 'states';

/** A report whose long parts are made item by item, each time that somebody goes through them. */
export type StreamedReport = Omit<Report, LongPart> & {
  readonly [Part in LongPart]: Iterable<Report[Part][number]>;
};

/**
 * The report of what an analysis has found so far.
 * @param isMasked the analysis was given masked entries
 */
export function createReport(
  analysis: JudgedAnalysis,
  language: Language = ENGLISH,
  isMasked = false,
): Report {
  return collectReport(streamReport(analysis, language, isMasked));
}

/** The same report, whole: it needs the analysis no more. */
export function collectReport(report: StreamedReport): Report {
  const { chains, matches, pairs, consent, states } = report;
  return {
    ...report,
    chains: [...chains],
    matches: [...matches],
    pairs: [...pairs],
    consent: [...consent],
    states: [...states],
  };
}

/** The report of what an analysis has found so far, as long as it is given nothing more. */
export function streamReport(
  analysis: JudgedAnalysis,
  language: Language = ENGLISH,
  isMasked = false,
): StreamedReport {
  return {
    version: REPORT_VERSION,
    ...(isMasked && { masked: true }),
    summary: analysis.summary(),
    troubles: analysis.troubles(),
    documents: documentsIn(analysis),
    chains: anew(analysis.chains.each),
    ambiguities: analysis.chains.ambiguities(),
    matches: anew(function* () {
      for (const match of analysis.matches.each()) yield reportMatch(match, language);
    }),
    pairs: anew(analysis.pairs.each),
    consent: anew(function* () {
      for (const check of analysis.consent.each()) yield reportConsent(check, language);
    }),
    consentTally: analysis.consent.tally(),
    states: anew(() => statesIn(analysis)),
    coverage: coverageIn(analysis),
    keyCoverage: analysis.pairs.coverage(),
    findings: nameFindings(analysis.findings(language), analysis.log),
  };
}

/** What is made anew whenever somebody goes through it. */
function anew<T>(make: () => Iterable<T>): Iterable<T> {
  return { [Symbol.iterator]: () => make()[Symbol.iterator]() };
}

/** How often each mapping rule was met. */
export function coverageIn({ matches }: JudgedAnalysis): RuleCoverage[] {
  return matches.coverage().map(({ rule, entries }) => ({ rule, seen: entries.length }));
}

/** Documents by time, and what of each was not seen. One of which only gaps tell is none. */
export function documentsIn({ log }: JudgedAnalysis): ReportedDocument[] {
  const documents = new Map<string, ReportedDocument>();
  for (const entry of log.entries) {
    if (entry.kind !== 'page' || entry.event !== 'start') continue;
    documents.set(entry.page, {
      entry: entry.id,
      address: entry.url,
      top: entry.top !== false,
      isHeard: entry.seen !== 'requests',
      isWatched: entry.tabId !== undefined,
      lost: 0,
      isEndUnknown: false,
    });
  }
  for (const entry of log.entries) {
    const document = entry.kind === 'gap' ? documents.get(entry.page) : undefined;
    if (entry.kind !== 'gap' || document === undefined) continue;
    document.lost += sizeOf(entry);
    document.isEndUnknown ||= entry.to === undefined;
  }
  return [...documents.values()];
}

function* statesIn({ log, states }: JudgedAnalysis): Iterable<PixelState> {
  for (const { id, kind } of log.entries) if (kind === 'call') yield* states.of(id);
}

function reportMatch({ parameters, ...match }: Match, language: Language): ReportedMatch {
  return {
    ...withWords(match, language),
    parameters: parameters.map((parameter) => withWords(parameter, language)),
  };
}

/** Notes as one text. */
function withWords<T extends { notes?: AnyNote[] }>(
  given: T,
  { words }: Language,
): Omit<T, 'notes'> & { note?: string } {
  if (given.notes === undefined) return given;
  const { notes, ...rest } = given;
  return { ...rest, note: sayNotes(notes, words) };
}

function reportConsent(check: ConsentCheck, language: Language): ReportedConsent {
  return { ...check, sources: reportSources(check.sources, language) };
}

/** What consent sources said, in words. */
export function reportSources(
  sources: Readonly<Record<string, SourceState>>,
  { words }: Language,
): Record<string, ReportedSource> {
  return Object.fromEntries(
    Object.entries(sources).map(
      ([source, { said, question, isLeftOver: _, ...state }]): [string, ReportedSource] => [
        source,
        {
          ...state,
          words: sayConsent(said, words),
          ...(question === undefined ? {} : { question: askConsent(question, words) }),
        },
      ],
    ),
  );
}
