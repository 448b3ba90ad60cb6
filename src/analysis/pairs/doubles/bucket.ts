import type { LateSet } from '../../late.ts';
import { append } from '../../ordered.ts';
import { type Copy, compareCopies } from '../copy.ts';
import type { Gist } from './gist.ts';

/** What shows that copies are one event that left more than once, strongest first. */
export type DoubleEvidence =
  /** They name one order. */
  | 'order'
  /** The page was loaded again, and sent again. */
  | 'load'
  /** The same page of the same visit, with the same content. */
  | 'visit'
  /** Sent as a page was left, and again as the next one came: a form, and the page that thanks for it. */
  | 'next'
  /** Two pieces of code send it. */
  | 'senders'
  /** One piece of code ran twice. */
  | 'moment'
  /** Meta's library sent it as the address changed, and so did the page. */
  | 'route';

/** A copy that may be the double of one before. */
export interface Held {
  readonly copy: Copy;
  /** Read when it is first asked for. */
  gist: Gist | undefined;
  buckets: Bucket[];
  /** The copy before that this one is the double of. */
  twin: { of: Held; by: DoubleEvidence } | undefined;
  /** Those whose twin this one is. */
  readonly doubles: LateSet<Held>;
  /** The first of its kind, under which it was told last. */
  told: Held | undefined;
  isGone: boolean;
}

/** No more copies than this are looked at before each, and after one that came. */
export const REACH = 8;

const NO_MEMBERS: Held[] = [];

/** Copies that may be one event, by time. */
export class Bucket {
  readonly kind: 'document' | 'order' | 'address' | 'step';
  members: Held[] = NO_MEMBERS;

  constructor(kind: Bucket['kind']) {
    this.kind = kind;
  }

  add(held: Held): void {
    const last = this.members.at(-1);
    if (last === undefined || compareCopies(last.copy, held.copy) < 0)
      this.members = append(this.members, held);
    else this.members.splice(this.placeOf(held), 0, held);
  }

  remove(held: Held): void {
    const place = this.placeOf(held);
    if (this.members[place] === held) this.members.splice(place, 1);
  }

  /** The nearest first. */
  before(held: Held): Held[] {
    const place = this.placeOf(held);
    return this.members.slice(Math.max(0, place - REACH), place).reverse();
  }

  /** It and those that look at it. */
  from(held: Held): Held[] {
    const place = this.placeOf(held);
    return this.members.slice(place, place + REACH + 1);
  }

  private placeOf({ copy }: Held): number {
    const { members } = this;
    let low = 0;
    let high = members.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareCopies((members[middle] as Held).copy, copy) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
