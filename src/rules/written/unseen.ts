import type { ConsentTally } from '../../analysis/verdicts.ts';
import { CONSENT_VERDICTS } from '../../analysis/verdicts.ts';
import type { ReportWords, Words } from '../../language/words.ts';
import type { ReportedDocument } from '../report.ts';
import type { Judged } from './checked.ts';

/** Documents that are named; the count of the others is told. */
const SHOWN = 10;

/** A part of a page for people that is a heading and lines. */
export interface Part {
  title: string;
  lines: string[];
}

/** What is wrong with how many events, on one line; undefined where nothing is. */
export function troublesOf({ report: { troubles } }: Judged, { report: t }: Words) {
  const said = [
    troubles.unsent > 0 && t.unsent(troubles.unsent, troubles.withheld),
    troubles.unpaired > 0 && t.unpaired(troubles.unpaired),
    troubles.withoutConsent > 0 && t.withoutConsent(troubles.withoutConsent),
  ].filter((part) => part !== false);
  return said.length === 0 ? undefined : said.join(', ');
}

/** What a session has no answer for, and what left under which consent; only parts with lines. */
export function partsOf(judged: Judged, words: Words): Part[] {
  return [unseenIn(judged, words), sentUnder(judged, words)].filter(
    ({ lines }) => lines.length > 0,
  );
}

function unseenIn({ report: { documents, ambiguities } }: Judged, { report: t }: Words): Part {
  const said = documents.flatMap((document) => {
    const what = missingOf(document, t);
    if (what.length === 0) return [];
    const address = document.address || t.unknownAddress;
    return `${document.top ? address : t.frame(address)}: ${what.join(', ')}`;
  });
  const lines = said.slice(0, SHOWN);
  if (said.length > SHOWN) lines.push(t.andMore(said.length - SHOWN));
  if (ambiguities.length > 0) lines.push(t.unseen.ambiguous(ambiguities.length));
  return { title: t.unseen.title, lines };
}

function missingOf(
  { isHeard, isWatched, lost, isEndUnknown }: ReportedDocument,
  { unseen: t, lost: lostWords }: ReportWords,
): string[] {
  return [
    !isHeard && t.notHeard,
    !isWatched && t.notWatched,
    lost > 0 && lostWords(lost),
    isEndUnknown && t.endUnknown,
  ].filter((part) => part !== false);
}

function sentUnder({ report: { consentTally } }: Judged, words: Words): Part {
  return {
    title: words.report.sentUnder,
    lines: consentTally.map((row) => `${recipientOf(row, words)}: ${countsIn(row, words)}`),
  };
}

function recipientOf({ vendor, pixelId }: ConsentTally, { entry, report: t }: Words): string {
  const names: ReadonlyMap<string, string> = new Map(Object.entries(entry.vendor));
  const name = names.get(vendor) ?? vendor;
  return pixelId === '' ? `${name}, ${t.unknownPixel}` : `${name} ${pixelId}`;
}

function countsIn({ counts, missing }: ConsentTally, { say, consent, report: t }: Words): string {
  const without = CONSENT_VERDICTS.reduce((sum, verdict) => sum + missing[verdict], 0);
  return [
    ...CONSENT_VERDICTS.filter((verdict) => counts[verdict] > 0).map(
      (verdict) => `${say.number(counts[verdict])} ${consent.verdict[verdict]}`,
    ),
    ...(without > 0 ? [t.withoutConsent(without)] : []),
  ].join(', ');
}
