import type { PageValue } from '../../session/value.ts';
import { formatValue } from '../format-value.ts';

/** UTF-16 units of one argument in a corrected line. */
const ARGUMENT_UNITS = 300;

/** Around a name in place of a value: characters of Unicode's private use, which pages do not send. */
const [OPEN, CLOSE] = ['\uE000', '\uE001'];

/** A name that stands in a line of code where only the page knows the value: `eventId`. */
export function placeholder(name: string): string {
  return `${OPEN}${name}${CLOSE}`;
}

const QUOTED_NAME = new RegExp(`"${OPEN}([A-Za-z]+)${CLOSE}"`, 'g');

/** A line of code: `fbq("track", "Lead", {value: 1});`. Arguments at the end that are undefined are left out. */
export function codeLine(name: string, args: readonly (PageValue | undefined)[]): string {
  let length = args.length;
  while (length > 0 && args[length - 1] === undefined) length -= 1;
  const written = args
    .slice(0, length)
    .map((value) => (value === undefined ? '{}' : formatValue(value, ARGUMENT_UNITS)));
  return `${name}(${written.join(', ').replace(QUOTED_NAME, '$1')});`;
}
