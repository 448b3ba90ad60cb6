import { append } from '../ordered.ts';

/** A moment in a document: a time, and among entries of one millisecond their number. */
export interface Moment {
  /** Milliseconds since the epoch. */
  at: number;
  /** The entry's number in its document; infinite for a hit, which is counted elsewhere. */
  number: number;
}

/** A moment at which something was said. */
export interface Spoken extends Moment {
  /** Id of the entry that says so. */
  entry: string;
}

/** What was said at a moment. */
export interface Point<T> extends Spoken {
  value: T;
}

/** A point, as one literal: what is spread and added to has a shape of its own in memory. */
export function pointAt<T>({ at, number, entry }: Spoken, value: T): Point<T> {
  return { at, number, entry, value };
}

/** Order of moments. */
function compareMoments(a: Moment, b: Moment): number {
  return a.at - b.at || (a.number === b.number ? 0 : a.number < b.number ? -1 : 1);
}

/** How many points are at or before a moment. */
export function countUntil(points: readonly Moment[], moment: Moment): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareMoments(points[middle] as Moment, moment) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Points in order, found by binary search. They mostly come at the end. */
export class Timeline<T> {
  private known: Point<T>[] = [];

  get points(): readonly Point<T>[] {
    return this.known;
  }

  /** Returns the place that the point has now. */
  insert(point: Point<T>): number {
    const { known } = this;
    const last = known[known.length - 1];
    if (last === undefined || compareMoments(last, point) <= 0) {
      this.known = append(known, point);
      return this.known.length - 1;
    }
    const place = countUntil(known, point);
    known.splice(place, 0, point);
    return place;
  }

  /** The last point at or before a moment. */
  at(moment: Moment): Point<T> | undefined {
    return this.known[countUntil(this.known, moment) - 1];
  }
}
