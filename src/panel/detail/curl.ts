import { sayBodyReason } from '../../language/body-reason.ts';
import type { HitEntry } from '../../session/entry.ts';
import { t } from '../text/language.ts';

/**
 * Characters that a terminal or a shell would not take as they stand in a pasted line, and such as
 * turn the line round for who reads it.
 */
const CONTROL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
const ALL_CONTROL = new RegExp(CONTROL, 'g');
/** What a method cannot be made of (RFC 9110, token). */
const NO_TOKEN = /[^\w!#$%&'*+.^`|~-]/g;

/**
 * A hit as a command that sends it again, for any POSIX shell: what was recorded and no more, so
 * cookies and the browser's own headers are missing. Bodies go byte for byte; those with characters
 * that cannot be pasted, such as the line ends of a multipart body, are written by printf. Text of the
 * page stands in quotes alone: a remark is an argument of `:`, since zsh runs a pasted comment.
 */
export function formatCurl(hit: HitEntry): string {
  const lines: string[] = [];
  const method = hit.method.toUpperCase().replace(NO_TOKEN, '');
  const body = bodyOf(hit);
  // Without --globoff curl takes the brackets of `cd[value]` for a range.
  const command = [`curl --globoff ${quote(addressOf(hit.url))}`];
  if (method !== (body === undefined ? 'GET' : 'POST')) command.push(`-X ${quote(method)}`);
  if (body !== undefined) {
    // An empty header takes away the one that curl would make up.
    const type = body.contentType;
    command.push(`-H ${quote(type === undefined ? 'Content-Type:' : `Content-Type: ${type}`)}`);
    if (CONTROL.test(body.text)) {
      command.push('--data-binary @-');
      lines.push(`printf '%b' ${quote(escapeForPrintf(body.text))} |`);
    } else command.push(`--data-raw ${quote(body.text)}`);
  }
  lines.push(command.join(' \\\n  '));
  const { body: seen } = hit;
  if (seen?.kind === 'unreadable')
    lines.unshift(`: ${quote(t().detail.code.noBody(onOneLine(sayBodyReason(seen.reason, t()))))}`);
  if (seen?.kind === 'text' && seen.cut) lines.unshift(`: ${quote(t().detail.code.bodyCut)}`);
  return lines.join('\n');
}

/** Text in single quotes: nothing in it means anything to a POSIX shell. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

interface Body {
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

/** For printf's `%b`: only the backslash means something, octal escapes stand for the bytes of the rest. */
function escapeForPrintf(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return escaped.replace(ALL_CONTROL, (character) =>
    [...new TextEncoder().encode(character)]
      .map((byte) => `\\0${byte.toString(8).padStart(3, '0')}`)
      .join(''),
  );
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
