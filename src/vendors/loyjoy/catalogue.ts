import catalogue from './catalogue.json';

/** What is known of a name in LoyJoy's catalogues. */
export interface ChatEvent {
  name: string;
  /** The vendor's words: today's catalogue first, else the older one's. */
  description: string;
  /** `both`: the name stands in both, with words of its own in each. */
  catalogue: 'current' | 'legacy' | 'both';
  /** The older catalogue's words, where the name is in both. */
  formerly?: string;
  /** A name of the older catalogue only: what it is called since; empty where it has no successor. */
  renamedTo?: readonly string[];
  cites: string;
}

const CURRENT: Readonly<Record<string, string>> = catalogue.current;
const LEGACY: Readonly<Record<string, string>> = catalogue.legacy;
const RENAMED: Readonly<Record<string, readonly string[]>> = catalogue.renamed;

/** Names of the catalogue of 2021 (seed 001), in its order, each once. */
export const CURRENT_NAMES: readonly string[] = Object.keys(CURRENT);
/** Names of the catalogue of 2020 (seed 002), in its order. */
export const LEGACY_NAMES: readonly string[] = Object.keys(LEGACY);
/** Names that stand twice in the catalogue of 2021, with the same words. */
export const TWICE_IN_SOURCE: readonly string[] = catalogue.twiceInSource;

/**
 * What LoyJoy's catalogues say about an event's name. Undefined is no fault: a chat can have events
 * of its own, and the vendor calls its list no constant API (domain facts 1.1).
 */
export function describeChatEvent(name: string): ChatEvent | undefined {
  const current = Object.hasOwn(CURRENT, name) ? CURRENT[name] : undefined;
  const legacy = Object.hasOwn(LEGACY, name) ? LEGACY[name] : undefined;
  const description = current ?? legacy;
  if (description === undefined) return undefined;
  const event: ChatEvent = {
    name,
    description,
    catalogue: current === undefined ? 'legacy' : legacy === undefined ? 'current' : 'both',
    cites: current === undefined ? catalogue.sources.legacy : catalogue.sources.current,
  };
  if (current !== undefined && legacy !== undefined) event.formerly = legacy;
  const renamedTo = Object.hasOwn(RENAMED, name) ? RENAMED[name] : undefined;
  if (current === undefined && renamedTo !== undefined) event.renamedTo = renamedTo;
  return event;
}
