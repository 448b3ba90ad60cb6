import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/session/entry.ts';
import { parseSessionLine } from '../../../src/session/file.ts';
import { GOLDEN, review } from '../../site/review.ts';

/*
 * One session per system of the seeds, recorded from the demo shop, with what the analysis says of
 * it beside it, read by a person. `KEEP_GOLDEN=1` makes the browser test record them anew.
 */

const file = (name: string) =>
  readFileSync(new URL(`../../site/golden/${name}`, import.meta.url), 'utf8');

function readGolden(name: string): Entry[] {
  return file(`${name}.jsonl`)
    .trimEnd()
    .split('\n')
    .flatMap((line, n) => parseSessionLine(line, n + 1) ?? []);
}

describe.each(Object.keys(GOLDEN))('the golden session %s', (name) => {
  const expected = JSON.parse(file(`${name}.json`));

  it('has the chains, states, matches and pairs that were reviewed', () => {
    const entries = readGolden(name);
    expect(entries.length).toBeGreaterThan(10);
    expect(review(entries)).toEqual(expected);
  });

  it('has the same ones when its entries come backwards', () => {
    const entries = readGolden(name);
    expect(review(entries, { feed: (analysis) => analysis.add([...entries].reverse()) })).toEqual(
      expected,
    );
  });
});
