import { readFileSync } from 'node:fs';

/**
 * The rows of a table of a seed document, cell by cell, without its head and its separators. The
 * copies stand beside this file, each with its source.
 */
export function readSeedTable(name: string): string[][] {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8');
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .replace(/^\|/, '')
        .replace(/\|$/, '')
        .split('|')
        .map((cell) => cell.trim()),
    );
  return rows.slice(1).filter((cells) => !cells.every((cell) => /^-*$/.test(cell)));
}

/** What stands in backquotes or code tags of a cell. */
export function codesOf(cell: string): string[] {
  const codes = [...cell.matchAll(/`([^`]+)`|<code>(.*?)<\/code>/g)];
  return codes.map((match) => (match[1] ?? match[2] ?? '').replaceAll('\\', ''));
}
