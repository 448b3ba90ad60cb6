/** A stretch of a session, in seconds from its start; an end that is open is infinite. */
export interface TimeSpan {
  from: number;
  to: number;
}

const SPAN = /^(\d+(?:[.,]\d+)?)?(?:-(\d+(?:[.,]\d+)?)?)?$/;
/** The word of a search that limits it to a stretch. */
const WORD = /(?<=^|\s)time:(\S+)(?:\s+|$)/i;

/** Reads `2-3.5`, `2-` and `-3.5`; `2` is from there on: the rest may still be typed. */
export function parseSpan(text: string): TimeSpan | undefined {
  const found = SPAN.exec(text);
  if (!found) return undefined;
  const [from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY] = found
    .slice(1)
    .map((each) => (each === undefined ? undefined : Number(each.replace(',', '.'))));
  return { from, to };
}

/** The stretch that a search is limited to. */
export function spanIn(search: string): TimeSpan | undefined {
  const text = WORD.exec(search)?.[1];
  return text === undefined ? undefined : parseSpan(text);
}

/** A search that is limited to a stretch, or to none. */
export function withSpan(search: string, span: TimeSpan | undefined): string {
  const rest = search.replace(WORD, '').trimEnd();
  if (span === undefined) return rest;
  const [from, to] = [span.from, span.to].map((end) => (Number.isFinite(end) ? end : ''));
  return `${rest} time:${from}-${to}`.trimStart();
}

/**
 * A stretch that was drawn, to as many places as a pixel tells apart; nothing in it is left out.
 * @param step seconds of a pixel
 */
export function roundSpan({ from, to }: TimeSpan, step: number): TimeSpan {
  const places = Math.min(3, Math.max(0, Math.ceil(-Math.log10(step))));
  const unit = 10 ** places;
  const round = (seconds: number, way: (n: number) => number) =>
    Number((way(seconds * unit) / unit).toFixed(places));
  // Before the start there is nothing but what servers sent.
  const start = round(from, Math.floor);
  return { from: start < 0 ? Number.NEGATIVE_INFINITY : start, to: round(to, Math.ceil) };
}
