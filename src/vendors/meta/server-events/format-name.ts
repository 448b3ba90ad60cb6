import { BASE64_EVENT_NAME } from './base64.ts';

/** What a text is that holds no event which can be read; what to export instead stands with the words. */
export type OtherFormat =
  | 'answer'
  | 'printed-object'
  | 'python-dict'
  | 'php-dump'
  | 'ruby-hash'
  | 'java-object'
  | 'go-value'
  | 'yaml'
  | 'js-object'
  | 'base64'
  | 'page'
  | 'xml'
  | 'tag-container'
  | 'ga4-export'
  | 'camel-case'
  | 'access-log'
  | 'log'
  | 'table';

/**
 * From the sure to the likely. An object of a language names the event's key in the language's own
 * notation: printed text is no JSON, and what printing leaves out (`[Object]`) cannot be had back.
 */
const FORMATS: readonly (readonly [OtherFormat, RegExp])[] = [
  ['page', /^\s*<(?:!doctype html|html)\b/i],
  ['xml', /^\s*<\?xml\b/i],
  ['tag-container', /"exportFormatVersion"\s*:|"containerVersion"\s*:/],
  ['php-dump', /\[["']?event_name["']?\]\s*=>|'event_name'\s*=>|s:10:\\*"event_name"/],
  ['ruby-hash', /[:"]event_name"?\s*=>|\bevent_name: "/],
  ['python-dict', /'event_name'\s*:/],
  // Java's maps have no quotes, and its SDK's objects are called classes.
  ['java-object', /[{,]\s*event_name=|\bclass (?:EventRequest|Event|UserData|CustomData)\s*\{/],
  ['go-value', /\bmap\[[^\n]*event_name:|[{ ]EventName:\S/],
  [
    'printed-object',
    /\b(?:EventRequest|ServerEvent|UserData|CustomData)\s*\{|\b_event_name\s*:|\(event_name=/,
  ],
  ['yaml', /^[ \t]*(?:- )?["']?event_name["']?: [^\n,]*$/m],
  ['js-object', /\bevent_name\s*:/],
  ['base64', BASE64_EVENT_NAME],
  ['answer', /events_received\\*"\s*:|fbtrace_id\\*"\s*:|"ResponseStatusCode"\s*:/],
  ['camel-case', /"eventName"\s*:/],
  ['access-log', /"(?:GET|POST) \S+ HTTP\/[\d.]+" \d{3}\b/],
  ['log', /^[ \t[(]*\d{4}-\d\d-\d\d[T ]\d\d:\d\d|^\w{3} +\d{1,2} \d\d:\d\d:\d\d /m],
  ['table', /^[^\n,;\t{}<>=]*(?:[,;\t][^\n,;\t{}<>=]*){2,}\r?\n(?:[^\n,;\t]*[,;\t]){2,}/],
];

/** As much of a text as is looked at: its kind shows at once, or where its first event stands. */
const HEAD_UNITS = 200_000;

/** Tells what a text is that no event can be read from; undefined where nobody knows. */
export function nameFormat(text: string): OtherFormat | undefined {
  const head = text.slice(0, HEAD_UNITS);
  return FORMATS.find(([, pattern]) => pattern.test(head))?.[0];
}
