import type { HitEntry } from '../../session/entry.ts';
import { CONTROL, sentAgain } from './sent-again.ts';

/** Methods that `-Method` knows; any other is a `-CustomMethod` (PowerShell 6 and later). */
const KNOWN = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'TRACE',
  'OPTIONS',
  'MERGE',
  'PATCH',
]);

/**
 * A hit as a PowerShell command that sends it again, on one line, so that nothing of it runs before
 * it is whole. Bodies go as UTF-8, byte for byte.
 */
export function formatPowerShell(hit: HitEntry): string {
  const { method, url, body, remark } = sentAgain(hit);
  const command = ['Invoke-WebRequest -UseBasicParsing', `-Uri ${expression(url)}`];
  command.push(`${KNOWN.has(method) ? '-Method' : '-CustomMethod'} ${expression(method)}`);
  if (body?.contentType !== undefined) command.push(`-ContentType ${expression(body.contentType)}`);
  if (body !== undefined)
    command.push(`-Body ([Text.Encoding]::UTF8.GetBytes(${expression(body.text)}))`);
  const lines = remark === undefined ? [] : [`# ${remark}`];
  return [...lines, command.join(' ')].join('\n');
}

/** PowerShell takes each of them for a single quote (about_Quoting_Rules); doubled, it means itself. */
const QUOTES = /['\u2018-\u201b]/g;

/**
 * Text as an expression: in single quotes nothing of it means anything. What a pasted line cannot
 * hold stands beside them by its number.
 */
function expression(text: string): string {
  const parts: string[] = [];
  let quoted = '';
  for (const character of text)
    if (character === '\n' || CONTROL.test(character)) {
      if (quoted !== '') parts.push(inQuotes(quoted));
      quoted = '';
      parts.push(`[char]${character.charCodeAt(0)}`);
    } else quoted += character;
  if (quoted !== '' || parts.length === 0) parts.push(inQuotes(quoted));
  // A number that stands first would be added to.
  if (parts[0]?.startsWith('[')) parts.unshift("''");
  return parts.length === 1 ? (parts[0] as string) : `(${parts.join('+')})`;
}

function inQuotes(text: string): string {
  return `'${text.replace(QUOTES, '$&$&')}'`;
}
