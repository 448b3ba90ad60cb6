import type { StreamedReport } from '../../rules/report.ts';

/** Text is handed on in pieces of about this many UTF-16 units: one text of a long session is too long for the engine. */
const PIECE_UNITS = 1_000_000;

/** The report as `JSON.stringify(report, undefined, 2)` would write it, with a line feed, in pieces. */
export function* jsonReport(report: StreamedReport & { file?: string }): Generator<string> {
  let piece = '{';
  let isFirst = true;
  for (const [name, value] of Object.entries(report)) {
    piece += `${isFirst ? '' : ','}\n  ${JSON.stringify(name)}: `;
    isFirst = false;
    if (!isList(value)) {
      piece += indentedField(value);
      continue;
    }
    let isEmpty = true;
    for (const item of value) {
      piece += `${isEmpty ? '[' : ','}\n    ${indentedItem(item)}`;
      isEmpty = false;
      if (piece.length < PIECE_UNITS) continue;
      yield piece;
      piece = '';
    }
    piece += isEmpty ? '[]' : '\n  ]';
  }
  yield `${piece}\n}\n`;
}

function isList(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

/** As it stands two levels deep. */
function indentedItem(value: unknown): string {
  // The engine indents it faster than a search for its lines would.
  return JSON.stringify([[value]], undefined, 2).slice('[\n  [\n    '.length, -'\n  ]\n]'.length);
}

/** As it stands one level deep. */
function indentedField(value: unknown): string {
  return JSON.stringify([value], undefined, 2).slice('[\n  '.length, -'\n]'.length);
}
