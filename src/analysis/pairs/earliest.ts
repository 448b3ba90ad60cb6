/** Members that are known in their order; a fact about many lists the entries of these. */
const FEW = 10;

/** A set that knows its first members in an order; finding them again costs only where one was removed. */
export class Earliest<T> {
  private readonly members = new Set<T>();
  /** Always the first of all members; the first few of them, unless some were removed. */
  private known: T[] = [];
  private readonly compare: (a: T, b: T) => number;

  constructor(compare: (a: T, b: T) => number) {
    this.compare = compare;
  }

  get size(): number {
    return this.members.size;
  }

  /** The first member, or undefined of an empty set. */
  get first(): T | undefined {
    return this.known.length > 0 ? this.known[0] : this.few[0];
  }

  /** The first members in order, ten at most. */
  get few(): readonly T[] {
    if (this.known.length < Math.min(FEW, this.members.size)) {
      this.known = [];
      for (const member of this.members) this.insert(member, true);
    }
    return this.known;
  }

  add(member: T): void {
    if (this.members.has(member)) return;
    const isAllKnown = this.known.length === this.members.size;
    this.members.add(member);
    this.insert(member, isAllKnown);
  }

  delete(member: T): void {
    if (!this.members.delete(member)) return;
    const place = this.known.indexOf(member);
    if (place !== -1) this.known.splice(place, 1);
  }

  /** @param canEnd nothing that is not known stands before a member behind the known ones */
  private insert(member: T, canEnd: boolean): void {
    let place = this.known.length;
    while (place > 0 && this.compare(member, this.known[place - 1] as T) < 0) place -= 1;
    if (place === this.known.length && (!canEnd || place === FEW)) return;
    this.known.splice(place, 0, member);
    if (this.known.length > FEW) this.known.length = FEW;
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.members.values();
  }
}
