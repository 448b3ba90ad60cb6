import type { Entry, Har } from 'har-format';
import { isJsonObject } from '../fields.ts';
import { parseJson } from '../meta/server-events/json-text.ts';

/** The second line of a table that Omnibug exports (src/devtools/panel.js), with commas or tabs. */
const HEAD =
  /^\ufeff?[^\n]*\n"Event Type"[,\t]"Provider"[,\t]"Account"[,\t]"Request ID"[,\t]"Request URL"/;

/** Whether a text begins as a table of Omnibug does. */
export function looksLikeOmnibug(head: string): boolean {
  return HEAD.test(head);
}

/**
 * The requests in a table of Omnibug: their addresses, bodies and times, and the page loads where
 * they were exported too. What became of a request is not in it.
 */
export function harOfOmnibug(text: string): Har {
  const entries = rowsOf(text)
    .slice(2)
    .flatMap(([type, , , , url = '', post = '', time = '']) => entryOf(type, url, post, time));
  const log: Partial<Har['log']> = { version: '1.2', entries: entries as unknown as Entry[] };
  return { log: log as Har['log'] };
}

function entryOf(type: string | undefined, url: string, post: string, time: string): object[] {
  const at = Date.parse(time);
  if (url === '' || Number.isNaN(at)) return [];
  const form = post.startsWith('{') ? formOf(post) : undefined;
  const request = {
    method: post === '' ? 'GET' : 'POST',
    url,
    headers: [],
    ...(post !== '' && {
      postData: form ? { mimeType: '', params: form } : { mimeType: '', text: post },
    }),
  };
  return [
    {
      startedDateTime: new Date(at).toISOString(),
      request,
      ...(type === 'Navigation' && { _resourceType: 'document' }),
    },
  ];
}

/** A form as the browser's webRequest has it: each name with a list of values. */
function formOf(post: string): { name: string; value: string }[] | undefined {
  const parsed = parseJson(post);
  if (!parsed.ok || !isJsonObject(parsed.value)) return undefined;
  const fields = Object.entries(parsed.value);
  if (!fields.every(([, values]) => Array.isArray(values))) return undefined;
  return fields.flatMap(([name, values]) =>
    (values as unknown[]).map((value) => ({ name, value: String(value) })),
  );
}

/** The rows of a table whose cells all stand in quotes. */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /"((?:[^"]|"")*)"([,\t]|\r?\n|$)/y;
  cell.lastIndex = text.startsWith('\ufeff') ? 1 : 0;
  for (let match = cell.exec(text); match; match = cell.exec(text)) {
    row.push((match[1] ?? '').replaceAll('""', '"'));
    if (/^[,\t]/.test(match[2] ?? '')) continue;
    rows.push(row);
    row = [];
    if (cell.lastIndex >= text.length) break;
  }
  return rows;
}
