import { RELAY_ENTRIES, RELAY_UNITS } from '../session/limits.ts';
import type { Batch } from '../session/wire.ts';

/** The last entries of a document, bounded by count and text. Whole batches are dropped, oldest first. */
export interface Ring {
  /** Lowest number still kept. */
  readonly first: number;
  /** Number of the next entry to come. */
  readonly next: number;
  /** Adds a batch. One that came before, by the other way, is ignored: returns false. */
  add(batch: Batch): boolean;
  /** The batches that hold entries from this number on. */
  from(number: number): Batch[];
}

/** An empty ring; limits are parameters so that tests need not fill millions. */
export function createRing(maxEntries = RELAY_ENTRIES, maxUnits = RELAY_UNITS): Ring {
  let batches: Batch[] = [];
  let entries = 0;
  let units = 0;
  let next = 0;
  return {
    get first() {
      return batches[0]?.from ?? next;
    },
    get next() {
      return next;
    },
    add(batch) {
      if (batch.from < next) return false;
      batches.push(batch);
      next = batch.from + batch.count;
      entries += batch.count;
      units += batch.text.length;
      let drop = 0;
      while (drop < batches.length - 1 && (entries > maxEntries || units > maxUnits)) {
        const oldest = batches[drop] as Batch;
        entries -= oldest.count;
        units -= oldest.text.length;
        drop += 1;
      }
      if (drop > 0) batches = batches.slice(drop);
      return true;
    },
    from: (number) => batches.filter((batch) => batch.from + batch.count > number),
  };
}
