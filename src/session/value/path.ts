import { isObject, type Plain, UNKNOWN } from './plain.ts';

/** A value and the very path that it stands at: `items[0].product.name`. */
export interface Located {
  path: string;
  value: Plain;
}

/** True where something was sent: null, an empty text and an empty list say nothing. */
export function isGiven(value: Plain): boolean {
  if (value === undefined || value === null || value === '' || value === UNKNOWN) return false;
  return !Array.isArray(value) || value.length > 0;
}

/** One step of a path: the names that it may have, and whether each item of a list is meant. */
interface Step {
  readonly names: readonly string[];
  readonly isList: boolean;
}

/**
 * Paths are those of the tables and of a profile, so there are few: each is taken apart once. Without it
 * the analysis of a session with chat, data layer and hits takes 6 to 10 % longer.
 */
const PATHS = new Map<string, readonly Step[]>();
/** What comes beyond that is not kept. */
const KEPT_PATHS = 500;

/**
 * Finds what stands under a path of a mapping rule. Dots go deeper; `items[]` is each item of a
 * list, first one first; `category_{1-5}` is category_1 to category_5. A property whose own name is
 * the whole path goes first.
 *
 * Where a path has several places, the first that is given counts: a mapping that meets an empty
 * text goes on to the next item, as a person would. Where nothing is given, an empty text or list
 * that stands there is the answer, so that a rule can ask for it. null is nothing. What comes behind
 * a place that was not copied is `UNKNOWN`: that place might have been the first.
 */
export function locate(value: Plain, path: string): Located | undefined {
  const whole = isObject(value) ? own(value, path) : undefined;
  if (whole !== undefined && whole !== null && whole !== UNKNOWN) return { path, value: whole };
  return find(value, stepsOf(path), 0, '');
}

/** The value that `locate` finds. */
export function readPath(value: Plain, path: string): Plain {
  return locate(value, path)?.value;
}

/** As `locate`; undefined where nothing is given. */
export function locateGiven(value: Plain, path: string): Located | undefined {
  const found = locate(value, path);
  return found !== undefined && isGiven(found.value) ? found : undefined;
}

function stepsOf(path: string): readonly Step[] {
  let steps = PATHS.get(path);
  if (steps === undefined) {
    steps = path.split('.').map(readStep);
    if (PATHS.size < KEPT_PATHS) PATHS.set(path, steps);
  }
  return steps;
}

const RANGE = /^(.*)\{(\d)-(\d)\}$/;

function readStep(text: string): Step {
  if (text.endsWith('[]')) return { names: [text.slice(0, -2)], isList: true };
  const [, stem = '', from, to] = RANGE.exec(text) ?? [];
  if (from === undefined || to === undefined) return { names: [text], isList: false };
  const first = Number(from);
  const count = Math.max(0, Number(to) - first + 1);
  return { names: Array.from({ length: count }, (_, i) => `${stem}${first + i}`), isList: false };
}

/** Undefined where it is not there; `UNKNOWN` where it may be. */
function own(object: Plain & object, key: string): Plain {
  if (!isObject(object)) return undefined;
  if (Object.hasOwn(object, key)) return object[key];
  return object[UNKNOWN] === true ? UNKNOWN : undefined;
}

function find(
  value: Plain,
  steps: readonly Step[],
  depth: number,
  at: string,
): Located | undefined {
  const step = steps[depth];
  if (step === undefined)
    return value === undefined || value === null ? undefined : { path: at, value };
  if (value === UNKNOWN) return { path: at, value };
  if (!isObject(value)) return undefined;
  let empty: Located | undefined;
  for (const name of step.names) {
    const next = own(value, name);
    if (next === undefined) continue;
    const path = at === '' ? name : `${at}.${name}`;
    const found = step.isList
      ? findInList(next, steps, depth, path)
      : find(next, steps, depth + 1, path);
    if (found === undefined) continue;
    if (isGiven(found.value) || found.value === UNKNOWN) return found;
    empty ??= found;
  }
  return empty;
}

function findInList(
  list: Plain,
  steps: readonly Step[],
  depth: number,
  at: string,
): Located | undefined {
  if (list === UNKNOWN) return { path: at, value: list };
  if (!Array.isArray(list)) return undefined;
  let empty: Located | undefined;
  for (const [i, item] of list.entries()) {
    const found = find(item, steps, depth + 1, `${at}[${i}]`);
    if (found === undefined) continue;
    if (isGiven(found.value) || found.value === UNKNOWN) return found;
    empty ??= found;
  }
  return empty;
}
