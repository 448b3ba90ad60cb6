import type { ServerEntry } from '../../../session/entry.ts';
import { isJsonObject, type JsonObject } from '../../fields.ts';
import { summariseAnswer } from './graph-answer.ts';
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
