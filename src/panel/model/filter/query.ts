import type { Analysis, Severity } from '../../../analysis/analysis.ts';
import { isUnsent } from '../../../analysis/verdicts.ts';
import type { Words } from '../../../language/words.ts';
import { isEndless } from '../../../session/endless-pattern.ts';
import type { Entry, Outcome } from '../../../session/entry.ts';
import { nearestOf } from '../../../session/nearest.ts';
import { describeCall } from '../../../vendors/call-summary.ts';
import { facetOf } from '../../text/describe-entry.ts';
import { outlineOf } from '../../text/event-outline.ts';
import { hasUnreadableBody, marksOf, vendorLabel } from '../../text/hit-words.ts';
import { initiatorOf } from '../../text/initiator.ts';
import { t } from '../../text/language.ts';
import type { Verdicts } from '../../text/verdict-chips.ts';
import type { Remark } from '../remark/remark.ts';
import { eventIdsOf, eventNamesOf, pixelIdsOf } from './event-fields.ts';
import { LETTERS_PER_SLIP, splitWords, type Word } from './split-words.ts';
import { parseSpan } from './time-span.ts';

/** What a filter may ask about an entry besides the entry itself. */
export interface QueryContext {
  searchText(entry: Entry): string;
  /** The same in lower case. */
  lowerText(entry: Entry): string;
  /** Address of the document that the entry belongs to, '' where it is not known. */
  pageUrl(entry: Entry): string;
  isInFrame(entry: Entry): boolean;
  isInChain(entry: Entry): boolean;
  /** Whether a finding names the entry: one of this level, or any. */
  hasFinding(entry: Entry, level?: Severity): boolean;
  /** Ids of the rules that found something about the entry. */
  rulesOf(entry: Entry): readonly string[];
  /** When the session began, from which `time:` counts. */
  startAt(): number;
  /** What a person added to it. */
  remarkOf(entry: Entry): Remark | undefined;
  verdicts: Verdicts & Pick<Analysis, 'pairs' | 'consent'>;
}

/** One condition of a query. */
interface Term {
  negated: boolean;
  /** Gaps pass conditions on content: what is lost could have met them. */
  onContent: boolean;
  test(entry: Entry, context: QueryContext): boolean;
}

/** A parsed search. An entry passes when every term holds. */
export interface Query {
  readonly terms: readonly Term[];
  /** The answer for one entry can change as others come: chains, findings, states and verdicts. */
  readonly dependsOnAnalysis: boolean;
  /** What was asked for, by which two queries are compared. */
  readonly words: readonly Word[];
}

export type ParsedQuery = { ok: true; query: Query } | { ok: false; error: string };

/** A query that everything passes. */
export const EMPTY_QUERY: Query = { terms: [], dependsOnAnalysis: false, words: [] };

/** The keys that a search understands, each with an example. */
export const QUERY_KEYS = [
  { key: 'source', example: 'source:fbq,cact' },
  { key: 'name', example: 'name:Purch' },
  { key: 'event', example: 'event:Purchase' },
  { key: 'pixel', example: 'pixel:1234' },
  { key: 'id', example: 'id:lj-77f1' },
  { key: 'value', example: 'value:>10' },
  { key: 'currency', example: 'currency:EUR' },
  { key: 'time', example: 'time:2-3.5' },
  { key: 'vendor', example: 'vendor:meta' },
  { key: 'status', example: 'status:500' },
  { key: 'verdict', example: 'verdict:browser-only' },
  { key: 'rule', example: 'rule:dedup/no-event-id' },
  { key: 'method', example: 'method:track' },
  { key: 'page', example: 'page:/checkout' },
  { key: 'layer', example: 'layer:dataLayer2' },
  { key: 'via', example: 'via:fbq.push' },
  { key: 'initiator', example: 'initiator:gtm.js' },
  { key: 'kind', example: 'kind:call' },
  { key: 'note', example: 'note:ask' },
  { key: 'highlight', example: 'highlight:yellow' },
  { key: 'is', example: 'is:unsent' },
] as const satisfies readonly { key: keyof Words['filter']['key']; example: string }[];

type Test = (entry: Entry, context: QueryContext) => boolean;

const hasOutcome =
  (outcome: Outcome): Test =>
  (entry) =>
    entry.kind === 'hit' && entry.outcome === outcome;

const hasState =
  (state: string): Test =>
  (entry, { verdicts }) =>
    entry.kind === 'call' && verdicts.states.of(entry.id).some((each) => each.state === state);

/** What the strip counts as unsent: so it is for one pixel at least. */
const isUnsentCall: Test = (entry, { verdicts }) =>
  entry.kind === 'call' && verdicts.states.of(entry.id).some(isUnsent);

/** What LoyJoy's chat tells of itself on every page. */
const CHAT_LIFECYCLE: ReadonlySet<string> = new Set(['load', 'show', 'hide', 'open', 'close']);

/** What comes with every page and is no event of the site: GTM's own pushes, the chat's window, the SDK's scripts. */
function isLifecycle(entry: Entry): boolean {
  if (entry.kind === 'hit') return entry.role !== undefined;
  if (entry.kind !== 'call') return false;
  const { name = '' } = describeCall(entry);
  if (entry.source === 'loyjoy') return CHAT_LIFECYCLE.has(name);
  return entry.source === 'dataLayer' && name.startsWith('gtm.');
}

/** The words that `is:` understands. */
export const isWords = (): string[] => Object.keys(IS);

const IS: Readonly<Record<string, Test>> = {
  called: hasState('called'),
  held: hasState('held'),
  sent: hasState('sent'),
  unsent: isUnsentCall,
  'broken-pair': (entry, { verdicts }) => verdicts.pairs.isUnpaired(entry.id),
  'without-consent': (entry, { verdicts }) => verdicts.consent.isMissing(entry.id),
  pending: hasOutcome('pending'),
  blocked: hasOutcome('blocked'),
  failed: hasOutcome('failed'),
  cancelled: hasOutcome('cancelled'),
  redirected: hasOutcome('redirected'),
  marked: (entry) => entry.kind === 'hit' && marksOf(entry).length > 0,
  unreadable: (entry) => entry.kind === 'hit' && hasUnreadableBody(entry),
  threw: (entry) => entry.kind === 'call' && entry.threw === true,
  cut: (entry) => entry.kind === 'call' && (entry.cut?.length ?? 0) > 0,
  queued: (entry) => entry.kind === 'call' && entry.phase === 'queued',
  nested: (entry) => entry.kind === 'call' && entry.cause !== undefined,
  frame: (entry, context) => context.isInFrame(entry),
  chain: (entry, context) => context.isInChain(entry),
  finding: (entry, context) => context.hasFinding(entry),
  error: (entry, context) => context.hasFinding(entry, 'error'),
  warning: (entry, context) => context.hasFinding(entry, 'warning'),
  lost: (entry) => entry.kind === 'gap',
  lifecycle: isLifecycle,
  noted: (entry, context) => context.remarkOf(entry)?.note !== undefined,
  highlighted: (entry, context) => context.remarkOf(entry)?.highlight !== undefined,
  pinned: (entry, context) => context.remarkOf(entry)?.pinned !== undefined,
};

/** What a word was called before: filters that were saved with it stay as they are. */
const FORMER_WORDS: Readonly<Record<string, string>> = { unpaired: 'broken-pair' };

/** The word of today that was asked for. */
function currentWord(text: string): string {
  const word = text.toLowerCase();
  return Object.hasOwn(FORMER_WORDS, word) ? (FORMER_WORDS[word] as string) : word;
}

/** Words whose answer for an entry may become another: of the analysis, and of what a person adds. */
const FROM_ANALYSIS = new Set([
  'called',
  'held',
  'sent',
  'unsent',
  'broken-pair',
  'without-consent',
  'chain',
  'finding',
  'error',
  'warning',
  'noted',
  'highlighted',
  'pinned',
]);
const KEYS_FROM_ANALYSIS = new Set([
  'pixel',
  'verdict',
  'rule',
  'note',
  'highlight',
  // An earlier one may come: an event that a server sent.
  'time',
]);

/**
 * Parses what stands in the search field: words that must all be met, `"quoted text"`,
 * `/regular expression/flags`, `key:value`, and `-` before any of them for the opposite.
 * Words without a known key are plain text, so that an address or `value:1` can be searched for.
 */
export function parseQuery(text: string): ParsedQuery {
  const terms: Term[] = [];
  let dependsOnAnalysis = false;
  const words = [...splitWords(text)];
  for (const word of words) {
    const term = createTerm(word);
    if (typeof term === 'string') return { ok: false, error: term };
    if (dependsOn(word)) dependsOnAnalysis = true;
    terms.push(term);
  }
  return { ok: true, query: { terms, dependsOnAnalysis, words } };
}

/** Whether each entry that passes this query passes the one before too, as where a word was typed on. */
export function isNarrower(query: Query, before: Query): boolean {
  if (query.dependsOnAnalysis || before.dependsOnAnalysis) return false;
  return before.words.every((word) => query.words.some((own) => implies(own, word)));
}

function implies(word: Word, other: Word): boolean {
  if (word.key !== other.key || word.flags !== other.flags || word.negated !== other.negated)
    return false;
  const isFound = word.key === undefined && word.flags === undefined && !word.negated;
  return isFound
    ? word.text.toLowerCase().includes(other.text.toLowerCase())
    : word.text === other.text;
}

function dependsOn({ key, text }: Word): boolean {
  if (key === 'is') return FROM_ANALYSIS.has(currentWord(text));
  return key !== undefined && KEYS_FROM_ANALYSIS.has(key);
}

/** Whether an entry passes every term. */
export function meetsQuery(query: Query, entry: Entry, context: QueryContext): boolean {
  for (const term of query.terms) {
    if (term.onContent && entry.kind === 'gap') continue;
    if (term.test(entry, context) === term.negated) return false;
  }
  return true;
}

function createTerm(word: Word): Term | string {
  const { negated, key } = word;
  if (key === 'is') {
    const current = currentWord(word.text);
    const test = Object.hasOwn(IS, current) ? IS[current] : undefined;
    if (!test) return t().filter.unknownIs(word.text, Object.keys(IS));
    return { negated, onContent: false, test };
  }
  const test = createTextTest(word);
  if (typeof test === 'string') return test;
  const isPlain = word.flags === undefined;
  const plain = word.text.toLowerCase();
  switch (key) {
    case undefined:
      return {
        negated,
        onContent: true,
        test: (entry, context) =>
          isPlain ? context.lowerText(entry).includes(plain) : test(context.searchText(entry)),
      };
    case 'source': {
      const starts = plain.split(',').filter((start) => start !== '');
      return {
        negated,
        onContent: true,
        test: (entry) => {
          const facet = facetOf(entry);
          return isPlain
            ? starts.some((start) => facet.toLowerCase().startsWith(start))
            : test(facet);
        },
      };
    }
    case 'kind': {
      const wanted = plain.split(',');
      return { negated, onContent: false, test: (entry) => wanted.includes(entry.kind) };
    }
    case 'event':
      return {
        negated,
        onContent: true,
        test: (entry) =>
          // Case counts: Meta takes `purchase` for an event of the site's own.
          eventNamesOf(entry).some((name) => (isPlain ? name === word.text : test(name))),
      };
    case 'value':
      return numberTerm(word, test);
    case 'time': {
      const span = parseSpan(word.text);
      if (span === undefined) return t().filter.noTime(word.text);
      return {
        negated,
        onContent: false,
        test: ({ at }, { startAt }) => {
          const seconds = (at - startAt()) / 1_000;
          return seconds >= span.from && seconds <= span.to;
        },
      };
    }
    case 'currency':
      return {
        negated,
        onContent: true,
        test: (entry) => {
          const { currency } = outlineOf(entry);
          return (
            currency !== undefined && (isPlain ? currency.toLowerCase() === plain : test(currency))
          );
        },
      };
    case 'status': {
      // `5`, `5xx` and `500` are typed one after the other.
      let end = plain.length;
      while (plain[end - 1] === 'x') end -= 1;
      const start = plain.slice(0, end);
      if (isPlain && !/^\d{0,3}$/.test(start)) return t().filter.noStatus(word.text);
      return {
        negated,
        onContent: true,
        test: (entry) => {
          if (entry.kind !== 'hit' || entry.status === undefined) return false;
          const status = String(entry.status);
          return isPlain ? status.startsWith(start) : test(status);
        },
      };
    }
    case 'pixel':
      return {
        negated,
        onContent: true,
        test: (entry, { verdicts }) =>
          pixelIdsOf(entry).some(test) ||
          (entry.kind === 'call' &&
            verdicts.states
              .of(entry.id)
              .some(({ pixelId }) => pixelId !== undefined && test(pixelId))),
      };
    case 'verdict':
      return {
        negated,
        onContent: true,
        test: (entry, { verdicts }) =>
          verdictsOf(entry, verdicts).some((verdict) =>
            isPlain ? verdict === plain : test(verdict),
          ),
      };
    case 'rule':
      return {
        negated,
        onContent: false,
        test: (entry, context) => context.rulesOf(entry).some(test),
      };
    case 'page':
      return { negated, onContent: true, test: (entry, context) => test(context.pageUrl(entry)) };
    case 'note':
    case 'highlight':
      return {
        negated,
        onContent: false,
        test: (entry, context) => test(context.remarkOf(entry)?.[key] ?? ''),
      };
    default:
      return {
        negated,
        onContent: true,
        test: (entry) => fieldsOf(entry, key).some((field) => test(field)),
      };
  }
}

const COMPARISON = /^(>=|<=|>|<|=)?(.*)$/s;

/** `value:>10`, `value:<=5`, `value:34.3`; a text that is no number is looked for in the value's text. */
function numberTerm(word: Word, test: (text: string) => boolean): Term | string {
  const { negated } = word;
  const [, sign = '', rest = ''] = COMPARISON.exec(word.text) ?? [];
  // As rows show it in German; a value that was sent so is no number, and found by its text.
  const wanted = Number(rest.replace(/^(-?\d+),(\d+)$/, '$1.$2'));
  const isNumber = rest !== '' && Number.isFinite(wanted) && word.flags === undefined;
  if (sign !== '' && rest !== '' && !isNumber) return t().filter.noNumber(word.text);
  return {
    negated,
    onContent: true,
    test: (entry) => {
      const { value } = outlineOf(entry);
      if (value === undefined) return false;
      // `value:>` while it is being typed narrows to what has a value.
      if (!isNumber) return sign !== '' || test(value);
      const given = value === '' ? Number.NaN : Number(value);
      switch (sign) {
        case '>':
          return given > wanted;
        case '>=':
          return given >= wanted;
        case '<':
          return given < wanted;
        case '<=':
          return given <= wanted;
        default:
          return given === wanted || value === rest;
      }
    },
  };
}

/**
 * The first word of a search that looks like a key and is none, with the key that was probably
 * meant: it is looked for as text, which is to be told.
 */
export function unknownKeyIn(
  text: string,
): { given: string; meant: string | undefined } | undefined {
  for (const { key, text: word, flags } of splitWords(text)) {
    if (key !== undefined || flags !== undefined) continue;
    const given = /^([a-z]{2,12}):(?!\/\/)\S/i.exec(word)?.[1];
    if (given === undefined || /^(value|currency|time)$/i.test(given)) continue;
    const keys = QUERY_KEYS.map(({ key: known }) => known);
    return { given, meant: nearestOf(given.toLowerCase(), keys, LETTERS_PER_SLIP) };
  }
  return undefined;
}

/** Every verdict word that is said of an entry. */
function verdictsOf({ id, kind }: Entry, verdicts: Verdicts): string[] {
  return [
    ...(kind === 'call' ? verdicts.states.of(id).map(({ state }) => state) : []),
    ...verdicts.matches.of(id).map(({ verdict }) => verdict),
    ...verdicts.pairs.of(id).map(({ verdict }) => verdict),
    ...verdicts.consent.of(id).map(({ verdict }) => verdict),
  ];
}

/** A test of a text; plain words are compared without regard to case. A string is an error. */
function createTextTest(word: Word): ((text: string) => boolean) | string {
  if (word.flags === undefined) {
    const wanted = word.text.toLowerCase();
    return (text) => text.toLowerCase().includes(wanted);
  }
  try {
    // g and y would make the answer depend on the search before.
    const pattern = new RegExp(word.text, word.flags.replace(/[gy]/g, ''));
    return isEndless(pattern) ? t().filter.endless : (text) => pattern.test(text);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function fieldsOf(entry: Entry, key: string): string[] {
  switch (key) {
    case 'name':
      return eventNamesOf(entry);
    case 'id':
      return eventIdsOf(entry);
    case 'vendor':
      return entry.kind === 'hit' ? [entry.vendor, vendorLabel(entry.vendor)] : [];
    case 'method':
      if (entry.kind === 'call') return [entry.method, describeCall(entry).command];
      return entry.kind === 'hit' ? [entry.method] : [];
    case 'layer':
      return entry.kind === 'call' && entry.source === 'dataLayer'
        ? [entry.layer ?? 'dataLayer']
        : [];
    case 'via':
      return entry.kind === 'call' ? present(entry.via) : [];
    case 'initiator':
      return present(initiatorOf(entry)?.label);
    default:
      return [];
  }
}

function present(value: unknown): string[] {
  return typeof value === 'string' ? [value] : [];
}
