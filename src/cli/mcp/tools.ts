import { z } from 'zod';
import { diffSessions } from '../../diff/diff.ts';
import type { Language } from '../../language/languages.ts';
import { type NamedFinding, nameFindings } from '../../rules/finding-id.ts';
import { titleOf } from '../../rules/read-finding.ts';
import { reportSources } from '../../rules/report.ts';
import { rulePageOf } from '../../rules/rule-page.ts';
import { isAtLeast, SEVERITIES } from '../../rules/written/checked.ts';
import { type CallEntry, type Entry, KINDS } from '../../session/entry.ts';
import { mergeDataLayer } from '../../vendors/google/data-layer-model.ts';
import { explainRule } from '../explain.ts';
import { Failure } from '../failure.ts';
import { suppose } from '../suppose.ts';
import { pageOf } from './answer.ts';
import { lineOf, placeOfCall } from './entry-line.ts';
import type { Opened, SessionRef, Sessions } from './opened.ts';

/** What a tool takes, and what it does. What it answers is cut to size by who calls it. */
export interface Tool {
  input: z.ZodObject;
  /** It changes nothing, on the disk or elsewhere. */
  isReadOnly: boolean;
  run(given: never): Promise<unknown>;
}

/** The names of the tools; each has a text in every language. */
export type ToolName =
  | 'record'
  | 'check'
  | 'list_findings'
  | 'explain_finding'
  | 'explain_rule'
  | 'list_entries'
  | 'show_entry'
  | 'show_chain'
  | 'show_pair'
  | 'consent_at'
  | 'data_layer_at'
  | 'diff'
  | 'what_if';

/** Records an address. */
export type Recorder = (options: {
  url: string;
  out: string;
  steps: string | undefined;
  profile: string | undefined;
  browser: 'chromium' | 'firefox';
  idleMs: number;
  maxMs: number;
}) => Promise<{ entries: number; pages: number }>;

/** How many findings or entries an answer has, unless it is asked for others. */
const PAGE = 10;
const MOST = 50;
/** A recording that an agent asked for ends by then: nobody sits in front of it. */
const RECORD_MS = 120_000;
const IDLE_MS = 2_000;
/** Entries of a finding that are named; `explain_finding` has all. */
const NAMED_ENTRIES = 5;

/** The tools over the sessions of a folder. */
export function createTools(
  sessions: Sessions,
  language: Language,
  record: Recorder,
): Record<ToolName, Tool> {
  const { words } = language;
  const { argument: t } = words.mcp;
  const ref = {
    session: z.string().describe(t.session),
    profile: z.string().optional().describe(t.profile),
    server: z.array(z.string()).optional().describe(t.server),
  };
  const paging = {
    from: z.number().int().min(0).optional().describe(t.from),
    limit: z.number().int().min(1).max(MOST).default(PAGE).describe(t.limit),
  };
  const moment = {
    entry: z.string().optional().describe(t.entryMoment),
    at: z.union([z.string(), z.number()]).optional().describe(t.at),
  };
  const one = { ...ref, entry: z.string().describe(t.entry) };

  const findingsOf = ({ analysis }: Opened): NamedFinding[] =>
    nameFindings(analysis.findings(language), analysis.log);

  return {
    record: tool(
      {
        url: z.string().describe(t.url),
        out: z.string().default('session.jsonl').describe(t.out),
        steps: z.string().optional().describe(t.steps),
        profile: z.string().optional().describe(t.profile),
        browser: z.enum(['chromium', 'firefox']).default('chromium').describe(t.browser),
        idle_ms: z.number().int().min(0).max(RECORD_MS).default(IDLE_MS).describe(t.idle),
      },
      async ({ out, steps, profile, idle_ms: idleMs, ...rest }) => {
        const place = await sessions.placeOf(out);
        // A page's text may have talked an agent into another file of the project.
        if (!place.endsWith('.jsonl')) throw new Failure((_, { mcp }) => mcp.notSession(out));
        const files = { steps, profile };
        for (const [name, file] of Object.entries(files))
          if (file !== undefined) files[name as keyof typeof files] = await sessions.placeOf(file);
        const result = await record({ ...rest, ...files, out: place, idleMs, maxMs: RECORD_MS });
        return { session: out, ...result };
      },
      false,
    ),
    check: tool(ref, async (given) => {
      const opened = await sessions.open(given);
      const byRule = new Map<string, NamedFinding[]>();
      for (const finding of findingsOf(opened))
        byRule.set(finding.rule, [...(byRule.get(finding.rule) ?? []), finding]);
      const { entries } = opened;
      return {
        summary: opened.analysis.summary(),
        pages: entries.flatMap((entry) =>
          entry.kind === 'page' && entry.event === 'start' && entry.top !== false
            ? lineOf(entry, words)
            : [],
        ),
        rules: [...byRule]
          .map(([rule, found]) => ({
            rule,
            severity: gravest(found),
            title: found[0]?.title,
            findings: found.length,
          }))
          .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)),
      };
    }),
    list_findings: tool(
      {
        ...ref,
        ...paging,
        rule: z.string().optional().describe(t.rule),
        severity: z.enum(['error', 'warning', 'info']).default('info').describe(t.severity),
      },
      async ({ rule, severity, ...given }) => {
        const all = findingsOf(await sessions.open(given)).filter(
          (finding) =>
            isAtLeast(finding.severity, severity) && (rule === undefined || rule === finding.rule),
        );
        const sorted = SEVERITIES.flatMap((level) => all.filter((one) => one.severity === level));
        return pageOf(sorted, given, ({ id, rule, severity, title, message, entries }) => ({
          ...{ id, rule, severity, title, message },
          entries: entries.slice(0, NAMED_ENTRIES),
          ...(entries.length > NAMED_ENTRIES && { more: entries.length - NAMED_ENTRIES }),
        }));
      },
    ),
    explain_finding: tool({ ...ref, finding: z.string().describe(t.finding) }, async (given) => {
      const { analysis, ...opened } = await sessions.open(given);
      const all = findingsOf({ analysis, ...opened });
      const found = all.find(({ id }) => id === given.finding);
      if (!found) throw new Failure((_, { mcp }) => mcp.noFinding(given.finding));
      const { fix, code, ...rest } = found;
      const entries = found.entries.flatMap((id) => analysis.log.get(id) ?? []);
      const page = rulePageOf(found.rule, language);
      return {
        ...rest,
        entries: entries.map((entry) => lineOf(entry, words)),
        fix: {
          ...(fix !== undefined && { say: fix }),
          called: entries.flatMap((entry) => placeOfCall(entry, words) ?? []),
          ...(code !== undefined && { corrected: code }),
        },
        ...(page && { why: page.why, confirm: page.confirm, fixes: page.fixes }),
      };
    }),
    explain_rule: tool({ rule: z.string().describe(t.rule) }, async ({ rule }) =>
      explainRule(rule, language),
    ),
    list_entries: tool(
      {
        ...ref,
        ...paging,
        kind: z.enum(KINDS).optional().describe(t.kind),
        text: z.string().optional().describe(t.text),
      },
      async ({ kind, text, ...given }) => {
        const { analysis } = await sessions.open(given);
        const wanted = text?.toLowerCase();
        const found = analysis.log.entries.filter(
          (entry) =>
            (kind === undefined || entry.kind === kind) &&
            (wanted === undefined || JSON.stringify(entry).toLowerCase().includes(wanted)),
        );
        return pageOf(found, given, (entry) => lineOf(entry, words));
      },
    ),
    show_entry: tool(one, async (given) => {
      const { analysis, ...opened } = await sessions.open(given);
      const entry = entryOf(analysis.log, given.entry);
      const named = findingsOf({ analysis, ...opened }).filter(({ entries }) =>
        entries.includes(entry.id),
      );
      return {
        ...lineOf(entry, words),
        ...placeOfCall(entry, words),
        states: analysis.states.of(entry.id),
        findings: named.map(({ id, rule, severity, title }) => ({ id, rule, severity, title })),
        matches: analysis.matches.of(entry.id).map(({ verdict, name, expected, rule }) => ({
          ...{ verdict, name, expected, rule },
        })),
        raw: entry,
      };
    }),
    show_chain: tool(one, async (given) => {
      const { analysis } = await sessions.open(given);
      const { id } = entryOf(analysis.log, given.entry);
      const chain = analysis.chains.of(id) ?? { root: id, entries: [id], links: [] };
      return {
        root: chain.root,
        entries: chain.entries.flatMap((one) => {
          const entry = analysis.log.get(one);
          if (!entry) return [];
          const states = analysis.states.of(one).map(({ state, reason, pixelId }) => ({
            ...{ state, reason, pixelId },
          }));
          return { ...lineOf(entry, words), ...(states.length > 0 && { states }) };
        }),
        links: chain.links,
      };
    }),
    show_pair: tool(one, async (given) => {
      const { analysis } = await sessions.open(given);
      const { id } = entryOf(analysis.log, given.entry);
      const chain = analysis.chains.of(id)?.entries ?? [id];
      const pairs = new Set(
        [id, ...chain].flatMap((one) => analysis.pairs.of(one)).map((pair) => JSON.stringify(pair)),
      );
      return [...pairs].map((text) => {
        const pair = JSON.parse(text) as ReturnType<typeof analysis.pairs.all>[number];
        return {
          ...pair,
          why: pair.why.map((rule) => ({ rule, title: titleOf(rule, language) })),
        };
      });
    }),
    consent_at: tool({ ...ref, ...moment }, async (given) => {
      const { analysis } = await sessions.open(given);
      const entry = momentOf(analysis.log, given);
      const checks = analysis.consent.of(entry.id);
      return {
        entry: lineOf(entry, words),
        sources: reportSources(analysis.consent.at(entry.id), language),
        verdicts: checks.map(({ entry: call, hit, atCall, atHit, verdict }) => ({
          ...{ call, hit, atCall, atHit, verdict },
        })),
      };
    }),
    data_layer_at: tool(
      { ...ref, ...moment, layer: z.string().default('dataLayer').describe(t.layer) },
      async (given) => {
        const { analysis } = await sessions.open(given);
        const entry = momentOf(analysis.log, given);
        const { values, pushes, unmerged } = mergeDataLayer(
          pushesUpTo(analysis.log.entries, entry, given.layer),
        );
        return { entry: lineOf(entry, words), layer: given.layer, pushes, values, unmerged };
      },
    ),
    diff: tool(
      {
        before: z.string().describe(t.before),
        after: z.string().describe(t.after),
        profile: z.string().optional().describe(t.profile),
        ...paging,
      },
      async ({ before, after, profile, ...given }) => {
        const [a, b] = [
          await sessions.open({ session: before, profile }),
          await sessions.open({ session: after, profile }),
        ];
        const { summary, events } = diffSessions(a.analysis, b.analysis);
        return { summary, ...pageOf(events, given, (event) => event) };
      },
    ),
    what_if: tool(
      { ...ref, assume: z.array(z.string()).min(1).describe(t.assume) },
      async (given) => {
        const assume = given.assume.map(async (one) => {
          const [, file] = /^profile=(.+)$/s.exec(one) ?? [];
          return file === undefined ? one : `profile=${await sessions.placeOf(file)}`;
        });
        const opened = await sessions.open(given);
        const { findings, ...rest } = await suppose(opened, await Promise.all(assume), {
          language,
        });
        const name = ({ rule, severity, title, message, entries }: NamedFinding) => ({
          ...{ rule, severity, title, message, entries },
        });
        return {
          ...rest,
          findings: { came: findings.came.map(name), went: findings.went.map(name) },
        };
      },
    ),
  };
}

/** A tool whose input has types. */
function tool<S extends z.ZodRawShape>(
  shape: S,
  run: (given: z.infer<z.ZodObject<S>>) => Promise<unknown>,
  isReadOnly = true,
): Tool {
  return { input: z.object(shape), isReadOnly, run };
}

function gravest(findings: readonly NamedFinding[]): NamedFinding['severity'] {
  return SEVERITIES.find((level) => findings.some(({ severity }) => severity === level)) ?? 'info';
}

type Log = Opened['analysis']['log'];

function entryOf(log: Log, id: string): Entry {
  const entry = log.get(id);
  if (!entry) throw new Failure((_, { mcp }) => mcp.noEntry(id));
  return entry;
}

/** The entry that a moment is: the one that is named, or the last one up to a time. */
function momentOf(
  log: Log,
  { entry, at }: { entry?: string | undefined; at?: string | number | undefined } & SessionRef,
): Entry {
  if (entry !== undefined) return entryOf(log, entry);
  const time = typeof at === 'number' ? at : Date.parse(at ?? '');
  if (Number.isNaN(time)) throw new Failure((_, { mcp }) => mcp.noMoment);
  const found = log.entries.findLast((one) => one.at <= time && one.kind !== 'server');
  if (!found) throw new Failure((_, { mcp }) => mcp.noMoment);
  return found;
}

/** Pushes of a layer in an entry's document, in order, up to that entry and with it. */
function pushesUpTo(entries: readonly Entry[], entry: Entry, layer: string): CallEntry[] {
  const calls: CallEntry[] = [];
  for (const one of entries) {
    if (
      one.kind === 'call' &&
      one.source === 'dataLayer' &&
      one.method === 'push' &&
      (one.layer ?? 'dataLayer') === layer &&
      one.page === entry.page &&
      one.at <= entry.at
    )
      calls.push(one);
    if (one.id === entry.id) break;
  }
  return calls;
}
