import type { HitEntry } from '../../session/entry.ts';
import { ALL_CONTROL, CONTROL, sentAgain } from './sent-again.ts';

/**
 * A hit as a command that sends it again, for any POSIX shell. Bodies go byte for byte; those with
 * characters that cannot be pasted, such as the line ends of a multipart body, are written by printf.
 * Text of the page stands in quotes alone: a remark is an argument of `:`, since zsh runs a pasted
 * comment.
 */
export function formatCurl(hit: HitEntry): string {
  const lines: string[] = [];
  const { method, url, body, remark } = sentAgain(hit);
  // Without --globoff curl takes the brackets of `cd[value]` for a range.
  const command = [`curl --globoff ${quote(url)}`];
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
  if (remark !== undefined) lines.unshift(`: ${quote(remark)}`);
  return lines.join('\n');
}

/** Text in single quotes: nothing in it means anything to a POSIX shell. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
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
