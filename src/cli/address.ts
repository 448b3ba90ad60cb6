import type { CommandWords } from '../language/words.ts';
import { Failure } from './failure.ts';

/**
 * Reads an address.
 * @param what what it is, in a language
 * @throws Failure where it is none, or none of these protocols
 */
export function parseAddress(
  text: string,
  protocols: readonly string[],
  what: (t: CommandWords) => string,
): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !protocols.includes(url.protocol))
    throw new Failure((t) => t.address(what(t), `${protocols[0]}//example.org`));
  return url;
}

/** The address of a page that is to be recorded. @throws Failure */
export function addressOfPage(url: string): URL {
  return parseAddress(url, ['https:', 'http:'], (t) => t.page(url));
}
