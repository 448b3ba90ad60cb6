import type { CallState, PixelState } from '../../analysis/verdicts.ts';
import type { ReportWords } from '../../language/words.ts';
import type { RuleCoverage } from '../../rules/report.ts';
import { countKinds } from './kinds.ts';

/** Calls named under one state and reason; the count of the others is told. */
const SHOWN = 10;

/** What needs a look first; what was sent is counted only. */
const ORDER: readonly CallState[] = ['not-sent', 'held', 'called', 'sent'];

/**
 * Where pixel calls stand, as lines of text: how many in each state, and those that no hit is known
 * of, by reason. No lines where there are none. The text of pages in it is not made safe for a
 * terminal.
 */
export function formatStates(states: Iterable<PixelState>, t: ReportWords): string[] {
  const kindOf = ({ state, reason }: PixelState) =>
    reason === undefined || state === 'sent' ? state : `${state}: ${reason}`;
  const kinds = [...countKinds(states, kindOf, SHOWN)];
  if (kinds.length === 0) return [];
  const groups = ORDER.map((state) => ({
    state,
    kinds: kinds.filter(([, { first }]) => first[0]?.state === state),
  }));
  const counts = groups.flatMap(({ state, kinds }) => {
    const count = kinds.reduce((sum, [, kind]) => sum + kind.count, 0);
    return count === 0 ? [] : [`${count} ${state}`];
  });
  const lines = [t.states(counts.join(', '))];
  for (const { state, kinds } of groups) {
    if (state === 'sent') continue;
    for (const [kind, { count, first }] of kinds) {
      lines.push(`  ${kind}`);
      for (const { entry, eventName = t.noName, pixelId } of first)
        lines.push(`    ${eventName} [${entry}], ${pixelId ?? t.unknownPixel}`);
      if (count > SHOWN) lines.push(`    ${t.andMore(count - SHOWN)}`);
    }
  }
  return lines;
}

/** How many of the mapping rules were met; no line where there are none. */
export function formatCoverage(coverage: readonly RuleCoverage[], t: ReportWords): string[] {
  if (coverage.length === 0) return [];
  return [t.coverage(coverage.filter(({ seen }) => seen > 0).length, coverage.length)];
}
