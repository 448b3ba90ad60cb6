/**
 * Access tokens and what proves them have no business in a log: they are taken out of every event
 * before anything else sees it.
 */

/** Parameters of the Graph API that are secrets, wherever they stand; SDKs spell them `accessToken`, too. */
const SECRET_NAMES =
  'access[-_]?token|appsecret[-_]?proof|app[-_]?secret|client[-_]?secret|input[-_]?token|fb[-_]?exchange[-_]?token|authorization';
/** The business SDK's own objects put `_` before each. */
const SECRET_KEY = new RegExp(`^_?(?:${SECRET_NAMES})$`, 'i');
/** In a header or a sentence: `Authorization: Bearer …`. */
const BEARER = /\b(bearer|oauth)(\s+)[\w.~+/-]{12,}/gi;
/** A quote, as it is in JSON, in text in JSON, in a log of another language, or in an address. */
const QUOTE = `(?:\\\\*["']|%(?:25)*2[27])`;
/** What stands between a name and its value: `=`, `: `, ` => `. */
const EQUALS = '(?:=>?|:|%(?:25)*3[da])';
/** The parameters in an address, a form, JSON text or a log: `access_token=…`, `"access_token":"…"`. */
const SECRET_PAIR = new RegExp(
  `(${SECRET_NAMES.replace('|authorization', '')})(${QUOTE}?\\s*${EQUALS}\\s*${QUOTE}?)([^&\\s"'\\\\,;}]+)`,
  'gi',
);
/** Access tokens of Meta begin so and are about 200 characters long [unverified]. */
const TOKEN = /(?:(?<![A-Za-z0-9])|(?<=%[0-9A-F]{2}))EAA[A-Za-z0-9]{30,}/g;
/** A shorter token is somebody's placeholder; the word may stand in an event with a good reason. */
const SECRET_UNITS = 12;

const REMOVED = '[removed]';

/** Text without secrets. @param known tokens that are known to be some */
export function hideSecrets(text: string, known: readonly string[] = []): string {
  let hidden = text;
  for (const token of known)
    if (token.length >= SECRET_UNITS && hidden.includes(token))
      hidden = hidden.replaceAll(token, REMOVED);
  if (!/token|secret|bearer|oauth|EAA/i.test(hidden)) return hidden;
  return hidden
    .replace(SECRET_PAIR, `$1$2${REMOVED}`)
    .replace(BEARER, `$1$2${REMOVED}`)
    .replace(TOKEN, REMOVED);
}

/** Deeper than any event goes; what is deeper is left out, with a mark in its place. */
const DEPTH = 64;

/** A copy of a JSON value without secrets: without the keys that hold one, and hidden in texts. */
export function withoutSecrets(value: unknown, known: readonly string[] = [], depth = 0): unknown {
  if (typeof value === 'string') return hideSecrets(value, known);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEPTH) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, known, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !SECRET_KEY.test(key))
      .map(([key, item]) => [hideSecrets(key, known), withoutSecrets(item, known, depth + 1)]),
  );
}

/** The secrets among the parameters of a request, so that they can be hidden wherever they recur. */
export function secretsIn(parameters: Iterable<readonly [string, unknown]>): string[] {
  const secrets: string[] = [];
  for (const [name, value] of parameters)
    if (typeof value === 'string' && value !== '' && SECRET_KEY.test(name)) {
      secrets.push(value);
      const bare = /^(?:bearer|oauth)\s+(\S.*)$/i.exec(value)?.[1];
      if (bare !== undefined) secrets.push(bare);
    }
  return secrets;
}
