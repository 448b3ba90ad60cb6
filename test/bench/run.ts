import { cpus } from 'node:os';
import {
  measureAnalysis,
  measureCopies,
  measureDecoding,
  measureJoining,
} from './analysis-cost.ts';
import { measureCheck } from './check-cost.ts';
import { copiesSession } from './copies-session.ts';
import { pageFigures, sizeFigure } from './page-cost.ts';
import { measurePanel } from './panel-speed.ts';
import { type Figure, median, printFigures, quantile } from './report.ts';
import { shopSession } from './shop-session.ts';

const ms = (value: number) => `${value.toFixed(1)} ms`;
const figures: Figure[] = [];

async function measure(): Promise<void> {
  for (const browser of ['chromium', 'firefox'] as const)
    figures.push(...(await pageFigures(browser)));
  figures.push(sizeFigure());

  for (const browser of ['chromium', 'firefox'] as const) {
    const speed = await measurePanel(browser);
    figures.push({
      what: `${browser}: burst of 50,000 in one task, end to end`,
      measured: `${Math.round(speed.entriesPerSecond).toLocaleString('en')} entries/s, 0 lost`,
      budget: '≥ 30,000/s',
      isMet: speed.entriesPerSecond >= 30_000,
    });
    const [middle, late] = [median(speed.callToRow), quantile(speed.callToRow, 0.95)];
    figures.push({
      what: `${browser}: call to painted row, 10 calls/s`,
      measured: `median ${ms(middle)}, p95 ${ms(late)}`,
      budget: '≤ 8 ms, ≤ 22 ms',
      isMet: middle <= 8 && late <= 22,
    });
    for (const [what, times] of [
      ['filter keystroke', speed.keystrokes],
      ['tab switch', speed.tabSwitches],
      ['scroll', speed.scrolls],
    ] as const)
      figures.push({
        what: `${browser}: ${what} to paint, 100,000 entries`,
        measured: `median ${ms(median(times))}, worst ${ms(Math.max(...times))}`,
        budget: '≤ 100 ms',
        isMet: Math.max(...times) <= 100,
      });
    if (browser === 'chromium')
      figures.push({
        what: `${browser}: tasks over 50 ms meanwhile`,
        measured: `${speed.longTasks.length}${speed.longTasks.length > 0 ? `, longest ${ms(Math.max(...speed.longTasks))}` : ''}`,
        budget: 'none',
        isMet: speed.longTasks.length === 0,
      });
  }

  for (const [what, cost] of [
    ['log and analysis of calls', measureAnalysis],
    ['log and analysis of chains with their hits', measureJoining],
  ] as const) {
    const [small, large] = [cost(10_000), cost(1_000_000)];
    figures.push({
      what: `${what}, 1,000,000 entries`,
      measured: `${Math.round(1e9 / large).toLocaleString('en')} entries/s (${large.toFixed(0)} ns each)`,
      budget: '≥ 300,000/s',
      isMet: 1e9 / large >= 300_000,
    });
    figures.push({
      what: `${what}: cost per entry over that at 10,000`,
      measured: `${(large / small).toFixed(2)} ×`,
      budget: '≤ 1.5 ×',
      isMet: large / small <= 1.5,
    });
  }
  const [few, many] = [measureCopies(10_000), measureCopies(200_000)];
  figures.push({
    what: 'log and analysis of calls with server copies, 200,000 entries in 29,000 documents',
    measured: `${Math.round(1e9 / many).toLocaleString('en')} entries/s, ${(many / few).toFixed(2)} × the cost per entry at 10,000`,
    budget: '≤ 1.5 ×',
    isMet: many / few <= 1.5,
  });
  for (const [what, session] of [
    ['a shop', shopSession],
    ['many small documents', copiesSession],
  ] as const) {
    const { cpu, memory } = measureCheck(session(200_000));
    figures.push({
      what: `check of ${what}, 200,000 entries, JSON report`,
      measured: `${cpu.toFixed(0)} s of CPU, ${(memory / 1e9).toFixed(2)} GB`,
      budget: 'a fifth of 60 s and 1.5 GB',
      isMet: cpu <= 12 && memory <= 0.3e9,
    });
  }
  const { pixel, collection } = measureDecoding();
  for (const [what, rate] of [
    ['a pixel’s GET', pixel],
    ['a Commanders Act body', collection],
  ] as const)
    figures.push({
      what: `decoding ${what}`,
      measured: `${Math.round(rate).toLocaleString('en')} hits/s`,
      budget: '',
    });
}

measure().then(
  () => {
    console.log(`${cpus().length} cores, node ${process.version}. Medians; machines are noisy.\n`);
    printFigures(figures);
  },
  (error) => {
    printFigures(figures);
    console.error(error);
    process.exitCode = 1;
  },
);
