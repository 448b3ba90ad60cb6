import type { ServerEntry } from '../../../session/entry.ts';
import { isJsonObject } from '../../fields.ts';
import { parseJson } from './json-text.ts';
import { hideSecrets } from './secrets.ts';

/** Messages are read by people; Meta's own have at most a few sentences. */
const MESSAGE_UNITS = 500;

/**
 * What an entry keeps of the Graph API's answer: the status, and the error's words where there are
 * any. Meta's message can quote the access token, so the request's secrets are hidden in it.
 */
export function summariseAnswer(
  status: number,
  body: string,
  secrets: readonly string[],
): NonNullable<ServerEntry['answer']> {
  const parsed = parseJson(body);
  const error = parsed.ok && isJsonObject(parsed.value) ? parsed.value.error : undefined;
  if (!isJsonObject(error)) return { status };
  const { message, error_user_title: title, error_user_msg: explanation } = error;
  // The words for people say more than `message`, which is often no more than "Invalid parameter".
  const words = (explanation === undefined ? [message] : [title, explanation]).filter(
    (text): text is string => typeof text === 'string' && text !== '',
  );
  return words.length === 0
    ? { status }
    : {
        status,
        message: hideSecrets(words.join(': '), secrets).slice(0, MESSAGE_UNITS),
      };
}
