import { readFileSync, statSync } from 'node:fs';
import type { BrowserName } from '../../src/cli/browsers.ts';
import { measureColdCall, measureHookCost, measureLoad } from './hook-cost.ts';
import type { Figure } from './report.ts';

const part = (browser: BrowserName, name: 'hook' | 'relay') =>
  `dist/${browser === 'firefox' ? 'firefox' : 'chrome'}/src/${name}/${name}.iife.js`;

/** What a page pays for the extension, in one browser. */
export async function pageFigures(browser: BrowserName): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const panel of [false, true]) {
    const { unhooked, hooked, stringify } = await measureColdCall(browser, panel);
    const ratio = (hooked - unhooked) / stringify;
    figures.push({
      what: `${browser}: a call at a person's pace, panel ${panel ? 'open' : 'closed'}`,
      measured: `${ratio.toFixed(1)} × JSON.stringify (${hooked.toFixed(0)} − ${unhooked.toFixed(0)} over ${stringify.toFixed(0)} µs)`,
      budget: '≤ 3 ×',
      isMet: ratio <= 3,
    });
  }
  const { unhooked, hooked, stringify } = await measureHookCost(browser);
  const ratio = (hooked - unhooked) / stringify;
  figures.push({
    what: `${browser}: a hooked call over the same call unhooked`,
    measured: `${ratio.toFixed(1)} × JSON.stringify (${hooked.toFixed(0)} − ${unhooked.toFixed(0)} over ${stringify.toFixed(0)} ns)`,
    budget: '≤ 4 ×',
    isMet: ratio <= 4,
  });
  const load = await measureLoad(browser, {
    hook: readFileSync(part(browser, 'hook'), 'utf8'),
    relay: readFileSync(part(browser, 'relay'), 'utf8'),
  });
  for (const [where, ms] of [
    ['the first of a process', load.scripts],
    ['a further one', load.scriptsAgain],
  ] as const)
    figures.push({
      what: `${browser}: hook and relay on a page without any tag, ${where}`,
      measured: `${ms.toFixed(2)} ms`,
      budget: '≤ 1 ms',
      isMet: ms <= 1,
    });
  figures.push({
    what: `${browser}: load of that page with the extension, over without`,
    measured: `${load.with.toFixed(1)} over ${load.without.toFixed(1)} ms`,
    budget: 'the same',
    isMet: load.with <= load.without + 1,
  });
  return figures;
}

/** The size of what every page gets. */
export function sizeFigure(): Figure {
  const bytes = statSync(part('chromium', 'hook')).size + statSync(part('chromium', 'relay')).size;
  return {
    what: 'hook + relay, minified',
    measured: `${(bytes / 1000).toFixed(1)} kB`,
    budget: '≤ 20 kB',
    isMet: bytes <= 20_000,
  };
}
