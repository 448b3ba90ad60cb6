import { isObject, parseJson } from '../../session/value/plain.ts';

/** Where Segment runs its destinations for Meta for one event, as far as the event's hit says it. */
export interface MetaDestinations {
  /** The library runs one of them on the page. */
  browser: boolean;
  /** Segment's server may send the event to Meta: that it does is not seen. */
  server: boolean;
}

/**
 * Segment's destinations for a pixel: Facebook Pixel, Facebook Pixel Server-Side (its name until
 * 2021), Facebook Conversions API, Facebook Conversions API (Actions). Not Facebook Custom
 * Audiences, App Events or Offline Conversions.
 */
const OF_THE_PIXEL = /^(?:facebook|meta)\b.*\b(?:pixel|conversions api)\b/i;

/** Those that run nowhere but on Segment's server. */
const ON_THE_SERVER = /conversions api|server-side/i;

const SWITCH = 'integrations.';

/**
 * What the hit of an event says of Segment's destinations for Meta. The library writes
 * `_metadata.bundled` and `_metadata.unbundled` (analytics-next, plugins/segmentio/normalize.ts):
 * destinations of the page, and those that are left to the server; `bundledIds` name no
 * destination. `integrations` switches one of them, or `All`, off or on for this event. Without
 * either nothing is known, and nothing is claimed.
 * @param parameters of the hit's event, under the names of the wire
 */
export function metaDestinations(parameters: Readonly<Record<string, string>>): MetaDestinations {
  const bundled = namesIn(parameters['_metadata.bundled']);
  const isOn = switchesOf(parameters);
  const onPage = bundled.filter((name) => isOn(name) !== false);
  const asked = Object.keys(parameters).flatMap((name) => {
    const destination = destinationOf(name);
    return destination !== undefined && isOn(destination) === true ? [destination] : [];
  });
  const hasList = parameters['_metadata.bundled'] !== undefined;
  const elsewhere = asked.filter(
    (name) => !bundled.includes(name) && (hasList || ON_THE_SERVER.test(name)),
  );
  const unbundled = namesIn(parameters['_metadata.unbundled']).filter(
    (name) => isOn(name) !== false,
  );
  return { browser: onPage.length > 0, server: unbundled.length + elsewhere.length > 0 };
}

function namesIn(text: string | undefined): string[] {
  const list = text === undefined ? undefined : parseJson(text);
  if (!Array.isArray(list)) return [];
  return list.filter((name) => typeof name === 'string').filter((name) => OF_THE_PIXEL.test(name));
}

/** `integrations.Facebook Pixel` and what is below it, as `Facebook Pixel`. */
function destinationOf(parameter: string): string | undefined {
  if (!parameter.startsWith(SWITCH)) return undefined;
  const rest = parameter.slice(SWITCH.length);
  const dot = rest.indexOf('.');
  const name = dot === -1 ? rest : rest.slice(0, dot);
  return OF_THE_PIXEL.test(name) ? name : undefined;
}

/**
 * Whether the event switches a destination on (true, or options for it) or off; undefined where it
 * says nothing of it. A destination's own word goes before that of `All`.
 */
function switchesOf(
  parameters: Readonly<Record<string, string>>,
): (name: string) => boolean | undefined {
  const all = parameters[`${SWITCH}All`] ?? parameters[`${SWITCH}all`];
  return (name) => {
    const own = parameters[SWITCH + name];
    if (own === 'false') return false;
    if (own === 'true' || (own !== undefined && isObject(parseJson(own)))) return true;
    const hasOptions = Object.keys(parameters).some((key) => key.startsWith(`${SWITCH}${name}.`));
    if (hasOptions) return true;
    return all === 'false' ? false : undefined;
  };
}
