import type { Entry, Har } from 'har-format';
import { isJsonObject } from '../../fields.ts';
import { bodyTextOf } from '../../har-body.ts';
import { carriesEvents } from './find-events.ts';
import { summariseAnswer } from './graph-answer.ts';
import { groupsOf, type Part, unreadAt } from './groups.ts';
import { type ParametersResult, parametersOf, pixelOfPath } from './request-body.ts';
import { secretsIn } from './secrets.ts';

/** Tells a HAR from other JSON. */
export function isHar(value: unknown): value is Har {
  return isJsonObject(value) && isJsonObject(value.log) && Array.isArray(value.log.entries);
}

/**
 * The requests of a HAR that carry events for the Conversions API: those to `<pixel>/events` at
 * graph.facebook.com, and any other POST with `data` of events in it (a server between). A HAR is
 * anybody's text: nothing in it is taken for granted.
 */
export async function readHar(har: Har): Promise<Part[]> {
  const parts: Part[] = [];
  for (const [i, entry] of har.log.entries.entries()) {
    if (!isJsonObject(entry) || !isJsonObject(entry.request)) continue;
    parts.push(...(await readHarEntry(entry, i)));
  }
  return parts;
}

/** The events for the Conversions API that one request of a HAR carries. */
export async function readHarEntry(entry: Entry, i: number): Promise<Part[]> {
  const { request, response } = entry;
  const address = textOf(request.url);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || textOf(request.method).toUpperCase() !== 'POST') return [];
  const isGraph = url.hostname === 'graph.facebook.com';
  const pixelId = pixelOfPath(url.pathname);
  const body = await readBody(entry);
  if (body === undefined) return [];
  const hasBatch = body.ok && Object.hasOwn(body.parameters, 'batch');
  if (
    !(isGraph && (pixelId !== undefined || hasBatch)) &&
    !(body.ok && carriesEvents(body.parameters))
  )
    return [];
  const place = `/log/entries/${i}`;
  if (!body.ok) return [unreadAt([`${place}/request/postData`, ...body.place], body)];
  const headers = Array.isArray(request.headers) ? request.headers.filter(isJsonObject) : [];
  const secrets = [
    ...secretsIn(url.searchParams),
    ...secretsIn(headers.map(({ name, value }) => [textOf(name), value] as const)),
    ...secretsIn(Object.entries(body.parameters)),
  ];
  const receivedAt = Date.parse(textOf(entry.startedDateTime));
  const status = typeof response?.status === 'number' ? response.status : 0;
  return groupsOf(body.parameters, {
    place: [place],
    pixelId,
    secrets,
    receivedAt: Number.isNaN(receivedAt) ? undefined : receivedAt,
    answer:
      status > 0 ? summariseAnswer(status, textOf(response?.content?.text), secrets) : undefined,
  });
}

/** Undefined where the HAR holds no body. */
async function readBody({ request }: Entry): Promise<ParametersResult | undefined> {
  const { postData } = request;
  if (!isJsonObject(postData)) return undefined;
  const text = bodyTextOf(postData);
  if (text !== '') return parametersOf(text, textOf(postData.mimeType));
  if (!Array.isArray(postData.params)) return undefined;
  const parameters = postData.params
    .filter(isJsonObject)
    .map((param): [string, unknown] => [textOf(param.name), param.value]);
  return { ok: true, parameters: Object.fromEntries(parameters) };
}

/** A text; '' for anything else, whose own toString may be no function. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
