import type { JsonObject } from './fields.ts';

/** Deeper brackets than this are left in the name: no event of the documentation goes beyond 4. */
const BRACKET_DEPTH = 12;

/** A level of the tree; a Map, so that `__proto__` and index 4,000,000,000 are names like others. */
type Level = Map<string, Level | string>;

/**
 * Builds the object that names like `user[id]`, `items[0][product][id]` and
 * `user[consent_categories][]` describe (documentation of pixel tracking: nested objects and lists
 * in a GET). Names that contradict each other are kept as they were sent.
 */
export function namesToObject(values: Record<string, string>): JsonObject {
  const root: Level = new Map();
  for (const [name, value] of Object.entries(values))
    if (!place(root, keysOf(name), value)) root.set(freeName(root, name), value);
  return toObject(root);
}

/** `a[b]=2&a=1`: the level `a` is there already, and neither value may be lost. */
function freeName(root: Level, name: string): string {
  if (!root.has(name)) return name;
  let count = 2;
  while (root.has(`${name} (${count})`)) count += 1;
  return `${name} (${count})`;
}

/** `items[0][id]` → items, 0, id; `list[] (2)`, our own name of a repeated parameter, → list, ''. */
function keysOf(name: string): string[] {
  const bare = name.replace(/\[\] \(\d{1,6}\)$/, '[]');
  const open = bare.indexOf('[');
  if (open <= 0 || !bare.endsWith(']')) return [name];
  const keys = [bare.slice(0, open), ...bare.slice(open + 1, -1).split('][')];
  return keys.length > BRACKET_DEPTH ? [name] : keys;
}

/** False where a name needs a level in a place that holds a text, or the other way round. */
function place(root: Level, keys: readonly string[], value: string): boolean {
  let level = root;
  for (const [i, given] of keys.entries()) {
    const key = given === '' && i > 0 ? String(level.size) : given;
    const there = level.get(key);
    if (i === keys.length - 1) {
      if (there !== undefined) return false;
      level.set(key, value);
      return true;
    }
    if (typeof there === 'string') return false;
    const next: Level = there ?? new Map();
    if (there === undefined) level.set(key, next);
    level = next;
  }
  return false;
}

function toObject(level: Level): JsonObject {
  const object: JsonObject = Object.create(null);
  for (const [key, value] of level)
    object[key] = typeof value === 'string' ? value : toValue(value);
  return object;
}

/** A level whose keys are 0, 1, 2 … is a list. */
function toValue(level: Level): unknown {
  const keys = [...level.keys()];
  const isList = keys.length > 0 && keys.every((key, i) => key === String(i));
  const object = toObject(level);
  return isList ? keys.map((key) => object[key]) : object;
}
