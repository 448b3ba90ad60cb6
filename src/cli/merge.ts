import type { ConsentTally, CopyCoverage, Summary, Troubles } from '../analysis/analysis.ts';
import type { FactData } from '../analysis/facts/fact-data.ts';
import { CONSENT_VERDICTS } from '../analysis/verdicts.ts';
import type { Language } from '../language/languages.ts';
import { type NamedFinding, pagesOf } from '../rules/finding-id.ts';
import type { Report, RuleCoverage, StreamedReport } from '../rules/report.ts';
import type { Checked } from '../rules/written/checked.ts';
import type { Entry } from '../session/entry.ts';

/**
 * The sessions of one suite as one: what one of them did counts for all, and a fault that several
 * show is told once, with its pages.
 */
export function mergeSessions(checked: readonly Checked[], language: Language): Checked {
  const entries = mergeEntries(checked.map((one) => one.entries));
  const findings = mergeFindings(withoutMet(checked), language);
  const reports = checked.map(({ report }) => report);
  const [first] = reports as [StreamedReport, ...StreamedReport[]];
  const all = <
    K extends 'documents' | 'chains' | 'ambiguities' | 'matches' | 'pairs' | 'consent' | 'states',
  >(
    list: K,
  ) => reports.flatMap((report) => [...report[list]]) as Report[K];
  const report: Report = {
    version: first.version,
    ...(first.masked && { masked: true }),
    summary: sumOf(
      reports.map(({ summary }) => summary),
      findings,
    ),
    troubles: sumTroubles(reports.map(({ troubles }) => troubles)),
    documents: all('documents'),
    chains: all('chains'),
    ambiguities: all('ambiguities'),
    matches: all('matches'),
    pairs: all('pairs'),
    consent: all('consent'),
    consentTally: sumTally(reports.flatMap(({ consentTally }) => consentTally)),
    states: all('states'),
    coverage: sumCoverage(reports.flatMap(({ coverage }) => coverage)),
    keyCoverage: sumKeys(reports.flatMap(({ keyCoverage }) => keyCoverage)),
    findings,
  };
  return { file: language.words.merge.sessions(checked.length), report, entries };
}

function sumTroubles(all: readonly Troubles[]): Troubles {
  const sum = (name: keyof Troubles) => all.reduce((total, one) => total + one[name], 0);
  return {
    unsent: sum('unsent'),
    withheld: sum('withheld'),
    unpaired: sum('unpaired'),
    withoutConsent: sum('withoutConsent'),
  };
}

function sumTally(rows: readonly ConsentTally[]): ConsentTally[] {
  const byPixel = new Map<string, ConsentTally>();
  for (const row of rows) {
    const key = JSON.stringify([row.vendor, row.pixelId]);
    const known = byPixel.get(key);
    if (known === undefined) {
      byPixel.set(key, { ...row, counts: { ...row.counts }, missing: { ...row.missing } });
      continue;
    }
    for (const verdict of CONSENT_VERDICTS) {
      known.counts[verdict] += row.counts[verdict];
      known.missing[verdict] += row.missing[verdict];
    }
  }
  return [...byPixel.values()];
}

/** Every entry once, in order of time. */
function mergeEntries(sessions: readonly (readonly Entry[])[]): Entry[] {
  const byId = new Map<string, Entry>();
  for (const entries of sessions) for (const entry of entries) byId.set(entry.id, entry);
  return [...byId.values()].sort((a, b) => a.at - b.at);
}

/** A planned step that one session takes need not be taken by the others. */
function withoutMet(checked: readonly Checked[]): Checked[] {
  const stepOf = ({ data }: NamedFinding) => {
    const { plan, step, reason } = data as FactData['plan/missing'];
    return {
      key: JSON.stringify([plan, step]),
      isAway: reason === 'never' || reason === 'not-reached',
    };
  };
  const isMissing = ({ rule }: NamedFinding) => rule === 'plan/missing';
  const missing = checked.map(
    ({ report }) =>
      new Set(report.findings.filter(isMissing).map((finding) => stepOf(finding).key)),
  );
  return checked.map((one) => ({
    ...one,
    report: {
      ...one.report,
      findings: one.report.findings.filter((finding) => {
        if (!isMissing(finding)) return true;
        const { key, isAway } = stepOf(finding);
        return !isAway || missing.every((steps) => steps.has(key));
      }),
    },
  }));
}

function mergeFindings(checked: readonly Checked[], { words }: Language): NamedFinding[] {
  const byId = new Map<string, { finding: NamedFinding; pages: Set<string>; sessions: number }>();
  for (const { report, entries } of checked) {
    const byEntry = new Map(entries.map((entry) => [entry.id, entry]));
    for (const finding of report.findings) {
      const pages = pagesOf(finding, (id) => byEntry.get(id));
      const known = byId.get(finding.id);
      if (!known) byId.set(finding.id, { finding, pages: new Set(pages), sessions: 1 });
      else {
        for (const page of pages) known.pages.add(page);
        known.sessions += 1;
        const { entries: own } = known.finding;
        known.finding = { ...known.finding, entries: [...new Set([...own, ...finding.entries])] };
      }
    }
  }
  return [...byId.values()].map(({ finding, pages, sessions }) => {
    const merged = { ...finding, ...(pages.size > 0 && { pages: [...pages] }), sessions };
    if (sessions === 1) return merged;
    return { ...merged, message: `${finding.message} ${words.merge.seenIn(sessions)}` };
  });
}

function sumOf(summaries: readonly Summary[], findings: readonly NamedFinding[]): Summary {
  const sum = (name: Exclude<keyof Summary, 'findings'>) =>
    summaries.reduce((total, summary) => total + summary[name], 0);
  const count = (level: NamedFinding['severity']) =>
    findings.filter(({ severity }) => severity === level).length;
  return {
    pages: sum('pages'),
    calls: sum('calls'),
    hits: sum('hits'),
    serverEvents: sum('serverEvents'),
    chains: sum('chains'),
    lost: sum('lost'),
    unsure: sum('unsure'),
    findings: { error: count('error'), warning: count('warning'), info: count('info') },
  };
}

function sumCoverage(all: readonly RuleCoverage[]): RuleCoverage[] {
  const seen = new Map<string, number>();
  for (const { rule, seen: times } of all) seen.set(rule, (seen.get(rule) ?? 0) + times);
  return [...seen].map(([rule, times]) => ({ rule, seen: times }));
}

function sumKeys(all: readonly CopyCoverage[]): CopyCoverage[] {
  const byKey = new Map<string, CopyCoverage>();
  for (const one of all) {
    const key = JSON.stringify([one.pixelId, one.eventName, one.side]);
    const known = byKey.get(key);
    byKey.set(key, known ? addKeys(known, one) : one);
  }
  return [...byKey.values()];
}

function addKeys(a: CopyCoverage, b: CopyCoverage): CopyCoverage {
  return {
    ...a,
    total: a.total + b.total,
    eventId: a.eventId + b.eventId,
    automaticId: a.automaticId + b.automaticId,
    externalId: a.externalId + b.externalId,
    fbp: a.fbp + b.fbp,
  };
}
