import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const PANEL = fileURLToPath(new URL('../../../src/panel/', import.meta.url));

/** Rooms whose components speak the languages only. */
const ROOMS = ['detail', 'stream', 'ui'];

/** Names that are the same in every language. */
const NAMES = ['Content-Type', 'user_data', 'custom_data'];

/** Where a text of a component's own stands. A line of words alone is text between tags. */
const TEXTS = [
  /(?<![\w-])(?:title|aria-label|placeholder|alt|label|what)="([^"]*\p{L}[^"]*)"/gu,
  /<\/?\w[^<>]*>\s*([^<>{}=;()]*\p{L}[^<>{}=;()]*)<\/?\w/gu,
  /^ +(\p{L}[\p{L}’]*(?: [\p{L}’]+)+[.:]?)$/gmu,
];

/** The texts that stand in a component's source. */
function ownTexts(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return TEXTS.flatMap((text) => [...code.matchAll(text)].map(([, words = '']) => words.trim()))
    .filter((words) => !NAMES.includes(words))
    .sort();
}

it.each([
  ['<p class="dim">Called without arguments.</p>', 'Called without arguments.'],
  ['<button aria-label="Close the detail" />', 'Close the detail'],
  ['<p>\n        Make a rule from this event\n</p>', 'Make a rule from this event'],
])('finds the text of %s', (source, words) => {
  expect(ownTexts(source)).toContain(words);
});

const files = ROOMS.flatMap((room) =>
  readdirSync(PANEL + room)
    .filter((name) => name.endsWith('.tsx'))
    .map((name) => `${room}/${name}`),
);

it.each(files)('%s has no text of its own', (file) => {
  expect(ownTexts(readFileSync(PANEL + file, 'utf8'))).toEqual([]);
});
