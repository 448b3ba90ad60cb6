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

/** Rules of the faults in each recorded run, in order; runs that are not here are without fault. */
export const RULES: Record<string, string[]> = {
  no_init_track: ['event-before-init'],
  purchase_missing_currency: ['purchase-without-currency'],
  purchase_missing_value: ['purchase-without-value'],
  purchase_bad_currency: ['invalid-currency'],
  purchase_rare_currency: ['currency-unknown-to-sdk'],
  purchase_neg: ['negative-value'],
  purchase_str_value: ['invalid-value'],
  track_no_name: ['event-name-missing'],
  track_lower_name: ['event-name-case'],
  trackCustom_standard: [
    'standard-event-as-custom',
    'purchase-without-value',
    'purchase-without-currency',
  ],
  trackCustom_long: ['long-event-name'],
  eventID_3rd: ['event-id-in-custom-data'],
  eventID_both: ['two-event-ids'],
  eventID_number: ['numeric-event-id'],
  eventID_empty: ['empty-event-id'],
  eventID_array: ['event-id-list'],
  eventId_wrongcase: ['misspelt-event-id'],
  trackSingle_uninit: ['unknown-pixel'],
  init_bad_id: ['invalid-pixel-id'],
  init_dup: ['duplicate-pixel-id'],
  init_late: ['event-before-init'],
  consent_bad: ['consent-word'],
  unknown_cmd: ['unknown-command'],
  legacy_push: ['value-without-currency'],
  fbq_push: ['value-without-currency'],
  content_ids_string: ['content-ids'],
  content_type_bad: ['content-type'],
  contents_bad: ['contents', 'invalid-value', 'invalid-currency'],
};
