import { isObject, type Plain, type PlainObject } from '../session/value/plain.ts';

/**
 * The tree that was written out as dotted names (readJson in fields.ts): `user.email` stands in an
 * object `user`. Text that is a list, an empty object or null is read as that; whether `101` was a
 * number is not known any more.
 */
export function fromFlat(parameters: Readonly<Record<string, string>>): PlainObject {
  const root: PlainObject = Object.create(null);
  for (const [name, text] of Object.entries(parameters)) {
    const keys = name.split('.');
    const last = keys.pop() ?? name;
    let level: PlainObject | undefined = root;
    for (const key of keys) level = level === undefined ? undefined : levelAt(level, key);
    // A name that contradicts another stays as it was sent: both were, so both are kept.
    if (level === undefined || Object.hasOwn(level, last)) root[name] ??= readText(text);
    else level[last] = readText(text);
  }
  return root;
}

function levelAt(level: PlainObject, key: string): PlainObject | undefined {
  if (!Object.hasOwn(level, key)) level[key] = Object.create(null);
  const next = level[key];
  return isObject(next) ? next : undefined;
}

function readText(text: string): Plain {
  if (text === 'null') return null;
  if (!text.startsWith('[') && text !== '{}') return text;
  try {
    return JSON.parse(text) as Plain;
  } catch {
    // A text that only begins like a list.
    return text;
  }
}
