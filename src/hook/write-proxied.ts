import { DEPTH, KEYS } from '../session/limits.ts';
import { left, markCut, pointer, type Step } from './copy-limits.ts';
import {
  descriptorOf,
  isArray,
  keys,
  numberText,
  ownKeys,
  reflectGet,
  stringify,
  symbolDescription,
} from './natives.ts';

/** How values, and the names and properties of objects, are written. */
export interface Writer {
  write(value: unknown, up: Step | null, key: string | number): string;
  writeNamed(
    names: string[],
    isOurs: boolean,
    item: (name: string) => string,
    up: Step | null,
    key: string | number,
  ): string;
  quoteName(value: unknown): string;
  classNameOf(value: object): string;
}

/** MobX hangs its own getters on the object that it proxies; those are no code of the page. */
function isMobx(target: object): boolean {
  const names = ownKeys(target);
  for (let i = 0; i < names.length; i += 1) {
    const name = names[i];
    if (typeof name === 'symbol' && symbolDescription(name as unknown as object) === MOBX)
      return true;
  }
  return false;
}
const MOBX = 'mobx administration';

/** Reads a proxy as the page's libraries do, by its traps. A getter of the page is still not run. */
export function writeProxied(
  proxy: object,
  target: object,
  up: Step | null,
  key: string | number,
  writer: Writer,
): string {
  let depth = 0;
  for (let s = up; s !== null; s = s.up) {
    if (s.value === proxy) return `{"$type":"cycle","path":${stringify(pointer(s.up, s.key))}}`;
    depth += 1;
  }
  const step: Step = { value: proxy, key, up };
  const asArray = isArray(proxy);
  if (depth > DEPTH || left.nodes <= 0) {
    markCut(up, key);
    return `{"$type":"cut","of":${writer.quoteName(asArray ? 'Array' : writer.classNameOf(target))}}`;
  }
  const mayGet = isMobx(target);
  const item = (name: string): string => {
    const d = descriptorOf(target, name);
    if (d !== undefined && (d.get !== undefined || d.set !== undefined) && !mayGet)
      return '{"$type":"accessor"}';
    return writer.write(reflectGet(proxy, name, proxy), step, name);
  };
  if (!asArray) {
    const of = writer.classNameOf(target);
    const properties = writer.writeNamed(keys(proxy), false, item, up, key);
    if (of === 'Object') return properties;
    return `{"$type":"instance","of":${writer.quoteName(of)},"properties":${properties}}`;
  }
  const length = reflectGet(proxy, 'length', proxy);
  const all = typeof length === 'number' && length > 0 ? length : 0;
  const room = left.nodes < KEYS ? left.nodes : KEYS;
  const count = all < room ? all : room;
  let text = '';
  for (let i = 0; i < count; i += 1) {
    left.nodes -= 1;
    text += (i === 0 ? '' : ',') + item(numberText(i));
  }
  if (count === all) return `[${text}]`;
  markCut(up, key);
  return `{"$type":"array","values":[${text}],"length":${all}}`;
}
