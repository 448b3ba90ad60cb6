import { openText } from './edit-text.ts';

/** The way to a text in a profile: `['consent', 'governs']`, `['labels', 'cd[x]']`. */
export type ValuePath =
  | readonly ['consent', 'governs' | 'region' | 'commandersAct']
  | readonly ['consent', 'categories', string]
  | readonly ['labels', string];

/**
 * A profile's text that says one thing more, or another; undefined takes it away. What else its
 * author wrote stays. Undefined comes out where the text is no object, or has something else on the way.
 */
export function setValue(
  text: string,
  path: ValuePath,
  value: string | undefined,
): string | undefined {
  const open = openText(text);
  for (let depth = 1; depth < path.length; depth += 1)
    if ((open?.at(path.slice(0, depth))?.type ?? 'object') !== 'object') return undefined;
  const whole = [...path];
  if (value === undefined) return open?.at(whole) ? open.remove(whole) : text;
  return open?.at(whole) ? open.replace(whole, value) : open?.put(whole, value);
}
