/** A set that knows its first member in an order; finding it again costs only where it was removed. */
export class Earliest<T> {
  private readonly members = new Set<T>();
  private known: T | undefined;
  private readonly compare: (a: T, b: T) => number;

  constructor(compare: (a: T, b: T) => number) {
    this.compare = compare;
  }

  get size(): number {
    return this.members.size;
  }

  /** The first member, or undefined of an empty set. */
  get first(): T | undefined {
    if (this.known === undefined)
      for (const member of this.members)
        if (this.known === undefined || this.compare(member, this.known) < 0) this.known = member;
    return this.known;
  }

  add(member: T): void {
    const isFirst = this.members.size === 0;
    this.members.add(member);
    if (isFirst || (this.known !== undefined && this.compare(member, this.known) < 0))
      this.known = member;
  }

  delete(member: T): void {
    if (this.members.delete(member) && this.known === member) this.known = undefined;
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.members.values();
  }
}
