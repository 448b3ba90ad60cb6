import { placeOf } from '../../../session/text-place.ts';
import { namesToObject } from '../../bracket-names.ts';
import { isJsonObject, type JsonObject } from '../../fields.ts';
import { foundValue } from './event-rules.ts';
import type { Expected, Unread } from './fault.ts';
import { parseJson } from './json-text.ts';

/** A Graph request's parameters, or what is wrong with its body. */
export type ParametersResult = { ok: true; parameters: JsonObject } | Unread;

/**
 * The parameters in a body, in any of the encodings that the Graph API takes: JSON, a form
 * (`data=[…]&access_token=…`, `data[0]={…}`, `data[0][event_name]=…`), multipart (curl's `-F`).
 * Never throws.
 * @param contentType the request's own header; without it, the text decides
 */
export async function parametersOf(text: string, contentType = ''): Promise<ParametersResult> {
  const trimmed = text.trimStart();
  if (/^multipart\/form-data/i.test(contentType)) return readForm(text, contentType);
  if (/json/i.test(contentType) || trimmed.startsWith('{') || trimmed.startsWith('['))
    return readJson(text);
  return { ok: true, parameters: formParameters(new URLSearchParams(text)) };
}

/**
 * The parameters that the fields of a form describe: `data[0]` and `data[0][event_name]` are places
 * in a list `data`, as PHP and Rack read and write them.
 */
export function formParameters(fields: Iterable<readonly [string, string]>): JsonObject {
  const values: Record<string, string> = Object.create(null);
  for (const [name, value] of fields) {
    let free = name;
    // `data[]` may come again and again: each is one more item.
    if (name.endsWith('[]'))
      for (let count = 2; free in values; count += 1) free = `${name} (${count})`;
    values[free] = value;
  }
  return { ...namesToObject(values) };
}

function readJson(text: string): ParametersResult {
  const parsed = parseJson(text);
  if (!parsed.ok)
    return {
      ok: false,
      place: [placeOf(text, parsed.at)],
      expected: { code: 'json', wanted: parsed.expected },
      found: parsed.found,
    };
  if (isJsonObject(parsed.value)) return { ok: true, parameters: parsed.value };
  return { ok: false, place: [], expected: { code: 'object' }, found: foundValue(parsed.value) };
}

/** The browser's and node's own reader of forms; a request body it cannot read is no form. */
async function readForm(text: string, contentType: string): Promise<ParametersResult> {
  try {
    const form = await new Response(text, { headers: { 'content-type': contentType } }).formData();
    const fields: [string, string][] = [];
    for (const [name, value] of form)
      fields.push([name, typeof value === 'string' ? value : await value.text()]);
    return { ok: true, parameters: formParameters(fields) };
  } catch {
    return {
      ok: false,
      place: [],
      expected: { code: 'multipart' },
      found: { code: 'something-else' },
    };
  }
}

/** A list among the parameters (`data`, `batch`): as it is, or as JSON text in a form. */
export type ListResult = { ok: true; list: unknown[] } | Unread;

/**
 * Reads a list from the parameters of a request. Items that are JSON texts of objects are opened:
 * so the Python and Ruby SDKs send their events (facebook-python-business-sdk, api.py;
 * facebook-ruby-business-sdk, event_request.rb).
 */
export function listOf(parameters: JsonObject, name: string): ListResult {
  const pointer = `/${name}`;
  const expected: Expected = { code: name === 'data' ? 'list-of-events' : 'list' };
  let value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (typeof value === 'string') {
    const parsed = parseJson(value);
    if (!parsed.ok)
      return {
        ok: false,
        place: [{ pointer, ...placeOf(value, parsed.at) }],
        expected: { code: 'json', wanted: parsed.expected },
        found: parsed.found,
      };
    value = parsed.value;
  }
  return Array.isArray(value)
    ? { ok: true, list: value.map(openText) }
    : { ok: false, place: [pointer], expected, found: foundValue(value) };
}

/** The object or list that a JSON text holds; every other value as it is. */
export function openText(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
  const parsed = parseJson(value);
  return parsed.ok ? parsed.value : value;
}

/** A path of the Graph API that events are posted to: `/v24.0/123/events`, with or without a version. */
const EVENTS_PATH = /(?:^|\/)(?:v\d+(?:\.\d+)?\/)?(\d+)\/events\/?$/;

/** The pixel (dataset) id in a path that events are posted to; undefined for every other path. */
export function pixelOfPath(path: string): string | undefined {
  return EVENTS_PATH.exec(path)?.[1];
}
