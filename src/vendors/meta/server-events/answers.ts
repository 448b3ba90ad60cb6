import type { ServerEntry } from '../../../session/entry.ts';
import { isJsonObject, type JsonObject } from '../../fields.ts';
import { summariseAnswer } from './graph-answer.ts';
import { parseJson } from './json-text.ts';
import { openText } from './request-body.ts';
import { hideSecrets } from './secrets.ts';

/** Answers by what names their request; undefined where several differ. */
export type Answers = ReadonlyMap<string, ServerEntry['answer']>;

const STATUS_KEY = /^(?:response_?)?(?:status|status_?code|http_?(?:code|status))$/i;
const BODY_KEY = /^(?:response_?)?(?:body|data|text)$/i;
const TRACE_KEY = /^(?:trace|request|correlation)_?id$/i;
/** Tags of one incoming request share its trace: their log says which tag and which event. */
const NAME_KEY = /^(?:name|event_?name)$/i;

/** The answer of the Graph API in a logged response. */
export function answerIn(object: JsonObject, secrets: readonly string[]): ServerEntry['answer'] {
  const entries = Object.entries(object);
  const status = entries.find(([key]) => STATUS_KEY.test(key))?.[1];
  if (typeof status !== 'number' || status < 200 || status > 599) return undefined;
  const body = entries.find(([key]) => BODY_KEY.test(key))?.[1];
  const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
  return summariseAnswer(status, hideSecrets(text), secrets);
}

/** What joins the line of a request with the line of its answer; undefined where nothing does. */
export function traceOf(object: JsonObject): string | undefined {
  const entries = Object.entries(object);
  const trace = entries.find(([key]) => TRACE_KEY.test(key))?.[1];
  if (typeof trace !== 'string' || trace === '') return undefined;
  return JSON.stringify([trace, entries.filter(([key]) => NAME_KEY.test(key))]);
}

/** How deep an answer's line may stand in the record of a logger. */
const DEPTH = 4;

/** The answers in the lines of a log. */
export function answersIn(values: readonly unknown[]): Answers {
  const answers = new Map<string, ServerEntry['answer']>();
  const visit = (raw: unknown, depth: number) => {
    const value = typeof raw === 'string' ? openText(raw) : raw;
    if (depth > DEPTH || typeof value !== 'object' || value === null) return;
    const trace = isJsonObject(value) ? traceOf(value) : undefined;
    const answer = isJsonObject(value) ? answerIn(value, []) : undefined;
    if (trace !== undefined && answer !== undefined) {
      const isOther =
        answers.has(trace) && JSON.stringify(answers.get(trace)) !== JSON.stringify(answer);
      answers.set(trace, isOther ? undefined : answer);
    } else for (const child of Object.values(value)) visit(child, depth + 1);
  };
  for (const value of values) visit(value, 0);
  return answers;
}

/** What a log has in its order: requests that carry events, and answers of the Graph API. */
export type Turn<T> = { request: T } | { answer: NonNullable<ServerEntry['answer']> };

/**
 * The refusal that stands behind each request. Where the two do not take turns, nobody knows whose
 * an answer is.
 */
export function refusalsIn<T>(turns: readonly Turn<T>[]): Map<T, ServerEntry['answer']> {
  const refusals = new Map<T, ServerEntry['answer']>();
  for (const [i, turn] of turns.entries()) {
    if ('request' in turn !== (i % 2 === 0)) return new Map();
    const before = turns[i - 1];
    if ('answer' in turn && turn.answer.status >= REFUSED && before && 'request' in before)
      refusals.set(before.request, turn.answer);
  }
  return refusals;
}

const REFUSED = 400;

/** The Graph API's own answer in a logged value: its error, or how many events it took. */
export function graphAnswerIn(raw: unknown, depth = 0): ServerEntry['answer'] {
  const value = typeof raw === 'string' ? openText(raw) : raw;
  if (!isJsonObject(value) || depth > DEPTH) return undefined;
  if (typeof value.events_received === 'number') return { status: 200 };
  const { error } = value;
  if (isJsonObject(error) && ('fbtrace_id' in error || /Exception$/.test(String(error.type))))
    return summariseAnswer(REFUSED, hideSecrets(JSON.stringify({ error })), []);
  for (const child of Object.values(value)) {
    const answer = graphAnswerIn(child, depth + 1);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** What PHP's usual client writes of a refusal; the body behind it is often cut off. */
export const REFUSAL = /`([45]\d\d) [^`\n]{1,60}` response/g;
const REFUSAL_UNITS = 1_000;

/** The refusal that such words tell, and where it ends. */
export function readRefusal(
  text: string,
  at: number,
): { answer: NonNullable<ServerEntry['answer']>; end: number } {
  const words = text.slice(at, at + REFUSAL_UNITS);
  const [line = ''] = /^[^\n]*(?:\n\{[^\n]*)?/.exec(words) ?? [];
  const message = /"message"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(line)?.[1];
  const parsed = message === undefined ? undefined : parseJson(message);
  const said = parsed?.ok && typeof parsed.value === 'string' ? parsed.value : '';
  const answer = { status: Number(words.slice(1, 4)) };
  return {
    answer: said === '' ? answer : { ...answer, message: hideSecrets(said) },
    end: at + line.length,
  };
}
