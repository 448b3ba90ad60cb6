import { splitWords, type Word } from './split-words.ts';

/** A stretch of a session, in seconds from its start; an end that is open is infinite. */
export interface TimeSpan {
  from: number;
  to: number;
}

const SPAN = /^(\d+(?:[.,]\d+)?)?(?:-(\d+(?:[.,]\d+)?)?)?$/;
/** Reads `2-3.5`, `2-` and `-3.5`; `2` is from there on: the rest may still be typed. */
export function parseSpan(text: string): TimeSpan | undefined {
  const found = SPAN.exec(text);
  if (!found) return undefined;
  const [from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY] = found
    .slice(1)
    .map((each) => (each === undefined ? undefined : Number(each.replace(',', '.'))));
  return { from, to };
}

/** The words of a search that limit it to a stretch; one that is excluded does not. */
function spanWords(search: string): Word[] {
  return [...splitWords(search)].filter(({ key, negated }) => key === 'time' && !negated);
}

/** The stretch that a search is limited to. */
export function spanIn(search: string): TimeSpan | undefined {
  const [word] = spanWords(search);
  return word && parseSpan(word.text);
}

/** A search that is limited to a stretch, or to none; the whole session is none. */
export function withSpan(search: string, span: TimeSpan | undefined): string {
  let rest = search;
  for (const { at, end } of spanWords(search).reverse()) rest = rest.slice(0, at) + rest.slice(end);
  rest = rest.trimEnd();
  const [from, to] = [span?.from, span?.to].map((end) => (Number.isFinite(end) ? end : ''));
  return from === '' && to === '' ? rest : `${rest} time:${from}-${to}`.trimStart();
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
