import type { Language } from '../../language/languages.ts';
import type { Words } from '../../language/words.ts';
import type { NamedFinding } from '../finding-id.ts';
import { freshOf, type Judged } from './checked.ts';
import { countsOf, coverageOf, knownOf } from './counts.ts';
import { escapeMarkup } from './escape.ts';
import { notesIn } from './notes.ts';
import { type Part, partsOf, troublesOf } from './unseen.ts';

/** Colours that can be told apart in light and dark, and by who sees no red or green: a word is beside each. */
const STYLE = `:root{color-scheme:light dark}body{font:14px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;overflow-wrap:anywhere}article{border-left:4px solid #888;padding:.2rem .8rem;margin:.8rem 0}
article.error{border-color:#d33}article.warning{border-color:#c80}article.info{border-color:#48c}
h3{font-size:1rem;margin:.2rem 0}p{margin:.3rem 0;overflow-wrap:anywhere;white-space:pre-line}small{opacity:.75}
table{border-collapse:collapse}th,td{border:1px solid #8886;padding:.15rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
pre{overflow:auto;max-height:24rem;border:1px solid #8886;padding:.5rem}ul{margin:.3rem 0;padding-left:1.4rem}`;

/**
 * The report as one page without scripts; nothing that a page sent is ever markup in it.
 * @param more sections behind the report's, as markup
 */
export function htmlReport(
  checked: readonly Judged[],
  { words }: Language,
  code: string,
  more: readonly string[] = [],
): string {
  const e = escapeMarkup;
  const sections = checked.map((one) => {
    const known = knownOf(one, words);
    const troubles = troublesOf(one, words);
    return [
      `<section><h2>${e(one.file)}</h2>`,
      `<p>${e(countsOf(one, words))}</p>`,
      ...(troubles === undefined ? [] : [`<p>${e(troubles)}</p>`]),
      ...(known === undefined ? [] : [`<p>${e(known)}</p>`]),
      ...freshOf(one).map((finding) => articleOf(finding, words.report)),
      ...partsOf(one, words).flatMap(partMarkup),
      ...notesMarkup(one, words),
      ...coverageIn(one, words),
      '</section>',
    ].join('\n');
  });
  return htmlPage([...sections, ...more], code);
}

/** A page that opens anywhere: no script runs in it and it asks for nothing. @param sections markup */
export function htmlPage(sections: readonly string[], code: string): string {
  return [
    '<!doctype html>',
    `<html lang="${code}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>Event Loupe</title><style>${STYLE}</style></head><body>`,
    '<h1>Event Loupe</h1>',
    ...sections,
    '</body></html>\n',
  ].join('\n');
}

function partMarkup({ title, lines }: Part): string[] {
  const items = lines.map((line) => `<li>${escapeMarkup(line)}</li>`);
  return [`<h3>${escapeMarkup(title)}</h3>`, `<ul>${items.join('')}</ul>`];
}

/** What people wrote about entries. */
function notesMarkup({ entries }: Judged, words: Words): string[] {
  const e = escapeMarkup;
  const items = notesIn(entries).map(
    ({ entry, title, note }) =>
      `<li><b>${e(title)}</b> <small>${e(entry)}</small><p>${e(note)}</p></li>`,
  );
  return items.length === 0
    ? []
    : [`<h3>${e(words.report.notes)}</h3>`, `<ul>${items.join('')}</ul>`];
}

/** The mapping rules with how often each was met, folded away. */
function coverageIn(judged: Judged, words: Words): string[] {
  const said = coverageOf(judged, words);
  if (said === undefined) return [];
  const items = judged.report.coverage.map(
    ({ rule, seen }) => `<li>${escapeMarkup(rule)}: ${words.report.times(seen)}</li>`,
  );
  return [`<details><summary>${escapeMarkup(said)}</summary><ul>${items.join('')}</ul></details>`];
}

function articleOf(
  { id, rule, severity, title, message, pages, fix, links, entries }: NamedFinding,
  t: Language['words']['report'],
): string {
  const e = escapeMarkup;
  return [
    `<article class="${severity}" id="${id}"><h3>${e(t.severity[severity])}: ${e(title)}</h3>`,
    `<p>${e(message)}</p>`,
    ...(pages === undefined ? [] : [`<p>${e(t.on(pages))}</p>`]),
    ...(fix === undefined ? [] : [`<p>${e(t.fix(fix))}</p>`]),
    ...links.map(
      ({ title: name, url }) => `<p><a href="${e(url)}" rel="noreferrer">${e(name)}</a></p>`,
    ),
    `<small>${e(rule)} · ${e(entries.join(', '))}</small></article>`,
  ].join('\n');
}
