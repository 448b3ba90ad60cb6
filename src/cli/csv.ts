import { stringify } from 'csv-stringify/sync';
import type { Entry, HitEntry, PageEntry, ServerEntry } from '../session/entry.ts';
import { isObject, type Plain, plainText, toPlain } from '../session/value/plain.ts';
import { visible } from '../session/visible.ts';
import { eventIdOf, namedPixelId, pixelCallOf } from '../vendors/meta/call.ts';

/** Columns that every event has; its parameters follow. */
const COLUMNS = [
  'time',
  'page',
  'entry',
  'kind',
  'system',
  'event',
  'event id',
  'pixel',
  'outcome',
  'status',
  'address',
] as const;

interface Row {
  cells: Record<(typeof COLUMNS)[number], string>;
  parameters: Record<string, string>;
}

/** Rows written at a time. */
const PIECE_ROWS = 500;

/**
 * The events of a session as a table (RFC 4180): one row for each event of a pixel call, a hit or a
 * server, with all of its parameters, decoded, each name in a column of its own. Text that a
 * spreadsheet would take for a formula is marked as text (an apostrophe before it).
 * @param pageOf the start of the document that an entry belongs to
 */
export function* csvPieces(
  entries: readonly Entry[],
  pageOf: (entry: Entry) => PageEntry | undefined,
): Generator<string> {
  const rows = () => rowsOf(entries, pageOf);
  const names = new Set<string>();
  for (const { parameters } of rows()) for (const name of Object.keys(parameters)) names.add(name);
  const columns = [...names].sort();
  const write = (lines: string[][]) =>
    stringify(
      lines.map((cells) => cells.map(visible)),
      { escape_formulas: true, record_delimiter: 'windows' },
    );
  // A parameter may be called as one of ours.
  const titles = columns.map((name) => `parameter: ${name}`);
  yield write([[...COLUMNS, ...titles]]);
  let lines: string[][] = [];
  for (const { cells, parameters } of rows()) {
    lines.push([
      ...COLUMNS.map((column) => cells[column]),
      ...columns.map((name) => (Object.hasOwn(parameters, name) ? (parameters[name] ?? '') : '')),
    ]);
    if (lines.length < PIECE_ROWS) continue;
    yield write(lines);
    lines = [];
  }
  if (lines.length > 0) yield write(lines);
}

function* rowsOf(
  entries: readonly Entry[],
  pageOf: (entry: Entry) => PageEntry | undefined,
): Generator<Row> {
  for (const entry of entries) {
    const base = {
      time: timeOf(entry.at),
      page: pageOf(entry)?.url ?? '',
      entry: entry.id,
      kind: entry.kind,
      system: '',
      event: '',
      'event id': '',
      pixel: '',
      outcome: '',
      status: '',
      address: '',
    };
    if (entry.kind === 'hit') yield* hitRows(entry, base);
    else if (entry.kind === 'server') yield serverRow(entry, base);
    else {
      const call = pixelCallOf(entry);
      if (call?.eventName === undefined) continue;
      yield {
        cells: {
          ...base,
          system: 'fbq',
          event: call.eventName,
          'event id': eventIdOf(call) ?? '',
          pixel: namedPixelId(call) ?? '',
        },
        parameters: flat(toPlain(call.data)),
      };
    }
  }
}

function* hitRows(hit: HitEntry, base: Row['cells']): Generator<Row> {
  const cells = {
    ...base,
    system: hit.vendor,
    outcome: hit.outcome ?? '',
    status: hit.status?.toString() ?? '',
    address: hit.url,
  };
  if (hit.events.length === 0) yield { cells: { ...cells, event: hit.role ?? '' }, parameters: {} };
  for (const { eventName = '', eventId = '', pixelId = '', parameters } of hit.events)
    yield {
      cells: { ...cells, event: eventName, 'event id': eventId, pixel: pixelId },
      parameters,
    };
}

function serverRow(
  { event, pixelId = '', origin, answer, where = '' }: ServerEntry,
  base: Row['cells'],
): Row {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    cells: {
      ...base,
      system: origin,
      event: text(event.event_name),
      'event id': text(event.event_id),
      pixel: pixelId,
      status: answer?.status.toString() ?? '',
      address: where,
    },
    parameters: flat(event as Plain),
  };
}

/** Objects as dotted names; lists as JSON text, as hits have them. */
function flat(value: Plain, name = '', into: Record<string, string> = {}): Record<string, string> {
  if (isObject(value))
    for (const [key, inner] of Object.entries(value))
      flat(inner, name === '' ? key : `${name}.${key}`, into);
  else if (name !== '') into[name] = plainText(value);
  return into;
}

/** A time in UTC; as a number where no date can hold it. */
function timeOf(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : date.toISOString();
}
