import { isJsonObject } from '../fields.ts';

/** A value and the very path that it stands at: `items[0].product.name`. */
export interface Located {
  path: string;
  value: unknown;
}

/** True where something was sent: null, an empty text and an empty list say nothing. */
export function isGiven(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  return !Array.isArray(value) || value.length > 0;
}

/** One step of a path: the names that it may have, and whether each item of a list is meant. */
interface Step {
  names: readonly string[];
  isList: boolean;
}

/** Paths are those of the tables, so there are few: each is taken apart once. */
const PATHS = new Map<string, readonly Step[]>();
/** Paths of a user's own may come too; the table does not grow for ever. */
const KEPT_PATHS = 500;

/**
 * The first value that is given under a path of the mapping tables. Dots go deeper; `items[]` is
 * each item of a list, first one first; `category_{1-5}` is category_1 to category_5.
 */
export function firstAt(properties: unknown, path: string): Located | undefined {
  let steps = PATHS.get(path);
  if (steps === undefined) {
    steps = path.split('.').map(readStep);
    if (PATHS.size < KEPT_PATHS) PATHS.set(path, steps);
  }
  return find(properties, steps, 0, '');
}

function find(
  value: unknown,
  steps: readonly Step[],
  depth: number,
  at: string,
): Located | undefined {
  const step = steps[depth];
  if (step === undefined) return isGiven(value) ? { path: at, value } : undefined;
  if (!isJsonObject(value)) return undefined;
  for (const name of step.names) {
    const next = Object.hasOwn(value, name) ? value[name] : undefined;
    if (next === undefined) continue;
    const path = at === '' ? name : `${at}.${name}`;
    const found = step.isList
      ? findInList(next, steps, depth, path)
      : find(next, steps, depth + 1, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findInList(
  list: unknown,
  steps: readonly Step[],
  depth: number,
  at: string,
): Located | undefined {
  if (!Array.isArray(list)) return undefined;
  for (const [i, item] of list.entries()) {
    const found = find(item, steps, depth + 1, `${at}[${i}]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

const RANGE = /^(.*)\{(\d)-(\d)\}$/;

function readStep(text: string): Step {
  if (text.endsWith('[]')) return { names: [text.slice(0, -2)], isList: true };
  const [, stem = '', from, to] = RANGE.exec(text) ?? [];
  if (from === undefined || to === undefined) return { names: [text], isList: false };
  const first = Number(from);
  const count = Number(to) - first + 1;
  return { names: Array.from({ length: count }, (_, i) => `${stem}${first + i}`), isList: false };
}
