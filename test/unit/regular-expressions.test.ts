import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyse } from 'scslre';
import { parseSync } from 'vite';
import { expect, it } from 'vitest';

interface Pattern {
  source: string;
  flags: string;
}

/** The regular expressions that a program is written with. */
function patternsIn(file: string, text: string): Pattern[] {
  const found: Pattern[] = [];
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('regex' in node) {
      const { pattern: source, flags } = node.regex as { pattern: string; flags: string };
      found.push({ source, flags });
    }
    for (const child of Object.values(node)) visit(child);
  };
  visit(program.body);
  return found;
}

/** Why a pattern takes more than linear time on some text; undefined where it does not. */
function slowness(pattern: Pattern): string | undefined {
  const { reports } = analyse(pattern);
  return reports[0] && `/${pattern.source}/${pattern.flags} (${reports[0].type})`;
}

it('no regular expression takes more than linear time on any text', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  let count = 0;
  const slow = files.flatMap((file) => {
    const patterns = patternsIn(file, readFileSync(join('src', file), 'utf8'));
    count += patterns.length;
    return patterns.flatMap((pattern) => {
      const why = slowness(pattern);
      return why === undefined ? [] : [`src/${file}: ${why}`];
    });
  });
  expect(count).toBeGreaterThan(300);
  expect(slow).toEqual([]);
});

it.each([
  'const a = /(a+)+$/;',
  String.raw`const a = /^\s*x/m;`,
  String.raw`const a = text.replace(/\s+$/g, '');`,
])('%s would be told', (code) => {
  expect(patternsIn('x.ts', code).map(slowness)).toEqual([expect.any(String)]);
});
