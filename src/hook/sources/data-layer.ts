import { elementName } from '../brands.ts';
import { type GlobalSource, recheckTraps, trapGlobal } from '../global.ts';
import {
  addListener,
  apply,
  createWeakTable,
  doc,
  getterOf,
  indexOf,
  isObject,
  methodOf,
  slice,
} from '../natives.ts';
import { factsOf, queuedFacts, record, runRecorded } from '../record.ts';
import { ensureMethod, forItems, wrapStackedMethod } from '../wrap.ts';

/**
 * Data layers: `dataLayer`, the names that gtm.js was told by `&l=`, and those of the user's
 * setting. The array stays the page's own; its `push` is covered, again after each library that
 * puts its own on top.
 */

const layers = createWeakTable<true>();
const SetOf = Set;
const addTo = methodOf<[unknown], void>(Set.prototype, 'add');
const isIn = methodOf<[unknown], boolean>(Set.prototype, 'has');

/** The items of the array that a name had before: a copy assigned over it brings no new calls. */
function itemsOf(array: object | undefined): object {
  const set = new SetOf();
  if (array !== undefined) forItems(array, 0, (item) => addTo(set, item));
  return set;
}

function layerName(name: string): string | undefined {
  return name === 'dataLayer' ? undefined : name;
}

function createDataLayerSource(): GlobalSource {
  let current: object | undefined;
  return {
    adopt(value, name) {
      if (!isObject(value)) return value;
      const layer = layerName(name);
      if (!layers.get(value)) {
        layers.set(value, true);
        const known = itemsOf(current);
        forItems(value, 0, (item) => {
          if (!isIn(known, item))
            record(queuedFacts('dataLayer', 'push', [item], undefined, layer));
        });
      }
      current = value;
      ensureMethod(value, 'push', (method, host) =>
        wrapStackedMethod(method, host, 'push', (target, self, args) =>
          runRecorded(
            factsOf('dataLayer', 'push', args, undefined, undefined, layer),
            target,
            self,
            args,
          ),
        ),
      );
      return value;
    },
  };
}

const currentScript = getterOf<Element | null>(Document.prototype, 'currentScript');
const attributeOf = methodOf<[string], string | null>(Element.prototype, 'getAttribute');
const charAt = methodOf<[number], string>(String.prototype, 'charAt');
const WORD = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$';

/**
 * The value of `l=` in the address of gtm.js or gtag.js, '' where there is none. Without a regular
 * expression: this runs while the page reads a global, and would change its RegExp.$1.
 */
function layerIn(address: string): string {
  const query = indexOf(address, '?');
  const file = slice(address, 0, query < 0 ? address.length : query);
  if (query < 0 || (indexOf(file, '/gtm') < 0 && indexOf(file, '/gtag') < 0)) return '';
  const first = slice(address, query + 1, query + 3) === 'l=' ? query : -1;
  const at = first >= 0 ? first : indexOf(address, '&l=', query);
  if (at < 0) return '';
  let end = at + 3;
  while (end < address.length && indexOf(WORD, charAt(address, end)) >= 0) end += 1;
  return slice(address, at + 3, end);
}

/** Follows a data layer of this name. */
export function watchLayer(name: string): void {
  trapGlobal(name, createDataLayerSource());
}

function watchLayerOf(script: Element | null): void {
  if (script === null) return;
  let source: string | null;
  try {
    if (elementName(script) !== 'script') return;
    source = attributeOf(script, 'src');
  } catch {
    return; // the document itself, or a window
  }
  // As it is written, which may be the file's name alone.
  const name = layerIn(`/${source ?? ''}`);
  if (name !== '') watchLayer(name);
}

const eventTarget = getterOf<EventTarget | null>(Event.prototype, 'target');

function onScriptLoad(event: Event): void {
  recheckTraps();
  watchLayerOf(eventTarget(event) as Element | null);
}

/**
 * Learns data layer names from gtm.js. It reads or makes `google_tag_manager` before it touches the
 * layer, and at that moment is the current script; a load event is the second chance.
 */
export function watchTagManager(): void {
  let last: Element | null = null;
  const source: GlobalSource = {
    adopt(value) {
      const script = currentScript(doc);
      if (script !== last) {
        last = script;
        watchLayerOf(script);
      }
      return value;
    },
  };
  trapGlobal('google_tag_manager', source);
  trapGlobal('google_tag_data', source);
  apply(addListener, doc, ['load', onScriptLoad, true]);
}
