import type { Words } from '../../language/words.ts';
import type { NamedFinding } from '../finding-id.ts';
import { freshOf, type Judged } from './checked.ts';
import { countsOf, coverageOf, knownOf } from './counts.ts';
import { escapeMarkdown } from './escape.ts';
import { notesIn } from './notes.ts';
import { partsOf, troublesOf } from './unseen.ts';

/** The report as Markdown, for a comment or a summary of a build. Text of a page is never markup. */
export function markdownReport(checked: readonly Judged[], words: Words): string {
  return `${checked.map((one) => sectionOf(one, words)).join('\n\n')}\n`;
}

function sectionOf(checked: Judged, words: Words): string {
  const lines = [`## ${escapeMarkdown(checked.file)}`, '', countsOf(checked, words)];
  const troubles = troublesOf(checked, words);
  if (troubles !== undefined) lines.push('', troubles);
  const known = knownOf(checked, words);
  if (known !== undefined) lines.push('', known);
  for (const finding of freshOf(checked)) lines.push('', ...itemOf(finding, words));
  for (const part of partsOf(checked, words))
    lines.push(
      '',
      `### ${part.title}`,
      '',
      ...part.lines.map((line) => `- ${escapeMarkdown(line)}`),
    );
  const notes = notesIn(checked.entries).map(
    ({ title, note }) => `- **${escapeMarkdown(title)}**: ${escapeMarkdown(note)}`,
  );
  if (notes.length > 0) lines.push('', `### ${words.report.notes}`, '', ...notes);
  const coverage = coverageOf(checked, words);
  if (coverage !== undefined) {
    const met = checked.report.coverage.filter(({ seen }) => seen > 0);
    const rules = met.map(
      ({ rule, seen }) => `- ${escapeMarkdown(rule)}: ${words.report.times(seen)}`,
    );
    lines.push('', coverage, ...(rules.length === 0 ? [] : ['', ...rules]));
  }
  return lines.join('\n');
}

function itemOf({ severity, title, rule, message, pages, fix, links }: NamedFinding, words: Words) {
  const t = words.report;
  return [
    `- **${t.severity[severity]}: ${escapeMarkdown(title)}** (\`${rule}\`)`,
    `  ${escapeMarkdown(message)}`,
    ...(pages === undefined ? [] : [`  ${escapeMarkdown(t.on(pages))}`]),
    ...(fix === undefined ? [] : [`  ${escapeMarkdown(t.fix(fix))}`]),
    ...links.map((link) => `  [${escapeMarkdown(link.title)}](${link.url})`),
  ];
}
