import type { NamedFinding } from '../rules/finding-id.ts';
import { placeOf } from '../session/text-place.ts';
import { scanJson } from '../vendors/meta/server-events/json-text.ts';
import { Failure } from './failure.ts';
import type { Output } from './output.ts';
import { readText } from './read-text.ts';
import { writeResult } from './write-out.ts';

/** Findings that were there when somebody looked: they do not fail a build again. */
export type Baseline = ReadonlySet<string>;

/** @throws Failure where there is no such file, or it is no baseline */
export async function readBaseline(file: string): Promise<Baseline> {
  const text = await readText(file);
  try {
    const { findings }: { findings?: unknown } = JSON.parse(text) ?? {};
    if (Array.isArray(findings))
      return new Set(findings.map((one) => String((one as { id?: unknown } | null)?.id)));
  } catch {
    const scan = scanJson(text);
    if (!scan.ok) {
      const { line, column } = placeOf(text, scan.at);
      throw new Failure((t, { input }) => t.noBaseline(file, input.place.lineColumn(line, column)));
    }
    // More behind the value: it is said below, as for any other text.
  }
  throw new Failure((t) => t.noBaseline(file));
}

/** Writes what was found as the baseline, in an order that makes for small changes. @throws Failure */
export async function writeBaseline(
  file: string,
  findings: readonly NamedFinding[],
  output: Output,
): Promise<void> {
  const named = new Map(findings.map(({ id, rule, title }) => [id, { id, rule, title }]));
  const sorted = [...named.values()].sort((a, b) =>
    a.rule === b.rule ? compare(a.id, b.id) : compare(a.rule, b.rule),
  );
  const text = `${JSON.stringify({ version: 1, findings: sorted }, undefined, 2)}\n`;
  await writeResult(file, [text], output);
}

/** Marks the findings that stand in the baseline. */
export function markKnown(findings: readonly NamedFinding[], baseline: Baseline): NamedFinding[] {
  return findings.map((one) => (baseline.has(one.id) ? { ...one, known: true } : one));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
