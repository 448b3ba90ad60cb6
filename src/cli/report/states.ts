import type { CallState, PixelState } from '../../analysis/verdicts.ts';
import type { ReportWords } from '../../language/words.ts';
import type { RuleCoverage } from '../../rules/report.ts';

/** Calls named under one state and reason; the count of the others is told. */
const SHOWN = 10;

/** What needs a look first; what was sent is counted only. */
const ORDER: readonly CallState[] = ['not-sent', 'held', 'called', 'sent'];

/**
 * Where pixel calls stand, as lines of text: how many in each state, and those that no hit is known
 * of, by reason. No lines where there are none. The text of pages in it is not made safe for a
 * terminal.
 */
export function formatStates(states: readonly PixelState[], t: ReportWords): string[] {
  if (states.length === 0) return [];
  const groups = ORDER.map((state) => states.filter((each) => each.state === state));
  const counts = groups.flatMap(([first, ...more]) =>
    first === undefined ? [] : [`${more.length + 1} ${first.state}`],
  );
  const lines = [t.states(counts.join(', '))];
  for (const group of groups) {
    if (group[0] === undefined || group[0].state === 'sent') continue;
    for (const reason of new Set(group.map((each) => each.reason))) {
      const same = group.filter((each) => each.reason === reason);
      lines.push(`  ${group[0].state}${reason === undefined ? '' : `: ${reason}`}`);
      for (const { entry, eventName = t.noName, pixelId } of same.slice(0, SHOWN))
        lines.push(`    ${eventName} [${entry}], ${pixelId ?? t.unknownPixel}`);
      if (same.length > SHOWN) lines.push(`    ${t.andMore(same.length - SHOWN)}`);
    }
  }
  return lines;
}

/** How many of the mapping rules were met; no line where there are none. */
export function formatCoverage(coverage: readonly RuleCoverage[], t: ReportWords): string[] {
  if (coverage.length === 0) return [];
  return [t.coverage(coverage.filter(({ seen }) => seen > 0).length, coverage.length)];
}
