import { placeOf } from '../../../session/text-place.ts';
import { isJsonObject, type JsonObject } from '../../fields.ts';
import { foundValue } from './event-rules.ts';
import type { Expected, Unread } from './fault.ts';
import { parseJson } from './json-text.ts';

/** A Graph request's parameters, or what is wrong with its body. */
export type ParametersResult = { ok: true; parameters: JsonObject } | Unread;

/**
 * The parameters in a body, in any of the encodings that the Graph API takes: JSON, a form
 * (`data=[…]&access_token=…`), multipart (curl's `-F`). Never throws.
 * @param contentType the request's own header; without it, the text decides
 */
export async function parametersOf(text: string, contentType = ''): Promise<ParametersResult> {
  const trimmed = text.trimStart();
  if (/^multipart\/form-data/i.test(contentType)) return readForm(text, contentType);
  if (/json/i.test(contentType) || trimmed.startsWith('{') || trimmed.startsWith('['))
    return readJson(text);
  return { ok: true, parameters: Object.fromEntries(new URLSearchParams(text)) };
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
    const parameters: JsonObject = {};
    for (const [name, value] of form)
      parameters[name] = typeof value === 'string' ? value : await value.text();
    return { ok: true, parameters };
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

/** Reads a list from the parameters of a request. */
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
    ? { ok: true, list: value }
    : { ok: false, place: [pointer], expected, found: foundValue(value) };
}

/** A path of the Graph API that events are posted to: `/v24.0/123/events`, with or without a version. */
const EVENTS_PATH = /(?:^|\/)(?:v\d+(?:\.\d+)?\/)?(\d+)\/events\/?$/;

/** The pixel (dataset) id in a path that events are posted to; undefined for every other path. */
export function pixelOfPath(path: string): string | undefined {
  return EVENTS_PATH.exec(path)?.[1];
}
