import { type GlobalSource, trapGlobal } from '../global.ts';
import { apply, createWeakTable, doc, getterOf, isObject, methodOf } from '../natives.ts';
import { record, runRecorded } from '../record.ts';
import { ensureMethod, itemAt, lengthOf, wrapStackedMethod } from '../wrap.ts';

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
  if (array !== undefined)
    for (let i = 0; i < lengthOf(array); i += 1) addTo(set, itemAt(array, i));
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
        for (let i = 0; i < lengthOf(value); i += 1) {
          const item = itemAt(value, i);
          if (!isIn(known, item))
            record({ source: 'dataLayer', method: 'push', args: [item], layer, queued: true });
        }
      }
      current = value;
      ensureMethod(value, 'push', (method, host) =>
        wrapStackedMethod(method, host, (target, self, args) =>
          runRecorded({ source: 'dataLayer', method: 'push', args, layer }, target, self, args),
        ),
      );
      return value;
    },
  };
}

const currentScript = getterOf<Element | null>(Document.prototype, 'currentScript');
const sourceOf = getterOf<string>(HTMLScriptElement.prototype, 'src');
const match = methodOf<[string], RegExpExecArray | null>(RegExp.prototype, 'exec');
const TAG_MANAGER = /\/(?:gtm|gtag\/js|gtag)(?:\.js)?\?(?:[^#]*&)?l=([\w$]+)/;

/** Follows a data layer of this name. */
export function watchLayer(name: string): void {
  trapGlobal(name, createDataLayerSource());
}

function watchLayerOf(script: Element | null): void {
  if (script === null) return;
  let source: string;
  try {
    source = sourceOf(script);
  } catch {
    return; // an SVG script or another element
  }
  const found = match(TAG_MANAGER, source);
  if (found !== null && found[1] !== undefined) watchLayer(found[1]);
}

const addListener = EventTarget.prototype.addEventListener;
const eventTarget = getterOf<EventTarget | null>(Event.prototype, 'target');

function onScriptLoad(event: Event): void {
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
