import type { PageValue } from '../../../../src/session/value.ts';
import observations from '../../../site/observations.json' with { type: 'json' };
import more from '../../../site/observations-2.json' with { type: 'json' };

/** A recorded run of the real SDK: its code, and what came of it. */
export interface RecordedRun {
  name: string;
  /** What the configuration said; `min`: nothing. */
  mode: string;
  js: string;
  /** Code that ran later, after the library had come. */
  later?: string;
  last?: string;
  warnings: string[];
  hits: { fields: Record<string, string | undefined> }[];
}

/** The 193 runs that the demo shop keeps. */
export const RUNS = [...observations.rows, ...more.rows] as readonly RecordedRun[];

/** All code of a run, in order. */
export function codeOf({ js, later = '', last = '' }: RecordedRun): string {
  return [js, later, last].join(';');
}

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
    history: { pushState() {}, replaceState() {} },
    location: { href: '' },
    document: {
      querySelector: () => ({ click() {} }),
      createElement: () => ({}),
      head: { appendChild() {} },
    },
  };
  page.window = page;
  // A row that takes the global away lays the base code again, which is not in its code.
  for (const name of ['fbq', '_fbq'])
    Object.defineProperty(page, name, { get: () => fbq, set: () => undefined });
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
  ldu_wrong: Array(4).fill('data-use-ignored'),
  ldu_good_then_wrong: ['data-use-ignored', 'data-use-ignored'],
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
  adv_matching_plain: ['user-data-form'],
  adv_matching_bad: ['invalid-email', 'user-data-form'],
  userdata_ph_leading_zero: ['user-data-form'],
  gateCheck_wrong: ['refused-argument', 'refused-argument', 'refused-argument'],
  skipOpenbridge: ['refused-argument', 'refused-argument'],
  unknown_commands: [
    'unknown-command',
    'unknown-command',
    'unknown-command',
    'unknown-command',
    'unknown-command',
    'unknown-command',
    'unknown-command',
  ],
  no_command: [
    'command-missing',
    'command-missing',
    'command-missing',
    'command-missing',
    'command-missing',
    'unknown-command',
  ],
  event_name_as_command: ['unknown-command', 'unknown-command'],
  trackShopify: ['purchase-without-currency'],
  trackShopify_wrong_order: ['pixel-id-missing'],
  trackWebchat: ['value-without-currency'],
  send: ['value-without-currency', 'event-name-missing'],
  on: ['refused-argument'],
  setUserProperties: ['unknown-pixel', 'refused-argument'],
  set_userData: ['set-user-data', 'refused-argument', 'set-user-data'],
  set_userData_am: ['set-user-data'],
  set_metadata: [
    'refused-argument',
    'refused-argument',
    'refused-argument',
    'refused-argument',
    'refused-argument',
    'refused-argument',
    'refused-argument',
  ],
  set_known_keys_wrong: [
    'refused-argument',
    'refused-argument',
    'refused-argument',
    'refused-argument',
    'refused-argument',
    'refused-argument',
    'refused-argument',
    'refused-argument',
  ],
  userdata_em_placeholder: ['placeholder-user-data'],
  userdata_em_placeholder_gtm: ['placeholder-user-data'],
  userdata_em_notanemail: ['invalid-email'],
  userdata_em_text_undefined: ['placeholder-user-data'],
  userdata_em_text_null: ['placeholder-user-data'],
  userdata_em_md5: ['invalid-email'],
  userdata_em_array: ['user-data-type'],
  userdata_external_id_array: ['user-data-type'],
  userdata_not_object: ['user-data-type'],
  init_again_with_other_user_data: ['duplicate-pixel-id'],
  content_ids_commas: ['content-ids'],
  contents_object_text: ['placeholder-parameter'],
  value_euro: ['invalid-value'],
  value_euro_first: ['invalid-value'],
  value_thousands: ['invalid-value'],
  value_nan: ['invalid-value'],
  value_text_nan: ['invalid-value'],
  value_empty: ['invalid-value'],
  value_null: ['invalid-value'],
  value_undefined: ['invalid-value'],
  value_infinity: ['invalid-value'],
  value_boolean: ['invalid-value'],
  value_object: ['invalid-value'],
  value_array: ['invalid-value'],
  value_placeholder: ['invalid-value'],
  value_space: ['invalid-value'],
  currency_symbol: ['invalid-currency'],
  currency_lower_space: ['invalid-currency'],
  currency_empty: ['invalid-currency'],
  currency_undefined: ['invalid-currency'],
  currency_placeholder: ['invalid-currency'],
  currency_array: ['invalid-currency'],
  currency_missing_each_standard: [
    'value-without-currency',
    'value-without-currency',
    'value-without-currency',
    'value-without-currency',
    'value-without-currency',
    'value-without-currency',
    'value-without-currency',
    'value-without-currency',
    'value-without-currency',
    'value-without-currency',
    'value-without-currency',
    'value-without-currency',
    'value-without-currency',
    'value-without-currency',
    'value-without-currency',
    'value-without-currency',
  ],
  standard_without_data: ['purchase-without-value', 'purchase-without-currency'],
  standardParamChecks: ['invalid-value', 'invalid-value', 'invalid-currency'],
  event_names: [
    'event-name-case',
    'event-name-missing',
    'event-name-missing',
    'placeholder-event-name',
    'event-name-case',
    'event-name-type',
    'non-standard-event',
  ],
  router_trackCustom_pageview: ['standard-event-as-custom'],
  eventID_odd: [
    'placeholder-event-id',
    'placeholder-event-id',
    'placeholder-event-id',
    'placeholder-event-id',
    'undefined-event-id',
    'undefined-event-id',
    'event-id-type',
    'event-id-type',
    'numeric-event-id',
    'placeholder-event-id',
  ],
  options_not_object: [
    'event-id-without-object',
    'custom-data-type',
    'event-id-without-object',
    'custom-data-type',
  ],
  trackSingle_odd: [
    'unknown-pixel',
    'pixel-id-missing',
    'pixel-id-missing',
    'pixel-id-missing',
    'non-standard-event',
    'purchase-without-currency',
    'unknown-pixel',
  ],
  consent_odd: ['consent-word', 'consent-word', 'consent-word', 'consent-word', 'consent-word'],
  set_userData_shopify: ['set-user-data'],
  eventID_nested: [
    'event-id-type',
    'event-id-type',
    'event-id-in-custom-data',
    'event-id-in-custom-data',
  ],
  same_warning_twice: [
    'purchase-without-currency',
    'purchase-without-currency',
    'purchase-without-currency',
  ],
  custom_event_name_in_data: ['standard-event-as-custom'],
  names_in_other_spelling: [
    'incomplete-catalogue-parameters',
    'event-name-case',
    'event-name-case',
  ],
};
