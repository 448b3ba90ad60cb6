import { sayBodyReason } from '../../language/body-reason.ts';
import type { HitEntry } from '../../session/entry.ts';
import { t } from '../text/language.ts';

/**
 * Characters that a terminal or a shell would not take as they stand in a pasted line, and such as
 * turn the line round for who reads it.
 */
export const CONTROL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
export const ALL_CONTROL = new RegExp(CONTROL, 'g');
/** What a method cannot be made of (RFC 9110, token). */
const NO_TOKEN = /[^\w!#$%&'*+.^`|~-]/g;

/** A hit as a command can send it again. */
export interface SentAgain {
  method: string;
  /** Without a fragment, on one line. */
  url: string;
  body: Body | undefined;
  /** What of the body is missing, on one line. */
  remark: string | undefined;
}

/**
 * What was recorded of a hit and no more: cookies and the browser's own headers are missing. Method,
 * address and content type hold nothing that ends a line.
 */
export function sentAgain(hit: HitEntry): SentAgain {
  const { body } = hit;
  const { code } = t().detail;
  const isCut = body?.kind === 'text' && body.cut;
  return {
    method: hit.method.toUpperCase().replace(NO_TOKEN, ''),
    url: addressOf(hit.url),
    body: bodyOf(hit),
    remark:
      body?.kind === 'unreadable'
        ? code.noBody(onOneLine(sayBodyReason(body.reason, t())))
        : isCut
          ? code.bodyCut
          : undefined,
  };
}

/** A request's body as text, and what it says that it is. */
export interface Body {
  text: string;
  contentType: string | undefined;
}

function bodyOf(hit: HitEntry): Body | undefined {
  const { body } = hit;
  const contentType = hit.contentType === undefined ? undefined : onOneLine(hit.contentType);
  if (body === undefined || body.kind === 'unreadable') return undefined;
  if (body.kind === 'text') return { text: body.text, contentType };
  const pairs = Object.entries(body.fields).flatMap(([name, values]) =>
    values.map((value): [string, string] => [name, value]),
  );
  if (contentType !== undefined && /^multipart\/form-data/i.test(contentType))
    return writeMultipart(pairs);
  return {
    text: new URLSearchParams(pairs).toString(),
    contentType: contentType ?? 'application/x-www-form-urlencoded',
  };
}

/** The browser had parsed the form, so its boundary is not known; any that is not in it will do. */
function writeMultipart(pairs: readonly [string, string][]): Body {
  let boundary = 'event-loupe';
  while (pairs.some(([name, value]) => name.includes(boundary) || value.includes(boundary)))
    boundary += '-';
  const parts = pairs.map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(name)}"\r\n\r\n${value}\r\n`,
  );
  return {
    text: `${parts.join('')}--${boundary}--\r\n`,
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
}

/** As browsers do (HTML, multipart/form-data encoding algorithm). */
function escapeName(name: string): string {
  return name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}

/** An address of a browser has no such characters; a file's may. A fragment is never sent. */
function addressOf(url: string): string {
  const hash = url.indexOf('#');
  const sent = hash === -1 ? url : url.slice(0, hash);
  return sent
    .replaceAll(' ', '%20')
    .replaceAll('\n', '%0A')
    .replace(ALL_CONTROL, encodeURIComponent);
}

function onOneLine(text: string): string {
  return text.replaceAll('\n', ' ').replace(ALL_CONTROL, ' ');
}
