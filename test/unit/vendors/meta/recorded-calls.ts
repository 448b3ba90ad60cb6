import type { PageValue } from '../../../../src/session/value.ts';
import observations from '../../../site/observations.json' with { type: 'json' };

/** A recorded run of the real SDK: its code, and what came of it. */
export interface RecordedRun {
  name: string;
  js: string;
  warnings: string[];
  hits: { fields: Record<string, string | undefined> }[];
}

/** The 60 runs of facts/meta-pixel-observations.json, as the demo shop keeps them. */
export const RUNS: readonly RecordedRun[] = observations.rows;

type Queue = ArrayLike<unknown>[];

/** A page value as the hook copies it; only what the runs pass. */
export function asPageValue(value: unknown): PageValue {
  if (value === undefined) return { $type: 'undefined' };
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number')
    return Number.isFinite(value) ? value : { $type: 'number', value: String(value) as 'NaN' };
  if (value instanceof Date) return { $type: 'date', value: value.toISOString() };
  if (Array.isArray(value)) return value.map(asPageValue);
  if (typeof value === 'function') return { $type: 'function', name: value.name };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asPageValue(item)]));
}

/**
 * Runs a row's code against Meta's own stub, which queues every call, with the little of a page that
 * the rows touch. Timers run at the end.
 * @returns the arguments of each call, in order
 */
export function callsOf(js: string): PageValue[][] {
  const queue: Queue = [];
  const timers: (() => void)[] = [];
  const fbq = (...args: unknown[]) => {
    queue.push(args);
  };
  Object.assign(fbq, { push: fbq, queue, loaded: true });
  const page: Record<string, unknown> = {
    fbq,
    _fbq: fbq,
    setTimeout: (run: () => void) => timers.push(run),
    history: { pushState() {} },
    location: { href: '' },
    document: { querySelector: () => ({ click() {} }) },
  };
  page.window = page;
  // Sloppy code in a `with`: the rows name window's properties without window.
  new Function('page', `with (page) { ${js} }`)(page);
  for (const run of timers) run();
  return queue.map((args) => Array.from(args).map(asPageValue));
}
