import { readPath } from '../../session/value/path.ts';
import { knownPart, type PlainObject, UNKNOWN } from '../../session/value/plain.ts';
import type { SourceEvent } from '../source-event.ts';

/** A source event as the connector works on it: without what could not be seen of it. */
export interface GivenEvent {
  seen: SourceEvent['seen'];
  name: string | undefined;
  /** Under the names of wire version 2: the page's properties at the root, the rest in `context`. */
  properties: PlainObject;
  /** True where something stands at the path, or above it, that could not be seen. */
  isHidden(path: string): boolean;
  ownEventId: string | undefined;
}

/** Reads the event's properties once. */
export function givenOf(source: SourceEvent): GivenEvent {
  const whole = source.properties();
  return {
    seen: source.seen,
    name: source.name === '' ? undefined : source.name,
    properties: knownPart(whole) as PlainObject,
    isHidden: (path) => readPath(whole, path) === UNKNOWN,
    ownEventId: source.ownEventId(),
  };
}
