import type { HitEvent } from '../session/entry.ts';
import type { Mark } from './marks.ts';

/**
 * Who receives a hit. `meta`: the pixel's `/tr`. `meta-gateway`: a Conversions API gateway, which
 * hands the event on to Meta as a server event. `segment`: also Astronomer, whose API is the same.
 */
export type Vendor = 'meta' | 'meta-gateway' | 'commanders-act' | 'segment';

/** Every vendor. */
export const VENDORS: readonly Vendor[] = ['meta', 'meta-gateway', 'commanders-act', 'segment'];

/** What a request carries. */
export interface DecodedHit {
  vendor: Vendor;
  /** One per event, in the order in which they were sent; empty where the body says nothing. */
  events: HitEvent[];
  /** What is odd or could not be decoded, each once; `describeMark` has the words. */
  marks: Mark[];
}
