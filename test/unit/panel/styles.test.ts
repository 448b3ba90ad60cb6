import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const PANEL = join(import.meta.dirname, '../../../src/panel');
const STYLES = join(PANEL, 'styles');

/** Every selector of every file, without what the user's own colours ask for: that stands together. */
const selectors = readdirSync(STYLES).flatMap((file) =>
  [
    ...readFileSync(join(STYLES, file), 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/@media \(forced-colors: active\) \{[\s\S]*?\n\}/g, '')
      .matchAll(/([^{};]+)\{/g),
  ]
    .flatMap(([, list = '']) => list.replace(/\([^()]*\)/g, '').split(','))
    .map((selector) => ({ file, selector: selector.trim() }))
    .filter(({ selector }) => !selector.startsWith('@')),
);

it('a class has its own look in one file; elsewhere only as a part of something', () => {
  const files = new Map<string, Set<string>>();
  for (const { file, selector } of selectors) {
    const name = /^\.([a-z][\w-]*)(?::[\w-]+)*$/.exec(selector)?.[1];
    if (name === undefined) continue;
    files.set(name, (files.get(name) ?? new Set()).add(file));
  }
  expect([...files].filter(([, places]) => places.size > 1)).toEqual([]);
});

it('every class is used', () => {
  const source = readdirSync(PANEL, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(tsx?|html)$/.test(file))
    .map((file) => readFileSync(join(PANEL, file), 'utf8'))
    .join('\n');
  // `of-${kind}`: made of a word.
  const isUsed = (name: string) =>
    new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(source) ||
    source.includes(`${name.slice(0, name.lastIndexOf('-') + 1)}\${`);
  const names = new Set(
    selectors.flatMap(({ selector }) =>
      [...selector.matchAll(/\.([a-z][\w-]*)/g)].map(([, name = '']) => name),
    ),
  );
  expect([...names].filter((name) => !isUsed(name))).toEqual([]);
});

it('what the timeline draws takes the user’s own colours, every one of them', () => {
  const theme = readFileSync(join(PANEL, 'ui/canvas-theme.ts'), 'utf8');
  const read = [...theme.matchAll(/read\('(--[\w-]+)'\)/g)].map(([, name = '']) => name);
  const css = readFileSync(join(STYLES, 'timeline.css'), 'utf8');
  const forced = /@media \(forced-colors: active\) \{[\s\S]*?\n\}/.exec(css)?.[0] ?? '';
  const set = [...forced.matchAll(/(--[\w-]+): (Canvas|CanvasText|LinkText|Highlight|GrayText);/g)];
  expect(set.map(([, name]) => name).sort()).toEqual([...new Set(read)].sort());
});
