/**
 * A map of few: of a session's documents each has many, most of them empty and most others with one
 * entry. The first stands in the map itself, and a real one is made for the second.
 */
export class LateMap<K extends string | object, V> {
  private key: K | undefined = undefined;
  private value: V | undefined = undefined;
  private map: Map<K, V> | undefined = undefined;

  get size(): number {
    return this.map === undefined ? Number(this.key !== undefined) : this.map.size;
  }

  get(key: K): V | undefined {
    if (this.map !== undefined) return this.map.get(key);
    return this.key === key ? this.value : undefined;
  }

  has(key: K): boolean {
    return this.map === undefined ? this.key === key : this.map.has(key);
  }

  set(key: K, value: V): this {
    if (this.map !== undefined) this.map.set(key, value);
    else if (this.key === undefined || this.key === key) {
      this.key = key;
      this.value = value;
    } else {
      this.map = new Map([
        [this.key, this.value as V],
        [key, value],
      ]);
      this.key = undefined;
      this.value = undefined;
    }
    return this;
  }

  delete(key: K): boolean {
    if (this.map !== undefined) return this.map.delete(key);
    if (this.key !== key) return false;
    this.clear();
    return true;
  }

  clear(): void {
    this.key = undefined;
    this.value = undefined;
    this.map = undefined;
  }

  keys(): Iterable<K> {
    return this.map?.keys() ?? (this.key === undefined ? NOTHING : [this.key]);
  }

  values(): Iterable<V> {
    return this.map?.values() ?? (this.key === undefined ? NOTHING : [this.value as V]);
  }

  [Symbol.iterator](): Iterator<[K, V]> {
    const all = this.map ?? (this.key === undefined ? NOTHING : [[this.key, this.value as V]]);
    return (all as Iterable<[K, V]>)[Symbol.iterator]();
  }
}

/** A set of few: its first member stands in the set itself, and a real one is made for the second. */
export class LateSet<T extends string | object> {
  private only: T | undefined = undefined;
  private set: Set<T> | undefined = undefined;

  get size(): number {
    return this.set === undefined ? Number(this.only !== undefined) : this.set.size;
  }

  has(item: T): boolean {
    return this.set === undefined ? this.only === item : this.set.has(item);
  }

  add(item: T): this {
    if (this.set !== undefined) this.set.add(item);
    else if (this.only === undefined) this.only = item;
    else if (this.only !== item) {
      this.set = new Set([this.only, item]);
      this.only = undefined;
    }
    return this;
  }

  delete(item: T): boolean {
    if (this.set !== undefined) return this.set.delete(item);
    if (this.only !== item) return false;
    this.only = undefined;
    return true;
  }

  clear(): void {
    this.only = undefined;
    this.set = undefined;
  }

  [Symbol.iterator](): Iterator<T> {
    const all = this.set ?? (this.only === undefined ? NOTHING : [this.only]);
    return all[Symbol.iterator]();
  }
}

const NOTHING: readonly never[] = [];
