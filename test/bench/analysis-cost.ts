import { createAnalysis } from '../../src/analysis/create-analysis.ts';
import { createLog } from '../../src/analysis/log.ts';
import type { CallEntry } from '../../src/session/entry.ts';
import { median } from './report.ts';

function createCalls(count: number): CallEntry[] {
  return Array.from({ length: count }, (_, n) => ({
    kind: 'call',
    id: `d:${n + 1}`,
    at: 1_000 + n,
    page: 'd:0',
    source: n % 3 === 0 ? 'loyjoy' : 'fbq',
    method: n % 3 === 0 ? 'listener' : 'track',
    args: ['track', 'Purchase', { value: n, currency: 'EUR' }],
    phase: 'live',
    ...(n % 3 === 0 ? {} : { cause: `d:${n - (n % 3) + 1}` }),
  }));
}

/** Nanoseconds an entry for log and analysis together, fed in batches of 500; median of five runs. */
export function measureAnalysis(count: number): number {
  const calls = createCalls(count);
  const times: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const log = createLog();
    const analysis = createAnalysis();
    const startedAt = performance.now();
    for (let i = 0; i < count; i += 500) analysis.add(log.add(calls.slice(i, i + 500)));
    times.push(((performance.now() - startedAt) / count) * 1e6);
    if (analysis.summary().calls !== count) throw new Error('entries are missing');
  }
  return median(times);
}
