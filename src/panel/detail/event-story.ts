import { formatCallCode } from '../../language/call-code.ts';
import type { JudgedAnalysis } from '../../rules/create-analysis.ts';
import { type Finding, titleOf } from '../../rules/read-finding.ts';
import type { Story, StoryLine, StoryPart } from '../../rules/written/story.ts';
import type { Entry, PageEntry } from '../../session/entry.ts';
import { comparedOf, copiesOfPair, linesOf } from '../model/deduplication/pair-copies.ts';
import type { Block } from '../model/findings/group-facts.ts';
import { shareText } from '../model/findings/share-text.ts';
import { answerLabel, answersOf, isEvent, QUESTIONS } from '../text/answers.ts';
import { entryTitle, evidenceWords } from '../text/chain-words.ts';
import { roleOf, saidWords, sourceLabel, verdictLabel } from '../text/consent-words.ts';
import { describeEntry, formatCount } from '../text/describe-entry.ts';
import { outlineOf, valueWords } from '../text/event-outline.ts';
import { formatDateTime } from '../text/format-time.ts';
import { language, t } from '../text/language.ts';
import { pairLabel } from '../text/pair-words.ts';
import { chainEnds, serverCopies } from './chain-ends.ts';
import { chainSteps, linksTo } from './chain-order.ts';
import { groupParameters } from './parameter-groups.ts';

/** Steps of a chain that are told: longer ones are bursts, not a story. */
const STEPS = 50;
/** UTF-16 units of one value. */
const UNITS = 400;

/**
 * What is to be told of one entry: the answers, what is wrong, its chain, consent at that moment, its
 * copies side by side, what it carried, and the entries themselves. Undefined where there is none.
 * @param toldRule what this rule found is told already
 */
export function eventStory(
  id: string,
  analysis: JudgedAnalysis,
  toldRule?: string,
): Story | undefined {
  const { get } = analysis.log;
  const entry = get(id);
  if (entry === undefined) return undefined;
  const words = t();
  const page = pageOf(entry, analysis);
  const parts = [
    ...(entry.note === undefined
      ? []
      : [{ title: words.remarks.note, lines: [{ text: entry.note }] }]),
    answersPart(entry, analysis),
    ...analysis
      .findingsOf(id, language.value)
      .filter(({ rule }) => rule !== toldRule)
      .map(findingPart),
    chainPart(entry, analysis),
    consentPart(entry, analysis),
    pairPart(entry, analysis),
    ...payloadParts(entry),
    entriesPart(entry, analysis),
  ].filter((part) => part !== undefined);
  return {
    title: entryTitle(entry),
    about: `${formatDateTime(entry.at)} · ${page?.url ?? words.ui.notKnown} · ${words.story.masked}`,
    parts,
  };
}

/**
 * What is to be told of findings of one rule: each, and the events that the first ones are about.
 * @param left how many more there are
 */
export function findingStories(
  title: string,
  blocks: readonly Block[],
  left: number,
  analysis: JudgedAnalysis,
): Story[] {
  const rule = blocks[0]?.fact.rule;
  const about = [...new Set(blocks.flatMap(({ entries }) => entries.slice(0, 1)))];
  return [
    { title, about: t().story.masked, parts: groupParts(blocks, left, analysis) },
    ...about.flatMap((id) => eventStory(id, analysis, rule) ?? []),
  ];
}

function pageOf(entry: Entry, { log }: JudgedAnalysis): PageEntry | undefined {
  if (entry.kind === 'page') return entry;
  return log.entries.find(
    (one): one is PageEntry =>
      one.kind === 'page' && one.event === 'start' && one.page === entry.page,
  );
}

function answersPart(entry: Entry, analysis: JudgedAnalysis): StoryPart | undefined {
  if (!isEvent(entry)) return undefined;
  const words = t();
  const outline = outlineOf(entry);
  const value = valueWords(outline);
  const answers = answersOf(entry, analysis, analysis.log.get);
  const { head } = words.detail;
  return {
    title: words.answers.title,
    lines: [
      ...(value === undefined ? [] : [{ text: `${head.value}: ${value}` }]),
      ...(outline.items === undefined
        ? []
        : [{ text: `${head.contents}: ${words.entry.items(outline.items)}` }]),
      ...(outline.eventId === undefined
        ? []
        : [{ text: `${head.eventId}: ${outline.eventId.slice(0, UNITS)}` }]),
      ...QUESTIONS.flatMap((question) => {
        const answer = answers[question];
        return answer === undefined
          ? []
          : [{ text: `${words.answers.question[question]}: ${answerLabel(answer)}` }];
      }),
    ],
  };
}

/** What is wrong, its fix with the corrected line, and where to read about it. */
function findingPart({ severity, title, message, links, rule, ...finding }: Finding): StoryPart {
  return {
    title: `${t().severity[severity]}: ${title} (${rule})`,
    lines: [{ text: message }, ...fixLines(finding), ...linkLines(links)],
    ...(finding.code !== undefined && { code: finding.code }),
  };
}

/** Findings of one rule: what all of them say once, then what each says alone, under its entry. */
function groupParts(blocks: readonly Block[], left: number, analysis: JudgedAnalysis): StoryPart[] {
  const [first] = blocks;
  if (first === undefined) return [];
  const { lead, own, rest, isFixShared } = shareText(blocks);
  const more = left > 0 ? [{ text: t().story.more(left) }] : [];
  if (blocks.length === 1) {
    const part = findingPart(first.finding);
    return [{ ...part, lines: [...(part.lines ?? []), ...alikeLines(first, analysis), ...more] }];
  }
  const { severity, title, rule, links } = first.finding;
  return [
    {
      title: `${t().severity[severity]}: ${title} (${rule})`,
      lines: [
        ...[lead, rest].filter((text) => text !== '').map((text) => ({ text })),
        ...(isFixShared ? fixLines(first.finding) : []),
        ...linkLines(links),
        ...more,
      ],
    },
    ...blocks.map((block, i) => {
      const { finding } = block;
      const text = own[i] ?? '';
      return {
        title: timedTitle(block.entries[0], analysis) ?? title,
        lines: [
          ...(text === '' ? [] : [{ text }]),
          ...alikeLines(block, analysis),
          ...(isFixShared ? [] : fixLines(finding)),
        ],
        ...(finding.code !== undefined && { code: finding.code }),
      };
    }),
  ];
}

/** The other entries of which the same is said. */
function alikeLines({ finding, entries }: Block, analysis: JudgedAnalysis): StoryLine[] {
  return entries
    .slice(finding.entries.length)
    .flatMap((id) => timedTitle(id, analysis) ?? [])
    .map((text) => ({ text }));
}

function timedTitle(id: string | undefined, { log }: JudgedAnalysis): string | undefined {
  const entry = id === undefined ? undefined : log.get(id);
  return entry && `${entryTitle(entry)} · ${formatDateTime(entry.at)}`;
}

function fixLines({ fix, code }: Pick<Finding, 'fix' | 'code'>): StoryLine[] {
  // The corrected line is the end of the fix.
  const how = code === undefined ? fix : fix?.slice(0, -code.length).trim();
  return how === undefined || how === '' ? [] : [{ text: `${t().findings.fix}: ${how}` }];
}

function linkLines(links: Finding['links']): StoryLine[] {
  return links.map(({ title, url }) => ({ text: title, url }));
}

function chainPart(entry: Entry, analysis: JudgedAnalysis): StoryPart | undefined {
  const lines = chainLines(entry, analysis);
  return lines.length === 0 ? undefined : { title: t().detail.chain.title, lines };
}

/** The steps of an entry's chain, the server's copies and where it ends. */
function chainLines(entry: Entry, analysis: JudgedAnalysis): StoryLine[] {
  const { get } = analysis.log;
  const chain = analysis.chains.of(entry.id);
  const ids = chain?.entries ?? [entry.id];
  const copies = serverCopies(ids, analysis);
  const ends = chainEnds(ids, analysis, get);
  if (chain === undefined && copies.length + ends.length === 0) return [];
  const links = linksTo(chain);
  const steps = chain ? chainSteps(chain, get) : [{ id: entry.id, level: 0 }];
  return [
    ...steps.slice(0, STEPS).flatMap(({ id, level }) => {
      const step = get(id);
      if (step === undefined) return [];
      const why = (links.get(id) ?? [])
        .slice(0, 1)
        .map(({ from, evidence }) => evidenceWords(evidence, get(from), step));
      const { summary } = describeEntry(step, UNITS);
      return [{ text: [entryTitle(step), summary, ...why].filter(Boolean).join(' · '), level }];
    }),
    ...copies.map(({ pair, id }) => {
      const copy = get(id);
      return {
        text: `${copy ? entryTitle(copy) : ''} · ${t().detail.chain.serverCopy(pairLabel(pair.verdict))}`,
      };
    }),
    ...ends.map(({ text }) => ({ text })),
  ];
}

/** Chains and rows of the ledger that are told of a session; of the others the number. */
const CHAINS = 200;
const ROWS = 1_000;

/**
 * What a report of a whole session has beside its findings: the chains, the ledger, and the recording
 * itself, folded away.
 * @param recording the session file's text; undefined where it is too long for a page
 */
export function sessionStory(analysis: JudgedAnalysis, recording: string | undefined): Story {
  const words = t();
  const pairs = analysis.pairs.all();
  const chains = analysis.chains.all();
  const { column } = words.deduplication;
  const rest = (all: number, shown: number) =>
    all > shown ? [{ text: words.story.more(all - shown) }] : [];
  return {
    title: words.story.whole,
    about: words.story.masked,
    parts: [
      {
        title: `${words.story.chains}: ${formatCount(chains.length)}`,
        lines: [
          ...chains.slice(0, CHAINS).flatMap(({ entries: [first] }) => {
            const root = first === undefined ? undefined : analysis.log.get(first);
            if (root === undefined) return [];
            const time = formatDateTime(root.at);
            return chainLines(root, analysis).map(({ text, level = 0 }, n) => ({
              text: n === 0 ? `${time} · ${text}` : text,
              level: n === 0 ? 0 : level + 1,
            }));
          }),
          ...rest(chains.length, CHAINS),
        ],
        isAppendix: true,
      },
      {
        title: `${words.deduplication.ledger}: ${formatCount(pairs.length)}`,
        rows: [
          [
            ...[column.pixel, column.event, column.id, column.browser, column.server],
            ...[column.verdict, column.why],
          ],
          ...pairs
            .slice(0, ROWS)
            .map(({ pixelId, eventName, eventId, browser, server, verdict, why }) => [
              pixelId,
              eventName,
              eventId.slice(0, UNITS),
              formatCount(browser.length),
              formatCount(server.length),
              pairLabel(verdict),
              why.map((reason) => titleOf(reason, language.value)).join(', '),
            ]),
          ...rest(pairs.length, ROWS).map(({ text }) => [text]),
        ],
        isAppendix: true,
      },
      {
        title: words.story.recording,
        ...(recording === undefined
          ? { lines: [{ text: words.story.tooLong }] }
          : { code: recording }),
        isAppendix: true,
      },
    ],
  };
}

function consentPart(entry: Entry, analysis: JudgedAnalysis): StoryPart | undefined {
  const { consent, profile } = analysis;
  const words = t().consentView;
  const checks = consent.of(entry.id);
  const sources = Object.entries(checks[0]?.sources ?? consent.at(entry.id));
  if (checks.length + sources.length === 0) return undefined;
  return {
    title: words.moment,
    lines: [
      ...checks.map(({ verdict, atCall, atHit }) => ({
        text: [
          `${verdictLabel(verdict)}: ${atHit === undefined ? words.noHit : words.meaning[verdict]}`,
          `${words.atCall} ${verdictLabel(atCall)}`,
          ...(atHit === undefined ? [] : [`${words.atHit} ${verdictLabel(atHit)}`]),
        ].join(' · '),
      })),
      ...sources.map(([source, said]) => ({
        text: [
          `${sourceLabel(source)}: ${verdictLabel(said.state)}`,
          saidWords(said),
          ...(said.counts ? [] : [roleOf(source, said, profile)]),
        ].join(' · '),
        level: 1,
      })),
    ],
  };
}

function pairPart(entry: Entry, analysis: JudgedAnalysis): StoryPart | undefined {
  const [pair] = analysis.pairs.of(entry.id);
  if (pair === undefined) return undefined;
  const words = t().deduplication;
  const [first, second] = comparedOf(copiesOfPair(pair, analysis.log.get));
  const title = `${t().detail.pair.title}: ${pairLabel(pair.verdict)}`;
  if (first === undefined || second === undefined) return { title };
  const shown = (text: string | undefined) => text?.slice(0, UNITS) ?? '';
  return {
    title,
    rows: [
      [words.parameter, words.side[first.side], words.side[second.side]],
      ...linesOf(first, second, analysis.profile).map((line) => [
        line.name,
        shown(line.first),
        shown(line.second),
      ]),
    ],
  };
}

function payloadParts(entry: Entry): StoryPart[] {
  const words = t().detail;
  if (entry.kind === 'call') return [{ title: words.arguments, code: formatCallCode(entry, t()) }];
  if (entry.kind !== 'hit') return [];
  return entry.events.slice(0, 10).flatMap(({ parameters }) =>
    groupParameters(entry.vendor, parameters).map((section) => ({
      title: section.title,
      rows: [
        [words.parameters.parameter, words.parameters.value],
        ...section.parameters.map(({ label, name, value }) => [
          label === name ? name : `${label} (${name})`,
          value.slice(0, UNITS),
        ]),
      ],
    })),
  );
}

/** The lines of a session file that this is made of. */
function entriesPart(entry: Entry, analysis: JudgedAnalysis): StoryPart {
  const ids = analysis.chains.of(entry.id)?.entries.slice(0, STEPS) ?? [entry.id];
  const copies = serverCopies(ids, analysis).map(({ id }) => id);
  const said = Object.values(analysis.consent.at(entry.id)).flatMap(({ entry: id }) => id ?? []);
  const all = [...new Set([...ids, ...copies, ...said])].flatMap(
    (id) => analysis.log.get(id) ?? [],
  );
  return {
    title: t().story.entries,
    code: all
      .sort((a, b) => a.at - b.at)
      .map((one) => JSON.stringify(one))
      .join('\n'),
    isAppendix: true,
  };
}
