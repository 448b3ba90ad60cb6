import { escapeMarkdown, escapeMarkup, fencedCode } from './escape.ts';
import { htmlPage } from './html.ts';

/** A line of a list, and how far in it stands. */
export interface StoryLine {
  text: string;
  /** 0 for the outermost. */
  level?: number;
  /** A public document that it leads to: of the catalogue, never of a page. */
  url?: string;
}

/** One chapter: a list, a table whose first row is its head, code, or several of them. */
export interface StoryPart {
  title: string;
  lines?: readonly StoryLine[];
  rows?: readonly (readonly string[])[];
  code?: string;
  /** For those who look into it only: folded away in a page, left out of Markdown. */
  isAppendix?: true;
}

/** What is to be told of one event or one finding; all of it is plain text. */
export interface Story {
  title: string;
  /** One sentence under the title. */
  about: string;
  parts: readonly StoryPart[];
}

/** Stories for a ticket or a chat. Text of a page is never markup. */
export function storyMarkdown(stories: readonly Story[]): string {
  const text = stories.map(({ title, about, parts }) =>
    [
      `## ${escapeMarkdown(title)}`,
      escapeMarkdown(about),
      ...parts.filter(({ isAppendix }) => !isAppendix).flatMap(partMarkdown),
    ].join('\n\n'),
  );
  return `${text.join('\n\n')}\n`;
}

function partMarkdown({ title, lines = [], rows = [], code }: StoryPart): string[] {
  const list = lines.map(({ text, level = 0, url }) => {
    const shown = escapeMarkdown(text);
    return `${'  '.repeat(level)}- ${url === undefined ? shown : `[${shown}](${url})`}`;
  });
  const table = rows.map((cells) => `| ${cells.map(escapeMarkdown).join(' | ')} |`);
  if (rows[0]) table.splice(1, 0, `|${' --- |'.repeat(rows[0].length)}`);
  return [
    `### ${escapeMarkdown(title)}`,
    ...(list.length > 0 ? [list.join('\n')] : []),
    ...(table.length > 0 ? [table.join('\n')] : []),
    ...(code === undefined ? [] : [fencedCode(code, 'js')]),
  ];
}

/** Stories as one page without scripts; nothing that a page sent is ever markup in it. @param code the language */
export function storyPage(stories: readonly Story[], code: string): string {
  return htmlPage(stories.map(storySection), code);
}

/** One story as a part of a page. */
export function storySection({ title, about, parts }: Story): string {
  const e = escapeMarkup;
  return [
    `<section><h2>${e(title)}</h2>`,
    `<p>${e(about)}</p>`,
    ...parts.flatMap(partMarkup),
    '</section>',
  ].join('\n');
}

function partMarkup({ title, lines = [], rows = [], code, isAppendix }: StoryPart): string[] {
  const e = escapeMarkup;
  const [head, ...body] = rows;
  const inside = [
    ...(lines.length > 0 ? [listMarkup(lines)] : []),
    ...(head
      ? [
          `<table><thead><tr>${head.map((cell) => `<th scope="col">${e(cell)}</th>`).join('')}</tr></thead><tbody>`,
          ...body.map((cells) => `<tr>${cells.map((cell) => `<td>${e(cell)}</td>`).join('')}</tr>`),
          '</tbody></table>',
        ]
      : []),
    ...(code === undefined ? [] : [`<pre>${e(code)}</pre>`]),
  ];
  return isAppendix
    ? [`<details><summary>${e(title)}</summary>`, ...inside, '</details>']
    : [`<h3>${e(title)}</h3>`, ...inside];
}

/** Levels as indents: a list within a list would need its lines in order. */
function listMarkup(lines: readonly StoryLine[]): string {
  const items = lines.map(
    ({ text, level = 0, url }) =>
      `<li style="margin-left:${Math.min(8, level) * 1.2}rem">${linkMarkup(text, url)}</li>`,
  );
  return `<ul>${items.join('\n')}</ul>`;
}

function linkMarkup(text: string, url: string | undefined): string {
  const shown = escapeMarkup(text);
  return url === undefined ? shown : `<a href="${escapeMarkup(url)}" rel="noreferrer">${shown}</a>`;
}
