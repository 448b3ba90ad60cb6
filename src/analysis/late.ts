/**
 * A map that is made when something is put into it: of a session's documents, each has many, and
 * most stay empty.
 */
export class LateMap<K, V> {
  private map: Map<K, V> | undefined = undefined;

  get size(): number {
    return this.map === undefined ? 0 : this.map.size;
  }

  get(key: K): V | undefined {
    return this.map?.get(key);
  }

  has(key: K): boolean {
    return this.map?.has(key) === true;
  }

  set(key: K, value: V): this {
    this.map ??= new Map();
    this.map.set(key, value);
    return this;
  }

  delete(key: K): boolean {
    return this.map?.delete(key) === true;
  }

  clear(): void {
    this.map = undefined;
  }

  keys(): Iterable<K> {
    return this.map?.keys() ?? NOTHING;
  }

  values(): Iterable<V> {
    return this.map?.values() ?? NOTHING;
  }

  [Symbol.iterator](): Iterator<[K, V]> {
    return (this.map ?? NOTHING)[Symbol.iterator]();
  }
}

/** A set that is made when something is put into it. */
export class LateSet<T> {
  private set: Set<T> | undefined = undefined;

  get size(): number {
    return this.set === undefined ? 0 : this.set.size;
  }

  has(item: T): boolean {
    return this.set?.has(item) === true;
  }

  add(item: T): this {
    this.set ??= new Set();
    this.set.add(item);
    return this;
  }

  delete(item: T): boolean {
    return this.set?.delete(item) === true;
  }

  clear(): void {
    this.set = undefined;
  }

  [Symbol.iterator](): Iterator<T> {
    return (this.set ?? NOTHING)[Symbol.iterator]();
  }
}

const NOTHING: readonly never[] = [];
